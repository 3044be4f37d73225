"""The look *Who is hit*: recall of each group, the thinned one marked, and some of its images."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dlcore.figures.classes import short
from dlcore.figures.limits.bias import RecallBar, RecallWords, recall_bars, recall_rows
from dlcore.limits.bias import metrics
from dlcore.limits.bias.config import BiasNetwork, BiasResult
from dlcore.limits.bias.groups import KINDS
from dlcore.limits.bias.metrics import RightShare
from ui.frame.i18n import gettext as _
from ui.frame.i18n import plain
from ui.limits.bias import trained, words
from ui.limits.bias.controls import AS_THINNED, GROUPING, NETWORK
from ui.shared import chart
from ui.shared.answer import MOST
from ui.shared.numbers import percent
from ui.shared.pixels import enlarged

_TILE = 56  # px


def show(found: BiasResult) -> None:
    """The two choices, a bar for each group, and what is said of the first few images."""
    first, second = st.columns(2)
    with first:
        network = trained.choose(found, NETWORK)
    with second:
        grouping = _grouping(found)
    if network is None:
        return
    if grouping == AS_THINNED:
        grouping = KINDS[found.config.kind].grouping
    shares = metrics.recalls(found, network, grouping)
    names = words.groups(found, grouping)
    part = words.thinned_part(found.config, network.name, grouping)
    shown = _shown(shares, part)
    labels = words.labels(names)
    bars = [bar(labels[i], shares[i], victim=i == part) for i in shown]
    of_any_length = grouping == "hand" or (grouping == "digit" and bool(found.config.set))
    chart.show(
        (recall_rows if of_any_length else recall_bars)(
            bars,
            words=RecallWords(_(words.AXES[grouping]), _("recall"), _("thinned")),
        ),
        key="bias_recalls",
        alt=_said([names[i] for i in shown], [shares[i] for i in shown]),
        save="recall",
    )
    if len(shown) < len(shares):
        said = _("Of {all} groups, the {shown} that are read worst.")
        if part is not None:
            said = _("Of {all} groups, these {shown}: what is thinned, and what is read worst.")
        st.caption(said.format(all=len(shares), shown=len(shown)))
    st.caption(_worst(list(map(plain, names)) if grouping == "digit" else names, shares))
    _examples(found, network)


def _grouping(found: BiasResult) -> str:
    """The choice, of the groupings that this data set knows."""
    options = [AS_THINNED, *words.groupings(found)]
    if GROUPING.value not in options:
        GROUPING.set(AS_THINNED)
    return GROUPING.segmented(options=options)


def _shown(shares: tuple[RightShare, ...], part: int | None) -> list[int]:
    """The groups that there is room for, in their order: what is thinned, and those read worst."""
    if len(shares) <= MOST:
        return list(range(len(shares)))
    worst = sorted(range(len(shares)), key=lambda i: (i != part, not shares[i].of, shares[i].value))
    return sorted(worst[:MOST])


def bar(name: str, share: RightShare, *, victim: bool = False) -> RecallBar:
    """A share as a bar with its interval."""
    return RecallBar(name, share.value, *share.interval, victim)


def _said(names: Sequence[str], shares: Sequence[RightShare]) -> str:
    parts = [f"{name} {percent(share.value)}" for name, share in zip(names, shares, strict=True)]
    return _("Recall of each group: {groups}.").format(groups="; ".join(parts))


def _worst(names: Sequence[str], shares: tuple[RightShare, ...]) -> str:
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
            victim=words.victim(found)
        )
    )
    row = st.container(horizontal=True, gap="small", key="bias_examples")
    for image, place in zip(found.examples, found.places, strict=True):
        truth, guess = (found.names[which[place]] for which in (found.labels, network.guesses))
        name = plain(short(guess))
        said = f":green[✓] {name}" if guess == truth else f":red[✗] **{name}**"
        with row.container(width=_TILE, gap="small"):
            st.image(
                enlarged(image, 2),
                width=_TILE,
                alt=_("A {truth}, read as {guess}").format(truth=truth, guess=guess),
            )
            st.caption(said)
