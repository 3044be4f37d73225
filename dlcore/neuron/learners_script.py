"""The other learners as a scikit-learn program that runs by itself."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dlcore.neuron.features import FEATURES
from dlcore.neuron.learners import LEARNERS, LearnersConfig, Task
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


def learners_script(config: LearnersConfig, points: PointSet) -> str:
    """Source that leaves `scores`: by name of `LEARNERS`, of training and test points."""
    task = Task(int(points.train.sum()), points.classes)
    imports, calls = [], []
    for name, learner in LEARNERS.items():
        module, _dot, kind = learner.kind(points.classes).partition(".")
        keywords = ", ".join(f"{k}={v!r}" for k, v in learner.arguments(config, task).items())
        imports.append(f"from sklearn.{module} import {kind}")
        calls.append(f'    "{name}": {kind}({keywords}),')
    return _PROGRAM.format(
        imports="\n".join(sorted(imports)),
        x=_numbers(points.x),
        y=_numbers(points.y),
        test=points.test.astype(int).tolist(),
        features=", ".join(FEATURES[name].code for name in config.features),
        learners="\n".join(calls),
        score="shares that are right" if points.classes else "mean squared errors",
        measure="learner.predict(x) == y" if points.classes else "(learner.predict(x) - y) ** 2",
    )


def _numbers(array: NDArray[np.float32]) -> str:
    """As short as they can be without becoming other float32 numbers."""
    if array.ndim == 1:
        return f"[{', '.join(str(value) for value in array)}]"
    return f"[{', '.join(_numbers(row) for row in array)}]"
