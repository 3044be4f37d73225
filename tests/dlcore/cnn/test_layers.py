import keras
import numpy as np
import pytest

from dlcore import registry
from dlcore.cnn import layers
from dlcore.data import held_out
from dlcore.explain.network import ExplainError


def test_the_network():
    model = registry.load("cnn")
    found = layers.summary("cnn")
    assert [layer.name for layer in found.layers] == [layer.name for layer in model.layers]
    assert sum(layer.parameters for layer in found.layers) == found.parameters
    convolutions = [part.name for part in model.layers if isinstance(part, keras.layers.Conv2D)]
    assert found.convolution == convolutions[-1]


def test_what_a_layer_passes_on(seven):
    model = registry.load("cnn")
    found = layers.passed_on(seven.image, "conv2d", "cnn")
    expected = keras.ops.convert_to_numpy(model.layers[0](seven.image[None, ..., None]))[0]
    np.testing.assert_allclose(found, expected, atol=1e-4)


def test_the_strongest_images_of_a_unit_are_the_strongest():
    model = registry.load("cnn")
    images = held_out.first_images()[0]
    part = keras.Sequential(model.layers[:3])
    peaks = part.predict(images, verbose=0)[..., 5].max(axis=(1, 2))
    found = layers.unit("activation", 5, None, "cnn")
    best = np.sort(peaks)[::-1][: layers.STRONGEST]
    np.testing.assert_allclose(found.values, best, rtol=1e-4)
    assert found.silent == pytest.approx(np.mean(peaks <= 0))
    np.testing.assert_array_equal(found.images[0], images[peaks.argmax(), ..., 0])


def test_a_convolutions_unit_has_its_kernel():
    kernel = layers.unit("conv2d_1", 9, None, "cnn").kernel
    np.testing.assert_array_equal(
        kernel, registry.load("cnn").get_layer("conv2d_1").get_weights()[0][..., 9]
    )
    assert layers.unit("dropout", 9, None, "cnn").kernel is None


def test_a_made_image_excites_its_unit_more_than_the_image_it_began_with():
    found = layers.exciting("activation_2", 4, None, "cnn")
    assert found.value > found.before


@pytest.mark.parametrize("ask", [layers.unit, layers.exciting])
def test_a_unit_that_is_not_there_is_refused(ask):
    with pytest.raises(ExplainError, match="from 0 to 31"):
        ask("conv2d", 32, None, "cnn")
    with pytest.raises(ExplainError, match="must be one of"):
        ask("conv", 0, None, "cnn")
