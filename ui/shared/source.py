"""Where a page takes its digit from: a test image, a drawing, a mistake of the network, a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dlcore.cnn.mistakes import MISTAKES, mistakes
from dlcore.data import held_out
from dlcore.figures import heat
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.frame.setting import Choice, Setting, Whole
from ui.shared import canvas, digit_source, pictures, upload
from ui.shared.readers import Reader

SOURCES = {
    "test": N_("Test image"),
    "draw": N_("Draw"),
    "mistakes": N_("Mistakes"),
    "upload": N_("Upload"),
}
SEEN_WIDTH, SMALL = 168, 84  # px

Digit = NDArray[np.float32]  # (28, 28) in [0, 1]
Found = tuple[Digit | None, int | None]  # and what it shows, where somebody knows


@dataclass(frozen=True)
class Source:
    """The choice of a digit on one page.

    Attributes:
        page: what the keys of its widgets begin with.
        number: of the test image that an untouched page shows.
        shows_test_image: False where the page shows it itself.
    """

    page: str
    number: int
    shows_test_image: bool = True

    @cached_property
    def which(self) -> Choice:
        """Where the digit comes from."""
        help = N_("Where the digit comes from that is sent through the network.")
        return Choice(self._key("source"), "test", N_("The digit"), help, SOURCES)

    @cached_property
    def test_number(self) -> Whole:
        return digit_source.test_number(self._key("number"), self.number)

    @cached_property
    def mistake(self) -> Whole:
        """Which of the network's mistakes."""
        return Whole(self._key("mistake"), 0, low=0, high=MISTAKES - 1)

    @property
    def settings(self) -> tuple[Setting, ...]:
        return (self.which, self.test_number, self.mistake, *canvas.DIGIT.settings)

    @property
    def test_image(self) -> int:
        """Number of the test image that is looked at; the first, where it is something else."""
        return self.test_number.value if self.which.value == "test" else 0

    def choose(self) -> None:
        """The choice between the sources."""
        self.which.segmented()

    def show(self, reader: Reader) -> Found:
        """What can be chosen of the chosen source.

        Args:
            reader: whose mistakes are offered.

        Returns:
            The digit as a network sees it, None where there is none yet; and what it shows, None
            where nobody knows.
        """
        choices: dict[str, Callable[[Reader], Found]] = {
            "test": self._test_image,
            "draw": self._drawn,
            "mistakes": self._mistake,
            "upload": self._uploaded,
        }
        return choices[self.which.value](reader)

    def take(self, number: int) -> None:
        """Takes a test image as the digit to look at; for use in callbacks."""
        self.which.set("test")
        self.test_number.set(number)

    def _key(self, name: str) -> str:
        return f"{self.page}_{name}"

    def _test_image(self, reader: Reader) -> Found:
        found = digit_source.one_of(self.test_number, reader.tests)
        if found is None:
            return None, None
        if self.shows_test_image:
            seen(found.image)
        digit_source.caption(found, reader.classes)
        if found.source == "sample" and reader.name:
            st.caption(
                _(
                    "The full MNIST is not on this server: this is an image of a sample, which the "
                    "networks that ship were trained on."
                )
            )
        return found.image, found.truth

    def _drawn(self, reader: Reader) -> Found:
        return digit_source.drawn(), None

    def _uploaded(self, reader: Reader) -> Found:
        return digit_source.prepared(upload.show("digit")), None

    def _mistake(self, reader: Reader) -> Found:
        found = reader.ask(mistakes, reader.tests)
        if found is None:
            return None, None
        if not found:
            st.caption(
                _("This network reads all of the first {count:,} test images right.").format(
                    count=held_out.LOOKED_AT
                )
            )
            return None, None
        chosen = min(self.mistake.value, len(found) - 1)
        st.caption(_("What it gets wrong, the surest first. Click on one."))
        pictures.tiles(
            heat.grey(np.stack([digit.image for digit in found]), 1.0),
            key=self._key("mistakes"),
            columns=4,
            chosen=chosen,
            hover=[
                _("Test image {number}, a {truth}").format(
                    number=d.number, truth=reader.classes[d.truth]
                )
                for d in found
            ],
            alt=_("{count} test images that the network gets wrong").format(count=len(found)),
            on_choice=self.mistake.set,
        )
        return found[chosen].image, found[chosen].truth


def seen(image: Digit, width: int = SEEN_WIDTH) -> None:
    """A digit as the network sees it."""
    pictures.picture(
        heat.grey(image, 1.0), width, _("The digit as the network sees it, 28 by 28 pixels")
    )
