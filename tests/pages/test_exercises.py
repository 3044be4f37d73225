"""Exercises on pages whose state is more than settings: games, runs, drawings."""

from __future__ import annotations

import numpy as np
import pytest

from dlcore import tasks
from dlcore.data.symbols import symbols
from dlcore.exercises import EXERCISES
from dlcore.few import NOTHING, TRANSFER, FewConfig, FewResult
from dlcore.few.config import FewTest, Misread, Strangeness
from dlcore.gan.generator.samples import THE_DIGITS, samples
from dlcore.gan.generator.shipped import SHIPPED
from dlcore.limits.bias.config import BiasConfig, BiasNetwork, BiasResult
from dlcore.limits.membership import MembershipConfig
from dlcore.limits.membership.config import PLAIN, MembershipNetwork, MembershipResult
from tests.pages.conftest import VISITOR, put_ink, rerun
from ui.frame.jobs import BIAS, FEW, MEMBERSHIP

SOLVED_BY_SETTINGS = [
    name
    for name, one in EXERCISES.items()
    if one.solution and one.page in ("gan", "data", "limits")
]


VIEW_OF = {
    "data-few": {"data_view": "few"},
    "limits-discreet": {"limits_view": "membership"},
    "limits-rare": {"limits_view": "bias"},
}


def begin(open_page, name: str, **query: str):
    """A page with an exercise at its beginning, and something guessed."""
    one = EXERCISES[name]
    at = open_page(one.page, exercise=name, **query)
    at.button(key=f"course_begin_{name}").click().run()
    at.radio(key=f"course_guess_{name}").set_value(next(iter(one.guess.options))).run()
    return at


def checked(at, name: str) -> str:
    """What the check says of the page as it is."""
    at.button(key=f"course_check_{name}").click().run()
    assert not at.exception
    found = at.session_state["course_found"][name]
    said = at.success[-1] if found.passed else at.warning[-1]
    return ("passed: " if found.passed else "failed: ") + said.value


@pytest.mark.parametrize("name", SOLVED_BY_SETTINGS)
def test_what_solves_it_by_settings_alone_passes(open_page, stand_in, only_the_sample, name):
    stand_in.answers[tasks.some_digits] = tasks.some_digits()
    samples(
        (0, 0), 1, 1.0, THE_DIGITS, SHIPPED
    )  # what is slow the first time a page would wait for
    at = begin(open_page, name)
    for key, value in EXERCISES[name].solution.items():
        at.session_state[key] = value
    rerun(at)
    assert checked(at, name).startswith("passed")


@pytest.mark.slow
def test_a_game_is_played_and_checked(open_page):
    at = begin(open_page, "gan-collapse")
    assert "Nobody has had a turn" in checked(at, "gan-collapse")
    at.session_state["gan_plane_g_rate"] = 0.01
    at.session_state["gan_plane_d_rate"] = 0.001
    rerun(at)
    at.button(key="gan_plane_do_film").click().run(timeout=180)  # compiles the game
    assert checked(at, "gan-collapse").startswith("passed")
    at.session_state["gan_plane_d_rate"] = 0.002
    rerun(at)
    assert "changed in the middle" in checked(at, "gan-collapse")


def run_of(stand_in, task, result, job, owner: str = VISITOR) -> dict[str, str]:
    run = stand_in.start_run(task, result.config, owner=owner)
    run.begin()
    run.finish(result)
    return {job.key: run.id}


def few_result(transfer: float) -> FewResult:
    data = symbols()

    def test_of(share: float) -> FewTest:
        right = round(100 * share)
        return FewTest(np.array([[right, 100 - right], [0, 0]]), 1.0)

    return FewResult(
        config=FewConfig(images=1),
        classes=data.classes,
        fingerprint=data.fingerprint,
        model=b"",
        learnt=data.x_train[:1],
        learnt_labels=data.y_train[:1],
        tests={TRANSFER: test_of(transfer), NOTHING: test_of(0.8)},
        misread=Misread(
            data.x_test[:1], np.ones(1, np.uint8), np.zeros(1, np.uint8), np.ones(1, np.float32)
        ),
        strangeness=Strangeness(0.5, 0.95, 0.8, 0.97, "digits"),
        seconds=2.0,
        stopped=False,
    )


def test_what_few_drawings_taught_is_checked(open_page, stand_in):
    name = "data-few"
    assert "There is no run yet" in checked(begin(open_page, name), name)
    for share, said in ((0.96, "passed"), (0.89, "failed")):
        query = run_of(stand_in, tasks.learn_few, few_result(share), FEW)
        assert checked(begin(open_page, name, **VIEW_OF[name], **query), name).startswith(said)


def heart_result(accuracy: float, stopped: bool = False) -> MembershipResult:
    losses = np.linspace(0, 1, 400, dtype=np.float32)
    curve = np.array([(1, 1.0)], np.float32)
    network = MembershipNetwork(
        name=PLAIN,
        training=curve,
        validation=curve,
        inside=losses,
        outside=losses,
        right_inside=0.9,
        right_outside=0.9,
        accuracy=accuracy,
        epochs=1.0,
        seconds=1.0,
    )
    return MembershipResult(
        config=MembershipConfig(cures=()),
        source="file",
        seconds=1.0,
        stopped=stopped,
        networks=(network,),
    )


def test_an_experiment_of_the_visitors_is_checked_and_not_the_one_that_ships(open_page, stand_in):
    name = "limits-discreet"
    assert "There is no run yet" in checked(begin(open_page, name), name)
    for result, said in (
        (heart_result(0.95), "passed"),
        (heart_result(0.94), "failed"),
        (heart_result(0.95, stopped=True), "failed: This run was stopped"),
    ):
        query = run_of(stand_in, tasks.membership, result, MEMBERSHIP)
        assert checked(begin(open_page, name, **VIEW_OF[name], **query), name).startswith(said)
    under_way = stand_in.start_run(tasks.membership, heart_result(0.95).config)
    under_way.begin()
    at = begin(open_page, name, **{MEMBERSHIP.key: under_way.id})
    assert "not done yet" in checked(at, name)


def rare_result(right: int) -> BiasResult:
    """Ten eights, of which so many are read right after the cure, and two before."""
    labels = np.full(10, 8, np.uint8)
    none = np.zeros((10,), np.uint8)

    def network(name: str, count: int) -> BiasNetwork:
        guesses = np.where(np.arange(10) < count, labels, none)
        return BiasNetwork(name=name, images=100, shown=100, rare=10, seconds=1.0, guesses=guesses)

    parts = {"stroke": none, "slant": none}
    middles = {one: (1.0, *(float("nan"),) * 4) for one in parts}
    return BiasResult(
        config=BiasConfig(left=10),
        source="file",
        seconds=1.0,
        stopped=False,
        labels=labels,
        parts=parts,
        middles=middles,
        available=100,
        examples=np.zeros((1, 28, 28), np.uint8),
        places=np.zeros(1, np.int32),
        networks=(network("thinned", 2), network("data", right)),
    )


def test_who_is_failed_and_repaired_is_checked(open_page, stand_in):
    name = "limits-rare"
    assert "There is no run yet" in checked(begin(open_page, name), name)
    for right, said in ((8, "passed"), (7, "failed")):
        query = run_of(stand_in, tasks.bias, rare_result(right), BIAS)
        assert checked(begin(open_page, name, **VIEW_OF[name], **query), name).startswith(said)


@pytest.mark.parametrize(
    ("name", "task", "result", "job"),
    [
        ("data-few", tasks.learn_few, lambda: few_result(0.96), FEW),
        ("limits-discreet", tasks.membership, lambda: heart_result(0.95), MEMBERSHIP),
        ("limits-rare", tasks.bias, lambda: rare_result(8), BIAS),
    ],
)
def test_what_somebody_else_has_done_does_not_count(open_page, stand_in, name, task, result, job):
    """An address may name any run."""
    query = run_of(stand_in, task, result(), job, owner="somebody else")
    at = begin(open_page, name, **VIEW_OF[name], **query)
    assert "started elsewhere" in checked(at, name)


def test_a_scribble_is_checked(open_page, png):
    name = "limits-sure"
    at = begin(open_page, name)
    assert "Nothing is drawn" in checked(at, name)
    put_ink(at, png)
    assert "takes this for a digit" in checked(at, name)
