"""A network beside what it has learnt from: the nearest, how familiar, and what is refused."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import keras
import numpy as np
import pytest
from sklearn.metrics.pairwise import cosine_similarity

from dlcore import registry, tasks
from dlcore.cnn import CnnConfig
from dlcore.data import DataError
from dlcore.data.formats import to_npz
from dlcore.data.symbols import symbols
from dlcore.digits import preprocess
from dlcore.few import acquaintance
from dlcore.few.acquaintance import Taught, evenly, some_learnt
from dlcore.few.config import FewConfig, FewResult, Misread, Strangeness
from dlcore.few.strangers import strangers
from dlcore.registry.at_hand import ModelNotLoaded
from dlcore.training import TrainConfig
from dlcore.training.recipe import DataRecipe


def config(**recipe) -> TrainConfig:
    data = DataRecipe(set=symbols().fingerprint, **recipe)
    return TrainConfig(CnnConfig((4,), dense_units=8, classes=20), data=data)


@pytest.fixture(scope="module")
def network() -> keras.Model:
    keras.utils.set_random_seed(0)
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Flatten(),
            keras.layers.Dense(24, activation="relu", name="before"),
            keras.layers.Dropout(0.5),
            keras.layers.Dense(20, activation="softmax"),
        ]
    )


@pytest.fixture(scope="module")
def model(network) -> bytes:
    return registry.to_bytes(network, symbols().classes)


@pytest.fixture(autouse=True)
def nothing_is_at_hand():
    acquaintance._MADE.clear()


def drawing(seed: int = 0) -> np.ndarray:
    """Something on a canvas."""
    sheet = np.zeros((280, 280), np.uint8)
    top, left = np.random.default_rng(seed).integers(30, 120, 2)
    sheet[top : top + 120, left + 40 : left + 64] = 255
    sheet[top : top + 20, left : left + 100] = 255
    return sheet


def read(model: bytes, taught, seed: int = 0) -> tasks.Reading:
    return tasks.read_known(drawing(seed), hashlib.sha256(model).hexdigest(), model, taught)


def test_all_of_it_is_what_numpy_says(network, model):
    """Of a network that has learnt nothing: features, the nearest, the threshold and both rates."""
    data = symbols()
    look = keras.Model(network.inputs, [network.get_layer("before").output, network.outputs[0]])

    def features(images: np.ndarray) -> np.ndarray:
        return look.predict(images.reshape(-1, 28, 28, 1) / np.float32(255), verbose=0)[0]

    learnt = some_learnt(config(), data)
    known, others = features(learnt.images), features(strangers(data, np.random.default_rng(0))[1])
    among = cosine_similarity(known)
    same = learnt.writers[:, None] == learnt.writers[None]
    least = np.quantile(np.where(same, -1, among).max(axis=1), 0.05)
    kept = (cosine_similarity(features(data.x_test), known).max(axis=1) >= least).mean()
    refused = (cosine_similarity(others, known).max(axis=1) < least).mean()

    found = read(model, Taught(config(), to_npz(data)))
    seen, said = look.predict(preprocess(drawing())[None], verbose=0)
    near = cosine_similarity(seen, known)[0]
    np.testing.assert_allclose(found.probabilities, said[0], atol=1e-6)
    assert found.likeness.familiarity == pytest.approx(near.max(), abs=1e-5)
    np.testing.assert_array_equal(found.likeness.nearest, learnt.images[near.argmax()])
    assert found.likeness.label == learnt.labels[near.argmax()]
    strange = found.likeness.strangeness
    assert strange.threshold == pytest.approx(least, abs=1e-5)
    assert strange.kept == pytest.approx(kept, abs=0.005)
    assert strange.refused == pytest.approx(refused, abs=0.005)
    assert strange.strangers == "digits"


def test_the_set_travels_once(model):
    digest = hashlib.sha256(model).hexdigest()
    with pytest.raises(ModelNotLoaded):
        tasks.read_known(drawing(), digest)
    with pytest.raises(ModelNotLoaded):  # nor by the network alone
        tasks.read_known(drawing(), digest, model)
    first = read(model, Taught(config(), to_npz(symbols())))
    again = tasks.read_known(drawing(), digest)
    assert again.likeness.familiarity == first.likeness.familiarity


def test_an_image_that_was_learnt_from_is_its_own_nearest(model):
    data = symbols()
    read(model, Taught(config(), to_npz(data)))
    known = acquaintance.find(hashlib.sha256(model).hexdigest())
    images = some_learnt(config(), data).images[:5]
    _said, likenesses = known.read(images[..., None] / np.float32(255))
    for image, likeness in zip(images, likenesses, strict=True):
        assert likeness.familiarity == pytest.approx(1, abs=1e-5)
        np.testing.assert_array_equal(likeness.nearest, image)


def test_nothing_drawn_is_blank(model):
    digest = hashlib.sha256(model).hexdigest()
    taught = Taught(config(), to_npz(symbols()))
    found = tasks.read_known(np.zeros((50, 50), np.uint8), digest, model, taught)
    assert found.blank
    np.testing.assert_allclose(found.probabilities, np.full(20, 0.05), rtol=1e-6)


def test_only_what_the_run_has_trained_on_is_learnt_from():
    """Not what it held out, thinned or left; with the labels that it was taught."""
    data = symbols()
    half = replace(config(validation_share=0.5, thinned_digit=3, thinned_to=2), train_share=0.5)
    learnt = some_learnt(half, data)
    trained_on = {image.tobytes() for image in data.x_train[: len(data.x_train) // 4]}
    assert {image.tobytes() for image in learnt.images} <= trained_on
    assert (learnt.labels == 3).sum() == 2
    writers = {
        (image.tobytes(), writer)
        for image, writer in zip(data.x_train, data.writers_train.tolist(), strict=True)
    }
    assert {
        (image.tobytes(), writer)
        for image, writer in zip(learnt.images, learnt.writers.tolist(), strict=True)
    } <= writers
    noisy = some_learnt(config(label_noise=1.0), data)
    assert not np.array_equal(noisy.labels, some_learnt(config(), data).labels)


def test_each_class_is_there_as_often_as_any_other():
    labels = np.repeat(np.arange(4, dtype=np.uint8), [3000, 20, 2, 500])
    taken = evenly(labels, 100)
    assert np.bincount(labels[taken]).tolist() == [39, 20, 2, 39]
    assert len(set(taken)) == 100
    assert sorted(evenly(labels[:50], 100)) == list(range(50))


def test_one_that_was_taught_from_few_brings_what_it_knows(model):
    data = symbols()
    strange = Strangeness(0.7, 0.95, 0.8, 0.97, "digits")
    few = FewResult(
        config=FewConfig(),
        classes=data.classes,
        fingerprint=data.fingerprint,
        model=model,
        learnt=data.x_train[:40],
        learnt_labels=data.y_train[:40],
        tests={},
        misread=Misread(*4 * (np.zeros(0),)),
        strangeness=strange,
        seconds=1.0,
        stopped=False,
    )
    likeness = read(model, few).likeness
    assert likeness.strangeness == strange
    assert likeness.nearest.tobytes() in {image.tobytes() for image in few.learnt}


def test_a_set_that_is_damaged_is_said(model):
    with pytest.raises(DataError):
        read(model, Taught(config(), b"no set"))


def test_without_a_set_it_is_mnist():
    assert Taught(TrainConfig(), b"", "sample").data().source == "sample"
