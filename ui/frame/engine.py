"""The one handle of this server on the engine, and how a page asks it something."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import asynccontextmanager
from functools import lru_cache, partial
from importlib import import_module
from pkgutil import walk_packages
from threading import Timer
from typing import Any, ParamSpec, TypeVar

import streamlit as st
from streamlit import runtime

import ui
from dlcore import tasks
from dlcore.engine import Engine, EngineTimeout, EngineUnavailable, Limits, Run, TooManyRuns, memory
from dlcore.engine.engine import SCHEDULER_VARIABLE
from dlcore.errors import LabError
from dlcore.runs.quota import Quota
from ui.frame import garbage, jobs, keeping, settings, uploads, visitor
from ui.frame.discreet import discreet, hide_home
from ui.frame.i18n import N_, explain
from ui.frame.i18n import gettext as _
from ui.frame.jobs import TRAIN, Job
from ui.frame.turns import Turns

P = ParamSpec("P")
T = TypeVar("T")

_WITH_A_FIRST_PAGE = ("pandas", "streamlit.emojis")  # by Streamlit itself, half a second
_GRACE_SECONDS = 2.0  # the first page stands by then
_SOON_SECONDS = 0.7  # an answer that takes longer is waited for with a word
_CALLS = ThreadPoolExecutor(256, "dlcore-call")  # they only wait, one for each page's question
_TURNS = Turns(2)  # of the engine's four threads, one of which may be training
_TURN_SECONDS = 30.0
_ANSWER_SECONDS = 60.0  # a small shared server takes 30 s for what takes two cores 5
_START_SECONDS = 60.0  # a small server needs 20 s to import TensorFlow; then something is wrong


STATES = {
    "starting": N_("Starting the engine, a process of its own for Keras …"),
    "warming": N_("Keras is warming up …"),
    "restarting": N_("The engine is being restarted …"),
    "ready": N_("Keras is warm and waits for work."),
    "failed": N_("The engine cannot be started: {reason}"),
}


@lru_cache(maxsize=1)  # and no cache of Streamlit's, which any browser may ask to be cleared
def engine() -> Engine:
    """The engine; it starts with the first question or training, or by `start_soon`."""
    return Engine.from_environment(warm_task=tasks.warm_up)


@lru_cache(maxsize=1)
def start_soon() -> None:
    """Starts the engine a moment after this was first called: somebody is likely to need it.

    Not at once: importing TensorFlow takes a core for seconds, and on a server of one or two cores
    the page of a visitor who is there from the beginning would stand twice as late.
    """
    if not _too_small():
        timer = Timer(_GRACE_SECONDS, engine().start)
        timer.daemon = True
        timer.start()


def _start() -> bool:
    """Starts the engine unless that was done; False where this server is too small for one."""
    if _too_small():
        return False
    engine().start()
    return True


@lru_cache(maxsize=1)
def _too_small() -> bool:
    return not os.environ.get(SCHEDULER_VARIABLE) and memory.limit() < memory.LEAST


def check_environment() -> None:
    """Ends a server with one sentence before it starts, where a variable makes no sense.

    Later it would be too late: what goes wrong as a server starts is not told by it.
    """
    try:
        Limits.from_environment()
        Quota.from_environment()
    except ValueError as error:
        raise SystemExit(f"The lab does not start. {error}") from None


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """Imports what a first page would, and not while its visitor waits; ends the engine."""
    uploads.bound(runtime.get_instance().uploaded_file_mgr)
    hide_home()
    for name in (
        *_WITH_A_FIRST_PAGE,
        *(module.name for module in walk_packages(ui.__path__, "ui.")),
    ):
        import_module(name)
    garbage.spare()
    yield
    keeping.close()  # first: what the engine ends now is no failure
    engine().close()


def is_coming() -> bool:
    """Whether the engine is not ready, and may become so by itself."""
    return engine().status != "ready" and not _too_small()


def state() -> str:
    """How the engine is, in one sentence."""
    if _too_small():
        return _(
            "Keras needs about {needed:.1f} GB of memory, and this server has {limit:.1f} GB. "
            "Drawings are read and digits are generated all the same."
        ).format(needed=memory.LEAST / 1e9, limit=memory.limit() / 1e9)
    handle = engine()
    return _(STATES[handle.status]).format(reason=discreet(handle.error) or _("no answer"))


def ask(task: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
    """Asks the engine for an answer that a page needs now.

    Returns:
        What `task` returns, or None after one sentence to the visitor where there is no answer:
        what is wrong with the question, or with the engine.
    """
    return answered(st.warning, task, *args, **kwargs)


def answered(
    say: Callable[..., object], task: Callable[P, T], *args: P.args, **kwargs: P.kwargs
) -> T | None:
    """The same, for a question that is wrong in other ways than by its visitor's settings.

    Args:
        say: `st.warning`, or `st.error` where it is no setting that has to be changed.
    """
    if not _wait_until_ready():
        return None
    try:
        return _call(task, *args, **kwargs)
    except LabError as error:
        say(explain(error), icon=":material/error:")
    except EngineUnavailable:
        st.warning(
            _("The engine has just been restarted. Try again in a few seconds."),
            icon=":material/restart_alt:",
        )
    except EngineTimeout:
        st.warning(
            _("The engine is very busy and did not answer in time. Please try again."),
            icon=":material/hourglass_top:",
        )
    return None


def here(task: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
    """An answer that needs no Keras, from this process; None after one sentence where it is none.

    For what takes milliseconds: meanwhile no other page is drawn.
    """
    return answered_here(st.error, task, *args, **kwargs)


def answered_here(
    say: Callable[..., object], task: Callable[P, T], *args: P.args, **kwargs: P.kwargs
) -> T | None:
    """The same, for what is not to be said on the spot; see `answered`."""
    try:
        return task(*args, **kwargs)
    except LabError as error:
        say(explain(error), icon=":material/error:")
        return None


def _call(task: Callable[..., T], *args: Any, **kwargs: Any) -> T:
    """The engine's answer; a visitor who has to wait for it is told so.

    Not before a while: an answer comes in milliseconds, and a word that flashes up disturbs.
    """
    answer = _CALLS.submit(partial(_in_turn, visitor.name(), task, *args, **kwargs))
    wait([answer], _SOON_SECONDS)
    if answer.done():
        return answer.result()
    with st.spinner(_("Keras is computing …"), show_time=True):
        return answer.result()


def _in_turn(who: str, task: Callable[..., T], *args: Any, **kwargs: Any) -> T:
    try:
        with _TURNS.take(who, _TURN_SECONDS):
            return engine().call(task, *args, timeout=_ANSWER_SECONDS, **kwargs)
    except TimeoutError as error:
        raise EngineTimeout(str(error)) from error


def _wait_until_ready() -> bool:
    handle = engine()
    if handle.status == "ready" or handle.wait_ready(0):
        return True
    if _start():  # somebody needs it now
        with st.spinner(_("Keras is starting. This takes a few seconds, once."), show_time=True):
            if handle.wait_ready(_START_SECONDS):
                return True
    st.error(state(), icon=":material/error:")
    return False


def start_training(config: Any, job: Job = TRAIN, supply: bytes = b"") -> Run | None:
    """Puts a training in line, for use in callbacks; says so in one sentence where that fails.

    Args:
        config: what the task of the job is called with.
        job: which kind of training.
        supply: what it needs besides, see `Engine.start_run`.

    Returns:
        The run, the visitor's own from now on; None where there is none.
    """

    def begin() -> Run:
        return engine().start_run(job.task, config, owner=visitor.name(), supply=supply)

    run = _in_line(begin)
    if run:
        _take(run)
        if job.kept:
            keeping.keep(run)
    return run


def go_on(run: Run, *, ending: bool = False) -> None:
    """Puts a run that is at rest back in line, for use in callbacks; see `Engine.go_on`.

    One that another server has gone on with meanwhile is left to that: it comes back from there.
    """
    if keeping.is_elsewhere(run):
        engine().forget(run)
        st.warning(
            _("This run has been gone on with elsewhere meanwhile, so nothing was changed."),
            icon=":material/dns:",
        )
        return

    def join() -> Run:
        engine().go_on(run, ending=ending)
        return run

    if _in_line(join):
        keeping.keep(run)


def _in_line(join: Callable[[], T]) -> T | None:
    """What `join` returns; None after one sentence where nobody can join the line."""
    if not _start():
        st.error(state(), icon=":material/error:")
        return None
    try:
        return join()
    except TooManyRuns:
        _lead_to_theirs(engine())
    except EngineUnavailable:
        st.error(
            _("No more trainings can wait in line at the moment. Try again a little later."),
            icon=":material/error:",
        )
    return None


def _take(run: Run) -> None:
    """Makes a run the one that this session shows of its job."""
    key = jobs.of(run).key
    st.session_state[key] = run.id
    settings.amend(key, run.id)  # the address still names the one before


def _lead_to_theirs(handle: Engine) -> None:
    """Says that there are trainings of theirs already; a closed tab may have held their address."""
    theirs = handle.active_runs(visitor.name())
    for run in theirs:
        _take(run)
    pages = {_(jobs.of(run).page.title): None for run in theirs}
    st.warning(
        _(
            "Another training of yours is still waiting or running, on the page “{page}”, and this "
            "site takes {limit} of each visitor at a time. Let it end, or stop it there."
        ).format(page=" · ".join(pages), limit=handle.limits.runs_per_visitor),
        icon=":material/hourglass_top:",
    )


def current_run(job: Job = TRAIN) -> Run | None:
    """The run that the address names, else the one this visitor has; None where there is none.

    Only runs of this job: a page is never handed one of another kind. An id that is not known (a
    typing error, or a run that was deleted) is said in one sentence and forgotten; one that another
    server has, or that a database keeps to itself at the moment, is said and not forgotten.
    """
    asked = st.query_params.get(job.key)
    run_id = asked or st.session_state.get(job.key)
    run = _found(job, run_id) if run_id else None
    if run and run.task is job.task:
        st.session_state[job.key] = run.id
        run.note_seen()
        return run
    if run_id and job.kept and keeping.may_come_back(job, run_id):
        st.session_state[job.key] = run_id
        st.info(
            _(
                "This training cannot be shown at the moment: another server is busy with it or "
                "has just died, or the database of the runs does not answer. Open its address "
                "again in half a minute."
            ),
            icon=":material/sync:",
        )
    elif run_id:
        st.session_state.pop(job.key, None)
        settings.amend(job.key, None)
        st.warning(
            _(
                "There is no run at this address any more. Runs are kept until they are deleted or "
                "there are too many newer ones. You can start a new one."
            ),
            icon=":material/search_off:",
        )
    return None


def _found(job: Job, run_id: str) -> Run | None:
    """A run that the engine has, or one that is written down."""
    run = engine().run(run_id)
    if run or not job.kept:
        return run
    return keeping.recall(engine(), job, run_id)
