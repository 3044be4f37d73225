"""The view Generate: what a trained generator draws, and what lies between its drawings."""

from __future__ import annotations

from typing import Any

from ui.frame import jobs
from ui.frame.engine import current_run
from ui.frame.i18n import N_
from ui.frame.setting import Setting
from ui.frame.views import View, Views
from ui.gan import directions, grid, seed, sheet, source, walk

WAYS = Views(
    "gan_way",
    N_("What to look at"),
    N_("Single drawings, or the ways between them."),
    {
        "sheet": View(N_("Drawings"), sheet),
        "walk": View(N_("A walk between two"), walk),
        "grid": View(N_("Between four"), grid),
        "directions": View(N_("Main directions"), directions),
    },
)
OF_CLASSES: tuple[Setting, ...] = (
    sheet.DIGIT,
    sheet.TYPED,
    directions.DIGIT,
    *walk.SETTINGS,
    *grid.SETTINGS,
)
"""The settings that name a class."""
SETTINGS = (source.MODEL, seed.SEED, *WAYS.settings)


def untouched() -> dict[str, Any]:
    """What `OF_CLASSES` are set to before anybody has chosen, for a generator of other classes."""
    return {setting.key: setting.usual for setting in OF_CLASSES}


def show() -> None:
    """Who draws, and one way to look at it."""
    reader = source.choose(current_run(jobs.GAN), OF_CLASSES)
    way = WAYS.choose()
    if reader:
        way.show(reader)
