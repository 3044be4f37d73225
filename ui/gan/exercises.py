"""What the exercises of this page check: the game in the plane, or the sheet of drawings."""

from __future__ import annotations

import math

import streamlit as st

from dlcore.contract import CLASSES
from dlcore.exercises.gan import DrawnSheet, PlaneGame, covered
from ui.course.foot import Subjects
from ui.gan import sheet
from ui.gan.plane import settings, table
from ui.gan.plane.table import Table
from ui.gan.seed import SEED
from ui.gan.source import MODEL


def _game() -> PlaneGame | None:
    config = settings.read()
    if config is None:
        return None
    played: Table | None = st.session_state.get(table.KEY)
    if played is None:
        return PlaneGame(config)
    now = played.frame
    reached = (
        moment.round
        for moment in played.past.items()
        if covered(moment.frame.coverage.modes, moment.frame.coverage.near)
    )
    return PlaneGame(
        config,
        played.played,
        now.discriminator_updates,
        now.generator_updates,
        now.coverage.modes,
        now.coverage.near,
        next(reached, None),
    )


def _sheet() -> DrawnSheet:
    """Of all ten digits in turn, as the view draws them where no other is chosen."""
    is_of_all = MODEL.value == "shipped" and not sheet.TYPED.value.strip() and not sheet.DIGIT.value
    count = sheet.COUNT.value if is_of_all else 0
    cut = sheet.CUT.value
    return DrawnSheet(
        tuple(i % CLASSES for i in range(count)),
        SEED.value,
        cut,
        min((one for one in sheet.CUT.options if one > cut), default=math.inf),
    )


SUBJECTS: Subjects = {"game": _game, "sheet": _sheet}
