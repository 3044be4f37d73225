"""The inside of a recurrent network: three units by hand, then the visitor's own image."""

import streamlit as st

from ui.course import foot
from ui.frame import explore, shell
from ui.frame.catalogue import RNN
from ui.frame.engine import current_run
from ui.frame.i18n import N_
from ui.frame.settings import Settings
from ui.frame.views import View, Views
from ui.rnn import beside, gates, memory, rows, search, subject, toy, units
from ui.rnn.addition import view as addition
from ui.rnn.exercises import SUBJECTS
from ui.rnn.line import view as line
from ui.shared import readers
from ui.shared.readers import Reader

SUBJECT = (*subject.SETTINGS, *units.SETTINGS)
VIEWS = Views(
    "rnn_view",
    N_("View"),
    N_("What to see of the network."),
    {
        "toy": View(N_("Three units"), toy, of_the_subject=False),
        "rows": View(N_("Row by row"), rows),
        "gates": View(N_("Gates"), gates),
        "memory": View(N_("Memory"), memory),
        "beside": View(N_("Side by side"), beside),
        "search": View(N_("Unit search"), search),
        "line": View(N_("Reading a line"), line, of_the_subject=False),
        "addition": View(N_("Adding"), addition, of_the_subject=False),
    },
    subject=SUBJECT,
)
SETTINGS = Settings("rnn", foot.EXERCISE, *SUBJECT, *VIEWS.settings, opened=VIEWS.opened)


def main() -> None:
    shell.page(RNN)
    trained = readers.trained_here(current_run())
    SETTINGS.seed()
    desk(subject.at_hand(trained))
    foot.show(RNN, SETTINGS, SUBJECTS)
    explore.lesson("rnn")


@SETTINGS.fragment
def desk(at_hand: dict[str, Reader]) -> None:
    """One way to look, and the image and the network that are looked at."""
    with st.container(key="rnn_desk"):
        view = VIEWS.choose()
        if view.of_the_subject:
            chosen = subject.show(at_hand)
            if chosen:
                look(view, chosen)
                if chosen.images_known:
                    explore.code(chosen.script)
        else:
            look(view)


# A fragment in the other, so that a control asks for its own picture alone.
@SETTINGS.fragment
def look(view: View, *chosen: subject.RnnSubject) -> None:
    view.show(*chosen)


main()
