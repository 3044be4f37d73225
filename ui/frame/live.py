"""The fragment that shows a running job: where it stands, and its charts as they grow."""

from __future__ import annotations

import time
from collections.abc import Callable

import streamlit as st

from dlcore.engine import Failure, Run
from dlcore.reports import Progress
from dlcore.training.result import TaskResult
from ui.frame import jobs
from ui.frame.engine import engine, state
from ui.frame.i18n import N_, explain, gap
from ui.frame.i18n import gettext as _

_REFRESH_SECONDS = 0.5  # a browser needs 0.1 s to redraw two charts

PHASES = {
    "data": N_("Loading the data"),
    "judging": N_("Training a small network that will read the drawings"),
    "building": N_("Building the network"),
    "training": N_("Training"),
    "evaluating": N_("Measuring on the test images"),
    "examining": N_("Asking it the test sums"),
}
FAILURES = {
    "worker_lost": N_(
        "The process that trained this network has died, perhaps for want of memory. Nothing else "
        "is affected, and a new one is already there."
    ),
    "engine_lost": N_("The engine was restarted while this run was going."),
    "exception": N_("The training ended with an error: {message}"),
}


ENDING = {
    "stopping": N_("Stopping; what it has learnt so far is kept"),
    "pausing": N_("Pausing after the steps that are under way"),
}
RESTING = {
    "paused": N_(
        "**Paused.** “Go on” takes it up again as if it had never been held; “Stop” measures what "
        "it has learnt so far."
    ),
    "interrupted": N_(
        "**Interrupted:** the server was restarted while this run was going. What it had reported "
        "is here, and “Go on” takes it up again from its last checkpoint."
    ),
}
NOT_BEGUN = N_(
    "**At rest** before its first checkpoint: “Go on” begins it anew, with the same settings."
)


def is_active(run: Run | None) -> bool:
    """Whether there is a run that can still change."""
    return run is not None and not run.over


def show(
    run: Run,
    active: bool,
    charts: Callable[[Run], None],
    every: float = _REFRESH_SECONDS,
) -> None:
    """Shows a run, refreshed for as long as it is active.

    Args:
        active: what `is_active` said when the rest of the page was drawn, so that the page is drawn
            once more when that is no longer true.
        charts: draws the run's history.
        every: seconds from one refresh to the next; many charts keep a browser busy.
    """
    name = jobs.of(run).name

    def panel() -> None:
        run.note_seen()
        with st.container(key=f"{name}_status"):
            _status(run)
        with st.container(key=f"{name}_charts"):
            charts(run)
        if active and run.over:
            st.rerun()  # once, for what stands outside this fragment: results, buttons

    with st.container(key=f"{name}_live"):
        st.fragment(panel, run_every=every if active else None)()


def _status(run: Run) -> None:
    if run.status == "queued":
        _queued(run)
    elif run.failure:
        st.error(f"{_failure(run.failure)}{gap()}{_what_now(run)}", icon=":material/error:")
    elif run.status == "done":
        _done(run)
    elif run.over:
        _resting(run)
    else:
        _running(run)


def _queued(run: Run) -> None:
    if run.place:
        st.info(
            _("Waiting in line. Trainings before this one: {place}").format(place=run.place),
            icon=":material/hourglass_top:",
        )
    st.caption(
        _("Its place is kept while this page is open, and {minutes:g} minutes longer.").format(
            minutes=engine().limits.unseen_minutes
        )
    )
    ready = engine().status == "ready"
    st.progress(0.0, text=_("Waiting for the engine") if ready else state())


def _running(run: Run) -> None:
    progress = run.progress
    if run.status in ENDING:
        st.progress(_share_done(run), text=_(ENDING[run.status]))
    elif progress and run.phase == "training":
        st.progress(_share_done(run), text=_progress_text(progress, jobs.of(run)))
        _say_if_too_long(run, progress)
    else:
        text = _(PHASES.get(run.phase or "", "Training"))
        if run.phase in ("data", "judging") and run.fraction:
            text += f" · {run.fraction:.0%}"
        st.progress(_share_done(run) if progress else run.fraction or 0.0, text=text)


def _resting(run: Run) -> None:
    said = _(RESTING[run.status] if run.checkpoint else NOT_BEGUN)
    epochs = run.history.get("epoch")
    if epochs:
        said += gap() + _("Epochs done: {epochs:.1f}.").format(epochs=epochs[-1][1])
    st.info(said, icon=":material/pause_circle:")


def _say_if_too_long(run: Run, progress: Progress) -> None:
    left = engine().limits.run_minutes * 60 - (time.time() - (run.since or time.time()))
    if progress.get("seconds_left", 0.0) > left:
        said = _("This site ends it in {time}, before it is through; what it has learnt is kept.")
        st.caption(said.format(time=duration(left)))


def _share_done(run: Run) -> float:
    progress = run.progress
    if not progress:
        return 0.0
    done = (progress["epoch"] - 1) * progress["steps_per_epoch"] + progress["step"]
    return min(1.0, done / max(1, progress["epochs"] * progress["steps_per_epoch"]))


def _progress_text(progress: Progress, job: jobs.Job) -> str:
    where = _(job.place).format(**progress)
    if "seconds_left" not in progress:  # a pace takes two reports
        return where
    return where + _(job.pace).format(
        pace=progress["examples_per_second"], time=duration(progress["seconds_left"])
    )


def _done(run: Run) -> None:
    result: TaskResult | None = run.result
    if run.stopped_by == "limit" and (result is None or result.stopped):
        _ended_at_limit(run)
    elif run.stopped_by == "unseen":
        st.info(
            _("It left the line, because its page had been closed for {minutes:g} minutes.").format(
                minutes=engine().limits.unseen_minutes
            ),
            icon=":material/event_busy:",
        )
    elif result is None:
        st.info(_("Stopped before it began."), icon=":material/stop_circle:")
    elif result.trouble:
        st.error(explain(result.trouble), icon=":material/error:")
    elif result.stopped:
        st.info(
            gap().join([_("Stopped."), _left(run)]),
            icon=":material/stop_circle:",
        )
    else:
        st.success(
            _("Done in {time}.").format(time=duration(result.seconds)),
            icon=":material/check_circle:",
        )


def _left(run: Run) -> str:
    return _(jobs.of(run).left).format_map(vars(run.result))


def _ended_at_limit(run: Run) -> None:
    said = _("Ended at this site's limit of {minutes:g} minutes.").format(
        minutes=engine().limits.run_minutes
    )
    if run.result:
        said += gap() + _left(run)
    st.info(said, icon=":material/timer_off:")


def _failure(failure: Failure) -> str:
    return _(FAILURES[failure.kind]).format(message=explain(failure.error))


def _what_now(run: Run) -> str:
    if run.can_go_on:
        return _(
            "“Go on” takes it up again from its last checkpoint; “Stop” measures what it had "
            "learnt by then."
        )
    return _("Press Start to train again.")


def duration(seconds: float) -> str:
    """Seconds as a reader says them: "8 s", "2 min 05 s"."""
    whole = max(0, round(seconds))
    if whole < 60:
        return _("{s} s").format(s=whole)
    return _("{m} min {s:02d} s").format(m=whole // 60, s=whole % 60)
