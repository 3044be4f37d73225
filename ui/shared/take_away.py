"""A run taken away: its network, its course and its program, in the formats of other programs."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import numpy as np
import streamlit as st

from dlcore.engine import Run
from dlcore.engine.run import UNDER_WAY
from dlcore.errors import LabError
from dlcore.runs.export import (
    FORMATS,
    ExportedFile,
    ExportError,
    ExportFormat,
    RunToExport,
    available,
    mlflow,
)
from dlcore.runs.export.mlflow import SentRun
from dlcore.runs.export.networks import EXAMPLES
from dlcore.runs.recorder import record_of, versions
from ui.frame import visitor
from ui.frame.discreet import discreet
from ui.frame.engine import ask, here
from ui.frame.i18n import explain
from ui.frame.i18n import gettext as _
from ui.frame.keeping import store

_PREPARED = "take_prepared"  # the one file that a session keeps: of which run, which format, it
_SEND_SECONDS = 15.0  # that a visitor waits for another server
_SENDING = ThreadPoolExecutor(4, "dlcore-mlflow")  # they only wait for it


@st.fragment
def show(run_id: str, own: bool, load: Callable[[], RunToExport]) -> None:
    """All formats that a run can be had in, once a visitor asks for them.

    Args:
        own: the visitor may have its images, and send it to another server.
        load: fetches the run; called when they are asked for.
    """
    group = st.expander(
        _("Take it away"),
        key=f"take_{run_id}",
        icon=":material/ios_share:",
        on_change="rerun",
    )
    if group.open:
        with group:
            _formats(_discreet(load()), own)


def _discreet(run: RunToExport) -> RunToExport:
    """Without what the error of a run says of this server: a file is read by anybody."""
    return replace(run, record=replace(run.record, error=discreet(run.record.error)))


def show_run(run: Run) -> None:
    """The same of a run that a page shows."""
    show(run.id, visitor.owns(run), lambda: _to_export(run))


def _to_export(run: Run) -> RunToExport:
    """A run as the engine knows it, under the name that it has where it is kept."""
    kept = store().get(run.id)
    record = record_of(run, run.status, kept.versions if kept else versions())
    record = replace(record, name=kept.name if kept else "")
    series = {name: np.array(points, float) for name, points in run.history.items() if points}
    return RunToExport(record, series, run.result, _, run.supply)


def _formats(run: RunToExport, own: bool) -> None:
    absent = available()
    if why := _no_network(run):
        st.info(explain(why), icon=":material/info:")
    for name, one in FORMATS.items():
        if (one.is_network and why) or (one.is_images and not (own and run.supply)):
            continue
        with st.container(gap="xsmall"):
            st.markdown(f"**{_(one.title)}**")
            st.caption(_(one.purpose))
            trouble = absent[name]
            if trouble:
                st.caption(f":material/extension_off: {explain(trouble)}")
            else:
                _file(name, one, run)
    if own and run.record.status not in UNDER_WAY and os.environ.get(mlflow.SERVER_VARIABLE):
        _other_server(run, absent["mlflow"])


def _no_network(run: RunToExport) -> ExportError | None:
    """Why there is no network; None where there is one."""
    try:
        FORMATS["keras"].make(run)
    except ExportError as error:
        return error
    return None


def _file(name: str, one: ExportFormat, run: RunToExport) -> None:
    """A download of what is there or quickly written; a button for what Keras has to make."""
    place = st.empty()
    file = here(one.make, run, _not_now) or _prepared(name, run)
    key = f"take_get_{name}_{run.record.id}"
    if file is None and place.button(
        _("Prepare {ending}").format(ending=one.ending),
        key=f"take_make_{name}_{run.record.id}",
        icon=":material/manufacturing:",
        on_click=_forget,
        help=_("Keras makes it, which may take some seconds."),
    ):
        file = _prepare(name, one, run)
    if file is None:
        return
    place.download_button(
        _("Download {ending} ({size})").format(ending=one.ending, size=_size(len(file.data))),
        file.data,
        file_name=file.name,
        mime=one.mime,
        icon=":material/download:",
        on_click="ignore",
        key=key,
        help=_(one.purpose),
    )
    if file.difference is not None:
        st.caption(
            _("Differs by at most {difference:.2g} from Keras on {count} examples.").format(
                difference=file.difference, count=EXAMPLES
            )
        )


def _not_now(*_asked: Any, **_more: Any) -> None:
    """Asks nobody: what needs Keras is made when a visitor wants it."""


def _forget() -> None:
    """Makes room for another file."""
    st.session_state.pop(_PREPARED, None)


def _prepare(name: str, one: ExportFormat, run: RunToExport) -> ExportedFile | None:
    """Has a file made, and keeps it."""
    file = here(one.make, run, ask)
    if file:
        st.session_state[_PREPARED] = (_state(name, run), file)
    return file


def _prepared(name: str, run: RunToExport) -> ExportedFile | None:
    state, file = st.session_state.get(_PREPARED, (None, None))
    return file if state == _state(name, run) else None


def _state(name: str, run: RunToExport) -> tuple[object, ...]:
    """What a file is of: a run that was gone on with has another network."""
    return name, run.record.id, run.record.finished


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 1e5 else f"{max(count, 100) / 1e3:.1f} kB"


def _other_server(run: RunToExport, trouble: LabError | None) -> None:
    with st.container(gap="xsmall"):
        st.markdown("**MLflow**")
        st.caption(_("Settings, curves and network on the MLflow server of this site."))
        if trouble:
            st.caption(f":material/cloud_off: {explain(trouble)}")
        elif st.button(
            _("Send to MLflow"),
            key=f"take_mlflow_{run.record.id}",
            icon=":material/cloud_upload:",
            help=_("A run that was sent before is not sent again."),
        ):
            _send(run)


def _send(run: RunToExport) -> None:
    with st.spinner(_("Sending …"), show_time=True):
        sent = here(_within, _SENDING.submit(mlflow.send, run))
    if sent:
        st.success(
            _("Sent. [Open it there]({address})").format(address=sent.address),
            icon=":material/cloud_done:",
        )
        if not sent.with_network and run.result:
            st.caption(_("Without its network: that server has its clients write files elsewhere."))


def _within(sending: Future[SentRun]) -> SentRun:
    """What comes of it, where that is known soon.

    Raises:
        ExportError: it is not, or the run was not taken.
    """
    try:
        return sending.result(_SEND_SECONDS)
    except TimeoutError as error:
        if not sending.cancel():
            raise ExportError(
                "The MLflow server is slow, and the run is still on its way there. Look there in "
                "a minute; to send it again does no harm."
            ) from error
        raise ExportError("Too many runs are being sent at the moment. Try it later.") from error
