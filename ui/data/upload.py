"""A set is made of a visitor's files: read by the engine, small ones at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from dlcore import tasks
from dlcore.data import DataError, formats
from dlcore.data.formats import BeforeAfter, from_npz
from dlcore.data.formats.upload import MOST_BYTES
from dlcore.data.intake import IntakeConfig, IntakeResult
from dlcore.errors import LabError
from dlcore.figures import heat
from ui.frame import engine, later, live, visitor
from ui.frame.i18n import N_, explain, plain
from ui.frame.i18n import gettext as _
from ui.frame.jobs import INTAKE
from ui.frame.setting import Switch
from ui.frame.settings import amend
from ui.shared.pictures import picture
from ui.shared.sets import kept, known

INK = Switch(
    "data_ink",
    True,
    N_("As a drawing"),
    N_(
        "What is drawn is taken off its paper and brought to the size and place that MNIST's "
        "digits have. Off: each picture is only made grey and scaled, as photographs need it."
    ),
)
SETTINGS = (INK,)

_KEY = "data_upload"
_AT_ONCE = 1 << 20  # bytes: a file of a thousand drawings, read in a second or two
_PREVIEW = "data_preview"  # of which file, and what was made of twelve of its pictures
_LEFT_OUT = "data_left_out"  # by set
_WAITING = "data_waiting"  # what was read and had no room
_PICTURE = 56  # px
_NAMED = 8  # of what was left out


@dataclass(frozen=True)
class LeftOut:
    """What of a file is no part of its set.

    Attributes:
        named: some of it, and why.
        count: of all of it.
    """

    named: tuple[tuple[str, LabError], ...]
    count: int


def show(finish: Callable[[str], None]) -> None:
    """The files, what becomes of some pictures, and the button that reads them.

    Args:
        finish: called before the widgets with the id of the set that was kept.
    """
    st.markdown(
        _(
            "A **zip of folders**, each named by its class and full of pictures; a **CSV** of a "
            "label and 784 pixels a line; an **.npz** in Keras' layout; a pair of **IDX files**; "
            "or what was downloaded here."
        )
    )
    files = st.file_uploader(
        _("Files of one set"),
        accept_multiple_files=True,
        key=_KEY,
        help=_("Up to 50 MB each. What they are is told by what is in them, not by their names."),
    )
    INK.toggle()
    run = engine.current_run(INTAKE)
    active = live.is_active(run)
    _offer_again(finish)
    if files:
        _preview(files)
    with st.container(horizontal=True):
        st.button(
            _("Read the files"),
            key="data_read",
            type="primary",
            icon=":material/upload_file:",
            disabled=not files or active,
            on_click=later.ask,
            args=(_read, files, finish),
        )
        known.stop_button(run if active else None)
    if run and active:
        live.show(run, active, lambda run: None)
    elif run and not run.config.known:
        known.say_ended(run)


def receive(finish: Callable[[str], None]) -> None:
    """Keeps the set that the engine has read by now; before the page's widgets are made.

    Args:
        finish: as in `show`.
    """
    run_id = st.session_state.get(INTAKE.key)
    run = engine.engine().run(run_id) if run_id else None
    if run and run.status == "done" and run.result is not None and visitor.owns(run):
        _forget()
        if run.result.content:
            _take(run.result, finish)


def say_left_out(set_id: str) -> None:
    """What of its file is no part of a set, if there is any."""
    found: LeftOut | None = st.session_state.get(_LEFT_OUT, {}).get(set_id)
    if not found:
        return
    title = _("Left out: {count:,}").format(count=found.count)
    with st.expander(title, icon=":material/rule:"):
        for name, why in found.named[:_NAMED]:
            st.markdown(f"- {plain(name)}: {explain(why)}")
        if found.count > _NAMED:
            st.caption(_("and {count:,} more").format(count=found.count - _NAMED))


def _read(files: Sequence[UploadedFile], finish: Callable[[str], None]) -> None:
    if not files:  # a button that is disabled can still be pressed
        return
    content, config = engine.here(_content, files), IntakeConfig(_name(files), INK.value)
    if content is None:
        return
    if len(content) <= _AT_ONCE:
        found = engine.answered(st.error, tasks.take_in_now, config, content)
        if found:
            _take(found, finish)
    else:
        engine.start_training(config, INTAKE, content)


def _offer_again(finish: Callable[[str], None]) -> None:
    """A set that was read and had no room, to be kept once there is some."""
    waiting: IntakeResult | None = st.session_state.get(_WAITING)
    if waiting is None:
        return
    st.info(
        _(
            "A set of {count:,} images was read and waits here, in this window alone: there was no "
            "room for it. Delete another of yours (“Choose a set”, “What it is”), then keep it."
        ).format(count=waiting.images),
        icon=":material/pending:",
    )
    with st.container(horizontal=True):
        st.button(
            _("Keep it now"),
            key="data_keep_waiting",
            icon=":material/check:",
            on_click=later.ask,
            args=(_take, waiting, finish),
        )
        st.button(
            _("Throw it away"),
            key="data_discard_waiting",
            icon=":material/delete:",
            on_click=st.session_state.pop,
            args=(_WAITING, None),
        )


def _take(found: IntakeResult, finish: Callable[[str], None]) -> None:
    """Keeps what was read; where that cannot be now, it waits: reading took its time."""
    set_id = engine.here(lambda: kept.keep(from_npz(found.content), content=found.content))
    st.session_state[_WAITING] = None if set_id else found
    if set_id:
        if found.left_out_count:
            told = st.session_state.setdefault(_LEFT_OUT, {})
            told[set_id] = LeftOut(found.left_out, found.left_out_count)
        finish(set_id)


def _forget() -> None:
    st.session_state.pop(INTAKE.key, None)
    amend(INTAKE.key, None)


def _content(files: Sequence[UploadedFile]) -> bytes:
    """All of them as one file.

    Raises:
        DataError: that is more than is read, which is said before it is copied.
    """
    if sum(file.size for file in files) > MOST_BYTES:
        raise DataError("A file must have {most} MB at most.", most=MOST_BYTES // 1_000_000)
    if len(files) == 1:
        return files[0].getvalue()
    named: dict[str, bytes] = {}
    for file in files:
        name = file.name
        while name in named:  # in two folders, of which a browser says nothing
            name = f"_/{name}"
        named[name] = file.getvalue()
    return formats.together(named)


def _name(files: Sequence[UploadedFile]) -> str:
    return files[0].name


def _preview(files: Sequence[UploadedFile]) -> None:
    """Twelve of the pictures, before and after."""
    asked = (tuple(file.file_id for file in files), INK.value)
    known, pairs = st.session_state.get(_PREVIEW, (None, ()))
    if known != asked:
        content = engine.here(_content, files)
        if content is None:
            return
        pairs = engine.ask(tasks.some_pairs, content, INK.value) or ()
        st.session_state[_PREVIEW] = (asked, pairs)
    if pairs:
        st.caption(_("Some of the pictures, and below each what a network will be given:"))
        with st.container(horizontal=True, gap="small", key="data_preview"):
            for pair in pairs:
                _pair(pair)


def _pair(pair: BeforeAfter) -> None:
    with st.container(width=_PICTURE, gap="xsmall"):
        st.image(pair.before, width=_PICTURE, alt=_("Before: {name}").format(name=pair.name))
        picture(heat.grey(np.asarray(pair.after), 255), _PICTURE, _("What becomes of it"))
