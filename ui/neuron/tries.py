"""What the lesson on neurons says to try."""

from dlcore.neuron.config import NeuronConfig
from dlcore.neuron.datasets import PointsConfig
from dlcore.neuron.presets import NEURON_PRESETS
from ui.frame.explore import Preset
from ui.frame.i18n import N_
from ui.neuron import problem
from ui.neuron.single.settings import PRESETS as OF_ONE_NEURON

BY_FEATURES = NeuronConfig(features=("x1_squared", "x2_squared"), units=(), activations=())
_SPIRAL = NEURON_PRESETS["spiral"]
_NETWORK = {"neuron_view": "network"}

TRIES = {
    "line": Preset(
        N_("Drag the line"),
        N_(
            "Drag it until AND has four of four, then see how sure the neuron is; take one step of "
            "gradient descent and see which way it wants to go."
        ),
        {"neuron_view": "single", **OF_ONE_NEURON["and"].settings},
        OF_ONE_NEURON["and"].begins,
    ),
    "xor": Preset(
        N_("XOR, layers of 4 and 2"),
        N_(
            "Does it always get there? Try other seeds of the network. Then take one layer of two "
            "units."
        ),
        {**_NETWORK, **problem.values(PointsConfig("xor"), NeuronConfig())},
    ),
    "features": Preset(
        N_("Circle, no hidden layer"),
        N_("The inputs are x₁² and x₂². Let it learn: the features do the work."),
        {**_NETWORK, **problem.values(PointsConfig("circle"), BY_FEATURES)},
    ),
    "spiral": Preset(
        N_("Spiral"),
        N_(
            "Let it learn, and switch off the unit with the thickest links. Then take the sines "
            "away: how far do the same layers come?"
        ),
        {**_NETWORK, **problem.values(_SPIRAL.points, _SPIRAL.config)},
    ),
}
