"""The view *Deep or machine learning?*: other learners on the same points, beside the network."""

from __future__ import annotations

import math
from typing import Any

import streamlit as st

from dlcore.neuron.comparison import GRID, NETWORK, Learnt, compare
from dlcore.neuron.config import NeuronConfig
from dlcore.neuron.datasets import PointsConfig
from dlcore.neuron.learners import LEARNERS, LearnersConfig
from dlcore.neuron.learners_script import learners_script
from dlcore.neuron.points import PointSet
from ui.frame import explore
from ui.frame.engine import ask
from ui.frame.explore import Preset
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.frame.setting import Choice, Whole
from ui.frame.settings import configured
from ui.neuron import ground, problem
from ui.shared import chart
from ui.shared.numbers import plain, table
from ui.shared.verdicts import listed

_USUAL = LearnersConfig()
STEPS = Choice(
    "neuron_learner_steps",
    1000,
    N_("Steps of the network"),
    N_("Updates of its weights, from its first ones on."),
    (100, 300, 1000, 3000, 10_000),
)
NEIGHBOURS = Whole.of(
    _USUAL,
    "neighbours",
    "neuron_neighbours",
    N_("k, the neighbours"),
    N_("How many of the nearest points answer together. One alone believes every mistake."),
)
DEPTH = Whole.of(
    _USUAL,
    "depth",
    "neuron_depth",
    N_("Depth of trees"),
    N_("Questions one after the other, at most; 0 lets a tree ask until all its points are right."),
)
TREES = Whole.of(
    _USUAL,
    "trees",
    "neuron_trees",
    N_("Trees of the forest"),
    N_("Each sees points drawn at random, and all of them answer together."),
)
PENALTY = Choice.of(
    _USUAL,
    "inverse_regularisation",
    "neuron_c",
    N_("C of line and SVM"),
    N_("The larger, the more each miss costs, and the more closely the points are followed."),
    (0.01, 0.1, 1.0, 10.0, 100.0),
)
_OF_THE_OTHERS = (NEIGHBOURS, DEPTH, TREES, PENALTY)
SETTINGS = (STEPS, *_OF_THE_OTHERS)
_KEPT = "neuron_compared"  # what was asked last, and the answer: its seconds stay what they were
_COLUMNS, _HEIGHT = 3, 215
_CIRCLE = PointsConfig(kind="circle")

PRESETS = {
    "circle": Preset(
        N_("A circle"),
        N_(
            "No line fences a circle in: logistic regression is no better than a coin. All the "
            "others find it. Look at the corners of the tree, and at how many numbers each of them "
            "keeps."
        ),
        problem.values(_CIRCLE, NeuronConfig()) | {STEPS.key: STEPS.usual},
    ),
    "squares": Preset(
        N_("A circle, with squares"),
        N_(
            "The same points, but everyone is shown x₁² and x₂²: now a line is enough, and three "
            "numbers do it. Somebody knew which features to make; a deep network makes its own."
        ),
        problem.values(
            _CIRCLE,
            NeuronConfig(features=("x1_squared", "x2_squared"), units=(), activations=()),
        )
        | {STEPS.key: STEPS.usual},
    ),
    "labels": Preset(
        N_("Wrong labels"),
        N_(
            "Every fifth training point has the wrong label. The tree is right about all of them, "
            "the wrong ones too, and about three in four of those held back; who can only bend a "
            "little is right about all of those. Give the tree a depth of 1."
        ),
        problem.values(PointsConfig(kind="clouds", label_noise=0.2), NeuronConfig())
        | {STEPS.key: STEPS.usual, DEPTH.key: DEPTH.usual, NEIGHBOURS.key: NEIGHBOURS.usual},
    ),
    "spiral": Preset(
        N_("A spiral"),
        N_(
            "With many points for only two inputs, those who remember win at once: k nearest "
            "neighbours. The network has 105 weights and is still at it after 3,000 steps."
        ),
        problem.values(
            PointsConfig(kind="spiral"),
            NeuronConfig(
                units=(8, 8), activations=("tanh", "tanh"), optimizer="adam", learning_rate=0.02
            ),
        )
        | {STEPS.key: 3000, NEIGHBOURS.key: NEIGHBOURS.usual},
    ),
}

GOOD = {
    NETWORK: N_(
        "It makes its own features, layer by layer: it pays where nobody knows what to compute, as "
        "with pixels, sound and language."
    )
} | {name: one.good for name, one in LEARNERS.items()}
BAD = {
    NETWORK: N_(
        "It needs more points, more time and more choices than the others, and nobody can read it."
    )
} | {name: one.bad for name, one in LEARNERS.items()}
COUNTED = {NETWORK: N_("weights and biases")} | {
    name: one.counted for name, one in LEARNERS.items()
}


def show() -> None:
    """What to set; a picture, numbers and two sentences for each; all numbers as a table."""
    explore.presets("neuron_learners", PRESETS)
    controls, pictures = st.columns([3, 8], gap="large")
    with controls:
        _controls()
    points, config = problem.points(), problem.config()
    if points is None or config is None:
        return
    with pictures:
        place = st.container()
        found = _compared(config, points)
        if found:
            with place:
                _pictures(points, found)
    if found:
        _table(points, found)
        explore.code(learners_script(_others(config), points))


def _controls() -> None:
    problem.show_data()
    with st.expander(_("The network"), icon=":material/network_node:"):
        problem.show_network()
        problem.show_training()
        STEPS.select_slider()
    with st.expander(_("The others"), icon=":material/tune:"):
        st.caption(_("They are shown the same inputs as the network."))
        NEIGHBOURS.slider()
        DEPTH.slider()
        TREES.slider()
        PENALTY.select_slider()


def _compared(config: NeuronConfig, points: PointSet) -> dict[str, Learnt] | None:
    """The engine's answer, asked once for the same question."""
    others = _others(config)
    arrays = (points.x, points.y, points.test)
    question: Any = (config, others, STEPS.value, *(array.tobytes() for array in arrays))
    kept = st.session_state.get(_KEPT)
    if kept and kept[0] == question:
        return kept[1]
    found = ask(compare, config, others, points, STEPS.value)
    if found:
        st.session_state[_KEPT] = (question, found)
    return found


def _others(config: NeuronConfig) -> LearnersConfig:
    """The settings of the others, who are shown what the network is."""
    return configured(
        _USUAL, _OF_THE_OTHERS, st.session_state, features=config.features, seed=config.seed
    )


def _pictures(points: PointSet, found: dict[str, Learnt]) -> None:
    st.markdown(_verdict(points, found))
    names = list(found)
    for start in range(0, len(names), _COLUMNS):
        row = names[start : start + _COLUMNS]
        for place, name in zip(st.columns(_COLUMNS), row, strict=True):
            with place:
                _one(points, name, found[name])
    if points.test.any():
        st.caption(_("Hollow points are held back: nobody has learnt from them."))


def _title(points: PointSet, name: str) -> str:
    if name == NETWORK:
        return _("Neural network")
    return _(LEARNERS[name].name(points.classes))


def _verdict(points: PointSet, found: dict[str, Learnt]) -> str:
    """Who is best on the points held back, where there are any."""
    tested = {name: one.test for name, one in found.items() if not math.isnan(one.test)}
    if not tested:
        return _("No points are held back, so nothing says who has understood the rest.")
    best = max(tested.values()) if points.classes else min(tested.values())
    names = [_title(points, name) for name, score in tested.items() if score == best]
    said = _("**Best on the points held back: {names}**, with {best}. The network has {network}.")
    if not points.classes:
        said = _(
            "**Best on the points held back: {names}**, with a mean squared error of {best}. That "
            "of the network is {network}."
        )
    return said.format(
        names=listed(names), best=_score(points, best), network=_score(points, tested[NETWORK])
    )


def _score(points: PointSet, value: float) -> str:
    if math.isnan(value):
        return "–"
    return f"{value:.1%}" if points.classes else plain(value)


def _one(points: PointSet, name: str, learnt: Learnt) -> None:
    title = _title(points, name)
    said = _numbers(points, name, learnt)
    st.markdown(f"**{title}**")
    chart.show(
        ground.of_answers(learnt.answers, points, height=_HEIGHT),
        key=f"neuron_learner_{name}",
        alt=f"{title}. {said}".replace("  \n", "; "),
    )
    st.markdown(said)
    if name == NETWORK and learnt.steps < STEPS.value:
        st.warning(
            _(
                "After step {step:,} its weights were finite no more. This is the last good state."
            ).format(step=learnt.steps),
            icon=":material/warning:",
        )
    st.caption(f"{_(GOOD[name])}\n\n{_(BAD[name])}")


def _numbers(points: PointSet, name: str, learnt: Learnt) -> str:
    """How good it is, how long it took and how much it keeps; two lines in Markdown."""
    measure = _("{train} of training points right, {test} of the test")
    if not points.classes:
        measure = _("mean squared error {train}, in the test {test}")
    scores = measure.format(train=_score(points, learnt.train), test=_score(points, learnt.test))
    kept = _("{seconds}; {parameters:,} parameters: {which}").format(
        seconds=_seconds(learnt.seconds), parameters=learnt.parameters, which=_(COUNTED[name])
    )
    return f"{scores}  \n{kept}"


def _seconds(seconds: float) -> str:
    """In one piece, where no line is broken."""
    if seconds < 1:
        said = _("{milliseconds} ms").format(milliseconds=plain(1000 * seconds))
    else:
        said = _("{seconds:.1f} s").format(seconds=seconds)
    return said.replace(" ", "\N{NO-BREAK SPACE}")


def _table(points: PointSet, found: dict[str, Learnt]) -> None:
    with st.expander(_("All of it as a table"), icon=":material/table_rows:"):
        rows = [
            [
                _title(points, name),
                _score(points, one.train),
                _score(points, one.test),
                _seconds(one.seconds),
                _seconds(one.answer_seconds),
                f"{one.parameters:,}",
            ]
            for name, one in found.items()
        ]
        head = [
            _("learner"),
            _("training"),
            _("test"),
            _("to learn"),
            _("for {count:,} answers").format(count=GRID**2),
            _("parameters"),
        ]
        st.markdown(table(head, rows))
        st.caption(
            _(
                "Shares of right answers, or mean squared errors where points have values. Times "
                "are those of the machine this page runs on."
            )
        )
