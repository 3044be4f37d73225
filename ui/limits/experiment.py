"""What all views of the page have in common: an experiment's buttons, and whose result is shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from dlcore.codec import CodecError
from dlcore.engine import Run
from dlcore.limits import kept
from ui.frame import live, settings
from ui.frame.i18n import gettext as _
from ui.frame.i18n import plain
from ui.frame.jobs import Job
from ui.limits.subject import MNIST, ExperimentSet
from ui.shared import run_buttons


def buttons(
    job: Job, run: Run | None, config: Any | None, subject: ExperimentSet | None = MNIST
) -> None:
    """Start and Stop, and a way back to the result that ships.

    Args:
        config: that Start begins an experiment with; None where the settings make none.
        subject: the set that is chosen; None where it cannot be had.
    """

    def start() -> None:
        run_buttons.start(job, config, subject.npz if subject else bytes)

    run_buttons.show(
        job,
        run,
        live.is_active(run),
        start,
        possible=config is not None,
        said=_("Start does the experiment with these settings; Stop shows what is known by then."),
    )
    if run and run.over:
        st.button(
            _("Back to the result that ships") if subject == MNIST else _("Put this result away"),
            key=f"{job.name}_back",
            icon=":material/undo:",
            on_click=_leave,
            args=(job,),
        )


def show(
    job: Job,
    run: Run | None,
    draw: Callable[[Any], None],
    subject: ExperimentSet | None = MNIST,
) -> None:
    """What the visitor's experiment has found so far; before there is anything, what ships.

    Args:
        draw: shows a result, perhaps one that is not complete yet.
        subject: the set that is chosen; None where it cannot be had.
    """
    if run is None:
        with st.container(key=f"{job.name}_charts"):
            _before(job, draw, subject)
    else:
        live.show(run, live.is_active(run), lambda run: _of_run(job, run, draw, subject))


def _of_run(job: Job, run: Run, draw: Callable[[Any], None], subject: ExperimentSet | None) -> None:
    found = run.result
    if found is None and run.snapshot:
        found = kept.unpack(run.snapshot["found"])
    if found is None:
        _before(job, draw, subject)
        return
    if subject and getattr(run.config, "set", "") != subject.fingerprint:
        st.warning(
            _("This result is of another set than the one that is chosen: of {name}.").format(
                name=plain(found.name)
            ),
            icon=":material/swap_horiz:",
        )
    draw(found)


def _before(job: Job, draw: Callable[[Any], None], subject: ExperimentSet | None) -> None:
    """What stands there before anything is found: of another set than MNIST no result ships."""
    if subject is None:
        return
    if subject == MNIST:
        _shipped(job, draw)
    else:
        st.info(
            _("Nothing is known of this set yet. Press Start: the result that ships is of MNIST."),
            icon=":material/play_circle:",
        )


def _shipped(job: Job, draw: Callable[[Any], None]) -> None:
    try:
        found = kept.shipped(job.name)
    except (OSError, CodecError):
        st.info(_("No result ships with this lab. Press Start."), icon=":material/play_circle:")
        return
    st.caption(
        _("This result ships with the lab. Press Start to do the experiment yourself, your way.")
    )
    draw(found)


def _leave(job: Job) -> None:
    st.session_state.pop(job.key, None)
    settings.amend(job.key, None)
