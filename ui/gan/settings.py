"""The controls of a GAN's training, and what they say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from dlcore.errors import LabError
from dlcore.gan.config import MAX_LATENT, SIDE_OPTIMIZERS, GanConfig, SideConfig
from dlcore.gan.losses import GAN_LOSSES
from dlcore.gan.run_config import GAN_PRESETS, GAN_SCHEDULES, GanRunConfig
from ui.frame import settings as url
from ui.frame.explore import Preset
from ui.frame.i18n import N_, explain
from ui.frame.i18n import gettext as _

MAX_EPOCHS = 200
BATCH_SIZES = (16, 32, 64, 128, 256)
WIDTHS = (4, 8, 16, 32, 64, 128)
SCHEDULES = {"constant": N_("constant"), "cosine": N_("falls to zero over the second half")}
assert set(SCHEDULES) == set(GAN_SCHEDULES)

LOSS, CONDITIONAL, EPOCHS = "gan_loss", "gan_conditional", "gan_epochs"
RATES = ("gan_rate_g", "gan_rate_d")
OPTIMIZERS = ("gan_optimizer_g", "gan_optimizer_d")
MOMENTUM, TURNS, SMOOTHING, NOISE = "gan_beta_1", "gan_turns", "gan_smoothing", "gan_noise"
PENALTIES = ("gan_r1", "gan_r2")
SHIFT, CLASSES = "gan_shift", "gan_class_weight"
LATENT, WIDTH, JUDGE_WIDTH, EMA = "gan_latent", "gan_width", "gan_width_d", "gan_ema"
BATCH, SCHEDULE, SHARE, SEED = "gan_batch", "gan_schedule", "gan_share", "gan_train_seed"

PARAMETERS = {
    LOSS: url.choice(*GAN_LOSSES),
    CONDITIONAL: url.flag(),
    EPOCHS: url.number(1, MAX_EPOCHS),
    **dict.fromkeys(RATES, url.number(0, 1, float)),
    **dict.fromkeys(OPTIMIZERS, url.choice(*SIDE_OPTIMIZERS)),
    MOMENTUM: url.number(0, 0.99, float),
    TURNS: url.number(1, 10),
    SMOOTHING: url.number(0, 0.5, float),
    NOISE: url.number(0, 1, float),
    SHIFT: url.number(0, 4),
    CLASSES: url.number(0, 10, float),
    **dict.fromkeys(PENALTIES, url.number(0, 100, float)),
    LATENT: url.number(1, MAX_LATENT),
    WIDTH: url.choice(*WIDTHS),
    JUDGE_WIDTH: url.choice(*WIDTHS),
    EMA: url.number(0, 0.9999, float),
    BATCH: url.choice(*BATCH_SIZES),
    SCHEDULE: url.choice(*SCHEDULES),
    SHARE: url.number(1, 100),
    SEED: url.number(0, 2**31 - 1),
}


def values(config: GanRunConfig) -> dict[str, Any]:
    """What the widgets show for a run; `_config` is its inverse."""
    gan = config.gan
    sides = (gan.generator, gan.discriminator)
    return {
        LOSS: gan.loss,
        CONDITIONAL: gan.conditional,
        EPOCHS: config.epochs,
        **{key: side.learning_rate for key, side in zip(RATES, sides, strict=True)},
        **{key: side.optimizer for key, side in zip(OPTIMIZERS, sides, strict=True)},
        MOMENTUM: gan.generator.beta_1,
        TURNS: gan.discriminator_steps,
        SMOOTHING: float(gan.label_smoothing),
        NOISE: float(gan.instance_noise),
        SHIFT: gan.shift,
        CLASSES: float(gan.class_weight),
        **dict(zip(PENALTIES, gan.penalties, strict=True)),
        LATENT: gan.latent_dim,
        WIDTH: gan.width,
        JUDGE_WIDTH: gan.discriminator_width,
        EMA: float(gan.ema),
        BATCH: config.batch_size,
        SCHEDULE: config.schedule,
        SHARE: round(100 * config.train_share),
        SEED: config.seed,
    }


def _config(state: Mapping[str, Any]) -> GanRunConfig:
    usual = GAN_PRESETS["live"]
    generator, discriminator = (
        replace(
            side,
            optimizer=state[optimizer],
            learning_rate=float(state[rate]),
            beta_1=float(state[MOMENTUM]),
        )
        for side, optimizer, rate in zip(
            (usual.gan.generator, usual.gan.discriminator), OPTIMIZERS, RATES, strict=True
        )
    )
    gan = replace(
        usual.gan,
        conditional=state[CONDITIONAL],
        latent_dim=state[LATENT],
        width=state[WIDTH],
        discriminator_width=state[JUDGE_WIDTH],
        loss=state[LOSS],
        generator=generator,
        discriminator=discriminator,
        discriminator_steps=state[TURNS],
        label_smoothing=float(state[SMOOTHING]),
        instance_noise=float(state[NOISE]),
        r1=float(state[PENALTIES[0]]),
        r2=float(state[PENALTIES[1]]),
        shift=state[SHIFT],
        class_weight=float(state[CLASSES]) if state[CONDITIONAL] else 0.0,
        ema=float(state[EMA]),
    )
    return replace(
        usual,
        gan=gan,
        batch_size=state[BATCH],
        epochs=state[EPOCHS],
        schedule=state[SCHEDULE],
        train_share=state[SHARE] / 100,
        seed=state[SEED],
    )


def _run(gan: GanConfig, schedule: str = "constant") -> dict[str, Any]:
    return values(replace(GAN_PRESETS["live"], gan=gan, schedule=schedule))


def _sides(generator: float, discriminator: float) -> dict[str, SideConfig]:
    return {
        "generator": SideConfig(learning_rate=generator),
        "discriminator": SideConfig(learning_rate=discriminator),
    }


DEFAULTS = values(GAN_PRESETS["live"])
PRESETS = {
    "usual": Preset(
        N_("A fair game"),
        N_(
            "Both sides about as strong. Digits can be made out within half a minute of training; "
            "the discriminator stays right about two times in three, which is as it should be."
        ),
        DEFAULTS,
    ),
    "strong": Preset(
        N_("Discriminator too strong"),
        N_(
            "The minimax loss, and a discriminator that learns twenty times as fast. Soon it is "
            "always right, D(fake) is 0, and the slope that the generator learns from has vanished."
        ),
        _run(GanConfig(loss="minimax", **_sides(2e-4, 4e-3))),
    ),
    "rate": Preset(
        N_("Learning rate too high"),
        N_(
            "Both sides take steps that are far too long: the losses leap by hundreds, and the "
            "drawings jump from one kind of noise to the next."
        ),
        _run(GanConfig(loss="non-saturating", **_sides(0.05, 0.05))),
    ),
    "noise": Preset(
        N_("No noise"),
        N_(
            "The generator is given one number instead of dozens, so it can hardly draw a digit in "
            "two ways: compare the five rows. With nothing to vary it learns badly, too."
        ),
        _run(GanConfig(latent_dim=1)),
    ),
    "cure": Preset(
        N_("The cure"),
        N_(
            "The same kind of loss as in the failures, steadied: the non-saturating form, equal "
            "rates, noise on what the discriminator sees, and a penalty on its slope (R1)."
        ),
        _run(
            GanConfig(loss="non-saturating", instance_noise=0.1, r1=0.1, **_sides(2e-3, 2e-3)),
            "cosine",
        ),
    ),
}


def read() -> GanRunConfig | None:
    """What the controls say at this moment; None after one sentence where that is impossible."""
    try:
        return _config(st.session_state)
    except LabError as error:
        st.error(
            _("These settings do not go together: {reason}").format(reason=explain(error)),
            icon=":material/error:",
        )
        return None


def show() -> None:
    """All controls."""
    record = GAN_LOSSES[st.session_state[LOSS]]
    st.selectbox(
        _("Loss"),
        list(GAN_LOSSES),
        format_func=lambda name: _(GAN_LOSSES[name].title),
        key=LOSS,
        on_change=_use_its_penalties,
        help=_("What each of the two players tries to make small."),
    )
    st.caption(f"{_(record.idea)} {_(record.trouble)}")
    columns = st.columns(2)
    for column, key, label in zip(
        columns, RATES, (_("Rate of the generator"), _("Rate of the discriminator")), strict=True
    ):
        column.number_input(
            label,
            0.0,
            1.0,
            step=0.0005,
            format="%.5g",
            key=key,
            help=_("Learning rate: the length of this player's steps. 0 holds it still."),
        )
    st.number_input(
        _("Epochs"),
        1,
        MAX_EPOCHS,
        key=EPOCHS,
        help=_(
            "How often the discriminator sees every training image. Of the small sample of MNIST "
            "take some 60: an epoch of it has few steps."
        ),
    )
    st.toggle(
        _("Told which digit to draw"),
        key=CONDITIONAL,
        help=_("A conditional GAN. Without it the generator draws whatever passes for a digit."),
    )
    with st.expander(_("The game"), icon=":material/sports_kabaddi:"):
        _game()
    with st.expander(_("The players"), icon=":material/schema:"):
        _players()
    with st.expander(_("The losses"), icon=":material/function:"):
        st.markdown(_("The discriminator minimises"))
        st.latex(record.discriminator_formula)
        st.markdown(_("and the generator"))
        st.latex(record.generator_formula)
        st.caption(
            _("d is its score of a real image, g of a generated one, σ the logistic function.")
            + f" {record.reference}"
        )


def _use_its_penalties() -> None:
    record = GAN_LOSSES[st.session_state[LOSS]]
    st.session_state.update(dict(zip(PENALTIES, (record.r1, record.r2), strict=True)))
    if not record.smooths:
        st.session_state[SMOOTHING] = 0.0


def _game() -> None:
    record = GAN_LOSSES[st.session_state[LOSS]]
    st.slider(
        _("Turns of the discriminator"),
        1,
        10,
        key=TURNS,
        help=_("For each turn of the generator."),
    )
    st.slider(
        _("Label smoothing"),
        0.0,
        0.5,
        step=0.05,
        key=SMOOTHING,
        disabled=not record.smooths,
        help=_("Real images are to score a little less than 1, so that it never grows too sure."),
    )
    st.slider(
        _("Noise on what the discriminator sees"),
        0.0,
        1.0,
        step=0.05,
        key=NOISE,
        help=_("On real and generated images alike; it falls to nothing over the run."),
    )
    st.slider(
        _("Shift of what the discriminator sees"),
        0,
        4,
        key=SHIFT,
        help=_("In pixels, at random, so that it cannot learn the real images by heart."),
    )
    st.number_input(
        _("Weight of the classifier"),
        0.0,
        10.0,
        step=0.1,
        format="%.4g",
        key=CLASSES,
        disabled=not st.session_state[CONDITIONAL],
        help=_("The discriminator may also say which digit it sees, and both sides learn from it."),
    )
    for key, label, said in (
        (PENALTIES[0], _("Penalty R1"), _("On the discriminator's slope at real images.")),
        (PENALTIES[1], _("Penalty R2"), _("On its slope at generated images.")),
    ):
        st.number_input(label, 0.0, 100.0, step=0.1, format="%.4g", key=key, help=said)
    st.slider(
        _("Memory of the shown generator"),
        0.0,
        0.9999,
        step=0.0001,
        format="%.4f",
        key=EMA,
        help=_("What is shown has averaged weights; so much of the old stays at each step."),
    )


def _players() -> None:
    st.number_input(
        _("Numbers of noise"),
        1,
        MAX_LATENT,
        key=LATENT,
        help=_("The size of z, the random vector that a drawing is made from."),
    )
    for key, label in (
        (WIDTH, _("Width of the generator")),
        (JUDGE_WIDTH, _("Width of the discriminator")),
    ):
        st.select_slider(label, WIDTHS, key=key, help=_("Feature maps in its smallest layer."))
    for key, label in zip(
        OPTIMIZERS,
        (_("Optimizer of the generator"), _("Optimizer of the discriminator")),
        strict=True,
    ):
        st.selectbox(
            label,
            SIDE_OPTIMIZERS,
            key=key,
            help=_("The rule by which gradients become steps of the weights."),
        )
    st.slider(
        _("Momentum (β₁)"),
        0.0,
        0.99,
        step=0.01,
        key=MOMENTUM,
        help=_("How much of the last direction is kept. In a game less is better: 0 to 0.5."),
    )
    st.select_slider(
        _("Batch size"),
        BATCH_SIZES,
        key=BATCH,
        help=_("How many images one step averages its gradient over."),
    )
    st.selectbox(
        _("Learning-rate schedule"),
        list(SCHEDULES),
        format_func=lambda name: _(SCHEDULES[name]),
        key=SCHEDULE,
        help=_("How the learning rate changes during the run."),
    )
    st.slider(
        _("Share of the data (%)"),
        1,
        100,
        key=SHARE,
        help=_("Use only the first part of the training images: will it learn them by heart?"),
    )
    st.number_input(
        _("Seed"),
        0,
        2**31 - 1,
        key=SEED,
        help=_("The start of all random numbers. The same seed and settings give the same run."),
    )
