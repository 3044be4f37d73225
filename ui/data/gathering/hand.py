"""The one who is here, in a gathering: what they are asked to draw, and what became of it.

Nothing of the gathering is in the session but how far its visitor has come.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from dlcore.data.collection import rendered
from dlcore.errors import LabError
from dlcore.runs.gatherings import EndedError, GatheringError, GatheringRecord
from ui.data.pad import PadDrawing
from ui.frame import visitor
from ui.frame.keeping import tended
from ui.frame.setting import Text

GATHERING = Text("data_gathering", "", at_most=64)
_HAND = "data_gathering_hand"


@dataclass(frozen=True)
class OwnHand:
    """How far a visitor has come in a gathering.

    Attributes:
        gathering: as it was when the page was last drawn.
        own: how many drawings of each class are theirs.
        label: index of the class that is drawn next.
        taken: number of the last drawing of the sheet that was kept or refused.
        refused: why the last one was not taken.
        ended: the same where the gathering takes no more at all.
        waits: the database did not answer: the sheet sends the drawing again.
    """

    gathering: GatheringRecord
    own: tuple[int, ...]
    label: int = 0
    taken: int = 0
    refused: LabError | None = None
    ended: LabError | None = None
    waits: bool = False

    def at(self, label: int) -> OwnHand:
        """The same with another class to draw; after the last comes the first."""
        return replace(self, label=label % len(self.own))

    def next_short(self) -> int:
        """The next class of which they have too few; the same where there are enough of all."""
        order = [(self.label + step) % len(self.own) for step in range(1, len(self.own) + 1)]
        short = (label for label in order if self.own[label] < self.gathering.each)
        return next(short, self.label)

    def with_own(self, own: Sequence[int], label: int) -> OwnHand:
        """The same after a drawing of a class was kept; once it has enough, the next is asked."""
        more = replace(self, own=tuple(own))
        is_full = more.own[label] == self.gathering.each and label == self.label
        return more.at(more.next_short()) if is_full else more


def found() -> GatheringRecord | None:
    """The gathering that the address names; None where there is none, or where no one can tell.

    As it was last seen, while the database does not answer: what is being drawn is not lost.
    """
    one = tended().gatherings.find(GATHERING.value)
    here = _here()
    if one is None and here and here.gathering.id == GATHERING.value and tended().trouble:
        return here.gathering
    return one


def now(gathering: GatheringRecord) -> OwnHand:
    """The visitor who is here, in a gathering that may have been seen a while ago."""
    return _of(gathering.id) or of(gathering)


def of(gathering: GatheringRecord) -> OwnHand:
    """The visitor who is here, in this gathering as it has just been found."""
    here = _here()
    if here is None or here.gathering.id != gathering.id:
        tally = tended().gatherings.tally(gathering.id, visitor.name())
        own = tally.own if tally else (0,) * len(gathering.classes)
        here = OwnHand(gathering, own, label=len(own) - 1)
        here = here.at(here.next_short())
    ended = here.ended if gathering.closed is not None else None
    here = replace(here, gathering=gathering, ended=ended)
    st.session_state[_HAND] = here
    return here


def ask_for(gathering_id: str, label: int) -> None:
    """Has another class drawn; for use in callbacks."""
    if here := _of(gathering_id):
        st.session_state[_HAND] = replace(here.at(label), refused=None)


def take(gathering_id: str, drawings: Sequence[PadDrawing]) -> None:
    """Keeps what the sheet has sent. What the database does not take now, the sheet sends again."""
    here = _of(gathering_id)
    if here is None:  # another one was opened meanwhile
        return
    here = replace(here, waits=False, refused=None)
    for drawing in drawings:
        if drawing.number > here.taken and not here.waits:
            here = _with_drawing(here, drawing)
    st.session_state[_HAND] = here


def take_back(gathering_id: str, drawing: int | None = None) -> None:
    """Takes back a drawing of their own, the last one where none is named; in callbacks too."""
    here = _of(gathering_id)
    label = tended().gatherings.take_back(gathering_id, visitor.name(), drawing)
    if here is None or label is None:
        return
    own = (count - (i == label) for i, count in enumerate(here.own))
    left = replace(here, own=tuple(own), refused=None)
    st.session_state[_HAND] = left if drawing is not None else left.at(label)


def leave() -> None:
    """Leaves the gathering; in callbacks too."""
    GATHERING.set("")
    st.session_state.pop(_HAND, None)


def _with_drawing(here: OwnHand, drawing: PadDrawing) -> OwnHand:
    seen = replace(here, taken=drawing.number)
    image = rendered(drawing.strokes)
    if image is None:
        return seen
    try:
        own = tended().gatherings.add(
            here.gathering.id, visitor.name(), drawing.label, image, _mark(drawing)
        )
    except EndedError as error:
        return replace(seen, ended=error)
    except GatheringError as error:
        return replace(seen, refused=error)
    return replace(here, waits=True) if own is None else seen.with_own(own, drawing.label)


def _mark(drawing: PadDrawing) -> str:
    """What tells a drawing that is sent again from another one, in whatever session it comes."""
    strokes = [stroke.tolist() for stroke in drawing.strokes]
    written = f"{drawing.number} {drawing.label} {strokes}"
    return hashlib.sha256(written.encode()).hexdigest()[:32]


def _here() -> OwnHand | None:
    return st.session_state.get(_HAND)


def _of(gathering_id: str) -> OwnHand | None:
    here = _here()
    return here if here and here.gathering.id == gathering_id else None
