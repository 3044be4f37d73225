"""The buttons of a job's run: Start, Pause or Go on, and Stop; an experiment is not paused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from dlcore.engine import Run
from ui.frame import live, pace, visitor
from ui.frame.engine import engine, go_on, start_training
from ui.frame.i18n import gettext as _
from ui.frame.jobs import Job


def show(
    job: Job,
    run: Run | None,
    active: bool,
    on_start: Callable[[], None],
    *,
    possible: bool = True,
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
    status = run.status if run and active and not watched else None
    if run and run.can_go_on and not active:
        _button(row, job, "go_on", _("Go on"), ":material/resume:", not watched, _go_on, run)
    elif job.kept:  # what is not would be held for as long as this server lives, and no longer
        pausable = status in ("queued", "running")
        _button(row, job, "pause", _("Pause"), ":material/pause:", pausable, _pause, run)
    held = run is not None and not active and not watched and is_held(run)
    stoppable = status in ("queued", "running", "pausing") or held
    _button(row, job, "stop", _("Stop"), ":material/stop:", stoppable, _stop, run)
    # In words below and not as a tooltip, which a phone does not show.
    st.caption(_said_of_others() if watched else f"{said or _said()} {_said_of_limit()}")
    if seconds and not active:
        _say_how_long(seconds)


def _button(
    row: Any,
    job: Job,
    name: str,
    label: str,
    icon: str,
    possible: bool,
    on_click: Callable[[Run], None],
    run: Run | None,
) -> None:
    key = f"{job.name}_{name}"
    row.button(label, key=key, icon=icon, disabled=not possible, on_click=on_click, args=(run,))


def is_held(run: Run) -> bool:
    """Whether it rests with something learnt that nobody has measured: Stop then measures it.

    However it came to rest: one that has failed may have been gone on with, and leave no more.
    """
    return run.over and run.result is None and bool(run.checkpoint)


def _said() -> str:
    return _(
        "Start trains with these settings. You can leave the page: its address leads back. Pause "
        "holds it, even over a restart of the server; Stop ends it and keeps what it has learnt."
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


def start(job: Job, config: Any | None, supply: Callable[[], bytes] = bytes) -> Run | None:
    """Starts a training, for use in callbacks: a double click is one start.

    Args:
        job: which kind.
        config: what its task is called with; None, where the settings make none, starts nothing.
        supply: makes what it needs besides, see `Engine.start_run`; called if it is started.

    Returns:
        The new run; None where none was started.
    """
    running = engine().run(st.session_state.get(job.key, ""))
    if config is None or (running and live.is_active(running) and visitor.owns(running)):
        return None
    return start_training(config, job, supply())


# A button that is disabled can still be pressed by a message that no page has sent.


def _pause(run: Run) -> None:
    if visitor.owns(run):
        run.pause()


def _stop(run: Run) -> None:
    if not visitor.owns(run):
        return
    if is_held(run):
        go_on(run, ending=True)
    else:
        run.stop()


def _go_on(run: Run) -> None:
    if visitor.owns(run):
        go_on(run)
