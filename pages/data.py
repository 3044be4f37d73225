"""One's own data: a set that is there, drawn or uploaded, looked at and learnt from."""

import streamlit as st

from dlcore.data.formats import to_npz
from ui.data import about, draw, few, later, look, mended, subject, upload
from ui.frame import explore, shell
from ui.frame.catalogue import DATA
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.frame.setting import Choice
from ui.frame.settings import Settings

FROM = Choice(
    "data_from",
    "ready",
    N_("Where from"),
    N_("A set that is there already, or a new one: drawn here, or from files of yours."),
    {"ready": N_("Choose a set"), "draw": N_("Draw a set"), "upload": N_("Upload a set")},
)
VIEW = Choice(
    "data_view",
    "look",
    N_("View"),
    N_("What to do with the set."),
    {"look": N_("Look at it"), "few": N_("Learn it from few"), "about": N_("What it is")},
)
SETTINGS = Settings(
    "data",
    FROM,
    VIEW,
    *subject.SETTINGS,
    *draw.SETTINGS,
    *upload.SETTINGS,
    *look.SETTINGS,
    *few.SETTINGS,
)


def main() -> None:
    shell.page(DATA)
    SETTINGS.seed()
    upload.receive(settle)
    desk()
    explore.lesson("data")


@SETTINGS.fragment
def desk() -> None:
    """Where the set comes from, and the set."""
    with st.container(key="data_desk"):
        later.do()
        source = FROM.segmented(label_visibility="collapsed")
        if source == "draw":
            draw.show(settle)
        elif source == "upload":
            upload.show(settle)
        elif chosen := subject.choose():
            work(chosen)


def work(chosen: subject.Subject) -> None:
    """One thing to do with a set, and what was put right in it so far."""
    if chosen.id in subject.SHIPPED:
        st.caption(_(subject.SHIPPED[chosen.id].said))
    upload.say_left_out(chosen.id)
    view, edits = VIEW.segmented(label_visibility="collapsed"), look.kept(chosen.data)
    if view == "look":
        look.show(chosen.data, edits)
        mended.show(chosen, edits, settle)
        return
    data = mended.mended(chosen.data, edits)
    if view == "few":
        few.show(data, lambda: to_npz(data))
    else:
        about.show(chosen, data, leave, lambda: FROM.set("draw"))


def settle(set_id: str) -> None:
    """Shows a set that has just been kept; before the widgets."""
    subject.DATA_SET.set(set_id)
    FROM.set("ready")


def leave() -> None:
    """Shows another set than the one that was deleted; for use in callbacks."""
    subject.DATA_SET.set(subject.USUAL)


main()
