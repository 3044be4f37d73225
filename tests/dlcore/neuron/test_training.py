"""Training in packets against Keras' own `train_on_batch`, and one packet against many."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import keras
import numpy as np
import pytest

from dlcore.neuron import forward
from dlcore.neuron.config import HIDDEN_ACTIVATIONS, NeuronConfig
from dlcore.neuron.datasets import PointsConfig, make_points
from dlcore.neuron.features import expand
from dlcore.neuron.heads import HEADS
from dlcore.neuron.network import build_network, first_weights, loss_of, targets
from dlcore.neuron.packet import NeuronState
from dlcore.neuron.player import player
from dlcore.neuron.points import PointSet
from dlcore.neuron.training import MAX_STEPS, batches_of, epoch_order, play
from dlcore.optimizers.table import OPTIMIZERS
from dlcore.validation import ConfigError

POINTS = {
    classes: make_points(PointsConfig(kind, 50, test_share=0.4))
    for classes, kind in ((0, "hill"), (2, "circle"), (3, "clouds3"), (4, "clouds4"))
}
PENALISED = NeuronConfig(units=(3,), activations=("tanh",), l1=0.01, l2=0.02, batch_size=7)


def by_keras(config, points, steps):
    """The weights after so many steps of Keras' own training and with its own penalties."""
    model = build_network(config)
    for layer in model.layers:
        layer.kernel.regularizer = keras.regularizers.L1L2(config.l1, config.l2)
    optimizer = OPTIMIZERS[config.optimizer].spec.make(config.learning_rate)
    optimizer.build(model.trainable_variables)  # Keras' own training would forget first weights
    model.compile(optimizer, loss_of(config))
    x, y = points.x[points.train], targets(points.y[points.train], points.classes)
    x = expand(x, config.features)
    per_epoch = -(-len(x) // config.batch_size)
    for step in range(steps):
        epoch, place = divmod(step, per_epoch)
        batch = epoch_order(config.seed, epoch, len(x))[place * config.batch_size :]
        batch = batch[: config.batch_size]
        model.train_on_batch(x[batch], y[batch])
    return np.concatenate([weight.ravel() for weight in model.get_weights()])


@pytest.mark.parametrize("optimizer", ["sgd", "adam", "schedule_free_adamw"])
def test_packets_train_as_keras_does(optimizer):
    config = replace(PENALISED, optimizer=optimizer, learning_rate=0.05)
    packet = play(config, POINTS[2], None, 12)
    theirs = by_keras(config, POINTS[2], 12)
    np.testing.assert_allclose(packet.state().weights(config), theirs, rtol=1e-4, atol=1e-5)


def test_a_packet_goes_on_where_one_ended_bit_for_bit():
    """Also in the middle of an epoch, and for an optimizer that remembers."""
    config = replace(PENALISED, optimizer="nadam", learning_rate=0.05)
    whole = play(config, POINTS[2], None, 23)
    first = play(config, POINTS[2], None, 9)
    rest = play(config, POINTS[2], first.state(), 14)
    assert list(whole.steps) == list(range(24))
    assert list(first.steps) + list(rest.steps) == list(whole.steps)
    np.testing.assert_array_equal(np.concatenate([first.states, rest.states]), whole.states)
    np.testing.assert_array_equal(np.concatenate([first.loss, rest.loss]), whole.loss)
    sparse = play(config, POINTS[2], None, 23, every=10)
    assert list(sparse.steps) == [0, 10, 20, 23]
    np.testing.assert_array_equal(sparse.states, whole.states[[0, 10, 20, 23]])


def test_every_epoch_takes_every_training_point_once():
    order, begins, ends = batches_of(PENALISED, 30, 3, 12)  # 5 a epoch: from within the first
    sizes = ends - begins
    assert list(sizes) == [7, 2, 7, 7, 7, 7, 2, 7, 7, 7, 7, 2]
    second = np.concatenate([order[a:b] for a, b in zip(begins[2:7], ends[2:7], strict=True)])
    assert sorted(second) == list(range(30))
    np.testing.assert_array_equal(second, epoch_order(PENALISED.seed, 1, 30))


def losses_by_keras(config, weights, points, which):
    model = build_network(config)
    model.set_weights([part for layer in forward.split(config, weights) for part in layer])
    outputs = model(expand(points.x[which], config.features))
    return float(loss_of(config)(targets(points.y[which], points.classes), outputs))


@pytest.mark.slow
def test_every_loss_and_optimizer_learns_and_is_measured_by_keras():
    for question, head in HEADS.items():
        classes = {"value": 0, "two_classes": 2}.get(question, 4)
        points = POINTS[classes]
        for loss in head.losses:
            config = NeuronConfig(classes=classes, loss=loss, optimizer="adam", learning_rate=0.02)
            packet = play(config, points, None, 200, 100)
            weights = packet.state().weights(config)
            for which, measured in ((points.train, packet.loss), (points.test, packet.test_loss)):
                expected = losses_by_keras(config, weights, points, which)
                assert measured[-1] == pytest.approx(expected, rel=1e-3, abs=1e-5), loss
            assert packet.loss[-1] < packet.loss[0], loss
            assert np.isnan(packet.accuracy).all() == (classes == 0)
    for optimizer in OPTIMIZERS:
        config = NeuronConfig(optimizer=optimizer, learning_rate=0.02)
        packet = play(config, POINTS[2], None, 200, 100)
        assert packet.loss[-1] < packet.loss[0], optimizer


@pytest.mark.slow
def test_every_activation_is_trained_as_by_hand():
    """One step of plain gradient descent on all points, by the way back of the formulas."""
    points = POINTS[2]
    x, y = points.x[points.train], points.y[points.train][:, None].astype(np.float64)
    for name in HIDDEN_ACTIVATIONS:
        config = NeuronConfig(units=(4,), activations=(name,), batch_size=50, learning_rate=1.0)
        packet = play(config, points, None, 1)
        weights = packet.states[0][: config.parameters].astype(np.float64)
        passes = forward.layer_sums_and_outputs(config, weights, x)
        last = forward.split(config, weights)[1]
        delta = (passes[1].outputs - y) / len(x)  # of cross-entropy behind a sigmoid
        by_output = delta @ last.kernel.T
        by_sum = forward.FORMULAS[name].back(passes[0].sums, by_output)
        gradient = [x.T @ by_sum, by_sum.sum(0), passes[0].outputs.T @ delta, delta.sum(0)]
        moved = weights - np.concatenate([part.ravel() for part in gradient])
        np.testing.assert_allclose(
            packet.state().weights(config), moved, rtol=1e-3, atol=1e-5, err_msg=name
        )


def test_accuracy_counts_what_the_outputs_say():
    points = POINTS[2]
    for loss in ("binary_crossentropy", "mean_squared_error", "hinge"):
        config = NeuronConfig(loss=loss, units=(3,), activations=("tanh",))
        packet = play(config, points, None, 30, 30)
        outputs = forward.outputs(config, packet.state().weights(config), points.x)[:, 0]
        says = outputs > (0 if loss == "hinge" else 0.5)
        right = says == (points.y == 1)
        assert packet.accuracy[-1] == pytest.approx(right[points.train].mean())
        assert packet.test_accuracy[-1] == pytest.approx(right[points.test].mean())


def test_without_test_points_and_without_hidden_layers():
    config = NeuronConfig(("x1",), (), (), batch_size=100)
    points = replace(POINTS[2], test=np.zeros(50, bool))
    packet = play(config, points, None, 2)
    assert np.isnan(packet.test_loss).all()
    assert np.isnan(packet.test_accuracy).all()
    assert np.isfinite(packet.loss).all()
    assert packet.states.shape == (3, 2)


def test_a_unit_that_is_off_puts_out_nothing_and_learns_nothing():
    config = NeuronConfig(units=(3, 2), activations=("tanh", "tanh"), learning_rate=0.5)
    packet = play(config, POINTS[2], None, 5, off=[(0, 1), (1, 0)])
    first, last = (forward.split(config, packet.states[i][: config.parameters]) for i in (0, -1))
    np.testing.assert_array_equal(first[0].kernel[:, 1], last[0].kernel[:, 1])
    np.testing.assert_array_equal(first[2].kernel[0], last[2].kernel[0])
    assert not np.array_equal(first[0].kernel[:, 0], last[0].kernel[:, 0])
    outputs = forward.outputs(
        config, packet.state().weights(config), POINTS[2].x, [(0, 1), (1, 0)]
    )[:, 0]
    right = (outputs > 0.5) == (POINTS[2].y == 1)
    assert packet.accuracy[-1] == pytest.approx(right[POINTS[2].train].mean())


def test_rate_penalties_and_batches_change_without_compiling_anew():
    made = player(PENALISED)
    assert (
        player(replace(PENALISED, learning_rate=3.0, l1=0.0, l2=0.1, batch_size=3, seed=5)) is made
    )
    assert player(replace(PENALISED, features=("sin_x1", "product"))) is made
    play(PENALISED, POINTS[2], None, 3)
    play(replace(PENALISED, batch_size=3), make_points(PointsConfig("moons", 20)), None, 8, 4)
    assert made._played.experimental_get_tracing_count() == 1


def test_who_trains_at_the_same_time_gets_what_he_would_get_alone():
    """Those of one build share what is compiled; first weights are of the seed alone."""
    configs = [replace(PENALISED, seed=seed, units=(2 + seed % 2,)) for seed in range(6)]
    alone = [play(config, POINTS[2], None, 20, 20).states for config in configs]
    with ThreadPoolExecutor(6) as pool:
        together = list(pool.map(lambda config: play(config, POINTS[2], None, 20, 20), configs))
    for one, packet in zip(alone, together, strict=True):
        np.testing.assert_array_equal(packet.states, one)


def test_what_diverges_ends_with_the_last_good_moment():
    config = NeuronConfig(
        units=(4, 4),
        activations=("relu", "relu"),
        classes=0,
        loss="mean_squared_error",
        learning_rate=100.0,
    )
    packet = play(config, POINTS[0], None, 200)
    assert packet.diverged
    assert 1 <= len(packet.steps) < 200
    assert np.isfinite(packet.states).all()
    assert np.isfinite(packet.loss).all()
    again = play(config, POINTS[0], packet.state(), 5)
    assert again.diverged
    assert again.loss[-1] == packet.loss[-1]
    np.testing.assert_array_equal(again.states[-1], packet.states[-1])
    assert list(again.steps) == [packet.steps[-1]]


def test_weights_that_overflow_leave_what_was_there():
    config = NeuronConfig(units=(2,), activations=("exponential",), start_scale=100.0)
    packet = play(config, POINTS[2], None, 3)
    assert packet.diverged
    np.testing.assert_array_equal(packet.states[0], first_weights(config))


def test_first_weights_are_of_the_seed_alone():
    config = NeuronConfig(start="he_normal", seed=3)
    np.testing.assert_array_equal(first_weights(config), first_weights(config))
    assert not np.array_equal(first_weights(config), first_weights(replace(config, seed=4)))
    twice = first_weights(replace(config, start_scale=2.0))
    np.testing.assert_allclose(twice, 2 * first_weights(config))
    equal = first_weights(replace(config, start="equal", units=(2,), activations=("relu",)))
    np.testing.assert_array_equal(equal, [0.5] * 4 + [0] * 2 + [0.5] * 2 + [0])
    deeper = replace(config, units=(4, 2, 3), activations=("tanh",) * 3)
    np.testing.assert_array_equal(first_weights(config)[:22], first_weights(deeper)[:22])


def test_a_network_can_be_saved_and_used(tmp_path):
    config = NeuronConfig(("x1", "sin_x2"), (3,), ("gelu",), classes=3, loss="kl_divergence")
    model = build_network(config)
    model.save(tmp_path / "network.keras")
    again = keras.saving.load_model(tmp_path / "network.keras")
    x = expand(POINTS[3].x, config.features)
    mine = forward.outputs(config, first_weights(config), POINTS[3].x)
    np.testing.assert_allclose(again.predict(x, verbose=0), mine, rtol=1e-5, atol=1e-6)


def test_what_does_not_go_together_is_refused():
    config, points = NeuronConfig(), POINTS[2]
    good = play(config, points, None, 0).state()
    bad = NeuronState(0, np.full_like(good.values, np.nan))
    one_class = PointSet(points.x, np.zeros(50, np.float32), 2, points.test)
    assert np.isfinite(play(config, one_class, None, 2).loss).all()  # dull, but no error
    for arguments in (
        (config, POINTS[3], None, 1),
        (config, points, None, -1),
        (config, points, good, 0),
        (config, points, None, MAX_STEPS + 1),
        (config, points, None, 5000, 1),
        (config, points, None, 5, 0),
        (config, points, bad, 5),
        (config, points, NeuronState(0, good.values[:-1]), 5),
        (config, points, None, 5, 1, [(2, 0)]),
        (config, points, None, 5, 1, [(0, 4)]),
    ):
        with pytest.raises(ConfigError):
            play(*arguments)
