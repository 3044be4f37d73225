"""Learners that are no networks: records over scikit-learn, each for classes and for values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from dlcore.messages import N_
from dlcore.neuron.features import FEATURES
from dlcore.validation import ConfigError, check_choice, check_fields, real, whole


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
class Task:
    """What is to be learnt.

    Attributes:
        points: how many there are to learn from.
        classes: as `PointSet.classes`; 0 for values.
    """

    points: int
    classes: int


@dataclass(frozen=True)
class Learner:
    """One way to learn from points.

    Attributes:
        title: an English msgid.
        good, bad: what it is good at, and what not; English msgids.
        counted: what its parameters are; an English msgid.
        classifier, regressor: names within scikit-learn, "tree.DecisionTreeClassifier".
        arguments: keywords of either.
        count: numbers that a fitted one keeps to answer with.
        reference: where it comes from.
        twin: what it is called for values, where that is another name; an English msgid.
    """

    title: str
    good: str
    bad: str
    counted: str
    classifier: str
    regressor: str
    arguments: Callable[[LearnersConfig, Task], dict[str, Any]]
    count: Callable[[Any], int]
    reference: str
    twin: str = ""

    def name(self, classes: int) -> str:
        """What it is called where points have so many classes, or values; an English msgid."""
        return self.title if classes else self.twin or self.title

    def kind(self, classes: int) -> str:
        """Name within scikit-learn where points have so many classes, or values."""
        return self.classifier if classes else self.regressor


def _line(config: LearnersConfig, task: Task) -> dict[str, Any]:
    c = config.inverse_regularisation
    return {"C": c, "max_iter": 1000} if task.classes else {"alpha": 1 / c}


def _tree(config: LearnersConfig, task: Task) -> dict[str, Any]:
    return {"max_depth": config.depth or None, "random_state": config.seed}


def _forest(config: LearnersConfig, task: Task) -> dict[str, Any]:
    return {"n_estimators": config.trees} | _tree(config, task)


def _svm(config: LearnersConfig, task: Task) -> dict[str, Any]:
    return {"C": config.inverse_regularisation}


def _nearest(config: LearnersConfig, task: Task) -> dict[str, Any]:
    return {"n_neighbors": min(config.neighbours, task.points)}


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
        N_("It stays straight in what it is shown: it needs features made by hand."),
        N_("a weight for each feature and a bias"),
        "linear_model.LogisticRegression",
        "linear_model.Ridge",
        _line,
        _of_line,
        "Cox: The regression analysis of binary sequences (1958)",
        N_("Ridge regression"),
    ),
    "tree": Learner(
        N_("Decision tree"),
        N_("Questions that anyone can follow, on numbers of any scale, without preparation."),
        N_("It cuts along the axes and, left to grow, learns every mistake by heart."),
        N_("a feature and a threshold for each cut, an answer for each leaf"),
        "tree.DecisionTreeClassifier",
        "tree.DecisionTreeRegressor",
        _tree,
        _of_tree,
        "Breiman, Friedman, Olshen, Stone: Classification and regression trees (1984)",
    ),
    "forest": Learner(
        N_("Random forest"),
        N_("Many trees together: on tables often the best, with hardly anything to set."),
        N_("Nobody can read it any more, it is large, and beyond its points it knows nothing."),
        N_("those of all its trees"),
        "ensemble.RandomForestClassifier",
        "ensemble.RandomForestRegressor",
        _forest,
        _of_forest,
        "Breiman: Random forests (2001)",
    ),
    "svm": Learner(
        N_("Support vector machine"),
        N_("A smooth answer from few points, even with many features."),
        N_("Kernel and C have to fit, and with very many points it becomes slow."),
        N_("its support vectors, with a weight each, and a bias"),
        "svm.SVC",
        "svm.SVR",
        _svm,
        _of_svm,
        "Cortes, Vapnik: Support-vector networks (1995)",
    ),
    "neighbours": Learner(
        N_("k nearest neighbours"),
        N_("Nothing to learn, and any shape is possible: the nearest points answer."),
        N_(
            "It keeps all points and searches them for each answer; with many features all are far."
        ),
        N_("every training point with its answer"),
        "neighbors.KNeighborsClassifier",
        "neighbors.KNeighborsRegressor",
        _nearest,
        _of_neighbours,
        "Cover, Hart: Nearest neighbor pattern classification (1967)",
    ),
}
"""By name; a new one is a new entry."""
