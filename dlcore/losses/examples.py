"""The loss of a few examples of a classifier, each written out with its numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dlcore.errors import LabError
from dlcore.losses.table import LossChoice
from dlcore.validation import check_choice

WRITTEN = ("categorical_crossentropy", "categorical_focal_crossentropy", "kl_divergence")
_EPSILON = 1e-7  # Keras clips probabilities there


@dataclass(frozen=True)
class ExampleLosses:
    """The values of a Keras loss on a batch.

    Attributes:
        probabilities: (n, classes) float64, each row with sum 1.
        values: (n,) float64, the loss of each example.
        mean: what the Keras object returns for the whole batch.
        formulas: n strings in LaTeX, each from the numbers of its example to its value.
    """

    probabilities: NDArray[np.float64]
    values: NDArray[np.float64]
    mean: float
    formulas: tuple[str, ...]


def example_losses(choice: LossChoice, classes: Sequence[int], weights: ArrayLike) -> ExampleLosses:
    """Losses of examples whose right classes are known.

    Args:
        choice: of the names in `WRITTEN`.
        classes: n indices of the right classes.
        weights: (n, classes) numbers of at least 0, at least one in each row above 0 and none
            above 1e6; each row is divided by its sum.

    Raises:
        LabError: weights that make no probabilities, or a class that is not there.
        ConfigError: a loss that is not in `WRITTEN`.
    """
    check_choice("loss", choice.name, WRITTEN)
    probabilities = normalise(weights)
    right = np.asarray(classes)
    if (
        right.shape != probabilities.shape[:1]
        or not np.isin(right, np.arange(probabilities.shape[1])).all()
    ):
        raise LabError("Each example needs one right class that is among its probabilities.")
    targets = np.eye(probabilities.shape[1])[right]
    values = choice.build(reduction=None)(targets, probabilities).numpy()
    return ExampleLosses(
        probabilities,
        values,
        float(choice.build()(targets, probabilities)),
        tuple(map(written_out, [choice] * len(right), right, probabilities, values)),
    )


def normalise(weights: ArrayLike) -> NDArray[np.float64]:
    """Rows (n, classes) of numbers from 0 to 1e6, each divided by its sum.

    Raises:
        LabError: a row without a positive number, or a number outside 0 to 1e6.
    """
    table = np.atleast_2d(np.asarray(weights, float))
    if not ((table >= 0) & (table <= 1e6)).all() or not (table.sum(axis=1) > 0).all():
        raise LabError("Probabilities need weights of 0 or more, at least one of them above 0.")
    return table / table.sum(axis=1, keepdims=True)


def written_out(
    choice: LossChoice, right: int, probabilities: NDArray[np.float64], value: float
) -> str:
    r"""The formula of a loss with the numbers of one example, such as `-\log 0.12 = 2.12`.

    Several terms stand below each other.

    Args:
        choice: of the names in `WRITTEN`.
        right: index of the right class.
        probabilities: (classes,) in [0, 1].
        value: what Keras gives for it; stands on the right-hand side.
    """
    smoothing = choice.arguments.get("label_smoothing", 0.0)
    targets = np.eye(len(probabilities))[right] * (1 - smoothing) + smoothing / len(probabilities)
    terms = [
        _term(choice, target, p) for target, p in zip(targets, probabilities, strict=True) if target
    ]
    result = _number(value if value > _EPSILON * 2 else 0.0)  # of a probability clipped at 1
    if len(terms) == 1:
        return f"{terms[0]} = {result}"
    lines = r" \\ & ".join(terms)  # a line each: together they are wider than a phone
    return rf"\begin{{aligned}} & {lines} \\ & = {result} \end{{aligned}}"


def _term(choice: LossChoice, target: float, p: float) -> str:
    if choice.name == "kl_divergence":
        return rf"\log\frac{{1}}{{{_clipped(p)}}}"
    factor = "" if target == 1 else rf"{_number(target)} \cdot "
    if choice.name == "categorical_crossentropy":
        return rf"-{factor}\log {_clipped(p)}"
    alpha, gamma = (choice.arguments.get(k, d) for k, d in (("alpha", 0.25), ("gamma", 2.0)))
    easy = rf"(1 - {_clipped(p)})^{{{gamma:g}}}"
    return rf"-{_number(alpha)} \cdot {easy} \cdot {factor}\log {_clipped(p)}"


def _clipped(p: float) -> str:
    """A probability as Keras takes it to the logarithm."""
    return "10^{-7}" if p < _EPSILON else _number(p)


def _number(value: float) -> str:
    """Three digits behind the point and no more zeros than needed; very small ones as 2 · 10^-5."""
    if 0 < abs(value) < 0.0005:
        digits, exponent = f"{value:.0e}".split("e")
        return rf"{digits} \cdot 10^{{{int(exponent)}}}"
    return f"{value:.3f}".rstrip("0").rstrip(".")
