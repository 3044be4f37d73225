"""A view of the page: what training and answering cost, and what saves some."""

from __future__ import annotations

import streamlit as st

from dlcore.limits.cost.config import CostResult
from dlcore.limits.cost.script import script
from ui.frame import explore
from ui.frame.engine import current_run
from ui.frame.i18n import N_
from ui.frame.jobs import COST
from ui.frame.setting import Setting
from ui.frame.views import View, Views
from ui.limits import experiment, subject
from ui.limits.cost import assumed, layers, race, runs, said, savings, scale, settings

PARTS = Views(
    "cost_part",
    N_("Part"),
    N_("What of the costs to see."),
    {
        "race": View(N_("The race"), race),
        "layers": View(N_("Layer by layer"), layers),
        "savings": View(N_("What saves some"), savings),
        "scale": View(N_("To any size"), scale),
        "runs": View(N_("Your runs"), runs),
    },
)
SETTINGS: tuple[Setting, ...] = (*settings.SETTINGS, *assumed.SETTINGS, *PARTS.settings)


def show() -> None:
    """What to set, one part of what is found, what that means, the code."""
    subject.say_mnist(
        N_(
            "Whatever set is chosen, this is about MNIST: what is counted are seconds and steps to "
            "an accuracy that is known for digits."
        )
    )
    run = current_run(COST)
    controls, pictures = st.columns([3, 8], gap="large")
    with controls:
        config = settings.show()
        experiment.buttons(COST, run, config)
        assumed.controls()
    with pictures:
        part = PARTS.choose()
        # Outside of what is drawn again and again while an experiment goes.
        part.part.controls()
        experiment.show(COST, run, lambda found: _draw(found, part))
    assumed.show()
    explore.code(script(config))


def _draw(found: CostResult, part: View) -> None:
    part.show(found)
    with st.container(key="cost_said"):
        st.markdown(f"**{said.sentence(found, assumed.values())}**")
