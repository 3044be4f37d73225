"""The controls of the plane, and things to try in it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dlcore.errors import LabError
from dlcore.gan.losses import GAN_LOSSES
from dlcore.gan.plane.config import (
    BATCH_SIZES,
    LATENT_DIMS,
    LATENTS,
    LAYERS,
    MAX_DISCRIMINATOR_STEPS,
    MAX_SEED,
    UNITS,
    PlaneConfig,
)
from dlcore.gan.plane.points import MOST_CLOUDS, OWN, POINT_SETS, VIEW
from ui.frame import settings as url
from ui.frame.explore import Preset
from ui.frame.i18n import N_, explain
from ui.frame.i18n import gettext as _

RATES = (0.0, 1e-4, 2e-4, 5e-4, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3)
PENALTIES = (0.0, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
ROUNDS = (10, 50, 100, 250, 500, 1000, 1500)
_HIT = 0.1  # a click so near the middle of an own cloud takes it away

POINTS, OWN_CLOUDS, LOSS = "gan_plane_points", "gan_plane_own", "gan_plane_loss"
G_RATE, D_RATE, D_STEPS = "gan_plane_g_rate", "gan_plane_d_rate", "gan_plane_d_steps"
LATENT, DIM = "gan_plane_latent", "gan_plane_dim"
UNIT_COUNT, LAYER_COUNT = "gan_plane_units", "gan_plane_layers"
BATCH, PENALTY, SEED = "gan_plane_batch", "gan_plane_penalty", "gan_plane_seed"
PLAYED, SLOW = "gan_plane_rounds", "gan_plane_slow"


def _clouds(text: str) -> list[float]:
    """x and y in turn: "0.5,-1,1.2,0.3"."""
    numbers = [float(part) for part in text.split(",") if part]
    if len(numbers) % 2 or len(numbers) > 2 * MOST_CLOUDS:
        raise ValueError(text)
    if not all(VIEW[0] <= number <= VIEW[1] for number in numbers):  # NaN is refused too
        raise ValueError(text)
    return numbers


def _one_of(values: tuple[float, ...]) -> url.Parameter:
    return url.Parameter(
        {f"{value:g}": value for value in values}.__getitem__,
        ", ".join(f"{value:g}" for value in values),
    )


PARAMETERS = {
    POINTS: url.choice(*POINT_SETS, OWN),
    OWN_CLOUDS: url.Parameter(_clouds, "x,y,x,y,…"),
    LOSS: url.choice(*GAN_LOSSES),
    G_RATE: _one_of(RATES),
    D_RATE: _one_of(RATES),
    D_STEPS: url.number(1, MAX_DISCRIMINATOR_STEPS),
    LATENT: url.choice(*LATENTS),
    DIM: url.choice(*LATENT_DIMS),
    UNIT_COUNT: url.choice(*UNITS),
    LAYER_COUNT: url.choice(*LAYERS),
    BATCH: url.choice(*BATCH_SIZES),
    PENALTY: _one_of(PENALTIES),
    SEED: url.number(0, MAX_SEED),
    PLAYED: url.choice(*ROUNDS),
    SLOW: url.flag(),
}
_USUAL = PlaneConfig()
DEFAULTS: dict[str, Any] = {
    POINTS: _USUAL.points,
    OWN_CLOUDS: [-0.9, 0.7, 0.0, 0.2, 0.9, 0.7, -0.5, -0.8, 0.5, -0.8],
    LOSS: _USUAL.loss,
    G_RATE: _USUAL.generator_rate,
    D_RATE: _USUAL.discriminator_rate,
    D_STEPS: _USUAL.discriminator_steps,
    LATENT: _USUAL.latent,
    DIM: _USUAL.latent_dim,
    UNIT_COUNT: _USUAL.units,
    LAYER_COUNT: _USUAL.layers,
    BATCH: _USUAL.batch_size,
    PENALTY: _USUAL.penalty,
    SEED: _USUAL.seed,
    PLAYED: 1000,
    SLOW: False,
}


def _try(**changed: Any) -> dict[str, Any]:
    """All settings of a preset: the usual ones but for those named; own clouds stay."""
    named = {f"gan_plane_{name}": value for name, value in changed.items()}
    usual = {key: value for key, value in DEFAULTS.items() if key != OWN_CLOUDS}
    return usual | {LOSS: changed.get("loss", _USUAL.loss)} | named


PRESETS = {
    "well": Preset(
        N_("Works well"),
        N_(
            "Equal rates. First the generator chases the whole ring as one lump; then the lump "
            "tears, and one cloud after the other gets its share. In the end the ground fades: the "
            "discriminator cannot tell any more."
        ),
        _try(),
    ),
    "collapse": Preset(
        N_("Mode collapse"),
        N_(
            "The generator learns ten times as fast as the discriminator. All its points run to "
            "wherever it is fooled at the moment, together; when it has noticed, they run "
            "somewhere else."
        ),
        _try(g_rate=0.01, d_rate=0.001, rounds=500),
    ),
    "cure": Preset(
        N_("The cure"),
        N_(
            "The same rates as in the collapse, but ten updates of the discriminator for each of "
            "the generator: it is never fooled for long, and the points have to share out."
        ),
        _try(g_rate=0.01, d_rate=0.001, d_steps=10, rounds=500),
    ),
    "strong": Preset(
        N_("Discriminator too strong"),
        N_(
            "On deep orange ground, where it is sure, the minimax loss is flat: points there have "
            "no arrow and learn nothing, and most clouds are never found. Take the relativistic "
            "loss, whose penalties keep the ground from growing steep, and start a new game."
        ),
        _try(loss="minimax", g_rate=0.0005, d_rate=0.02, d_steps=10, rounds=500),
    ),
    "high": Preset(
        N_("Rates too high"),
        N_(
            "Both jump so far that neither can answer the other. Within a few rounds the weights "
            "are anywhere, the arrows vanish, and all points lie in one place."
        ),
        _try(g_rate=0.1, d_rate=0.1, rounds=500),
    ),
    "wasserstein": Preset(
        N_("Arrows that never fade"),
        N_(
            "The same rates and as strong a discriminator, but the Wasserstein loss holds its "
            "slope near 1: every arrow is about as long as the next, however far off the points "
            "are, and they find their way."
        ),
        _try(loss="wgan-gp", g_rate=0.0005, d_rate=0.02, d_steps=10, rounds=500),
    ),
    "spiral": Preset(
        N_("A spiral"),
        N_(
            "Deeper and wider networks roll the plane of the noise up into a thin curve. Count how "
            "many stretches of it are reached."
        ),
        _try(points="spiral", units=64, layers=3),
    ),
}


def read() -> PlaneConfig | None:
    """What the controls say; None after one sentence where that makes no game."""
    state = st.session_state
    try:
        return PlaneConfig(
            points=state[POINTS],
            own=own_clouds(),
            latent=state[LATENT],
            latent_dim=state[DIM],
            units=state[UNIT_COUNT],
            layers=state[LAYER_COUNT],
            loss=state[LOSS],
            generator_rate=state[G_RATE],
            discriminator_rate=state[D_RATE],
            discriminator_steps=state[D_STEPS],
            batch_size=state[BATCH],
            penalty=state[PENALTY],
            seed=state[SEED],
        )
    except LabError as error:
        st.warning(explain(error), icon=":material/error:")
        return None


def own_clouds() -> tuple[tuple[float, float], ...]:
    numbers = st.session_state[OWN_CLOUDS]
    return tuple(zip(numbers[::2], numbers[1::2], strict=True))


def click(x: float, y: float) -> None:
    """A cloud more where nothing was, and one less where one was; for use in callbacks."""
    clouds = list(own_clouds())
    near = [c for c in clouds if (c[0] - x) ** 2 + (c[1] - y) ** 2 < _HIT**2]
    kept = [c for c in clouds if c not in near]
    if not near and len(clouds) < MOST_CLOUDS:
        kept.append((round(x, 2) + 0.0, round(y, 2) + 0.0))  # no minus zero in the address
    _set(kept)


def _set(clouds: list[tuple[float, float]]) -> None:
    st.session_state[OWN_CLOUDS] = [number for cloud in clouds for number in cloud]


def show() -> None:
    """All controls."""
    st.selectbox(
        _("Points to imitate"),
        [*POINT_SETS, OWN],
        format_func=lambda name: _("My own: click them together") if name == OWN else _title(name),
        key=POINTS,
        help=_("The distribution that real points are drawn from."),
    )
    _own() if st.session_state[POINTS] == OWN else st.caption(
        _(POINT_SETS[st.session_state[POINTS]].note)
    )
    st.selectbox(
        _("Loss"),
        list(GAN_LOSSES),
        format_func=lambda name: _(GAN_LOSSES[name].title),
        key=LOSS,
        help=_("What each side tries to make small. It can be changed in the middle of a game."),
    )
    st.caption(_(GAN_LOSSES[st.session_state[LOSS]].idea))
    _pace()
    with st.expander(_("Networks, noise and penalty"), icon=":material/tune:"):
        _more()


def _title(name: str) -> str:
    return _(POINT_SETS[name].title)


def _own() -> None:
    st.caption(
        _("Click in the plane to add a cloud of points; click on the middle of one to remove it.")
    )
    st.button(
        _("Remove all"),
        key="gan_plane_clear",
        icon=":material/delete:",
        on_click=_set,
        args=([],),
        help=_("An empty plane to begin with."),
    )


def _pace() -> None:
    for label, key, text in (
        (
            _("Generator's learning rate"),
            G_RATE,
            _("How far each of its updates goes. 0: it rests."),
        ),
        (
            _("Discriminator's learning rate"),
            D_RATE,
            _("How far each of its updates goes. 0: it rests."),
        ),
    ):
        st.select_slider(label, RATES, format_func=lambda r: f"{r:g}", key=key, help=text)
    st.slider(
        _("Updates in a discriminator's turn"),
        1,
        MAX_DISCRIMINATOR_STEPS,
        key=D_STEPS,
        help=_("A better discriminator gives better directions, and takes more time."),
    )


def _more() -> None:
    left, right = st.columns(2)
    with left:
        _choice(_("Hidden layers"), LAYERS, LAYER_COUNT, _("Of both networks. Starts a new game."))
        _choice(
            _("Numbers of noise"),
            LATENT_DIMS,
            DIM,
            _("What the generator starts from: with 1 it can only bend a line."),
        )
        _choice(_("Batch"), BATCH_SIZES, BATCH, _("Points of each kind in one update."))
    with right:
        _choice(_("Units a layer"), UNITS, UNIT_COUNT, _("Of both networks. Starts a new game."))
        st.selectbox(
            _("Noise"),
            list(LATENTS),
            format_func=lambda name: _(LATENTS[name]),
            key=LATENT,
            help=_("How each number of noise is distributed."),
        )
        st.number_input(
            _("Seed"),
            0,
            MAX_SEED,
            key=SEED,
            help=_("Of weights, points and noise: the same seed plays the same game."),
        )
    st.select_slider(
        _("Penalty on the discriminator's slope"),
        PENALTIES,
        format_func=lambda weight: f"{weight:g}",
        key=PENALTY,
        help=_("R1 and R2: keeps the ground from growing steep, so that steps stay small."),
    )


def _choice(label: str, values: tuple[int, ...], key: str, text: str) -> None:
    st.selectbox(label, values, key=key, help=text)
