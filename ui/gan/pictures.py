"""Drawings on the page: as tiles with a word on each, as one picture, as a file."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import streamlit as st

from dlcore.figures import heat
from dlcore.gan.generator.samples import DigitPredictions
from ui.frame.i18n import gettext as _
from ui.shared.pixels import enlarged

_PRINTED = 4  # times as large in a file to take away


def plain(images: np.ndarray) -> heat.Pixels:
    """White ink on the dark of the drawing paper, (n, height, width, 3)."""
    return heat.grey(images, 255)


def tinted(images: np.ndarray) -> heat.Pixels:
    """The same in orange: what was not drawn by the generator."""
    return heat.signed(images, 255)


def marked(images: np.ndarray, wrong: np.ndarray) -> heat.Pixels:
    """Some of them in blue: what is read as another digit than was asked for."""
    return np.where(
        wrong[:, None, None, None], heat.signed(-images.astype(float), 255), plain(images)
    )


def words(predictions: DigitPredictions, asked: np.ndarray | None) -> list[str]:
    """What is said of each drawing."""
    told = [None] * len(predictions.guesses) if asked is None else asked
    return [
        _word(int(guess), float(share), digit)
        for guess, share, digit in zip(predictions.guesses, predictions.shares, told, strict=True)
    ]


def _word(guess: int, share: float, digit: int | None) -> str:
    if digit is None:
        return _("read as {guess}, {share:.0%}").format(guess=guess, share=share)
    return _("asked for {digit}: read as {guess}, {share:.0%}").format(
        digit=digit, guess=guess, share=share
    )


def download(pixels: heat.Pixels, name: str) -> None:
    """A button that hands the picture over."""
    st.download_button(
        _("Download PNG"),
        enlarged(pixels, _PRINTED),
        file_name=f"{name}.png",
        mime="image/png",
        icon=":material/download:",
        on_click="ignore",
        help=_("The drawings as a picture, enlarged four times."),
    )


def sheet(images: np.ndarray, columns: int) -> heat.Pixels:
    """Drawings in rows as one picture."""
    return heat.mosaic(plain(images), columns)


def listed_digits(digits: Iterable[int]) -> str:
    return ", ".join(map(str, digits))
