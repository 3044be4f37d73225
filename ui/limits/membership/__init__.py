"""The view *Learnt by heart*: what a network gives away of the images that it has learnt."""

from __future__ import annotations

import streamlit as st

from dlcore.limits.membership import MembershipConfig, MembershipResult
from dlcore.limits.membership.script import script
from ui.frame import explore
from ui.frame.engine import current_run
from ui.frame.explore import Preset
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.frame.jobs import MEMBERSHIP
from ui.frame.setting import Setting
from ui.frame.settings import values_of
from ui.limits import experiment, subject
from ui.limits.membership import attack, cures, game, inputs, said

SETTINGS: tuple[Setting, ...] = (*inputs.EXPERIMENT, *attack.SETTINGS)
OF_OTHERS = {inputs.LABEL_NOISE.key: 0}
"""What is usual where the set is not MNIST: is a drawing that was learnt as it is in it?"""

PRESETS = {
    "labels": Preset(
        N_("A fifth of the labels random"),
        N_(
            "This one ships. It says over 99 % of its labels, the random ones too, and 63 % of "
            "those of images it never saw: the rest is learnt by heart. Every cure gives less "
            "away, and all but clipping and noise read many more new digits right."
        ),
        values_of(inputs.USUAL, inputs.EXPERIMENT),
    ),
    "clean": Preset(
        N_("All labels true"),
        N_(
            "Press Start: what can be understood need not be learnt by heart. The AUC is about "
            "0.54, close to luck, and 94 % of new digits are read right. Clipping and noise cost "
            "seven points of that all the same."
        ),
        values_of(MembershipConfig(label_noise=0.0), inputs.EXPERIMENT),
    ),
    "few": Preset(
        N_("A hundred images"),
        N_(
            "Press Start: all labels are true, but of so few images much is kept in mind, an AUC "
            "of about 0.68 where luck alone gives up to 0.58. Only clipping and noise lower it "
            "clearly, and cost ten points of accuracy."
        ),
        values_of(MembershipConfig(images=100, label_noise=0.0), inputs.EXPERIMENT),
    ),
    "random": Preset(
        N_("Nothing but random labels"),
        N_(
            "Press Start: there is nothing to understand, and yet it says all 300 labels in the "
            "end, an AUC of about 0.98. Of new digits it reads 12 % right, a guess. Dropout "
            "hardly helps here; early stopping goes back to its first epoch."
        ),
        values_of(MembershipConfig(images=300, epochs=60, label_noise=1.0), inputs.EXPERIMENT),
    ),
}


def show() -> None:
    """What to set, what is found, the code."""
    if subject.DATA_SET.is_mnist:  # what they say is of MNIST
        explore.presets("membership", PRESETS)
    run, config = current_run(MEMBERSHIP), None
    controls, found = st.columns([3, 8], gap="large")
    with controls:
        asked = subject.choose()
        if asked:
            inputs.show(asked)
            config = inputs.config(asked)
        experiment.buttons(MEMBERSHIP, run, config, asked)
    with found:
        experiment.show(MEMBERSHIP, run, _draw, asked)
    if config:
        explore.code(script(config))


def _draw(found: MembershipResult) -> None:
    if found.source == "sample":
        st.caption(
            _(
                "All images are from the small sample of MNIST; new digits are its 1,000 test "
                "images."
            )
        )
    attack.show(found)
    st.header(_("What helps, and what it costs"), anchor=False)
    with st.container(key="membership_cures_place"):
        cures.show(found)
    st.header(_("Was this image in it?"), anchor=False)
    with st.container(key="membership_game_place"):
        game.show(found)
    with st.container(key="membership_said"):
        st.markdown(f"**{said.sentence(found)}**")
