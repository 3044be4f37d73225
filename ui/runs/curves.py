"""The curves of runs over one another, smoothed as far as a slider says."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dlcore.figures.runs import LOOKS, CurvesWords, RunLine, run_curves
from dlcore.runs import compare
from ui.frame.i18n import N_, plain
from ui.frame.i18n import gettext as _
from ui.frame.setting import Choice, Name, Number, Switch
from ui.runs import differing, sets, words
from ui.runs.kept import KeptRun
from ui.shared import chart

AXIS = Choice(
    "runs_axis",
    "step",
    N_("Over"),
    N_("By steps one sees who needs fewer updates, by time who is through first."),
    {"step": N_("steps"), "epoch": N_("epochs"), "seconds": N_("time")},
)
QUANTITY = Name("runs_quantity", "loss", N_("Quantity"), N_("What all of them have measured."))
SMOOTHING = Number(
    "runs_smoothing",
    0.6,
    N_("Smoothing"),
    N_(
        "The share that the past keeps at each point, in an exponential moving average as "
        "TensorBoard draws it; 0 shows what was measured. That lies faintly behind."
    ),
    0.0,
    0.99,
    step=0.01,
)
LOGARITHMIC = Switch(
    "runs_log",
    False,
    N_("Logarithmic"),
    N_("From 0.1 to 0.01 is then as far as from 1 to 0.1: late progress can be seen."),
)
SETTINGS = (AXIS, QUANTITY, SMOOTHING, LOGARITHMIC)
_AXES = {"step": N_("step"), "epoch": N_("epoch"), "seconds": N_("seconds")}


def show(runs: Sequence[KeptRun], _all: Sequence[KeptRun]) -> None:
    """The controls, the curves, and what the settings of the runs do not have in common."""
    shared = compare.shared_series([run.series for run in runs])
    if not shared:
        _nothing(runs)
        differing.show(runs)
        return
    _say_kinds(runs)
    sets.say_apart([run.record for run in runs])
    if QUANTITY.value not in shared:
        QUANTITY.set(shared[0])
    controls, picture = st.columns([4, 9], gap="large")
    with controls:
        quantity = QUANTITY.selectbox(shared, format_func=words.series_name)
        axis = AXIS.segmented()
        SMOOTHING.slider()
        LOGARITHMIC.toggle()
    with picture:
        _picture(runs, quantity, axis)
    differing.show(runs)


def _picture(runs: Sequence[KeptRun], quantity: str, axis: str) -> None:
    lines = []
    for run, look in zip(runs, LOOKS, strict=False):
        points = compare.along(run.series, quantity, axis)
        if points is None:
            _say_untold(run, axis)
            continue
        x, y = points.T
        smooth = compare.smoothed(y, SMOOTHING.value) if SMOOTHING.value else None
        lines.append(RunLine(run.name, look, x, y, smooth))
    chart.show(
        run_curves(
            lines,
            words=CurvesWords(_(_AXES[axis]), words.series_name(quantity)),
            percent=words.is_share(quantity),
            logarithmic=LOGARITHMIC.value,
        ),
        key="runs_curves",
        alt=_said(lines, quantity),
    )


def _said(lines: Sequence[RunLine], quantity: str) -> str:
    """The curves in one sentence, for those who cannot see them."""
    ends = [f"{line.label} {line.y[-1]:.4g}" for line in lines]
    return _("{quantity} at the end: {ends}.").format(
        quantity=words.series_name(quantity), ends="; ".join(ends)
    )


def _nothing(runs: Sequence[KeptRun]) -> None:
    if any(len(run.series) for run in runs) and len(runs) > 1:
        said = _(
            "These runs have no curve in common: they are of different kinds, or one has "
            "measured nothing yet."
        )
    else:
        said = _("Nothing was measured yet.")
    st.info(said, icon=":material/info:")


def _say_kinds(runs: Sequence[KeptRun]) -> None:
    if len({run.record.kind for run in runs}) > 1:
        st.caption(
            _("These runs are of different kinds, so only what they have in common is compared.")
        )


def _say_untold(run: KeptRun, axis: str) -> None:
    st.caption(
        _("{name} did not note its {axis}, and is left out here.").format(
            name=plain(run.name), axis=AXIS.name(axis)
        )
    )
