import numpy as np
import pytest

from dlcore.registry import weight_history
from dlcore.registry.weight_history import WeightHistory, WeightRecorder

SHAPES = [(3, 3, 1, 2), (2,), (5, 4)]


def weights(value: float) -> list[np.ndarray]:
    return [np.full(shape, value + i, np.float32) for i, shape in enumerate(SHAPES)]


def recorded(epochs, parameters: int = 40) -> WeightHistory | None:
    recorder = WeightRecorder(parameters)
    for epoch in epochs:
        recorder.add(epoch, weights(epoch))
    return recorder.history(b"model")


def test_weights_come_back_as_they_were():
    history = WeightHistory.from_bytes(recorded([0, 1, 2, 2.5]).to_bytes())
    assert history.model == b"model"
    assert history.epochs.tolist() == [0, 1, 2, 2.5]
    for found, expected in zip(history.unpacked(2, SHAPES), weights(2), strict=True):
        np.testing.assert_array_equal(found, expected)
        assert found.dtype == np.float32


@pytest.mark.parametrize("count", [12, 13, 40, 201])
def test_a_long_training_is_thinned_and_keeps_both_ends(count):
    epochs = recorded(range(count)).epochs
    assert len(epochs) <= weight_history.MAX_EPOCHS
    assert epochs[0] == 0
    assert epochs[-1] == count - 1
    assert np.ptp(np.diff(epochs)[:-1]) == 0


def test_the_memory_of_a_large_network_is_bounded():
    parameters = weight_history.MAX_BYTES // 2 // 5
    assert len(recorded(range(30), parameters).epochs) <= 5
    assert recorded(range(30), weight_history.MAX_BYTES // 2 // 2) is None


def test_the_same_epoch_counts_once():
    assert recorded([0, 1, 1]).epochs.tolist() == [0, 1]


def test_a_training_that_never_began_has_no_history():
    assert recorded([0]) is None
    assert recorded([]) is None


def test_what_half_precision_cannot_hold_is_clipped():
    recorder = WeightRecorder(1)
    recorder.add(0, [np.array([1e6], np.float32)])
    recorder.add(1, [np.array([-1e6], np.float32)])
    assert np.isfinite(recorder.history(b"").weights).all()
