"""Descents: the compiled loop against an eager one, against NumPy, and how each ends."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import cycle, product

import keras
import numpy as np
import pytest
import tensorflow as tf

from dlcore.data import sample
from dlcore.errors import LabError
from dlcore.optimizers import OPTIMIZERS, descent, landscape
from dlcore.optimizers.config import DescentConfig
from dlcore.optimizers.descent import _descender, descend
from dlcore.optimizers.outcomes import classify, first_divergence
from dlcore.optimizers.schedules import DECAYS, keras_schedule, shares
from dlcore.optimizers.script import descent_script
from dlcore.optimizers.surfaces import SURFACES
from dlcore.optimizers.terrain import derivatives, terrain
from dlcore.pretrain.landscape import corners

START = (-2.0, 1.5)


def config(*optimizers, surface="ravine", **more) -> DescentConfig:
    more = {"start": START if surface == "ravine" else None, "rates": "same"} | more
    return DescentConfig(surface, optimizers, **more)


def one(*args, **kwargs):
    (path,) = descend(config(*args, **kwargs))
    return path


def eager(settings: DescentConfig, name: str) -> np.ndarray:
    """The same optimizer, one step after the other, as in a visitor's own program."""
    spec = OPTIMIZERS[name].spec
    arguments = dict(spec.arguments)
    if "momentum" in arguments:
        arguments["momentum"] = settings.momentum
    optimizer = replace(spec, arguments=arguments).make(
        keras_schedule(settings.schedule, settings.rate_of(name), settings.steps)
    )
    point = keras.Variable([settings.origin])
    points = [point.numpy()[0]]
    for _ in range(settings.steps):
        with tf.GradientTape() as tape:
            loss = SURFACES[settings.surface].function(point.value)
        optimizer.apply([tape.gradient(loss, point.value)], [point])
        points.append(point.numpy()[0])
    return np.array(points)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_the_compiled_loop_takes_the_steps_of_the_optimizer(name):
    settings = config(name, rates="own", steps=20)
    descend(replace(settings, learning_rate=3.0, momentum=0.5, steps=17))  # leaves no trace
    (path,) = descend(settings)
    np.testing.assert_allclose(path.points, eager(settings, name), rtol=1e-5, atol=1e-5)
    again = descend(settings)[0]
    np.testing.assert_array_equal(again.points, path.points)


@pytest.mark.parametrize("schedule", DECAYS)
@pytest.mark.parametrize("name", ["momentum", "adamw"])
def test_every_schedule_is_the_one_of_keras(name, schedule):
    settings = config(name, rates="own", steps=16, schedule=schedule, momentum=0.7)
    np.testing.assert_allclose(
        descend(settings)[0].points, eager(settings, name), rtol=1e-5, atol=1e-5
    )


@pytest.mark.parametrize("name", ["adam", "muon"])
def test_on_the_network_too(name):
    settings = config(name, surface="mnist", rates="own", steps=25)
    np.testing.assert_allclose(descend(settings)[0].points, eager(settings, name), atol=1e-4)


def by_hand(name: str, rate: float, steps: int) -> np.ndarray:
    """The published rules on x²/2 + 25 y², in NumPy."""
    point, points = np.array(START), [np.array(START)]
    m, v = np.zeros(2), np.zeros(2)
    for t in range(1, steps + 1):
        g = point * [1, 50]
        if name == "sgd":
            point = point - rate * g
        elif name == "momentum":
            m = 0.9 * m - rate * g
            point = point + m
        elif name == "nesterov":
            m = 0.9 * m - rate * g
            point = point + 0.9 * m - rate * g
        elif name == "rmsprop":
            v = 0.9 * v + 0.1 * g**2
            point = point - rate * g / np.sqrt(v + 1e-7)
        elif name in ("adam", "adamw"):
            point = point * (1 - rate * 0.004) if name == "adamw" else point
            m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
            root = np.sqrt(1 - 0.999**t) / (1 - 0.9**t)
            point = point - rate * root * m / (np.sqrt(v) + 1e-7)
        elif name == "adagrad":
            v = (0.1 if t == 1 else v) + g**2
            point = point - rate * g / np.sqrt(v + 1e-7)
        elif name == "lion":
            point = point - rate * np.sign(0.9 * m + 0.1 * g)
            m = 0.99 * m + 0.01 * g
        elif name == "adamax":
            m, v = 0.9 * m + 0.1 * g, np.maximum(0.999 * v, np.abs(g))
            point = point - rate / (1 - 0.9**t) * m / (v + 1e-7)
        points.append(point)
    return np.array(points)


@pytest.mark.parametrize(
    "name",
    ["sgd", "momentum", "nesterov", "rmsprop", "adam", "adamw", "adagrad", "lion", "adamax"],
)
def test_the_steps_are_those_that_were_published(name):
    path = one(name, learning_rate=0.02, steps=30)
    np.testing.assert_allclose(path.points, by_hand(name, 0.02, 30), rtol=1e-4, atol=1e-4)


def test_muon_takes_its_own_step_and_not_adams():
    path = one("muon", learning_rate=0.1, steps=1)
    length = np.linalg.norm(path.points[1] - path.points[0])
    assert 0.1 * 0.2 * 2**0.5 * 0.6 < length < 0.1 * 0.2 * 2**0.5 * 1.3


def test_losses_are_those_of_the_points():
    path = one("adam", surface="beale", learning_rate=0.1, steps=50)
    assert path.points.shape == (51, 2)
    assert path.points.dtype == path.losses.dtype == np.float32
    np.testing.assert_allclose(path.losses, derivatives("beale", path.points).losses, rtol=1e-5)


def test_schedules_never_rise_above_their_highest_rate(subtests):
    for schedule, steps in product(DECAYS, (1, 2, 9, 200)):
        with subtests.test(schedule, steps=steps):
            found = shares(schedule, steps)
            assert found.shape == (steps,)
            assert (found >= 0).all()
            assert found.max() <= 1 + 1e-6
            assert found.max() > 0.05


@pytest.mark.parametrize("schedule", [name for name in DECAYS if name != "constant"])
@pytest.mark.parametrize("steps", [1, 37, 500])
def test_shares_are_what_the_schedule_of_keras_says(schedule, steps):
    keras_own = keras_schedule(schedule, 0.25, steps)
    looked_at = [*range(0, steps, 1 + steps // 40), steps - 1]
    expected = [float(keras_own(step)) for step in looked_at]
    found = 0.25 * shares(schedule, steps)[looked_at]
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-8)


def test_no_slider_compiles_again():
    for momentum, steps, schedule in ((0.9, 20, "constant"), (0.0, 33, "cosine")):
        one(
            "nesterov",
            learning_rate=0.01 * (1 + momentum),
            momentum=momentum,
            steps=steps,
            schedule=schedule,
            start=(momentum, 0.5),
        )
    assert _descender("nesterov", "ravine")._loop.experimental_get_tracing_count() == 1


@pytest.mark.parametrize(("name", "surface"), [("sgd", "bowl"), ("adam", "mnist")])
def test_another_number_of_steps_is_no_work_for_the_compiler(name, surface):
    """XLA would compile for each number, in a tenth of a second and for ever in memory.

    What it needs to know beforehand stands in its program: so that must be the same for all.
    """
    for steps in (11, 22):
        assert len(one(name, surface=surface, learning_rate=0.001, steps=steps).points) == steps + 1
    loop = _descender(name, surface)._loop
    first, second = (loop.experimental_get_compiler_ir(n)(stage="hlo") for n in (11, 22))
    assert first == second
    assert loop.experimental_get_tracing_count() == 1


def test_many_visitors_at_once_get_what_one_gets():
    """The engine answers in several threads."""
    settings = [config("momentum", "adam", learning_rate=0.01 * i, steps=60) for i in range(1, 9)]
    expected = [descend(each) for each in settings]
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(descend, settings * 3))
    for paths, truth in zip(found, expected * 3, strict=True):
        for path, true_path in zip(paths, truth, strict=True):
            np.testing.assert_array_equal(path.points, true_path.points)


# How they end.


def test_one_that_converged_says_when():
    outcome = one("sgd", surface="bowl", learning_rate=0.1, steps=100).outcome
    points = by_rate(0.8, START_OF["bowl"], 100)
    near = np.linalg.norm(points, axis=1) <= 0.01 * SURFACES["bowl"].diagonal
    assert (outcome.kind, outcome.step) == ("converged", int(np.argmax(near)))


START_OF = {name: np.array(surface.start) for name, surface in SURFACES.items()}


def by_rate(shrink: float, start: np.ndarray, steps: int) -> np.ndarray:
    return start * shrink ** np.arange(steps + 1)[:, None]


def test_one_that_diverged_says_when_and_is_cut():
    path = one("sgd", surface="bowl", learning_rate=1.5, steps=100)  # doubles at each step
    points = by_rate(-2.0, START_OF["bowl"], 100)
    step = int(np.argmax((np.abs(points) > 30).any(axis=1)))
    assert (path.outcome.kind, path.outcome.step) == ("diverged", step)
    assert len(path.points) == len(path.losses) == step + 1
    assert np.isfinite(path.points).all()
    assert np.isfinite(path.losses).all()


@pytest.mark.parametrize(
    ("name", "surface"), [*zip(OPTIMIZERS, cycle(["rosenbrock", "beale"])), ("sgd", "beale")]
)
def test_the_highest_rate_ends_in_finite_numbers(name, surface):
    path = one(name, surface=surface, learning_rate=1e3, steps=60)
    assert np.isfinite(path.points).all()
    assert np.isfinite(path.losses).all()
    assert path.outcome.kind in ("diverged", "oscillating", "going", "converged")


def test_one_at_the_saddle_is_said_to_be_stuck():
    path = one("sgd", surface="saddle", learning_rate=0.1, steps=100, start=(2.0, 0.0))
    assert path.outcome.kind == "saddle"
    assert 0 < path.outcome.step < 40


def test_one_that_escapes_the_saddle_converges():
    path = one("adam", surface="saddle", learning_rate=0.05, steps=150, start=(2.0, 1e-3))
    assert path.outcome.kind == "converged"


def test_too_low_a_rate_is_still_going():
    assert one("sgd", surface="bowl", learning_rate=1e-4, steps=100).outcome.kind == "going"


def test_one_that_hops_to_and_fro_oscillates():
    path = one("sgd", surface="bowl", learning_rate=1.0, steps=100)  # x, -x, x, ...
    assert path.outcome.kind == "oscillating"
    assert one("lion", surface="bowl", learning_rate=0.5, steps=200).outcome.kind == "oscillating"


def test_one_that_was_thrown_out_again_has_not_converged():
    config = DescentConfig()
    path = one("rmsprop", surface="ravine", learning_rate=config.rate_of("rmsprop"), steps=150)
    losses = path.losses
    assert losses[57:76].max() < 0.01  # at rest there, and then:
    assert losses[76:].max() > 1
    assert losses[-19:].max() > 0.05
    assert path.outcome.kind == "oscillating"


def test_one_that_leaves_the_picture_and_comes_back_says_so():
    path = one("momentum", surface="bowl", learning_rate=1.5, steps=200, start=(2.9, 0.0))
    assert path.outcome.left_view
    assert path.outcome.kind == "converged"


def test_infinite_points_end_a_path():
    points = np.array([[0, 0], [1, 1], [np.nan, 0], [np.inf, 0]], np.float32)
    losses = np.array([0, 1, np.nan, np.nan], np.float32)
    assert first_divergence(points, losses, SURFACES["bowl"]) == 2
    assert first_divergence(points[:2], losses[:2], SURFACES["bowl"]) is None


def test_a_single_step_can_be_judged():
    points = np.array([[2, 2], [1.9, 1.9]], np.float32)
    (end,) = derivatives("bowl", points[-1:])
    outcome = classify("bowl", terrain("bowl"), points, np.array([8, 7.2], np.float32), end)
    assert (outcome.kind, outcome.step) == ("going", 1)


# What is refused.


def test_bad_values_are_refused(subtests):
    for values, message in (
        ({"surface": "moon"}, r"surface must be one of .*'moon'"),
        ({"optimizers": ()}, "Choose at least one optimizer"),
        ({"optimizers": ("adam", "hope")}, r"optimizers must be one of .*'hope'"),
        ({"optimizers": ("adam", "adam")}, "only once"),
        ({"optimizers": tuple(OPTIMIZERS)[:7]}, "At most 6 optimizers run together.*7"),
        ({"start": (9.0, 0.0)}, r"start x must be a number from -5 to 5\..*9"),
        ({"start": (0.0, float("nan"))}, r"start y must be a number.*nan"),
        ({"learning_rate": 0.0}, "learning_rate must be a number from 1e-06"),
        ({"learning_rate": float("inf")}, "learning_rate must be .*inf"),
        ({"momentum": 1.0}, "momentum must be a number from 0 to 0.999"),
        ({"schedule": "wish"}, "schedule must be one of"),
        ({"rates": "none"}, "rates must be one of own, same"),
        ({"steps": 501}, "steps must be a whole number from 1 to 500"),
        ({"steps": 0}, "steps must be a whole number"),
    ):
        with subtests.test(message), pytest.raises(LabError, match=message):
            DescentConfig(**values)


def test_own_rates_are_the_usual_ones_times_the_slider():
    settings = DescentConfig("bowl", ("sgd", "lion"), rates="own", learning_rate=2.0)
    assert settings.rate_of("sgd") == pytest.approx(2 * 0.1)
    assert settings.rate_of("lion") == pytest.approx(2 * 0.1 * OPTIMIZERS["lion"].factor)
    assert replace(settings, rates="same").rate_of("lion") == 2.0


# The program to take away.


def execute(settings: DescentConfig) -> dict[str, np.ndarray]:
    program = descent_script(settings)
    assert max(map(len, program.splitlines())) <= 100
    assert "dlcore" not in program
    assert "\n\n\n\n" not in program
    space: dict = {"__name__": "__main__"}
    exec(compile(program, "descent.py", "exec"), space)
    return {name: np.array(points) for name, points in space["paths"].items()}


@pytest.mark.parametrize(
    ("surface", "optimizers", "schedule"),
    [
        *(("ravine", ("sgd", "nesterov", "adam"), schedule) for schedule in DECAYS),
        *((name, ("adam",), "cosine") for name in SURFACES if name not in ("ravine", "mnist")),
    ],
)
def test_the_program_takes_the_same_path(surface, optimizers, schedule, capsys):
    settings = DescentConfig(surface, optimizers, schedule=schedule, steps=12, momentum=0.8)
    paths = execute(settings)
    for path in descend(settings):
        label = OPTIMIZERS[path.optimizer].label
        np.testing.assert_allclose(paths[label], path.points, rtol=1e-4, atol=1e-4)
    assert re.search(r"^Adam: \(.*\), loss ", capsys.readouterr().out, re.MULTILINE)


@pytest.fixture
def compiled_anew():
    """For a test that moves the ground: what was compiled on the old one is of no use there."""
    descent._made.cache_clear()
    yield
    descent._made.cache_clear()


def test_the_program_trains_the_same_networks(monkeypatch, compiled_anew):
    digits = sample()
    monkeypatch.setattr(
        keras.datasets.mnist,
        "load_data",
        lambda: ((digits.x_train, digits.y_train), (digits.x_test, digits.y_test)),
    )
    monkeypatch.setattr(landscape, "EPOCHS", 3)  # in the program too
    trained = landscape.through(corners(digits, epochs=3), digits)
    monkeypatch.setattr(landscape, "plane", lambda: trained)
    settings = DescentConfig("mnist", ("adam",), steps=10)
    np.testing.assert_allclose(
        execute(settings)["Adam"], descend(settings)[0].points, rtol=1e-2, atol=1e-2
    )
