"""The look *Who is hit*: recall of each group, the thinned one marked, and some of its images."""

from __future__ import annotations

import streamlit as st

from dlcore.figures.limits.bias import RecallBar, RecallWords, recall_bars
from dlcore.limits.bias import metrics
from dlcore.limits.bias.config import BiasNetwork, BiasResult
from dlcore.limits.bias.groups import KINDS
from dlcore.limits.bias.metrics import RightShare
from ui.frame.i18n import gettext as _
from ui.limits.bias import trained, words
from ui.limits.bias.controls import AS_THINNED, GROUPING, NETWORK
from ui.shared import chart
from ui.shared.numbers import percent
from ui.shared.pixels import enlarged

_TILE = 56  # px


def show(found: BiasResult) -> None:
    """The two choices, a bar for each group, and what is said of the first few images."""
    first, second = st.columns(2)
    with first:
        network = trained.choose(found, NETWORK)
    with second:
        grouping = GROUPING.segmented()
    if network is None:
        return
    if grouping == AS_THINNED:
        grouping = KINDS[found.config.kind].grouping
    shares = metrics.recalls(found, network, grouping)
    names = words.groups(found, grouping)
    part = words.thinned_part(found.config, network.name, grouping)
    bars = [
        bar(name, share, victim=i == part)
        for i, (name, share) in enumerate(zip(names, shares, strict=True))
    ]
    chart.show(
        recall_bars(
            bars,
            words=RecallWords(_(words.AXES[grouping]), _("recall"), _("thinned")),
        ),
        key="bias_recalls",
        alt=_said(names, shares),
        save="recall",
    )
    st.caption(_worst(names, shares))
    _examples(found, network)


def bar(name: str, share: RightShare, *, victim: bool = False) -> RecallBar:
    """A share as a bar with its interval."""
    return RecallBar(name, share.value, *share.interval, victim)


def _said(names: tuple[str, ...], shares: tuple[RightShare, ...]) -> str:
    parts = [f"{name} {percent(share.value)}" for name, share in zip(names, shares, strict=True)]
    return _("Recall of each group: {groups}.").format(groups="; ".join(parts))


def _worst(names: tuple[str, ...], shares: tuple[RightShare, ...]) -> str:
    last = metrics.worst(shares)
    return _(
        "Worst group: {name}, with {recall} of {count:,} images. Thin lines: 95 % intervals "
        "(Wilson)."
    ).format(
        name=names[last],
        recall=percent(shares[last].value),
        count=shares[last].of,
    )


def _examples(found: BiasResult, network: BiasNetwork) -> None:
    if not len(found.places):
        return
    st.markdown(
        _("The first of them in the test ({victim}), and what the network says:").format(
            victim=words.victim(found.config)
        )
    )
    row = st.container(horizontal=True, gap="small", key="bias_examples")
    for image, place in zip(found.examples, found.places, strict=True):
        truth, guess = int(found.labels[place]), int(network.guesses[place])
        said = f":green[✓ {guess}]" if guess == truth else f":red[✗ **{guess}**]"
        with row.container(width=_TILE, gap="small"):
            st.image(
                enlarged(image, 2),
                width=_TILE,
                alt=_("A {truth}, read as {guess}").format(truth=truth, guess=guess),
            )
            st.caption(said)
