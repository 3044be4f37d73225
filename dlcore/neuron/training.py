"""A network on the plane, trained some steps at a time: state in, state out."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from dlcore.neuron.config import NeuronConfig
from dlcore.neuron.features import expand
from dlcore.neuron.forward import Unit, mask
from dlcore.neuron.network import targets
from dlcore.neuron.packet import NeuronState, Packet
from dlcore.neuron.player import Batches, Examples, PlayedMoments, player
from dlcore.neuron.points import PointSet
from dlcore.validation import ConfigError, check_whole

MAX_STEPS = 10_000
MAX_MOMENTS = 1000


def play(
    config: NeuronConfig,
    points: PointSet,
    state: NeuronState | None,
    steps: int,
    every: int = 1,
    off: Iterable[Unit] = (),
) -> Packet:
    """Trains on batches of the training points, from where a state stands.

    Each epoch goes through the training points in an order of its own, which depends on nothing but
    the seed and the epoch: so two packets are the same as one that is as long as both. Rate,
    penalties, size of batch and what is switched off may differ from call to call.

    Args:
        config: the network and how it is trained.
        points: of as many classes as it has.
        state: where to go on; None begins, and then the first moment is the beginning itself.
        steps: updates, 0 to `MAX_STEPS`, and at least 1 where there is a state.
        every: updates from one moment to the next; the last moment comes after the last update. At
            most `MAX_MOMENTS` moments in all.
        off: hidden units that are switched off: they put out 0, and no error comes back to them.

    Returns:
        The moments, up to the last one with finite weights and a finite training loss. Where there
        is none, what it began with alone.

    Raises:
        ConfigError: arguments that do not go together, or outside their range.
    """
    off = tuple(off)
    _check(config, points, state, steps, every, off)
    ready = player(config)
    start = state or NeuronState(0, ready.first_values(config))
    if start.values.shape != (ready.size,) or not np.isfinite(start.values).all():
        raise ConfigError("This training does not belong to this network. Start a new one.")
    ends = np.array([*range(0, steps, every), steps], np.int32)
    examples = [_examples(config, points, which) for which in (points.train, points.test)]
    batches = batches_of(config, int(points.train.sum()), start.step, steps)
    masks = [mask(config, layer, off) for layer in range(len(config.units))]
    played = ready.play(config, start, batches, ends, examples, masks)
    return _packet(config, points, played, start.step + ends.astype(np.int64), state is None)


def batches_of(config: NeuronConfig, count: int, done: int, steps: int) -> Batches:
    """The batches of some updates.

    Args:
        config: size of batch, and seed.
        count: training points.
        done: updates before them.
        steps: how many there are.
    """
    per_epoch = -(-count // config.batch_size)
    first = done // per_epoch
    last = (done + max(steps, 1) - 1) // per_epoch
    orders = [epoch_order(config.seed, epoch, count) for epoch in range(first, last + 1)]
    place = np.arange(done, done + steps)
    begins = (place // per_epoch - first) * count + place % per_epoch * config.batch_size
    ends = np.minimum(begins + config.batch_size, (place // per_epoch - first + 1) * count)
    return Batches(
        np.concatenate(orders).astype(np.int32), begins.astype(np.int32), ends.astype(np.int32)
    )


def epoch_order(seed: int, epoch: int, count: int) -> NDArray[np.int64]:
    """In which order an epoch, counted from 0, goes through so many training points."""
    return np.random.default_rng((seed, epoch)).permutation(count)


def _check(
    config: NeuronConfig,
    points: PointSet,
    state: NeuronState | None,
    steps: int,
    every: int,
    off: tuple[Unit, ...],
) -> None:
    if points.classes != config.classes:
        raise ConfigError(
            "The network must have the classes of the points, {expected}. Received: {value}",
            expected=points.classes,
            value=config.classes,
        )
    check_whole("steps", steps, 0 if state is None else 1, MAX_STEPS)
    check_whole("every", every, 1, MAX_STEPS)
    check_whole("moments", -(-steps // every), 0, MAX_MOMENTS)
    for layer, unit in off:
        check_whole("layer of a unit that is off", layer, 0, len(config.units) - 1)
        check_whole("unit that is off", unit, 0, config.units[layer] - 1)


def _examples(config: NeuronConfig, points: PointSet, which: NDArray[np.bool_]) -> Examples:
    return Examples(
        expand(points.x[which], config.features), targets(points.y[which], config.classes)
    )


def _packet(
    config: NeuronConfig,
    points: PointSet,
    played: PlayedMoments,
    steps: NDArray[np.int64],
    begun: bool,
) -> Packet:
    """What was played, as far as it is finite, with NaN for what cannot be measured.

    Args:
        steps: at each moment, the start as the first.
        begun: the start is part of it, and not only where nothing good comes after it.
    """
    first = 0 if begun or played.good < 2 else 1
    kept = slice(first, max(played.good, 1))
    loss, test_loss, accuracy, test_accuracy = played.measures[kept].T.copy()
    if config.classes == 0:
        accuracy[:] = test_accuracy[:] = np.nan
    if not points.test.any():
        test_loss[:] = test_accuracy[:] = np.nan
    return Packet(
        steps[kept],
        played.states[kept],
        loss,
        test_loss,
        accuracy,
        test_accuracy,
        diverged=played.good < len(steps),
    )
