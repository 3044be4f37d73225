"""One neuron, then a few: small dense Keras networks on points of the plane, step by step.

Begin with `play(NeuronConfig(), make_points(PointsConfig()), None, 1000, every=10)`, which trains
and gives the weights at every tenth step, and with `outputs` for what such weights say. network:
the Keras model. formulas, forward: the same in NumPy. player: what is compiled. troubles, presets:
what goes wrong, and settings with which it does. script: a training as a plain Keras program.
"""

from dlcore.neuron.config import NeuronConfig
from dlcore.neuron.datasets import PointsConfig, make_points
from dlcore.neuron.forward import layer_sums_and_outputs, outputs
from dlcore.neuron.network import build_network, set_weights
from dlcore.neuron.packet import NeuronState, Packet
from dlcore.neuron.points import PointSet
from dlcore.neuron.training import play
from dlcore.neuron.troubles import Symptom, symptoms

__all__ = [
    "NeuronConfig",
    "NeuronState",
    "Packet",
    "PointSet",
    "PointsConfig",
    "Symptom",
    "build_network",
    "layer_sums_and_outputs",
    "make_points",
    "outputs",
    "play",
    "set_weights",
    "symptoms",
]
