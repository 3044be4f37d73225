"""From seconds and watts to energy and carbon dioxide, and what has to be assumed on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dlcore.messages import N_
from dlcore.runs.compare import CORE_WATTS

POWERCAP = Path("/sys/class/powercap")


@dataclass(frozen=True)
class Assumption:
    """A number that nobody here can measure.

    Attributes:
        title: an English msgid.
        value: the usual one.
        low, high: what it can be set to.
        unit: the same in every language.
        means: what it is, and what a reader may want to set; an English msgid.
        source: where the usual value comes from.
    """

    title: str
    value: float
    low: float
    high: float
    unit: str
    means: str
    source: str


ASSUMPTIONS: Mapping[str, Assumption] = {
    "core_watts": Assumption(
        N_("Power of a busy core"),
        CORE_WATTS,
        0.1,
        500.0,
        "W",
        N_(
            "What one busy processor core draws, with its share of memory, fans and power supply. "
            "Multiplied by the seconds that cores were busy."
        ),
        "AMD EPYC 7763 data sheet (2021): 280 W for 64 cores, about doubled for all the rest",
    ),
    "pue": Assumption(
        N_("Overhead of the building (PUE)"),
        1.58,
        1.0,
        5.0,
        "",
        N_(
            "All that a data centre draws, divided by what its computers draw: cooling, above all. "
            "1 for a laptop at home, 1.1 for the largest data centres."
        ),
        "Uptime Institute: Global Data Center Survey (2023), mean",
    ),
    "grid": Assumption(
        N_("Carbon of the electricity"),
        473.0,
        0.0,
        2000.0,
        "g/kWh",
        N_(
            "Grams of CO₂ for each kilowatt hour. It differs by country and hour by a factor of "
            "twenty and more."
        ),
        "Ember: Global Electricity Review (2025), world mean of 2024",
    ),
    "peak": Assumption(
        N_("Speed of an accelerator"),
        312.0,
        0.001,
        100_000.0,
        "TFLOP/s",
        N_("What its maker promises, in 16 bits; a multiply-add is two FLOP."),
        "NVIDIA A100 data sheet (2020), bfloat16 without sparsity",
    ),
    "utilisation": Assumption(
        N_("Share of that speed that is reached"),
        46.0,
        0.1,
        100.0,
        "%",
        N_("The rest of the time it waits for data and for the others."),
        "Chowdhery et al.: PaLM (2022), 46.2 %",
    ),
    "device_watts": Assumption(
        N_("Power of an accelerator"),
        400.0,
        1.0,
        10_000.0,
        "W",
        N_("While it works, without the computer that it sits in."),
        "NVIDIA A100 data sheet (2020), SXM",
    ),
    "household": Assumption(
        N_("Electricity of a household"),
        10_791.0,
        100.0,
        100_000.0,
        "kWh/a",
        N_("In a year, for comparison. In many countries it is a third of that."),
        "U.S. Energy Information Administration (2022), mean of a residential customer",
    ),
}
"""By name."""
USUAL: Mapping[str, float] = {name: one.value for name, one in ASSUMPTIONS.items()}

_KETTLE = 4.186 * 80 / 3600  # kWh for a litre: 4.186 kJ a kelvin, from 20 to 100 degrees


def grams(watt_hours: float, grid: float) -> float:
    """Carbon dioxide of so much electricity.

    Args:
        watt_hours: of electricity.
        grid: grams a kilowatt hour.
    """
    return watt_hours / 1000 * grid


def litres_boiled(watt_hours: float) -> float:
    """Litres of water that so much electricity brings from 20 to 100 degrees Celsius."""
    return watt_hours / 1000 / _KETTLE


class EnergyMeter:
    """What the processor has drawn since the meter was made, where the kernel tells.

    Intel's running average power limit (RAPL) counts for each socket, all programs together; AMD's
    processors have it too. Since 2020 most systems let only the administrator read it, and virtual
    machines hardly ever have it.

    Args:
        folder: where the kernel shows it.
    """

    def __init__(self, folder: Path = POWERCAP) -> None:
        sockets = sorted(folder.glob("intel-rapl:*"))
        self._sockets = [one for one in sockets if one.name.count(":") == 1]  # not parts of one
        self._began = self._counts()

    def _counts(self) -> list[int] | None:
        """Microjoules by socket."""
        try:
            found = [int((one / "energy_uj").read_text()) for one in self._sockets]
        except (OSError, ValueError):
            return None
        return found or None

    def joules(self) -> float:
        """Since the meter was made, of all sockets; NaN where it cannot be read.

        A counter begins anew every few minutes or hours: ask more often than that.
        """
        began, now = self._began, self._counts()
        if began is None or now is None or len(began) != len(now):
            return float("nan")
        return sum(map(self._gone, self._sockets, began, now)) / 1e6

    @staticmethod
    def _gone(socket: Path, began: int, now: int) -> float:
        if now >= began:
            return now - began
        try:
            return now - began + int((socket / "max_energy_range_uj").read_text())
        except (OSError, ValueError):
            return float("nan")
