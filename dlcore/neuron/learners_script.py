"""The other learners as a scikit-learn program that runs by itself."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dlcore.neuron.features import FEATURES
from dlcore.neuron.learners import LearnersConfig
from dlcore.neuron.points import PointSet

_PROGRAM = """\
import numpy as np
{imports}

points = np.array({x}, np.float32)
y = np.array({y}, np.float32)
test = np.array({test}, bool)

x1, x2 = points.T
x = np.stack([{features}], axis=1)
learners = {{
{learners}
}}
scores = {{}}  # of the training points and of those held back: {score}
for name, learner in learners.items():
    learner.fit(x[~test], y[~test])
    right = {measure}
    scores[name] = [float(right[which].mean()) for which in (~test, test) if which.any()]
    print(name, scores[name])
"""
_IMPORTS = """\
from sklearn.ensemble import {forest}
from sklearn.linear_model import {linear}
from sklearn.neighbors import {neighbours}
from sklearn.svm import {svm}
from sklearn.tree import {tree}"""
_CLASSIFIERS = {
    "linear": "LogisticRegression",
    "tree": "DecisionTreeClassifier",
    "forest": "RandomForestClassifier",
    "svm": "SVC",
    "neighbours": "KNeighborsClassifier",
}
_REGRESSORS = {
    "linear": "Ridge",
    "tree": "DecisionTreeRegressor",
    "forest": "RandomForestRegressor",
    "svm": "SVR",
    "neighbours": "KNeighborsRegressor",
}


def learners_script(config: LearnersConfig, points: PointSet) -> str:
    """Source that leaves `scores`: by name of `LEARNERS`, of training and test points."""
    kinds = _CLASSIFIERS if points.classes else _REGRESSORS
    c, depth, seed = config.inverse_regularisation, config.depth or None, config.seed
    arguments = {
        "linear": f"C={c}, max_iter=1000" if points.classes else f"alpha={1 / c}",
        "tree": f"max_depth={depth}, random_state={seed}",
        "forest": f"{config.trees}, max_depth={depth}, random_state={seed}",
        "svm": f"C={c}",
        "neighbours": f"{min(config.neighbours, int(points.train.sum()))}",
    }
    return _PROGRAM.format(
        imports=_IMPORTS.format(**kinds),
        x=_numbers(points.x),
        y=_numbers(points.y),
        test=points.test.astype(int).tolist(),
        features=", ".join(FEATURES[name].code for name in config.features),
        learners="\n".join(f'    "{name}": {kinds[name]}({arguments[name]}),' for name in kinds),
        score="shares that are right" if points.classes else "mean squared errors",
        measure="learner.predict(x) == y" if points.classes else "(learner.predict(x) - y) ** 2",
    )


def _numbers(array: NDArray[np.float32]) -> str:
    """As short as they can be without becoming other float32 numbers."""
    if array.ndim == 1:
        return f"[{', '.join(str(value) for value in array)}]"
    return f"[{', '.join(_numbers(row) for row in array)}]"
