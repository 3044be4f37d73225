"""The network of one visitor as it stands: kept in their session, taught by the engine."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import streamlit as st

from dlcore.neuron.config import NeuronConfig
from dlcore.neuron.packet import NeuronState
from dlcore.neuron.points import PointSet
from dlcore.neuron.training import play
from ui.frame.engine import ask
from ui.neuron import problem
from ui.neuron.plane import Place, Reel

_KEY = "neuron_training"
_STEERED = ("learning_rate", "l1", "l2", "batch_size")
"""Fields that may change while a network learns; any other begins it anew."""


@dataclass(frozen=True, eq=False)
class Practice:
    """A network that learns.

    Attributes:
        config, points: what holds from the next step on.
        own: the points are the visitor's, who may change them while it learns.
        reel: the newest moments.
        off: (layer, unit) of each hidden unit that is switched off.
        refused: how many times it could not go on as it was asked to.
    """

    config: NeuronConfig
    points: PointSet
    own: bool
    reel: Reel
    off: tuple[tuple[int, int], ...] = ()
    refused: int = 0


def newest(config: NeuronConfig, points: PointSet) -> NeuronState | None:
    """The state that the visitor's network is in; the first one where it has not learnt yet.

    Args:
        config, points: as `ui.neuron.problem` has them.

    Returns:
        None after one sentence where there is no engine to make one.
    """
    practice = settle(config, points)
    return practice.reel.newest.state() if practice else None


def settle(config: NeuronConfig, points: PointSet, *, anew: bool = False) -> Practice | None:
    """The visitor's training with these settings: gone on with where that can be, else anew.

    Args:
        anew: in any case.

    Returns:
        None after one sentence where it has to begin and there is no engine.
    """
    held, own = now(), problem.is_own()
    if held and not anew and _goes_on(held, config, points, own):
        practice = replace(held, config=config, points=points)
        _keep(practice)
        return practice
    return _begun(config, points, own)


def _begun(config: NeuronConfig, points: PointSet, own: bool) -> Practice | None:
    first = ask(play, config, points, None, 0, 1)
    if first is None:
        return None
    practice = Practice(config, points, own, Reel.begun(config, first))
    _keep(practice)
    return practice


def now() -> Practice | None:
    """What `settle` has found last."""
    return st.session_state.get(_KEY)


def go_on(place: Place, every: int, moments: int) -> None:
    """Teaches it on from a moment that was shown; one sentence where there is no engine.

    Args:
        every: steps from one moment to the next.
        moments: so many.
    """
    practice = now()
    if not practice:
        return
    state = practice.reel.at(place)
    packet = state and ask(
        play, practice.config, practice.points, state, every * moments, every, practice.off
    )
    if packet:
        _keep(replace(practice, reel=practice.reel.after(packet)))
    else:
        _keep(replace(practice, refused=practice.refused + 1))


def reset() -> None:
    """Back to the first weights, as a training of its own; units that are off stay off."""
    practice = now()
    begun = practice and _begun(practice.config, practice.points, practice.own)
    if practice and begun:
        _keep(replace(begun, off=practice.off))


def set_weight(place: Place, index: int, value: float) -> None:
    """Goes on from that moment with one weight set by hand; for use in callbacks."""
    practice = now()
    reel = practice and practice.reel.edited(place, index, value)
    if practice and reel:
        _keep(replace(practice, reel=reel))


def rest(place: Place) -> None:
    """The film rests there: what is said is about that moment; for use in callbacks."""
    practice = now()
    reel = practice and practice.reel.resting(place)
    if practice and reel:
        _keep(replace(practice, reel=reel))


def switch_off(units: tuple[tuple[int, int], ...]) -> None:
    """Exactly these hidden units give 0 from now on; for use in callbacks."""
    if practice := now():
        widths = practice.config.units
        there = [(i, unit) for i, unit in units if i < len(widths) and unit < widths[i]]
        _keep(replace(practice, off=tuple(there)))


def _keep(practice: Practice) -> None:
    st.session_state[_KEY] = practice


def _goes_on(held: Practice, config: NeuronConfig, points: PointSet, own: bool) -> bool:
    steered = {name: getattr(config, name) for name in _STEERED}
    if replace(held.config, **steered) != config or held.own != own:
        return False
    return own or _are_same(held.points, points)


def _are_same(one: PointSet, other: PointSet) -> bool:
    pairs = ((one.x, other.x), (one.y, other.y), (one.test, other.test))
    return all(np.array_equal(a, b) for a, b in pairs)
