"""The data set that all views look at, with what has been changed of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dlcore.data import DataSet, numbered
from dlcore.data.dataset import MOST_CLASSES
from dlcore.data.edits import THROWN, Edits, labels
from dlcore.figures import heat
from ui.frame.engine import ask
from ui.frame.i18n import N_, isolated, plain
from ui.frame.i18n import gettext as _
from ui.frame.setting import Whole

ALL, OUT = -1, -2  # in place of a class: each of them, and what is thrown out
NONE = -1
CLASS = Whole(
    "data_class",
    ALL,
    N_("Class"),
    N_("Whose drawings to see."),
    low=OUT,
    high=MOST_CLASSES - 1,
)
PICTURE = Whole("data_picture", NONE, low=NONE, high=999_999)
PART = Whole("data_part", 0, low=0, high=99_999)
_SEEN = "data_seen"
_ANSWERS = "data_answers"
_KEPT = 12  # answers about sets, the newest

T = TypeVar("T")


class Looked:
    """A data set and its changes.

    Attributes:
        data: as it came.
        edits: what has been changed since.
        wrong: numbers of the images whose label was made wrong on purpose.
    """

    def __init__(self, data: DataSet, edits: Edits, wrong: Collection[int] = ()) -> None:
        self.data = data
        self.edits = edits
        self.wrong = frozenset(map(int, wrong))

    @cached_property
    def labels(self) -> NDArray[np.int16]:
        """The class that each image is in now; `THROWN` where it is in none."""
        return labels(self.data, self.edits)

    @property
    def chosen(self) -> int | None:
        """The drawing that a visitor has clicked on."""
        return None if PICTURE.value == NONE else PICTURE.value

    def settle(self, view: str) -> None:
        """Lets go of a choice from another set, and begins another view at its beginning.

        What an address says of the first set that is seen is no such choice.
        """
        seen = self.data.fingerprint, view
        before = st.session_state.get(_SEEN, seen)
        st.session_state[_SEEN] = seen
        if before != seen:
            PART.set(0)
        if before[0] != seen[0]:
            PICTURE.set(NONE)
            CLASS.set(ALL)
        if PICTURE.value >= numbered.count(self.data):
            PICTURE.set(NONE)
        gone = CLASS.value == OUT and not self.edits.thrown
        if CLASS.value >= len(self.data.classes) or gone:
            CLASS.set(ALL)

    def of(self, label: int) -> NDArray[np.intp]:
        """The numbers of the images of a class; of all, and of those thrown out."""
        if label == ALL:
            return np.flatnonzero(self.labels != THROWN)
        return np.flatnonzero(self.labels == (THROWN if label == OUT else label))

    def pictures(self, numbers: Sequence[int] | NDArray[np.integer]) -> heat.Pixels:
        """Images as they are shown, (n, 28, 28, 3)."""
        return heat.grey(numbered.images(self.data, numbers) / 255, 1.0)

    def name(self, label: int) -> str:
        """Of a class; a stranger's text."""
        return _("thrown out") if label == THROWN else self.data.classes[label]

    def said(self, number: int) -> str:
        """Which image it is, in words; a stranger's text."""
        return _("{name}, number {number}").format(
            name=isolated(self.name(int(self.labels[number]))), number=number + 1
        )

    def part(self, number: int) -> str:
        """What an image is for."""
        return _("to test with") if numbered.is_test(self.data, number) else _("to learn from")

    def answer(self, task: Callable[..., T], *args: Any) -> T | None:
        """What the engine finds in the set as it came, asked once in a session.

        Of the set as it came, so that nothing has to be searched again after each change; what was
        changed since is for the views to leave out.
        """
        asked = (task.__qualname__, self.data.fingerprint, *args)
        answers = st.session_state.setdefault(_ANSWERS, {})
        if asked not in answers:
            found = ask(task, self.data, *args)
            if found is None:
                return None
            answers[asked] = found
            while len(answers) > _KEPT:
                answers.pop(next(iter(answers)))
        return answers[asked]


def marked(name: str) -> str:
    """Markdown of a class's name, in bold."""
    return f"**{plain(name)}**"


def choose_class(looked: Looked, *, thrown: bool = False) -> int:
    """The choice of a class, or of all.

    Args:
        thrown: what is thrown out can be chosen too.
    """
    out = [OUT] if thrown and looked.edits.thrown else []
    options = [ALL, *range(len(looked.data.classes)), *out]
    if CLASS.value not in options:
        CLASS.set(ALL)
    names = {ALL: _("all classes"), OUT: _("thrown out")}
    return st.selectbox(
        _(CLASS.label),
        options,
        key=CLASS.key,
        format_func=lambda label: names.get(label) or isolated(looked.data.classes[label]),
        help=_(CLASS.help),
        on_change=PART.set,
        args=(0,),
        width=280,
    )


def parted(count: int, at_once: int) -> slice:
    """Which of many are shown: some of them, with two buttons to the others above."""
    parts = max(-(-count // at_once), 1)
    part = min(PART.value, parts - 1)
    first, last = part * at_once, min((part + 1) * at_once, count)
    if parts > 1:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            _turn("data_back", ":material/chevron_left:", part - 1, _("Those before"), part > 0)
            _turn("data_more", ":material/chevron_right:", part + 1, _("More"), part < parts - 1)
            st.caption(
                _("{first:,} to {last:,} of {count:,}").format(
                    first=first + 1, last=last, count=count
                ),
                width="content",
            )
    return slice(first, last)


def _turn(key: str, icon: str, part: int, said: str, possible: bool) -> None:
    st.button(
        said, key=key, icon=icon, on_click=PART.set, args=(part,), disabled=not possible, help=said
    )
