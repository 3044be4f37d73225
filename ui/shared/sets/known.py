"""Sets that others have made: fetched once by the engine, then there for everybody."""

from __future__ import annotations

import streamlit as st

from dlcore import tasks
from dlcore.data import DataSet
from dlcore.data.intake import IntakeConfig
from dlcore.data.known import KNOWN
from dlcore.engine import Run
from ui.frame import engine, later, live, visitor
from ui.frame.i18n import explain
from ui.frame.i18n import gettext as _
from ui.frame.jobs import INTAKE
from ui.shared.sets.kept import OPENED


def load(name: str) -> DataSet | None:
    """A known set; None after a word on where it is, and a button that fetches it.

    Args:
        name: a key of `KNOWN`.
    """
    found = OPENED.get(name) or engine.ask(tasks.known_set, name)
    if found:
        OPENED.put(name, found)
        return found
    _offer(name)
    return None


def _offer(name: str) -> None:
    known = KNOWN[name]
    st.markdown(
        _(
            "{count:,} images of {classes} classes, {megabytes} MB to be fetched once. "
            "[Its makers say more.]({source}) Licence: {licence}"
        ).format(
            count=known.count,
            classes=len(known.classes),
            megabytes=known.megabytes,
            source=known.source,
            licence=known.licence,
        )
    )
    run = engine.current_run(INTAKE)
    active = live.is_active(run)
    with st.container(horizontal=True):
        st.button(
            _("Fetch it"),
            key="data_fetch",
            type="primary",
            icon=":material/cloud_download:",
            disabled=active,
            on_click=later.ask,
            args=(_fetch, name),
        )
        stop_button(run if active else None)
    if run and active:
        live.show(run, active, lambda run: None)
    elif run and run.config == IntakeConfig(name, known=True):
        say_ended(run)


def stop_button(run: Run | None) -> None:
    """Stop, while a file is read or fetched."""
    if run:
        st.button(
            _("Stop"),
            key="data_intake_stop",
            icon=":material/stop:",
            disabled=not visitor.owns(run),
            on_click=_stop,
            args=(run,),
        )


def say_ended(run: Run) -> None:
    """Why nothing came of a file."""
    if run.failure is None:
        st.info(_("Stopped: nothing of the file was kept."), icon=":material/stop_circle:")
    elif run.failure.kind == "exception":
        st.error(explain(run.failure.error), icon=":material/error:")
    else:
        st.error(
            _("The engine was restarted while the file was read. Read it once more."),
            icon=":material/restart_alt:",
        )


def _fetch(name: str) -> None:
    engine.start_training(IntakeConfig(name, known=True), INTAKE)


def _stop(run: Run) -> None:
    if visitor.owns(run):
        run.stop()
