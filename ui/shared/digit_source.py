"""Where a digit to look at comes from: the test set, or the visitor's own pen."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dlcore.data import held_out
from dlcore.data.dataset import DIGITS
from dlcore.data.held_out import TestDigit, TestSet
from dlcore.digits import preprocessing
from ui.frame.engine import ask, here
from ui.frame.i18n import N_, plain
from ui.frame.i18n import gettext as _
from ui.frame.setting import Whole
from ui.shared import canvas

_MOST = 9_999  # of the full test set; a smaller one begins anew


def test_number(key: str, usual: int) -> Whole:
    """The setting that says which test image."""
    label = N_("Number of the test image")
    help = N_("Test images are kept from every training that is started here.")
    return Whole(key, usual, label, help, 0, _MOST)


test_number.__test__ = False  # type: ignore[attr-defined]


def one_of(number: Whole, tests: TestSet | None = None) -> TestDigit | None:
    """A test image by its number; None after a sentence without an answer.

    Args:
        tests: of another set than MNIST.
    """
    at = number.number_input()
    return tests.digit(at) if tests else ask(held_out.digit, at)


def caption(found: TestDigit, classes: Sequence[str] = DIGITS) -> None:
    """Which test image it is, and what it shows."""
    st.caption(
        _("Test image {number} of {count:,}, a {truth}.").format(
            number=found.number, count=found.count, truth=plain(classes[found.truth])
        )
    )


def drawn() -> NDArray[np.float32] | None:
    """What is on the canvas as a network sees it, (28, 28); None where nothing is drawn."""
    pixels = canvas.show(canvas.DIGIT)
    canvas.pen(canvas.DIGIT)
    return prepared(pixels)


def prepared(pixels: np.ndarray | None) -> NDArray[np.float32] | None:
    """A drawing or a picture of a digit as a network sees it, (28, 28); None without any."""
    return None if pixels is None else here(preprocessing.prepared, pixels)
