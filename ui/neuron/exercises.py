"""What the exercises of this page check: the neuron, or the network, as it is set."""

from __future__ import annotations

from dlcore.exercises.neuron import NetworkOnPoints, NeuronAtGate
from ui.course.foot import Subjects
from ui.neuron import problem
from ui.neuron.single import settings


def _gate() -> NeuronAtGate:
    return NeuronAtGate(settings.neuron(), settings.EXERCISE.value)


def _network() -> NetworkOnPoints | None:
    config = problem.config()
    if config is None:
        return None
    return NetworkOnPoints(config, None if problem.is_own() else problem.drawn())


SUBJECTS: Subjects = {"gate": _gate, "network": _network}
