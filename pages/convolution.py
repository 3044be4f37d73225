"""Convolution and pooling by hand: the visitor is the filter."""

from collections.abc import Callable

import streamlit as st

from ui.convolution import channels, filtering, pooling, subject, transposed
from ui.convolution.exercises import SUBJECTS
from ui.course import foot
from ui.frame import explore, shell
from ui.frame.catalogue import CONVOLUTION
from ui.frame.i18n import N_
from ui.frame.settings import Settings
from ui.frame.views import View, Views

VIEWS = Views(
    "convolution_view",
    N_("View"),
    N_("What to do with the picture."),
    {
        "filter": View(N_("One filter"), filtering),
        "pooling": View(N_("Pooling"), pooling),
        "channels": View(N_("Channels"), channels),
        "transposed": View(N_("Transposed convolution"), transposed),
    },
)
SETTINGS = Settings("convolution", foot.EXERCISE, *subject.SETTINGS, *VIEWS.settings)


def main() -> None:
    shell.page(CONVOLUTION)
    SETTINGS.seed()
    desk()
    foot.show(CONVOLUTION, SETTINGS, SUBJECTS)
    explore.lesson("convolution")


@SETTINGS.fragment
def desk() -> None:
    """The picture, and one way to look at it."""
    with st.container(key="convolution_desk"):
        chosen = subject.show()
        view = VIEWS.choose()
        if chosen:
            look(view, chosen)


# One fragment in the other, so that a slider asks for its own picture alone.
@SETTINGS.fragment
def look(view: View, chosen: subject.PictureSubject) -> None:
    view.show(chosen, alone)


@SETTINGS.fragment
def alone(show: Callable[[], None]) -> None:
    show()


main()
