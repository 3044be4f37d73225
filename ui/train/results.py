"""What came out of a finished training."""

from __future__ import annotations

import numpy as np
import streamlit as st

from dlcore.engine import Run
from dlcore.figures.training import ConfusionWords, confusion
from dlcore.training import TrainResult
from dlcore.training.architectures import architecture
from ui.frame import shell
from ui.frame.catalogue import DRAW
from ui.frame.i18n import gettext as _
from ui.shared import chart
from ui.shared.pixels import tile

_SHOWN = 18


def show(run: Run) -> None:
    """Test figures, what the network confuses, its worst mistakes, and where to take it."""
    result: TrainResult = run.result
    st.subheader(_("What it learnt"), anchor=False)
    _figures(result)
    _take_away(run)
    mistakes, matrix = st.tabs([_("Its worst mistakes"), _("Confusion matrix")])
    with mistakes, st.container(key="train_mistakes"):
        _mistakes(result)
    with matrix:
        _confusion(result)


def _figures(result: TrainResult) -> None:
    row = st.container(horizontal=True, gap="large")
    row.metric(
        _("Test accuracy"),
        f"{result.test_accuracy:.2%}",
        help=_("Share of {n:,} test images read right. None of them was used in training.").format(
            n=result.test_images
        ),
        width="content",
    )
    row.metric(
        _("Test loss"),
        f"{result.test_loss:.4f}",
        help=_("Mean cross-entropy on the test images: 0 is perfect, 2.303 is guessing."),
        width="content",
    )
    row.metric(_("Parameters"), f"{result.parameters:,}", width="content")
    row.metric(_("Images/s"), f"{result.images_per_second:,.0f}", width="content")
    if result.sampled:
        st.caption(
            _(
                "Measured on {n:,} test images drawn at random, so that the answer came soon after "
                "the stop: the fewer there are, the rougher it is."
            ).format(n=result.test_images)
        )


def _take_away(run: Run) -> None:
    row = st.container(horizontal=True)
    with row:
        shell.link(DRAW, _("Use it on the Draw page"), {"draw_model": "run"}, width="content")
        st.download_button(
            _("Download .keras"),
            run.result.model,
            file_name=f"dlcore-{architecture(run.config.network).name}.keras",
            mime="application/zip",
            icon=":material/download:",
            on_click="ignore",
            help=_("The trained network, to be opened with keras.models.load_model."),
        )


def _mistakes(result: TrainResult) -> None:
    if not result.mistakes:
        st.write(_("It made no mistake on the test images."))
        return
    st.caption(_("The wrong answers it was surest of: what it said, then what was true."))
    with st.container(horizontal=True, gap="small"):
        for mistake in result.mistakes[:_SHOWN]:
            said = _("{guess}, not {truth}").format(guess=mistake.guess, truth=mistake.truth)
            tile(mistake.image, said, mistake.confidence)


def _confusion(result: TrainResult) -> None:
    matrix = result.confusion
    off = matrix - np.diag(np.diag(matrix))
    truth, guess = np.unravel_index(np.argmax(off), off.shape)
    if off.max():
        st.caption(
            _("Most often confused: {truth} read as {guess}, {count} times.").format(
                truth=truth, guess=guess, count=off.max()
            )
        )
    chart.show(
        confusion(
            matrix,
            words=ConfusionWords(
                guess=_("what it said"),
                truth=_("what was true"),
                hover=_("{truth} read as {guess}: {count}"),
            ),
            text_colour=shell.text_colour(),
        ),
        key="train_confusion",
        alt=_("Confusion matrix: {right:,} of {all:,} test images on the diagonal.").format(
            right=int(np.trace(matrix)), all=int(matrix.sum())
        ),
    )
