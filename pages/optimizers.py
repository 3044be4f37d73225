"""Gradient descent: real Keras optimizers on one surface."""

import streamlit as st

from dlcore.optimizers.script import descent_script
from ui.frame import explore, shell
from ui.frame import settings as url
from ui.frame.catalogue import OPTIMIZERS
from ui.optimizers import records, settings, ways


def main() -> None:
    shell.page(OPTIMIZERS)
    url.seed("optimizers", settings.PARAMETERS, settings.usual)
    settings.settle()
    desk()
    explore.lesson("optimizers")


@st.fragment
def desk() -> None:
    """All that a control changes; a fragment, so that nothing else is run again."""
    url.restore("optimizers", settings.usual(st.session_state))
    explore.presets("optimizers", settings.PRESETS)
    picture, controls = st.columns([7, 3], gap="large")
    with controls:
        settings.show()
        records.surface(st.session_state[settings.SURFACE])
    with picture:
        config = settings.read()
        if config:
            ways.show(config)
    if config:
        records.show(config)
        explore.code(descent_script(config))
    url.publish("optimizers", settings.PARAMETERS, settings.unwritten(st.session_state))


main()
