"""The buttons of a job's run: Start and Stop, and Pause and Go on where it can be held."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from dlcore.engine import Run
from ui.frame import live, pace, visitor
from ui.frame.engine import engine, start_training
from ui.frame.i18n import gettext as _
from ui.frame.jobs import Job


def show(
    job: Job,
    run: Run | None,
    active: bool,
    on_start: Callable[[], None],
    *,
    possible: bool = True,
    on_go_on: Callable[[Run], None] | None = None,
    held: bool = False,
    said: str | None = None,
    seconds: float | None = None,
) -> None:
    """The buttons in a row, and what they do in words below.

    Args:
        job: whose they are.
        run: the visitor's, or one that they watch; None where there is none.
        active: what `live.is_active` said of it when the rest of the page was drawn.
        on_start: called at a click on Start; `start` does what it has to do.
        possible: whether the settings are such that it could be started.
        on_go_on: called with the run at a click on Go on; None for a job that cannot be held.
        held: whether the run can be gone on with, once it is over.
        said: the words below, where they are not the usual ones.
        seconds: that a training with these settings takes, see `pace.seconds`; None where nobody
            knows.
    """
    watched = run is not None and not visitor.owns(run)
    row = st.container(horizontal=True)
    row.button(
        _("Start"),
        key=f"{job.name}_start",
        type="primary",
        icon=":material/play_arrow:",
        disabled=(active and not watched) or not possible or pace.is_too_long(seconds),
        on_click=on_start,
    )
    stoppable = active and run is not None and run.status != "stopping" and not watched
    if on_go_on and held and not active:
        row.button(
            _("Go on"),
            key=f"{job.name}_go_on",
            icon=":material/resume:",
            disabled=watched,
            on_click=_go_on,
            args=(on_go_on, run),
        )
    elif on_go_on:
        row.button(
            _("Pause"),
            key=f"{job.name}_pause",
            icon=":material/pause:",
            disabled=not stoppable,
            on_click=_pause,
            args=(job, run),
        )
    row.button(
        _("Stop"),
        key=f"{job.name}_stop",
        icon=":material/stop:",
        disabled=not stoppable,
        on_click=_stop,
        args=(job, run),
    )
    # In words below and not as a tooltip, which a phone does not show.
    st.caption(_said_of_others() if watched else f"{said or _said()} {_said_of_limit()}")
    if seconds and not active:
        _say_how_long(seconds)


def _said() -> str:
    return _(
        "Start trains with these settings. You can leave the page: its address leads back. "
        "Stop ends the training and keeps what the network has learnt so far."
    )


def _said_of_limit() -> str:
    return _("This site ends a training after {minutes:g} minutes, and keeps that too.").format(
        minutes=engine().limits.run_minutes
    )


def _say_how_long(seconds: float) -> None:
    limits = engine().limits
    values = {"time": live.duration(seconds), "minutes": limits.run_minutes}
    if pace.is_too_long(seconds):
        st.warning(
            _(
                "At the pace of the last training of this network here, this one would take about "
                "{time}, and this site ends it after {minutes:g} minutes: it is not offered. Take "
                "fewer epochs, less of the data or a smaller network."
            ).format(**values),
            icon=":material/timer_off:",
        )
    elif seconds > limits.run_minutes * 60:
        st.caption(
            _(
                "At the pace of the last training of this network here, this one would take about "
                "{time}: it will be ended before it is through."
            ).format(**values)
        )
    else:
        st.caption(
            _(
                "At the pace of the last training of this network here, this one takes about "
                "{time}."
            ).format(**values)
        )


def _said_of_others() -> str:
    return _(
        "You are watching a training that was started elsewhere: only there can it be stopped or "
        "gone on with. Start trains one of your own."
    )


def start(job: Job, config: Any | None, after: Run | None = None) -> Run | None:
    """Starts a training, for use in callbacks: a double click is one start.

    Args:
        job: which kind.
        config: what its task is called with; None, where the settings make none, starts nothing.
        after: the run that this one goes on from.

    Returns:
        The new run; None where none was started.
    """
    running = engine().run(st.session_state.get(job.key, ""))
    if config is None or (running and live.is_active(running) and visitor.owns(running)):
        return None
    return start_training(config, job, after)


def is_paused(job: Job, run: Run) -> bool:
    """Whether it was paused and not stopped, which is the same to the engine."""
    return st.session_state.get(_paused_key(job)) == run.id


# A button that is disabled can still be pressed by a message that no page has sent.


def _pause(job: Job, run: Run) -> None:
    if visitor.owns(run):
        st.session_state[_paused_key(job)] = run.id
        run.stop()


def _stop(job: Job, run: Run) -> None:
    if visitor.owns(run):
        st.session_state.pop(_paused_key(job), None)
        run.stop()


def _go_on(go_on: Callable[[Run], None], run: Run) -> None:
    if visitor.owns(run):
        go_on(run)


def _paused_key(job: Job) -> str:
    return f"{job.name}_paused"
