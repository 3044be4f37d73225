"""The two charts of a training: loss and accuracy."""

from __future__ import annotations

import streamlit as st

from dlcore.engine import Run
from dlcore.figures.lines import Line
from dlcore.figures.training import (
    LearningWords,
    Moment,
    epochs_after,
    learning_curve,
    learning_curve_info,
)
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.shared import chart
from ui.train import steer

QUANTITIES = {"loss": N_("Loss"), "accuracy": N_("Accuracy")}


def show(run: Run) -> None:
    """Loss and accuracy side by side, from the first moment of a run to its end."""
    columns = st.columns(2)
    moments = _moments(run)
    for column, (quantity, title) in zip(columns, QUANTITIES.items(), strict=True):
        training, validation = learning_curve_info(run.history, quantity)
        figure = learning_curve(
            training,
            validation,
            epochs=run.config.epochs,
            words=LearningWords(
                title=_(title),
                training=_("training, by step"),
                validation=_("validation, by epoch"),
                epoch=_("epoch"),
            ),
            percent=quantity == "accuracy",
            moments=moments,
        )
        with column:
            chart.show(
                figure,
                key=f"train_chart_{quantity}",
                alt=_summary(_(title), training, validation),
                save=f"dlcore-train-{quantity}",
            )


def _moments(run: Run) -> list[Moment]:
    """Where its settings were changed."""
    steps = [step for step, _name, _value in run.changes]
    epochs = epochs_after(run.history, steps)
    return [
        Moment(float(epoch), f"{_(steer.LABELS[name])} {value:g}")
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
