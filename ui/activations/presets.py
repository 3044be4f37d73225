"""What to try with activation functions, and what to look for."""

from __future__ import annotations

from typing import Any

from ui.frame.explore import Preset
from ui.frame.i18n import N_


def _curves(functions: list[str], zone: str, x: float, formula: str = "") -> dict[str, Any]:
    return {
        "activations_functions": functions,
        "activations_zone": zone,
        "activations_x": x,
        "activations_low": -6.0,
        "activations_high": 6.0,
        "activations_formula": formula,
    }


CURVES = {
    "classics": Preset(
        N_("Three classics"),
        N_(
            "Above f, below its slope f′: what multiplies the error on its way back. Move x, and "
            "see where each function is steep, and where it has stopped learning."
        ),
        _curves(["sigmoid", "tanh", "relu"], "sigmoid", 1.0),
    ),
    "saturation": Preset(
        N_("Saturation"),
        N_(
            "Move x to the right: f hardly changes any more and f′ goes to 0. A unit in the shaded "
            "zone hears almost nothing of its error. Sigmoid never has a slope above 0.25."
        ),
        _curves(["sigmoid", "tanh", "softsign"], "sigmoid", 4.0),
    ),
    "dying": Preset(
        N_("Dying ReLU and its cures"),
        N_(
            "Left of 0 the slope of ReLU is exactly 0, and a unit that is always there never "
            "learns again. Leaky ReLU, ELU and SELU keep a slope on that side."
        ),
        # A slope that a visitor has given ReLU would be the cure itself.
        _curves(["relu", "elu", "leaky_relu", "selu"], "relu", -2.0)
        | {"activations_relu_negative_slope": 0.0},
    ),
    "smooth": Preset(
        N_("Smooth ReLUs"),
        N_(
            "They follow ReLU far from 0 and round off its corner. GELU, SiLU and Mish fall before "
            "they rise: look for the place where f′ is 0, and where f′ is above 1."
        ),
        _curves(["relu", "gelu", "silu", "mish", "softplus"], "gelu", -0.75),
    ),
    "own": Preset(
        N_("Mish, written by yourself"),
        N_(
            "The formula x · tanh(log(1 + eˣ)) lies exactly on Keras' Mish, and its derivative, by "
            "automatic differentiation, on Mish's. Now change the formula."
        ),
        _curves(["mish"], "own", 1.0, "x * tanh(log(1 + exp(x)))"),
    ),
}


def _depth(a: tuple[str, str], b: tuple[str, str], layers: int = 30) -> dict[str, Any]:
    return {
        "activations_a_activation": a[0],
        "activations_a_initializer": a[1],
        "activations_b_activation": b[0],
        "activations_b_initializer": b[1],
        "activations_layers": layers,
        "activations_units": 128,
        "activations_gain": 1.0,
    }


DEPTH = {
    "sigmoid": Preset(
        N_("Sigmoid vanishes, ReLU + He holds"),
        N_(
            "The gradient comes from the right. Each layer of sigmoid takes away more than three "
            "quarters of it; with ReLU and He's weights it arrives at layer 1 as it started."
        ),
        _depth(("sigmoid", "glorot_uniform"), ("relu", "he_normal")),
    ),
    "fades": Preset(
        N_("ReLU + Glorot fades"),
        N_(
            "The same activation, other weights: ReLU sets half of the values to 0, and only He's "
            "weights, twice the variance, make up for that. With Glorot's, 0.7 is left a layer."
        ),
        _depth(("relu", "glorot_uniform"), ("relu", "he_normal")),
    ),
    "tanh": Preset(
        N_("Tanh and SELU"),
        N_(
            "Tanh with Glorot's weights fades slowly, in the values and in the gradient. SELU with "
            "LeCun's weights pulls every layer back to a spread of 1."
        ),
        _depth(("tanh", "glorot_uniform"), ("selu", "lecun_normal"), 50),
    ),
    "wide": Preset(
        N_("Weights far too large"),
        N_(
            "Tanh saturates at once: its values stick to -1 and 1, and yet the weights are so "
            "large that the gradient explodes. ReLU has no ceiling: its values overflow."
        ),
        _depth(("tanh", "wide_normal"), ("relu", "wide_normal"), 50),
    ),
}


def _vector(temperature: float, *logits: float) -> dict[str, Any]:
    return {
        "activations_vector": "softmax",
        "activations_temperature": temperature,
        **{f"activations_z{i}": logit for i, logit in enumerate(logits, start=1)},
    }


SOFTMAX = {
    "usual": Preset(
        N_("A clear lead"),
        N_(
            "Raise one logit by 1: its share against each other grows by e ≈ 2.7. Add the same to "
            "all of them: nothing changes."
        ),
        _vector(1.0, 2.0, 1.0, 0.5, -1.0, 0.0),
    ),
    "cold": Preset(
        N_("Cold: nearly the maximum"),
        N_(
            "The same logits at temperature 0.2: the largest takes nearly all, and every slope is "
            "close to 0. A network that is so sure learns little from its error."
        ),
        _vector(0.2, 2.0, 1.0, 0.5, -1.0, 0.0),
    ),
    "hot": Preset(
        N_("Hot: nearly even"),
        N_(
            "The same logits at temperature 10: all probabilities draw near to 1/5. Language "
            "models are made more inventive in this way."
        ),
        _vector(10.0, 2.0, 1.0, 0.5, -1.0, 0.0),
    ),
}
