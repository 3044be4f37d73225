"""The one handle of this server on the engine, and how a page asks it something."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import asynccontextmanager
from functools import lru_cache, partial
from importlib import import_module
from pkgutil import walk_packages
from threading import Timer
from typing import Any, ParamSpec, TypeVar

import streamlit as st

import ui
from dlcore import tasks
from dlcore.engine import Engine, EngineTimeout, EngineUnavailable, Run
from dlcore.errors import LabError
from ui.frame import garbage, settings
from ui.frame.discreet import discreet, hide_home
from ui.frame.i18n import N_, explain
from ui.frame.i18n import gettext as _
from ui.frame.jobs import TRAIN, Job

P = ParamSpec("P")
T = TypeVar("T")

_WITH_A_FIRST_PAGE = ("pandas", "streamlit.emojis")  # by Streamlit itself, half a second
_GRACE_SECONDS = 2.0  # the first page stands by then
_SOON_SECONDS = 0.7  # an answer that takes longer is waited for with a word
_CALLS = ThreadPoolExecutor(64, "dlcore-call")  # they only wait, one for each visitor's question
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
    """The engine, which starts by itself a moment after it was first asked for.

    Not at once: importing TensorFlow takes a core for seconds, and on a server of one or two cores
    the page of a visitor who is there from the beginning would stand twice as late.
    """
    handle = Engine.from_environment(warm_task=tasks.warm_up)
    timer = Timer(_GRACE_SECONDS, handle.start)
    timer.daemon = True
    timer.start()
    return handle


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """Warms the engine when the server starts, before the first visitor, and ends it with it.

    What a first page would import is imported here, and not while that visitor waits.
    """
    hide_home()
    handle = engine()
    for name in (
        *_WITH_A_FIRST_PAGE,
        *(module.name for module in walk_packages(ui.__path__, "ui.")),
    ):
        import_module(name)
    garbage.spare()
    yield
    handle.close()


def state() -> str:
    """How the engine is, in one sentence."""
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


def _call(task: Callable[..., T], *args: Any, **kwargs: Any) -> T:
    """The engine's answer; a visitor who has to wait for it is told so.

    Not before a while: an answer comes in milliseconds, and a word that flashes up disturbs.
    """
    answer = _CALLS.submit(partial(engine().call, task, *args, **kwargs))
    wait([answer], _SOON_SECONDS)
    if answer.done():
        return answer.result()
    with st.spinner(_("Keras is computing …"), show_time=True):
        return answer.result()


def _wait_until_ready() -> bool:
    handle = engine()
    if handle.status == "ready" or handle.wait_ready(0):
        return True
    handle.start()  # somebody needs it now
    with st.spinner(_("Keras is starting. This takes a few seconds, once."), show_time=True):
        if handle.wait_ready(_START_SECONDS):
            return True
    st.error(state(), icon=":material/error:")
    return False


def start_training(config: Any, job: Job = TRAIN, after: Run | None = None) -> Run | None:
    """Puts a training in line, for use in callbacks; says so in one sentence where that fails.

    Args:
        config: what the task of the job is called with.
        job: which kind of training.
        after: the run that this one goes on from; see `Engine.start_run`.

    Returns:
        The run, the visitor's own from now on; None where there is none.
    """
    handle = engine()
    handle.start()
    try:
        run = handle.start_run(job.task, config, after=after)
    except EngineUnavailable:
        st.error(
            _("No more trainings can wait in line at the moment. Try again a little later."),
            icon=":material/error:",
        )
        return None
    st.session_state[job.key] = run.id
    settings.amend(job.key, run.id)  # the address still names the one before
    return run


def current_run(job: Job = TRAIN) -> Run | None:
    """The run that the address names, else the one this visitor has; None where there is none.

    Only runs of this job: a page is never handed one of another kind. An id that is not known (a
    typing error, or a run from before the server was restarted) is said in one sentence and
    forgotten.
    """
    asked = st.query_params.get(job.key)
    run_id = asked or st.session_state.get(job.key)
    run = engine().run(run_id) if run_id else None
    if run and run.task is job.task:
        st.session_state[job.key] = run.id
        return run
    if run_id:
        st.session_state.pop(job.key, None)
        settings.amend(job.key, None)
        st.warning(
            _(
                "There is no run at this address any more. Runs are kept until the server is "
                "restarted or many newer ones have been made. You can start a new one."
            ),
            icon=":material/search_off:",
        )
    return None
