"""What was read in a picture, as rows of judged digits: one drawing is one row of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from math import prod

from dlcore import tasks
from dlcore.digits.verdict import Verdict, judge

_UNKNOWN = "?"
_LEAST = 1e-9  # digit score: of a sign in a number it is 0, whichever network reads the digits

VerdictRow = tuple[Verdict, ...]


@dataclass(frozen=True)
class Judged:
    """Rows from top to bottom, in each its digits from left to right; none in an empty picture.

    Attributes:
        rows: the digits of each.
        whole: how probable it is of each that all of it is right.
    """

    rows: tuple[VerdictRow, ...]
    whole: tuple[float, ...]

    @property
    def digits(self) -> VerdictRow:
        """Those of all rows."""
        return tuple(verdict for row in self.rows for verdict in row)

    @property
    def kinds(self) -> set[str]:
        """The kinds of verdicts there are."""
        return {verdict.kind for verdict in self.digits}


def of_drawing(found: tasks.Reading, threshold: float | None) -> Judged:
    """One drawing judged, of a digit or of whatever its network reads.

    Args:
        threshold: as `judge` takes it, of the digit score; of no account where it is known how much
            the drawing is like what its network has learnt from.
    """
    if found.blank:
        return Judged((), ())
    score = found.digit_score
    if found.likeness:
        score, threshold = found.likeness.familiarity, found.likeness.strangeness.threshold
    verdict = judge(found.probabilities, score, threshold)
    return Judged(((verdict,),), (verdict.best.probability,))


def of_number(found: tasks.NumberReading, threshold: float | None) -> Judged:
    """A number judged, or several in rows; `threshold` of the digit score, as `judge`
    takes it.

    Of a network that reads digit by digit nobody knows how sure it is of a row: that is taken to be
    the product of its digits.
    """
    readings = [reading for _box, reading in found.parts]
    least = _LEAST if threshold is None else threshold
    judged = [judge(one.probabilities, one.digit_score, least) for one in readings]
    rows = _in_rows(judged, found.rows)
    return Judged(rows, found.whole or tuple(map(_product, rows)))


def _product(row: VerdictRow) -> float:
    return prod(verdict.best.probability for verdict in row if verdict.kind != "none")


def _in_rows(judged: Sequence[Verdict], places: Sequence[int]) -> tuple[VerdictRow, ...]:
    numbered = zip(places or [0] * len(judged), judged, strict=True)
    groups = groupby(numbered, lambda one: one[0])
    return tuple(tuple(verdict for _row, verdict in group) for _row, group in groups)


def written(row: VerdictRow) -> str:
    """A row as a number; what is no digit in it is a question mark."""
    return "".join(map(_character, row))


def _character(verdict: Verdict) -> str:
    return _UNKNOWN if verdict.kind == "none" else str(verdict.best.label)
