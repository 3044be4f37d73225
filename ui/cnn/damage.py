"""Break it: sliders that spoil the image, and filters to switch off."""

from __future__ import annotations

import streamlit as st

from dlcore.cnn.damage import Damage, broken
from dlcore.figures import heat
from ui.cnn.bars import twice
from ui.cnn.layers import title
from ui.cnn.subject import CnnSubject
from ui.frame import explore
from ui.frame.explore import Preset
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.frame.setting import Name, Number, Whole
from ui.frame.settings import configured
from ui.shared import pictures

_WIDTH = 196  # px
_MOST_OFF = 128
_USUAL = Damage()
ROTATION = Whole.of(
    _USUAL,
    "rotation",
    "cnn_rotation",
    N_("Turn"),
    N_("Degrees, counter-clockwise."),
    step=5,
    format="%d°",
)
RIGHT = Whole.of(
    _USUAL, "right", "cnn_right", N_("Move right"), N_("In pixels; below 0 to the left.")
)
DOWN = Whole.of(_USUAL, "down", "cnn_down", N_("Move down"), N_("In pixels; below 0 upwards."))
STRIPES = Whole.of(
    _USUAL, "stripes", "cnn_stripes", N_("Missing columns"), N_("Columns of pixels made black.")
)
NOISE = Number.of(
    _USUAL,
    "noise",
    "cnn_noise",
    N_("Noise"),
    N_("Standard deviation of what is added to each pixel; white is 1."),
    step=0.05,
)
SEED = Whole.of(_USUAL, "seed", "cnn_seed", "", "")
LAYER = Name("cnn_off_layer", "", N_("of the layer"), N_("Whose filters are switched off."))
OFF = Whole("cnn_off", 0, low=0, high=_MOST_OFF)
SETTINGS = (ROTATION, RIGHT, DOWN, STRIPES, NOISE, SEED, LAYER, OFF)
WHOLE = {one.key: one.usual for one in (ROTATION, RIGHT, DOWN, STRIPES, NOISE, OFF)}
PRESETS = {
    "whole": Preset(
        N_("As it was"),
        N_("Nothing is broken. Move a slider, and watch the grey marks stay behind."),
        WHOLE,
    ),
    "turned": Preset(
        N_("Turned"),
        N_("A network that was shown upright images alone has no idea of turning."),
        WHOLE | {ROTATION.key: 60},
    ),
    "moved": Preset(
        N_("Moved aside"),
        N_(
            "Filters find their strokes anywhere, but a dense layer behind them knows where each "
            "one used to be."
        ),
        WHOLE | {RIGHT.key: 6, DOWN.key: 4},
    ),
    "noisy": Preset(
        N_("Noise"),
        N_("You still read it. Does the network?"),
        WHOLE | {NOISE.key: 0.3},
    ),
    "striped": Preset(
        N_("Missing stripes"),
        N_("Columns of pixels are gone. How many can it do without?"),
        WHOLE | {STRIPES.key: 6},
    ),
    "blinded": Preset(
        N_("Half of the filters off"),
        N_("The image is whole, the network is not: it loses filter after filter."),
        WHOLE | {OFF.key: 16},
    ),
}


def show(subject: CnnSubject) -> None:
    explore.presets("cnn_damage", PRESETS)
    # What happens stands before what makes it happen: on a phone both are then in sight.
    seen, answer, controls = st.columns([0.75, 1.15, 1], gap="medium")
    with controls:
        damage = _damage()
        layer, off = _switched_off(subject)
    found = subject.ask(broken, subject.image, damage, layer, tuple(range(off)))
    if found is None:
        return
    with seen:
        pictures.picture(
            heat.grey(found.image, 1.0), _WIDTH, _("The spoilt image as the network sees it")
        )
    with answer:
        with st.container(key="cnn_damage_said"):
            st.markdown(subject.answers_now(found.probabilities))
        twice(subject, found.whole, found.probabilities, key="cnn_damage_bars", height=300)
    explore.code(subject.program.damage_script(damage, layer, off))


def current() -> Damage:
    """What the sliders say is done to the image."""
    rotation = float(ROTATION.value)
    return configured(_USUAL, SETTINGS, st.session_state, rotation=rotation)


def _damage() -> Damage:
    for one in (ROTATION, RIGHT, DOWN, NOISE, STRIPES):
        one.slider()
    return current()


def _switched_off(subject: CnnSubject) -> tuple[str | None, int]:
    """A layer, and how many of its filters are off."""
    facts = subject.network.layers
    with_maps = [layer.name for layer in facts if layer.has_maps]
    names = with_maps or [layer.name for layer in facts[:-1] if layer.parameters]
    if not names:
        return None, 0
    if LAYER.value not in names:
        LAYER.set(names[0])
    count = next(layer for layer in facts if layer.name == LAYER.value).output_shape[-1]
    most = min(count, _MOST_OFF)
    OFF.set(min(OFF.value, most))
    off = OFF.slider(
        label=_("Filters switched off") if with_maps else _("Units switched off"),
        max_value=most,
        help=_("The first so many channels of the layer below are set to 0."),
    )
    return LAYER.selectbox(names, format_func=lambda name: title(facts, name)), off
