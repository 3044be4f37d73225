"""Where a visitor goes on in the course."""

from __future__ import annotations

from collections.abc import Iterable

from dlcore.exercises import of_page
from ui.course import progress
from ui.course.path import STATIONS, Station
from ui.frame import shell
from ui.frame.i18n import gettext as _


def link(stations: Iterable[Station] = STATIONS) -> None:
    """A link to the first station with an exercise that is not done."""
    page = next_station(tuple(stations)).page
    words = _("Go on with the course: {page}") if progress.done() else _("Begin the course: {page}")
    shell.link(page, words.format(page=_(page.title)))


def next_station(stations: tuple[Station, ...]) -> Station:
    """The first one with an exercise that is not done; the last one where all are."""
    for station in stations:
        names = {one.id for one in of_page(station.page.name)}
        if names - progress.done():
            return station
    return stations[-1]
