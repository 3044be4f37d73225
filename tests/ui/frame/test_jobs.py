"""Every training of the engine has a record, and no two have anything in common."""

from __future__ import annotations

import dataclasses
import inspect
from types import NoneType
from typing import get_args, get_type_hints

import pytest

from dlcore import tasks
from dlcore.engine import Run
from dlcore.limits.table import EXPERIMENTS
from dlcore.reports import Held
from dlcore.training.result import TaskResult
from ui.frame import jobs
from ui.frame.i18n import catalogue


def trainings() -> list:
    """What of `dlcore.tasks` reports and can be stopped."""
    return [
        function
        for name, function in inspect.getmembers(tasks, inspect.isfunction)
        if function.__module__ == tasks.__name__ and not name.startswith("_")
        if {"report", "should_stop"} <= inspect.signature(function).parameters.keys()
    ]


def test_every_training_is_a_job():
    assert len(trainings()) > 1
    assert {job.task for job in jobs.JOBS} == set(trainings())


def test_links_and_browser_tests_know_them_by_these_names():
    named = {job.task: (job.name, job.key) for job in jobs.TRAININGS}
    assert named == {
        tasks.train: ("train", "run"),
        tasks.train_addition: ("addition", "addition_run"),
        tasks.train_gan: ("gan", "gan_run"),
        tasks.sweep: ("sweep", "sweep_run"),
    }


@pytest.mark.parametrize("job", jobs.JOBS, ids=lambda job: job.name)
def test_a_run_is_of_the_job_that_started_it(job):
    assert jobs.of(Run(job.task, None, lambda *told: None)) is job


def test_experiments_are_those_of_the_library():
    assert [job.name for job in jobs.EXPERIMENTS] == list(EXPERIMENTS)


@pytest.mark.parametrize("job", jobs.JOBS, ids=lambda job: job.name)
def test_a_run_leaves_what_is_read_of_every_result(job):
    returned = get_type_hints(job.task)["return"]
    (kind,) = {*(get_args(returned) or (returned,))} - {NoneType, Held}
    assert issubclass(kind, TaskResult)
    named = {field.name: 1.5 for field in dataclasses.fields(kind)}
    for left in (job.left, catalogue("zh")[job.left]):
        assert left.format_map(named)


@pytest.mark.parametrize("job", jobs.JOBS, ids=lambda job: job.name)
def test_a_pace_can_be_said_in_both_languages(job):
    for pace in (job.pace, catalogue("zh")[job.pace]):
        said = pace.format(pace=1234.5, time="8 s")
        assert "1,23" in said or not job.kept
        assert "8 s" in said
