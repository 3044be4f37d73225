"""Each exercise with a state that passes, one that just fails, and nonsense."""

from __future__ import annotations

import string
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from dlcore.activations.depth import DepthConfig
from dlcore.convolution.window import Window
from dlcore.data import held_out
from dlcore.errors import LabError
from dlcore.exercises import EXERCISES, check, of_page
from dlcore.exercises.activations import LOGITS, OwnFunction, VectorSettings
from dlcore.exercises.convolution import FilterCount, FilterNumbers
from dlcore.exercises.draw import OnPaper
from dlcore.exercises.losses import BatchOfThree, LogitOfOne, Outlier, pull
from dlcore.exercises.neuron import NetworkOnPoints, NeuronAtGate
from dlcore.exercises.optimizers import Descents
from dlcore.exercises.rnn import ReadByRows, SumAsked
from dlcore.neuron.config import NeuronConfig
from dlcore.neuron.datasets import PointsConfig
from dlcore.neuron.single import SingleNeuron
from dlcore.optimizers.config import DescentConfig
from tests.drawn import open_nine

DEEP = DepthConfig(activation="tanh", initializer="glorot_uniform", layers=50, gain=1.2)
RAVINE = DescentConfig(
    rates="same", learning_rate=0.05, momentum=0.6, optimizers=("sgd", "momentum"), steps=60
)
EDGE = DescentConfig(learning_rate=1.2, optimizers=("sgd",))
VALLEYS = DescentConfig(
    surface="himmelblau", optimizers=("sgd", "momentum", "adam"), start=(0.0, -3.0)
)
SAME = ((1.0, 1.0, 1.0),) * 3
CIRCLE = NeuronConfig(units=(4,), activations=("tanh",))


LATE_IMAGE = 6  # of the sample, a 2


def sheet(kind: str) -> NDArray[np.uint8]:
    """A canvas with a "one", a "w", a "half open nine" that may be a 4, or with nothing."""
    canvas = Image.new("L", (280, 280))
    strokes = {
        "one": [[(140, 50), (140, 230)]],
        "w": [[(40, 60), (90, 220), (140, 90), (190, 220), (240, 60)]],
        "half open nine": open_nine(112),
    }
    brush = ImageDraw.Draw(canvas)
    for points in strokes.get(kind, []):
        brush.line(points, fill=255, width=20, joint="curve")
        for x, y in points:
            brush.ellipse((x - 10, y - 10, x + 10, y + 10), fill=255)
    return np.asarray(canvas)


def enlarged(number: int) -> NDArray[np.uint8]:
    """A test image of the sample as a canvas."""
    image = np.round(255 * held_out.digit(number).image).astype(np.uint8)
    return np.kron(image, np.ones((10, 10), np.uint8))


def gate(w1: float, w2: float, b: float, task: str, **more: str) -> NeuronAtGate:
    return NeuronAtGate(SingleNeuron(w1, w2, b, **more), task)


# Of each: a state that passes and the guess, then what fails, the nearest first.
CASES = {
    "neuron-and": (
        (gate(1, 1, -1.5, "and"), "2"),
        (
            gate(1, 1, -0.99, "and"),
            gate(1, 1, -1.5, "or"),
            gate(1, 1, -1.5, "and", activation="relu"),
            gate(0, 0, 0, "and"),
            gate(1, 1, -3, "and"),
        ),
    ),
    "neuron-xor": (
        (gate(1, 1, -0.5, "xor"), "3"),
        (gate(1, 1, 0.5, "xor"), gate(1, 1, -0.5, "and"), gate(0, 0, 0, "xor")),
    ),
    "neuron-circle": (
        (NetworkOnPoints(CIRCLE, PointsConfig()), "3"),
        (
            NetworkOnPoints(replace(CIRCLE, units=(2,)), PointsConfig()),
            NetworkOnPoints(replace(CIRCLE, units=(5,)), PointsConfig()),
            NetworkOnPoints(replace(CIRCLE, units=(), activations=()), PointsConfig()),
            NetworkOnPoints(CIRCLE, PointsConfig(kind="xor")),
            NetworkOnPoints(replace(CIRCLE, features=("x1_squared",)), PointsConfig()),
            NetworkOnPoints(CIRCLE, None),
            NetworkOnPoints(CIRCLE, PointsConfig(test_share=0.0)),  # nothing to measure with
        ),
    ),
    "activations-temperature": (
        (VectorSettings("softmax", LOGITS, 0.39), "below"),
        (
            VectorSettings("softmax", LOGITS, 0.4),
            VectorSettings("softmax", (9.0, *LOGITS[1:]), 0.39),
            VectorSettings("sparsemax", LOGITS, 0.39),
        ),
    ),
    "activations-slope": (
        (OwnFunction("0.2*x + tanh(x)"), "leaky_relu"),
        (
            OwnFunction("tanh(x) + 0.09*x"),
            *map(OwnFunction, ("x", " ", "1", "sqrt(x) + x", "log(-x*x - 1)")),
        ),
    ),
    "activations-depth": (
        (DEEP, "above"),
        (
            replace(DEEP, gain=1.0),
            replace(DEEP, gain=1.5),
            replace(DEEP, layers=49),
            replace(DEEP, gain=0.1),
            replace(DEEP, initializer="he_normal", gain=0.8),
            replace(DEEP, activation="relu"),
        ),
    ),
    "losses-batch": (
        (BatchOfThree((0, 1, 2), SAME), "same"),
        (
            BatchOfThree((0, 1, 2), ((2.0, 1.0, 1.0), *SAME[1:])),
            BatchOfThree((0, 1, 2), ((0.0, 1.0, 1.0), *SAME[1:])),
            BatchOfThree((0, 1, 2), ((0.0, 0.0, 0.0), *SAME[1:])),
            BatchOfThree((0, 1), ((1.0, 1.0), (1.0, 1.0))),
        ),
    ),
    "losses-outlier": (
        (Outlier((7.5, -12.0)), "mse"),
        (Outlier((7.5, -8.0)), Outlier((8.0, -12.0)), Outlier((5.0, -8.0)), Outlier(None)),
    ),
    "losses-pull": (
        (LogitOfOne(-7.6), "wrong"),
        (LogitOfOne(-7.5), LogitOfOne(7.6), LogitOfOne(0.0)),
    ),
    "optimizers-ravine": (
        (Descents(RAVINE, None), "middle"),
        (
            Descents(replace(RAVINE, momentum=0.9), None),
            Descents(replace(RAVINE, momentum=0.5, steps=500), None),  # 60 are counted
            Descents(replace(RAVINE, learning_rate=0.5), None),
            Descents(replace(RAVINE, optimizers=("sgd",)), None),
            Descents(replace(RAVINE, surface="bowl"), None),
            Descents(replace(RAVINE, start=(0.0, 0.0)), None),
        ),
    ),
    "optimizers-edge": (
        (Descents(EDGE, 1.5), "across"),
        (
            Descents(replace(EDGE, learning_rate=1.0), 1.2),
            Descents(replace(EDGE, learning_rate=1.5), 2.0),
            Descents(EDGE, None),
            Descents(replace(EDGE, optimizers=("adam",)), 1.5),
            Descents(replace(EDGE, schedule="cosine"), 1.5),
            Descents(replace(EDGE, surface="bowl"), 1.5),
        ),
    ),
    "optimizers-part": (
        (Descents(VALLEYS, None), "yes"),
        (
            Descents(replace(VALLEYS, start=None), None),
            Descents(replace(VALLEYS, optimizers=("sgd",)), None),
            Descents(replace(VALLEYS, surface="bowl"), None),
        ),
    ),
    "convolution-silent": (
        (FilterNumbers(((1, 2, 1), (0, 0, 0), (-1, -2, -1))), "sobel_y"),
        (
            FilterNumbers(((1, 2, 1), (0, 0, 0), (-1, -2, -0.9))),
            FilterNumbers(((1, 0, -1), (2, 0, -2), (1, 0, -1))),
            FilterNumbers(((1, -1), (-1, 1))),
            FilterNumbers(((0, 0), (0, 0))),
        ),
    ),
    "convolution-count": (
        (FilterCount(64, 32, 3), 18_496),
        (FilterCount(64, 32, 3), FilterCount(32, 32, 3)),  # with another guess, below
    ),
    "convolution-overlap": (
        (Window(5, 4, "same"), "stride"),
        (Window(3, 4, "valid"), Window(7, 3, "valid"), Window(1, 4, "same")),
    ),
    "draw-refused": (
        (OnPaper(sheet("w")), "o"),
        (OnPaper(sheet("one")), OnPaper(None), OnPaper(sheet(""))),
    ),
    "draw-unsure": (
        (OnPaper(sheet("half open nine")), "half"),
        (OnPaper(sheet("one")), OnPaper(sheet("w")), OnPaper(None)),
    ),
    "draw-differ": ((OnPaper(enlarged(186)), "shipped"), (OnPaper(sheet("one")), OnPaper(None))),
    "rnn-early": (
        (ReadByRows(1, "lstm"), "foot"),
        (ReadByRows(7, "lstm"), ReadByRows(None, "lstm"), ReadByRows(1, "run")),
    ),
    "rnn-late": (
        (ReadByRows(LATE_IMAGE, "lstm"), "yes"),
        (ReadByRows(1, "lstm"), ReadByRows(None, "lstm"), ReadByRows(1, "run")),
    ),
    "rnn-sum": ((SumAsked("0+0"), "thousand"), (SumAsked("47+85"),)),
}
# Pages whose exercises have a file of tests of their own.
ELSEWHERE = {"train", "cnn", "gan", "data", "limits"}
WRONG_GUESS = {"convolution-count": 18_432}


def test_each_exercise_passes_what_it_should_and_nothing_less():
    own = {name for name, one in EXERCISES.items() if one.page not in ELSEWHERE}
    assert CASES.keys() == own
    for name, ((good, guess), bad) in CASES.items():
        assert EXERCISES[name].guess.accepts(guess), name
        found = check(name, good, guess)
        assert found.passed, (name, found)
        assert found.guess in (guess, None), name
        assert found.said.format(**found.values), name
        for state in bad:
            found = check(name, state, WRONG_GUESS.get(name, guess))
            assert not found.passed, (name, state)
            assert found.said.format(**found.values), (name, state)


def test_a_formula_that_cannot_be_read_is_said_as_the_page_says_it():
    with pytest.raises(LabError, match="nonsense"):
        check("activations-slope", OwnFunction("nonsense(x)"), "relu")


def test_the_records_hold_together():
    for name, one in EXERCISES.items():
        assert name == one.id
        assert name.startswith(f"{one.page}-")
        assert set(name) <= {*string.ascii_lowercase, "-"}  # a cookie holds it as it is
        assert one in of_page(one.page)
        assert not one.guess.accepts(None)
        assert not one.guess.accepts("no such option")
        assert not one.guess.accepts(True)
    for page in {one.page for one in EXERCISES.values()}:
        assert len(of_page(page)) >= 3, page
        assert any(one.hard for one in of_page(page)), page


def test_cross_entropy_pulls_so_many_times_as_hard_as_mse():
    """Against finite differences of the two losses themselves."""
    for z in (-9.0, -2.0, 0.0, 3.0):
        step = 1e-5
        p = 1 / (1 + np.exp(-np.array([z - step, z + step])))
        entropy, squared = -np.log(p), (1 - p) ** 2
        ratio = (entropy[1] - entropy[0]) / (squared[1] - squared[0])
        assert pull(z) == pytest.approx(ratio, rel=1e-4)


def test_a_filter_is_silent_on_stripes_as_its_sums_say():
    """Against a convolution with stripes of any width."""
    from scipy.signal import correlate2d

    random = np.random.default_rng(0)
    upright = np.tile(random.normal(size=20), (20, 1))
    ((good, _guess), (bad, *_more)) = CASES["convolution-silent"]
    quiet = correlate2d(upright, np.array(good.rows), mode="valid")
    heard = correlate2d(upright.T, np.array(good.rows), mode="valid")
    assert np.abs(quiet).max() < 1e-12
    assert np.abs(heard).max() > 0.1
    assert np.abs(correlate2d(upright, np.array(bad.rows), mode="valid")).max() > 1e-3


@pytest.mark.parametrize(
    ("name", "state", "said"),
    [
        ("neuron-and", gate(1, 1, -3, "and"), "less negative"),
        ("neuron-and", gate(1, 1, -0.5, "and"), "more negative"),
        ("activations-depth", replace(DEEP, gain=0.1), "larger factor"),
        ("activations-slope", OwnFunction("sqrt(x) + x"), "no value"),
    ],
)
def test_a_hint_leads_to_where_it_should(name, state, said):
    assert said in check(name, state, None).said


def test_thirds_of_the_right_classes_alone_are_not_knowing_nothing():
    by_another = ((10.0, 19.0, 1.0), *SAME[1:])
    assert "another way" in check("losses-batch", BatchOfThree((0, 1, 2), by_another)).said


def test_a_sum_is_named_as_it_is_written():
    assert check("rnn-sum", SumAsked("0+0"), "thousand").values["sum"] == "0+0"
