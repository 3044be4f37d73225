"""The widgets that make a `TrainConfig`, seeded from the address; each kind of network has its own.

A kind's module has `SETTINGS`, `widgets()`, `values(network)` and its inverse
`config(said, preset)`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import ModuleType

import streamlit as st

from dlcore import training
from dlcore.cnn import CnnConfig
from dlcore.mlp import MlpConfig
from dlcore.rnn import RnnConfig
from dlcore.runs import compare
from dlcore.training import TrainConfig
from dlcore.training.architectures import NetworkConfig
from ui.course import foot
from ui.frame.i18n import N_, explain
from ui.frame.i18n import gettext as _
from ui.frame.setting import ELSEWHERE, Choice, Setting
from ui.frame.settings import (
    Said,
    Settings,
    Values,
    address_of,
    configured,
    take,
    values_of,
)
from ui.shared.sets import recalled
from ui.train.inputs import (
    augmentation,
    cnn,
    learnt_from,
    mlp,
    optimisation,
    recipe,
    regularisation,
    rnn,
)
from ui.train.inputs.learnt_from import DATA_SET, LearntFrom

ARCHITECTURES = {
    "tutorial": N_("CNN · tutorial"),
    "fast": N_("CNN · fast"),
    "tiny": N_("CNN · tiny"),
    "rnn-simple": "SimpleRNN",
    "rnn-lstm": "LSTM",
    "rnn-gru": "GRU",
    "mlp": N_("Dense (MLP)"),
}
ARCHITECTURE_NOTES = {
    "tutorial": N_("The classic: two blocks of convolution and max pooling, then a dense layer."),
    "fast": N_(
        "99 % in a few seconds: few filters and strides instead of pooling, batch normalisation, "
        "GELU, momentum with a high learning rate that rises and falls once (one-cycle), large "
        "batches. Two epochs of all of MNIST are enough; of its small sample take ten. Why each of "
        "these helps stands under “How it works”."
    ),
    "tiny": N_("A few thousand parameters: learns in seconds, so that you can play."),
    "rnn-simple": N_(
        "Reads the image row by row and keeps one state, mixed anew with each row. The least work "
        "of the three, and nothing protects what the state holds."
    ),
    "rnn-lstm": N_(
        "Reads the image row by row. A cell state goes along beside the hidden one, and gates "
        "decide what is kept, written and passed on, so that the first rows can reach the end."
    ),
    "rnn-gru": N_(
        "Reads the image row by row, with gates like the LSTM, but a single state and about "
        "three quarters of the parameters."
    ),
    "mlp": N_(
        "Every neuron sees all 784 pixels at once and does not know which of them are neighbours. "
        "What networks were before convolution; without a hidden layer it is softmax regression."
    ),
}
KINDS: Mapping[type, ModuleType] = {CnnConfig: cnn, RnnConfig: rnn, MlpConfig: mlp}

ARCHITECTURE = Choice(
    "train_architecture",
    "tutorial",
    N_("Architecture"),
    N_("Where to start from. Every setting below can then be changed."),
    ARCHITECTURES,
    always=True,
)
# What a network has of them, its kind says: the other kind's settings are not there.
_OF_KINDS = {
    one.key: replace(one, usual=ELSEWHERE) for kind in KINDS.values() for one in kind.SETTINGS
}

RARE = recipe.THINNED_DIGIT.fields[0]
"""The field that names a class by its number."""

# Of every kind of network: how it is trained.
_TRAINING = (
    *optimisation.SETTINGS,
    *regularisation.SETTINGS,
    *recipe.SETTINGS,
    *augmentation.SETTINGS,
)


def _values(config: TrainConfig) -> Values:
    """What the widgets show for a configuration; `_config` is its inverse."""
    network = KINDS[type(config.network)].values(config.network)
    return network | values_of(config, _TRAINING)


def _config(said: Said) -> TrainConfig:
    preset = training.PRESETS[said[ARCHITECTURE.key]]
    network = KINDS[type(preset.network)].config(said, preset.network)
    return configured(preset, _TRAINING, said, network=network)


SETTINGS = Settings(
    "train",
    foot.EXERCISE,
    DATA_SET.setting,
    ARCHITECTURE,
    *_OF_KINDS.values(),
    *_TRAINING,
    dependent=lambda said: _values(training.PRESETS[said[ARCHITECTURE.key]]),
)


def widgets() -> tuple[TrainConfig | None, LearntFrom | None]:
    """All that sets up a training: what the widgets say, in the address too.

    Returns:
        The configuration, or None after one sentence saying which settings do not go together;
        and what it learns from, None after a sentence where that cannot be had.
    """
    SETTINGS.seed()
    learnt = learnt_from.widgets()
    name = ARCHITECTURE.selectbox(on_change=_apply_preset)
    st.caption(_(ARCHITECTURE_NOTES[name]))
    optimisation.EPOCHS.number_input()
    with st.expander(_("Network"), icon=":material/schema:"):
        KINDS[type(training.PRESETS[name].network)].widgets()
    with st.expander(_("Training"), icon=":material/tune:"):
        optimisation.widgets()
    with st.expander(_("Regularisation, data, augmentation"), icon=":material/science:"):
        _more(learnt or LearntFrom())
    SETTINGS.publish()
    return read_config(learnt) if learnt else None, learnt


def learnt_now() -> LearntFrom | None:
    """What the choice of a data set says at this moment; None where it cannot be had."""
    return learnt_from.of(DATA_SET.setting.value)


def is_enough(config: TrainConfig, learnt: LearntFrom) -> bool:
    """Whether there are images to train on; says what becomes of few."""
    return learnt_from.is_enough(config, learnt)


def _more(learnt: LearntFrom) -> None:
    """What most trainings do without, in as little room as one group."""
    regularised, data, augmented = st.tabs([_("Regularisation"), _("Data"), _("Augmentation")])
    with regularised:
        regularisation.widgets()
    with data:
        recipe.widgets(learnt.classes)
    with augmented:
        augmentation.widgets()


def read_config(learnt: LearntFrom) -> TrainConfig | None:
    """What the widgets say at this moment; None after one sentence where that is impossible.

    Args:
        learnt: what it learns from.
    """
    try:
        return learnt.applied(_config(st.session_state))
    except ValueError as error:
        st.error(
            _("These settings do not go together: {reason}").format(reason=explain(error)),
            icon=":material/error:",
        )
        return None


def architecture_of(config: TrainConfig) -> str:
    """The architecture, in `ARCHITECTURES`, from which a configuration differs least.

    A cell is no widget but an architecture, and so it is one with the same cell.
    """
    kin = {
        name: preset
        for name, preset in training.PRESETS.items()
        if _are_kin(preset.network, config.network)
    }
    return compare.nearest(config, kin)


def _are_kin(one: NetworkConfig, other: NetworkConfig) -> bool:
    if isinstance(one, RnnConfig) and isinstance(other, RnnConfig):
        return one.cell == other.cell
    return type(one) is type(other)


def address(config: TrainConfig) -> dict[str, str]:
    """What an address says to open the page with this configuration, and the set it is for."""
    values = _all_values(config)
    return address_of(SETTINGS.settings.values(), values, SETTINGS.usual(values))


def take_config(config: TrainConfig) -> None:
    """Makes the widgets say a configuration, for use in callbacks; as far as they can say it."""
    values = _all_values(config)
    sayable = {k: value for k, value in values.items() if SETTINGS.settings[k].accepts(value)}
    of_the_page = {foot.EXERCISE.key: foot.EXERCISE.value}  # what is open stays open
    take(SETTINGS.usual(values) | sayable | of_the_page)


def _all_values(config: TrainConfig) -> Values:
    learnt = recalled.asked_for(config.data.set)
    return {DATA_SET.key: learnt, ARCHITECTURE.key: architecture_of(config)} | _values(config)


def settings_of(config: TrainConfig) -> dict[str, Setting]:
    """The settings of a configuration's fields, by their dotted names."""
    network = KINDS[type(config.network)].SETTINGS
    return (
        {f"network.{field}": one for one in network for field in one.fields}
        | {field: one for one in _TRAINING for field in one.fields}
        | {RARE: recipe.rare(config.data.set != "")}
    )


def _apply_preset() -> None:
    take(_values(training.PRESETS[ARCHITECTURE.value]))
