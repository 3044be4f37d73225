"""Activation functions of Keras: curves and slopes, signals through depth, softmax."""

import streamlit as st

from ui.activations import curves as functions
from ui.activations import depth, inputs, softmax
from ui.activations.exercises import SUBJECTS
from ui.course import foot
from ui.frame import explore, shell
from ui.frame.catalogue import ACTIVATIONS
from ui.frame.i18n import gettext as _
from ui.frame.settings import Settings

SETTINGS = Settings(
    "activations", foot.EXERCISE, *inputs.SETTINGS, *depth.SETTINGS, *softmax.SETTINGS
)


def main() -> None:
    shell.page(ACTIVATIONS)
    SETTINGS.seed()
    curves()
    st.header(_("Through depth"), anchor="depth")
    through_depth()
    st.header(_("Softmax: a whole vector at once"), anchor="softmax")
    of_a_vector()
    foot.show(ACTIVATIONS, SETTINGS, SUBJECTS)
    explore.lesson("activations")


# A fragment each, so that a slider redraws its own part alone.
@SETTINGS.fragment
def curves() -> None:
    functions.show(picture)


picture = SETTINGS.fragment(functions.picture)
through_depth = SETTINGS.fragment(depth.show)
of_a_vector = SETTINGS.fragment(softmax.show)


main()
