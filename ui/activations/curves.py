"""Curves of activation functions and of their slopes: picture, values, records."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import streamlit as st

from dlcore.activations.curves import (
    FLAT,
    OWN,
    ActivationChoice,
    ActivationCurve,
    ActivationCurves,
    check_range,
    curves,
    flat_zones,
    gap,
)
from dlcore.activations.functions import SCALARS
from dlcore.activations.script import curves_script
from dlcore.activations.table.record import Activation
from dlcore.errors import LabError
from dlcore.figures import activations as figures
from dlcore.figures import palette
from dlcore.figures.lines import ValueAndGradient
from ui.activations import inputs
from ui.activations.inputs import HIGH, LOW, PRESETS, ZONE, X, title
from ui.frame import explore
from ui.frame.engine import ask
from ui.frame.i18n import explain
from ui.frame.i18n import gettext as _
from ui.shared import chart

STYLES = palette.line_styles([*SCALARS, OWN])


def show(picture: Callable) -> None:
    """Presets, settings and records; `picture` is the fragment that calls `picture` below."""
    explore.presets("activations", PRESETS)
    choices = inputs.choices()
    place, settings = st.container(), st.container()
    with settings:
        inputs.settings([choice.name for choice in choices])
    with place:
        picture(choices, LOW.value, HIGH.value)
    _records([SCALARS[choice.name] for choice in choices if choice.name != OWN])


def picture(choices: Sequence[ActivationChoice], low: float, high: float) -> None:
    """The curves, a slider for x, the values there and the code; one question to the engine."""
    try:
        check_range(low, high)
    except LabError as error:
        st.warning(explain(error), icon=":material/error:")
        return
    place, values = st.columns([7, 3], gap="large", vertical_alignment="center")
    with values:
        at = _slider(low, high)
    with place:
        found = ask(curves, choices, low, high, 401, at)
        if found:
            _draw(found)
    if found:
        with values:
            _values(found)
    explore.code(curves_script(choices, low, high, at))


def _slider(low: float, high: float) -> float:
    X.set(min(max(X.value, low), high))
    step = float(f"{(high - low) / 240:.2g}")
    return X.slider(min_value=low, max_value=high, step=step)


def _shaded(found: ActivationCurves) -> tuple[ActivationCurve | None, list[tuple[float, float]]]:
    """The function whose flat zones are shown, and these."""
    chosen = next((c for c in found.lines if c.name == ZONE.value), None)
    return chosen, flat_zones(found.x, chosen.dy) if chosen else []


def _draw(found: ActivationCurves) -> None:
    shaded, zones = _shaded(found)
    chart.show(
        figures.curves(
            found.x,
            [_line(curve) for curve in found.lines],
            at=found.at,
            zones=zones,
            zone_colour=STYLES[shaded.name].colour if shaded else palette.MUTED,
            level=FLAT,
            words=figures.CurveWords(zone=_("learns slowly"), value="f(x)", slope="f′(x)"),
        ),
        key="activations_curves",
        alt=_summary(found),
        on_click=lambda x, y: X.set(float(x)),
    )


def _line(curve: ActivationCurve) -> ValueAndGradient:
    style = STYLES[curve.name]
    return ValueAndGradient(title(curve.name), style, curve.y, curve.dy, curve.y_at, curve.dy_at)


def _summary(found: ActivationCurves) -> str:
    """The picture in words and numbers."""
    said = [
        _("{name}: f = {y}, f′ = {dy}").format(
            name=title(c.name), y=_number(c.y_at), dy=_number(c.dy_at)
        )
        for c in found.lines
    ]
    return _(
        "Curves of {count} functions and of their derivatives for x from {low:g} to {high:g}. At "
        "x = {x:.4g}: {values}."
    ).format(
        count=len(said), low=found.x[0], high=found.x[-1], x=found.at, values="; ".join(said) or "–"
    )


def _zone_sentence(
    shaded: ActivationCurve, zones: Sequence[tuple[float, float]], step: float
) -> str:
    if not zones:
        return _("{name} has a slope of 0.1 or more everywhere in this range.").format(
            name=title(shaded.name)
        )
    widest = sorted(figures.widest(zones, 3))
    digits = math.floor(-math.log10(step))  # no more than the points that were drawn can tell
    parts = ", ".join(f"{round(low, digits):g} … {round(high, digits):g}" for low, high in widest)
    return _("Shaded: {name} learns slowly where |f′| < 0.1, for x in {zones}.").format(
        name=title(shaded.name), zones=parts + (", …" if len(zones) > 3 else "")
    )


def _number(value: float) -> str:
    return f"{value:.4g}" if abs(value) < float("inf") else _("not finite")


def _values(found: ActivationCurves) -> None:
    """f and f' at x as a table, and where a function has neither."""
    rows = [f"| {title(c.name)} | {_number(c.y_at)} | {_number(c.dy_at)} |" for c in found.lines]
    if rows:
        head = _("| at x = {x:.4g} | f(x) | f′(x) |").format(x=found.at)
        st.markdown("\n".join([head, "|---|---:|---:|", *rows]))
    shaded, zones = _shaded(found)
    if shaded:
        st.caption(_zone_sentence(shaded, zones, found.x[1] - found.x[0]))
    for curve in found.lines:
        missing = gap(found.x, curve.y, curve.dy)
        if missing:
            st.caption(
                _(
                    "{name}: no finite value or slope at {count} of {points} points, the first at "
                    "x = {first:.4g}. They are left out."
                ).format(
                    name=title(curve.name),
                    count=missing.count,
                    points=len(found.x),
                    first=missing.first,
                )
            )


def _records(records: Sequence[Activation]) -> None:
    if records:
        for tab, record in zip(st.tabs([r.title for r in records]), records, strict=True):
            with tab:
                show_record(record)


def show_record(record: Activation) -> None:
    """Formula, slope, range, use, trouble and source of one activation."""
    st.markdown(
        "\n\n".join(
            [
                rf"$\displaystyle {record.formula}$",
                rf"$\displaystyle {record.derivative}$",
                _("**Range** {range}").format(range=f"${record.range}$"),
                _("**Where it is used.** {use}").format(use=_(record.use)),
                _("**Known trouble.** {trouble}").format(trouble=_(record.trouble)),
            ]
        )
    )
    st.caption(f"`keras.activations.{record.name}` · {record.reference}")
