"""The controls of a GAN's training, and what they say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import streamlit as st

from dlcore.data import DataSet
from dlcore.errors import LabError
from dlcore.gan.losses import GAN_LOSSES, GanLoss
from dlcore.gan.run_config import GAN_PRESETS, GanRunConfig
from ui.frame.explore import Preset
from ui.frame.i18n import N_, explain, gap, plain
from ui.frame.i18n import gettext as _
from ui.frame.setting import Choice, Number, Percent, Switch, Whole
from ui.frame.settings import configured
from ui.shared.sets import chosen
from ui.shared.sets.chosen import DIGITS, ChosenSet, SetChoice

_FEW = 20  # images of a class
_WIDTHS = (4, 8, 16, 32, 64, 128)
_WIDTH_HELP = N_("Feature maps in its smallest layer.")
_RATE_HELP = N_("Learning rate: the length of this player's steps. 0 holds it still.")
_OPTIMIZER_HELP = N_("The rule by which gradients become steps of the weights.")


def told(config: GanRunConfig) -> GanRunConfig:
    """The same run with the penalties that belong to its loss written out, as the controls are."""
    r1, r2 = config.gan.penalties
    return replace(config, gan=replace(config.gan, r1=r1, r2=r2))


_USUAL = told(GAN_PRESETS["live"])
LOSS = Choice.of(
    _USUAL,
    "gan.loss",
    "gan_loss",
    N_("Loss"),
    N_("What each of the two players tries to make small."),
    {name: loss.title for name, loss in GAN_LOSSES.items()},
)
G_RATE = Number.of(
    _USUAL,
    "gan.generator.learning_rate",
    "gan_rate_g",
    N_("Rate of the generator"),
    _RATE_HELP,
    step=0.0005,
    format="%.5g",
)
D_RATE = Number.of(
    _USUAL,
    "gan.discriminator.learning_rate",
    "gan_rate_d",
    N_("Rate of the discriminator"),
    _RATE_HELP,
    step=0.0005,
    format="%.5g",
)
EPOCHS = Whole.of(
    _USUAL,
    "epochs",
    "gan_epochs",
    N_("Epochs"),
    N_(
        "How often the discriminator sees every training image. Of the small sample of MNIST "
        "take some 60: an epoch of it has few steps. Of a set of your own with fewer than 10,000 "
        "images an epoch goes through each several times, so that it has about as many steps as "
        "one with that many."
    ),
    high=200,
)
CONDITIONAL = Switch.of(
    _USUAL,
    "gan.conditional",
    "gan_conditional",
    N_("Told which class to draw"),
    N_("A conditional GAN. Without it the generator draws whatever passes for a real image."),
)
TURNS = Whole.of(
    _USUAL,
    "gan.discriminator_steps",
    "gan_turns",
    N_("Turns of the discriminator"),
    N_("For each turn of the generator."),
)
SMOOTHING = Number.of(
    _USUAL,
    "gan.label_smoothing",
    "gan_smoothing",
    N_("Label smoothing"),
    N_("Real images are to score a little less than 1, so that it never grows too sure."),
    step=0.05,
)
NOISE = Number.of(
    _USUAL,
    "gan.instance_noise",
    "gan_noise",
    N_("Noise on what the discriminator sees"),
    N_("On real and generated images alike; it falls to nothing over the run."),
    step=0.05,
)
SHIFT = Whole.of(
    _USUAL,
    "gan.shift",
    "gan_shift",
    N_("Shift of what the discriminator sees"),
    N_(
        "In pixels, at random, so that it cannot learn the real images by heart. Where they are "
        "few, this keeps the drawings of a class from being all alike."
    ),
)
CLASSES = Number.of(
    _USUAL,
    "gan.class_weight",
    "gan_class_weight",
    N_("Weight of the classifier"),
    N_("The discriminator may also say which class it sees, and both sides learn from it."),
    terms=False,
    step=0.1,
    format="%.4g",
)
R1 = Number.of(
    _USUAL,
    "gan.r1",
    "gan_r1",
    N_("Penalty R1"),
    N_("On the discriminator's slope at real images."),
    step=0.1,
    format="%.4g",
)
R2 = Number.of(
    _USUAL,
    "gan.r2",
    "gan_r2",
    N_("Penalty R2"),
    N_("On its slope at generated images."),
    step=0.1,
    format="%.4g",
)
EMA = Number.of(
    _USUAL,
    "gan.ema",
    "gan_ema",
    N_("Memory of the shown generator"),
    N_("What is shown has averaged weights; so much of the old stays at each step."),
    step=0.0001,
    format="%.4f",
)
LATENT = Whole.of(
    _USUAL,
    "gan.latent_dim",
    "gan_latent",
    N_("Numbers of noise"),
    N_("The size of z, the random vector that a drawing is made from."),
)
G_WIDTH = Choice.of(
    _USUAL, "gan.width", "gan_width", N_("Width of the generator"), _WIDTH_HELP, _WIDTHS
)
D_WIDTH = Choice.of(
    _USUAL,
    "gan.discriminator_width",
    "gan_width_d",
    N_("Width of the discriminator"),
    _WIDTH_HELP,
    _WIDTHS,
)
G_OPTIMIZER = Choice.of(
    _USUAL,
    "gan.generator.optimizer",
    "gan_optimizer_g",
    N_("Optimizer of the generator"),
    _OPTIMIZER_HELP,
)
D_OPTIMIZER = Choice.of(
    _USUAL,
    "gan.discriminator.optimizer",
    "gan_optimizer_d",
    N_("Optimizer of the discriminator"),
    _OPTIMIZER_HELP,
)
MOMENTUM = Number.of(
    _USUAL,
    "gan.generator.beta_1 gan.discriminator.beta_1",
    "gan_beta_1",
    N_("Momentum (β₁)"),
    N_("How much of the last direction is kept. In a game less is better: 0 to 0.5."),
    high=0.99,
    step=0.01,
)
BATCH_SIZE = Choice.of(
    _USUAL,
    "batch_size",
    "gan_batch",
    N_("Batch size"),
    N_("How many images one step averages its gradient over."),
    (16, 32, 64, 128, 256),
)
SCHEDULE = Choice.of(
    _USUAL,
    "schedule",
    "gan_schedule",
    N_("Learning-rate schedule"),
    N_("How the learning rate changes during the run."),
    {"constant": N_("constant"), "cosine": N_("falls to zero over the second half")},
)
SHARE = Percent.of(
    _USUAL,
    "train_share",
    "gan_share",
    N_("Share of the data (%)"),
    N_("Use only the first part of the training images: will it learn them by heart?"),
)
SEED = Whole.of(
    _USUAL,
    "seed",
    "gan_train_seed",
    N_("Seed"),
    N_("The start of all random numbers. The same seed and settings give the same run."),
)
SETS = SetChoice(
    "gan_data_set",
    DIGITS,
    help=N_("What the generator learns to draw: digits, or symbols of your own."),
)
SETTINGS = (
    *(LOSS, G_RATE, D_RATE, EPOCHS, CONDITIONAL),
    *(TURNS, SMOOTHING, NOISE, SHIFT, CLASSES, R1, R2, EMA),
    *(LATENT, G_WIDTH, D_WIDTH, G_OPTIMIZER, D_OPTIMIZER, MOMENTUM),
    *(BATCH_SIZE, SCHEDULE, SHARE, SEED),
)

_START = {one.key: one.usual for one in SETTINGS}
_PLAIN = _START | {CLASSES.key: 0.0, SCHEDULE.key: "constant"}
PRESETS = {
    "usual": Preset(
        N_("A fair game"),
        N_(
            "Both sides about as strong. Digits can be made out within half a minute of training; "
            "the discriminator stays right about two times in three. At rest it would be one in "
            "two; one that is a little ahead is what the generator learns from."
        ),
        _START,
    ),
    "strong": Preset(
        N_("Discriminator too strong"),
        N_(
            "The minimax loss, and a discriminator that learns twenty times as fast. Soon it is "
            "always right, D(fake) is 0, and the slope that the generator learns from has vanished."
        ),
        _PLAIN | {LOSS.key: "minimax", G_RATE.key: 2e-4, D_RATE.key: 4e-3},
    ),
    "rate": Preset(
        N_("Learning rate too high"),
        N_(
            "Both sides take steps that are far too long: the losses leap by hundreds, and the "
            "drawings jump from one kind of noise to the next."
        ),
        _PLAIN | {LOSS.key: "non-saturating", G_RATE.key: 0.05, D_RATE.key: 0.05},
    ),
    "noise": Preset(
        N_("No noise"),
        N_(
            "The generator is given one number instead of dozens, so it can hardly draw the same "
            "thing in two ways: compare the five rows. With nothing to vary it learns badly, too."
        ),
        _PLAIN | {LATENT.key: 1},
    ),
    "cure": Preset(
        N_("The cure"),
        N_(
            "The same kind of loss as in the failures, steadied. It has the non-saturating form "
            "and equal rates. Noise is added to what the discriminator sees, and its slope is "
            "penalised (R1)."
        ),
        _PLAIN | {LOSS.key: "non-saturating", NOISE.key: 0.1, R1.key: 0.1, SCHEDULE.key: "cosine"},
    ),
}
_FAIR_TO_OTHERS = N_(
    "Both sides about as strong. All that the discriminator sees is moved by up to two pixels, "
    "which makes it harder to learn your images by heart."
)


OF_OTHERS: Mapping[str, Any] = {SHIFT.key: 2}
"""What is usual where the set is not MNIST, by key; px. Such a set may be small."""
dependent = SETS.dependent(OF_OTHERS)


def presets() -> Mapping[str, Preset]:
    """Those of the set that is chosen."""
    if SETS.is_mnist:
        return PRESETS
    fitted = {
        name: replace(one, settings={**one.settings, **OF_OTHERS}) for name, one in PRESETS.items()
    }
    return fitted | {"usual": replace(fitted["usual"], look_for=_FAIR_TO_OTHERS)}


def subject() -> ChosenSet | None:
    """The set that is chosen; None for MNIST, and after a sentence where it cannot be had."""
    return None if SETS.is_mnist else chosen.load(SETS.setting.value)


def read(data: DataSet | None) -> GanRunConfig | None:
    """What the controls say at this moment; None after one sentence where that is impossible.

    Args:
        data: the set to learn from; None for MNIST.
    """
    more: dict[str, Any] = {} if CONDITIONAL.value else {"gan.class_weight": 0.0}
    if data:
        more |= {"gan.classes": len(data.classes), "set": data.fingerprint}
    try:
        return configured(_USUAL, SETTINGS, st.session_state, **more)
    except LabError as error:
        st.error(
            _("These settings do not go together: {reason}").format(reason=explain(error)),
            icon=":material/error:",
        )
        return None


def usual() -> GanRunConfig:
    """What the controls of an untouched page say."""
    return _USUAL


def show() -> ChosenSet | None:
    """All controls; the set to learn from, None for MNIST and where there is none."""
    with st.container(key="gan_set"):
        SETS.pick()
        data = subject()
        if data:
            st.caption(_about(data.data))
    _controls()
    return data


def _about(data: DataSet) -> str:
    said = _("{classes} classes, {images:,} images to learn from.").format(
        classes=len(data.classes), images=len(data.x_train)
    )
    each = np.bincount(data.y_train, minlength=len(data.classes))
    if each.min() < _FEW:
        said += gap() + _(
            "Of “{name}” there are only {count}: little can be learnt from so few, and they are "
            "soon known by heart."
        ).format(name=plain(data.classes[int(each.argmin())]), count=int(each.min()))
    return said


def _controls() -> None:
    record = GAN_LOSSES[LOSS.selectbox(on_change=_use_its_penalties)]
    st.caption(f"{_(record.idea)}{gap()}{_(record.trouble)}")
    for column, rate in zip(st.columns(2), (G_RATE, D_RATE), strict=True):
        with column:
            rate.number_input()
    EPOCHS.number_input()
    CONDITIONAL.toggle()
    with st.expander(_("The game"), icon=":material/sports_kabaddi:"):
        _game(record)
    with st.expander(_("The players"), icon=":material/schema:"):
        _players()
    with st.expander(_("The losses"), icon=":material/function:", key="gan_formulas"):
        st.markdown(_("The discriminator minimises"))
        st.latex(record.discriminator_formula)
        st.markdown(_("and the generator"))
        st.latex(record.generator_formula)
        st.caption(
            _("d is its score of a real image, g of a generated one, σ the logistic function.")
            + f" {record.reference}"
        )


def _use_its_penalties() -> None:
    record = GAN_LOSSES[LOSS.value]
    R1.set(record.r1)
    R2.set(record.r2)
    if not record.smooths:
        SMOOTHING.set(0.0)


def _game(record: GanLoss) -> None:
    TURNS.slider()
    SMOOTHING.slider(disabled=not record.smooths)
    NOISE.slider()
    SHIFT.slider()
    CLASSES.number_input(disabled=not CONDITIONAL.value)
    R1.number_input()
    R2.number_input()
    EMA.slider()


def _players() -> None:
    LATENT.number_input()
    G_WIDTH.select_slider()
    D_WIDTH.select_slider()
    G_OPTIMIZER.selectbox()
    D_OPTIMIZER.selectbox()
    MOMENTUM.slider()
    BATCH_SIZE.select_slider()
    SCHEDULE.selectbox()
    SHARE.slider()
    SEED.number_input()
