"""A line drawn by the visitor, its mean squared error, and the line that the loss finds."""

from __future__ import annotations

import streamlit as st

from dlcore.figures.losses import HandWords, line_by_hand
from dlcore.losses import LossChoice
from dlcore.losses.by_hand import HandLine, least_squares
from dlcore.losses.line_fit import sample_points
from dlcore.losses.script import fit_script
from ui.frame import explore
from ui.frame.i18n import gettext as _
from ui.losses import settings
from ui.shared import chart

_ENDS = (0.0, 10.0)  # x of the two handles
_ENOUGH = 1.1  # times the least error: as good as found


@settings.SETTINGS.fragment
def show() -> None:
    """Chart, the two numbers of the line, its error, and on demand the best one."""
    st.markdown(
        _(
            "**Lay the line through the points**, by its two ends or by its two numbers. The loss "
            "says how far off it is: the mean of the squared distances, dotted in the picture."
        )
    )
    picture, controls = st.columns(settings.WIDTHS, gap="large")
    with controls:
        line = HandLine(*(float(one.slider()) for one in (settings.SLOPE, settings.INTERCEPT)))
        best = least_squares(*sample_points()) if settings.FOUND.toggle() else None
        with st.container(key="losses_hand_said"):
            _say(line, best)
    with picture:
        _draw(line, best)
    explore.code(fit_script(*sample_points(), [LossChoice("mean_squared_error")]))


def drag(end: int, _x: float, y: float) -> None:
    """Puts one end of the line where it was dragged to; the other stays, as far as it can."""
    line = HandLine(float(settings.SLOPE.value), float(settings.INTERCEPT.value))
    ends = [line.slope * x + line.intercept for x in _ENDS]
    ends[end] = y
    slope = (ends[1] - ends[0]) / (_ENDS[1] - _ENDS[0])
    for one, value in ((settings.SLOPE, slope), (settings.INTERCEPT, ends[0])):
        one.set(float(min(max(round(value, 2) + 0.0, one.low), one.high)))


def _say(line: HandLine, best: HandLine | None) -> None:
    error = line.squared_error(*sample_points())
    st.metric(_("Mean squared error of your line"), f"{error:.3f}")
    if best is None:
        st.caption(_("Make it as small as you can. Then let the loss find its own line."))
        return
    least = best.squared_error(*sample_points())
    st.markdown(
        _(
            "The loss finds slope **{slope:.2f}** and intercept **{intercept:.2f}**, with an error "
            "of **{least:.3f}**: no line has less."
        ).format(slope=best.slope, intercept=best.intercept, least=least)
    )
    if error < _ENOUGH * least:
        st.markdown(_("Yours is as good, to within a tenth."))
    else:
        st.markdown(
            _("Yours was {missing:.3f} above it, {times:,.1f} times as much.").format(
                missing=error - least, times=error / least
            )
        )


def _draw(line: HandLine, best: HandLine | None) -> None:
    x, y = sample_points()
    figure = line_by_hand(
        x,
        y,
        (line.slope, line.intercept),
        (best.slope, best.intercept) if best else None,
        ends=_ENDS,
        words=HandWords(_("points"), _("your line"), _("the loss's line")),
    )
    said = _(
        "Twelve points and a line of slope {slope:.2f} and intercept {intercept:.2f}. Its mean "
        "squared error is {error:.3f}."
    ).format(slope=line.slope, intercept=line.intercept, error=line.squared_error(x, y))
    chart.show(
        figure,
        key="losses_hand",
        alt=said,
        handle=len(figure.data) - 1,
        on_drag=drag,
    )
