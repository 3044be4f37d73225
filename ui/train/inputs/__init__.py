"""The widgets that make a `TrainConfig`, seeded from the address; each kind of network has its own.

A kind's module has `PARAMETERS` by widget key, `widgets()`, `values(network)` and its inverse
`config(said, preset)`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType
from typing import Any

import streamlit as st

from dlcore import training
from dlcore.cnn import CnnConfig
from dlcore.rnn import RnnConfig
from dlcore.training import TrainConfig
from ui.frame import settings as url
from ui.frame.i18n import N_, explain
from ui.frame.i18n import gettext as _
from ui.train.inputs import cnn, optimisation, rnn

ARCHITECTURES = {
    "tutorial": N_("CNN · tutorial"),
    "fast": N_("CNN · fast"),
    "tiny": N_("CNN · tiny"),
    "rnn-simple": "SimpleRNN",
    "rnn-lstm": "LSTM",
    "rnn-gru": "GRU",
}
ARCHITECTURE_NOTES = {
    "tutorial": N_("The classic: two blocks of convolution and max pooling, then a dense layer."),
    "fast": N_(
        "99 % in a few seconds: few filters and strides instead of pooling, batch normalisation, "
        "GELU, momentum with a high learning rate that rises and falls once (one-cycle), large "
        "batches. Two epochs of all of MNIST are enough; of its small sample take ten. Why each of "
        "these helps stands under “How it works”."
    ),
    "tiny": N_("A few thousand weights: learns in seconds, so that you can play."),
    "rnn-simple": N_(
        "Reads the digit row by row and keeps one state, mixed anew with each row. The least work "
        "of the three, and the first to forget."
    ),
    "rnn-lstm": N_(
        "Reads the digit row by row. A cell state goes along beside the hidden one, and gates "
        "decide what is kept, written and shown: it remembers the first rows at the end."
    ),
    "rnn-gru": N_(
        "Reads the digit row by row, with gates like the LSTM, but a single state and three "
        "quarters of the weights."
    ),
}
KINDS: Mapping[type, ModuleType] = {CnnConfig: cnn, RnnConfig: rnn}

_ARCHITECTURE = "train_architecture"

# Every knob of the Train page by widget key, which is also its name in the address.
TRAIN_PARAMETERS = {
    _ARCHITECTURE: url.choice(*ARCHITECTURES),
    **{key: of for kind in KINDS.values() for key, of in kind.PARAMETERS.items()},
    **optimisation.PARAMETERS,
}


def train_config() -> TrainConfig | None:
    """The widgets that set up a training: what they say, in the address too.

    Returns:
        The configuration, or None after one sentence saying which settings do not go together.
    """
    url.seed("train", TRAIN_PARAMETERS, _usual)
    st.selectbox(
        _("Architecture"),
        options=list(ARCHITECTURES),
        format_func=lambda name: _(ARCHITECTURES[name]),
        key=_ARCHITECTURE,
        on_change=_apply_preset,
        help=_("Where to start from. Every setting below can then be changed."),
    )
    st.caption(_(ARCHITECTURE_NOTES[st.session_state[_ARCHITECTURE]]))
    optimisation.epochs()
    preset = training.PRESETS[st.session_state[_ARCHITECTURE]]
    kind = KINDS[type(preset.network)]
    with st.expander(_("Network"), icon=":material/schema:"):
        kind.widgets()
    with st.expander(_("Training"), icon=":material/tune:"):
        optimisation.widgets()
    shown = {_ARCHITECTURE, *kind.PARAMETERS, *optimisation.PARAMETERS}
    parameters = {key: of for key, of in TRAIN_PARAMETERS.items() if key in shown}
    # The usual values without the preset: it always stands in the address.
    url.publish("train", parameters, _values(preset))
    return read_config()


def read_config() -> TrainConfig | None:
    """What the widgets say at this moment; None after one sentence where that is impossible."""
    try:
        return _config(st.session_state)
    except ValueError as error:
        st.error(
            _("These settings do not go together: {reason}").format(reason=explain(error)),
            icon=":material/error:",
        )
        return None


def _usual(asked: Mapping[str, Any]) -> dict[str, Any]:
    """The values of all widgets for the preset that was asked for."""
    preset = asked.get(_ARCHITECTURE, "tutorial")
    return {_ARCHITECTURE: preset} | _values(training.PRESETS[preset])


def _apply_preset() -> None:
    st.session_state.update(_usual(st.session_state))


def _values(config: TrainConfig) -> dict[str, Any]:
    """What the widgets show for a configuration; `_config` is its inverse."""
    return KINDS[type(config.network)].values(config.network) | optimisation.values(config)


def _config(said: Mapping[str, Any]) -> TrainConfig:
    preset = training.PRESETS[said[_ARCHITECTURE]].network
    network = KINDS[type(preset)].config(said, preset)
    return TrainConfig(network, **optimisation.settings(said))
