"""What every exercise is held to: it passes what it should, and nothing less."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dlcore.exercises import Checked, check


def told_apart(name: str, good: Any, bad: Iterable[Any], guess: str | int | None = None) -> Checked:
    """A state that passes, apart from those that do not; each gets its sentence.

    Returns:
        What is found of the good one.
    """
    passed = check(name, good, guess)
    assert passed.passed, passed
    assert passed.said.format(**passed.values)
    for state in bad:
        found = check(name, state, guess)
        assert not found.passed, state
        assert found.said.format(**found.values), state
    return passed
