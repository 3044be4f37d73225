"""Draw a digit or a whole number and see what a network makes of it."""

from collections.abc import Sequence

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.uploaded_file_manager import UploadedFile

from dlcore.engine import Run
from ui.draw import camera, good, intake, number, reading, saw, several
from ui.frame import explore, shell
from ui.frame.catalogue import DRAW
from ui.frame.engine import current_run
from ui.frame.i18n import N_, plain
from ui.frame.setting import Choice
from ui.frame.settings import Settings
from ui.shared import canvas, readers, upload

SHEETS = {"digit": canvas.DIGIT, "number": canvas.NUMBER}
ANSWERS = {"digit": reading.answer, "number": number.answer}
WHAT = Choice(
    "draw_what",
    "digit",
    N_("What to read"),
    N_("A number may have up to 20 digits, and several may stand in rows."),
    {"digit": N_("One digit"), "number": N_("A whole number")},
)
SOURCE = Choice(
    "draw_source",
    "canvas",
    N_("Source"),
    N_("Draw here, or have pictures read: from files, the clipboard or the camera."),
    {"canvas": N_("Draw"), "upload": N_("Upload pictures"), "camera": N_("Camera")},
)
PENS = (sheet.pen for sheet in SHEETS.values())
SETTINGS = Settings("draw", WHAT, SOURCE, canvas.TOOL, *PENS, readers.MODEL)

Paper = tuple[np.ndarray | None, list[UploadedFile]]  # what is to be read, and the files it is of


def main() -> None:
    shell.page(DRAW)
    trained = readers.trained_here(current_run())
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
        intake.show(lambda: SOURCE.set("upload"), camera=source == "camera")
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
    by = readers.chosen(trained)
    paper, answer = places(what)
    with paper:
        image, files = PAPERS[source](what)
    with answer:
        found = ANSWERS[what](image, by, is_drawn=source == "canvas")
    if len(files) > 1:
        several.show(files, what, by)
    if source != "canvas" and image is not None and found:
        saw.show(image, found)


def drawn(what: str) -> Paper:
    return canvas.show(SHEETS[what]), []


def uploaded(what: str) -> Paper:
    """The one of the files that is looked at, and all of them."""
    files = upload.several(what, several.begin)[::-1]
    chosen = several.chosen(files)
    if chosen and len(files) > 1:
        st.caption(plain(chosen.name))
    return upload.picture(chosen, what), files


def photographed(what: str) -> Paper:
    return upload.picture(camera.show(), what), []


PAPERS = {"canvas": drawn, "upload": uploaded, "camera": photographed}


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
