"""The stations of a path, what is done of each, and the progress as a file."""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from dlcore.exercises import of_page
from ui.course import onward, progress
from ui.course.path import PATHS, WHOLE, Station
from ui.course.teaching import addresses
from ui.frame import later, shell
from ui.frame.catalogue import COURSE
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.frame.setting import Choice, Text

PATH = Choice(
    "course_path",
    WHOLE,
    N_("Path"),
    N_("The whole course, or one of three shorter ways over it."),
    {name: path.title for name, path in PATHS.items()},
)
# What an address says is done, as `progress.written` has it; it has no widget.
BROUGHT = Text("course_progress", "", at_most=4_000)
SETTINGS = (PATH, BROUGHT)
_FILE = "course_file"
_MARKS = {True: ":material/check_box:", False: ":material/check_box_outline_blank:"}


def show() -> None:
    """The choice of a path, its stations, and what can be taken along."""
    with st.container():  # what comes and goes there moves nothing below to another place
        _offer_brought()
    path = PATHS[PATH.segmented(label_visibility="collapsed")]
    stations = path.stations
    minutes = sum(station.minutes for station in stations)
    st.caption(f"{_(path.said)} " + _("About {minutes} minutes.").format(minutes=minutes))
    exercises = [one.id for station in stations for one in of_page(station.page.name)]
    done = len(progress.done().intersection(exercises))
    with st.container(horizontal=True, vertical_alignment="center", key="course_where"):
        st.progress(
            done / len(exercises),
            _("{done} of {count} exercises done").format(done=done, count=len(exercises)),
        )
        onward.link(stations)
    for number, station in enumerate(stations, 1):
        _station(number, station)
    _take_along()
    progress.save()


def _offer_brought() -> None:
    """What an address says is done, to take or to leave: it may be somebody else's."""
    new = progress.read(BROUGHT.value) - progress.done()
    if not new:
        BROUGHT.set("")
        return
    with st.container(border=True, key="course_brought"):
        st.markdown(
            _(
                "The address that you have opened names exercises as done that are not noted here: "
                "{count}."
            ).format(count=len(new))
        )
        with st.container(horizontal=True):
            st.button(
                _("Note them as done"),
                key="course_brought_take",
                icon=":material/task_alt:",
                help=_("For an address of your own, from another browser."),
                on_click=later.ask,
                args=(_take_brought,),
            )
            st.button(
                _("Leave them out"),
                key="course_brought_leave",
                help=_("For an address that somebody else has given you."),
                on_click=BROUGHT.set,
                args=("",),
            )


def _take_brought() -> None:
    _add(progress.read(BROUGHT.value))
    BROUGHT.set("")


def _add(found: frozenset[str]) -> None:
    progress.add(found)
    st.success(
        _("Exercises that are now noted as done: {count}.").format(count=len(found)),
        icon=":material/check_circle:",
    )


def _station(number: int, station: Station) -> None:
    with st.container(border=True, key=f"course_station_{station.page.name}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            shell.link(station.page, f"{number}. {_(station.page.title)}")
            st.caption(_("{minutes} min").format(minutes=station.minutes), width="content")
        st.markdown(_(station.learnt))
        titles = [
            f"{_MARKS[one.id in progress.done()]} {_(one.title)}"
            for one in of_page(station.page.name)
        ]
        if titles:
            st.caption("  \n".join(titles))


def _take_along() -> None:
    with st.expander(_("Take your progress along"), icon=":material/luggage:"):
        st.caption(
            _(
                "What you have done is kept in this browser alone. As an address or as a file it "
                "can go to another one."
            )
        )
        if progress.done():
            said = progress.written(progress.done())
            place = addresses.PageAddress(COURSE, ((BROUGHT.key, said),))
            st.code(addresses.base() + place.path, language=None, wrap_lines=True)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.download_button(
                _("Download it"),
                progress.to_file(progress.done()),
                "dlcore-course.json",
                "application/json",
                key="course_download",
                icon=":material/download:",
                on_click="ignore",
            )
            st.button(
                _("Begin anew"),
                key="course_forget",
                icon=":material/delete:",
                help=_("Forgets in this browser what you have done."),
                on_click=progress.forget,
            )
        st.file_uploader(
            _("A file from another browser"),
            type=["json"],
            key=_FILE,
            on_change=later.ask,
            args=(_take_in,),
            help=_("What it says is done is added to what is done here."),
        )


def _take_in() -> None:
    file = st.session_state.get(_FILE)
    if not isinstance(file, UploadedFile):
        return
    found = progress.from_file(file.getvalue())
    if found is None:
        st.warning(_("This is no file of the course's progress."), icon=":material/error:")
        return
    _add(found)
