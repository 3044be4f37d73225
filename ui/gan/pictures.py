"""Drawings on the page: as tiles with a word on each, as one picture, as a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import streamlit as st

from dlcore.figures import heat
from dlcore.figures.classes import categories
from dlcore.gan.generator.samples import Readings
from ui.frame.i18n import gettext as _
from ui.frame.i18n import isolated
from ui.shared.pixels import enlarged

_PRINTED = 4  # times as large in a file to take away


def plain(images: np.ndarray) -> heat.Pixels:
    """White ink on the dark of the drawing paper, (n, height, width, 3)."""
    return heat.grey(images, 255)


def tinted(images: np.ndarray) -> heat.Pixels:
    """The same in orange: what was not drawn by the generator."""
    return heat.signed(images, 255)


def marked(images: np.ndarray, wrong: np.ndarray) -> heat.Pixels:
    """Some of them in blue: what is read as something else than was asked for."""
    return np.where(
        wrong[:, None, None, None], heat.signed(-images.astype(float), 255), plain(images)
    )


def words(
    readings: Readings | None,
    asked: Sequence[int] | np.ndarray | None,
    classes: Sequence[str],
    count: int,
    shown: Callable[[str], str] = isolated,
) -> list[str]:
    """What is said of each of so many drawings.

    Args:
        readings: what was read; None where nobody reads these classes.
        asked: the classes that were asked for, by their index; None where that need not be said.
        classes: what they are called.
        shown: how a name is written: `i18n.plain` for Markdown; as text where left out.
    """
    told = [None if asked is None else shown(classes[asked[i]]) for i in range(count)]
    if readings is None:
        return [_("asked for {digit}").format(digit=name) if name else "" for name in told]
    read = [shown(classes[guess]) for guess in readings.guesses]
    return [
        _word(guess, float(share), name)
        for guess, share, name in zip(read, readings.shares, told, strict=True)
    ]


def _word(guess: str, share: float, asked: str | None) -> str:
    if asked is None:
        return _("read as {guess}, {share:.0%}").format(guess=guess, share=share)
    return _("asked for {digit}: read as {guess}, {share:.0%}").format(
        digit=asked, guess=guess, share=share
    )


def pointed(said: Sequence[str]) -> list[str]:
    """The same for the tiles of a figure, where tags in a stranger's name would be some."""
    return categories(said)


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
