"""One turn of one player in its parts: the batch, D and the loss on it before and after."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlcore.gan.plane.config import PlaneConfig
from dlcore.gan.plane.game import DISCRIMINATOR, Look, game
from dlcore.gan.plane.networks import PLAYERS
from dlcore.gan.plane.opinion import middle, opinion
from dlcore.gan.plane.play import Played, advance
from dlcore.gan.plane.state import PlaneState
from dlcore.validation import check_choice


@dataclass(frozen=True)
class Judgement:
    """D, loss and gradient on one batch.

    Attributes:
        generated: (n, 2) float32, G of the batch's noise.
        real_opinions, generated_opinions: (n,) float32 in [0, 1], see `opinion`.
        arrows: (n, 2) float32, see `Look.arrows`.
        loss: of the player whose turn it is, over this batch, without penalties.
        right: accuracy of the discriminator on the points of both kinds, in [0, 1].
    """

    generated: NDArray[np.float32]
    real_opinions: NDArray[np.float32]
    generated_opinions: NDArray[np.float32]
    arrows: NDArray[np.float32]
    loss: float
    right: float


@dataclass(frozen=True)
class Turn:
    """One turn, with the batch that the player is updated on.

    Attributes:
        player: "discriminator" or "generator".
        real: (n, 2) float32, real points of the batch.
        before, after: the same batch before the turn, and after it.
        progress: what `advance` gives: the state, with a frame before and one after.
    """

    player: str
    real: NDArray[np.float32]
    before: Judgement
    after: Judgement
    progress: Played

    @property
    def moved(self) -> NDArray[np.float32]:
        """(n, 2), how each generated point of the batch has moved."""
        return self.after.generated - self.before.generated

    @property
    def along(self) -> float:
        """Mean cosine between how the points moved and their arrows, in [-1, 1]; 0 where none
        moved."""
        arrows, moved = self.before.arrows, self.moved
        lengths = np.linalg.norm(arrows, axis=1) * np.linalg.norm(moved, axis=1)
        cosines = (arrows * moved).sum(axis=1) / np.maximum(lengths, 1e-12)
        return float(cosines.mean())


def take_turn(config: PlaneConfig, state: PlaneState, player: str) -> Turn:
    """Plays one turn, and evaluates its batch before and after.

    Where a turn of the discriminator has several updates, the batch is that of the first.

    Raises:
        LabError: the state is that of other networks.
        ConfigError: no such player.
    """
    check_choice("player", player, PLAYERS)
    table, side = game(config.layers), PLAYERS.index(player)
    progress = advance(config, state, player)
    done = (state.generator_updates, state.discriminator_updates)[side]
    noise, real = table.deal(config, side, done)
    before = _judgement(config, table.look(config, state, noise, real), side)
    after = _judgement(config, table.look(config, progress.state, noise, real), side)
    return Turn(player, real, before, after, progress)


def _judgement(config: PlaneConfig, look: Look, side: int) -> Judgement:
    zero = middle(config.loss, look.real_scores, look.generated_scores)
    real = opinion(config.loss, look.real_scores, zero)
    generated = opinion(config.loss, look.generated_scores, zero)
    loss = look.discriminator_loss if side == DISCRIMINATOR else look.generator_loss
    right = float(np.mean([(real > 0.5).mean(), (generated < 0.5).mean()]))
    return Judgement(look.generated, real, generated, look.arrows, loss, right)
