"""The foot of a page of the course: its exercises, and the way on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from dlcore.exercises import Checked, CourseExercise, check, of_page
from ui.course import progress
from ui.course.path import STATIONS
from ui.course.teaching import sharing, steps
from ui.frame import hiding, shell
from ui.frame.catalogue import COURSE, Page
from ui.frame.engine import ask
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.frame.setting import Name
from ui.frame.settings import Settings, take

EXERCISE = Name("exercise", "", N_("Exercise"), N_("One of the exercises of this page."))
"""Which one is open; among the settings of each page of the course."""
Subjects = Mapping[str, Callable[[], Any]]
"""What the exercises of a page check, by `CourseExercise.subject`: each makes it from what is set;
None after a sentence where that is impossible."""
_GUESSES, _FOUND = "course_guesses", "course_found"  # of this session, by exercise


def show(page: Page, settings: Settings, subjects: Subjects) -> None:
    """The exercises in an expander that is drawn when it is opened, and the next page.

    Args:
        page: which.
        settings: its own, `EXERCISE` among them.
        subjects: of its exercises.
    """
    if "exercises" in hiding.hidden():
        return
    exercises = of_page(page.name)
    done = progress.done()
    with st.container(key="course_foot"):
        if exercises:
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
        following = after(page)
        shell.link(following, _("Next: {page}").format(page=_(following.title)))
        steps.onward(page)


def after(page: Page) -> Page:
    """What follows a page in the course; the course itself after the last."""
    pages = [station.page for station in STATIONS]
    at = pages.index(page) + 1
    return pages[at] if at < len(pages) else COURSE


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
    start = dict(one.start) | {EXERCISE.key: one.id}
    take(settings.usual(start) | start)
    st.session_state.get(_FOUND, {}).pop(one.id, None)


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
        said += " " + (
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
