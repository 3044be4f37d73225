"""One's own data: a set that is there, drawn or uploaded, looked at and learnt from."""

import streamlit as st

from dlcore.data import DataSet
from ui.course import foot
from ui.data import about, draw, few, look, mended, onward, upload, worse
from ui.data.exercises import SUBJECTS
from ui.data.subject import DATA_SET
from ui.data.tries import TRIES
from ui.frame import explore, shell
from ui.frame.catalogue import DATA
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.frame.setting import Choice
from ui.frame.settings import Settings
from ui.shared.sets import chosen, kept
from ui.shared.sets.chosen import ChosenSet

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
    foot.EXERCISE,
    FROM,
    VIEW,
    DATA_SET.setting,
    *draw.SETTINGS,
    *upload.SETTINGS,
    *worse.SETTINGS,
    *look.SETTINGS,
    *few.SETTINGS,
)


def main() -> None:
    shell.page(DATA)
    SETTINGS.seed()
    upload.receive(settle)
    desk()
    foot.show(DATA, SETTINGS, SUBJECTS)
    explore.lesson("data", SETTINGS, TRIES)


@SETTINGS.fragment
def desk() -> None:
    """Where the set comes from, and the set."""
    with st.container(key="data_desk"):
        source = FROM.segmented(label_visibility="collapsed")
        if source == "draw":
            draw.show(settle)
        elif source == "upload":
            upload.show(settle)
        elif found := chosen.load(DATA_SET.pick()):
            work(found)


def work(subject: ChosenSet) -> None:
    """One thing to do with a set, and what was put right in it so far."""
    if subject.id in chosen.SHIPPED:
        st.caption(_(chosen.SHIPPED[subject.id].said))
    upload.say_left_out(subject.id)
    data = _as_it_is(subject)
    found = worse.show(data)
    if found:
        subject = ChosenSet(subject.id, found.data, None)  # what is kept is another set
        worse.say(data, found, lambda: worse.kept_as_own(_as_it_is(subject), settle))
    view, edits = VIEW.segmented(label_visibility="collapsed"), look.kept(subject.data)
    if view == "look":
        look.show(subject.data, edits, found.wrong if found else ())
        if not found:
            mended.show(subject, edits, settle)
    elif view == "few":
        few.show(_as_it_is(subject), lambda: kept.npz(_as_it_is(subject)))
    else:
        about.show(subject, _as_it_is(subject), leave, lambda: FROM.set("draw"))
    onward.show(subject.id, pending=bool(found or edits))


def _as_it_is(subject: ChosenSet) -> DataSet:
    """A set with what was put right in it, which is what trainings see."""
    return mended.mended(subject.data, look.kept(subject.data))


def settle(set_id: str) -> None:
    """Shows a set that has just been kept; before the widgets."""
    DATA_SET.setting.set(set_id)
    FROM.set("ready")


def leave() -> None:
    """Shows another set than the one that was deleted; for use in callbacks."""
    DATA_SET.setting.set(DATA_SET.usual)


main()
