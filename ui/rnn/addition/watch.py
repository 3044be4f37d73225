"""What is shown of a training while it goes: how often it is right, and on what it errs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import streamlit as st

from dlcore.addition.config import AdditionConfig
from dlcore.engine import Run
from dlcore.figures import addition as drawing
from dlcore.figures.lines import Line
from ui.frame.i18n import gettext as _
from ui.shared import chart

_RIGHT = ":green[:material/check:]"
_WRONG = ":violet[:material/close:]"


def show(run: Run) -> None:
    """Right answers by length, the loss, and held-out sums with the newest answers."""
    config: AdditionConfig = run.config
    left, right = st.columns([1.4, 1], gap="medium")
    with left:
        _by_length(run, config)
    with right:
        _loss(run, config)
    snapshot = run.snapshot
    if snapshot:
        st.caption(
            _("Held-out sums, asked again after each epoch: it never trains on any of them.")
        )
        _examples(snapshot["examples"], config.digits)


def of_length(digits: int) -> str:
    """ "2 digits": both numbers have as many."""
    return _("1 digit") if digits == 1 else _("{n} digits").format(n=digits)


def _by_length(run: Run, config: AdditionConfig) -> None:
    lines = drawing.lines_info(run.history, config.steps_per_epoch)
    title = _("Right in every character")
    st.markdown(f"**{title}**")
    newest = {n: line.y[-1] for n, line in lines.items() if len(line.y)}
    said = ", ".join(f"{of_length(n)} {share:.0%}" for n, share in newest.items())
    chart.show(
        drawing.right_by_length(
            lines,
            {n: of_length(n) for n in range(1, config.digits + 1)},
            epochs=config.epochs,
            epoch_label=_("epoch"),
            goal_label="95 %",
        ),
        key="addition_chart_right",
        alt=f"{title}: {said}" if said else _("{title}: nothing measured yet").format(title=title),
    )


def _loss(run: Run, config: AdditionConfig) -> None:
    line = Line.measured(run.history.get("loss", ()), steps_per_epoch=config.steps_per_epoch)
    title = _("Loss")
    st.markdown(f"**{title}**")
    chart.show(
        drawing.loss_line(line, epochs=config.epochs, epoch_label=_("epoch")),
        key="addition_chart_loss",
        alt=_("{title}: training {value:.3f}").format(title=title, value=line.y[-1])
        if len(line.y)
        else _("{title}: nothing measured yet").format(title=title),
    )


def _examples(answered: Iterable[Sequence[str]], digits: int) -> None:
    """Sums of two equally long numbers, a column for each length."""
    by_length: dict[int, list[str]] = {n: [] for n in range(1, digits + 1)}
    for question, said, truth in answered:
        by_length[len(question) // 2].append(line(question, said, truth))
    with st.container(key="addition_examples"):
        for column, lines in zip(st.columns(digits), by_length.values(), strict=True):
            column.markdown("  \n".join(lines))


def line(question: str, said: str, truth: str) -> str:
    """A sum and its answer, marked as right or wrong."""
    if said == truth:
        return f"{_RIGHT} {question} = **{said}**"
    # What it said may be any characters, a plus or nothing at all.
    return f"{_WRONG} {question} = `{said or '?'}` :gray[({truth})]"
