"""The players: their shapes, the projection, and that the generator is a plain Keras model."""

import keras
import numpy as np
import pytest

from dlcore import registry
from dlcore.gan import GanConfig, build_discriminator, build_generator, draw
from dlcore.gan.film import fixed_labels, fixed_noise

NOISE, LABELS = fixed_noise(3, 0, 6), fixed_labels(6)
IMAGES = np.random.default_rng(0).uniform(-1, 1, (6, 28, 28, 1)).astype(np.float32)


def test_the_default_generator_draws_28x28():
    generator = build_generator(GanConfig())
    assert [tuple(tensor.shape) for tensor in generator.inputs] == [(None, 64), (None,)]
    assert generator.output_shape == (None, 28, 28, 1)
    assert not generator.compiled
    kinds = [type(layer).__name__ for layer in generator.layers]
    assert kinds.index("Dense") < kinds.index("Conv2DTranspose")
    assert "Lambda" not in kinds


def test_the_default_discriminator_scores_images():
    discriminator = build_discriminator(GanConfig())
    assert discriminator.output_shape == (None, 1)
    assert not discriminator.compiled
    kinds = [type(layer).__name__ for layer in discriminator.layers]
    assert kinds.index("Conv2D") < kinds.index("Dense")


@pytest.mark.parametrize("conditional", [True, False])
def test_a_generator_loads_safely_and_draws_the_same(tiny, conditional):
    generator = build_generator(tiny(conditional=conditional))
    again = registry.load_bytes(registry.to_bytes(generator))
    drawn = draw(generator, NOISE, LABELS)
    assert (drawn.shape, drawn.dtype) == ((6, 28, 28), np.uint8)
    np.testing.assert_array_equal(draw(again, NOISE, LABELS), drawn)


def test_drawings_are_what_the_generator_says(tiny):
    generator = build_generator(tiny())
    images = generator.predict([NOISE, LABELS], verbose=0)[..., 0]
    np.testing.assert_allclose(draw(generator, NOISE, LABELS), (images + 1) * 127.5, atol=0.51)
    assert draw(generator, NOISE[:0], LABELS[:0]).shape == (0, 28, 28)


def test_a_conditional_generator_draws_another_digit_from_the_same_noise(tiny):
    generator = build_generator(tiny())
    one, other = (draw(generator, NOISE, np.full(6, digit)) for digit in (1, 8))
    assert (one != other).any()


def test_the_score_is_a_projection(tiny):
    """Equation 3 of Miyato & Koyama: psi(phi(x)) + <embedding of y, phi(x)>."""
    discriminator = build_discriminator(tiny())
    score = discriminator.get_layer("score")
    features = keras.Model(discriminator.inputs, score.input).predict([IMAGES, LABELS], verbose=0)
    weights, offset = score.get_weights()
    embedding = discriminator.get_layer("digit").get_weights()[0]
    expected = features @ weights + offset + (features * embedding[LABELS]).sum(1, keepdims=True)
    found = discriminator.predict([IMAGES, LABELS], verbose=0)
    np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-6)


def test_an_auxiliary_classifier_has_ten_logits(tiny):
    scores, logits = build_discriminator(tiny(class_weight=0.3))([IMAGES, LABELS])
    assert (scores.shape, logits.shape) == ((6, 1), (6, 10))


def test_without_digits_it_takes_images_alone(tiny):
    config = tiny(conditional=False)
    assert build_discriminator(config)(IMAGES).shape == (6, 1)
    assert build_generator(config)(NOISE).shape == (6, 28, 28, 1)
