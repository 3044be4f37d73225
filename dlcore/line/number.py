"""A picture's ink -> rows of characters, each with its own ink and how probable each symbol is.

Two networks look at it: the reader of lines knows where characters stand and sees each beside its
neighbours, the classifier of digits sees each alone. Their beliefs are multiplied (a product of
experts, Hinton 2002), which also decides how many characters there are where the reader is in
doubt.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

import numpy as np
from numpy.typing import NDArray

from dlcore import digits
from dlcore.digits.ink import Hypothesis, Ink
from dlcore.digits.preprocessing import Batch, Classification
from dlcore.digits.segmentation import (
    MAX_PARTS,
    Part,
    RowInk,
    TooManyParts,
    cut_out,
    split_rows,
    too_many,
)
from dlcore.digits.verdict import CERTAIN, UNSURE
from dlcore.line.parting import share_ink
from dlcore.line.picture import LinePicture, picture_line, picture_views
from dlcore.line.reading import (
    FIRST_DIGIT,
    OTHER,
    SYMBOLS,
    Believe,
    LineReading,
    read_picture,
    reread,
)

Classify = Callable[[Batch], Classification]

# Fitted on numbers of writers whom neither network knows, for what is read, and for doubt where it
# is wrong. The weights sum to one: both networks look at the same ink (a logarithmic pool).
_READER, _CLASSIFIER = 0.7, 0.3
_SCORE = 0.15  # power of the digit score: ink that was cut looks less like a digit than it is
_LEAST = 1e-4  # probability that nothing falls below, whoever says so
_LEAST_SCORE = 0.02  # so that no digit score decides alone
_COUNTS = 3  # of characters in a row that are weighed against each other
_IN_DOUBT = 0.999  # of the likeliest count: above, no other is looked at
_SURE = 0.95  # of a whole row, and of all rows: below, the least certain character is in doubt
_VIEWS = ((-0.15, 1.0), (0.15, 1.0), (0.0, 0.85), (0.0, 1.12))
"""Of a row read with doubt: slant added to the measured one, and how much larger. What most of
these say together is right more often than what one says."""
_MEASURED = 1.0  # how much likelier the row is as it was measured, as a logarithm
_HOPELESS = 0.003  # of a whole row: below, it is no number, and less so the longer it is looked at
_CLEAR = 0.9  # of each row: from here on, ink that is not the likeliest is believed
_FAIR = 0.5  # of the same: it is shown where the likeliest ink holds too much to be read


@dataclass(frozen=True)
class ReadCharacter:
    """One character of a row.

    Attributes:
        part: its place and its ink.
        seen: (28, 28, 1) float32, as a classifier of digits sees it.
        beliefs: (SYMBOLS,) float, how probable each symbol is; the blank's is 0.
    """

    part: Part
    seen: Batch
    beliefs: NDArray[np.float64]

    @property
    def is_sign(self) -> bool:
        """Whether it is most probably no digit."""
        return bool(self.beliefs.argmax() == OTHER)

    @property
    def digits(self) -> NDArray[np.float32]:
        """(10,) how probable each digit is; all equal for what is none."""
        if self.is_sign:
            return np.full(10, 0.1, np.float32)
        return (self.beliefs[FIRST_DIGIT:OTHER] + self.beliefs[OTHER] / 10).astype(np.float32)

    @property
    def digit_score(self) -> float:
        """In [0, 1], higher = more surely a digit; 0 for what is none."""
        return 0.0 if self.is_sign else 1 - float(self.beliefs[OTHER])


@dataclass(frozen=True)
class Row:
    """A row of characters, from left to right.

    Attributes:
        characters: those that stand in it.
        whole: how probable it is that all of it is right.
    """

    characters: tuple[ReadCharacter, ...]
    whole: float


@dataclass(frozen=True)
class _Parted:
    """A row under the assumption that it has so many characters.

    Attributes:
        labels: the symbols that both networks together take them for.
        parts, seen: their ink.
        beliefs: (n, SYMBOLS), both networks' together.
        evidence: logarithm of how well both networks agree with it.
    """

    labels: tuple[int, ...]
    parts: tuple[Part, ...]
    seen: Batch
    beliefs: NDArray[np.float64]
    evidence: float


def read_likeliest(
    found: Sequence[Hypothesis], classify: Classify, size: tuple[int, int]
) -> tuple[tuple[Row, ...], Hypothesis]:
    """Reads all numbers in the likeliest ink, unless only other ink is read without doubt.

    Args:
        found: what may be ink, the likeliest first; one at least.
        classify, size: as `read_rows` takes them.

    Returns:
        The rows, and the ink that they are read in.

    Raises:
        TooManyParts: the likeliest ink holds too much, and other ink no number.
        RegistryError: as `read_rows` does.
    """
    read: list[tuple[tuple[Row, ...], Hypothesis]] = []
    trouble: TooManyParts | None = None
    for number, one in enumerate(found):
        try:
            rows = read_rows(one.ink, classify, size)
        except TooManyParts as error:  # perhaps of rules, which are not in other ink
            trouble = trouble if number else error
            continue
        if _are_digits(rows, _CLEAR if number else CERTAIN):
            return rows, one
        read.append((rows, one))
    if not trouble:
        return read[0]
    for rows, one in read:
        if _are_digits(rows, _FAIR):
            return rows, one
    raise trouble


def _are_digits(rows: tuple[Row, ...], least: float) -> bool:
    """Whether there are digits, and each row is at least so probable."""
    named = any(not character.is_sign for row in rows for character in row.characters)
    return named and all(row.whole >= least for row in rows)


def read_rows(ink: Ink, classify: Classify, size: tuple[int, int] | None = None) -> tuple[Row, ...]:
    """Reads all numbers in a picture, from top to bottom.

    Args:
        ink: (H, W) float32 in [0, 1].
        classify: by the network that ships as "cnn", as `digits.classify` gives it.
        size: (height, width) of the picture, which may be larger; see `ink.extract_ink`.

    Raises:
        TooManyParts: there are more than `MAX_PARTS`.
        RegistryError: the network that reads lines is absent or damaged.
    """
    rows: list[Row] = []
    count = 0
    for row in split_rows(ink, size):
        rows.append(read_row(row, classify))
        count += len(rows[-1].characters)
        if count > MAX_PARTS:  # now: a page of text has rows for seconds
            raise too_many()
    return _in_doubt_together(rows)


def read_row(row: RowInk, classify: Classify, believe: Believe | None = None) -> Row:
    """Reads one row of a picture.

    Args:
        row: its ink.
        classify: as `read_rows` takes it.
        believe: the reader of lines; the one that ships where left out.

    Returns:
        At least one character: ink in which nothing is read is one that is no digit.
    """
    ink = row.ink.astype(np.float32) / np.float32(255)
    parted = _readings(row, picture_line(ink), classify, believe)
    if not parted:
        return _nothing_read(row)
    found = _weighed(parted)
    if _HOPELESS < found.whole < _CLEAR:
        for picture in picture_views(ink, _VIEWS):
            others = _readings(row, picture, classify, believe)
            parted += [replace(one, evidence=one.evidence - _MEASURED) for one in others]
        found = _weighed(parted)
    return found


def _readings(
    row: RowInk, picture: LinePicture, classify: Classify, believe: Believe | None
) -> list[_Parted]:
    """Of a picture of the row: the likeliest reading of each number of characters."""
    return [
        _parted(row, picture, reading, share, classify)
        for reading, share in _counts(read_picture(picture, believe))
        if reading.labels
    ]


def _weighed(parted: Sequence[_Parted]) -> Row:
    """What they say together is likeliest; what others have read differently is in doubt."""
    weights = np.array([one.evidence for one in parted])
    weights = np.exp(weights - weights.max())
    weights /= weights.sum()
    said: dict[tuple[int, ...], float] = {}
    for one, weight in zip(parted, weights, strict=True):
        said[one.labels] = said.get(one.labels, 0.0) + float(weight)
    labels = max(said, key=lambda one: said[one])
    best = parted[max(range(len(parted)), key=lambda i: (parted[i].labels == labels, weights[i]))]
    doubt = np.zeros(len(best.parts))
    for other, weight in zip(parted, weights, strict=True):
        if other.labels != labels:
            doubt += weight * _unlike(best, other)
    whole = float(said[labels] * best.beliefs.max(axis=1).prod())
    beliefs = _less_sure(_doubted(best.beliefs, np.minimum(doubt, 1)), whole)
    found = zip(best.parts, best.seen, beliefs, strict=True)
    return Row(tuple(ReadCharacter(*one) for one in found), whole)


def _in_doubt_together(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Rows in which one character is in doubt if all rows together are: all of it is named."""
    if len(rows) < 2:
        return tuple(rows)
    characters = [character for row in rows for character in row.characters]
    whole = float(np.prod([row.whole for row in rows]))
    left = iter(_less_sure(np.stack([one.beliefs for one in characters]), whole))
    return tuple(
        replace(row, characters=tuple(replace(one, beliefs=next(left)) for one in row.characters))
        for row in rows
    )


def _nothing_read(row: RowInk) -> Row:
    (part,) = cut_out(row, (row.pieces > 0).astype(np.int_), 1)
    return Row((ReadCharacter(part, digits.from_ink(part.ink), np.eye(SYMBOLS)[OTHER]),), 1.0)


def _counts(reading: LineReading) -> list[tuple[LineReading, float]]:
    """The likeliest reading of each number of characters, and how probable that number is."""
    answers = [(reading.labels, reading.probability), *reading.runners_up]
    total = sum(probability for _, probability in answers) or 1.0  # less than a float can be
    shares: dict[int, float] = {}
    likeliest: dict[int, tuple[int, ...]] = {}
    for labels, probability in answers:
        shares[len(labels)] = shares.get(len(labels), 0.0) + probability / total
        likeliest.setdefault(len(labels), labels)
    if shares[len(reading.labels)] > _IN_DOUBT:
        return [(reading, 1.0)]
    chosen = sorted(shares, key=lambda count: -shares[count])[:_COUNTS]
    return [(reread(reading, likeliest[count]), shares[count]) for count in chosen]


def _parted(
    row: RowInk,
    picture: LinePicture,
    reading: LineReading,
    share: float,
    classify: Classify,
) -> _Parted:
    width = reading.seen.shape[1] / len(reading.beliefs)
    middles = [(first + after) / 2 * width for first, after in reading.spans]
    parts = cut_out(row, share_ink(row.pieces, picture, middles), len(middles))
    seen = np.stack([digits.from_ink(part.ink) for part in parts])
    together = reading.posteriors**_READER * _as_symbols(classify(seen)) ** _CLASSIFIER
    agreed = together.sum(axis=1)
    evidence = float(np.log(max(share, 1e-9)) + np.log(agreed).sum())
    labels = tuple(together.argmax(axis=1).tolist())
    return _Parted(labels, parts, seen, together / agreed[:, None], evidence)


def _as_symbols(found: Classification) -> NDArray[np.float64]:
    """(n, SYMBOLS): what a classifier of digits says of each symbol."""
    score = np.clip(found.digit_score, _LEAST_SCORE, 1 - _LEAST_SCORE) ** _SCORE
    said = np.zeros((len(score), SYMBOLS))
    said[:, FIRST_DIGIT:OTHER] = found.probabilities * score[:, None]
    said[:, OTHER] = 1 - score
    return np.maximum(said, _LEAST)


def _unlike(best: _Parted, other: _Parted) -> NDArray[np.float64]:
    """(n,) 1 for each character that another reading has not got, or has neighbours of."""
    agree = SequenceMatcher(None, best.labels, other.labels, autojunk=False)
    unlike = np.zeros(len(best.labels))
    for what, first, after, *_ in agree.get_opcodes():
        if what == "insert":  # between two, one more
            unlike[max(first - 1, 0) : first + 1] = 1
        elif what != "equal":
            unlike[first:after] = 1
    return unlike


def _less_sure(beliefs: NDArray[np.float64], whole: float) -> NDArray[np.float64]:
    """(n, SYMBOLS) the least certain digit is in doubt if all characters together are.

    Args:
        beliefs: (n, SYMBOLS), n at least 1.
        whole: how probable it is that all are right.
    """
    even = 1 / (SYMBOLS - 1)
    most = min(max(whole, 2 * even), UNSURE)
    certain = beliefs.max(axis=1)
    among = np.flatnonzero(beliefs.argmax(axis=1) != OTHER)  # signs are named in any case
    if whole >= _SURE or not len(among):
        return beliefs
    weakest = among[certain[among].argmin()]
    doubt = np.zeros(len(certain))
    doubt[weakest] = max(0.0, (certain[weakest] - most) / (certain[weakest] - even))
    return _doubted(beliefs, doubt)


def _doubted(beliefs: NDArray[np.float64], doubt: NDArray[np.float64]) -> NDArray[np.float64]:
    """Beliefs of characters that may not be there as they are: spread over all symbols."""
    even = np.full(SYMBOLS, 1 / (SYMBOLS - 1))
    even[0] = 0
    return (1 - doubt[:, None]) * beliefs + doubt[:, None] * even
