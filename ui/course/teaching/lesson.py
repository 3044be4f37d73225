"""A lesson: addresses in an order, each with a note; as a Markdown file, and back from one.

The file is an ordinary numbered list of links, with each note below its own. So it is read by
people, by Moodle and by Notion, and whoever writes such a list by hand has written a lesson.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from dlcore.data.naming import JOINERS
from dlcore.errors import LabError
from ui.course.teaching import addresses
from ui.course.teaching.addresses import PageAddress

MOST_STEPS = 40
LONGEST_NOTE = 1_000  # characters
LONGEST_TITLE = 80
MOST_BYTES = 200_000  # of a file

_ITEM = re.compile(r" {0,3}(?:\d{1,9}[.)]|[-*+])[ \t]+(?P<said>\S.*)")
_LINK = re.compile(r"\[(?:[^\]\\]|\\.)*\]\(\s*<?(?P<address>[^\s<>()]+)>?\s*\)(?P<after>.*)")
_BARE = re.compile(r"<?(?P<address>[^\s<>]+)>?(?P<after>.*)")
_HEAD = re.compile(r" {0,3}#[ \t]+(?P<title>\S.*)")
_MARKS = re.compile(r"([\\`*_\[\]<>#|~$&])")  # that Markdown would take for its own
_BEGINS = re.compile(r"^(\s*\d*)(?<=\d)([.)])|^(\s*)([-+=])")  # the same, where a line begins
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


@dataclass(frozen=True)
class Step:
    """One address of a lesson.

    Attributes:
        place: where it leads.
        note: plain text, perhaps of several lines.
    """

    place: PageAddress
    note: str = ""


@dataclass(frozen=True)
class Lesson:
    """Addresses in an order; `title` is plain text."""

    title: str = ""
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Found:
    """What a file has brought: a lesson, and the addresses that were no pages of the lab."""

    lesson: Lesson
    refused: tuple[str, ...] = ()


def to_markdown(lesson: Lesson, base: str, name: Callable[[PageAddress], str]) -> str:
    """As a file.

    Args:
        lesson: of which no note has more than `LONGEST_NOTE` characters.
        base: the lab's address, with a slash at its end.
        name: what a link is called.
    """
    lines = [f"# {_escaped(lesson.title)}", ""] if lesson.title else []
    for number, step in enumerate(lesson.steps, 1):
        lines.append(f"{number}. [{_escaped(name(step.place))}]({base}{step.place.path})")
        if step.note:
            lines += ["", *(f"    {_escaped(line)}".rstrip() for line in step.note.split("\n"))]
        lines.append("")
    return "\n".join(lines)


def from_markdown(content: bytes) -> Found:
    """The inverse, of any list of links; what stands before the first of them is passed over.

    Raises:
        LabError: it is too large, no text, or has no address of the lab or too many.
    """
    if len(content) > MOST_BYTES:
        raise LabError(
            "A lesson has at most {most:,} kB. Received: {size:,.0f} kB.",
            most=MOST_BYTES // 1000,
            size=len(content) / 1000,
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise LabError("A lesson is a text in UTF-8; this file is none.") from None
    title, steps, refused = "", [], []
    note: list[str] | None = None  # of the step before; None of what was refused
    for line in text.splitlines():
        if item := _ITEM.fullmatch(line):
            address, after = _linked(item["said"])
            try:
                place = addresses.read(address)
            except LabError:
                note = None
                refused.append(address[:80])
                continue
            note = [after] if after else []
            steps.append((place, note))
            if len(steps) > MOST_STEPS:
                raise LabError("A lesson has at most {most} addresses.", most=MOST_STEPS)
        elif (head := _HEAD.fullmatch(line)) and not title and not steps:
            title = clean_title(_ESCAPED.sub(r"\1", head["title"]))
        elif note is not None:
            note.append(_ESCAPED.sub(r"\1", line.strip()))
    if not steps:
        raise LabError("There is no address of a page of this lab in this file.")
    made = tuple(Step(place, clean_note("\n".join(lines))) for place, lines in steps)
    return Found(Lesson(title, made), tuple(refused))


def clean_note(text: str) -> str:
    """A note as it is kept: lines without what cannot be seen, and no longer than it may be."""
    lines = (_seen(line).strip() for line in text[: 4 * LONGEST_NOTE].splitlines())
    return "\n".join(lines).strip()[:LONGEST_NOTE].strip()


def clean_title(text: str) -> str:
    """A title as it is kept, on one line."""
    return " ".join(_seen(text).split())[:LONGEST_TITLE].strip()


def _seen(text: str) -> str:
    """Without what cannot be seen, but for joiners, which belong to words and emoji."""
    return "".join(c for c in text if c.isprintable() or c in JOINERS)


def _linked(said: str) -> tuple[str, str]:
    """The address that an item of a list begins with, and what follows on its line."""
    found = _LINK.fullmatch(said) or _BARE.fullmatch(said)
    if found is None:
        return said, ""
    return found["address"], _ESCAPED.sub(r"\1", found["after"].strip(" \t–—:-"))


def _escaped(text: str) -> str:
    """Plain text as Markdown that shows it so."""
    return _BEGINS.sub(r"\1\3\\\2\4", _MARKS.sub(r"\\\1", text))
