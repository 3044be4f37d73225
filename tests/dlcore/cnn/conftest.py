import pytest

from dlcore.data import held_out


@pytest.fixture(scope="session")
def seven() -> held_out.TestDigit:
    return held_out.digit(7)
