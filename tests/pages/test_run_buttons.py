"""The buttons of a run, for each kind of training: what they start, stop and hold."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from dlcore.engine import Failure
from dlcore.reports import Held
from tests.pages.conftest import VISITOR, rerun, words
from ui.frame import keeping
from ui.frame.jobs import TRAININGS

HOLD = ("pause", "stop")


def page(name: str) -> None:
    """Runs as a script of its own: a job's buttons, and nothing else."""
    import streamlit as st

    from ui.frame import i18n, jobs, live
    from ui.frame.engine import current_run
    from ui.shared import run_buttons

    i18n.choose_language()
    (job,) = (job for job in jobs.TRAININGS if job.name == name)
    said = {"config": "settings", "possible": True, "clicks": 1}
    said["seconds"] = None
    said |= {key: st.session_state[key] for key in said if key in st.session_state}
    run = current_run(job)
    run_buttons.show(
        job,
        run,
        live.is_active(run),
        lambda: [run_buttons.start(job, said["config"]) for _ in range(said["clicks"])],
        possible=said["possible"],
        seconds=said["seconds"],
    )


@pytest.fixture(params=TRAININGS, ids=lambda job: job.name)
def job(request):
    return request.param


@pytest.fixture
def open_it(job, stand_in):
    def open_(**session) -> AppTest:
        at = AppTest.from_function(page, args=(job.name,), default_timeout=30)
        for key, value in session.items():
            at.session_state[key] = value
        return rerun(at)

    return open_


def click(at: AppTest, key: str) -> AppTest:
    at.button(key=key).click()
    return rerun(at)


def forge(at: AppTest, key: str) -> AppTest:
    """Presses a button that is disabled: no page sends that, but a program can."""
    assert at.button(key=key).disabled
    at.button(key=key).proto.disabled = False
    return click(at, key)


def states(at: AppTest) -> dict[str, bool]:
    """Which buttons there are, and whether they can be pressed."""
    return {button.key: not button.disabled for button in at.button}


def of(job, *possible: str, goes_on: bool = False) -> dict[str, bool]:
    """The buttons of a job, and which of them can be pressed."""
    names = ("start", "go_on" if goes_on else "pause", "stop")
    return {f"{job.name}_{name}": name in possible for name in names}


def test_before_the_first_start_only_start_can_be_pressed(open_it, job):
    at = open_it()
    assert states(at) == of(job, "start")
    assert "keeps what it has learnt" in words(at)
    assert "ends a training after 30 minutes" in words(at)


def test_start_starts_this_job_and_the_address_says_which(open_it, stand_in, job):
    at = click(open_it(), f"{job.name}_start")
    (run,) = stand_in.runs.values()
    assert (run.task, run.config) == (job.task, "settings")
    assert at.query_params[job.key] in (run.id, [run.id])
    assert states(at) == of(job, "pause", "stop")


def test_a_double_click_is_one_start(open_it, stand_in, job):
    at = click(open_it(clicks=2), f"{job.name}_start")
    (run,) = stand_in.runs.values()
    run.begin()
    run.finish(None)
    click(rerun(at), f"{job.name}_start")
    assert len(stand_in.runs) == 2


def test_settings_that_make_no_sense_start_nothing(open_it, stand_in, job):
    assert not states(open_it(possible=False))[f"{job.name}_start"]
    click(open_it(config=None), f"{job.name}_start")
    assert not stand_in.runs


def test_stop_stops_once(open_it, stand_in, job):
    at = click(open_it(), f"{job.name}_start")
    (run,) = stand_in.runs.values()
    run.begin()
    at = click(at, f"{job.name}_stop")
    assert run.status == "stopping"
    assert states(at) == of(job)


def test_what_is_paused_goes_on_as_the_same_run(open_it, stand_in, job):
    at = click(open_it(), f"{job.name}_start")
    (run,) = stand_in.runs.values()
    run.begin()
    run.receive({"series": {"loss": [[1, 0.5]]}})
    at = click(at, f"{job.name}_pause")
    assert (run.status, stand_in.orders) == ("pausing", [(run, "pause", {})])
    assert states(at) == of(job, "stop")
    run.finish(Held(b"at 1"))
    at = rerun(at)
    assert states(at) == of(job, "start", "go_on", "stop", goes_on=True)
    at = click(at, f"{job.name}_go_on")
    assert list(stand_in.runs.values()) == [run]
    assert (run.status, run.checkpoint) == ("queued", b"at 1")
    assert states(at) == of(job, "pause", "stop")


def test_what_is_paused_can_be_measured_instead(open_it, stand_in, job):
    at = click(open_it(), f"{job.name}_start")
    (run,) = stand_in.runs.values()
    run.begin()
    run.pause()
    run.finish(Held(b"at 1"))
    click(rerun(at), f"{job.name}_stop")
    assert (run.status, run.ending) == ("queued", True)


def test_what_was_stopped_early_or_died_goes_on_from_its_checkpoint(open_it, stand_in, job):
    for end in (
        lambda run: run.finish(None),
        lambda run: run.fail(Failure("worker_lost", Exception("died"))),
    ):
        run = stand_in.start_run(job.task, "settings")
        run.begin()
        run.receive({"checkpoint": b"at 1"})
        end(run)
        at = open_it(**{job.key: run.id})
        assert states(at) == of(job, "start", "go_on", "stop", goes_on=True)
        click(at, f"{job.name}_go_on")
        assert run.status == "queued"
        run.stop()
        click(rerun(at), f"{job.name}_stop")
        assert (run.status, run.ending) == ("queued", True)
        run.stop()


@pytest.fixture
def others(stand_in, job):
    """A run that somebody else has started and that is going on."""
    run = stand_in.start_run(job.task, "settings", owner="somebody else")
    run.begin()
    return run


def test_whoever_has_the_address_alone_watches_and_is_told_so(open_it, stand_in, job, others):
    at = open_it(**{job.key: others.id})
    assert "only there can it be stopped" in words(at)
    assert "keeps what it has learnt" not in words(at)
    assert states(at) == of(job, "start")
    others.finish(Held(b"at 1"))
    assert states(rerun(at)) == of(job, "start", goes_on=True)


def test_no_message_gives_a_right_that_the_visitor_has_not(open_it, stand_in, job, others):
    at = open_it(**{job.key: others.id})
    for name in HOLD:
        at = forge(at, f"{job.name}_{name}")
    assert others.status == "running"
    others.finish(Held(b"at 1"))
    for name in ("go_on", "stop"):
        at = forge(rerun(at), f"{job.name}_{name}")
    assert others.status == "paused"


def test_who_watches_can_start_one_of_their_own(open_it, stand_in, job, others):
    at = click(open_it(**{job.key: others.id}), f"{job.name}_start")
    _, own = stand_in.runs.values()
    assert at.session_state[job.key] == own.id
    assert states(at) == of(job, "pause", "stop")
    assert others.status == "running"


def test_one_more_than_a_visitor_may_have_is_refused_and_leads_to_the_one_there_is(
    open_it, stand_in, job
):
    """In another tab, or after one was closed: the session knows of no run."""
    stand_in.limited = True
    other = next(one for one in TRAININGS if one is not job)
    for kind in (job, other):
        theirs = stand_in.start_run(kind.task, "settings")
        at = click(open_it(), f"{job.name}_start")
        assert list(stand_in.runs.values())[-1] is theirs
        (warning,) = at.warning
        assert "Another training of yours is still waiting or running" in warning.value
        assert kind.page.title in warning.value
        assert at.session_state[kind.key] == theirs.id
        assert at.button(key=f"{job.name}_stop").disabled == (kind is other)
        theirs.stop()
    at = click(rerun(at), f"{job.name}_start")
    assert len(stand_in.active_runs(VISITOR)) == 1
    assert not at.warning


def test_how_long_it_takes_is_said_and_what_takes_far_too_long_is_not_offered(open_it, job):
    """Of a site that ends a training after 30 minutes."""
    start = f"{job.name}_start"
    assert "At the pace" not in words(open_it())
    for seconds, said, offered in (
        (65.0, "takes about 1 min 05 s", True),
        (3600.0, "about 60 min 00 s: it will be ended before it is through", True),
        (4 * 1800 + 60.0, "about 121 min 00 s, and this site ends it after 30 minutes", False),
    ):
        at = open_it(seconds=seconds)
        assert said in words(at)
        assert states(at)[start] is offered


def test_what_another_server_has_gone_on_with_is_left_to_it(open_it, stand_in, job, monkeypatch):
    at = click(open_it(), f"{job.name}_start")
    (run,) = stand_in.runs.values()
    run.begin()
    run.pause()
    run.finish(Held(b"state"))
    rerun(at)
    monkeypatch.setattr(keeping, "is_elsewhere", lambda run: True)
    monkeypatch.setattr(keeping, "may_come_back", lambda job, run_id: True)
    at = click(at, f"{job.name}_go_on")
    assert run.status == "paused"
    assert not stand_in.runs
    assert "gone on with elsewhere" in words(at)
    assert "another server is busy with it" in words(at)
    assert at.session_state[job.key] == run.id


def test_the_address_of_what_another_server_trains_is_kept(open_it, stand_in, job, monkeypatch):
    monkeypatch.setattr(keeping, "may_come_back", lambda job, run_id: True)
    at = open_it()
    at.query_params[job.key] = "a-run"
    rerun(at)
    assert "cannot be shown at the moment" in words(at)
    assert at.session_state[job.key] == "a-run"
    assert states(at) == of(job, "start")
