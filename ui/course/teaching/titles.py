"""What a place is called: its page, and the exercise that its address opens."""

from __future__ import annotations

from dlcore.exercises import EXERCISES, CourseExercise
from ui.course.path import STATIONS
from ui.course.teaching.addresses import PageAddress
from ui.frame.catalogue import Page
from ui.frame.i18n import gettext as _


def title(place: PageAddress) -> str:
    """In the visitor's language, on one line."""
    exercise = EXERCISES.get(dict(place.settings).get("exercise", ""))
    if exercise is None or page_of(exercise) != place.page:
        return _(place.page.title)
    return of_exercise(exercise)


def of_exercise(one: CourseExercise) -> str:
    """What an exercise is called apart from its page."""
    return _("{page}: {exercise}").format(page=_(page_of(one).title), exercise=_(one.title))


def page_of(one: CourseExercise) -> Page:
    """The page that it is on."""
    (page,) = (station.page for station in STATIONS if station.page.name == one.page)
    return page
