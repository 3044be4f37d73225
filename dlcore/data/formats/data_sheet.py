"""The data sheet of a set (Gebru et al. 2021): what it is, who made it, and what it is not for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields

import numpy as np

from dlcore.data.dataset import THIN, DataSet
from dlcore.messages import N_

Say = Callable[[str], str]
"""A sentence in the reader's language."""

MOST_ANSWER = 1000  # characters
UNEVEN = 5  # times as many images of one class as of another
_MARKS = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$&:])")

QUESTIONS: Mapping[str, str] = {
    "purpose": N_("What was the set made for?"),
    "people": N_("Who drew the images, and do they agree to their being used?"),
    "making": N_("How were they drawn or found: pen, mouse, phone, scan?"),
    "limits": N_("What should nobody use it for, and what is missing in it?"),
    "contact": N_("Who answers questions about it?"),
}
"""What only its maker knows, by the fields of `CardAnswers`."""

_OPEN = N_("Not answered.")


@dataclass(frozen=True)
class CardAnswers:
    """What the maker of a set says of it, plain text; "" where nothing. See `QUESTIONS`."""

    purpose: str = ""
    people: str = ""
    making: str = ""
    limits: str = ""
    contact: str = ""


def card(data: DataSet, answers: CardAnswers | None = None, say: Say = str) -> str:
    """A data sheet in Markdown.

    Names, answers and the licence are strangers' text, and come as text, never as Markdown.

    Args:
        data: the set.
        answers: of its maker.
        say: from an English sentence to the reader's language, fields in braces and all.
    """
    return "\n".join(_lines(data, answers or CardAnswers(), say)) + "\n"


def plain(text: str) -> str:
    """A stranger's text in Markdown as it is, on one line of at most `MOST_ANSWER` characters."""
    one_line = " ".join(text[:MOST_ANSWER].split())
    return _MARKS.sub(r"\\\1", "".join(c for c in one_line if c.isprintable()))


def known_limits(data: DataSet, say: Say = str) -> list[str]:
    """What can be seen to be wrong with a set without looking at its images, a sentence each."""
    train = np.bincount(data.y_train, minlength=len(data.classes))
    test = np.bincount(data.y_test, minlength=len(data.classes))
    found = []
    if thin := [data.classes[label] for label in np.flatnonzero(train < THIN)]:
        template = N_("Fewer than {count} images to learn from: {names}.")
        found.append(say(template).format(count=THIN, names=_names(thin)))
    if absent := [data.classes[label] for label in np.flatnonzero(test == 0)]:
        template = N_("Nothing to test with: {names}.")
        found.append(say(template).format(names=_names(absent)))
    if train.max() > UNEVEN * max(train.min(), 1):
        template = N_("Classes are uneven: from {least} to {most} images to learn from.")
        found.append(say(template).format(least=f"{train.min():,}", most=f"{train.max():,}"))
    if data.writers_train is None or data.writers_test is None:
        found.append(
            say(N_("Who drew which image is not known: the test may hold the same hands."))
        )
    elif np.intersect1d(data.writers_train, data.writers_test).size:
        found.append(say(N_("Some hands are both learnt from and tested with.")))
    return found


def _lines(data: DataSet, answers: CardAnswers, say: Say) -> Iterator[str]:
    yield "# " + (plain(data.name) or say(N_("A data set")))
    yield ""
    facts = N_(
        "{images} images of 28 × 28 grey pixels, white ink on black, in {classes} classes: "
        "{train} to learn from and {test} to test with."
    )
    yield say(facts).format(
        images=f"{len(data.y_train) + len(data.y_test):,}",
        classes=len(data.classes),
        train=f"{len(data.y_train):,}",
        test=f"{len(data.y_test):,}",
    )
    yield ""
    yield "- " + say(N_("Licence: {licence}")).format(licence=plain(data.licence) or say(_OPEN))
    yield "- " + say(N_("Source: {source}")).format(source=plain(data.source))
    if (writers := _writers(data)) is not None:
        yield "- " + say(N_("Hands that drew it: {count}")).format(count=f"{writers:,}")
    yield "- " + say(N_("Fingerprint: {digits}")).format(digits=f"`{data.fingerprint}`")
    yield ""
    for field in fields(answers):
        yield f"## {say(QUESTIONS[field.name])}"
        yield ""
        yield plain(getattr(answers, field.name)) or say(_OPEN)
        yield ""
    yield "## " + say(N_("What can be seen to be missing"))
    yield ""
    limits = known_limits(data, say)
    yield from (f"- {limit}" for limit in limits or [say(N_("Nothing that counting shows."))])
    yield ""
    yield from _table(data, say)


def _table(data: DataSet, say: Say) -> Iterator[str]:
    yield "## " + say(N_("Images of each class"))
    yield ""
    columns = (N_("Class"), N_("To learn from"), N_("To test with"))
    yield "| " + " | ".join(map(say, columns)) + " |"
    yield "|---|---:|---:|"
    train = np.bincount(data.y_train, minlength=len(data.classes))
    test = np.bincount(data.y_test, minlength=len(data.classes))
    for name, learnt, tested in zip(data.classes, train, test, strict=True):
        yield f"| {plain(name)} | {learnt:,} | {tested:,} |"


def _names(names: list[str], most: int = 10) -> str:
    shown = ", ".join(map(plain, names[:most]))
    return shown + ", …" if len(names) > most else shown


def _writers(data: DataSet) -> int | None:
    """How many hands drew a set; None where that is not known."""
    if data.writers_train is None or data.writers_test is None:
        return None
    return len(np.union1d(data.writers_train, data.writers_test))
