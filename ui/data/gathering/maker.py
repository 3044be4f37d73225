"""What the maker of a gathering does: makes it, gives its link, takes the set, closes it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from urllib.parse import urlencode

import streamlit as st

from dlcore.data.collection import Collection
from dlcore.data.dataset import DataError
from dlcore.runs.gatherings import KEPT_DAYS, MOST_OF_ONE, GatheringRecord
from ui.data.gathering import hand
from ui.data.gathering.hand import GATHERING
from ui.frame import engine, later, visitor
from ui.frame.i18n import gettext as _
from ui.frame.i18n import plain
from ui.frame.keeping import tended
from ui.shared.sets import kept

_ALONG = "data_gathering_along"
_NAME = 40  # characters of what a gathering is called


def offer(names: Sequence[str] | None, each: int) -> None:
    """Makes a gathering of the classes that were named, and lists those that are there.

    Args:
        names: of the classes; None where they make no set.
        each: drawings of each that a visitor is asked for.
    """
    if not tended().has_database:
        with st.expander(_("Collect together"), icon=":material/groups:"):
            say_no_database()
        return
    own = tended().gatherings.of_owner(visitor.name())
    with st.expander(_("Collect together"), icon=":material/groups:", expanded=bool(own)):
        st.caption(
            _(
                "Others draw into the same set: give them the link. They see how many drawings "
                "there are, and delete only their own; you see all of them and take the set when "
                "you like. Nobody is asked for a name."
            )
        )
        st.button(
            _("Make a link"),
            key="data_gathering_begin",
            icon=":material/add_link:",
            disabled=names is None,
            on_click=later.ask,
            args=(_begin, names, each),
            help=_("For the classes that you have named above."),
        )
        for one in own:
            _open_button(one)


def say_no_database() -> None:
    """Why there are no gatherings here."""
    st.info(
        _("To collect together needs a database, and this server keeps nothing (DLCORE_DATABASE)."),
        icon=":material/database_off:",
    )


def say_link(found: GatheringRecord) -> None:
    """The address to be given away."""
    st.markdown(_("**Whoever has this link may draw:**"))
    st.code(_link(found.id), language=None, wrap_lines=True)
    st.caption(
        _(
            "Up to {most:,} drawings of each visitor. It is kept for {days} days after the last "
            "drawing; a set that you make of it stays."
        ).format(most=MOST_OF_ONE, days=KEPT_DAYS)
    )


def draws_along() -> bool:
    """Whether the maker draws as well: the switch, and what it says."""
    return st.toggle(
        _("Draw along"), key=_ALONG, help=_("You draw as everybody does who has the link.")
    )


def show(found: GatheringRecord, finish: Callable[[str], None]) -> None:
    """The set, the end of the drawing, and the end of it all."""
    with st.container(horizontal=True, key="data_gathering_maker"):
        st.button(
            _("Make a set of it"),
            key="data_gathering_harvest",
            type="primary",
            icon=":material/inventory_2:",
            on_click=later.ask,
            args=(_harvest, found, finish),
            help=_(
                "As it is now, as a set of yours. Where three or more have drawn, whole hands are "
                "kept for the test, if that leaves drawings of each class. You can do it again."
            ),
        )
        is_closed = found.closed is not None
        st.button(
            _("Open it again") if is_closed else _("Close it"),
            key="data_gathering_close",
            icon=":material/lock_open:" if is_closed else ":material/lock:",
            on_click=later.ask,
            args=(_close, found.id, not is_closed),
            help=_("Whoever draws is told. What is there stays."),
        )
        with st.popover(_("Delete"), icon=":material/delete:"):
            st.markdown(_("All drawings of everybody are gone then; sets made of it stay."))
            st.button(
                _("Delete for good"),
                key="data_gathering_delete",
                type="primary",
                on_click=later.ask,
                args=(_delete, found.id),
                help=_("And the link leads nowhere any more."),
            )
        st.button(
            _("Leave"),
            key="data_gathering_leave",
            icon=":material/logout:",
            on_click=hand.leave,
            help=_("It goes on without you; you find it under “Collect together”."),
        )


def _open_button(one: GatheringRecord) -> None:
    said = _("{names}: {count:,} drawings")
    label = said.format(names=plain(_called(one)), count=one.count)
    st.button(
        label,
        key=f"data_gathering_open_{one.id}",
        icon=":material/lock:" if one.closed is not None else ":material/draw:",
        type="tertiary",
        on_click=GATHERING.set,
        args=(one.id,),
        help=_("Opens this gathering of yours."),
    )


def _called(one: GatheringRecord) -> str:
    return " ".join(one.classes)[:_NAME]


def _link(gathering_id: str) -> str:
    here = (st.context.url or "/data").split("?")[0]
    return f"{here}?{urlencode({'data_from': 'draw', GATHERING.key: gathering_id})}"


def _begin(names: Sequence[str] | None, each: int) -> None:
    if names is None:  # a button that is disabled can still be pressed
        return
    gathering_id = secrets.token_urlsafe(16)
    made = engine.answered_here(
        st.warning, tended().gatherings.begin, gathering_id, visitor.name(), names, each
    )
    if made:
        GATHERING.set(gathering_id)
    elif made is not None:
        say_no_answer()


def _close(gathering_id: str, closed: bool) -> None:
    if tended().gatherings.close(gathering_id, visitor.name(), closed=closed) is None:
        say_no_answer()


def _delete(gathering_id: str) -> None:
    if tended().gatherings.delete(gathering_id, visitor.name()) is None:
        say_no_answer()
    else:
        hand.leave()


def _harvest(found: GatheringRecord, finish: Callable[[str], None]) -> None:
    set_id = engine.answered_here(st.warning, _kept, found)
    if set_id:
        finish(set_id)
    elif set_id == "":
        say_no_answer()


def _kept(found: GatheringRecord) -> str:
    """Keeps all drawings as a set, and says under which id; "" where no database answers.

    Raises:
        DataError: they make none yet.
        FullError: there is no room for it.
    """
    drawn = tended().gatherings.harvest(found.id, visitor.name())
    if drawn is None:
        return ""
    if not len(drawn.images):
        raise DataError("Nobody has drawn anything yet.")
    writers = tuple(map(int, drawn.writers))
    labels = tuple(map(int, drawn.labels))
    whole = Collection(found.classes, tuple(drawn.images), labels, writers, _called(found))
    return kept.keep(whole.data())


def say_no_answer() -> None:
    """That the database is not there for the moment."""
    st.warning(
        _("The database does not answer at the moment. Try again in a few seconds."),
        icon=":material/hourglass_top:",
    )
