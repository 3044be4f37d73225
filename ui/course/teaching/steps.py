"""A lesson that a class has been given: one address after the other."""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from ui.course.teaching import addresses, files, titles
from ui.course.teaching.lesson import Lesson
from ui.frame import later
from ui.frame.catalogue import Page
from ui.frame.i18n import gettext as _
from ui.frame.setting import Setting

SETTINGS: tuple[Setting, ...] = ()
VIEW, NAME = "course_view", "lesson"  # the choice between the views of the course, and this one
_OPENED, _AT = "course_opened", "course_at"  # of this session: the lesson, and where one is in it
_FILE = "course_opened_file"


def open_lesson(lesson: Lesson) -> None:
    """Begins a lesson at its first step, and shows it; for use in callbacks."""
    st.session_state[VIEW] = NAME
    st.session_state[_OPENED], st.session_state[_AT] = lesson, 0


def show() -> None:
    """The step at which one is, and the way to the others; a field for the file before."""
    lesson = _opened()
    if lesson is None:
        st.markdown(_("Your teacher may have given you a file with a lesson. Open it here."))
        st.file_uploader(
            _("A lesson"),
            type=["md", "txt"],
            key=_FILE,
            on_change=later.ask,
            args=(_take_in,),
            help=_("Markdown: a list of addresses of this lab, as the teacher's desk makes one."),
        )
        return
    at, count = st.session_state[_AT], len(lesson.steps)
    if lesson.title:
        st.text(lesson.title)
    st.progress((at + 1) / count, _("Step {step} of {count}").format(step=at + 1, count=count))
    with st.container(border=True, key="course_step"):
        step = lesson.steps[at]
        addresses.link(step.place, titles.title(step.place))
        if step.note:
            st.text(step.note)
    with st.container(horizontal=True):
        _button("before", _("Before"), at - 1, ":material/arrow_back:", at == 0)
        _button("next", _("Next"), at + 1, ":material/arrow_forward:", at == count - 1)
        st.button(
            _("Close the lesson"),
            key="course_close",
            icon=":material/close:",
            on_click=_close,
            help=_("The file stays with you: it can be opened again."),
        )
    st.caption(
        _("The way on stands at the foot of each page too, as long as you do not reload it.")
    )


def onward(page: Page) -> None:
    """At the foot of a page: the way on, where the page is a step of the lesson that is open."""
    lesson = _opened()
    if lesson is None:
        return
    at = st.session_state[_AT]
    if lesson.steps[at].place.page != page or at + 1 == len(lesson.steps):
        return
    following = lesson.steps[at + 1].place
    words = _("Next in the lesson ({step} of {count}): {page}").format(
        step=at + 2, count=len(lesson.steps), page=titles.title(following)
    )
    if st.button(words, key="course_onward", icon=":material/arrow_forward:", type="tertiary"):
        st.session_state[_AT] = at + 1
        st.switch_page(following.page.file, query_params=addresses.of_visitor(following))


def _button(name: str, label: str, to: int, icon: str, disabled: bool) -> None:
    st.button(
        label,
        key=f"course_step_{name}",
        icon=icon,
        disabled=disabled,
        on_click=_go,
        args=(to,),
    )


def _go(to: int) -> None:
    lesson = _opened()
    if lesson is not None and 0 <= to < len(lesson.steps):  # a disabled button can be pressed
        st.session_state[_AT] = to


def _close() -> None:
    st.session_state.pop(_OPENED, None)


def _opened() -> Lesson | None:
    return st.session_state.get(_OPENED)


def _take_in() -> None:
    file = st.session_state.get(_FILE)
    if isinstance(file, UploadedFile) and (lesson := files.read(file)):
        open_lesson(lesson)
