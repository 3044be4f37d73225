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
from ui.activations.presets import DEPTH as PRESETS
from ui.frame import explore
from ui.frame import settings as url
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.shared import chart

SIDES = ("a", "b")
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
UNITS = (32, 64, 128, 256, 512)
PARAMETERS = {
    **{f"activations_{side}_activation": url.choice(*ACTIVATIONS) for side in SIDES},
    **{f"activations_{side}_initializer": url.choice(*INITIALIZERS) for side in SIDES},
    "activations_layers": url.number(1, 50),
    "activations_units": url.choice(*UNITS),
    "activations_gain": url.number(0.1, 4.0, float),
    "activations_seed": url.number(0, 2**31 - 1),
}
DEFAULTS = dict(PRESETS["sigmoid"].settings) | {"activations_seed": 0}

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
    for side, column in zip(SIDES, columns, strict=True):
        with column:
            _choose(side)
    with shared:
        _shared()
    configs = [_config(side) for side in SIDES]
    profiles = explore.answer(compare, configs)
    for side, column, profile in zip(SIDES, columns, profiles or (), strict=False):
        with column:
            _draw(side, profile, _gradient_range(profiles))
    explore.code(depth_script(configs[0]))


def _choose(side: str) -> None:
    left, right = st.columns(2)
    left.selectbox(
        _("Activation"),
        ACTIVATIONS,
        format_func=lambda name: SCALARS[name].title,
        key=f"activations_{side}_activation",
        help=_("Of every layer, with the parameters that Keras gives it."),
    )
    right.selectbox(
        _("Weights"),
        list(INITIALIZERS),
        format_func=lambda name: INITIALIZERS[name].title,
        key=f"activations_{side}_initializer",
        help="\n".join(f"- **{i.title}**: {_(i.note)}" for i in INITIALIZERS.values()),
    )


def _shared() -> None:
    layers, units, gain, seed = st.columns(4)
    layers.slider(_("Layers"), 1, 50, key="activations_layers", help=_("How deep both are."))
    units.select_slider(
        _("Units"), UNITS, key="activations_units", help=_("How wide every layer is.")
    )
    gain.slider(
        _("Weights times"),
        0.1,
        4.0,
        step=0.1,
        key="activations_gain",
        help=_("All weights are multiplied with this: how little is enough to vanish or explode?"),
    )
    seed.number_input(
        _("Seed"), 0, 2**31 - 1, key="activations_seed", help=_("Other random weights.")
    )


def _config(side: str) -> DepthConfig:
    state = st.session_state
    return DepthConfig(
        state[f"activations_{side}_activation"],
        state[f"activations_{side}_initializer"],
        layers=state["activations_layers"],
        units=state["activations_units"],
        gain=state["activations_gain"],
        seed=state["activations_seed"],
    )


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
        alt=" ".join([_title(profile), *_sentences(profile)]).replace("**", ""),
    )
    with st.container(key=f"activations_{side}_fate"):
        st.markdown(_sentences(profile)[0])
        st.caption(" ".join(_sentences(profile)[1:]))


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
