"""What a network reads in an image, in one sentence, and which classes there is room to show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlcore.data.dataset import DIGITS
from ui.frame.i18n import gettext as _
from ui.frame.i18n import plain
from ui.shared import verdicts

MOST = 12
"""A figure has room for a bar, or a cell, of so many classes."""


@dataclass(frozen=True)
class Likeliest:
    """The classes of an answer that a figure shows.

    Attributes:
        numbers: (m,) int64, which of all classes they are.
        probabilities: (m,).
        names: m.
        left_out: how many others there are.
        rest: their probability together.
    """

    numbers: NDArray[np.int64]
    probabilities: NDArray[np.float32]
    names: tuple[str, ...]
    left_out: int
    rest: float

    def places(self, numbers: Sequence[int]) -> list[int]:
        """Where some of all classes stand among those that are shown; without those left out."""
        return [place for place, one in enumerate(self.numbers) if one in numbers]

    def note(self) -> str:
        """What is not shown, in one sentence; "" where that is nothing."""
        if not self.left_out:
            return ""
        return _("The {shown} likeliest of {all} classes; the others have {rest} together.").format(
            shown=len(self.names),
            all=len(self.names) + self.left_out,
            rest=verdicts.percent(self.rest),
        )


def likeliest(
    probabilities: np.ndarray,
    classes: Sequence[str],
    most: int = MOST,
    weights: np.ndarray | None = None,
) -> Likeliest:
    """The classes of an answer that there is room for.

    Args:
        probabilities: (k,).
        classes: what the k are called.
        most: of those that are shown.
        weights: (k,), those of the most weight are shown; the probabilities where left out.

    Returns:
        All, in their order, where there are no more than that; else those of the most weight, the
        heaviest first.
    """
    if len(classes) <= most:
        return Likeliest(np.arange(len(classes)), probabilities, tuple(classes), 0, 0.0)
    order = np.argsort(-(probabilities if weights is None else weights), kind="stable")
    numbers, others = order[:most], order[most:]
    return Likeliest(
        numbers,
        probabilities[numbers],
        tuple(classes[number] for number in numbers),
        len(others),
        float(probabilities[others].sum()),
    )


def sentence(probabilities: np.ndarray, truth: int | None, classes: Sequence[str] = DIGITS) -> str:
    """Its answer, how surely, and whether that is right; as Markdown.

    Args:
        probabilities: (k,).
        truth: None where nobody knows.
        classes: what the k are called.
    """
    shown = [plain(name) for name in classes]
    return _template(probabilities, truth, classes).format(**_words(probabilities, truth, shown))


def spoken(probabilities: np.ndarray, truth: int | None, classes: Sequence[str] = DIGITS) -> str:
    """The same sentence as it stands, for those who cannot see a chart."""
    template = _template(probabilities, truth, classes).replace("**", "")
    return template.format(**_words(probabilities, truth, classes))


def _template(probabilities: np.ndarray, truth: int | None, classes: Sequence[str]) -> str:
    if truth is None:
        return _("Read as **{answer}** with {share}.")
    if truth == int(probabilities.argmax()):
        return _("Read as **{answer}** with {share}, which is right.")
    if tuple(classes) != DIGITS:
        return _("Read as **{answer}** with {share}, but it is **{truth}**.")
    return _("Read as **{answer}** with {share}, but it is a **{truth}**.")


def _words(probabilities: np.ndarray, truth: int | None, classes: Sequence[str]) -> dict[str, str]:
    answer = int(probabilities.argmax())
    return {
        "answer": classes[answer],
        "share": verdicts.percent(float(probabilities.max())),
        "truth": "" if truth is None else classes[truth],
    }
