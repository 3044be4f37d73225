"""Where an image to look at comes from: a test set, or the visitor's own pen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

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

_ANYTHING = replace(canvas.DIGIT, hint=N_("Draw one of its classes, or something else."))
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
        tests: of another set than MNIST; there are no other numbers than theirs.
    """
    if tests is None:
        return ask(held_out.digit, number.number_input())
    count = len(tests.images)
    if number.value >= count:
        number.set(number.value % count)
    return tests.digit(number.number_input(max_value=count - 1))


def caption(found: TestDigit, classes: Sequence[str] = DIGITS) -> None:
    """Which test image it is, and what it shows."""
    said = (
        _("Test image {number} of {count:,}, a {truth}.")
        if tuple(classes) == DIGITS
        else _("Test image {number} of {count:,}: {truth}.")
    )
    truth = plain(classes[found.truth])
    st.caption(said.format(number=found.number, count=found.count, truth=truth))


def titled(number: int, truth: str, classes: Sequence[str] = DIGITS) -> str:
    """The same in short, for a caption or where a pointer rests.

    Args:
        truth: what is shown of its class's name.
    """
    said = (
        _("Test image {number}, a {truth}")
        if tuple(classes) == DIGITS
        else _("Test image {number}: {truth}")
    )
    return said.format(number=number, truth=truth)


def drawn(*, of_a_digit: bool = True) -> NDArray[np.float32] | None:
    """What is on the canvas as a network sees it, (28, 28); None where nothing is drawn.

    Args:
        of_a_digit: else it is the same canvas, and something else is to be drawn.
    """
    sheet = canvas.DIGIT if of_a_digit else _ANYTHING
    pixels = canvas.show(sheet)
    canvas.pen(sheet)
    return prepared(pixels)


def prepared(pixels: np.ndarray | None) -> NDArray[np.float32] | None:
    """A drawing or a picture of something as a network sees it, (28, 28); None without any."""
    return None if pixels is None else here(preprocessing.prepared, pixels)
