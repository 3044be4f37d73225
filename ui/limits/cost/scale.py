"""The part *To any size*: what a training of so many parameters and tokens takes."""

from __future__ import annotations

from math import log10

import streamlit as st

from dlcore.figures.limits.cost import CostBar, cost_bars
from dlcore.limits.cost.config import CostResult
from dlcore.limits.cost.energy import litres_boiled
from dlcore.limits.cost.scale import KNOWN, TrainingEstimate, estimate
from ui.frame import explore
from ui.frame.explore import Preset
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.frame.setting import Number, Setting
from ui.limits.cost import assumed
from ui.limits.cost.against import electricity
from ui.limits.cost.numbers import carbon, short, watt_hours
from ui.limits.cost.race import NAMES
from ui.shared import chart

_STEP = 0.001  # in powers of ten: a known network stands on it to two in a thousand
_HOURS = 24 * 365.25


def _power(value: float) -> float:
    return round(log10(value), 3)


PARAMETERS = Number(
    "cost_parameters",
    _power(KNOWN["gpt3"].parameters),
    N_("Parameters, as a power of ten"),
    N_("9 is a thousand million."),
    3.0,
    14.0,
    step=_STEP,
    format="10^%.2f",
)
TOKENS = Number(
    "cost_tokens",
    _power(KNOWN["gpt3"].tokens),
    N_("Tokens or images seen, as a power of ten"),
    N_("Each as often as it is seen. A token is a piece of a word; 12 is a million millions."),
    3.0,
    15.0,
    step=_STEP,
    format="10^%.2f",
)
SETTINGS: tuple[Setting, ...] = (PARAMETERS, TOKENS)

_SAID = {
    "gpt3": N_(
        "Its makers count 3.14 × 10²³ operations: look at them here. On the slower accelerators of "
        "2020 it took 1,287 MWh and 552 t of CO₂ (Patterson et al. 2021); set 125 TFLOP/s, 20 %, "
        "330 W, a PUE of 1.1 and 429 g to come close to that."
    ),
    "chinchilla": N_(
        "Fewer parameters than GPT-3, but nearly five times the tokens, and better: what a size "
        "costs is both of them multiplied."
    ),
    "palm": N_("Three times the parameters and two and a half times the tokens of GPT-3."),
    "llama": N_(
        "Its makers count 3.8 × 10²⁵ operations, a hundred times and more those of GPT-3, four "
        "years later."
    ),
}
PRESETS = {
    name: Preset(
        one.title,
        _SAID[name],
        {PARAMETERS.key: _power(one.parameters), TOKENS.key: _power(one.tokens)},
    )
    for name, one in KNOWN.items()
}


def controls() -> None:
    """How large it is."""
    explore.presets("cost", PRESETS)
    PARAMETERS.slider()
    TOKENS.slider()


def show(found: CostResult) -> None:
    """What it takes, in numbers and words, and beside what others take."""
    values = assumed.values()
    size, tokens = 10**PARAMETERS.value, 10**TOKENS.value
    here = estimate(size, tokens, values)
    energy, gas, time = st.columns(3)
    energy.metric(_("Electricity"), watt_hours(1000 * here.kilowatt_hours), border=True)
    gas.metric("CO₂", carbon(1000 * here.kilograms), border=True)
    time.metric(_("One accelerator would take"), _long(here.device_hours), border=True)
    st.markdown(_words(here))
    bars = _bars(found, here)
    chart.show(
        cost_bars(bars, words=_("kilowatt hours")),
        key="cost_scale_chart",
        alt="; ".join(f"{bar.label}: {bar.text}" for bar in bars),
    )
    st.caption(
        _(
            "6 × parameters × tokens operations (Kaplan et al. 2020), by what is assumed: of one "
            "training that succeeds, on one kind of accelerator for all. Trials before, the "
            "making of the machines and all answers given afterwards come on top."
        )
    )


def _long(hours: float) -> str:
    """So many hours in a unit that fits."""
    if hours < 1:
        return _("{count} s").format(count=short(3600 * hours))
    if hours < _HOURS:
        return _("{count} hours").format(count=short(hours))
    return _("{count} years").format(count=short(hours / _HOURS))


def _words(here: TrainingEstimate) -> str:
    """What so much electricity is otherwise."""
    household = assumed.values()["household"]
    if here.kilowatt_hours >= household:
        said = _("{flop} operations; as much electricity as {count} households use in a year.")
        count = here.kilowatt_hours / household
    else:
        said = _("{flop} operations; the electricity brings {count} litres of water to the boil.")
        count = litres_boiled(1000 * here.kilowatt_hours)
    return said.format(flop=short(here.flop), count=short(count))


def _bars(found: CostResult, here: TrainingEstimate) -> list[CostBar]:
    """What was trained here, what is set, and the known ones, the smallest first."""
    values = assumed.values()
    trained = {
        _(NAMES[race.name]): float(electricity(race, values)[-1]) / 1000
        for race in found.races
        if race.begun
    }
    bars = [_bar(name, cost) for name, cost in trained.items() if cost > 0]
    for name, one in KNOWN.items():
        cost = estimate(one.parameters, one.tokens, values).kilowatt_hours
        bars.append(_bar(one.title, cost, chosen=PRESETS[name].holds))
    if not any(bar.chosen for bar in bars):
        bars.append(_bar(_("yours"), here.kilowatt_hours, chosen=True))
    return sorted(bars, key=lambda bar: bar.cost)


def _bar(name: str, cost: float, chosen: bool = False) -> CostBar:
    return CostBar(name, cost, watt_hours(1000 * cost), chosen)
