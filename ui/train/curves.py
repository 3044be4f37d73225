"""The two charts of a training, loss and accuracy; and that of a range test of its rate."""

from __future__ import annotations

import numpy as np
import streamlit as st

from dlcore.engine import Run
from dlcore.figures.lines import Line
from dlcore.figures.training import (
    LearningWords,
    Milestone,
    RangeTestWords,
    epochs_after,
    learning_curve,
    learning_curve_info,
    range_test,
)
from dlcore.optimizers.schedules import HIGHEST_RATE, LOWEST_RATE
from dlcore.training.range_test import read_range_test
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.shared import chart
from ui.train import steer
from ui.train.inputs import optimisation

QUANTITIES = {"loss": N_("Loss"), "accuracy": N_("Accuracy")}


def show(run: Run) -> None:
    """Loss and accuracy side by side, from the first moment of a run to its end."""
    loss, accuracy = st.columns(2)
    with loss:
        if run.config.schedule == "range_test":
            _range_test(run)
        else:
            _curve(run, "loss")
    with accuracy:
        _curve(run, "accuracy")


def _curve(run: Run, quantity: str) -> None:
    title = _(QUANTITIES[quantity])
    training, validation = learning_curve_info(run.history, quantity)
    figure = learning_curve(
        training,
        validation,
        epochs=run.config.epochs,
        words=LearningWords(
            title=title,
            training=_("training, by step"),
            validation=_("validation, by epoch"),
            epoch=_("epoch"),
        ),
        percent=quantity == "accuracy",
        milestones=_milestones(run),
    )
    chart.show(
        figure,
        key=f"train_chart_{quantity}",
        alt=_summary(title, training, validation),
        save=f"dlcore-train-{quantity}",
    )


def _range_test(run: Run) -> None:
    """The loss against the learning rate, and the rate to take, once the run is over."""
    steps, losses = np.reshape(run.history.get("loss", ()), (-1, 2)).T
    shares = epochs_after(run.history, steps) / run.config.epochs
    found = read_range_test(np.stack([shares, losses], 1).tolist())
    suggestion = found.suggestion if run.over else None
    figure = range_test(
        found.rates,
        found.measured,
        found.losses,
        suggestion,
        found.diverges,
        limits=(LOWEST_RATE, HIGHEST_RATE),
        words=RangeTestWords(
            title=_("Loss by learning rate"),
            measured=_("training"),
            smoothed=_("smoothed"),
            rate=_("learning rate"),
            suggested=_("suggested"),
            diverges=_("diverges"),
        ),
    )
    chart.show(
        figure,
        key="train_chart_range_test",
        alt=_found(suggestion, found.diverges),
        save="dlcore-train-range-test",
    )
    if suggestion is not None:
        _take_over(float(f"{suggestion:.1e}"))
    elif run.over:
        st.caption(_("Nothing was learnt at any rate, so none can be suggested."))


def _take_over(rate: float) -> None:
    """A button that sets the learning rate, and the schedule back to one that uses it."""
    if st.button(
        _("Train with {rate:g}").format(rate=rate),
        key="train_take_rate",
        icon=":material/input:",
        help=_("A tenth of the rate at which the loss is lowest: fast, and well below divergence."),
        on_click=optimisation.take_rate,
        args=(rate,),
    ):
        st.rerun()  # the settings stand outside this fragment


def _found(suggestion: float | None, diverges: float | None) -> str:
    """A range test in one sentence, for those who cannot see it."""
    said = _("Loss by learning rate, from 0.000001 to 10")
    if suggestion is not None:
        said += _("; suggested: {rate:.2g}").format(rate=suggestion)
    if diverges is not None:
        said += _("; it diverges at {rate:.2g}").format(rate=diverges)
    return said


def _milestones(run: Run) -> list[Milestone]:
    """Where its settings were changed."""
    steps = [step for step, _name, _value in run.changes]
    epochs = epochs_after(run.history, steps)
    return [
        Milestone(float(epoch), f"{_(steer.LABELS[name])} {value:g}")
        for epoch, (_step, name, value) in zip(epochs, run.changes, strict=True)
        if name in steer.LABELS
    ]


def _summary(title: str, training: Line, validation: Line) -> str:
    """A chart in one sentence, for those who cannot see it."""
    if not len(training.y):
        return _("{title}: nothing measured yet").format(title=title)
    said = _("{title}: training {value:.3f}").format(title=title, value=training.y[-1])
    if len(validation.y):
        said += _(", validation {value:.3f}").format(value=validation.y[-1])
    return said
