"""The trainings of a sweep, over or under way, and how they are said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dlcore.engine import Run
from dlcore.sweep import SweepAxis, SweepTrial
from dlcore.training import TrainConfig
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.runs import words
from ui.train import inputs as train

STATES = {
    "running": N_("running"),
    "done": N_("done"),
    "pruned": N_("given up"),
    "failed": N_("diverged"),
    "stopped": N_("stopped"),
}


def trials_of(run: Run) -> list[SweepTrial]:
    """All that have begun, in their order."""
    if run.result:
        return list(run.result.trials)
    told = (run.snapshot or {}).get("trials", ())
    return [SweepTrial.from_plain(plain) for plain in told]


def best_of(trials: Sequence[SweepTrial]) -> SweepTrial | None:
    """The best of those that are through; None where none is."""
    done = [trial for trial in trials if trial.state == "done"]
    return max(done, key=lambda trial: trial.rank, default=None)


def axis_name(axis: SweepAxis, base: TrainConfig) -> str:
    """The setting of an axis, as its page calls it."""
    return words.field_name(axis.field, train.settings_of(base))


def value_name(axis: SweepAxis, value: Any, base: TrainConfig) -> str:
    """A value of an axis, as its page says it."""
    return words.field_value(axis.field, value, train.settings_of(base))


def said(trial: SweepTrial) -> str:
    """How a training stands, in the words of a cell: its accuracy, or why there is none."""
    if trial.val_accuracy is not None:
        return f"{trial.val_accuracy:.2%}" + (" …" if trial.state == "running" else "")
    return "…" if trial.state == "running" else _(STATES[trial.state])
