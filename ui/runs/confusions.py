"""What the networks of runs confuse, side by side."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import streamlit as st

from dlcore.figures.runs import small_confusion
from dlcore.training import TrainResult
from ui.frame import shell
from ui.frame.i18n import gettext as _
from ui.frame.i18n import plain
from ui.frame.setting import Setting
from ui.runs import readers, sets
from ui.runs.kept import KeptRun
from ui.shared import chart

SETTINGS: tuple[Setting, ...] = ()
_ACROSS = 3


def show(runs: Sequence[KeptRun], _all: Sequence[KeptRun]) -> None:
    """A matrix for each run that has read test images, rows truth, columns what was said."""
    found = readers.of(runs)
    if not found:
        return
    st.caption(_("Rows: what was true. Columns: what it said. The numbers are its mistakes."))
    sets.say_apart([run.record for run, _result in found])
    for first in range(0, len(found), _ACROSS):
        row = found[first : first + _ACROSS]
        for column, (run, result) in zip(st.columns(_ACROSS), row, strict=False):
            with column:
                _matrix(run, result)


def _matrix(run: KeptRun, result: TrainResult) -> None:
    matrix = result.confusion
    st.markdown(f"**{plain(run.name)}**")
    chart.show(
        small_confusion(
            matrix,
            result.classes,
            right=_("{truth} read right: {count}"),
            wrong=_("{truth} read as {guess}: {count}"),
            text_colour=shell.text_colour(),
        ),
        key=f"runs_confusion_{run.record.id}",
        alt=_("Confusion matrix: {right:,} of {all:,} test images on the diagonal.").format(
            right=int(np.trace(matrix)), all=int(matrix.sum())
        ),
    )
    st.caption(_worst(matrix, result.classes))


def _worst(matrix: np.ndarray, classes: Sequence[str]) -> str:
    off = matrix - np.diag(np.diag(matrix))
    truth, guess = map(int, np.unravel_index(np.argmax(off), off.shape))
    if not off.max():
        return _("It made no mistake on the test images.")
    return _("Most often confused: {truth} read as {guess}, {count} times.").format(
        truth=plain(classes[truth]), guess=plain(classes[guess]), count=off.max()
    )
