"""What came out of a finished training."""

from __future__ import annotations

import numpy as np
import streamlit as st

from dlcore.addition.training import AdditionResult
from dlcore.engine import Run
from dlcore.figures.addition import RightWords, right_table
from ui.frame import shell
from ui.frame.i18n import gettext as _
from ui.rnn.addition import watch
from ui.rnn.addition.ask import SHIPPED
from ui.shared import chart, readers

_MOST_MISTAKES = 10


def show(run: Run) -> None:
    """How often it is right on the test sums, by both lengths, and where it errs."""
    result: AdditionResult = run.result
    digits = len(result.accuracy)
    st.subheader(_("What it learnt"), anchor=False)
    _figures(result, digits)
    table, mistakes = st.columns([1.2, 1], gap="large")
    with table:
        _table(result.accuracy, result.test_sums, "addition_table")
    with mistakes, st.container(key="addition_mistakes"):
        _mistakes(result)
    st.download_button(
        _("Download .keras"),
        result.model,
        file_name="dlcore-addition.keras",
        mime="application/zip",
        icon=":material/download:",
        on_click="ignore",
        key="addition_download",
        help=_("The trained network, to be opened with keras.models.load_model."),
    )


def _figures(result: AdditionResult, digits: int) -> None:
    row = st.container(horizontal=True, gap="large")
    row.metric(
        _("Right, {length}").format(length=watch.of_length(digits)),
        f"{result.accuracy[-1, -1]:.1%}",
        help=_(
            "Share of {count:,} test sums of two such numbers that are right in every character. "
            "None of them was trained on, in neither order."
        ).format(count=int(result.test_sums[-1, -1])),
        width="content",
    )
    row.metric(_("Parameters"), f"{result.parameters:,}", width="content")
    row.metric(_("Sums/s"), f"{result.sums_per_second:,.0f}", width="content")


def _mistakes(result: AdditionResult) -> None:
    if not result.mistakes:
        st.write(_("It made no mistake on the test sums."))
        return
    st.caption(_("Test sums that it gets wrong: what it said, then what is right."))
    lines = [watch.line(e.question, e.said, e.answer) for e in result.mistakes[:_MOST_MISTAKES]]
    st.markdown("  \n".join(lines))


def _table(accuracy: np.ndarray, test_sums: np.ndarray, key: str) -> None:
    st.caption(_("Test sums that are right, by the lengths of both numbers:"))
    chart.show(
        right_table(
            accuracy,
            test_sums,
            words=RightWords(
                first=_("digits of the first number"),
                second=_("digits of the second"),
                hover=_("{first} and {second} digits: {share} of {count} sums right"),
            ),
            text_colour=shell.text_colour(),
        ),
        key=key,
        alt=_("Right answers by the lengths of both numbers; at worst {share:.1%}.").format(
            share=float(accuracy.min())
        ),
    )


def show_shipped() -> None:
    """What the network that ships can do, from its card; nothing where that is missing."""
    card = readers.card(SHIPPED)
    if not card:
        return
    digits = card["data"]["digits"]
    accuracy, test_sums = (
        np.array(list(card[name].values())).reshape(digits, digits)
        for name in ("test_accuracy_per_length", "test_sums_per_length")
    )
    st.markdown(
        _(
            "**The network that ships** has learnt from {sums:,} sums in {seconds:.0f} seconds."
        ).format(sums=card["data"]["train_sums"], seconds=card["training_seconds"])
    )
    _table(accuracy, test_sums, "addition_shipped")
