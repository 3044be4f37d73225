"""Draw a digit or a whole number and see what a network makes of it."""

import streamlit as st

from dlcore.engine import Run
from ui.draw import good, number, reading
from ui.frame import settings as url
from ui.frame import shell
from ui.frame.catalogue import DRAW
from ui.frame.engine import current_run
from ui.frame.i18n import N_, lesson
from ui.frame.i18n import gettext as _
from ui.shared import canvas, readers, upload

WHATS = {"digit": N_("One digit"), "number": N_("A whole number")}
SOURCES = {"canvas": N_("Draw"), "upload": N_("Upload a picture")}
SHEETS = {"digit": canvas.DIGIT, "number": canvas.NUMBER}
ANSWERS = {"digit": reading.answer, "number": number.answer}
PARAMETERS = {
    "draw_what": url.choice(*WHATS),
    "draw_source": url.choice(*SOURCES),
    **{sheet.pen_key: url.number(*sheet.pen_widths) for sheet in SHEETS.values()},
    readers.KEY: url.choice(*readers.MODELS),
}
DEFAULTS = {
    "draw_what": "digit",
    "draw_source": "canvas",
    **{sheet.pen_key: sheet.pen_width for sheet in SHEETS.values()},
    readers.KEY: "cnn",
}


def main() -> None:
    shell.page(DRAW)
    run = current_run()
    trained = run if run and run.status == "done" and run.result else None
    url.seed("draw", PARAMETERS, lambda asked: DEFAULTS)
    readers.settle(trained)
    desk(trained)
    good.show()
    with st.expander(_("How it works"), icon=":material/school:"):
        st.markdown(lesson("draw"))


@st.fragment
def desk(trained: Run | None) -> None:
    """Paper, answer, what is set more rarely; a fragment, so that a stroke redraws only this."""
    url.restore("draw", DEFAULTS)
    with st.container(horizontal=True):
        what = switch(
            "draw_what",
            WHATS,
            _("What to read"),
            _("A number may have up to 20 digits; each is read by itself."),
        )
        source = switch(
            "draw_source",
            SOURCES,
            _("Source"),
            _("Draw here, or read a picture of a digit or a number from a file."),
        )
    sheet = SHEETS[what]
    paper, answer = places(what)
    with paper:
        image = canvas.show(sheet) if source == "canvas" else upload.show(what)
    with answer:
        ANSWERS[what](image, readers.chosen(trained))
    left, right = st.columns([1, 1.6], gap="large")
    with left:
        if source == "canvas":
            canvas.pen(sheet)
    with right:
        readers.choose(trained)
    url.publish("draw", PARAMETERS, DEFAULTS)


def switch(key: str, options: dict[str, str], label: str, meaning: str) -> str:
    return st.segmented_control(
        label,
        list(options),
        format_func=lambda name: _(options[name]),
        key=key,
        required=True,
        label_visibility="collapsed",
        help=meaning,
    )


def places(what: str) -> tuple:
    """For the paper and the answer: side by side, but a number's paper takes the whole width.

    On a phone the answer follows the paper either way.
    """
    if what == "digit":
        return st.columns([1, 1.6], gap="medium")
    # In one container as the columns are, or for a moment both answers would stand on the page.
    both = st.container()
    return both.container(), both.container()


main()
