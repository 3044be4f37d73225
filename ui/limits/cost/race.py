"""The part *The race*: two trainings on their way to the same accuracy."""

from __future__ import annotations

import streamlit as st

from dlcore.figures import palette
from dlcore.figures.limits.cost import CostAxes, cost_race
from dlcore.figures.lines import Line
from dlcore.limits.cost.config import RACERS, CostResult, Race
from dlcore.limits.cost.energy import grams
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.frame.setting import Setting
from ui.limits.cost import assumed
from ui.limits.cost.against import AGAINST, COSTS, WRITTEN, costs, electricity
from ui.limits.cost.numbers import carbon, short, table, watt_hours
from ui.shared import chart
from ui.shared.numbers import percent

NAMES = {"fast": N_("Fast network"), "tutorial": N_("Tutorial network")}
_LOOKS = {"fast": (palette.SERIES[1], "dash"), "tutorial": (palette.SERIES[0], "solid")}
SETTINGS: tuple[Setting, ...] = (AGAINST,)


def controls() -> None:
    """What the curves are drawn over."""
    AGAINST.segmented()


def show(found: CostResult) -> None:
    """What each of them has spent, their curves, and all numbers."""
    races = [race for name in RACERS if (race := found.race(name))]
    if not races:
        st.info(_("Nothing was measured yet."), icon=":material/info:")
        return
    _say_sample(found)
    for place, race in zip(st.columns(len(RACERS)), races, strict=False):
        with place:
            _one(race)
    against = AGAINST.value
    values = assumed.values()
    lines = [
        Line(costs(race, against, values), race.accuracy, _(NAMES[race.name]), *looks, marked=True)
        for race in races
        for looks in [_LOOKS[race.name]]
    ]
    chart.show(
        cost_race(
            lines,
            found.config.goal,
            words=CostAxes(_(COSTS[against]), _("Accuracy on held-out images")),
            named=_("the goal, {goal:.0%}").format(goal=found.config.goal),
        ),
        key="cost_race_chart",
        alt="; ".join(
            _said(race, WRITTEN[against](float(line.x[-1])))
            for race, line in zip(races, lines, strict=True)
        ),
    )
    _table(races)


def _say_sample(found: CostResult) -> None:
    if found.source == "sample":
        st.warning(
            _(
                "MNIST could not be loaded: both learn from {count:,} images only. What {goal:.0%} "
                "costs with all of them cannot be told from this."
            ).format(count=found.train_images, goal=found.config.goal),
            icon=":material/dataset:",
        )


def _one(race: Race) -> None:
    energy = float(electricity(race, assumed.values())[-1])
    st.metric(_(NAMES[race.name]), watt_hours(energy), border=True, help=_how(race))
    st.caption(
        _("{accuracy} in {seconds} s of training · {work} multiply-adds · {carbon}").format(
            accuracy=percent(float(race.accuracy[-1]), 2),
            seconds=short(float(race.seconds[-1])),
            work=short(race.work),
            carbon=carbon(grams(energy, assumed.values()["grid"])),
        )
    )


def _how(race: Race) -> str:
    """Where its watt hours come from."""
    if race.counted:
        return _("Counted by the processor (RAPL), for all that ran on it meanwhile, × PUE.")
    return _("Estimated: seconds that cores were busy × watts of a busy core × PUE.")


def _said(race: Race, cost: str) -> str:
    """A curve in words."""
    said = _("{name}: {accuracy} after {cost}, goal reached")
    if not race.reached:
        said = _("{name}: {accuracy} after {cost}, goal not reached")
    return said.format(
        name=_(NAMES[race.name]), accuracy=percent(float(race.accuracy[-1]), 2), cost=cost
    )


def _table(races: list[Race]) -> None:
    with st.expander(_("All of it as a table"), icon=":material/table_rows:"):
        names = [
            _("parameters"),
            _("multiply-adds an image"),
            _("epochs"),
            *(_(name) for name in COSTS.values()),
            _("held-out images"),
            _("test images"),
        ]
        head = [_("Quantity"), *(_(NAMES[race.name]) for race in races)]
        table(head, [[*row] for row in zip(names, *map(_numbers, races), strict=True)])
        st.caption(
            _(
                "A training counts three times the multiply-adds of an answer for each image: one "
                "way there, and twice as much on the way back."
            )
        )


def _numbers(race: Race) -> list[str]:
    """All there is to say of one, from the top of the table to its end."""
    values = assumed.values()
    return [
        f"{race.parameters:,}",
        f"{race.multiply_adds:,}",
        f"{race.images[-1] / race.epoch_images:.2f}",
        *(WRITTEN[one](float(costs(race, one, values)[-1])) for one in COSTS),
        percent(float(race.accuracy[-1]), 2),
        percent(race.test_accuracy, 2),
    ]
