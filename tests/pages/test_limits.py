"""The page of limits: what ships is shown at once, then what an experiment of one's own finds."""

from __future__ import annotations

import pytest

from dlcore.limits import kept
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


def test_widgets_begin_with_what_they_say(open_page):
    """A browser that has missed what the session told it once does not fall back to another."""
    at = open_page("limits", membership_threshold="0.5", membership_cures="l2")
    for key, begun in (
        ("membership_images", lambda one: one.default == 600),
        ("membership_threshold", lambda one: one.options[int(one.default[0])] == "0.5"),
        ("membership_label_noise", lambda one: one.default[0] == 20),
        (
            "membership_cures",
            lambda one: [one.options[n].content for n in one.default] == ["L2 penalty"],
        ),
        ("limits_view", lambda one: list(one.default) == [0]),
    ):
        (widget,) = (one for one in at.main if getattr(one, "key", None) == key)
        assert begun(widget.proto), (key, widget.proto)


def test_a_result_that_is_missing_or_damaged_is_said(job, open_page, tmp_path, monkeypatch):
    whole = (kept.FOLDER / f"{job.name}.zip").read_bytes()
    monkeypatch.setattr(kept, "shipped", lambda name: shipped.__wrapped__(name, tmp_path))
    for damaged in (None, b"", b"PK\x03\x04 and no more", whole[: len(whole) // 2]):
        if damaged is not None:
            (tmp_path / f"{job.name}.zip").write_bytes(damaged)
        at = open_page("limits", limits_view=job.name)
        assert "No result ships with this lab" in words(at)
        assert not at.button(key=f"{job.name}_start").disabled
