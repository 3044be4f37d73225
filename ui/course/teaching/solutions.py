"""All exercises with the ways to do them, for teachers."""

from __future__ import annotations

import streamlit as st

from dlcore.exercises import CourseExercise, of_page
from ui.course.path import STATIONS
from ui.course.teaching.titles import page_of
from ui.frame import shell
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.frame.setting import Choice, written

PAGE = Choice(
    "course_solutions",
    STATIONS[0].page.name,
    N_("Page"),
    N_("Whose exercises are shown."),
    {station.page.name: station.page.title for station in STATIONS},
)
SETTINGS = (PAGE,)


def show() -> None:
    """The exercises of a page: the task, what is guessed, the way, and the page solved."""
    st.caption(
        _("Nothing is locked: students who look for this page find it. A guess comes first there.")
    )
    exercises = of_page(PAGE.selectbox(width=320))
    for one in exercises:
        _exercise(one)
    if not exercises:
        st.caption(_("This page has no exercises."))


def solved(one: CourseExercise) -> dict[str, str]:
    """What an address says to open the page of an exercise as it is solved, the exercise open."""
    values = {"exercise": one.id, **one.start, **one.solution}
    # An empty list is what is usual there; an address cannot say it.
    return {key: text for key, value in values.items() if (text := written(value))}


def _exercise(one: CourseExercise) -> None:
    page = page_of(one)
    with st.container(border=True, key=f"course_solution_{one.id}"):
        hard = " :orange-badge[{}]".format(_("hard")) if one.hard else ""
        st.markdown(f"**{_(one.title)}**{hard}  \n{_(one.task)}")
        guessed = " / ".join(_(name) for name in one.guess.options.values())
        st.caption(_(one.guess.question) + (f" ({guessed})" if guessed else ""))
        if one.way:
            st.markdown(_("**The way:** {way}").format(way=_(one.way)))
        with st.container(horizontal=True):
            shell.link(page, _("Open the exercise"), {"exercise": one.id})
            if one.solution:
                shell.link(page, _("Open it solved"), solved(one))
