"""The look *Simpson's paradox*: better in each group, worse in all, by who is asked what."""

from __future__ import annotations

import math

import streamlit as st

from dlcore.figures.limits.bias import MixLine, mix_lines
from dlcore.limits.bias import metrics
from dlcore.limits.bias.config import BiasNetwork, BiasResult
from dlcore.limits.bias.paradox import GroupAccuracies
from ui.frame.i18n import gettext as _
from ui.limits.bias import trained, words
from ui.limits.bias.controls import FIRST, FIRST_SHARE, SECOND, SECOND_SHARE
from ui.shared import chart


def show(found: BiasResult) -> None:
    """Two networks, a share for each, their lines, the arithmetic, and whether the order turns."""
    left, right = st.columns(2)
    with left:
        first = trained.choose(found, FIRST)
        first_share = FIRST_SHARE.slider() / 100
    with right:
        second = trained.choose(found, SECOND)
        second_share = SECOND_SHARE.slider() / 100
    if first is None or second is None:
        return
    a, b = _groups(found, first), _groups(found, second)
    if math.isnan(a.rare):
        st.info(
            _("The test has no image of {victim}: there is nothing to mix.").format(
                victim=words.victim(found)
            ),
            icon=":material/info:",
        )
        return
    lines = (
        MixLine(_name("A", first), a.others, a.rare, first_share),
        MixLine(_name("B", second), b.others, b.rare, second_share),
    )
    st.markdown(_verdict(a, b, first_share, second_share))
    chart.show(
        mix_lines(
            *lines,
            share=_("share of rare cases ({victim})").format(victim=words.victim_label(found)),
            accuracy=_("right overall"),
        ),
        key="bias_mix",
        alt="; ".join(map(_arithmetic, lines)),
        save="simpson",
    )
    st.markdown("\n".join(f"- {_arithmetic(line)}" for line in lines))
    st.caption(_("Share of others × accuracy there + share of rare cases × accuracy there."))


def _groups(found: BiasResult, network: BiasNetwork) -> GroupAccuracies:
    return GroupAccuracies(
        metrics.right_of(found, network, ~found.rare).value,
        metrics.right_of(found, network, found.rare).value,
    )


def _name(letter: str, network: BiasNetwork) -> str:
    return f"{letter}: {words.network(network.name)}"


def _arithmetic(line: MixLine) -> str:
    return (
        f"{line.name}: {1 - line.share:.0%} × {line.others:.1%} + "
        f"{line.share:.0%} × {line.rare:.1%} = **{line.overall:.1%}**"
    )


def _verdict(
    a: GroupAccuracies, b: GroupAccuracies, first_share: float, second_share: float
) -> str:
    """Whether the order turns here, at which share it would, or why it cannot."""
    if a.dominates(b):
        return _of_better("A", a, first_share, "B", b.overall(second_share))
    if b.dominates(a):
        return _of_better("B", b, second_share, "A", a.overall(first_share))
    return _(
        "Neither is better in both groups: who is better depends on what is asked, and there is no "
        "paradox in it. Choose two networks of which one is better in both."
    )


def _of_better(
    better: str, accuracies: GroupAccuracies, share: float, worse: str, level: float
) -> str:
    turn = accuracies.share_at(level)
    values = {
        "better": better,
        "worse": worse,
        "overall": f"{accuracies.overall(share):.1%}",
        "level": f"{level:.1%}",
        "turn": "–" if turn is None else f"{turn:.0%}",
    }
    if accuracies.overall(share) < level:
        said = _(
            "**{better} is better in both groups, and yet worse overall: {overall} against "
            "{level}.** It is asked more of what is hard for it. At a share of {turn} rare cases "
            "for {better} the order turns."
        )
    elif turn is None:
        said = _(
            "{better} is better in both groups, and overall too: {overall} against {level}. Here "
            "the order cannot turn: whatever {better} is asked, it stays above that."
        )
    elif accuracies.rare < accuracies.others:
        said = _(
            "{better} is better in both groups, and here overall too: {overall} against {level}. "
            "Move its share of rare cases: beyond {turn}, {worse} looks better."
        )
    else:
        said = _(
            "{better} is better in both groups, and here overall too: {overall} against {level}. "
            "Move its share of rare cases: below {turn}, {worse} looks better."
        )
    return said.format(**values)
