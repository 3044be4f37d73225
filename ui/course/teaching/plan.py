"""A lesson in the making: addresses in an order, each with a note."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from dlcore.errors import LabError
from ui.course.teaching import addresses, files, steps, titles
from ui.course.teaching.lesson import (
    LONGEST_NOTE,
    LONGEST_TITLE,
    MOST_STEPS,
    Lesson,
    Step,
    clean_note,
    clean_title,
    to_markdown,
)
from ui.frame import later
from ui.frame.i18n import explain, plain
from ui.frame.i18n import gettext as _
from ui.frame.setting import Setting

SETTINGS: tuple[Setting, ...] = ()
_STEPS, _COUNT = "course_plan", "course_plan_count"  # steps by number, in order; how many ever
_TITLE, _KEPT_TITLE = "course_plan_title", "course_plan_kept_title"
_PASTED, _FILE = "course_pasted", "course_plan_file"


def show() -> None:
    """What is pasted, the list, and the lesson as a file."""
    st.markdown(
        _(
            "Set a page as your class is to find it, copy its address from the address bar of your "
            "browser, and paste it here. Bring the addresses into an order, give each a note, and "
            "hand the list out."
        )
    )
    st.text_area(
        _("Addresses of pages of this lab, one a line"),
        key=_PASTED,
        max_chars=20_000,
        height=100,
        placeholder="https://…/neuron?neuron_view=network",
        help=_("As copied, or typed by hand from the name of the page on: rnn?rnn_view=gates"),
    )
    st.button(_("Add"), key="course_add", icon=":material/add:", on_click=later.ask, args=(_add,))
    planned = _steps()
    _keep(_TITLE, st.session_state.get(_KEPT_TITLE, ""))
    st.text_input(
        _("Title of the lesson"),
        key=_TITLE,
        max_chars=LONGEST_TITLE,
        on_change=_name_it,
        help=_("It stands above the list."),
    )
    for place, number in enumerate(planned):
        _step(place, number, planned[number], len(planned))
    if planned:
        _take_away(_lesson())
    st.file_uploader(
        _("Add what is in a file"),
        type=["md", "txt"],
        key=_FILE,
        on_change=later.ask,
        args=(_take_in,),
        help=_("A lesson that was downloaded here, or any list of addresses of this lab."),
    )


def _step(at: int, number: int, step: Step, count: int) -> None:
    """One address, its note, and its place in the order."""
    with st.container(border=True, key=f"course_planned_{number}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            addresses.link(step.place, f"{at + 1}. {titles.title(step.place)}")
            for name, icon, label, to in (
                ("up", ":material/arrow_upward:", _("Up"), at - 1),
                ("down", ":material/arrow_downward:", _("Down"), at + 1),
            ):
                st.button(
                    "",
                    key=f"course_{name}_{number}",
                    icon=icon,
                    help=label,
                    disabled=not 0 <= to < count,
                    on_click=_move,
                    args=(number, to),
                )
            st.button(
                "",
                key=f"course_drop_{number}",
                icon=":material/delete:",
                help=_("Take it out of the lesson."),
                on_click=_drop,
                args=(number,),
            )
        st.caption(plain(step.place.path[:120]))
        key = _note_key(number)
        _keep(key, step.note)
        st.text_area(
            _("Note"),
            key=key,
            max_chars=LONGEST_NOTE,
            height=68,
            on_change=_note,
            args=(number,),
            help=_("What to ask here, or what to look at. It is shown as plain text."),
        )


def _take_away(lesson: Lesson) -> None:
    """The lesson as a file, as text, and as its class will see it."""
    text = to_markdown(lesson, addresses.base(), titles.title)
    with st.container(horizontal=True):
        st.download_button(
            _("Download it as Markdown"),
            text,
            "lesson.md",
            "text/markdown",
            key="course_plan_download",
            icon=":material/download:",
            on_click="ignore",
            help=_("A list of links: it can be pasted into Moodle, Notion or a wiki."),
        )
        st.button(
            _("See it as your class does"),
            key="course_try",
            icon=":material/visibility:",
            on_click=_try,
            help=_("Opens it step by step, as this file does in the view “A lesson”."),
        )
    st.caption(_("The list is kept in this tab until you reload the page; the file is what lasts."))
    with st.expander(_("As text"), icon=":material/content_copy:"):
        st.code(text, language=None, wrap_lines=True)


def _lesson() -> Lesson:
    return Lesson(st.session_state.get(_KEPT_TITLE, ""), tuple(_steps().values()))


def _steps() -> dict[int, Step]:
    return st.session_state.setdefault(_STEPS, {})


def _append(more: list[Step]) -> None:
    for step in more:
        number = st.session_state.get(_COUNT, 0)
        st.session_state[_COUNT] = number + 1
        _steps()[number] = step


def _keep(key: str, value: str) -> None:
    """What a field says, which Streamlit forgets while another part is shown."""
    if key not in st.session_state:
        st.session_state[key] = value


def _note_key(number: int) -> str:
    return f"course_note_{number}"


def _add() -> None:
    """Takes the addresses that were pasted; those that are none stay in the field."""
    found, left, refused = [], [], []
    for line in st.session_state.get(_PASTED, "").splitlines():
        if not line.strip():
            continue
        try:
            found.append(Step(addresses.read(line)))
        except LabError as error:
            left.append(line)
            refused.append(explain(error))
    if _say_full(len(found)):
        return
    _append(found)
    st.session_state[_PASTED] = "\n".join(left)
    for said in dict.fromkeys(refused[:3]):
        st.warning(said, icon=":material/link_off:")


def _take_in() -> None:
    file = st.session_state.get(_FILE)
    lesson = files.read(file) if isinstance(file, UploadedFile) else None
    if lesson is None or _say_full(len(lesson.steps)):
        return
    _append(list(lesson.steps))
    if lesson.title and not st.session_state.get(_KEPT_TITLE):
        st.session_state[_KEPT_TITLE] = st.session_state[_TITLE] = lesson.title
    st.success(
        _("{count} addresses of the file are added.").format(count=len(lesson.steps)),
        icon=":material/check_circle:",
    )


def _say_full(more: int) -> bool:
    if len(_steps()) + more <= MOST_STEPS:
        return False
    st.warning(
        _("A lesson has at most {most} addresses.").format(most=MOST_STEPS),
        icon=":material/error:",
    )
    return True


def _note(number: int) -> None:
    if number in _steps():
        note = clean_note(str(st.session_state.get(_note_key(number), "")))
        _steps()[number] = replace(_steps()[number], note=note)


def _name_it() -> None:
    st.session_state[_KEPT_TITLE] = clean_title(str(st.session_state.get(_TITLE, "")))


def _move(number: int, to: int) -> None:
    order = [one for one in _steps() if one != number]
    if number in _steps() and 0 <= to <= len(order):
        order.insert(to, number)
        st.session_state[_STEPS] = {one: _steps()[one] for one in order}


def _drop(number: int) -> None:
    _steps().pop(number, None)


def _try() -> None:
    steps.open_lesson(_lesson())
