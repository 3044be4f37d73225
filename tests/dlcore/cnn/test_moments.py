import hashlib

import keras
import numpy as np
import pytest

from dlcore import registry
from dlcore.cnn import CnnConfig, build_cnn
from dlcore.cnn.moments import CROWD, moment
from dlcore.explain.network import ExplainError
from dlcore.registry.at_hand import ModelNotLoaded, find_timeline
from dlcore.registry.weight_history import WeightHistory, WeightRecorder


@pytest.fixture(scope="module")
def network() -> keras.Model:
    keras.utils.set_random_seed(0)
    return build_cnn(CnnConfig((3,), batch_norm=True, dense_units=6))


@pytest.fixture(scope="module")
def weights(network) -> list[list[np.ndarray]]:
    """Of three moments of a "training"; variances of batch normalisation stay above 0."""
    rng = np.random.default_rng(0)
    return [
        [np.abs(part + rng.normal(0, 0.3, part.shape)).astype(np.float32) for part in now]
        for now in [network.get_weights()] * 3
    ]


@pytest.fixture(scope="module")
def kept(network, weights) -> tuple[str, bytes]:
    """Digest and bytes of their history."""
    recorder = WeightRecorder(network.count_params())
    for epoch, now in enumerate(weights):
        recorder.add(epoch, now)
    data = recorder.history(registry.to_bytes(network)).to_bytes()
    return hashlib.sha256(data).hexdigest(), data


def test_each_moment_answers_with_its_own_weights(network, weights, kept, seven):
    name, batch = network.layers[0].name, seven.image[None, ..., None]
    for at, now in enumerate(weights):
        network.set_weights(now)
        found = moment(seven.image, name, at, None, *kept)
        expected = network.predict(batch, verbose=0)[0]
        np.testing.assert_allclose(found.probabilities[at], expected, atol=5e-3)
        maps = keras.ops.convert_to_numpy(network.layers[0](batch))[0]
        np.testing.assert_allclose(found.output, maps, atol=5e-3)
    assert found.epochs.tolist() == [0, 1, 2]
    assert found.crowd.points.shape == (CROWD, 2)


def test_a_test_image_lies_where_it_lies_at_each_moment(network, kept, seven):
    for at in range(3):
        found = moment(seven.image, network.layers[0].name, at, None, *kept)
        np.testing.assert_allclose(found.crowd.own, found.crowd.points[7], rtol=1e-3, atol=1e-3)


def test_beyond_the_end_is_the_end(network, kept, seven):
    last, beyond = (moment(seven.image, network.layers[0].name, at, None, *kept) for at in (2, 99))
    np.testing.assert_array_equal(beyond.output, last.output)


def test_a_history_travels_once(kept):
    digest, data = kept
    with pytest.raises(ModelNotLoaded):
        find_timeline("0" * 64)
    assert find_timeline(digest, data) is find_timeline(digest)


def test_a_layer_that_is_not_there_is_refused(kept, seven):
    with pytest.raises(ExplainError, match="must be one of"):
        moment(seven.image, "conv9", 0, None, *kept)


def test_a_model_without_epochs_is_refused(seven):
    with pytest.raises(registry.RegistryError, match="epochs of the model cnn cannot be read"):
        moment(seven.image, "conv2d", 0, None, "cnn")


def test_the_tutorials_network_learns(seven):
    found = moment(seven.image, "conv2d", 99, None, "cnn-tutorial")
    assert found.accuracy[0] < 0.3
    assert found.accuracy[-1] > 0.97
    assert found.probabilities[-1].argmax() == seven.truth
    assert WeightHistory.from_bytes(registry.history("cnn-tutorial").to_bytes()).model
