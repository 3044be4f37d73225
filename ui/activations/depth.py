"""Two stacks of layers side by side: what becomes of a signal and of its gradient."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import streamlit as st

from dlcore.activations.depth import ACTIVATIONS, DepthConfig, DepthProfile, compare, fate
from dlcore.activations.functions import SCALARS
from dlcore.activations.script import depth_script
from dlcore.figures import activations as drawing
from dlcore.initializers import INITIALIZERS
from ui.activations.curves import STYLES
from ui.frame import explore
from ui.frame.engine import ask
from ui.frame.explore import Preset
from ui.frame.i18n import N_, gap
from ui.frame.i18n import gettext as _
from ui.frame.setting import Choice, Number, Setting, Whole
from ui.frame.settings import Values, configured, values_of
from ui.shared import chart

_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_USUAL = {
    "a": DepthConfig("sigmoid", "glorot_uniform", layers=30),
    "b": DepthConfig("relu", "he_normal", layers=30),
}
ACTIVATION = {
    side: Choice.of(
        config,
        "activation",
        f"activations_{side}_activation",
        N_("Activation"),
        N_("Of every layer, with the parameters that Keras gives it."),
        {name: SCALARS[name].title for name in ACTIVATIONS},
    )
    for side, config in _USUAL.items()
}
INITIALIZER = {
    side: Choice.of(
        config,
        "initializer",
        f"activations_{side}_initializer",
        N_("Weights"),
        "",
        {name: record.title for name, record in INITIALIZERS.items()},
    )
    for side, config in _USUAL.items()
}
LAYERS = Whole.of(
    _USUAL["a"], "layers", "activations_layers", N_("Layers"), N_("How deep both are.")
)
UNITS = Choice.of(
    _USUAL["a"],
    "units",
    "activations_units",
    N_("Units"),
    N_("How wide every layer is."),
    (32, 64, 128, 256, 512),
)
GAIN = Number.of(
    _USUAL["a"],
    "gain",
    "activations_gain",
    N_("Weights times"),
    N_("All weights are multiplied with this: how little is enough to vanish or explode?"),
    high=4.0,
    step=0.1,
)
SEED = Whole.of(_USUAL["a"], "seed", "activations_seed", N_("Seed"), N_("Other random weights."))
SETTINGS = (*ACTIVATION.values(), *INITIALIZER.values(), LAYERS, UNITS, GAIN, SEED)


def _stack(side: str) -> tuple[Setting, ...]:
    """What makes one of the two stacks, but for its seed."""
    return ACTIVATION[side], INITIALIZER[side], LAYERS, UNITS, GAIN


def _try(a: tuple[str, str], b: tuple[str, str], layers: int = 30) -> Values:
    """Two activations, each with its weights; the seed stays."""
    left, right = (DepthConfig(*names, layers=layers) for names in (a, b))
    return values_of(left, _stack("a")) | values_of(right, _stack("b"))


PRESETS = {
    "sigmoid": Preset(
        N_("Sigmoid vanishes, ReLU + He holds"),
        N_(
            "The gradient comes from the right. Each layer of sigmoid takes away more than three "
            "quarters of it; with ReLU and He's weights it arrives at layer 1 as it started."
        ),
        _try(("sigmoid", "glorot_uniform"), ("relu", "he_normal")),
    ),
    "fades": Preset(
        N_("ReLU + Glorot fades"),
        N_(
            "The same activation, other weights: ReLU sets half of the values to 0, and only He's "
            "weights, twice the variance, make up for that. With Glorot's, 0.7 is left a layer."
        ),
        _try(("relu", "glorot_uniform"), ("relu", "he_normal")),
    ),
    "tanh": Preset(
        N_("Tanh and SELU"),
        N_(
            "Tanh with Glorot's weights fades slowly, in the values and in the gradient. SELU with "
            "LeCun's weights pulls every layer back to a spread of 1."
        ),
        _try(("tanh", "glorot_uniform"), ("selu", "lecun_normal"), 50),
    ),
    "wide": Preset(
        N_("Weights far too large"),
        N_(
            "Tanh saturates at once: its values stick to -1 and 1, and yet the weights are so "
            "large that the gradient explodes. ReLU has no ceiling: its values overflow."
        ),
        _try(("tanh", "wide_normal"), ("relu", "wide_normal"), 50),
    ),
}

FATES = {
    "vanishes": N_(
        "**The gradient vanishes.** Its median falls from {last} at layer {layers} to {first} at "
        "layer 1."
    ),
    "fades": N_(
        "**The gradient fades.** Its median falls from {last} at layer {layers} to {first} at "
        "layer 1."
    ),
    "holds": N_(
        "**The gradient holds.** Its median is {last} at layer {layers} and {first} at layer 1."
    ),
    "grows": N_(
        "**The gradient grows.** Its median rises from {last} at layer {layers} to {first} at "
        "layer 1."
    ),
    "explodes": N_(
        "**The gradient explodes.** Its median rises from {last} at layer {layers} to {first} at "
        "layer 1."
    ),
    "lost": N_("**There is no gradient**: the numbers have left what 32 bits can hold."),
}


def show() -> None:
    st.caption(
        _(
            "A random signal goes through layers of random weights, from left to right. Above: the "
            "values of each layer. Below: the size of the gradient that comes back from the end."
        )
    )
    explore.presets("activations_depth", PRESETS)
    columns = st.columns(2, gap="medium")
    shared = st.container()
    for side, column in zip(_USUAL, columns, strict=True):
        with column:
            _choose(side)
    with shared:
        _shared()
    configs = [config(side) for side in _USUAL]
    profiles = ask(compare, configs) or ()
    for side, column, profile in zip(_USUAL, columns, profiles, strict=False):
        with column:
            _draw(side, profile, _gradient_range(profiles))
    explore.code(depth_script(configs[0]))


def _choose(side: str) -> None:
    left, right = st.columns(2)
    with left:
        ACTIVATION[side].selectbox()
    with right:
        notes = (f"- **{record.title}**: {_(record.note)}" for record in INITIALIZERS.values())
        INITIALIZER[side].selectbox(help="\n".join(notes))


def _shared() -> None:
    layers, units, gain, seed = st.columns(4)
    with layers:
        LAYERS.slider()
    with units:
        UNITS.select_slider()
    with gain:
        GAIN.slider()
    with seed:
        SEED.number_input()


def config(side: str) -> DepthConfig:
    return configured(_USUAL[side], (*_stack(side), SEED), st.session_state)


def _gradient_range(profiles: Sequence[DepthProfile]) -> tuple[float, float]:
    """One axis for both, or a gradient that vanishes would look like one that holds."""
    edges = [p.gradient_edges[[0, -1]] for p in profiles if p.gradients.any()]
    return (float(np.min(edges)), float(np.max(edges))) if edges else (-1.0, 0.0)


def _draw(side: str, profile: DepthProfile, gradient_range: tuple[float, float]) -> None:
    name = profile.config.activation
    chart.show(
        drawing.depth(
            profile.value_edges,
            profile.values,
            profile.gradient_edges,
            profile.gradients,
            profile.median,
            colour=STYLES[name].colour,
            gradient_range=gradient_range,
            words=drawing.DepthWords(
                value=_("values"),
                gradient=_("|gradient|"),
                layer=_("layer"),
                median=_("median"),
            ),
        ),
        key=f"activations_{side}_depth",
        alt=gap().join([_title(profile), *_sentences(profile)]).replace("**", ""),
    )
    with st.container(key=f"activations_{side}_fate"):
        st.markdown(_sentences(profile)[0])
        st.caption(gap().join(_sentences(profile)[1:]))


def _title(profile: DepthProfile) -> str:
    config = profile.config
    return _("{activation}, {initializer}, {layers} layers of {units} units.").format(
        activation=SCALARS[config.activation].title,
        initializer=INITIALIZERS[config.initializer].title,
        layers=config.layers,
        units=config.units,
    )


def _power(value: float) -> str:
    """Two digits, and small numbers as a reader of a textbook knows them: 4.1 · 10⁻¹⁹."""
    digits, _e, power = f"{value:.2g}".partition("e")
    return f"{digits}\u00a0·\u00a010{str(int(power)).translate(_RAISED)}" if power else digits


def _sentences(profile: DepthProfile) -> list[str]:
    """What became of the gradient, and of the values."""
    said = [
        _(FATES[fate(profile.median)]).format(
            last=_power(profile.median[-1]),
            first=_power(profile.median[0]),
            layers=profile.config.layers,
        ),
        _(
            "Spread of the values: {first} in layer 1, {last} in layer {layers}, where "
            "{zeros:.0%} of them are exactly 0."
        ).format(
            first=_power(profile.std[0]),
            last=_power(profile.std[-1]),
            zeros=profile.zeros[-1],
            layers=profile.config.layers,
        ),
    ]
    if profile.overflow:
        said[1] = _(
            "From layer {layer} on the values overflow: they are above 3 · 10³⁸, the largest "
            "number of 32 bits, and are not drawn."
        ).format(layer=profile.overflow)
    return said
