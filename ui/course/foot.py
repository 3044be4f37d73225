"""The foot of a page of the course: its exercises, the way back and the way on."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from dlcore.exercises import EXERCISES, Checked, CourseExercise, check, of_page
from ui.course import bar, progress
from ui.course.teaching import sharing, steps
from ui.frame import explore, hiding
from ui.frame.catalogue import Page
from ui.frame.engine import ask
from ui.frame.i18n import N_, gap
from ui.frame.i18n import gettext as _
from ui.frame.setting import Name
from ui.frame.settings import Settings


class _ExerciseName(Name):
    """An exercise by its id, which brings what it begins with."""

    def brings(self, value: str) -> Mapping[str, Any]:
        return EXERCISES[value].start if value in EXERCISES else {}


EXERCISE = _ExerciseName(
    "exercise", "", N_("Exercise"), N_("One of the exercises of this page."), may_hide=False
)
"""Which one is open; among the settings of each page of the course."""
Subjects = Mapping[str, Callable[[], Any]]
"""What the exercises of a page check, by `CourseExercise.subject`: each makes it from what is set;
None after a sentence where that is impossible."""
_GUESSES, _FOUND = "course_guesses", "course_found"  # of this session, by exercise
_MOMENTS = "course_guessed_at"  # when each guess was last changed, seconds since the epoch


def show(page: Page, settings: Settings, subjects: Subjects) -> None:
    """The exercises in an expander that is drawn when it is opened, and the stations around it.

    Args:
        page: which.
        settings: its own, `EXERCISE` among them.
        subjects: of its exercises.
    """
    if "exercises" not in hiding.hidden():
        if exercises := of_page(page.name):
            _opened(exercises, settings, subjects)
        bar.show(page)
    steps.onward(page)  # whatever an address hides, a lesson that is open goes on


def _opened(exercises: tuple[CourseExercise, ...], settings: Settings, subjects: Subjects) -> None:
    """How many are done, and all of it to open."""
    done = progress.done()
    count = sum(one.id in done for one in exercises)
    opened = st.expander(
        _("Exercises: {done} of {count} done").format(done=count, count=len(exercises)),
        icon=":material/task_alt:",
        key="course_open",
        expanded=EXERCISE.value != "",
        on_change="rerun",
    )
    if opened.open:
        with opened:
            _exercises(exercises, settings, subjects)


def guessed_at(name: str) -> float:
    """When the visitor last changed what they guess in an exercise, seconds since the epoch;
    infinite where they have not guessed in this session."""
    return st.session_state.get(_MOMENTS, {}).get(name, math.inf)


def _exercises(
    exercises: tuple[CourseExercise, ...], settings: Settings, subjects: Subjects
) -> None:
    by_id = {one.id: one for one in exercises}
    if EXERCISE.value not in by_id:
        left = [one.id for one in exercises if one.id not in progress.done()]
        EXERCISE.set((left or list(by_id))[0])

    def name(option: str) -> str:
        mark = "✓ " if option in progress.done() else ""
        return mark + _(by_id[option].title)

    chosen = by_id[EXERCISE.segmented(list(by_id), format_func=name, label_visibility="collapsed")]
    _exercise(chosen, settings, subjects)
    progress.save()


def _exercise(one: CourseExercise, settings: Settings, subjects: Subjects) -> None:
    """Its task, the guess, and what was found."""
    hard = " :orange-badge[{}]".format(_("hard")) if one.hard else ""
    st.markdown(f"**{_(one.title)}**{hard}  \n{_(one.task)}")
    guess = _guess(one)
    with st.container(horizontal=True):
        st.button(
            _("Set the page for it"),
            key=f"course_begin_{one.id}",
            icon=":material/restart_alt:",
            help=_("Sets what the exercise begins with. What you have guessed stays."),
            on_click=_begin,
            args=(one, settings),
        )
        asked = st.button(
            _("Check"),
            key=f"course_check_{one.id}",
            type="primary",
            icon=":material/fact_check:",
            disabled=guess is None,
            help=_("Looks at what the page is set to now. First guess, then do, then check."),
        )
    if asked and guess is not None:
        _check(one, subjects, guess)
    if found := st.session_state.get(_FOUND, {}).get(one.id):
        _say(one, found, guess)


def _begin(one: CourseExercise, settings: Settings) -> None:
    """Sets what the exercise begins with, and all else of the page as usual."""
    explore.set_page(settings.set_to({EXERCISE.key: one.id}))
    st.session_state.get(_FOUND, {}).pop(one.id, None)


def _note_moment(name: str) -> None:
    # In a callback: a guess counts as earlier than the Start that a browser sends along with it.
    st.session_state.setdefault(_MOMENTS, {})[name] = time.time()


def _guess(one: CourseExercise) -> str | int | None:
    """What the visitor thinks before they do it; None until they say so."""
    key = f"course_guess_{one.id}"
    kept = st.session_state.setdefault(_GUESSES, {})
    if key not in st.session_state and one.id in kept:  # Streamlit forgets it with the page
        st.session_state[key] = kept[one.id]
    asked, help = _(one.guess.question), _("A guess costs nothing: it is not graded.")
    given: Any
    if one.guess.options:
        options = one.guess.options
        given = st.radio(
            asked,
            list(options),
            index=None,
            key=key,
            format_func=lambda option: _(options[option]),
            horizontal=True,
            help=help,
            on_change=_note_moment,
            args=(one.id,),
        )
    else:
        given = st.number_input(
            asked,
            one.guess.low,
            one.guess.high,
            None,
            1,
            key=key,
            help=help,
            width=320,
            on_change=_note_moment,
            args=(one.id,),
        )
    if not one.guess.accepts(given):
        return None
    if kept.get(one.id) != given:
        kept[one.id] = given
        sharing.guessed(one.id, given)
    return given


def _check(one: CourseExercise, subjects: Subjects, guess: str | int) -> None:
    state = subjects[one.subject]()
    found = None if state is None else ask(check, one.id, state, guess)
    if found is None:
        return
    st.session_state.setdefault(_FOUND, {})[one.id] = found
    sharing.checked(one.id, passed=found.passed)
    if found.passed and one.id not in progress.done():
        progress.add([one.id])
        st.rerun()  # what stands above counts it too


def _say(one: CourseExercise, found: Checked, guess: str | int | None) -> None:
    said = _(found.said).format(**{name: _named(value) for name, value in found.values.items()})
    if not found.passed:
        st.warning(said, icon=":material/pending:")
        return
    if one.guess.options and found.guess is not None and guess is not None:
        said += gap() + (
            _("Your guess was right.")
            if guess == found.guess
            else _("Your guess was “{guess}”; it is “{right}”.").format(
                guess=_(one.guess.options[str(guess)]),
                right=_(one.guess.options[str(found.guess)]),
            )
        )
    st.success(said, icon=":material/check_circle:")


def _named(value: Any) -> Any:
    """Names in what was measured are msgids too."""
    return _(value) if isinstance(value, str) else value
