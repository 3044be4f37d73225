"""Gradient descent: real Keras optimizers on one surface."""

import streamlit as st

from dlcore.optimizers.script import descent_script
from ui.course import foot
from ui.frame import explore, shell
from ui.frame.catalogue import OPTIMIZERS
from ui.optimizers import records, settings, ways
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
