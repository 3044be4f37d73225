"""The controls of the plane, and things to try in it."""

from __future__ import annotations

import streamlit as st

from dlcore.errors import LabError
from dlcore.gan.losses import GAN_LOSSES
from dlcore.gan.plane.config import LATENTS, PlaneConfig
from dlcore.gan.plane.points import MOST_CLOUDS, OWN, POINT_SETS, VIEW
from ui.frame.explore import Preset
from ui.frame.i18n import N_, explain
from ui.frame.i18n import gettext as _
from ui.frame.setting import Choice, Numbers, Switch, Whole
from ui.frame.settings import configured

_RATES = (0.0, 1e-4, 2e-4, 5e-4, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3)
_RATE_HELP = N_("How far each of its updates goes. 0: it rests.")
_NETWORKS_HELP = N_("Of both networks. Starts a new game.")
_HIT = 0.1  # a click so near the middle of an own cloud takes it away
_USUAL = PlaneConfig()
POINTS = Choice.of(
    _USUAL,
    "points",
    "gan_plane_points",
    N_("Points to imitate"),
    N_("The distribution that real points are drawn from."),
    {name: points.title for name, points in POINT_SETS.items()}
    | {OWN: N_("My own: click them together")},
)
OWN_CLOUDS = Numbers(  # x and y in turn
    "gan_plane_own",
    [-0.9, 0.7, 0.0, 0.2, 0.9, 0.7, -0.5, -0.8, 0.5, -0.8],
    low=VIEW[0],
    high=VIEW[1],
    counts=range(0, 2 * MOST_CLOUDS + 1, 2),
    expects="x,y,x,y,…",
)
LOSS = Choice.of(
    _USUAL,
    "loss",
    "gan_plane_loss",
    N_("Loss"),
    N_("What each side tries to make small. It can be changed in the middle of a game."),
    {name: loss.title for name, loss in GAN_LOSSES.items()},
)
G_RATE = Choice.of(
    _USUAL,
    "generator_rate",
    "gan_plane_g_rate",
    N_("Generator's learning rate"),
    _RATE_HELP,
    {rate: f"{rate:g}" for rate in _RATES},
)
D_RATE = Choice.of(
    _USUAL,
    "discriminator_rate",
    "gan_plane_d_rate",
    N_("Discriminator's learning rate"),
    _RATE_HELP,
    {rate: f"{rate:g}" for rate in _RATES},
)
D_STEPS = Whole.of(
    _USUAL,
    "discriminator_steps",
    "gan_plane_d_steps",
    N_("Updates in a discriminator's turn"),
    N_("A better discriminator gives better directions, and takes more time."),
)
LATENT = Choice.of(
    _USUAL,
    "latent",
    "gan_plane_latent",
    N_("Noise"),
    N_("How each number of noise is distributed."),
    LATENTS,
)
LATENT_DIM = Choice.of(
    _USUAL,
    "latent_dim",
    "gan_plane_dim",
    N_("Numbers of noise"),
    N_("What the generator starts from: with 1 it can only bend a line."),
)
UNITS = Choice.of(_USUAL, "units", "gan_plane_units", N_("Units a layer"), _NETWORKS_HELP)
LAYERS = Choice.of(_USUAL, "layers", "gan_plane_layers", N_("Hidden layers"), _NETWORKS_HELP)
BATCH_SIZE = Choice.of(
    _USUAL,
    "batch_size",
    "gan_plane_batch",
    N_("Batch"),
    N_("Points of each kind in one update."),
)
PENALTY = Choice.of(
    _USUAL,
    "penalty",
    "gan_plane_penalty",
    N_("Penalty on the discriminator's slope"),
    N_("R1 and R2: keeps the ground from growing steep, so that steps stay small."),
    {weight: f"{weight:g}" for weight in (0.0, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)},
)
SEED = Whole.of(
    _USUAL,
    "seed",
    "gan_plane_seed",
    N_("Seed"),
    N_("Of weights, points and noise: the same seed plays the same game."),
)
ROUNDS = Choice(
    "gan_plane_rounds",
    1000,
    N_("Rounds"),
    N_("How many rounds the film is long."),
    (10, 50, 100, 250, 500, 1000, 1500),
)
SLOW = Switch(
    "gan_plane_slow",
    False,
    N_("Slow motion"),
    N_("Takes every turn apart, with a sentence for each piece."),
)
SETTINGS = (
    *(POINTS, OWN_CLOUDS, LOSS, G_RATE, D_RATE, D_STEPS),
    *(LATENT, LATENT_DIM, UNITS, LAYERS, BATCH_SIZE, PENALTY, SEED, ROUNDS, SLOW),
)

_START = {one.key: one.usual for one in SETTINGS if one is not OWN_CLOUDS}  # which stay
_STRONG = _START | {G_RATE.key: 0.0005, D_RATE.key: 0.02, D_STEPS.key: 10, ROUNDS.key: 500}
PRESETS = {
    "well": Preset(
        N_("Works well"),
        N_(
            "Equal rates. First the generator chases the whole ring as one lump; then the lump "
            "tears, and one cloud after the other gets its share. In the end the ground fades: the "
            "discriminator cannot tell any more."
        ),
        _START,
    ),
    "collapse": Preset(
        N_("Mode collapse"),
        N_(
            "The generator learns ten times as fast as the discriminator. All its points run to "
            "wherever it is fooled at the moment, together; when it has noticed, they run "
            "somewhere else."
        ),
        _START | {G_RATE.key: 0.01, D_RATE.key: 0.001, ROUNDS.key: 500},
    ),
    "cure": Preset(
        N_("The cure"),
        N_(
            "The same rates as in the collapse, but ten updates of the discriminator for each of "
            "the generator. It is never fooled for long, and the points have to share out."
        ),
        _START | {G_RATE.key: 0.01, D_RATE.key: 0.001, D_STEPS.key: 10, ROUNDS.key: 500},
    ),
    "strong": Preset(
        N_("Discriminator too strong"),
        N_(
            "On deep orange ground, where it is sure, the minimax loss is flat: points there have "
            "no arrow and learn nothing, and most clouds are never found. Take the relativistic "
            "loss, whose penalties keep the ground from growing steep, and start a new game."
        ),
        _STRONG | {LOSS.key: "minimax"},
    ),
    "high": Preset(
        N_("Rates too high"),
        N_(
            "Both jump so far that neither can answer the other. Within a few rounds the weights "
            "are anywhere, the arrows vanish, and all points lie in one place."
        ),
        _START | {G_RATE.key: 0.1, D_RATE.key: 0.1, ROUNDS.key: 500},
    ),
    "wasserstein": Preset(
        N_("Arrows that never fade"),
        N_(
            "The same rates and as strong a discriminator. But the Wasserstein loss holds its "
            "slope near 1. Every arrow is about as long as the next, however far off the points "
            "are, and they find their way."
        ),
        _STRONG | {LOSS.key: "wgan-gp"},
    ),
    "spiral": Preset(
        N_("A spiral"),
        N_(
            "Deeper and wider networks roll the plane of the noise up into a thin curve. Count how "
            "many stretches of it are reached."
        ),
        _START | {POINTS.key: "spiral", UNITS.key: 64, LAYERS.key: 3},
    ),
}


def read() -> PlaneConfig | None:
    """What the controls say; None after one sentence where that makes no game."""
    try:
        return configured(_USUAL, SETTINGS, st.session_state, own=own_clouds())
    except LabError as error:
        st.warning(explain(error), icon=":material/error:")
        return None


def own_clouds() -> tuple[tuple[float, float], ...]:
    numbers = OWN_CLOUDS.value
    return tuple(zip(numbers[::2], numbers[1::2], strict=True))


def click(x: float, y: float) -> None:
    """A cloud more where nothing was, and one less where one was; for use in callbacks."""
    clouds = list(own_clouds())
    near = [c for c in clouds if (c[0] - x) ** 2 + (c[1] - y) ** 2 < _HIT**2]
    kept = [c for c in clouds if c not in near]
    if not near and len(clouds) < MOST_CLOUDS:
        kept.append((round(x, 2) + 0.0, round(y, 2) + 0.0))  # no minus zero in the address
    OWN_CLOUDS.set([number for cloud in kept for number in cloud])


def show() -> None:
    """All controls."""
    points = POINTS.selectbox()
    if points == OWN:
        _own()
    else:
        st.caption(_(POINT_SETS[points].note))
    loss = LOSS.selectbox()
    st.caption(_(GAN_LOSSES[loss].idea))
    G_RATE.select_slider()
    D_RATE.select_slider()
    D_STEPS.slider()
    with st.expander(_("Networks, noise and penalty"), icon=":material/tune:"):
        _more()


def _own() -> None:
    st.caption(
        _("Click in the plane to add a cloud of points; click on the middle of one to remove it.")
    )
    st.button(
        _("Remove all"),
        key="gan_plane_clear",
        icon=":material/delete:",
        on_click=OWN_CLOUDS.set,
        args=([],),
        help=_("An empty plane to begin with."),
    )


def _more() -> None:
    left, right = st.columns(2)
    with left:
        LAYERS.selectbox()
        LATENT_DIM.selectbox()
        BATCH_SIZE.selectbox()
    with right:
        UNITS.selectbox()
        LATENT.selectbox()
        SEED.number_input()
    PENALTY.select_slider()
