"""Draw a digit, a number or what else a network has learnt, and see what it makes of that."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.uploaded_file_manager import UploadedFile

from dlcore.engine import Run
from ui.course import foot
from ui.draw import camera, example, good, intake, number, reading, saw, several
from ui.draw.exercises import SUBJECTS
from ui.frame import explore, shell
from ui.frame.catalogue import DRAW
from ui.frame.engine import current_run
from ui.frame.i18n import N_, plain
from ui.frame.i18n import gettext as _
from ui.frame.jobs import FEW
from ui.frame.setting import Choice
from ui.frame.settings import Settings
from ui.shared import canvas, readers, upload
from ui.shared.readers import Reader

SHEETS = {"digit": canvas.DIGIT, "number": canvas.NUMBER}
DRAWING = replace(canvas.DIGIT, hint=N_("Draw one of its classes, or something else."))
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
SETTINGS = Settings(
    "draw",
    foot.EXERCISE,
    WHAT,
    SOURCE,
    *(one for sheet in SHEETS.values() for one in sheet.settings),
    readers.MODEL,
    example.EXAMPLE,
)

Paper = tuple[np.ndarray | None, list[UploadedFile]]  # what is to be read, and the files it is of


def main() -> None:
    shell.page(DRAW)
    trained, few = readers.trained_here(current_run()), readers.taught_few(current_run(FEW))
    SETTINGS.seed()
    readers.settle(trained, few)
    desk(trained, few)
    good.show()
    foot.show(DRAW, SETTINGS, SUBJECTS)
    explore.lesson("draw")


@SETTINGS.fragment
def desk(trained: Run | None, few: Run | None) -> None:
    """What is set, and between that, paper and answer."""
    reads_digits = readers.chosen(trained, few).reads_digits
    with st.container(horizontal=True):
        what = WHAT.segmented(label_visibility="collapsed", format_func=named(reads_digits))
        source = SOURCE.segmented(label_visibility="collapsed")
        intake.show(lambda: SOURCE.set("upload"), camera=source == "camera")
    read(what, source, trained, few)
    left, right = st.columns([1, 1.6], gap="large")
    with left:
        if source == "canvas":
            canvas.pen(SHEETS[what])
    with right:
        readers.choose(trained, few, compares=True)


def named(reads_digits: bool) -> Callable[[str], str]:
    """What there is to read, in the words of a network that reads digits, or other drawings."""
    return lambda what: WHAT.name(what) if reads_digits or what != "digit" else _("One drawing")


@st.fragment
def read(what: str, source: str, trained: Run | None, few: Run | None) -> None:
    """Paper and answer; a fragment, so that a stroke redraws nothing else."""
    chosen = readers.chosen(trained, few)
    by = number.reader(chosen) if what == "number" else chosen
    if by is not chosen:
        st.caption(
            _(
                "A number is made of digits. The network that is chosen tells other classes apart, "
                "so the one that ships reads it."
            )
        )
    paper, answer = places(what)
    with paper:
        image, files = PAPERS[source](what, by)
    with answer:
        found = ANSWERS[what](image, by, is_drawn=source == "canvas")
    if len(files) > 1:
        several.show(files, what, by)
    if source != "canvas" and image is not None and found:
        saw.show(image, found)


def drawn(what: str, by: Reader) -> Paper:
    begun = example.begin(by) if what == "digit" else ""
    return canvas.show(SHEETS[what] if by.reads_digits else DRAWING, begun), []


def uploaded(what: str, by: Reader) -> Paper:
    """The one of the files that is looked at, and all of them."""
    shown = what if by.reads_digits else "drawing"
    files = upload.several(shown, several.begin)[::-1]
    chosen = several.chosen(files)
    if chosen and len(files) > 1:
        st.caption(plain(chosen.name))
    return upload.picture(chosen, shown), files


def photographed(what: str, by: Reader) -> Paper:
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
