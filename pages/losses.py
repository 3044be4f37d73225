"""A line by hand and what it costs; all losses and their gradients, and why they matter."""

import streamlit as st

from ui.course import foot
from ui.frame import explore, shell
from ui.frame.catalogue import LOSSES
from ui.losses import by_hand, curves, examples, outlier, saturation, settings
from ui.losses.exercises import SUBJECTS
from ui.losses.tries import TRIES


def main() -> None:
    shell.page(LOSSES)
    settings.SETTINGS.seed()
    # In one container: what stands below keeps its place, and stays open, whichever view is shown.
    with st.container(key="losses_view_shown"):
        if settings.VIEW.segmented(label_visibility="collapsed") == "hand":
            by_hand.show()
        else:
            curves.show()
            outlier.show()
            saturation.show()
            examples.show()
    settings.SETTINGS.publish()
    foot.show(LOSSES, settings.SETTINGS, SUBJECTS)
    explore.lesson(settings.PAGE, settings.SETTINGS, TRIES)


main()
