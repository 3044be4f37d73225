"""The part *Your runs*: accuracy against what it cost, of all that a visitor has trained."""

from __future__ import annotations

import streamlit as st

from dlcore.data.mnist import SAMPLE_TRAIN_SHARE
from dlcore.figures.runs import LOOKS, CurvesWords, RunDot, run_dots
from dlcore.limits.cost.config import CostResult
from dlcore.limits.cost.energy import grams
from dlcore.limits.cost.operations import forward, training
from dlcore.runs.compare import watt_hours
from dlcore.training import TrainConfig, TrainResult
from ui.frame import catalogue, shell
from ui.frame.i18n import gettext as _
from ui.frame.setting import Setting
from ui.limits.cost import assumed
from ui.limits.cost.against import AGAINST, COSTS, WRITTEN
from ui.runs import kept
from ui.runs.kept import KeptRun
from ui.shared import chart

SETTINGS: tuple[Setting, ...] = ()  # what they are drawn against is that of the race
_IMAGES = 60_000  # of MNIST to train with
_SAMPLE = round(5000 * SAMPLE_TRAIN_SHARE)
_MARKED = 3  # the best for what they cost


def controls() -> None:
    """What they are drawn over."""
    AGAINST.segmented()


def show(_found: CostResult) -> None:
    """A point for each run whose accuracy is known, and for the examples that ship."""
    runs = [run for run in _all() if run.record.kind == "train"]
    costs = {run.record.id: _cost(run, AGAINST.value) for run in runs}
    dots = [
        RunDot(run.name, cost, accuracy)
        for run in runs
        if (cost := costs[run.record.id]) and (accuracy := run.figure("accuracy")) is not None
    ]
    if not dots:
        st.info(_("No accuracy was measured yet."), icon=":material/info:")
        return
    front = _front(dots)
    looks = dict(zip([dot.label for dot in front], LOOKS, strict=False))
    write = WRITTEN[AGAINST.value]
    chart.show(
        run_dots(
            [RunDot(dot.label, dot.x, dot.y, looks.get(dot.label)) for dot in dots],
            words=CurvesWords(_(COSTS[AGAINST.value]), _("Accuracy")),
            others=_("other runs"),
        ),
        key="cost_runs_chart",
        alt="; ".join(f"{dot.label}: {dot.y:.2%}, {write(dot.x)}" for dot in dots[:20]),
    )
    st.caption(
        _(
            "Named are the best of those that nothing cheaper beats. Examples that ship are among "
            "them. Watt hours are estimated from seconds, as of one busy core."
        )
    )
    shell.link(catalogue.TRAIN, _("Train one more"))


def _all() -> list[KeptRun]:
    """The visitor's runs and the examples."""
    own = kept.own()
    examples = [run for run in kept.shipped() if all(run.record.id != o.record.id for o in own)]
    return [*own, *examples]


def _front(dots: list[RunDot]) -> list[RunDot]:
    """Those that are better than all that cost less, the best of them where there are many."""
    best, found = -1.0, []
    for dot in sorted(dots, key=lambda dot: (dot.x, -dot.y)):
        if dot.y > best:
            best = dot.y
            found.append(dot)
    return found[-_MARKED:]


def _cost(run: KeptRun, against: str) -> float | None:
    """What a training has cost; None where it is not known."""
    if against == "work":
        return _work(run)
    seconds = run.figure("seconds")
    if seconds is None or against == "seconds":
        return seconds
    values = assumed.values()
    energy = watt_hours(seconds, values["core_watts"]) * values["pue"]
    return energy if against == "energy" else grams(energy, values["grid"])


def _work(run: KeptRun) -> float | None:
    """Multiply-adds of a training, from its settings; a digit that was thinned counts in full."""
    config, epochs, result = run.record.config, run.figure("epochs_done"), run.measured
    if epochs is None or not isinstance(config, TrainConfig):
        return None
    sample = isinstance(result, TrainResult) and result.source == "sample"
    share = config.train_share * (1 - config.data.validation_share)
    images = (_SAMPLE if sample else _IMAGES) * share * epochs
    return training(forward(config.network), images)
