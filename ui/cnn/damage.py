"""Break it: sliders that spoil the digit, and filters to switch off."""

from __future__ import annotations

import streamlit as st

from dlcore.cnn.damage import Damage, broken
from dlcore.figures import cnn as drawing
from dlcore.figures import heat
from ui.cnn.layers import title
from ui.cnn.subject import Subject
from ui.frame import explore
from ui.frame import settings as url
from ui.frame.explore import Preset
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.shared import chart, pictures

_NAMES = ("rotation", "right", "down", "stripes", "noise", "seed")
_KEYS = {name: f"cnn_{name}" for name in _NAMES}
_LAYER, _OFF = "cnn_off_layer", "cnn_off"
_WIDTH = 196  # px
_MOST_OFF = 128
WHOLE = {
    _KEYS["rotation"]: 0,
    _KEYS["right"]: 0,
    _KEYS["down"]: 0,
    _KEYS["stripes"]: 0,
    _KEYS["noise"]: 0.0,
    _OFF: 0,
}
PARAMETERS = {
    _KEYS["rotation"]: url.number(-180, 180),
    _KEYS["right"]: url.number(-14, 14),
    _KEYS["down"]: url.number(-14, 14),
    _KEYS["stripes"]: url.number(0, 14),
    _KEYS["noise"]: url.number(0.0, 1.0, float),
    _KEYS["seed"]: url.number(0, 2**31 - 1),
    _LAYER: url.text(80),
    _OFF: url.number(0, _MOST_OFF),
}
DEFAULTS = WHOLE | {_KEYS["seed"]: 0, _LAYER: ""}
PRESETS = {
    "whole": Preset(
        N_("As it was"),
        N_("Nothing is broken. Move a slider, and watch the grey marks stay behind."),
        WHOLE,
    ),
    "turned": Preset(
        N_("Turned"),
        N_("A network that was shown upright digits alone has no idea of turning."),
        WHOLE | {_KEYS["rotation"]: 60},
    ),
    "moved": Preset(
        N_("Moved aside"),
        N_(
            "Filters find their strokes anywhere, but a dense layer behind them knows where each "
            "one used to be."
        ),
        WHOLE | {_KEYS["right"]: 6, _KEYS["down"]: 4},
    ),
    "noisy": Preset(
        N_("Noise"),
        N_("You still read it. Does the network?"),
        WHOLE | {_KEYS["noise"]: 0.3},
    ),
    "striped": Preset(
        N_("Missing stripes"),
        N_("Columns of pixels are gone. How many can it do without?"),
        WHOLE | {_KEYS["stripes"]: 6},
    ),
    "blinded": Preset(
        N_("Half of the filters off"),
        N_("The digit is whole, the network is not: it loses filter after filter."),
        WHOLE | {_OFF: 16},
    ),
}


def show(subject: Subject) -> None:
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
            heat.grey(found.image, 1.0), _WIDTH, _("The spoilt digit as the network sees it")
        )
    with answer:
        said = subject.answers_now(found.probabilities)
        with st.container(key="cnn_damage_said"):
            st.markdown(said)
        chart.show(
            drawing.answers(
                found.whole,
                found.probabilities,
                words=drawing.AnswerWords(before=_("before"), after=_("now"), x=_("probability")),
                height=300,
            ),
            key="cnn_damage_bars",
            alt=said.replace("**", ""),
        )
    explore.code(subject.program.damage_script(damage, layer, off))


def _damage() -> Damage:
    rotation = st.slider(
        _("Turn"),
        -180,
        180,
        step=5,
        format="%d°",
        key=_KEYS["rotation"],
        help=_("Degrees, counter-clockwise."),
    )
    right = st.slider(
        _("Move right"), -14, 14, key=_KEYS["right"], help=_("In pixels; below 0 to the left.")
    )
    down = st.slider(
        _("Move down"), -14, 14, key=_KEYS["down"], help=_("In pixels; below 0 upwards.")
    )
    noise = st.slider(
        _("Noise"),
        0.0,
        1.0,
        step=0.05,
        key=_KEYS["noise"],
        help=_("Standard deviation of what is added to each pixel; white is 1."),
    )
    stripes = st.slider(
        _("Missing columns"), 0, 14, key=_KEYS["stripes"], help=_("Columns of pixels made black.")
    )
    return Damage(
        float(rotation), right, down, stripes, float(noise), st.session_state[_KEYS["seed"]]
    )


def _switched_off(subject: Subject) -> tuple[str | None, int]:
    """A layer, and how many of its filters are off."""
    facts = subject.network.layers
    with_maps = [layer.name for layer in facts if layer.has_maps]
    names = with_maps or [layer.name for layer in facts[:-1] if layer.parameters]
    if not names:
        return None, 0
    if st.session_state[_LAYER] not in names:
        st.session_state[_LAYER] = names[0]
    count = next(layer for layer in facts if layer.name == st.session_state[_LAYER]).output_shape[
        -1
    ]
    most = min(count, _MOST_OFF)
    st.session_state[_OFF] = min(st.session_state[_OFF], most)
    off = st.slider(
        _("Filters switched off") if with_maps else _("Units switched off"),
        0,
        most,
        key=_OFF,
        help=_("The first so many channels of the layer below are set to 0."),
    )
    layer = st.selectbox(
        _("of the layer"),
        names,
        format_func=lambda name: title(facts, name),
        key=_LAYER,
        help=_("Whose filters are switched off."),
    )
    return layer, off
