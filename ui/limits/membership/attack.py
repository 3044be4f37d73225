"""The attack on one of the networks: its losses, a threshold to move, and how it was trained."""

from __future__ import annotations

import math

import streamlit as st

from dlcore.figures.limits import membership as drawing
from dlcore.figures.lines import Line
from dlcore.figures.training import LearningWords, Milestone, learning_curve
from dlcore.limits.membership import MembershipResult
from dlcore.limits.membership.attack import LossAttack
from dlcore.limits.membership.config import PLAIN, MembershipNetwork
from dlcore.limits.membership.cures import WAYS
from ui.frame import shell
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.frame.setting import Choice, Setting
from ui.limits.membership.inputs import TITLES
from ui.limits.membership.said import auc_text
from ui.shared import chart

_STEPS = (1, 1.5, 2, 3, 5, 7)
_THRESHOLDS = [round(s * 10.0**k, 6) for k in range(-4, 1) for s in _STEPS] + [10.0]


def number(value: float) -> str:
    """A loss, without an exponent."""
    return f"{value:.5f}".rstrip("0").rstrip(".")


NETWORK = Choice(
    "membership_network",
    PLAIN,
    N_("Network"),
    N_("Whose losses are attacked."),
    TITLES,
)
THRESHOLD = Choice(
    "membership_threshold",
    0.15,
    N_("Threshold of the attack"),
    N_("Where the loss of an image is smaller, the attack says: this one was learnt."),
    {value: number(value) for value in _THRESHOLDS},
)
SETTINGS: tuple[Setting, ...] = (NETWORK, THRESHOLD)


@st.fragment
def show(found: MembershipResult) -> None:
    """The losses of both sides, the curve of the attack, and the curve of the training."""
    name = NETWORK.segmented()
    network = next((one for one in found.networks if one.name == name), None)
    with st.container(key="membership_attack"):
        if network is None:
            st.info(_missing(found, name), icon=":material/hourglass_empty:")
        elif network.measured:
            _losses(network)
    # Always there: a slider that is gone for a while is forgotten, and comes back at its end.
    THRESHOLD.select_slider()
    if network is None:
        return
    if network.measured:
        st.markdown(_caught(network))
    left, right = st.columns(2)
    with left, st.container(key="membership_curves_place"):
        _curves(network, found.config.epochs)
    with right, st.container(key="membership_roc_place"):
        if network.measured:
            _roc(network.attack)
        else:
            st.caption(_("The attack begins once this network is trained."))


def _missing(found: MembershipResult, name: str) -> str:
    if found.config.epochs == 0:
        return _("With zero epochs there is nothing to cure, and this network was not made.")
    if name != PLAIN and name not in found.config.cures:
        return _("This cure was not chosen.")
    return _("This network is not trained yet, or its training was ended before.")


def _caught(network: MembershipNetwork) -> str:
    """Whom the threshold accuses, as Markdown."""
    attack = network.attack
    caught, wronged = attack.rates(THRESHOLD.value)
    return _(
        "Loss below **{threshold}**, so the attack says “learnt”: right for **{caught:.0%}** of "
        "those that were, wrong for **{wronged:.0%}** of those that never were. It does best at "
        "{best}."
    ).format(
        threshold=number(THRESHOLD.value),
        caught=caught,
        wronged=wronged,
        best=f"{attack.best:.2g}" if math.isfinite(attack.best) else "–",
    )


def _losses(network: MembershipNetwork) -> None:
    chart.show(
        drawing.losses(
            network.inside,
            network.outside,
            THRESHOLD.value,
            words=drawing.LossSidesWords(
                inside=_("{count:,} learnt").format(count=len(network.inside)),
                outside=_("{count:,} never seen").format(count=len(network.outside)),
                loss=_("loss of an image"),
                said=_("← “learnt”"),
                hover=_("{count} images"),
            ),
            text_colour=shell.text_colour(),
        ),
        key="membership_losses",
        alt=_caught(network).replace("**", ""),
        save="losses",
    )


def _roc(attack: LossAttack) -> None:
    st.markdown(
        _("**Every threshold at once**: AUC {auc}, a coin has 0.50").format(
            auc=auc_text(attack.auc)
        )
    )
    caught, wronged = attack.rates(THRESHOLD.value)
    chart.show(
        drawing.roc(
            attack.false_positives,
            attack.true_positives,
            (wronged, caught),
            words=drawing.RocWords(
                false_positives=_("wrongly taken for learnt"),
                true_positives=_("rightly"),
                coin=_("a coin"),
            ),
            text_colour=shell.text_colour(),
            height=270,
        ),
        key="membership_roc",
        alt=_(
            "ROC curve of the attack: AUC {auc}. At this threshold {caught:.0%} rightly and "
            "{wronged:.0%} wrongly."
        ).format(auc=auc_text(attack.auc), caught=caught, wronged=wronged),
        save="roc",
    )


def _curves(network: MembershipNetwork, epochs: int) -> None:
    if not len(network.validation):
        st.caption(_("There was no training, so there is no curve."))
        return
    st.markdown(_("**Overfitting**: {how}").format(how=_(WAYS[network.name].how)))
    done = float(network.validation[-1, 0])
    stopped = network.measured and network.name == "early" and network.epochs < done
    chart.show(
        learning_curve(
            Line(*network.training.T),
            Line(*network.validation.T),
            epochs=done if network.measured else epochs,
            words=LearningWords(
                title="",
                training=_("learnt"),
                validation=_("validation"),
                epoch=_("Epoch"),
            ),
            milestones=[Milestone(network.epochs, _("kept"))] if stopped else (),
            height=270,
        ),
        key="membership_curves",
        alt=_(
            "Loss over {epochs:.0f} epochs: of the images that are learnt {training:.2f} at the "
            "end, of others {validation:.2f}, {lowest:.2f} at their lowest."
        ).format(
            epochs=done,
            training=network.training[-1, 1],
            validation=network.validation[-1, 1],
            lowest=network.validation[:, 1].min(),
        ),
        save="overfitting",
    )
    if network.name == "l2":
        st.caption(_("The loss of training includes the penalty here."))
