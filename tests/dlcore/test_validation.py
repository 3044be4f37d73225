"""What the checks let through, and that a refusal can be translated."""

import pytest

from dlcore.errors import LabError
from dlcore.validation import ConfigError, check_choice, check_number, check_whole


@pytest.mark.parametrize(
    ("check", "arguments"),
    [
        (check_choice, ("a", ("a", "b"))),
        (check_choice, (True, (True, False))),
        (check_whole, (1, 1, 3)),
        (check_whole, (3, 1, 3)),
        (check_number, (0, 0.0, 1.0)),
        (check_number, (1.0, 0.0, 1.0)),
    ],
)
def test_values_in_range_pass(check, arguments):
    check("field", *arguments)


@pytest.mark.parametrize(
    ("check", "arguments"),
    [
        (check_choice, ("c", ("a", "b"))),
        (check_choice, (1, (True, False))),  # equal, but of another type
        (check_whole, (4, 1, 3)),
        (check_whole, (True, 1, 3)),
        (check_whole, (2.0, 1, 3)),
        (check_number, (1.01, 0.0, 1.0)),
        (check_number, (float("nan"), 0.0, 1.0)),
        (check_number, (True, 0.0, 1.0)),
        (check_number, ("0.5", 0.0, 1.0)),
    ],
)
def test_others_are_refused_by_name(check, arguments):
    with pytest.raises(ConfigError, match=r"^field must be .* Received: ") as refused:
        check("field", *arguments)
    assert isinstance(refused.value, LabError)
    assert refused.value.values["value"] == repr(arguments[0])
