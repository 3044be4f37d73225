"""The look *What repairs it*: the victim's recall with each cure, and what the cure costs."""

from __future__ import annotations

import streamlit as st

from dlcore.figures.limits.bias import CureBar, CureWords, cure_bars
from dlcore.limits.bias import metrics
from dlcore.limits.bias.config import BiasNetwork, BiasResult
from dlcore.limits.bias.networks import CURES
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.limits.bias import words
from ui.limits.bias.hit import bar
from ui.shared import chart
from ui.shared.numbers import percent

PRICES = {
    "weights": N_(
        "**{name}:** no new image; an epoch has {more:,} more to go through, the same few again "
        "and again."
    ),
    "data": N_("**{name}:** {found:,} images that somebody has to find, write and label."),
    "augmentation": N_(
        "**{name}:** {made:,} images that a program makes, by someone who knows what is missing."
    ),
}


def show(found: BiasResult) -> None:
    """A bar for each network, and each cure's price in a line."""
    shown = [one for name in ("full", "thinned", *CURES) if (one := found.network(name))]
    bars = [_bar(found, one) for one in shown]
    chart.show(
        cure_bars(
            bars,
            words=CureWords(
                _("recall: {victim}").format(victim=words.victim_label(found)),
                _("accuracy: all others"),
            ),
        ),
        key="bias_cures",
        alt=_said(bars),
        save="cures",
    )
    thinned = found.network("thinned")
    if thinned:
        lines = [_price(thinned, one) for one in shown if one.name in CURES]
        st.markdown("\n".join(f"- {line}" for line in lines))


def _bar(found: BiasResult, network: BiasNetwork) -> CureBar:
    share = metrics.right_of(found, network, found.rare)
    others = metrics.right_of(found, network, ~found.rare)
    return CureBar(words.network(network.name), bar("", share), others.value)


def _said(bars: list[CureBar]) -> str:
    return _("Recall of the thinned, and accuracy of all others: {networks}.").format(
        networks="; ".join(
            f"{one.name} {percent(one.rare.value)}, {percent(one.others)}" for one in bars
        )
    )


def _price(thinned: BiasNetwork, cure: BiasNetwork) -> str:
    return _(PRICES[cure.name]).format(
        name=words.network(cure.name),
        more=cure.shown - thinned.shown,
        found=cure.rare - thinned.rare,
        made=cure.images - thinned.images,
    )
