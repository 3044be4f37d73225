"""What can be done with a run: named, pinned, opened, started again, deleted and brought back."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dlcore.runs.export import RunToExport
from dlcore.runs.record import MOST_NAME, plain_text
from ui.frame import shell, visitor
from ui.frame.discreet import discreet
from ui.frame.engine import engine
from ui.frame.i18n import gettext as _
from ui.frame.i18n import plain
from ui.frame.keeping import store
from ui.runs import words
from ui.runs.chosen import CHOSEN, say_gone
from ui.runs.kept import KeptRun
from ui.runs.kinds import KINDS
from ui.shared import take_away

_DELETED = "runs_deleted"  # id and name of what was deleted last


def show(runs: Sequence[KeptRun]) -> None:
    """A menu for each of the runs that are compared."""
    if not runs:
        return
    with st.container(horizontal=True, gap="small", key="runs_actions"):
        for run in runs:
            with st.popover(plain(run.name), icon=":material/more_vert:"):
                _menu(run)
        if any(run.own for run in runs) and CHOSEN.value:
            st.button(
                _("Delete all of these"),
                key="runs_delete",
                icon=":material/delete:",
                on_click=_delete,
                args=([run for run in runs if run.own],),
            )


def _menu(run: KeptRun) -> None:
    """What can be done with one run."""
    record, kind = run.record, KINDS[run.record.kind]
    if record.error:
        st.caption(plain(discreet(record.error)))
    if run.own:
        _own_menu(run)
        shell.link(
            kind.job.page,
            _("Open it on its page"),
            dict(kind.view) | {kind.job.key: record.id},
        )
    shell.link(
        kind.job.page,
        _("Start again with something changed"),
        dict(kind.view) | kind.address(record),
    )
    take_away.show(record.id, run.own, lambda: _to_export(run))


def _to_export(run: KeptRun) -> RunToExport:
    supply = store().supply(run.record.id) or b""
    return RunToExport(run.record, run.series, run.result, _, supply)


def _own_menu(run: KeptRun) -> None:
    record = run.record
    key = f"runs_name_{record.id}"
    st.session_state.setdefault(key, record.name)
    st.text_input(
        _("Name"),
        key=key,
        max_chars=MOST_NAME,
        placeholder=words.made(record),
        help=_("Any words; left empty, it is called what the network is."),
        on_change=_rename,
        args=(record.id, key),
    )
    row = st.container(horizontal=True)
    row.button(
        _("Unpin") if record.pinned else _("Pin"),
        key=f"runs_pin_{record.id}",
        icon=":material/keep_off:" if record.pinned else ":material/keep:",
        on_click=_pin,
        args=(record.id, not record.pinned),
        help=_("Pinned runs stand on top, and are the last to go when there is no more room."),
    )
    row.button(
        _("Delete"),
        key=f"runs_delete_{record.id}",
        icon=":material/delete:",
        on_click=_delete,
        args=([run],),
        help=_("It can be brought back for ten minutes."),
    )


def _rename(run_id: str, key: str) -> None:
    typed = st.session_state[key]
    name = plain_text(typed, MOST_NAME)
    if typed.strip() and not any(map(str.isalnum, name)):
        st.warning(
            _("A name needs at least one letter or digit. The old one is kept."),
            icon=":material/edit_off:",
        )
        st.session_state[key] = _name_of(run_id)
    elif not store().rename(run_id, visitor.name(), name):
        say_gone()


def _name_of(run_id: str) -> str:
    record = store().get(run_id)
    return record.name if record else ""


def _pin(run_id: str, pinned: bool) -> None:
    if not store().pin(run_id, visitor.name(), pinned):
        say_gone()


def _delete(runs: Sequence[KeptRun]) -> None:
    deleted = [run for run in runs if store().delete(run.record.id, visitor.name())]
    for run in deleted:
        going = engine().run(run.record.id)
        if going and visitor.owns(going):
            going.pause()  # nobody waits for it any more; undone, it can be gone on with
    if len(deleted) < len(runs):
        say_gone()
    gone = {run.record.id: run.name for run in deleted}
    st.session_state[_DELETED] = gone
    CHOSEN.set([run_id for run_id in CHOSEN.value if run_id not in gone])


def say_deleted() -> None:
    """What was deleted last, with a way back."""
    gone = st.session_state.get(_DELETED)
    if not gone:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="runs_undo_row"):
        names = ", ".join(map(plain, gone.values()))
        st.markdown(_("Deleted: {names}.").format(names=names), width="content")
        st.button(_("Undo"), key="runs_undo", icon=":material/undo:", on_click=_undo)


def _undo() -> None:
    gone = st.session_state.pop(_DELETED, {})
    back = [store().restore(run_id, visitor.name()) for run_id in gone]
    if not all(back):
        st.warning(
            _("That was too long ago: it cannot be brought back any more."),
            icon=":material/search_off:",
        )
