"""From a network that fits on this page to one of any size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dlcore.limits.cost.energy import grams


@dataclass(frozen=True)
class KnownNetwork:
    """A large network whose makers say how large it is.

    Attributes:
        title: its name.
        parameters: of the network.
        tokens: that it was trained on, each as often as it was seen.
        source: where they say it.
    """

    title: str
    parameters: float
    tokens: float
    source: str


KNOWN: Mapping[str, KnownNetwork] = {
    "gpt3": KnownNetwork(
        "GPT-3", 175e9, 300e9, "Brown et al.: Language models are few-shot learners (2020)"
    ),
    "chinchilla": KnownNetwork(
        "Chinchilla",
        70e9,
        1.4e12,
        "Hoffmann et al.: Training compute-optimal large language models (2022)",
    ),
    "palm": KnownNetwork(
        "PaLM",
        540e9,
        780e9,
        "Chowdhery et al.: PaLM: scaling language modeling with Pathways (2022)",
    ),
    "llama": KnownNetwork(
        "Llama 3.1", 405e9, 15.6e12, "Grattafiori et al.: The Llama 3 herd of models (2024)"
    ),
}
"""By name."""


@dataclass(frozen=True)
class TrainingEstimate:
    """What a training of some size takes.

    Attributes:
        flop: floating-point operations, two for a multiply-add.
        device_hours: of one accelerator.
        kilowatt_hours: with the building.
        kilograms: of carbon dioxide.
    """

    flop: float
    device_hours: float
    kilowatt_hours: float
    kilograms: float


def estimate(parameters: float, tokens: float, assumed: Mapping[str, float]) -> TrainingEstimate:
    """Scales a training up: 6 N D operations (Kaplan et al. 2020, section 2.1).

    Each of N weights multiplies and adds once for each of D tokens on the way there, and twice on
    the way back. True where a weight is used once a token, as in a transformer; a convolution uses
    each of its weights at many places of an image.

    Args:
        parameters: N, above 0.
        tokens: D, above 0, each counted as often as it is seen.
        assumed: values by name, of those in `energy.ASSUMPTIONS`: "peak" (TFLOP/s), "utilisation"
            (percent), "device_watts", "pue" and "grid".
    """
    flop = 6 * parameters * tokens
    seconds = flop / (assumed["peak"] * 1e12 * assumed["utilisation"] / 100)
    kilowatt_hours = seconds / 3600 * assumed["device_watts"] / 1000 * assumed["pue"]
    return TrainingEstimate(
        flop, seconds / 3600, kilowatt_hours, grams(1000 * kilowatt_hours, assumed["grid"]) / 1000
    )
