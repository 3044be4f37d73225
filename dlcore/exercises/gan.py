"""Exercises on generative adversarial networks."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

import numpy as np

from dlcore.contract import CLASSES
from dlcore.exercises.exercise import Checked, CourseExercise, Prediction
from dlcore.gan.plane.config import PlaneConfig
from dlcore.gan.plane.points import RING_CLOUDS
from dlcore.messages import N_

NEAR = 0.75  # share of the points that lie near a mode, where the game has reached its goal
FEW = 2  # modes of a collapse
LEAST, MOST = 500, 500  # rounds: of a collapse at least, of its cure at most
FAST, SLOW = 0.01, 0.001  # learning rates: of the generator and of the discriminator
ALIKE = 0.6  # of what two drawings of a class differ by without truncation
ENOUGH = 40  # drawings, four of each digit


@dataclass(frozen=True)
class PlaneGame:
    """A game in the plane that a visitor has played.

    Attributes:
        config: what the page is set to.
        played: what it was set to in each of the turns, each once.
        discriminator_updates, generator_updates: how many there were.
        modes: covered; see `Coverage`.
        near: share of the points that are near one.
        first: rounds after which it was first seen that all modes were covered and `NEAR` reached;
            None before. What is seen are the frames of the game, not each round.
    """

    config: PlaneConfig
    played: frozenset[PlaneConfig] = frozenset()
    discriminator_updates: int = 0
    generator_updates: int = 0
    modes: int = 0
    near: float = 0.0
    first: int | None = None

    @property
    def values(self) -> dict[str, float]:
        """What a sentence may say of it."""
        return {"rounds": self.generator_updates, "modes": self.modes, "near": self.near}


@dataclass(frozen=True)
class DrawnSheet:
    """Drawings of the generator that ships.

    Attributes:
        labels: the digits that are asked for; empty where another generator draws.
        seed: of the noise.
        cut, larger: its truncation, and the next larger one that can be chosen.
    """

    labels: tuple[int, ...]
    seed: int
    cut: float
    larger: float


def _unfair(state: PlaneGame) -> Checked | None:
    """Why a game does not count; None where it does."""
    if state.config.points != "ring":
        return Checked(False, N_("Choose the ring of eight clouds: the exercise is about that."))
    if not state.played:
        return Checked(False, N_("Nobody has had a turn yet. Press Play."))
    if state.played != {state.config}:
        return Checked(
            False,
            N_(
                "The settings were changed in the middle of this game. Start a new game with what "
                "is set now, and press Play."
            ),
        )
    if state.discriminator_updates != state.config.discriminator_steps * state.generator_updates:
        return Checked(
            False, N_("One side had more turns than the other. Start a new game, and press Play.")
        )
    return None


def covered(modes: int, near: float) -> bool:
    """Whether a game on the ring has reached what these exercises ask for; see `Coverage`."""
    return modes == RING_CLOUDS and near >= NEAR


def _eight(state: PlaneGame, _guess: str | int | None) -> Checked:
    if unfair := _unfair(state):
        return unfair
    if not covered(state.modes, state.near):
        return Checked(
            False,
            N_(
                "After {rounds} rounds {modes} of 8 clouds are covered, and {near:.0%} of the "
                "points lie near one. Play on, or start a new game with other rates."
            ),
            state.values,
        )
    first = state.first or state.generator_updates
    return Checked(
        True,
        N_(
            "{modes} of 8 clouds, and {near:.0%} of the points lie near one; that was first seen "
            "after {first} rounds. Nobody told the generator where the clouds are."
        ),
        state.values | {"first": first},
        "100" if first <= 100 else "500" if first <= 500 else "more",
    )


def _collapse(state: PlaneGame, _guess: str | int | None) -> Checked:
    if unfair := _unfair(state):
        return unfair
    config, values = state.config, state.values | {"least": LEAST, "few": FEW}
    if not config.generator_rate or not config.discriminator_rate:
        return Checked(False, N_("Both have to learn: with a rate of 0 one of them rests."))
    if state.generator_updates < LEAST:
        return Checked(
            False, N_("{rounds} rounds were played. Play {least} at least, then check."), values
        )
    if not state.modes:
        return Checked(
            False,
            N_(
                "After {rounds} rounds no cloud is covered. That may be a collapse beside all of "
                "them: play on until the points stand at one or two."
            ),
            values,
        )
    if state.modes > FEW:
        return Checked(
            False,
            N_(
                "After {rounds} rounds {modes} of 8 clouds are covered; at most {few} are wanted. "
                "Let one side learn much faster than the other, and start a new game."
            ),
            values,
        )
    ahead = config.generator_rate - config.discriminator_rate
    return Checked(
        True,
        N_(
            "After {rounds} rounds the points stand at {modes} of 8 clouds: what fools the "
            "discriminator at one place is worth more than variety. That is mode collapse."
        ),
        values,
        "generator" if ahead > 0 else "discriminator" if ahead < 0 else None,
    )


def _cure(state: PlaneGame, _guess: str | int | None) -> Checked:
    if (state.config.generator_rate, state.config.discriminator_rate) != (FAST, SLOW):
        return Checked(
            False,
            N_("Leave the learning rates at {fast:g} and {slow:g}: another control is the cure."),
            {"fast": FAST, "slow": SLOW},
        )
    if unfair := _unfair(state):
        return unfair
    values = state.values | {"most": MOST, "steps": state.config.discriminator_steps}
    if state.generator_updates > MOST:
        return Checked(
            False,
            N_("That took {rounds} rounds; {most} are allowed. Start a new game, and play fewer."),
            values,
        )
    if not covered(state.modes, state.near):
        return Checked(
            False,
            N_(
                "After {rounds} rounds {modes} of 8 clouds are covered, and {near:.0%} of the "
                "points lie near one. The discriminator learns slowly: what would make up for it?"
            ),
            values,
        )
    return Checked(
        True,
        N_(
            "{modes} of 8 clouds after {rounds} rounds, at the rates of the collapse, with {steps} "
            "updates in a discriminator's turn. It is not fooled for long at any place."
        ),
        values,
        "updates" if state.config.discriminator_steps > 1 else None,
    )


def _alike(state: DrawnSheet, _guess: str | int | None) -> Checked:
    if not state.labels:
        return Checked(False, N_("Let the generator that ships draw: it is about that one."))
    if len(state.labels) < ENOUGH or set(state.labels) != set(range(CLASSES)):
        return Checked(
            False,
            N_("Let it draw all ten digits, and at least {enough} drawings, to compare some."),
            {"enough": ENOUGH},
        )
    if state.cut == inf:
        return Checked(False, N_("Truncation is off. Choose one, and look at the drawings."))
    here, above = (variety_kept(state, cut) for cut in (state.cut, state.larger))
    values = {"cut": state.cut, "here": here, "above": above, "wanted": ALIKE}
    if here > ALIKE:
        return Checked(
            False,
            N_(
                "At ± {cut:g} two drawings of a digit still differ by {here:.0%} of what they do "
                "without truncation; at most {wanted:.0%} is wanted."
            ),
            values,
        )
    if above <= ALIKE:
        return Checked(
            False,
            N_(
                "At ± {cut:g} two drawings of a digit differ by {here:.0%} of what they do without "
                "truncation. A larger one will do: which is the largest?"
            ),
            values,
        )
    return Checked(
        True,
        N_(
            "At ± {cut:g} two drawings of a digit differ by {here:.0%} of what they do without "
            "truncation, one step further by {above:.0%}. Variety comes from noise far out."
        ),
        values,
        f"{state.cut:g}",
    )


def variety_kept(state: DrawnSheet, cut: float) -> float:
    """How far two drawings of a digit differ, as a share of the same without truncation.

    The mean over the digits of `variety.within`, with the same noise.
    """
    from dlcore.gan.generator.latent import truncated
    from dlcore.gan.generator.opened import find_generator
    from dlcore.gan.generator.shipped import SHIPPED, noise
    from dlcore.gan.generator.variety import within

    generator, labels = find_generator(SHIPPED), np.array(state.labels)
    begun = noise(len(labels), generator.latent_dim, state.seed)

    def spread(threshold: float) -> float:
        images = generator.draw(truncated(begun, threshold), generator.embedded(labels))
        return float(within(images, labels).mean())

    return spread(cut) / spread(inf)


_PLANE = {"gan_view": "plane"}
EXERCISES = (
    CourseExercise(
        "gan-eight",
        "gan",
        N_("Eight clouds of eight"),
        N_(
            "Play a game in the plane until all eight clouds of the ring are covered and at least "
            "75 % of the points lie near one."
        ),
        Prediction(
            N_("After how many rounds will that be?"),
            {
                "100": N_("100 at most"),
                "500": N_("more than 100, 500 at most"),
                "more": N_("more than 500"),
            },
        ),
        "game",
        _PLANE,
        _eight,
        way=N_(
            "“New game”, then “Play” with 1,000 rounds at the usual settings. Watch the lump that "
            "becomes eight."
        ),
    ),
    CourseExercise(
        "gan-collapse",
        "gan",
        N_("A collapse on purpose"),
        N_(
            "Set the two learning rates so that after 500 rounds or more the points stand at only "
            "one or two of the eight clouds. Both must learn."
        ),
        Prediction(
            N_("Who has to learn faster for that?"),
            {"generator": N_("the generator"), "discriminator": N_("the discriminator")},
        ),
        "game",
        _PLANE | {"gan_plane_rounds": 500},
        _collapse,
        way=N_(
            "A generator ten times as fast as the discriminator, such as 0.01 and 0.001: new game, "
            "500 rounds. Where no cloud is covered just then, play ten rounds more."
        ),
    ),
    CourseExercise(
        "gan-truncation",
        "gan",
        N_("Certain, and all the same"),
        N_(
            "Find the largest truncation at which two drawings of one digit differ by at most 60 % "
            "of what they do without truncation."
        ),
        Prediction(
            N_("Which one will it be?"),
            {"0.25": "± 0.25", "0.5": "± 0.5", "1": "± 1", "1.5": "± 1.5"},
        ),
        "sheet",
        {"gan_view": "generate", "gan_way": "sheet", "gan_model": "shipped", "gan_count": 100},
        _alike,
        solution={"gan_cut": 0.5},
        way=N_(
            "Read below the sheet how far two drawings of one class differ, once without and then "
            "with each truncation from the largest down."
        ),
    ),
    CourseExercise(
        "gan-cure",
        "gan",
        N_("The cure"),
        N_(
            "The rates of the collapse stay: 0.01 for the generator, 0.001 for the discriminator. "
            "Cover all eight clouds all the same, with 75 % of the points near one, in at most 500 "
            "rounds."
        ),
        Prediction(
            N_("Which control will help?"),
            {
                "updates": N_("updates in a discriminator's turn"),
                "units": N_("units a layer"),
                "noise": N_("numbers of noise"),
            },
        ),
        "game",
        _PLANE | {"gan_plane_g_rate": FAST, "gan_plane_d_rate": SLOW, "gan_plane_rounds": 500},
        _cure,
        hard=True,
        way=N_(
            "Ten updates in a discriminator's turn, a new game, 500 rounds. Five may be enough, "
            "two are not."
        ),
    ),
)
