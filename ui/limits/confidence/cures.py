"""What helps: answering only above a bound, a temperature, a class for the rest, refusal."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dlcore.figures import palette
from dlcore.figures.limits.confidence import Cooling, TradeOff, cooling_curves, trade_offs
from dlcore.limits.confidence.answers import trade_off
from dlcore.limits.confidence.config import READERS, SURE, ConfidenceResult, TutorialLogits
from dlcore.limits.confidence.nonsense import NONSENSE
from dlcore.limits.confidence.shifts import LEVELS, SHIFTS
from dlcore.limits.confidence.temperature import softmax
from ui.frame.i18n import N_, gap
from ui.frame.i18n import gettext as _
from ui.frame.setting import Choice, Percent
from ui.limits.confidence.words import NAMES, not_asked
from ui.shared import chart

BOUND = Percent(
    "confidence_bound",
    round(100 * SURE),
    N_("Answer only above"),
    N_("Whatever a network is less sure of, it does not answer. See what that loses, and saves."),
    0,
    99,
    format="%d%%",
)
ALL, UNTAUGHT = "all", "untaught"
KINDS = Choice(
    "confidence_kinds",
    UNTAUGHT,
    N_("Of what shows no digit"),
    N_("All of it, or only the kinds that the eleventh class was never taught."),
    {ALL: N_("all of it"), UNTAUGHT: N_("what was never taught")},
)
TEMPERATURE = Choice(
    "confidence_temperature",
    1.0,
    N_("Temperature"),
    N_("The tutorial's logits are divided by it: above 1 it is less sure, of all that it says."),
    (0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 7.0, 10.0, 14.0, 20.0),
)
SETTINGS = (BOUND, KINDS, TEMPERATURE)
_NEAR_1 = 0.15  # a temperature that is hardly one
_BOUNDS = np.arange(100) / 100
_TEMPERATURES = np.geomspace(0.25, 20, 41)
_STYLES = palette.line_styles(READERS)


@st.fragment
def show(found: ConfidenceResult) -> None:
    """Nonsense answered against digits lost, at a bound; a fragment, for the slider."""
    left, right = st.columns(2, gap="medium")
    with left:
        bound = BOUND.slider()
    with right:
        kinds = KINDS.segmented()
    which = [name for name in NONSENSE if kinds == ALL or name not in found.config.taught]
    if not which:
        st.info(
            _("Every kind was taught: nothing shows whether it knows what it has never seen."),
            icon=":material/info:",
        )
        return
    lines = _trade_offs(found, which, bound)
    if not lines:
        not_asked()
        return
    chart.show(
        trade_offs(
            lines,
            x_label=_("digits that get no answer"),
            y_label=_("nonsense that gets an answer"),
        ),
        key="confidence_trade_off",
        alt=_table_text(lines),
    )
    st.dataframe(
        {
            _("network"): [line.label for line in lines],
            _("nonsense answered"): [f"{line.answered[bound]:.1%}" for line in lines],
            _("digits not answered"): [f"{line.lost[bound]:.1%}" for line in lines],
        },
        hide_index=True,
        key="confidence_cures",
        alt=_table_text(lines),
    )


def _trade_offs(found: ConfidenceResult, which: list[str], bound: int) -> list[TradeOff]:
    rows = [list(NONSENSE).index(name) for name in which]
    return [
        TradeOff(
            _(NAMES[reader]),
            _STYLES[reader],
            *trade_off(pictures.digit_confidence, pictures.confidence[rows].ravel(), _BOUNDS),
            at=bound,
        )
        for reader in READERS
        if (pictures := found.on_pictures.get(reader)) is not None
    ]


def _table_text(lines: list[TradeOff]) -> str:
    return "; ".join(
        _("{network}: {answered:.1%} of the nonsense answered, {lost:.1%} of digits not").format(
            network=line.label, answered=line.answered[line.at], lost=line.lost[line.at]
        )
        for line in lines
    )


@st.fragment
def show_temperature(found: ConfidenceResult, shift: str) -> None:
    """Confidence over the temperature, of digits as they are and changed; a fragment likewise."""
    at = TEMPERATURE.select_slider()  # before there is anything too, or it would be forgotten
    logits = found.logits
    if logits is None:
        st.caption(_("The logits are not known yet."))
        return
    sets = list(_temperature_sets(found, logits, shift))
    told = [_told(one, scores, at) for one, scores in sets]
    surely = [
        float((softmax(z, at).max(axis=-1) > SURE).mean()) for z in (logits.nonsense, logits.digits)
    ]
    kept = _(
        "Read with more than {bound:.0%}: {nonsense:.0%} of the nonsense, {digits:.0%} of digits."
    ).format(bound=SURE, nonsense=surely[0], digits=surely[1])
    said = [*told, kept, _fit(found.temperature)]
    st.markdown("\n".join(f"- {line}" for line in said))
    chart.show(
        cooling_curves(
            _TEMPERATURES.tolist(),
            [one for one, _scores in sets],
            at=at,
            x_label=_("temperature"),
            level=_("{share} right"),
        ),
        key="confidence_cooling",
        alt=f"T = {at:g}. " + gap().join(said).replace("**", ""),
    )


def _fit(temperature: float) -> str:
    """What the temperature is that is honest about digits as they are."""
    text = _("Fitted on digits as they are: T = {fitted:.2f}.")
    if abs(temperature - 1) < _NEAR_1:
        text = _(
            "Fitted on digits as they are: T = {fitted:.2f}. About those it is honest already, so "
            "this changes hardly anything elsewhere."
        )
    return text.format(fitted=temperature)


def _temperature_sets(
    found: ConfidenceResult, logits: TutorialLogits, shift: str
) -> Iterator[tuple[Cooling, NDArray[np.float16]]]:
    """Digits as they are, and changed as far as this shift goes."""
    kind = SHIFTS[shift]
    changed = _(kind.said).format(strength=kind.strengths[LEVELS - 1])
    for title, scores in (
        (_("Digits as they are"), logits.digits),
        (changed, logits.changed[list(SHIFTS).index(shift)]),
    ):
        right = float((scores.argmax(axis=1) == found.labels).mean())
        yield Cooling(title, _means(scores), right), scores


def _told(one: Cooling, scores: NDArray[np.float16], at: float) -> str:
    """How sure and how right it is at a temperature, and at which the two would be the same."""
    text = _("**{images}**: {sure:.0%} sure, {right:.0%} right.")
    honest = _honest(one)
    if honest is not None:
        text = _("**{images}**: {sure:.0%} sure, {right:.0%} right; the same at T = {honest:.1f}.")
    sure = float(softmax(scores, at).max(axis=1).mean())
    return text.format(images=one.label, sure=sure, right=one.accuracy, honest=honest)


def _honest(one: Cooling) -> float | None:
    """The temperature at which it is as sure as it is right; None beyond those that are drawn."""
    falling = one.confidence[::-1]
    if not falling[0] <= one.accuracy <= falling[-1]:
        return None
    return float(np.interp(one.accuracy, falling, _TEMPERATURES[::-1]))


def _means(logits: NDArray[np.float16]) -> NDArray[np.float64]:
    """Mean of the largest probability at each temperature; the answers stay what they are."""
    return np.array([softmax(logits, t).max(axis=1).mean() for t in _TEMPERATURES])
