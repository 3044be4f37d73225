"""What a place is called: its page, and the exercise that its address opens."""

from __future__ import annotations

from dlcore.exercises import EXERCISES
from ui.course.teaching.addresses import PageAddress
from ui.frame.i18n import gettext as _


def title(place: PageAddress) -> str:
    """In the visitor's language, on one line."""
    exercise = EXERCISES.get(dict(place.settings).get("exercise", ""))
    page = _(place.page.title)
    if exercise is None or exercise.page != place.page.name:
        return page
    return _("{page}: {exercise}").format(page=page, exercise=_(exercise.title))
