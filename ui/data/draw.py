"""A set is drawn: its classes are named, then each is drawn so many times, one after the other."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from itertools import count as counted

import numpy as np
import streamlit as st

from dlcore.data import DataError, DataSet
from dlcore.data.collection import (
    ENOUGH,
    Collection,
    class_names,
    collected,
    rendered,
    thin,
    uniform,
)
from dlcore.data.dataset import SIDE
from dlcore.data.naming import MOST_SET_NAME, clean_name
from dlcore.figures import heat
from ui.data import asked, gathering, pad
from ui.data.pad import PadDrawing
from ui.frame import engine, later
from ui.frame.i18n import N_, plain
from ui.frame.i18n import gettext as _
from ui.frame.setting import Switch, Text, Whole
from ui.shared.pictures import picture
from ui.shared.sets import kept

NAMES = Text(
    "data_names",
    "αβγδε",
    N_("Names of the classes"),
    N_("With commas between them. Without commas, each character is a class."),
    400,
)
EACH = Whole(
    "data_each",
    10,
    N_("Drawings of each"),
    N_("After so many of a class comes the next one. You can always draw more."),
    2,
    100,
)
BY_ITSELF = Switch(
    "data_by_itself",
    True,
    N_("Next one by itself"),
    N_("A drawing is taken a second after the last stroke. Off: you say so with “Next”."),
)
SETTINGS = (NAMES, EACH, BY_ITSELF, *gathering.SETTINGS)
STARTS = ("αβγδε", "+−×÷=", "あいうえお", "ABCDE", "○△□☆")

_DRAFT = "data_draft"
_SHOWN = 12  # drawings of a class in its row, the latest
_NAMED = 5  # classes in a warning


@dataclass(frozen=True)
class Draft:
    """A set that is being drawn.

    Attributes:
        collection: what is there by now.
        each: drawings that every class is to have.
        label: index of the class that is drawn next.
        taken: number of the last drawing that the sheet has sent.
        before: drawings that were there when it was opened.
        set_id: of the kept set that it is a new state of; "" for none.
    """

    collection: Collection
    each: int
    label: int = 0
    taken: int = 0
    before: int = 0
    set_id: str = ""

    @property
    def name(self) -> str:
        """Of the class that is drawn next."""
        return self.collection.classes[self.label]

    @property
    def writer(self) -> int:
        """Who draws: the one hand of a set that was begun here, or one more than a set has."""
        before = set(self.collection.writers[: self.before])
        return 0 if before <= {0} else next(hand for hand in counted() if hand not in before)

    def at(self, label: int) -> Draft:
        """The same with another class to draw; after the last comes the first."""
        return replace(self, label=label % len(self.collection.classes))

    def with_drawing(self, drawing: PadDrawing) -> Draft:
        """The same and one more drawing, unless it has come before or is none.

        Once its class has enough, the next one that has not is to be drawn.

        Raises:
            DataError: there are too many.
        """
        if drawing.number <= self.taken:
            return self
        seen = replace(self, taken=drawing.number)
        image = rendered(drawing.strokes)
        if image is None or drawing.label >= len(self.collection.classes):
            return seen
        drawn = self.collection.with_drawing(image, drawing.label, self.writer)
        more = replace(seen, collection=drawn)
        is_full = more.collection.counts[self.label] == self.each and drawing.label == self.label
        return more.at(more.next_short()) if is_full else more

    def next_short(self) -> int:
        """The next class that has too few drawings; the same where all have enough."""
        counts = self.collection.counts
        order = [(self.label + step) % len(counts) for step in range(1, len(counts) + 1)]
        return next((label for label in order if counts[label] < self.each), self.label)

    def without_last(self) -> Draft:
        """The same without the last drawing, whose class is to be drawn again."""
        last = len(self.collection) - 1
        label = self.collection.labels[last]
        return replace(self, collection=self.collection.without(last), label=label)


def show(finish: Callable[[str], None]) -> None:
    """The names of the classes; then the sheet and what is drawn.

    Args:
        finish: called before the widgets with the id of the set that was kept.
    """
    if gathering.is_open():
        gathering.show(finish, BY_ITSELF)
        return
    draft = _draft()
    if draft is None:
        _begin()
    else:
        _desk(draft, finish)


def reopened(data: DataSet, set_id: str) -> Draft:
    """A set that is kept, to be drawn on.

    Raises:
        DataError: it has more images than can be drawn on.
    """
    there = collected(data)
    most = int(there.counts.max())
    return Draft(there, max(most, EACH.usual), before=len(there), set_id=set_id)


def unfinished() -> Draft | None:
    """What is being drawn, where drawings would be lost with it."""
    draft = _draft()
    return draft if draft and len(draft.collection) > draft.before else None


def put(draft: Draft | None) -> None:
    """Has the visitor draw this one from now on, none where it is None; for use in callbacks."""
    st.session_state[_DRAFT] = draft
    if draft is None:
        kept.drop_draft()
    elif len(draft.collection):
        kept.keep_draft(_written(draft))


def _draft() -> Draft | None:
    """What is being drawn; of an earlier session, where there is nothing of this one."""
    if _DRAFT not in st.session_state:
        found = kept.draft()
        st.session_state[_DRAFT] = found and _read(found)
    return st.session_state[_DRAFT]


def _written(draft: Draft) -> DataSet:
    """A draft as a set without a test part; what else it is stands where sets say their source."""
    drawn = draft.collection
    return DataSet(
        np.array(drawn.images),
        np.array(drawn.labels, np.uint8),
        np.zeros((0, SIDE, SIDE), np.uint8),
        np.zeros(0, np.uint8),
        f"draft {draft.each} {draft.before} {draft.set_id}",
        drawn.classes,
        drawn.name,
        drawn.licence,
        np.array(drawn.writers, np.int32),
        np.zeros(0, np.int32),
    )


def _read(data: DataSet) -> Draft:
    """The inverse of `_written`."""
    _word, each, before, set_id = data.source.split(" ")
    draft = Draft(collected(data), int(each), before=int(before), set_id=set_id)
    return draft.at(draft.next_short())


def _begin() -> None:
    st.markdown(_("Name the classes, then draw each of them a few times."))
    with st.container(horizontal=True, key="data_starts"):
        for number, start in enumerate(STARTS):
            st.button(start, key=f"data_start_{number}", on_click=NAMES.set, args=(start,))
    NAMES.text_input()
    names = engine.answered_here(st.warning, class_names, NAMES.value)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        EACH.number_input(width=180)
        st.button(
            _("Begin to draw"),
            key="data_begin",
            type="primary",
            icon=":material/draw:",
            disabled=names is None,
            on_click=_start,
        )
    if names:
        st.caption(
            _("{count} classes: {names}").format(
                count=len(names), names=plain(" · ".join(names[:30]))
            )
        )
    gathering.offer(names, EACH.value)


def _start() -> None:
    with contextlib.suppress(DataError):  # a button that is disabled can still be pressed
        put(Draft(Collection(class_names(NAMES.value)), EACH.value))


def _desk(draft: Draft, finish: Callable[[str], None]) -> None:
    left, right = st.columns([1, 1.5], gap="large")
    with left:
        _sheet(draft)
    with right:
        _rows(draft)
    _end(draft, finish)


def _sheet(draft: Draft) -> None:
    count = int(draft.collection.counts[draft.label])
    asked.show(draft.name, count, draft.each)
    pad.show(
        draft.name, draft.label, draft.taken, partial(later.ask, _take), by_itself=BY_ITSELF.value
    )
    with st.container(horizontal=True):
        _step(_("Previous class"), "back", ":material/arrow_back:", draft.label - 1)
        _step(_("Next class"), "skip", ":material/arrow_forward:", draft.label + 1)
        st.button(
            _("Take the last one back"),
            key="data_draw_undo",
            icon=":material/undo:",
            disabled=len(draft.collection) <= draft.before,
            on_click=_undo,
        )
    BY_ITSELF.toggle()


def _step(label: str, name: str, icon: str, to: int) -> None:
    st.button(label, key=f"data_{name}", icon=icon, on_click=_go, args=(to,))


def _go(label: int) -> None:
    if draft := _draft():
        st.session_state[_DRAFT] = draft.at(label)


def _undo() -> None:
    draft = _draft()
    if draft and len(draft.collection) > draft.before:
        put(draft.without_last())


def _take(drawings: list[PadDrawing]) -> None:
    draft = _draft()
    if draft is None:  # thrown away, in another tab perhaps
        return
    for drawing in drawings:
        more = engine.answered_here(st.warning, draft.with_drawing, drawing)
        draft = more or replace(draft, taken=max(draft.taken, drawing.number))
    put(draft)


def _rows(draft: Draft) -> None:
    """Each class, how many drawings it has, and the latest of them."""
    drawn = draft.collection
    with st.container(key="data_rows", height=420 if len(drawn.classes) > 5 else "content"):
        for label, (name, count) in enumerate(zip(drawn.classes, drawn.counts, strict=True)):
            with st.container(gap=None):
                st.caption(f"{plain(name)} · {count}/{draft.each}")
                latest = drawn.of_class(label)[-_SHOWN:]
                if latest:
                    images = np.array([drawn.images[i] for i in latest])
                    strip = heat.mosaic(heat.grey(images, 255), len(images))
                    alt = _("The latest drawings of {name}").format(name=name)
                    picture(strip, strip.shape[1], alt)


def _end(draft: Draft, finish: Callable[[str], None]) -> None:
    drawn = draft.collection
    is_set = bool((drawn.counts >= 2).all())
    for warning in _warnings(drawn) if is_set else ():
        st.caption(f":material/info: {warning}")
    st.text_input(
        _("Name of the set"),
        key="data_draft_name",
        max_chars=MOST_SET_NAME,
        placeholder=_usual_name(drawn),
        help=_("By which you find it again."),
    )
    with st.container(horizontal=True):
        st.button(
            _("Done: keep this set"),
            key="data_keep",
            type="primary",
            icon=":material/check:",
            disabled=not is_set,
            on_click=later.ask,
            args=(_keep, finish),
        )
        if not is_set:
            st.caption(_("It is a set once every class has two drawings."))
        with st.popover(_("Throw it away"), icon=":material/delete:"):
            st.markdown(_("All drawings that were made just now are gone then."))
            st.button(
                _("Throw it away"), key="data_discard", type="primary", on_click=put, args=(None,)
            )


def _usual_name(drawn: Collection) -> str:
    return drawn.name or " ".join(drawn.classes)[:40]


def _warnings(drawn: Collection) -> list[str]:
    found = []
    for names, said in (
        (
            thin(drawn),
            N_("Too few drawings yet to be learnt well (fewer than {count}): {names}"),
        ),
        (
            uniform(drawn),
            N_("All alike: draw them as differently as you will later. {names}"),
        ),
    ):
        if names:
            more = " …" if len(names) > _NAMED else ""
            named = plain(" · ".join(names[:_NAMED])) + more
            found.append(_(said).format(count=ENOUGH, names=named))
    return found


def _keep(finish: Callable[[str], None]) -> None:
    draft = _draft()
    if draft is None:
        return
    said = clean_name(st.session_state.get("data_draft_name", ""), MOST_SET_NAME)
    name = said or _usual_name(draft.collection)
    collection = replace(draft.collection, name=name)
    set_id = engine.answered_here(st.error, _kept, collection, draft.set_id)
    if set_id:
        put(None)
        finish(set_id)


def _kept(collection: Collection, set_id: str) -> str:
    """Keeps it, and says under which id.

    Raises:
        DataError: it is no set yet.
        FullError: there is no room for it.
    """
    return kept.keep(collection.data(), set_id)
