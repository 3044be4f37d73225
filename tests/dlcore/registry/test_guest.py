"""A visitor's network is refused before it is built, or fitted to what the lab asks for."""

import io
import json
import threading
import zipfile
from collections.abc import Callable

import h5py
import keras
import numpy as np
import pytest
from keras import layers

from dlcore.cnn import CnnConfig, build_cnn
from dlcore.data import held_out
from dlcore.data.dataset import DIGITS
from dlcore.registry import RegistryError, at_hand, guest, keras_file, load_bytes, to_bytes
from dlcore.rnn import RnnConfig, build_rnn

IMAGES, TRUTH = (part[:300] for part in held_out.first_images())


def flat(*behind: layers.Layer, shape=(28, 28, 1)) -> keras.Sequential:
    return keras.Sequential([keras.Input(shape), layers.Flatten(), *behind])


@pytest.fixture(scope="module")
def reader() -> keras.Model:
    """Knows the test images by heart, by least squares: nothing has to be trained."""
    model = flat(layers.Dense(10, "softmax"))
    flat_images = np.c_[IMAGES.reshape(len(IMAGES), -1), np.ones(len(IMAGES))]
    wanted = np.where(np.eye(10)[TRUTH] == 1, 8.0, -8.0)
    solved = np.linalg.lstsq(flat_images, wanted, rcond=1e-6)[0]
    model.set_weights([solved[:-1], solved[-1]])
    return model


def made_for(reader: keras.Model, scale: float, offset: float, shape=(28, 28, 1), end="softmax"):
    """The same network, for other pixels, another shape of image, another end."""
    model = flat(layers.Dense(10, end), shape=shape)
    weights, bias = reader.get_weights()
    model.set_weights([weights / scale, bias - (weights / scale * offset).sum(axis=0)])
    return model


def h5(model: keras.Model) -> bytes:
    buffer = io.BytesIO()
    with h5py.File(buffer, "w") as file:
        keras.src.legacy.saving.legacy_h5_format.save_model_to_hdf5(model, file)
    return buffer.getvalue()


def test_networks_of_tutorials_are_fitted(reader):
    whole = reader.predict_on_batch(IMAGES)
    usual = guest.Fit(logits=False, dark_on_light=False, to_255=False, classes=DIGITS, accuracy=1.0)
    for scale, offset, shape, end in (
        (1, 0, (28, 28, 1), "softmax"),
        (1, 0, (28, 28), "softmax"),
        (1, 0, (784,), None),
        (-1, 1, (28, 28, 1), "softmax"),
        (255, 0, (28, 28), None),
        (-255, 255, (784,), "softmax"),
    ):
        given = made_for(reader, scale, offset, shape, end)
        model, fit = guest.load(h5(given) if shape == (28, 28) else to_bytes(given))
        assert model.input_shape == (None, 28, 28, 1)
        np.testing.assert_allclose(model.predict_on_batch(IMAGES), whole, atol=2e-4)
        found = fit.logits, fit.dark_on_light, fit.to_255
        assert found == (end is None, scale < 0, abs(scale) == 255)
        assert fit.accuracy >= 0.99
    assert guest.load(to_bytes(reader))[1] == usual


def test_an_optimizer_is_left_where_it_is(reader):
    trained = made_for(reader, 1, 0)
    trained.compile("adam", "sparse_categorical_crossentropy")
    trained.fit(IMAGES[:8], TRUTH[:8], verbose=0)
    model, fit = guest.load(to_bytes(trained))
    assert fit.accuracy > 0.9
    assert model.count_params() == 7850


def test_other_classes_are_noticed():
    model, fit = guest.load(to_bytes(flat(layers.Dense(10, "softmax"))))
    assert fit.accuracy < 0.5
    assert model.input_shape == (None, 28, 28, 1)


def test_functional_chains_keep_their_layers_and_others_are_one(reader):
    inputs = keras.Input((28, 28))
    here = layers.Reshape((28, 28, 1))(inputs)
    middle = layers.Conv2D(2, 3)(here)
    chain = keras.Model(inputs, layers.Dense(10)(layers.Flatten()(middle)))
    assert [type(one).__name__ for one in guest.fitted(chain)[0].layers] == [
        *("Reshape", "Reshape", "Conv2D", "Flatten", "Dense", "Softmax")
    ]
    both = layers.Concatenate()([layers.Flatten()(middle), layers.Flatten()(here)])
    forked = keras.Model(inputs, layers.Dense(10)(both))
    assert [type(one).__name__ for one in guest.fitted(forked)[0].layers] == [
        *("Reshape", "Functional", "Softmax")
    ]


def changed(model: keras.Model, change: Callable[[dict], None]) -> bytes:
    """A file whose description was changed by hand."""
    whole, kept = zipfile.ZipFile(io.BytesIO(to_bytes(model))), io.BytesIO()
    with zipfile.ZipFile(kept, "w") as new:
        for name in whole.namelist():
            content = whole.read(name)
            if name == "config.json":
                config = json.loads(content)
                change(config)
                content = json.dumps(config).encode()
            new.writestr(name, content)
    return kept.getvalue()


def widened(config: dict) -> None:
    for layer in config["config"]["layers"]:
        layer.pop("build_config", None)
    config["config"]["layers"][-2]["config"]["units"] = 50_000_000


def bad(reader: keras.Model) -> dict[str, bytes]:
    steps = keras.Sequential([keras.Input((784,)), layers.Reshape((784, 1)), layers.GRU(10)])
    blown = keras.Sequential(
        [keras.Input((28, 28, 1)), layers.UpSampling2D(64), layers.GlobalMaxPooling2D()]
    )
    blown.add(layers.Dense(10))
    slow = keras.Sequential([keras.Input((28, 28, 1)), layers.Conv2D(128, 3, padding="same")])
    for _more in range(2):
        slow.add(layers.Conv2D(128, 3, padding="same"))
    slow.add(layers.GlobalMaxPooling2D())
    slow.add(layers.Dense(10))
    not_finite = flat(layers.Dense(10))
    not_finite.set_weights([np.full((784, 10), np.nan), np.zeros(10)])
    half = keras.Sequential(
        [keras.Input((28, 28, 1)), layers.Flatten(), layers.Dense(10, dtype="float16")]
    )
    whole_numbers = keras.Model(
        given := keras.Input((784,), dtype="int32"), layers.Dense(10)(layers.Rescaling(1.0)(given))
    )
    return {
        "whole": changed(flat(layers.Dense(4), layers.Dense(10)), widened),  # 157 GB
        "layers. Found": to_bytes(flat(*(layers.Activation("relu") for _ in range(210)))),
        "values may leave a layer": to_bytes(blown),
        "finite numbers": to_bytes(not_finite),
        "float16": to_bytes(half),
        "int32": to_bytes(whole_numbers),
        "must go from": to_bytes(flat(layers.Dense(1))),
        "name of a layer": to_bytes(flat(layers.Dense(10, name='a"b'))),
        "no code": to_bytes(flat(layers.Dense(10), layers.Lambda(lambda x: x))),
        "multiply at most 200,000,000": to_bytes(slow),
        "recurrent layer may take at most 500": to_bytes(steps),
    }


def test_what_cannot_be_used_is_refused_in_one_sentence(reader, monkeypatch):
    files = bad(reader)
    monkeypatch.setattr(guest, "MAX_STEPS", 500)
    for said, data in files.items():
        with pytest.raises(RegistryError, match=said) as refused:
            guest.load(data)
        assert "\n" not in str(refused.value)
    monkeypatch.setattr(guest, "MAX_PARAMETERS", 7_849)
    with pytest.raises(RegistryError, match=r"at most 7,849 parameters\. Found: 7,850"):
        guest.load(to_bytes(reader))


def test_the_largest_network_of_the_labs_own_is_none_too_large():
    for config in (CnnConfig((256, 256), 5, dense_units=0), RnnConfig("lstm", 256, 3, True)):
        model = (build_cnn if isinstance(config, CnnConfig) else build_rnn)(config)
        guest._check_size(model)


def test_products_are_those_of_the_equations():
    """Of a convolution, a layer on each step, a recurrent layer and one that weighs nothing."""
    for layer, shape, products in (
        (layers.Conv2D(4, 3, use_bias=False), (28, 28, 2), 26 * 26 * 4 * 3 * 3 * 2),
        (layers.Dense(5, use_bias=False), (7, 3), 7 * 3 * 5),
        (layers.SimpleRNN(4, use_bias=False), (7, 3), 7 * (3 * 4 + 4 * 4)),
        (layers.Flatten(), (7, 3), 0),
    ):
        keras.Sequential([keras.Input(shape), layer])
        assert guest._products(layer) == products


def test_what_hdf5_declares_is_added_up_before_it_is_read(reader, monkeypatch):
    monkeypatch.setattr(keras_file, "MAX_UNPACKED", 1 << 20)
    buffer = io.BytesIO(h5(reader))
    with h5py.File(buffer, "a") as file:
        file.create_dataset("zeros", (1 << 21,), "u1", compression="gzip")
    assert len(buffer.getvalue()) < 200_000
    with pytest.raises(RegistryError, match="at most 1 MB"):
        load_bytes(buffer.getvalue())


def test_arrays_of_other_files_are_not_read(reader, tmp_path):
    (tmp_path / "secret").write_bytes(bytes(8))
    buffer = io.BytesIO(h5(reader))
    with h5py.File(buffer, "a") as file:
        file.create_dataset("a", (8,), "u1", external=[(str(tmp_path / "secret"), 0, 8)])
    with pytest.raises(RegistryError, match="other files"):
        load_bytes(buffer.getvalue())


def test_damaged_h5_files_are_refused(reader):
    whole = h5(reader)
    for data in (whole[:100], whole[: len(whole) // 2], whole[:8] + bytes(500) + whole[508:]):
        with pytest.raises(RegistryError, match="whole"):
            load_bytes(data)


def test_while_one_is_loaded_others_answer_and_a_refusal_is_kept():
    begun, go_on, loads = threading.Event(), threading.Event(), []

    def load(data: bytes) -> bytes:
        loads.append(data)
        if data == b"slow":
            begun.set()
            assert go_on.wait(60)
        if data == b"bad":
            raise RegistryError("No {what}", what="network")
        return data

    cache = at_hand._Cache(2, load)
    digest = {data: at_hand.hashlib.sha256(data).hexdigest() for data in (b"slow", b"fast", b"bad")}
    slow = threading.Thread(target=cache.get, args=(digest[b"slow"], b"slow"))
    slow.start()
    assert begun.wait(60)
    assert cache.get(digest[b"fast"], b"fast") == b"fast"
    for _again in range(2):
        with pytest.raises(RegistryError, match="No network"):
            cache.get(digest[b"bad"], b"bad")
    go_on.set()
    slow.join()
    assert cache.get(digest[b"slow"], None) == b"slow"
    assert loads == [b"slow", b"fast", b"bad"]
