"""Draw a digit or a whole number and see what a network makes of it."""

from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dlcore.engine import Run
from ui.draw import good, number, reading
from ui.frame import explore, shell
from ui.frame.catalogue import DRAW
from ui.frame.engine import current_run
from ui.frame.i18n import N_
from ui.frame.setting import Choice
from ui.frame.settings import Settings
from ui.shared import canvas, readers, upload

SHEETS = {"digit": canvas.DIGIT, "number": canvas.NUMBER}
ANSWERS = {"digit": reading.answer, "number": number.answer}
WHAT = Choice(
    "draw_what",
    "digit",
    N_("What to read"),
    N_("A number may have up to 20 digits; each is read by itself."),
    {"digit": N_("One digit"), "number": N_("A whole number")},
)
SOURCE = Choice(
    "draw_source",
    "canvas",
    N_("Source"),
    N_("Draw here, or read a picture of a digit or a number from a file."),
    {"canvas": N_("Draw"), "upload": N_("Upload a picture")},
)
PENS = (sheet.pen for sheet in SHEETS.values())
SETTINGS = Settings("draw", WHAT, SOURCE, canvas.TOOL, *PENS, readers.MODEL)


def main() -> None:
    shell.page(DRAW)
    run = current_run()
    trained = run if run and run.status == "done" and run.result else None
    SETTINGS.seed()
    readers.settle(trained)
    desk(trained)
    good.show()
    explore.lesson("draw")


@SETTINGS.fragment
def desk(trained: Run | None) -> None:
    """What is set, and between that, paper and answer."""
    with st.container(horizontal=True):
        what = WHAT.segmented(label_visibility="collapsed")
        source = SOURCE.segmented(label_visibility="collapsed")
    read(what, source, trained)
    left, right = st.columns([1, 1.6], gap="large")
    with left:
        if source == "canvas":
            canvas.pen(SHEETS[what])
    with right:
        readers.choose(trained)


@st.fragment
def read(what: str, source: str, trained: Run | None) -> None:
    """Paper and answer; a fragment, so that a stroke redraws nothing else."""
    paper, answer = places(what)
    with paper:
        image = canvas.show(SHEETS[what]) if source == "canvas" else upload.show(what)
    with answer:
        ANSWERS[what](image, readers.chosen(trained))


def places(what: str) -> Sequence[DeltaGenerator]:
    """For the paper and the answer: side by side, but a number's paper takes the whole width.

    On a phone the answer follows the paper either way.
    """
    if what == "digit":
        return st.columns([1, 1.6], gap="medium")
    # In one container as the columns are, or for a moment both answers would stand on the page.
    both = st.container()
    return both.container(), both.container()


main()
