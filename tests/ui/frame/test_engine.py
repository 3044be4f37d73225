"""What stands before a server: its environment."""

from __future__ import annotations

import pytest

from dlcore.engine import limits
from ui.frame.engine import check_environment


@pytest.mark.parametrize("name", [limits.RUNS_VARIABLE, limits.MINUTES_VARIABLE])
def test_a_variable_that_makes_no_sense_ends_the_server_with_one_sentence(monkeypatch, name):
    monkeypatch.setenv(name, "2")
    check_environment()
    monkeypatch.setenv(name, "many")
    with pytest.raises(SystemExit, match=f"does not start.*{name} must be .*'many'"):
        check_environment()
