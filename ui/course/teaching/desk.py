"""The teacher's desk: a part of it at a time."""

from __future__ import annotations

from ui.course.teaching import classroom, embedding, plan, solutions
from ui.frame.i18n import N_
from ui.frame.views import View, Views

PARTS = Views(
    "course_desk",
    N_("On the desk"),
    N_("A lesson of your own, and what else a class needs."),
    {
        "lesson": View(N_("A lesson of addresses"), plan),
        "class": View(N_("My class"), classroom),
        "solutions": View(N_("Solutions"), solutions),
        "embed": View(N_("Embedding"), embedding),
    },
)
SETTINGS = PARTS.settings


def show() -> None:
    """The choice of a part, and the part."""
    PARTS.choose().show()
