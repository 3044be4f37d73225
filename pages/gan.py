"""A generative adversarial network: the game in the plane, what it draws, how it learns to."""

import streamlit as st

from ui.course import foot
from ui.frame import explore, shell
from ui.frame.catalogue import GAN
from ui.frame.i18n import N_
from ui.frame.settings import Settings
from ui.frame.views import View, Views
from ui.gan import generate, plane, settings, train
from ui.gan.exercises import SUBJECTS

VIEWS = Views(
    train.VIEW,
    N_("View"),
    N_("Watch the game on points, draw with a trained generator, or train one."),
    {
        "plane": View(N_("In the plane"), plane),
        "generate": View(N_("Generate"), generate),
        "train": View(N_("Train"), train),
    },
)
SETTINGS = Settings(
    "gan", foot.EXERCISE, *VIEWS.settings, dependent=settings.dependent, opened=VIEWS.opened
)


def main() -> None:
    shell.page(GAN)
    SETTINGS.seed()
    desk()
    foot.show(GAN, SETTINGS, SUBJECTS)
    explore.lesson("gan")


@SETTINGS.fragment
def desk() -> None:
    """One way to look at it; a fragment, so that nothing else is run again."""
    with st.container(key="gan_desk"):
        view = VIEWS.choose()
        if view.part is train:
            settings.SETS.settle(SETTINGS, settings.OF_OTHERS)
        view.show()


main()
