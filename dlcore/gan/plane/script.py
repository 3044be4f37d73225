"""A game in the plane as a plain Keras program, for a student to read, run and change."""

from __future__ import annotations

from string import Template

from dlcore.gan.plane.config import PlaneConfig
from dlcore.gan.plane.networks import (
    ACTIVATION,
    BETAS,
    discriminator_sizes,
    generator_sizes,
    layer_seed,
)
from dlcore.gan.plane.points import (
    GRID_SIDE,
    GRID_SPACING,
    OWN,
    RING_CLOUDS,
    SAMPLES,
    SPIRAL_RADII,
    SPIRAL_TURNS,
)

_PROGRAM = Template('''\
"""A GAN on points of the plane."""

import keras
import numpy as np
import tensorflow as tf
from keras import layers, ops

ROUNDS = $rounds
BATCH = $batch
LATENT = $latent_dim

rng = np.random.default_rng($seed)
keras.utils.set_random_seed($seed)

$points
points = (points + rng.normal(0, $spread, points.shape)).astype("float32")

first = keras.initializers.GlorotUniform  # where weights start, by seed
$generator

# Its scores are high for what it takes for real.
$discriminator

generator_optimizer = keras.optimizers.Adam($g_rate, beta_1=$beta_1, beta_2=$beta_2)
discriminator_optimizer = keras.optimizers.Adam($d_rate, beta_1=$beta_1, beta_2=$beta_2)


def noise():
    return $noise


def discriminator_loss(real, fake):
    return $d_loss


def generator_loss(real, fake):
    return $g_loss

$slopes
@tf.function
def discriminators_turn(real):
    fake = generator(noise())
    with tf.GradientTape() as tape:
        loss = discriminator_loss(discriminator(real), discriminator(fake))
        value = loss$penalty
    variables = discriminator.trainable_variables
    discriminator_optimizer.apply(tape.gradient(value, variables), variables)
    return loss


@tf.function
def generators_turn(real):
    with tf.GradientTape() as tape:
        loss = generator_loss(discriminator(real), discriminator(generator(noise())))
    variables = generator.trainable_variables
    generator_optimizer.apply(tape.gradient(loss, variables), variables)
    return loss


for step in range(1, ROUNDS + 1):
$d_turn
    g_loss = generators_turn(points[rng.integers(len(points), size=BATCH)])
    if step % 100 == 0:
        print(f"{step}: discriminator {float(d_loss):.3f}, generator {float(g_loss):.3f}")

generated = ops.convert_to_numpy(generator(keras.random.$draw))
''')

_CLOUDS = """\
# $what
$centres
points = centres[np.arange($samples) % len(centres)]"""

_SPIRAL = """\
# Archimedes' spiral; the root makes it about as dense at its end as within.
first, last = $radii
radius = np.sqrt(rng.uniform(first**2, last**2, $samples))
angle = 2 * np.pi * $turns * (radius - first) / (last - first)
points = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)"""

_RING = f"""\
angle = 2 * np.pi * np.arange({RING_CLOUDS}) / {RING_CLOUDS}
centres = np.stack([np.cos(angle), np.sin(angle)], axis=1)"""

_GRID = f"""\
line = {GRID_SPACING} * (np.arange({GRID_SIDE}) - {(GRID_SIDE - 1) / 2})
centres = np.stack(np.meshgrid(line, line), axis=-1).reshape(-1, 2)"""

_LOSSES = {
    "non-saturating": (
        "(ops.mean(ops.softplus(-real)) + ops.mean(ops.softplus(fake))) / 2",
        "ops.mean(ops.softplus(-fake))",
    ),
    "minimax": (
        "(ops.mean(ops.softplus(-real)) + ops.mean(ops.softplus(fake))) / 2",
        "-ops.mean(ops.softplus(fake))",
    ),
    "hinge": (
        "ops.mean(ops.relu(1.0 - real)) + ops.mean(ops.relu(1.0 + fake))",
        "-ops.mean(fake)",
    ),
    "wgan-gp": ("ops.mean(fake) - ops.mean(real)", "-ops.mean(fake)"),
    "lsgan": (
        "(ops.mean((real - 1.0) ** 2) + ops.mean(fake**2)) / 2",
        "ops.mean((fake - 1.0) ** 2) / 2",
    ),
    "rpgan": ("ops.mean(ops.softplus(fake - real))", "ops.mean(ops.softplus(real - fake))"),
}

_SLOPES = '''
def squared_slopes(at):
    """Of the discriminator's score, at each of these points."""
    with tf.GradientTape() as tape:
        tape.watch(at)
        scores = discriminator(at)
    return ops.sum(tape.gradient(scores, at) ** 2, axis=1)

'''

_BETWEEN = """
def between(real, fake):
    share = keras.random.uniform((BATCH, 1))
    return real + share * (fake - real)

"""


def plane_script(config: PlaneConfig, rounds: int) -> str:
    """Writes a program that plays the same game; its random numbers are others.

    Returns:
        Python source that needs Keras with TensorFlow. It prints both losses and leaves 256 points
        in `generated`.
    """
    d_loss, g_loss = _LOSSES[config.loss]
    penalty = _penalty(config)
    functions = (_SLOPES if penalty else "") + (_BETWEEN if config.penalties[2] else "")
    return _PROGRAM.substitute(
        rounds=rounds,
        batch=config.batch_size,
        latent_dim=config.latent_dim,
        seed=config.seed,
        points=_points(config),
        spread=config.real.spread,
        generator=_network(config, "generator"),
        discriminator=_network(config, "discriminator"),
        g_rate=_number(config.generator_rate),
        d_rate=_number(config.discriminator_rate),
        beta_1=BETAS[0],
        beta_2=BETAS[1],
        noise=f"keras.random.{_draw(config, 'BATCH')}",
        draw=_draw(config, "256"),
        d_loss=d_loss,
        g_loss=g_loss,
        slopes=functions,
        penalty=penalty,
        d_turn=_discriminators_turn(config),
    )


def _points(config: PlaneConfig) -> str:
    if config.points == "spiral":
        template, fields = _SPIRAL, {"radii": SPIRAL_RADII, "turns": SPIRAL_TURNS}
    else:
        what, centres = _CENTRES[config.points]
        places = [tuple(map(_number, place)) for place in config.own]
        template = _CLOUDS
        fields = {"what": what, "centres": centres or f"centres = np.array({places})"}
    return Template(template).substitute(fields, samples=SAMPLES)


_CENTRES = {
    "ring": ("Gaussian clouds on a circle.", _RING),
    "grid": ("Gaussian clouds on a square grid.", _GRID),
    OWN: ("Gaussian clouds.", ""),
}


def _network(config: PlaneConfig, player: str) -> str:
    sizes = (
        generator_sizes(config.latent_dim, config.units, config.layers)
        if player == "generator"
        else discriminator_sizes(config.units, config.layers)
    )
    lines = [f"keras.Input(({'LATENT' if player == 'generator' else 2},)),"]
    for i, units in enumerate(sizes[1:]):
        draw = f"kernel_initializer=first({layer_seed(config.seed, player, i)})"
        activation = f' activation="{ACTIVATION}",' if i < len(sizes) - 2 else ""
        lines.append(f"layers.Dense({units},{activation} {draw}),")
    inner = "".join(f"        {line}\n" for line in lines)
    return f"{player} = keras.Sequential(\n    [\n{inner}    ]\n)"


def _discriminators_turn(config: PlaneConfig) -> str:
    turn = "d_loss = discriminators_turn(points[rng.integers(len(points), size=BATCH)])"
    steps = config.discriminator_steps
    return f"    {turn}" if steps == 1 else f"    for _ in range({steps}):\n        {turn}"


def _draw(config: PlaneConfig, count: str) -> str:
    if config.latent == "normal":
        return f"normal(({count}, LATENT))"
    return f"uniform(({count}, LATENT), -1.0, 1.0)"


def _penalty(config: PlaneConfig) -> str:
    """What is added to the discriminator's loss."""
    r1, r2, gradient = config.penalties
    parts = [
        f"{_number(weight / 2)} * ops.mean(squared_slopes({at}))"
        for weight, at in ((r1, "real"), (r2, "fake"))
        if weight
    ]
    if gradient:
        length = "ops.sqrt(squared_slopes(between(real, fake)) + 1e-12)"
        parts.append(f"{_number(gradient)} * ops.mean(({length} - 1.0) ** 2)")
    return "".join(f"\n        value += {part}" for part in parts)


def _number(value: float) -> float:
    return float(f"{value:.6g}")
