"""The inside of a CNN: a trained network opened up on the visitor's own image."""

import streamlit as st

from dlcore.engine import Run
from ui.cnn import attack, damage, layers, moments, plane, subject, usual, why
from ui.cnn.exercises import SUBJECTS
from ui.course import foot
from ui.frame import explore, shell
from ui.frame.catalogue import CNN
from ui.frame.engine import current_run
from ui.frame.i18n import N_
from ui.frame.settings import Settings
from ui.frame.views import View, Views
from ui.shared import readers

VIEWS = Views(
    "cnn_view",
    N_("View"),
    N_("What to see of the network."),
    {
        "layers": View(N_("Layer by layer"), layers),
        "why": View(N_("Why this answer?"), why),
        "damage": View(N_("Break it"), damage),
        "attack": View(N_("Attack it"), attack),
        "plane": View(N_("Where images live"), plane),
        "moments": View(N_("Time machine"), moments),
    },
)
SETTINGS = Settings(
    "cnn",
    foot.EXERCISE,
    readers.MODEL,
    *subject.SOURCE.settings,
    *VIEWS.settings,
    dependent=lambda said: usual.dependent(VIEWS.choice, said),
)


def main() -> None:
    shell.page(CNN)
    trained = readers.trained_here(current_run())
    SETTINGS.seed()
    usual.note(VIEWS.choice)
    readers.settle(trained)
    desk(trained)
    foot.show(CNN, SETTINGS, SUBJECTS)
    explore.lesson("cnn")


@SETTINGS.fragment
def desk(trained: Run | None) -> None:
    """The image, the network, and one way to look at them."""
    usual.follow(VIEWS.choice)
    with st.container(key="cnn_desk"):
        source, reader = st.columns([1.25, 1], gap="medium")
        with reader:
            readers.choose(trained)
        with source:
            by = readers.chosen(trained)
            subject.SOURCE.choose(by)
        chosen = subject.show(by)
        view = VIEWS.choose()
        if chosen:
            look(view, chosen)


# A fragment in the other, so that a slider asks for its own picture alone.
@SETTINGS.fragment
def look(view: View, chosen: subject.CnnSubject) -> None:
    view.show(chosen)


main()
