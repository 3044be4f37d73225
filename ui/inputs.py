"""Groups of widgets that return one value, seeded from the address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dlcore import cnn, training
from dlcore.training import TrainConfig
from ui import url
from ui.i18n import N_, explain
from ui.i18n import gettext as _

ARCHITECTURES = {
    "tutorial": N_("CNN · tutorial"),
    "fast": N_("CNN · fast"),
    "tiny": N_("CNN · tiny"),
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
}
POOLINGS = {
    "max": N_("max: keep the strongest"),
    "average": N_("average: keep the mean"),
    "stride": N_("none: the convolution takes strides of 2"),
}
SCHEDULES = {
    "constant": N_("constant"),
    "one_cycle": N_("one-cycle: up, then down to zero"),
}
KERNEL_SIZES = (1, 3, 5, 7)
BATCH_SIZES = (16, 32, 64, 128, 256, 512)
MAX_BLOCKS = 3
FILTERS_OF_A_NEW_BLOCK = 64
MAX_EPOCHS = 50

_ARCHITECTURE = "train_architecture"

# Every knob of the Train page by widget key, which is also its name in the address.
TRAIN_PARAMETERS = {
    _ARCHITECTURE: url.choice(*ARCHITECTURES),
    "train_blocks": url.number(1, MAX_BLOCKS),
    **{f"train_filters_{i}": url.number(1, 128) for i in range(1, MAX_BLOCKS + 1)},
    "train_kernel": url.choice(*KERNEL_SIZES),
    "train_pooling": url.choice(*POOLINGS),
    "train_activation": url.choice(*cnn.ACTIVATIONS),
    "train_batch_norm": url.flag(),
    "train_dropout": url.number(0, 0.8, float),
    "train_dense": url.number(1, 1024),
    "train_optimizer": url.choice(*training.OPTIMIZERS),
    "train_learning_rate": url.number(1e-6, 10, float),
    "train_schedule": url.choice(*SCHEDULES),
    "train_batch_size": url.choice(*BATCH_SIZES),
    "train_epochs": url.number(1, MAX_EPOCHS),
    "train_share": url.number(1, 100),
    "train_seed": url.number(0, 2**31 - 1),
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
    st.number_input(
        _("Epochs"),
        1,
        MAX_EPOCHS,
        key="train_epochs",
        help=_("How often the network sees every training image."),
    )
    with st.expander(_("Network"), icon=":material/schema:"):
        _network_widgets()
    with st.expander(_("Training"), icon=":material/tune:"):
        _training_widgets()
    preset = st.session_state[_ARCHITECTURE]
    usual = _values(training.PRESETS[preset])  # without the preset: it always stands in the address
    url.publish("train", TRAIN_PARAMETERS, usual)
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
    network = config.network
    return {
        "train_blocks": len(network.filters),
        **{f"train_filters_{i}": f for i, f in enumerate(network.filters, start=1)},
        "train_kernel": network.kernel_size,
        "train_pooling": network.pooling,
        "train_activation": network.activation,
        "train_batch_norm": network.batch_norm,
        "train_dropout": float(network.dropout),
        "train_dense": network.dense_units,
        "train_optimizer": config.optimizer,
        "train_learning_rate": config.learning_rate,
        "train_schedule": config.schedule,
        "train_batch_size": config.batch_size,
        "train_epochs": config.epochs,
        "train_share": round(100 * config.train_share),
        "train_seed": config.seed,
    }


def _config(values: Mapping[str, Any]) -> TrainConfig:
    blocks = range(1, values["train_blocks"] + 1)
    network = cnn.CnnConfig(
        filters=tuple(values.get(f"train_filters_{i}", FILTERS_OF_A_NEW_BLOCK) for i in blocks),
        kernel_size=values["train_kernel"],
        pooling=values["train_pooling"],
        activation=values["train_activation"],
        batch_norm=values["train_batch_norm"],
        dropout=values["train_dropout"],
        dense_units=values["train_dense"],
    )
    return TrainConfig(
        network=network,
        optimizer=values["train_optimizer"],
        learning_rate=values["train_learning_rate"],
        schedule=values["train_schedule"],
        batch_size=values["train_batch_size"],
        epochs=values["train_epochs"],
        train_share=values["train_share"] / 100,
        seed=values["train_seed"],
    )


def _network_widgets() -> None:
    st.slider(
        _("Blocks"),
        1,
        MAX_BLOCKS,
        key="train_blocks",
        help=_("One block is a convolution and what makes its picture smaller."),
    )
    blocks = range(1, st.session_state["train_blocks"] + 1)
    for i, column in zip(blocks, st.columns(len(blocks)), strict=True):
        key = f"train_filters_{i}"
        st.session_state.setdefault(key, FILTERS_OF_A_NEW_BLOCK)
        column.number_input(
            _("Filters {block}").format(block=i),
            1,
            128,
            key=key,
            help=_("How many patterns this block looks for; each gives one feature map."),
        )
    st.segmented_control(
        _("Kernel size"),
        KERNEL_SIZES,
        format_func=lambda size: f"{size}×{size}",
        key="train_kernel",
        required=True,
        help=_("The window, in pixels, that a filter sees at once."),
    )
    st.selectbox(
        _("Pooling"),
        list(POOLINGS),
        format_func=lambda name: _(POOLINGS[name]),
        key="train_pooling",
        help=_("How the picture is made smaller after a convolution, by half in each direction."),
    )
    st.selectbox(
        _("Activation"),
        cnn.ACTIVATIONS,
        key="train_activation",
        help=_("The function each neuron applies to its sum. Without one the network is linear."),
    )
    st.toggle(
        _("Batch normalisation"),
        key="train_batch_norm",
        help=_("Centres and scales what each layer passes on, batch by batch. Learning is faster."),
    )
    st.slider(
        _("Dropout"),
        0.0,
        0.8,
        step=0.05,
        key="train_dropout",
        help=_(
            "The share of neurons silenced at random at each training step, against overfitting."
        ),
    )
    st.number_input(
        _("Dense units"),
        1,
        1024,
        key="train_dense",
        help=_("Neurons of the dense layer that weighs up what the convolutions have found."),
    )


def _training_widgets() -> None:
    st.selectbox(
        _("Optimizer"),
        list(training.OPTIMIZERS),
        key="train_optimizer",
        help=_("The rule by which gradients become steps of the weights."),
    )
    st.number_input(
        _("Learning rate"),
        1e-6,
        10.0,
        step=0.0005,
        format="%.5g",
        key="train_learning_rate",
        help=_("The length of a step. Too high diverges, too low crawls."),
    )
    st.selectbox(
        _("Learning-rate schedule"),
        list(SCHEDULES),
        format_func=lambda name: _(SCHEDULES[name]),
        key="train_schedule",
        help=_("How the learning rate changes during the run."),
    )
    st.select_slider(
        _("Batch size"),
        BATCH_SIZES,
        key="train_batch_size",
        help=_("How many images one step averages its gradient over."),
    )
    st.slider(
        _("Share of the data (%)"),
        1,
        100,
        key="train_share",
        help=_("Use only the first part of the training images: faster, but how much worse?"),
    )
    st.number_input(
        _("Seed"),
        0,
        2**31 - 1,
        key="train_seed",
        help=_("The start of all random numbers. The same seed and settings give the same run."),
    )
