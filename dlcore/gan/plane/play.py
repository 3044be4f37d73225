"""Turns of the two players, and what is measured after them: state in, state out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlcore.gan.plane.config import PlaneConfig
from dlcore.gan.plane.coverage import Coverage, coverage
from dlcore.gan.plane.game import DISCRIMINATOR, GENERATOR, Game, game, real_points
from dlcore.gan.plane.opinion import middle, opinion
from dlcore.gan.plane.state import PlaneState, check_state
from dlcore.validation import check_choice, check_whole

TURNS = {
    "discriminator": (DISCRIMINATOR,),
    "generator": (GENERATOR,),
    "both": (DISCRIMINATOR, GENERATOR),
}
"""Who has a turn in a round."""

MAX_ROUNDS = 2000
MAX_FRAMES = 60  # of a film, beside its start
FIXED_POINTS = 256
"""Real points, and noise vectors, that a game is measured on: of the seed and not of the update, so
that each generated point can be followed from frame to frame."""


@dataclass(frozen=True)
class Frame:
    """A game after so many updates, measured on the fixed points and the fixed noise.

    Attributes:
        discriminator_updates, generator_updates: how many there were.
        generated: (FIXED_POINTS, 2) float32, G of the fixed noise.
        opinion: (GRID, GRID) float16 in [0, 1] over `points.VIEW`, row 0 at the lowest y; see
            `opinion`.
        arrows: (FIXED_POINTS, 2) float32, the direction in which each generated point would lower
            the generator's loss; see `Look.arrows`.
        d_real, d_fake: mean opinion of the fixed real points and of the generated ones.
        discriminator_loss, generator_loss: over these points, without penalties.
        coverage: the modes that the generated points reach.
    """

    discriminator_updates: int
    generator_updates: int
    generated: NDArray[np.float32]
    opinion: NDArray[np.float16]
    arrows: NDArray[np.float32]
    d_real: float
    d_fake: float
    discriminator_loss: float
    generator_loss: float
    coverage: Coverage


@dataclass(frozen=True)
class Played:
    """What some turns have led to.

    Attributes:
        state: to go on from.
        real: (FIXED_POINTS, 2) float32, the fixed real points.
        frames: one for the start and one for each stretch of turns, at most `MAX_FRAMES` of these.
        lost: some weights were no numbers any more: the state is the last good one, and the frames
            end there.
    """

    state: PlaneState
    real: NDArray[np.float32]
    frames: tuple[Frame, ...]
    lost: bool = False


def start(config: PlaneConfig) -> Played:
    """A new game, before the first turn."""
    return look(config, game(config.layers).start(config))


def look(config: PlaneConfig, state: PlaneState) -> Played:
    """A game as it stands: nobody has a turn, and there is one frame.

    Raises:
        LabError: the state is that of other networks.
    """
    table = game(config.layers)
    check_state(state, table.size)
    return Played(state, fixed_points(config), (frame(table, config, state),))


def advance(
    config: PlaneConfig, state: PlaneState, turns: str, count: int = 1, frames: int = MAX_FRAMES
) -> Played:
    """Plays on.

    One turn of the discriminator is `discriminator_steps` updates. What is drawn in an update
    follows from the seed and from how many there were: the same turns lead to the same game,
    whether they are asked for one by one or all at once.

    Args:
        config: may differ from the one before in all but latent_dim, units and layers.
        state: from `start` or from here.
        turns: of `TURNS`, which player's turn each round is.
        count: rounds, 1-2,000.
        frames: at most so many frames beside that of the start, 1-60.

    Raises:
        LabError: the state is that of other networks.
        ConfigError: a number outside its range.
    """
    check_choice("turns", turns, TURNS)
    check_whole("count", count, 1, MAX_ROUNDS)
    check_whole("frames", frames, 1, MAX_FRAMES)
    table = game(config.layers)
    check_state(state, table.size)
    seen = [frame(table, config, state)]
    for rounds in stretches(count, frames):
        after = table.play(config, state, rounds, TURNS[turns])
        picture = frame(table, config, after) if np.isfinite(after.numbers).all() else None
        if picture is None or not np.isfinite(picture.generated).all():
            return Played(state, fixed_points(config), tuple(seen), lost=True)
        state = after
        seen.append(picture)
    return Played(state, fixed_points(config), tuple(seen))


def stretches(count: int, frames: int) -> list[int]:
    """Splits rounds into at most so many stretches that differ by one at most."""
    ends = np.linspace(0, count, min(count, frames) + 1).round().astype(int)
    return [int(rounds) for rounds in np.diff(ends)]


def frame(table: Game, config: PlaneConfig, state: PlaneState) -> Frame:
    """Measures a game as it stands."""
    look = table.look(config, state, fixed_noise(config), fixed_points(config))
    zero = middle(config.loss, look.real_scores, look.generated_scores)
    return Frame(
        state.discriminator_updates,
        state.generator_updates,
        look.generated,
        opinion(config.loss, look.field, zero).astype(np.float16),
        look.arrows,
        float(opinion(config.loss, look.real_scores, zero).mean()),
        float(opinion(config.loss, look.generated_scores, zero).mean()),
        look.discriminator_loss,
        look.generator_loss,
        coverage(config.real, look.generated),
    )


def fixed_noise(config: PlaneConfig) -> NDArray[np.float32]:
    """The noise that a game is measured with, (FIXED_POINTS, latent_dim) float32."""
    rng = np.random.default_rng([config.seed, 1])
    shape = (FIXED_POINTS, config.latent_dim)
    noise = rng.normal(size=shape) if config.latent == "normal" else rng.uniform(-1, 1, shape)
    return noise.astype(np.float32)


def fixed_points(config: PlaneConfig) -> NDArray[np.float32]:
    """The real points that a game is measured with, (FIXED_POINTS, 2): the first there are."""
    return real_points(config)[:FIXED_POINTS]
