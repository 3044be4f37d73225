"""Activation functions of Keras: curves and slopes, signals through depth, softmax."""

from collections.abc import Callable

import streamlit as st

from ui.activations import curves as functions
from ui.activations import depth, inputs, softmax
from ui.frame import explore, shell
from ui.frame import settings as url
from ui.frame.catalogue import ACTIVATIONS
from ui.frame.i18n import gettext as _

PARAMETERS = inputs.PARAMETERS | depth.PARAMETERS | softmax.PARAMETERS
DEFAULTS = inputs.DEFAULTS | depth.DEFAULTS | softmax.DEFAULTS


def main() -> None:
    shell.page(ACTIVATIONS)
    url.seed("activations", PARAMETERS, lambda asked: DEFAULTS)
    curves()
    st.header(_("Through depth"), anchor="depth")
    through_depth()
    st.header(_("Softmax: a whole vector at once"), anchor="softmax")
    of_a_vector()
    explore.lesson("activations")


def settled(show: Callable[[], None]) -> None:
    """One part of the page, with its settings as they were left and in the address afterwards."""
    url.restore("activations", DEFAULTS)
    show()
    url.publish("activations", PARAMETERS, DEFAULTS)


# A fragment each, so that a slider redraws its own part alone.
@st.fragment
def curves() -> None:
    settled(lambda: functions.show(picture))


@st.fragment
def picture(*asked: object) -> None:
    settled(lambda: functions.picture(*asked))


@st.fragment
def through_depth() -> None:
    settled(depth.show)


@st.fragment
def of_a_vector() -> None:
    settled(softmax.show)


main()
