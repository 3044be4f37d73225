"""The page of limits: what ships is shown at once, then what an experiment of one's own finds."""

from __future__ import annotations

import pytest

from dlcore.limits.kept import pack, shipped
from tests.pages.conftest import rerun, words
from ui.frame import jobs


@pytest.fixture(params=jobs.EXPERIMENTS, ids=lambda job: job.name)
def job(request):
    return request.param


def click(at, key):
    at.button(key=key).click()
    return rerun(at)


def test_a_view_opens_with_what_ships_and_shows_an_experiment_of_ones_own(job, open_page, stand_in):
    at = open_page("limits", limits_view=job.name)
    assert "ships with the lab" in words(at)
    click(at, f"{job.name}_start")
    (run,) = stand_in.runs.values()
    assert run.task is job.task
    assert not stand_in.kept  # it is short, and not written down
    found = shipped(job.name)
    run.begin()
    run.receive({"phase": "training", "snapshot": {"found": pack(found)}})
    rerun(at)
    assert "ships with the lab" not in words(at)
    run.finish(found)
    rerun(at)
    assert "ships with the lab" not in words(at)
    click(at, f"{job.name}_back")
    assert "ships with the lab" in words(at)
