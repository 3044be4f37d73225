"""Where a page takes its image from: a test image, a drawing, a mistake of the network, a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dlcore.cnn.mistakes import MISTAKES, mistakes
from dlcore.data import held_out
from dlcore.data.dataset import DataError
from dlcore.data.held_out import TestSet
from dlcore.figures import heat
from dlcore.figures.classes import categories
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
_OF_NO_SET = ("draw", "upload")
SEEN_WIDTH, SMALL = 168, 84  # px

Digit = NDArray[np.float32]  # (28, 28) in [0, 1]
Found = tuple[Digit | None, int | None]  # and what it shows, where somebody knows


@dataclass(frozen=True)
class Source:
    """The choice of an image on one page.

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
        """Where the image comes from."""
        help = N_("Where the image comes from that is sent through the network.")
        return Choice(self._key("source"), "test", N_("The image"), help, SOURCES)

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

    def choose(self, reader: Reader | None = None) -> None:
        """The choice between the sources.

        Args:
            reader: where its test images are not known, none are offered, and it is said why.
        """
        if reader is None or knows_tests(reader):
            self.which.segmented()
            return
        if self.which.value not in _OF_NO_SET:
            self.which.set(_OF_NO_SET[0])
        self.which.segmented(options=_OF_NO_SET)
        st.caption(_no_tests())

    def show(self, reader: Reader) -> Found:
        """What can be chosen of the chosen source.

        Args:
            reader: whose test images and mistakes are offered.

        Returns:
            The image as a network sees it, None where there is none yet; and what it shows, None
            where nobody knows.
        """
        if self.which.value not in _OF_NO_SET and not knows_tests(reader):
            st.caption(_no_tests())
            return None, None
        choices: dict[str, Callable[[Reader], Found]] = {
            "test": self._test_image,
            "draw": self._drawn,
            "mistakes": self._mistake,
            "upload": self._uploaded,
        }
        return choices[self.which.value](reader)

    def take(self, number: int) -> None:
        """Takes a test image as the image to look at; for use in callbacks."""
        self.which.set("test")
        self.test_number.set(number)

    def _key(self, name: str) -> str:
        return f"{self.page}_{name}"

    def _test_image(self, reader: Reader) -> Found:
        tests = tests_of(reader)
        found = digit_source.one_of(self.test_number, tests)
        if found is None:
            return None, None
        if self.shows_test_image:
            seen(found.image)
        digit_source.caption(found, reader.classes)
        if tests and reader.data and len(reader.data.x_test) > found.count:
            st.caption(
                _("Of the {all:,} test images of this set the first {count:,} can be seen.").format(
                    all=len(reader.data.x_test), count=found.count
                )
            )
        if found.source == "sample" and reader.name:
            st.caption(
                _(
                    "The full MNIST is not on this server: this is an image of a sample, which the "
                    "networks that ship were trained on."
                )
            )
        return found.image, found.truth

    def _drawn(self, reader: Reader) -> Found:
        return digit_source.drawn(of_a_digit=reader.reads_digits), None

    def _uploaded(self, reader: Reader) -> Found:
        return digit_source.prepared(
            upload.show("digit" if reader.reads_digits else "picture")
        ), None

    def _mistake(self, reader: Reader) -> Found:
        tests = tests_of(reader)
        found = reader.ask(mistakes, tests)
        if found is None:
            return None, None
        if not found:
            st.caption(
                _("This network reads all of the first {count:,} test images right.").format(
                    count=len(tests.images) if tests else held_out.LOOKED_AT
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
                digit_source.titled(d.number, categories(reader.classes)[d.truth], reader.classes)
                for d in found
            ],
            alt=_("{count} test images that the network gets wrong").format(count=len(found)),
            on_choice=self.mistake.set,
        )
        return found[chosen].image, found[chosen].truth


def knows_tests(reader: Reader) -> bool:
    """Whether there are test images of which it is known what they are to this network."""
    return reader.reads_digits or tests_of(reader) is not None


def tests_of(reader: Reader) -> TestSet | None:
    """The test images of another set than MNIST; None where they are not known, or are damaged."""
    try:
        return reader.tests
    except DataError:
        return None


def _no_tests() -> str:
    return _(
        "The data set that this network was trained on is not here, so there are no test images to "
        "look at, and no mistakes: draw or upload an image."
    )


def seen(image: Digit, width: int = SEEN_WIDTH) -> None:
    """An image as the network sees it."""
    pictures.picture(
        heat.grey(image, 1.0), width, _("The image as the network sees it, 28 by 28 pixels")
    )
