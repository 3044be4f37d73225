"""A generative adversarial network: what it draws, and how it learns to."""

import streamlit as st

from ui.frame import explore, shell
from ui.frame import settings as url
from ui.frame.catalogue import GAN
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.gan import generate, train
from ui.gan import plane as gan_plane

VIEWS = {
    "generate": (N_("Generate"), generate),
    "train": (N_("Train"), train),
    "plane": (N_("In the plane"), gan_plane),
}
PARAMETERS = {train.VIEW: url.choice(*VIEWS)}
DEFAULTS = {train.VIEW: "generate"}
for _title, part in VIEWS.values():
    PARAMETERS |= part.PARAMETERS
    DEFAULTS |= part.DEFAULTS


def main() -> None:
    shell.page(GAN)
    url.seed("gan", PARAMETERS, lambda asked: DEFAULTS)
    desk()
    explore.lesson("gan")


@st.fragment
def desk() -> None:
    """One way to look at it; a fragment, so that nothing else is run again."""
    url.restore("gan", DEFAULTS)
    with st.container(key="gan_desk"):
        _desk()
    url.publish("gan", PARAMETERS, DEFAULTS)


def _desk() -> None:
    view = st.segmented_control(
        _("View"),
        list(VIEWS),
        format_func=lambda name: _(VIEWS[name][0]),
        key=train.VIEW,
        required=True,
        label_visibility="collapsed",
        help=_("Draw with a trained generator, train one, or watch the game on points."),
    )
    VIEWS[view][1].show()


main()
