"""What deep learning cannot do: five experiments with a number in the visitor's hand."""

import streamlit as st

from ui.course import foot
from ui.frame import explore, shell
from ui.frame.catalogue import LIMITS
from ui.frame.i18n import N_
from ui.frame.settings import Settings
from ui.frame.views import View, Views
from ui.limits import bias, confidence, cost, explanation, membership, subject
from ui.limits.exercises import SUBJECTS
from ui.limits.tries import TRIES

VIEWS = Views(
    "limits_view",
    N_("View"),
    N_("Which of the limits to see."),
    {
        "membership": View(N_("Learnt by heart"), membership),
        "bias": View(N_("What it never saw"), bias),
        "confidence": View(N_("Sure and wrong"), confidence),
        "explanation": View(N_("Does the explanation explain?"), explanation),
        "cost": View(N_("What it costs"), cost),
    },
)
# What is usual where the set is not MNIST, by key of a setting. A text here would be shown.
OF_OTHERS = {**membership.OF_OTHERS, **bias.OF_OTHERS}
SETTINGS = Settings(
    "limits",
    foot.EXERCISE,
    subject.DATA_SET.setting,
    *VIEWS.settings,
    dependent=subject.DATA_SET.dependent(OF_OTHERS),
)


def main() -> None:
    shell.page(LIMITS)
    SETTINGS.seed()
    desk()
    foot.show(LIMITS, SETTINGS, SUBJECTS)
    explore.lesson("limits", SETTINGS, TRIES)


@SETTINGS.fragment
def desk() -> None:
    """One experiment; a fragment, so that nothing else is run again."""
    with st.container(key="limits_desk"):
        subject.DATA_SET.settle(SETTINGS, OF_OTHERS)
        VIEWS.choose().show()


main()
