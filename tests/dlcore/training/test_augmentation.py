"""A blob is moved as far as it says, and only in training."""

import keras
import numpy as np
import pytest
from scipy import ndimage

from dlcore.cnn import CnnConfig
from dlcore.training import Augmentation, TrainConfig
from dlcore.training.architectures import build_network
from dlcore.training.augmentation import augmenting, moved
from dlcore.training.compiled import CompileConfig, CompiledNetwork


@pytest.fixture(scope="module")
def blob():
    """A soft spot right of the middle, (1, 28, 28, 1)."""
    down, right = np.mgrid[:28, :28]
    spot = np.exp(-((down - 13.5) ** 2 + (right - 19.5) ** 2) / 8)
    return spot[None, ..., None].astype(np.float32)


def centre(image):
    """Of mass, (x, y) in pixels from the middle."""
    down, right = ndimage.center_of_mass(np.asarray(image)[..., 0])
    return right - 13.5, down - 13.5


def one(image, *amounts):
    return moved(image, *(np.float32([amount]) for amount in amounts))[0]


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        ((0, 0, 0, 0), (6, 0)),
        ((2, 0, 0, 0), (8, 0)),
        ((0, -3, 0, 0), (6, -3)),
        ((1.5, 0.5, 0, 0), (7.5, 0.5)),
        ((0, 0, np.pi / 2, 0), (0, 6)),  # clockwise, and y points down
        ((0, 0, np.pi / 6, 0), (6 * np.cos(np.pi / 6), 3)),
        ((0, 0, 0, 0.25), (7.5, 0)),
        ((0, 0, 0, -0.5), (3, 0)),
        ((2, 1, np.pi / 2, -0.5), (2, 4)),
    ],
    ids=str,
)
def test_a_blob_goes_where_it_is_sent(blob, amounts, expected):
    assert centre(one(blob, *amounts)) == pytest.approx(expected, abs=0.05)


def test_zoom_makes_the_ink_larger_in_both_directions(blob):
    ink = float(np.sum(blob))
    assert float(np.sum(one(blob, 0, 0, 0, -0.4))) == pytest.approx(ink * 0.36, rel=0.02)


def test_half_a_pixel_is_the_mean_of_two():
    image = np.zeros((1, 28, 28, 1), np.float32)
    image[0, 10, 10] = 1
    row = np.asarray(one(image, 0.5, 0, 0, 0))[10, :, 0]
    np.testing.assert_allclose(row[9:13], [0, 0.5, 0.5, 0], atol=1e-5)


def test_what_comes_from_outside_is_black():
    assert float(one(np.ones((1, 28, 28, 1), np.float32), 28, 0, 0, 0).numpy().max()) == 0


def test_it_moves_up_to_its_limits_and_each_image_by_itself(blob):
    layer = augmenting(Augmentation(shift=2))
    batch = np.repeat(blob, 400, axis=0)
    found = np.array([centre(image) for image in layer(batch, training=True)])
    apart = found - [6, 0]
    assert np.abs(apart).max() <= 2.05
    assert apart.min(axis=0) == pytest.approx([-2, -2], abs=0.1)
    assert apart.max(axis=0) == pytest.approx([2, 2], abs=0.1)
    assert apart.std(axis=0) == pytest.approx([4 / np.sqrt(12)] * 2, rel=0.1)  # uniform
    turned = augmenting(Augmentation(rotation=30))(batch, training=True)
    angles = [np.degrees(np.arctan2(y, x)) for x, y in map(centre, turned)]
    assert (min(angles), max(angles)) == pytest.approx((-30, 30), abs=1.5)


def test_in_prediction_nothing_moves(blob):
    layer = augmenting(Augmentation(2, 30, 0.2))
    np.testing.assert_array_equal(layer(blob, training=False), blob)
    np.testing.assert_array_equal(layer(blob), blob)


def test_the_seed_brings_the_same_again_and_goes_on_from_its_state(blob):
    layer = augmenting(Augmentation(2, 30, 0.2))
    layer.reseed(7)
    first, second = (layer(blob, training=True).numpy() for _ in range(2))
    assert np.any(first != second)
    layer.reseed(7)
    np.testing.assert_array_equal(layer(blob, training=True), first)
    state = layer.random.state.numpy()
    layer.reseed(8)
    layer.random.state.assign(state)
    np.testing.assert_array_equal(layer(blob, training=True), second)
    layer.reseed(2**32 - 1)


def test_training_is_augmented_and_its_network_is_not(few):
    config = TrainConfig(CnnConfig((4,), dense_units=8), augmentation=Augmentation(shift=4))
    compiled = CompiledNetwork(CompileConfig.of(config, 1))
    keras.utils.set_random_seed(0)
    fresh = build_network(config.network)
    losses = []
    images, labels = few.x_train[:32, ..., None], few.y_train[:32]
    for _ in range(2):
        compiled.reset(fresh, seed=5)
        compiled.set_rate(1e-7, 1)
        losses.append([compiled.model.train_on_batch(images, labels)[0] for _ in range(3)])
    assert losses[0] == pytest.approx(losses[1], rel=1e-5)
    assert len({round(float(loss), 4) for loss in losses[0]}) == 3  # other images each time
    compiled.copy_weights_to(fresh)
    np.testing.assert_allclose(
        compiled.model.predict_on_batch(images), fresh(images / np.float32(255)), atol=1e-5
    )
    assert len(fresh.layers) == len(build_network(config.network).layers)
