"""Accuracy against what it costs: parameters, or seconds of training."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dlcore.figures.runs import LOOKS, CurvesWords, RunDot, run_dots
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.frame.setting import Choice
from ui.runs import sets
from ui.runs.kept import KeptRun
from ui.shared import chart

AGAINST = Choice(
    "runs_against",
    "parameters",
    N_("Against"),
    N_("Up and to the left is better: more right for less."),
    {"parameters": N_("parameters"), "seconds": N_("seconds of training")},
)
SETTINGS = (AGAINST,)


def show(runs: Sequence[KeptRun], all_runs: Sequence[KeptRun]) -> None:
    """All runs of the table whose accuracy is known, on the sets of those that are compared; these
    in their own marks."""
    against = AGAINST.segmented()
    sets.say_apart([run.record for run in runs])
    learnt = {sets.fingerprint(run.record) for run in runs}
    alike = [run for run in all_runs if sets.fingerprint(run.record) in learnt]
    looks = dict(zip((run.record.id for run in runs), LOOKS, strict=False))
    dots = [
        RunDot(run.name, cost, accuracy, looks.get(run.record.id))
        for run in alike
        if (cost := run.figure(against)) and (accuracy := run.figure("accuracy")) is not None
    ]
    if not dots:
        st.info(_("No accuracy was measured yet."), icon=":material/info:")
        return
    if len(alike) < len(all_runs):
        st.caption(_("Runs on other data sets than these are left out."))
    chart.show(
        run_dots(
            dots,
            words=CurvesWords(AGAINST.name(against), _("Accuracy")),
            others=_("other runs"),
        ),
        key="runs_costs",
        alt=_("Accuracy against {cost} of {count} runs. The best: {name}, {accuracy:.2%}.").format(
            cost=AGAINST.name(against),
            count=len(dots),
            name=max(dots, key=lambda dot: dot.y).label,
            accuracy=max(dot.y for dot in dots),
        ),
    )
