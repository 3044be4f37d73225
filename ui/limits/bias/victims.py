"""The look *Same accuracy, other victims*: two networks that one number cannot tell apart."""

from __future__ import annotations

import html

import numpy as np
import streamlit as st

from dlcore.figures.limits.bias import VictimBars, victim_bars
from dlcore.limits.bias import metrics
from dlcore.limits.bias.config import BiasNetwork, BiasResult
from ui.frame.i18n import gettext as _
from ui.limits.bias import words
from ui.limits.bias.hit import bar
from ui.shared import chart
from ui.shared.numbers import percent


def show(found: BiasResult) -> None:
    """Both networks on all test images and on each other's victims, and whether they are equal."""
    first, second = found.network("thinned"), found.network("opposite")
    if first is None or second is None:
        st.info(_("One of the two networks was not trained, or not yet."), icon=":material/info:")
        return
    names = (words.victim_label(found), words.rival_label(found))
    drawn = [
        VictimBars(_("few of: {victim}").format(victim=name), _bars(found, network))
        for name, network in zip(names, (first, second), strict=True)
    ]
    place = st.container()
    chart.show(
        victim_bars(*drawn, recall=_("right")),
        key="bias_victims",
        alt=html.unescape(  # what is said is no HTML
            "; ".join(
                f"{network.name}: "
                + ", ".join(f"{one.name} {percent(one.value)}" for one in network.bars)
                for network in drawn
            ).replace("<br>", "")
        ),
        save="victims",
    )
    place.markdown(_verdict(found, first, second))


def _bars(found: BiasResult, network: BiasNetwork) -> list:
    everyone = np.ones(len(found.labels), bool)
    return [
        bar(name, metrics.right_of(found, network, which))
        for name, which in (
            (_("all test images"), everyone),
            (words.victim_label(found, "<br>"), found.rare),
            # Another name even where both are cut to the same: two that are alike would be one.
            (words.rival_label(found, "<br>") + "\N{ZERO WIDTH SPACE}", found.rival),
        )
    ]


def _verdict(found: BiasResult, first: BiasNetwork, second: BiasNetwork) -> str:
    a, b = metrics.accuracy(found, first), metrics.accuracy(found, second)
    values = {"first": words.with_interval(a), "second": words.with_interval(b)}
    if not _equally_good(found, first, second):
        said = _(
            "Accuracy {first} against {second}: with these settings the two are not equally good, "
            "beyond what chance explains."
        )
    elif _opposite(found, first, second):
        said = _(
            "**Accuracy {first} against {second}: by that number nobody can tell the two apart.** "
            "Each of them fails those whom the other one serves."
        )
    else:
        said = _(
            "Accuracy {first} against {second}: the same as far as this test can say, and their "
            "victims do not clearly differ either."
        )
    return said.format(**values)


def _equally_good(found: BiasResult, first: BiasNetwork, second: BiasNetwork) -> bool:
    """Whether neither reads more of all test images than the other, beyond chance."""
    everyone = np.ones(len(found.labels), bool)
    pairs = ((first, second), (second, first))
    return not any(metrics.reads_more(found, *pair, everyone) for pair in pairs)


def _opposite(found: BiasResult, first: BiasNetwork, second: BiasNetwork) -> bool:
    """Whether each is worse than the other, beyond chance, at what it lacks."""
    return metrics.reads_more(found, second, first, found.rare) and metrics.reads_more(
        found, first, second, found.rival
    )
