"""What a sweep has found so far: a sentence, a table of cells, lines, and all of it in words."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from dlcore.engine import Run
from dlcore.figures.layout import Spec
from dlcore.figures.sweep import SweepMark, SweepScale, sweep_cells, sweep_dots, sweep_lines
from dlcore.sweep import SweepAxis, SweepConfig, SweepTrial
from ui.frame import shell
from ui.frame.i18n import gap
from ui.frame.i18n import gettext as _
from ui.runs.sweep.trials import STATES, axis_name, best_of, said, trials_of, value_name
from ui.shared import chart

_ROW = 35  # px of a table, and of its head
_MOST_ROWS = 9


def show(run: Run) -> None:
    """The charts of a sweep, for as long as it goes and after."""
    config: SweepConfig = run.config
    trials = trials_of(run)
    best = best_of(trials)
    if not trials:
        return
    st.markdown(_best_in_words(config, best) if best else _("The first training is under way."))
    first, second = (_scale(axis, config) for axis in config.axes)
    marks = [_mark(trial, config) for trial in trials]
    text = shell.text_colour()
    if config.method == "grid":
        _chart(sweep_cells(first, second, marks, text_colour=text), "cells", config, trials)
    else:
        st.caption(_("Each point is a training; the greener, the more accurate. ×: it diverged."))
        told = [
            mark
            for mark, trial in zip(marks, trials, strict=True)
            if mark.accuracy is not None or trial.state == "failed"
        ]
        _chart(sweep_dots(first, second, told), "dots", config, trials)
    if any(mark.accuracy is not None for mark in marks):
        st.caption(_("A line for each training, through its two values to its accuracy."))
        lines = sweep_lines(first, second, marks, accuracy=_("Accuracy"), text_colour=text)
        _chart(lines, "lines", config, trials)
    _table(config, trials)


def _chart(figure: Spec, name: str, config: SweepConfig, trials: Sequence[SweepTrial]) -> None:
    chart.show(figure, key=f"sweep_{name}", alt=_in_words(config, trials))


def _scale(axis: SweepAxis, config: SweepConfig) -> SweepScale:
    place = _place(axis)
    values = sorted(axis.values, key=place)
    return SweepScale(
        axis_name(axis, config.base),
        tuple(value_name(axis, value, config.base) for value in values),
        tuple(map(place, values)),
    )


def _place(axis: SweepAxis) -> Callable[[Any], float]:
    """Where a value stands at its axis: as a number where there are others in between."""
    if not axis.is_continuous:
        return lambda value: float(axis.values.index(value))
    return math.log10 if axis.is_logarithmic else float


def _mark(trial: SweepTrial, config: SweepConfig) -> SweepMark:
    first, second = (
        _place(axis)(value) for axis, value in zip(config.axes, trial.values, strict=True)
    )
    told = said(trial)
    if config.method == "search":
        told = f"{_values_in_words(trial, config)}: {told}"
    return SweepMark((first, second), trial.val_accuracy, told)


def _values_in_words(trial: SweepTrial, config: SweepConfig) -> str:
    return " · ".join(
        f"{axis_name(axis, config.base)} {value_name(axis, value, config.base)}"
        for axis, value in zip(config.axes, trial.values, strict=True)
    )


def _best_in_words(config: SweepConfig, best: SweepTrial) -> str:
    return _("Best so far: **{values}**, {accuracy:.2%} of the validation images right.").format(
        values=_values_in_words(best, config), accuracy=best.val_accuracy or 0.0
    )


def _in_words(config: SweepConfig, trials: Sequence[SweepTrial]) -> str:
    """The same, for those who cannot see it; each training also stands in the table."""
    over = sum(trial.state != "running" for trial in trials)
    told = _("{over} of {count} trainings are over.").format(over=over, count=config.count)
    best = best_of(trials)
    return f"{told}{gap()}{_best_in_words(config, best).replace('**', '')}" if best else told


def _table(config: SweepConfig, trials: Sequence[SweepTrial]) -> None:
    """A row for each training, the best first."""
    rows = sorted(trials, key=lambda trial: trial.rank, reverse=True)
    columns: dict[str, list[Any]] = {
        str(number): [value_name(axis, trial.values[number], config.base) for trial in rows]
        for number, axis in enumerate(config.axes)
    }
    names: dict[str, Any] = {
        str(number): axis_name(axis, config.base) for number, axis in enumerate(config.axes)
    }
    st.dataframe(
        columns
        | {
            "accuracy": [_percent(trial.val_accuracy) for trial in rows],
            "loss": [trial.val_loss for trial in rows],
            "state": [_(STATES[trial.state]) for trial in rows],
            "epochs": [trial.epochs for trial in rows],
            "seconds": [trial.seconds for trial in rows],
        },
        key="sweep_table",
        hide_index=True,
        height=_ROW * (1 + min(len(rows), _MOST_ROWS)) + 2,
        placeholder="–",
        column_config=names
        | {
            "accuracy": st.column_config.NumberColumn(_("Accuracy"), format="%.2f %%"),
            "loss": st.column_config.NumberColumn(_("Loss"), format="%.4f"),
            "state": st.column_config.TextColumn(_("State")),
            "epochs": st.column_config.NumberColumn(_("Epochs"), format="%.1f"),
            "seconds": st.column_config.NumberColumn(_("Time (s)"), format="%.1f"),
        },
        alt=_in_words(config, trials),
    )


def _percent(share: float | None) -> float | None:
    return None if share is None else 100 * share
