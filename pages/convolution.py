"""Convolution and pooling by hand: the visitor is the filter."""

from collections.abc import Callable

import streamlit as st

from ui.convolution import channels, filtering, pooling, subject, transposed
from ui.frame import explore, shell
from ui.frame import settings as url
from ui.frame.catalogue import CONVOLUTION
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _

VIEWS = {
    "filter": (N_("One filter"), filtering),
    "pooling": (N_("Pooling"), pooling),
    "channels": (N_("Channels"), channels),
    "transposed": (N_("Transposed convolution"), transposed),
}
VIEW = "convolution_view"
PARAMETERS = {VIEW: url.choice(*VIEWS)} | subject.PARAMETERS
DEFAULTS = {VIEW: "filter"} | subject.DEFAULTS
for _name, part in VIEWS.values():
    PARAMETERS |= part.PARAMETERS
    DEFAULTS |= part.DEFAULTS


def main() -> None:
    shell.page(CONVOLUTION)
    url.seed("convolution", PARAMETERS, lambda asked: DEFAULTS)
    part(desk)
    explore.lesson("convolution")


def settled(show: Callable[[], None]) -> None:
    """Shows with the settings as they were left, and writes them into the address afterwards."""
    url.restore("convolution", DEFAULTS)
    show()
    url.publish("convolution", PARAMETERS, DEFAULTS)


# One fragment in the other, so that a slider asks for its own picture alone.
@st.fragment
def part(show: Callable[[], None]) -> None:
    settled(show)


@st.fragment
def look(view: str, chosen: subject.Subject) -> None:
    settled(lambda: VIEWS[view][1].show(chosen, part))


def desk() -> None:
    """The picture, and one way to look at it."""
    with st.container(key="convolution_desk"):
        chosen = subject.show()
        view = st.segmented_control(
            _("View"),
            list(VIEWS),
            format_func=lambda name: _(VIEWS[name][0]),
            key=VIEW,
            required=True,
            label_visibility="collapsed",
            help=_("What to do with the picture."),
        )
        if chosen:
            look(view, chosen)


main()
