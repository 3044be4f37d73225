"""Draw a digit and see what a network makes of it."""

import streamlit as st

from dlcore import registry
from dlcore.engine import Run
from ui import canvas, reading, shell, upload, url
from ui.catalogue import DRAW, TRAIN
from ui.engine import current_run
from ui.i18n import N_, lesson
from ui.i18n import gettext as _

SOURCES = {"canvas": N_("Draw"), "upload": N_("Upload a picture")}
PARAMETERS = {
    "draw_source": url.choice(*SOURCES),
    "draw_pen": url.number(*canvas.PEN_WIDTHS),
    "draw_model": url.choice("cnn", "run"),
}
DEFAULTS = {"draw_source": "canvas", "draw_pen": 20, "draw_model": "cnn"}


def main() -> None:
    shell.page(DRAW)
    run = current_run()
    trained = run if run and run.status == "done" and run.result else None
    url.seed("draw", PARAMETERS, lambda asked: DEFAULTS)
    if trained is None and st.session_state["draw_model"] == "run":
        st.session_state["draw_model"] = "cnn"
        st.info(
            _("There is no network of yours yet, so the one that ships reads."),
            icon=":material/info:",
        )
    desk(trained)
    with st.expander(_("How it works"), icon=":material/school:"):
        st.markdown(lesson("draw"))


@st.fragment
def desk(trained: Run | None) -> None:
    """Paper on the left, answer on the right; a fragment, so that a stroke redraws only this.

    On a phone the answer follows the paper, and what is set more rarely follows both.
    """
    on_canvas = source() == "canvas"
    paper, answer = st.columns([1, 1.6], gap="large")
    with paper:
        image = canvas.show(st.session_state["draw_pen"]) if on_canvas else upload.show()
    with answer:
        by = trained if st.session_state["draw_model"] == "run" else None
        timed = None if image is None else reading.read(image, by)
        unread = image is not None and timed is None
        reading.show(timed, _("No answer.") if unread else _("Nothing is drawn yet."))
    left, right = st.columns([1, 1.6], gap="large")
    with left:
        if on_canvas:
            canvas.pen()
    with right:
        choose_model(trained)
    url.publish("draw", PARAMETERS, DEFAULTS)


def source() -> str:
    return st.segmented_control(
        _("Source"),
        list(SOURCES),
        format_func=lambda name: _(SOURCES[name]),
        key="draw_source",
        required=True,
        label_visibility="collapsed",
        help=_("Draw here, or read a picture of a digit from a file."),
    )


def choose_model(trained: Run | None) -> None:
    labels = {"cnn": _("The network that ships with the lab") + accuracy()}
    if trained:
        labels["run"] = _("The network you trained · {accuracy:.2%}").format(
            accuracy=trained.result.test_accuracy
        )
    st.selectbox(
        _("Read by"),
        list(labels),
        format_func=labels.get,
        key="draw_model",
        help=_("Train your own on the Train page and it can be chosen here."),
    )
    if not trained:
        shell.link(TRAIN, label=_("Train one of your own"))


def accuracy() -> str:
    """What the shipped network's card says of it, if there is a card."""
    try:
        return f" · {registry.card('cnn')['test_accuracy']:.2%}"
    except registry.RegistryError:
        return ""


main()
