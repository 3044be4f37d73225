"""The inside of a CNN: a trained network opened up on the visitor's own digit."""

import streamlit as st

from dlcore.engine import Run
from ui.cnn import attack, damage, layers, moments, plane, subject, why
from ui.frame import explore, shell
from ui.frame import settings as url
from ui.frame.catalogue import CNN
from ui.frame.engine import current_run
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.shared import readers

VIEWS = {
    "layers": (N_("Layer by layer"), layers),
    "why": (N_("Why this answer?"), why),
    "damage": (N_("Break it"), damage),
    "attack": (N_("Attack it"), attack),
    "plane": (N_("Where digits live"), plane),
    "moments": (N_("Time machine"), moments),
}
PARTS = [subject, *(part for _title, part in VIEWS.values())]
PARAMETERS = {"cnn_view": url.choice(*VIEWS), readers.KEY: url.choice(*readers.MODELS)}
DEFAULTS = {"cnn_view": "layers", readers.KEY: "cnn"}
for part in PARTS:
    PARAMETERS |= part.PARAMETERS
    DEFAULTS |= part.DEFAULTS


def main() -> None:
    shell.page(CNN)
    run = current_run()
    trained = run if run and run.status == "done" and run.result else None
    url.seed("cnn", PARAMETERS, lambda asked: DEFAULTS)
    readers.settle(trained)
    desk(trained)
    explore.lesson("cnn")


@st.fragment
def desk(trained: Run | None) -> None:
    """The digit, the network, and one way to look at them."""
    url.restore("cnn", DEFAULTS)
    with st.container(key="cnn_desk"):
        _desk(trained)
    url.publish("cnn", PARAMETERS, DEFAULTS)


def _desk(trained: Run | None) -> None:
    source, reader = st.columns([1.25, 1], gap="medium")
    with reader:
        readers.choose(trained)
    with source:
        subject.SOURCE.choose()
    chosen = subject.show(readers.chosen(trained))
    view = st.segmented_control(
        _("View"),
        list(VIEWS),
        format_func=lambda name: _(VIEWS[name][0]),
        key="cnn_view",
        required=True,
        label_visibility="collapsed",
        help=_("What to see of the network."),
    )
    if chosen:
        look(view, chosen)


# A fragment in the other, so that a slider asks for its own picture alone.
@st.fragment
def look(view: str, chosen: subject.Subject) -> None:
    url.restore("cnn", DEFAULTS)
    VIEWS[view][1].show(chosen)
    url.publish("cnn", PARAMETERS, DEFAULTS)


main()
