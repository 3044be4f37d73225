"""The game of one visitor: kept in their session, played on by the engine."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import accumulate
from secrets import token_hex

import streamlit as st

from dlcore.gan.plane.config import PlaneConfig
from dlcore.gan.plane.networks import PLAYERS
from dlcore.gan.plane.play import (
    MAX_FRAMES,
    TURNS,
    Frame,
    Played,
    advance,
    look,
    start,
    stretches,
)
from dlcore.gan.plane.slow_motion import Turn, take_turn
from dlcore.thinned import Thinned
from ui.frame.engine import ask

KEY = "gan_plane_game"
_WANTED = "gan_plane_wanted"

# What is shown of a turn in slow motion, one after the other.
STAGES = {
    "discriminator": ("dealt", "judged", "learnt"),
    "generator": ("dealt", "pushed", "moved"),
}


@dataclass(frozen=True)
class Moment:
    """A frame, and after how many rounds it was."""

    round: int
    frame: Frame


@dataclass(frozen=True)
class Table:
    """A game and what its visitor sees of it.

    Attributes:
        identity: what makes it this game; see `_identity`.
        seen: what else the picture depends on; see `_sight`.
        progress: the last turns and where they led.
        rounds: how many were played before the first frame of `progress`, and how many after each.
        past: moments since the game began, thinned.
        turns: whose turns the last ones were; "" before the first.
        played: what was set in the turns so far, each once.
        film: name of the film of the last turns; "" where it does not run by itself.
        turn: what is being shown in slow motion, None at the start of a turn.
        stage: which of its stages.
    """

    identity: tuple
    seen: tuple
    progress: Played
    rounds: tuple[int, ...] = (0,)
    past: Thinned[Moment] = field(default_factory=Thinned)
    turns: str = ""
    played: frozenset[PlaneConfig] = frozenset()
    film: str = ""
    turn: Turn | None = None
    stage: int = 0

    @property
    def frame(self) -> Frame:
        """How it stands."""
        return self.progress.frames[-1]

    @property
    def next_player(self) -> str:
        """Whose turn it is in slow motion."""
        if self.turn is None:
            return PLAYERS[1]
        return PLAYERS[1 - PLAYERS.index(self.turn.player)]


def want(what: str) -> None:
    """Notes what a button asks for, to be done when the page is drawn; for use in callbacks.

    Args:
        what: of `TURNS`, "film", "next" (in slow motion) or "new".
    """
    st.session_state[_WANTED] = what


def settle(config: PlaneConfig, rounds: int, replay: bool) -> Table | None:
    """The visitor's game after what they asked for; None where there is no engine to play it.

    Args:
        rounds: of a film.
        replay: play a new game of so many rounds.
    """
    # A click elsewhere breaks this off, and the page is drawn again: what is asked for stays so.
    wanted = "new" if replay else st.session_state.get(_WANTED, "")
    table = _at_hand(config, anew=wanted == "new")
    if table is None:
        st.session_state.pop(_WANTED, None)
        return None
    if replay or wanted == "film":
        table = _played(config, table, "both", rounds, film=token_hex(8))
    elif wanted == "next":
        table = _slowly(config, table)
    elif wanted in TURNS:
        table = _played(config, table, wanted, 1)
    st.session_state[KEY] = table
    st.session_state.pop(_WANTED, None)
    return table


def _identity(config: PlaneConfig) -> tuple:
    """A change of these starts a new game."""
    networks = (config.latent, config.latent_dim, config.units, config.layers)
    return (config.points, config.seed, *networks)


def _sight(config: PlaneConfig) -> tuple:
    """A change of these shows the same networks in another light."""
    return (config.loss, config.own)


def _at_hand(config: PlaneConfig, anew: bool) -> Table | None:
    held: Table | None = st.session_state.get(KEY)
    if held is None or anew or held.identity != _identity(config):
        progress = ask(start, config)
        if progress is None:
            return held if held and held.identity == _identity(config) else None
        table = Table(_identity(config), _sight(config), progress)
        table.past.append(Moment(0, progress.frames[0]))
        return table
    if held.seen != _sight(config):
        progress = ask(look, config, held.progress.state)
        if progress:
            return replace(
                held,
                seen=_sight(config),
                progress=progress,
                rounds=held.rounds[-1:],
                turns="",
                film="",
                turn=None,
            )
    return held


def _played(config: PlaneConfig, table: Table, turns: str, rounds: int, film: str = "") -> Table:
    progress = ask(advance, config, table.progress.state, turns, rounds)
    if progress is None:
        return table
    return _after(config, table, progress, turns, rounds, film)


def _slowly(config: PlaneConfig, table: Table) -> Table:
    """The next stage, or the first one of the other player's turn."""
    if table.turn and table.stage + 1 < len(STAGES[table.turn.player]):
        return replace(table, stage=table.stage + 1)
    player = table.next_player
    turn = ask(take_turn, config, table.progress.state, player)
    if turn is None:
        return table
    return replace(_after(config, table, turn.progress, player, 1, ""), turn=turn)


def _after(
    config: PlaneConfig, table: Table, progress: Played, turns: str, rounds: int, film: str
) -> Table:
    # Where a game was lost, the last stretches have no frame.
    lengths = stretches(rounds, MAX_FRAMES)[: len(progress.frames) - 1]
    at = tuple(accumulate(lengths, initial=table.rounds[-1]))
    for number, frame in zip(at[1:], progress.frames[1:], strict=True):
        table.past.append(Moment(number, frame))
    return replace(
        table,
        progress=progress,
        rounds=at,
        turns=turns,
        played=table.played | {config},
        film=film,
        turn=None,
        stage=0,
    )
