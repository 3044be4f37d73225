"""Gradient descent: one weight and its slope, then real Keras optimizers on one surface."""

import streamlit as st

from dlcore.optimizers.script import descent_script
from ui.course import foot
from ui.frame import explore, shell
from ui.frame.catalogue import OPTIMIZERS
from ui.optimizers import one_weight, records, settings, ways
from ui.optimizers.exercises import SUBJECTS


def main() -> None:
    shell.page(OPTIMIZERS)
    settings.SETTINGS.seed()
    settings.settle()
    desk()
    foot.show(OPTIMIZERS, settings.SETTINGS, SUBJECTS)
    explore.lesson("optimizers")


@settings.SETTINGS.fragment
def desk() -> None:
    """All that a control changes; a fragment, so that nothing else is run again."""
    with st.container(key="optimizers_desk"):
        if settings.VIEW.segmented(label_visibility="collapsed") == "one":
            one_weight.show()
        else:
            two_weights()


def two_weights() -> None:
    """Optimizers on a surface, and their rules."""
    explore.presets("optimizers", settings.PRESETS)
    picture, controls = st.columns([7, 3], gap="large")
    with controls:
        settings.show()
        records.surface(settings.SURFACE.value)
    with picture:
        config = settings.read()
        if config:
            ways.show(config)
    if config:
        records.show(config)
        explore.code(descent_script(config))


main()
