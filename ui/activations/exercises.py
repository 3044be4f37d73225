"""What the exercises of this page check."""

from __future__ import annotations

from dlcore.activations.depth import DepthConfig
from dlcore.exercises.activations import OwnFunction, VectorSettings
from ui.activations import depth, inputs, softmax
from ui.course.foot import Subjects


def _own() -> OwnFunction:
    return OwnFunction(inputs.FORMULA.value)


def _first_stack() -> DepthConfig:
    return depth.config("a")


def _vector() -> VectorSettings:
    logits = tuple(float(one.value) for one in softmax.LOGITS)
    return VectorSettings(softmax.VECTOR.value, logits, float(softmax.TEMPERATURE.value))


SUBJECTS: Subjects = {"own": _own, "depth": _first_stack, "vector": _vector}
