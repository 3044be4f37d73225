"""A room for its teacher: who has passed what, and what the class guesses, as it comes."""

from __future__ import annotations

import html
from collections.abc import Sequence

import streamlit as st

from dlcore.exercises import EXERCISES, CourseExercise, of_page
from dlcore.figures import guesses as figures
from dlcore.runs.classwork import Student
from ui.course.path import STATIONS
from ui.course.teaching import addresses, titles
from ui.frame.catalogue import COURSE
from ui.frame.i18n import N_, plain
from ui.frame.i18n import gettext as _
from ui.frame.keeping import tended
from ui.frame.setting import Name
from ui.shared import chart, rooms
from ui.shared.rooms import ROOM

EXERCISE = Name(
    "course_class_exercise", "", N_("Guesses on"), N_("Whose guesses the picture shows.")
)
SETTINGS = (ROOM, EXERCISE)
EVERY = 4.0  # seconds
_SECRET = "course_secret"


def show() -> None:
    """The way in, or what the class has done."""
    if not rooms.are_there():
        return
    ROOM.text_input(width=320)
    if not rooms.name():
        st.caption(_("Think of a name for the room, such as 7b-monday, and tell it your class."))
        return
    _say_address()
    if not rooms.is_taught():
        rooms.ask_secret(_SECRET, in_fragment=True)
        return
    if EXERCISE.value not in EXERCISES:
        EXERCISE.set(next(iter(EXERCISES)))
    chosen = EXERCISE.selectbox(
        list(EXERCISES), format_func=lambda name: titles.of_exercise(EXERCISES[name])
    )
    exercise = EXERCISES[chosen]

    def panel() -> None:
        _panel(exercise)

    with st.container(key="course_class_live"):
        st.fragment(panel, run_every=EVERY)()
    st.button(_("Leave the room"), key="course_room_leave", on_click=rooms.leave)


def _say_address() -> None:
    st.markdown(_("**Your class joins here:**"))
    place = addresses.PageAddress(COURSE, ((ROOM.key, rooms.name()),))
    st.code(addresses.base() + place.path, language=None, wrap_lines=True)


def _panel(exercise: CourseExercise) -> None:
    students = tended().classwork.of_room(rooms.name())
    if students is None:
        st.caption(_("The database of this site does not answer at the moment."))
        return
    st.markdown(
        _("The room {room}: {count} students.").format(
            room=plain(rooms.name()), count=len(students)
        )
    )
    _guesses(exercise, students)
    if students:
        st.html(table(students))
        st.caption(_("✓ passed · … begun. Point at a number to see which exercise it is."))


def _guesses(one: CourseExercise, students: Sequence[Student]) -> None:
    """The class's guesses, each of before its first check."""
    given = [student.answers[one.id].guess for student in students if one.id in student.answers]
    made = [guess for guess in given if guess is not None]
    st.markdown(f"**{_(one.guess.question)}**")
    if one.guess.options:
        names = [_(name) for name in one.guess.options.values()]
        counts = [made.count(option) for option in one.guess.options]
    else:
        bins = figures.bins([int(guess) for guess in made])
        names = [f"{b.low:,}" if b.low == b.high else f"{b.low:,}–{b.high:,}" for b in bins]
        counts = [b.count for b in bins]
    said = "; ".join(f"{name}: {count}" for name, count in zip(names, counts, strict=True))
    chart.show(
        figures.bars(counts, names, words=_("students")),
        key="course_class_guesses",
        alt=_("{count} guesses. {said}").format(count=len(made), said=said),
    )


def table(students: Sequence[Student]) -> str:
    """HTML: a row a student, a column an exercise, by page; what students typed is text in it."""
    pages = [(station.page, of_page(station.page.name)) for station in STATIONS]
    pages = [(page, exercises) for page, exercises in pages if exercises]
    of_pages = "".join(
        f'<th scope="colgroup" colspan="{len(exercises)}">{html.escape(_(page.title))}</th>'
        for page, exercises in pages
    )
    numbers = "".join(
        f'<th scope="col" title="{html.escape(_(one.title))}">{number}</th>'
        for _page, exercises in pages
        for number, one in enumerate(exercises, 1)
    )
    rows = "".join(
        f'<tr><th scope="row"><bdi>{html.escape(student.alias)}</bdi></th>'
        f"<td>{sum(answer.passed for answer in student.answers.values())}</td>"
        + "".join(
            f"<td>{_mark(student, one)}</td>" for _page, exercises in pages for one in exercises
        )
        + "</tr>"
        for student in students
    )
    name, total = html.escape(_("Name")), html.escape(_("Passed"))
    return (
        '<div class="course-class"><table><thead>'
        f'<tr><th scope="col" rowspan="2">{name}</th>'
        f'<th scope="col" rowspan="2">{total}</th>{of_pages}</tr><tr>{numbers}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _mark(student: Student, one: CourseExercise) -> str:
    answer = student.answers.get(one.id)
    if answer is None:
        return ""
    return "✓" if answer.passed else "…"
