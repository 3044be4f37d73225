"""The part *What saves some*: the tutorial's network made smaller in three ways."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import streamlit as st

from dlcore.figures import palette
from dlcore.figures.limits.cost import CostAxes, CostDot, saving_dots
from dlcore.figures.lines import Line
from dlcore.limits.cost.config import CHANCE, CostResult, Saving
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.frame.setting import Choice, Setting
from ui.limits.cost.numbers import short, size, table
from ui.shared import chart
from ui.shared.numbers import percent

NAMES = {
    "whole": N_("as it was"),
    "pruned": N_("{share:.0%} of weights set to 0"),
    "tuned": N_("{share:.0%} set to 0, then trained on"),
    "quantised": N_("in 8 bits"),
    "alone": N_("a student by itself"),
    "taught": N_("a student with a teacher"),
}
_MORE = N_("trained on alone")
_LINES = {
    "pruned": (N_("weights set to 0"), palette.SERIES[2], "dot"),
    "tuned": (N_("the same, then trained on"), palette.SERIES[3], "dash"),
}
_DOTS = {
    "whole": ("circle", palette.SERIES[0]),
    "quantised": ("diamond", palette.SERIES[1]),
    "alone": ("triangle-up", palette.SERIES[5]),
    "taught": ("star", palette.SERIES[4]),
}
_COSTS: Mapping[str, tuple[str, Callable[[Saving], float]]] = {
    "bytes": (N_("bytes of the file, compressed"), lambda one: one.bytes),
    "work": (N_("multiply-adds of an image, without those by 0"), lambda one: one.multiply_adds),
    "time": (N_("milliseconds an image, one core"), lambda one: one.milliseconds),
}
SAVED = Choice(
    "cost_saved",
    "bytes",
    N_("Saved"),
    N_("Zeros make a file small; they save time only where a program leaves them out."),
    {"bytes": N_("bytes"), "work": N_("multiply-adds"), "time": N_("milliseconds")},
)
SETTINGS: tuple[Setting, ...] = (SAVED,)


def controls() -> None:
    """What is to be saved."""
    SAVED.segmented()


def show(found: CostResult) -> None:
    """Accuracy against what is left, and all numbers."""
    if not found.savings:
        st.info(_("Nothing was made smaller yet."), icon=":material/info:")
        return
    title, cost = _COSTS[SAVED.value]
    dots = [
        CostDot(_called(one), cost(one), one.accuracy, *_DOTS[one.name])
        for one in found.savings
        if one.name in _DOTS
    ]
    chart.show(
        saving_dots(
            dots,
            [line for name in _LINES if (line := _line(found, name, cost))],
            words=CostAxes(_(title), _("Accuracy on test images")),
        ),
        key="cost_savings_chart",
        alt="; ".join(
            f"{_called(one)}: {percent(one.accuracy, 2)}, {short(cost(one))}"
            for one in found.savings
        ),
    )
    _say(found)
    _table(found)


def _called(one: Saving) -> str:
    if one.name == "tuned" and not one.share:
        return _(_MORE)
    return _(NAMES[one.name]).format(share=one.share)


def _line(found: CostResult, name: str, cost: Callable[[Saving], float]) -> Line | None:
    """What is pruned more and more, from the whole network on."""
    some = [one for one in found.savings if one.name == name]
    whole = found.saving("whole")
    if whole and name == "pruned":
        some.insert(0, whole)
    if len(some) < 2:
        return None
    label, colour, dash = _LINES[name]
    x, y = np.array([(cost(one), one.accuracy) for one in some]).T
    return Line(x, y, _(label), colour, dash, marked=True)


def _say(found: CostResult) -> None:
    """What cannot be seen in the picture."""
    whole, more = found.saving("whole"), found.saving("tuned")
    if whole and more:
        st.caption(
            _(
                "Training on by itself changes the accuracy from {before} to {after}: what was "
                "pruned and trained on has to be compared with that."
            ).format(before=percent(whole.accuracy, 2), after=percent(more.accuracy, 2))
        )
    alone, taught = found.saving("alone"), found.saving("taught")
    if alone and taught and max(alone.accuracy, taught.accuracy) < CHANCE:
        st.warning(
            _("The student has learnt nothing: what a teacher is good for cannot be told."),
            icon=":material/school:",
        )


def _table(found: CostResult) -> None:
    with st.expander(_("All of it as a table"), icon=":material/table_rows:"):
        rows = [
            [
                _called(one),
                percent(one.accuracy, 2),
                size(one.bytes),
                f"{one.parameters:,}",
                f"{one.multiply_adds:,.0f}",
                f"{one.milliseconds:.3f}",
            ]
            for one in found.savings
        ]
        head = [
            _("network"),
            _("test images"),
            _("compressed"),
            _("parameters that are not 0"),
            _("multiply-adds"),
            _("ms an image"),
        ]
        table(head, rows)
        st.caption(
            _(
                "All of them are run as LiteRT files on {count:,} test images, one at a time on "
                "one core. The students have {images:,} images to learn from."
            ).format(count=found.test_images, images=found.student_images)
        )
