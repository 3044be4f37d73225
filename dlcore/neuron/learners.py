"""Five learners that are no networks, on the same points: scikit-learn, for classes or values.

For the engine: scikit-learn is imported when something is learnt.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlcore.messages import N_
from dlcore.neuron.config import NeuronConfig
from dlcore.neuron.features import FEATURES, SPAN, expand
from dlcore.neuron.forward import outputs
from dlcore.neuron.heads import MARGINS
from dlcore.neuron.packet import NeuronState
from dlcore.neuron.points import PointSet
from dlcore.neuron.training import play
from dlcore.validation import ConfigError, check_choice, check_fields, real, whole

NETWORK = "network"
GRID = 60
"""Places on each side of the plane where a learner is asked."""

_MOMENTS = 100  # of a training, one of which is the last good one


@dataclass(frozen=True)
class LearnersConfig:
    """What can be set of the five.

    Attributes:
        features: names in `FEATURES`: what each is shown of a point, as a network is.
        inverse_regularisation: C of logistic regression and SVM: the larger, the more a wrong
            point costs. Ridge regression has 1/C.
        depth: of trees, at most; 0 for as deep as it takes.
        trees: of the forest.
        neighbours: that vote; as many as there are training points where those are fewer.
        seed: of the forest, and of what a tree does where two cuts are equally good.
    """

    features: tuple[str, ...] = ("x1", "x2")
    inverse_regularisation: float = real(1.0, 1e-3, 1e3)
    depth: int = whole(0, 0, 20)
    trees: int = whole(100, 1, 200)
    neighbours: int = whole(5, 1, 50)
    seed: int = whole(0, 0, 9999)

    def __post_init__(self) -> None:
        check_fields(self)
        for name in self.features:
            check_choice("features", name, FEATURES)
        if not self.features:
            raise ConfigError("features must be at least one.")


@dataclass(frozen=True)
class Learner:
    """One way to learn from points.

    Attributes:
        title: an English msgid.
        good, bad: what it is good at, and what not; English msgids.
        counted: what its parameters are; an English msgid.
        classifier, regressor: a new scikit-learn object for these settings and so many points.
        count: numbers that a fitted one keeps to answer with.
        reference: where it comes from.
        twin: what it is called for values, where that is another name; an English msgid.
    """

    title: str
    good: str
    bad: str
    counted: str
    classifier: Callable[[LearnersConfig, int], Any]
    regressor: Callable[[LearnersConfig, int], Any]
    count: Callable[[Any], int]
    reference: str
    twin: str = ""

    def name(self, classes: int) -> str:
        """What it is called where points have so many classes, or values; an English msgid."""
        return self.title if classes else self.twin or self.title


def _logistic(config: LearnersConfig, points: int) -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=config.inverse_regularisation, max_iter=1000)


def _ridge(config: LearnersConfig, points: int) -> Any:
    from sklearn.linear_model import Ridge

    return Ridge(alpha=1 / config.inverse_regularisation)


def _tree(kind: str) -> Callable[[LearnersConfig, int], Any]:
    def make(config: LearnersConfig, points: int) -> Any:
        from sklearn import tree

        return getattr(tree, kind)(max_depth=config.depth or None, random_state=config.seed)

    return make


def _forest(kind: str) -> Callable[[LearnersConfig, int], Any]:
    def make(config: LearnersConfig, points: int) -> Any:
        from sklearn import ensemble

        return getattr(ensemble, kind)(
            config.trees, max_depth=config.depth or None, random_state=config.seed
        )

    return make


def _svm(kind: str) -> Callable[[LearnersConfig, int], Any]:
    def make(config: LearnersConfig, points: int) -> Any:
        from sklearn import svm

        return getattr(svm, kind)(C=config.inverse_regularisation)

    return make


def _nearest(kind: str) -> Callable[[LearnersConfig, int], Any]:
    def make(config: LearnersConfig, points: int) -> Any:
        from sklearn import neighbors

        return getattr(neighbors, kind)(min(config.neighbours, points))

    return make


def _of_line(fitted: Any) -> int:
    return int(np.size(fitted.coef_) + np.size(fitted.intercept_))


def _of_tree(fitted: Any) -> int:
    """Each cut is a feature and a threshold; each leaf is an answer."""
    tree = fitted.tree_
    leaves = int(tree.n_leaves)
    return 2 * (int(tree.node_count) - leaves) + leaves


def _of_forest(fitted: Any) -> int:
    return sum(map(_of_tree, fitted.estimators_))


def _of_svm(fitted: Any) -> int:
    vectors, weights = fitted.support_vectors_, fitted.dual_coef_
    return int(np.size(vectors) + np.size(weights) + np.size(fitted.intercept_))


def _of_neighbours(fitted: Any) -> int:
    return int(fitted.n_samples_fit_ * (fitted.n_features_in_ + 1))


LEARNERS: dict[str, Learner] = {
    "linear": Learner(
        N_("Logistic regression"),
        N_("One weight a feature, which can be read, and few points are enough to learn it."),
        N_("Its boundary is straight in what it is shown: it needs features made by hand."),
        N_("a weight for each feature and a bias"),
        _logistic,
        _ridge,
        _of_line,
        "Cox: The regression analysis of binary sequences (1958)",
        N_("Ridge regression"),
    ),
    "tree": Learner(
        N_("Decision tree"),
        N_("Questions that anyone can follow, on numbers of any scale, without preparation."),
        N_("It cuts along the axes and, left to grow, learns every wrong label by heart."),
        N_("a feature and a threshold for each cut, an answer for each leaf"),
        _tree("DecisionTreeClassifier"),
        _tree("DecisionTreeRegressor"),
        _of_tree,
        "Breiman, Friedman, Olshen, Stone: Classification and regression trees (1984)",
    ),
    "forest": Learner(
        N_("Random forest"),
        N_("Hundreds of trees that vote: on tables often the best, with hardly anything to set."),
        N_("Nobody can read it any more, it is large, and beyond its points it knows nothing."),
        N_("those of all its trees"),
        _forest("RandomForestClassifier"),
        _forest("RandomForestRegressor"),
        _of_forest,
        "Breiman: Random forests (2001)",
    ),
    "svm": Learner(
        N_("Support vector machine"),
        N_("A smooth boundary with a wide margin from few points, even with many features."),
        N_("Kernel and C have to fit, and with very many points it becomes slow."),
        N_("the points that hold the margin, with a weight each, and a bias"),
        _svm("SVC"),
        _svm("SVR"),
        _of_svm,
        "Cortes, Vapnik: Support-vector networks (1995)",
    ),
    "neighbours": Learner(
        N_("k nearest neighbours"),
        N_("Nothing to learn and any shape of boundary: the nearest points vote."),
        N_(
            "It keeps all points and searches them for each answer; with many features all are far."
        ),
        N_("every training point with its answer"),
        _nearest("KNeighborsClassifier"),
        _nearest("KNeighborsRegressor"),
        _of_neighbours,
        "Cover, Hart: Nearest neighbor pattern classification (1967)",
    ),
}
"""By name; a new one is a new entry."""


@dataclass(frozen=True, eq=False)
class Learnt:
    """What one learner made of the points.

    Attributes:
        answers: (GRID, GRID) float32, a class or a value, row 0 at x2 = -SPAN.
        train, test: share of right answers, or mean squared error of values; NaN without points.
        seconds: to learn.
        answer_seconds: to answer at all places of `answers`.
        parameters: numbers it keeps to answer with.
        steps: updates of a network; fewer than asked where its weights would not have stayed
            finite.
    """

    answers: NDArray[np.float32]
    train: float
    test: float
    seconds: float
    answer_seconds: float
    parameters: int
    steps: int = 0


def compare(
    config: NeuronConfig, others: LearnersConfig, points: PointSet, steps: int
) -> dict[str, Learnt]:
    """The network under `NETWORK`, then each of `LEARNERS`, on the same points.

    Raises:
        ConfigError: as `learn` and `training.play` do.
    """
    return {NETWORK: learn_network(config, points, steps)} | learn(others, points)


def learn_network(config: NeuronConfig, points: PointSet, steps: int) -> Learnt:
    """The network of a configuration, trained so many steps from its first weights.

    Its seconds are those of the steps: when they begin, Keras has its program ready.
    """
    play(config, points, None, 1)
    start = time.perf_counter()
    state = play(config, points, None, steps, max(1, steps // _MOMENTS)).state()
    learnt = time.perf_counter()
    answers = answers_of(config, state, grid())
    answered = time.perf_counter()
    said = answers_of(config, state, points.x)
    return Learnt(
        answers.reshape(GRID, GRID),
        score(points, said, points.train),
        score(points, said, points.test),
        learnt - start,
        answered - learnt,
        config.parameters,
        state.step,
    )


def answers_of(
    config: NeuronConfig, state: NeuronState, x: NDArray[np.float32]
) -> NDArray[np.float32]:
    """What a network answers for (n, 2) points: (n,) classes, or values."""
    said = outputs(config, state.weights(config), x)
    if config.classes == 0:
        return said[:, 0]
    if config.classes == 2:
        return (said[:, 0] > (0.0 if config.loss in MARGINS else 0.5)).astype(np.float32)
    return said.argmax(axis=1).astype(np.float32)


def learn(config: LearnersConfig, points: PointSet) -> dict[str, Learnt]:
    """Lets each learner of `LEARNERS` learn the training points.

    Raises:
        ConfigError: all training points are of one class.
    """
    train = points.train
    if points.classes and len(np.unique(points.y[train])) < 2:
        raise ConfigError("The training points are of one class: there is nothing to tell apart.")
    count = int(train.sum())
    return {
        name: _learn(
            (learner.classifier if points.classes else learner.regressor)(config, count),
            learner,
            config,
            points,
        )
        for name, learner in LEARNERS.items()
    }


def _learn(made: Any, learner: Learner, config: LearnersConfig, points: PointSet) -> Learnt:
    """Fits one scikit-learn object, and asks it."""
    inputs, places = (expand(x, config.features) for x in (points.x, grid()))
    start = time.perf_counter()
    made.fit(inputs[points.train], points.y[points.train])
    learnt = time.perf_counter()
    answers = made.predict(places)
    answered = time.perf_counter()
    said = made.predict(inputs)
    return Learnt(
        answers.reshape(GRID, GRID).astype(np.float32),
        score(points, said, points.train),
        score(points, said, points.test),
        learnt - start,
        answered - learnt,
        learner.count(made),
    )


def grid() -> NDArray[np.float32]:
    """(GRID², 2) places all over the plane, row by row from x2 = -SPAN on."""
    ticks = np.linspace(-SPAN, SPAN, GRID, dtype=np.float32)
    return np.stack(np.meshgrid(ticks, ticks), axis=-1).reshape(-1, 2)


def score(points: PointSet, said: NDArray[Any], which: NDArray[np.bool_]) -> float:
    """Of answers to all points, those of `which`: share of right ones, or mean squared error."""
    if not which.any():
        return float("nan")
    y, said = points.y[which], said[which]
    return float((said == y).mean() if points.classes else ((said - y) ** 2).mean())
