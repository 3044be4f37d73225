"""What the experiment is set to, in controls."""

from __future__ import annotations

import streamlit as st

from dlcore.limits.cost.config import GOALS, CostConfig
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.frame.setting import Choice, Percent, Setting, Whole
from ui.frame.settings import configured

_USUAL = CostConfig()
GOAL = Choice.of(
    _USUAL,
    "goal",
    "cost_goal",
    N_("Goal"),
    N_("Share of held-out images to read right. A training ends as soon as it reads so many."),
    {goal: f"{goal:.0%}" for goal in GOALS},
)
SECONDS = Choice.of(
    _USUAL,
    "seconds",
    "cost_seconds",
    N_("Seconds for each training"),
    N_("Whoever is not there by then has lost. The result that ships had as long as it took."),
    {seconds: f"{seconds:g}" for seconds in (5.0, 8.0, 12.0, 20.0, 30.0, 60.0)},
)
IMAGES = Choice.of(
    _USUAL,
    "student_images",
    "cost_images",
    N_("Images for the student"),
    N_("A teacher helps most where there are few: each of its answers says more than a label."),
    (500, 1000, 2000, 5000, 10_000, 20_000),
)
TEMPERATURE = Choice.of(
    _USUAL,
    "temperature",
    "cost_temperature",
    N_("Temperature of the teacher"),
    N_("How soft its answers are made: at 1 they are as they are, and nearly all sure."),
    {temperature: f"{temperature:g}" for temperature in (1.0, 2.0, 4.0, 8.0, 16.0)},
)
TEACHING = Percent.of(
    _USUAL,
    "teaching",
    "cost_teaching",
    N_("Weight of the teacher (%)"),
    N_("The rest is that of the labels; at 0 there is no teacher."),
    terms=False,
)
SEED = Whole.of(_USUAL, "seed", "cost_seed", N_("Seed"), N_("The same seed finds the same."))
SETTINGS: tuple[Setting, ...] = (GOAL, SECONDS, IMAGES, TEMPERATURE, TEACHING, SEED)


def show() -> CostConfig:
    """The controls; what they say."""
    GOAL.select_slider()
    SECONDS.select_slider()
    with st.expander(_("The student"), icon=":material/school:"):
        IMAGES.select_slider()
        TEMPERATURE.select_slider()
        TEACHING.slider()
    SEED.number_input()
    return configured(_USUAL, SETTINGS, st.session_state)
