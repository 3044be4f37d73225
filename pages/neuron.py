"""One neuron, then a few: small Keras networks on points of the plane."""

import streamlit as st

from ui.course import foot
from ui.frame import explore, shell
from ui.frame.catalogue import NEURON
from ui.frame.i18n import N_
from ui.frame.settings import Settings
from ui.frame.views import View, Views
from ui.neuron import backpropagation, learners, network, problem, single
from ui.neuron.exercises import SUBJECTS
from ui.neuron.tries import TRIES

VIEWS = Views(
    "neuron_view",
    N_("View"),
    N_("One neuron by hand, a network that learns, what happens at one point, other learners."),
    {
        "single": View(N_("One neuron"), single),
        "network": View(N_("A network"), network),
        "backpropagation": View(N_("Backpropagation"), backpropagation),
        "learners": View(N_("Deep or machine learning?"), learners),
    },
)
# The points and the network are the same in all views but the first.
SETTINGS = Settings(
    "neuron", foot.EXERCISE, *VIEWS.settings, *problem.SETTINGS, dependent=problem.dependent
)


def main() -> None:
    shell.page(NEURON)
    SETTINGS.seed()
    problem.settle()
    desk()
    foot.show(NEURON, SETTINGS, SUBJECTS)
    explore.lesson("neuron", SETTINGS, TRIES)


@SETTINGS.fragment
def desk() -> None:
    """One way to look at it; a fragment, so that nothing else is run again."""
    with st.container(key="neuron_desk"):
        VIEWS.choose().show()


main()
