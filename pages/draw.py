"""Draw a digit and see what a network makes of it."""

import numpy as np
import streamlit as st

from dlcore import registry
from dlcore.engine import Run
from dlcore.errors import LabError
from dlcore.pictures import is_animated, read_picture
from ui import canvas, reading, shell, url
from ui.catalogue import DRAW, TRAIN
from ui.engine import current_run
from ui.i18n import N_, explain, lesson
from ui.i18n import gettext as _

SOURCES = {"canvas": N_("Draw"), "upload": N_("Upload a picture")}
PEN = (8, 40)  # px on a canvas of 280
PARAMETERS = {
    "draw_source": url.choice(*SOURCES),
    "draw_pen": url.number(*PEN),
    "draw_model": url.choice("cnn", "run"),
}
DEFAULTS = {"draw_source": "canvas", "draw_pen": 20, "draw_model": "cnn"}


def main() -> None:
    shell.page(DRAW)
    run = current_run()
    trained = run if run and run.status == "done" and run.result else None
    url.seed("draw", PARAMETERS, lambda asked: DEFAULTS)
    if trained is None:
        st.session_state["draw_model"] = "cnn"
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
        image = drawn() if on_canvas else uploaded()
    with answer:
        by = trained if st.session_state["draw_model"] == "run" else None
        timed = None if image is None else reading.read(image, by)
        reading.show(timed, _("Nothing is drawn yet."))
    left, right = st.columns([1, 1.6], gap="large")
    with left:
        if on_canvas:
            pen()
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


def drawn() -> np.ndarray | None:
    image = canvas.canvas(st.session_state["draw_pen"])
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(_("Clear"), key="draw_clear", icon=":material/ink_eraser:", on_click=canvas.clear)
        st.caption(_("Draw one digit, 0 to 9."))
    return image


def pen() -> None:
    """The width of the pen, and digits for those who have none."""
    width = st.slider(
        _("Pen width"), *PEN, key="draw_pen", help=_("In pixels, for the next stroke.")
    )
    st.caption(_("No mouse? Have a digit drawn:"))
    with st.container(horizontal=True, gap="small", key="draw_samples"):
        for digit in range(10):
            st.button(
                str(digit),
                key=f"draw_sample_{digit}",
                on_click=canvas.show_sample,
                args=(digit, width),
            )


def uploaded() -> np.ndarray | None:
    file = st.file_uploader(
        _("A picture of one digit"),
        type=["png", "jpg", "jpeg", "webp", "gif", "bmp"],
        key="draw_upload",
        help=_("Dark on light or light on dark, at most 16 megapixels. It is not kept."),
    )
    if file is None:
        return None
    try:
        image = read_picture(file.getvalue())
    except LabError as error:
        st.error(explain(error), icon=":material/broken_image:")
        return None
    if is_animated(file.getvalue()):
        st.info(_("This picture is animated; its first frame is read."), icon=":material/gif:")
    st.image(image, width=200, alt=_("The uploaded picture"))
    return image


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
