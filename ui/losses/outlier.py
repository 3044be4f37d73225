"""A regression with an outlier that can be dragged: the line under each loss."""

from __future__ import annotations

import numpy as np
import streamlit as st

from dlcore.figures.losses import FitWords, fitted_lines
from dlcore.losses import LOSSES
from dlcore.losses.line_fit import FittedLine, fit_lines, sample_points
from dlcore.losses.script import fit_script
from ui.frame import explore
from ui.frame.engine import ask
from ui.frame.i18n import gettext as _
from ui.frame.setting import Number
from ui.losses import settings
from ui.shared import chart

_PLACE = (settings.OUTLIER_X, settings.OUTLIER_Y)
_TRUTH = (1.0, 0.0)  # slope and intercept that the points were made with
_CHART_HEIGHT = 520
_EDGE = 0.05  # share of the picture around what the outlier can reach


@settings.SETTINGS.fragment
def show() -> None:
    """Chart, what to set, the lines in numbers, the code."""
    st.header(_("One outlier, four lines"), anchor=False)
    st.markdown(_("**Drag the diamond.** Each line is the best one under its loss."))
    explore.presets("losses_fit", settings.LINES)
    picture, controls = st.columns(settings.WIDTHS, gap="large")
    with controls:
        outlier, names = _controls()
    x, y = sample_points()
    if outlier:
        x, y = np.append(x, outlier[0]), np.append(y, outlier[1])
    choices = [settings.choice(name, "fit") for name in names]
    lines = ask(fit_lines, x, y, choices)
    if lines is not None:
        with controls, st.container(key="losses_fit_sum"):
            _sum(lines)
        with picture:
            _draw(outlier, lines)
    explore.code(fit_script(x, y, choices))


def _controls() -> tuple[tuple[float, float] | None, list[str]]:
    names = settings.FIT.pills()
    there = settings.OUTLIER.toggle()
    x, y = (one.slider(disabled=not there) for one in _PLACE)
    settings.parameter_sliders("fit", names)
    return ((x, y) if there else None), names


def drag(_point: int, *to: float) -> None:
    """Puts the outlier where it was dragged to, within its bounds."""
    for one, value in zip(_PLACE, to, strict=True):
        one.set(float(min(max(round(value, 1), one.low), one.high)))


def _draw(outlier: tuple[float, float] | None, lines: dict[str, FittedLine]) -> None:
    figure = fitted_lines(
        *sample_points(),
        outlier,
        {name: (k.slope, k.intercept) for name, k in lines.items()},
        {name: settings.look(name) for name in lines},
        _TRUTH,
        x_range=_widened(settings.OUTLIER_X),
        y_range=_widened(settings.OUTLIER_Y),
        words=FitWords(_("12 points near y = x"), _("outlier"), truth="y = x"),
        height=_CHART_HEIGHT,
    )
    said = "; ".join(
        _("{loss}: slope {slope:.2f} instead of 1").format(
            loss=_(LOSSES[name].short), slope=line.slope
        )
        for name, line in lines.items()
    )
    where = _("no outlier")
    if outlier:
        where = _("an outlier at ({x:.1f}, {y:.1f})").format(x=outlier[0], y=outlier[1])
    chart.show(
        figure,
        key="losses_fit",
        alt=_("Twelve points near the line y = x, {where}, and fitted lines. {said}.").format(
            where=where, said=said
        ),
        handle=len(figure.data) - 1 if outlier else None,
        on_drag=drag,
    )


def _sum(lines: dict[str, FittedLine]) -> None:
    rows = [
        f"| {_(LOSSES[name].short)} | **{k.slope:.2f}** | {k.intercept:.2f} |"
        for name, k in lines.items()
    ]
    truth = f"| y = x | {_TRUTH[0]:.2f} | {_TRUTH[1]:.2f} |"
    head = (_("line"), _("slope"), _("intercept"))
    if rows:
        st.markdown("\n".join(["| " + " | ".join(head) + " |", "|:--|--:|--:|", truth, *rows]))
    else:
        st.caption(_("Choose at least one loss."))


def _widened(reached: Number) -> tuple[float, float]:
    edge = _EDGE * (reached.high - reached.low)
    return reached.low - edge, reached.high + edge
