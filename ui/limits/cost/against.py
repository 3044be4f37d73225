"""What an accuracy is drawn against: the four ways to say what a training costs."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from dlcore.limits.cost.config import Race
from dlcore.limits.cost.energy import grams
from dlcore.limits.cost.operations import training
from ui.frame.i18n import N_
from ui.frame.setting import Choice
from ui.limits.cost.numbers import carbon, short, watt_hours

COSTS: Mapping[str, str] = {
    "work": N_("multiply-adds"),
    "seconds": N_("seconds"),
    "energy": N_("watt hours"),
    "carbon": N_("grams of CO₂"),
}
WRITTEN: Mapping[str, Callable[[float], str]] = {
    "work": short,
    "seconds": lambda value: f"{short(value)} s",
    "energy": watt_hours,
    "carbon": carbon,
}
AGAINST = Choice(
    "cost_against",
    "work",
    N_("Cost in"),
    N_("Multiply-adds are counted, seconds measured; watt hours and grams follow from them."),
    COSTS,
)


def electricity(race: Race, assumed: Mapping[str, float]) -> NDArray[np.float64]:
    """(k,) watt hours up to each measurement, with those of the building."""
    return race.watt_hours(assumed["core_watts"]) * assumed["pue"]


def costs(race: Race, against: str, assumed: Mapping[str, float]) -> NDArray[np.float64]:
    """(k,) what a training has cost up to each measurement.

    Args:
        against: one of `COSTS`.
        assumed: by the names of `ASSUMPTIONS`.
    """
    if against == "work":
        return training(race.multiply_adds, 1) * race.images
    if against == "seconds":
        return race.seconds
    found = electricity(race, assumed)
    return found if against == "energy" else grams(1, assumed["grid"]) * found
