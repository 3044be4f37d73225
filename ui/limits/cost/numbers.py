"""Large and small numbers as they stand in sentences and tables of this view."""

from __future__ import annotations

import math
from collections.abc import Sequence

import streamlit as st

from ui.frame.i18n import gettext as _

_UP = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_THIN = "\N{NO-BREAK SPACE}"
_WATT_HOURS = ((1e-3, "mWh"), (1.0, "Wh"), (1e3, "kWh"), (1e6, "MWh"), (1e9, "GWh"), (1e12, "TWh"))
_GRAMS = ((1e-3, "mg"), (1.0, "g"), (1e3, "kg"), (1e6, "t"))
_BYTES = ((1.0, "B"), (1e3, "kB"), (1e6, "MB"))


def short(value: float) -> str:
    """Three digits; with a power of ten where it would be long."""
    if not math.isfinite(value):
        return "–"
    if value == 0 or 1e-3 <= abs(value) < 1e6:
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
    digits, _e, power = f"{value:.2e}".partition("e")
    return f"{digits}{_THIN}×{_THIN}10{str(int(power)).translate(_UP)}"


def watt_hours(value: float) -> str:
    """Electricity in a unit that fits."""
    return _in_units(value, _WATT_HOURS)


def carbon(grams: float) -> str:
    """Carbon dioxide in a unit that fits."""
    return _in_units(grams, _GRAMS) + f"{_THIN}CO₂"


def size(count: float) -> str:
    """Bytes in a unit that fits."""
    return _in_units(count, _BYTES)


def _in_units(value: float, units: Sequence[tuple[float, str]]) -> str:
    if not math.isfinite(value):
        return "–"
    one, unit = next((u for u in reversed(units) if abs(value) >= u[0]), units[0])
    return f"{short(value / one)}{_THIN}{unit}"


def times(value: float) -> str:
    """How many times as much."""
    return _("{count} times").format(count=f"{value:.0f}" if value >= 10 else f"{value:.1f}")


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Shows a table that scrolls within itself where a phone is too narrow for it."""
    st.dataframe(dict(zip(head, zip(*rows, strict=True), strict=True)), hide_index=True)
