"""What one hidden unit does; all activations of Keras: slopes, signals through depth, softmax."""

import streamlit as st

from ui.activations import curves as functions
from ui.activations import depth, inputs, softmax, unit
from ui.activations.exercises import SUBJECTS
from ui.course import foot
from ui.frame import explore, shell
from ui.frame.catalogue import ACTIVATIONS
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.frame.setting import Choice
from ui.frame.settings import Settings
from ui.frame.views import opening

VIEW = Choice(
    "activations_view",
    "unit",
    N_("View"),
    N_("One hidden unit, and what it makes of a number; or all activations of Keras."),
    {"unit": N_("One unit"), "all": N_("All activations")},
)
_OF_ALL = (foot.EXERCISE, *inputs.SETTINGS, *depth.SETTINGS, *softmax.SETTINGS)
SETTINGS = Settings(
    "activations",
    VIEW,
    *unit.SETTINGS,
    *_OF_ALL,
    opened=opening(VIEW, {"unit": unit.SETTINGS, "all": _OF_ALL}),
)


def main() -> None:
    shell.page(ACTIVATIONS)
    SETTINGS.seed()
    if VIEW.segmented(label_visibility="collapsed") == "unit":
        one_unit()
    else:
        curves()
        st.header(_("Through depth"), anchor="depth")
        through_depth()
        st.header(_("Softmax: a whole vector at once"), anchor="softmax")
        of_a_vector()
    SETTINGS.publish()
    foot.show(ACTIVATIONS, SETTINGS, SUBJECTS)
    explore.lesson("activations")


# A fragment each, so that a slider redraws its own part alone.
@SETTINGS.fragment
def curves() -> None:
    functions.show(picture)


picture = SETTINGS.fragment(functions.picture)
one_unit = SETTINGS.fragment(unit.show)
through_depth = SETTINGS.fragment(depth.show)
of_a_vector = SETTINGS.fragment(softmax.show)


main()
