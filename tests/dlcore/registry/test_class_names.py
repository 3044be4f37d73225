"""What the classes of a network are called travels in its file, which may be a stranger's."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile

import keras
import numpy as np
import pytest

from dlcore import registry
from dlcore.cnn import CnnConfig, build_cnn
from dlcore.data.dataset import DIGITS
from dlcore.mlp import MlpConfig, build_mlp
from dlcore.registry import RegistryError
from dlcore.registry.at_hand import find_fit, find_model
from dlcore.rnn import RnnConfig, build_rnn

NAMES = ("α", "一", "<b>*γ*</b>")


def small(classes: int = 3) -> keras.Model:
    return build_mlp(MlpConfig((4,), classes=classes))


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The same file with another content of one part."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for entry in old.namelist():
            new.writestr(entry, content if entry == name else old.read(entry))
    return buffer.getvalue()


def test_names_go_along_and_the_network_is_the_same(tmp_path):
    model = small()
    data = registry.to_bytes(model, NAMES)
    assert registry.class_names(data) == NAMES
    read = registry.load_bytes(data)
    (tmp_path / "model.keras").write_bytes(data)
    keras_read = keras.saving.load_model(tmp_path / "model.keras")
    for one in (read, keras_read):
        for found, expected in zip(one.get_weights(), model.get_weights(), strict=True):
            np.testing.assert_array_equal(found, expected)


def test_where_no_names_are_there_are_numbers():
    for build, config in (
        (build_mlp, MlpConfig((4,), classes=3)),
        (build_cnn, CnnConfig((4,), dense_units=8, classes=26)),
        (build_rnn, RnnConfig("gru", 4, bidirectional=True, classes=100)),
        (build_mlp, MlpConfig(())),
    ):
        data = registry.to_bytes(build(config))
        assert registry.class_names(data) == tuple(map(str, range(config.classes)))


def test_a_file_that_does_not_say_is_of_digits():
    plain = registry.to_bytes(small())
    for data in (
        b"",
        b"no zip",
        b"\x89HDF\r\n\x1a\n",
        plain[:200],
        with_part(plain, "config.json", b"[" * 100_000),
        with_part(plain, "config.json", b'{"units": 1000000000}'),
        with_part(plain, "config.json", b'{"units": -3, "a": {"units": "3"}}'),
        with_part(plain, "metadata.json", b"\xff"),
    ):
        assert registry.class_names(data) == DIGITS


def test_strange_names_are_passed_over_or_made_plain():
    plain = registry.to_bytes(small())
    numbers = ("0", "1", "2")
    for written, said in (
        ("abc", numbers),
        (["a"], numbers),
        (["a", "a", "b"], numbers),
        (["a", 1, "b"], numbers),
        (["a", "\u0000\u202e", "b"], numbers),
        ([str(i) for i in range(101)], numbers),
        ([" a\n", "b" * 1000, "c\u0007"], ("a", "b" * 40, "c")),
    ):
        metadata = json.dumps({"classes": written}).encode()
        data = with_part(plain, "metadata.json", metadata)
        assert registry.class_names(data) == said
    for metadata in (b"[]", b"null", b'{"classes": null}'):
        assert registry.class_names(with_part(plain, "metadata.json", metadata)) == numbers


def test_a_network_of_any_classes_is_at_hand():
    data = registry.to_bytes(small(), NAMES)
    digest = hashlib.sha256(data).hexdigest()
    assert find_model(digest, data).output_shape == (None, 3)
    fit = find_fit(digest)
    assert fit.classes == NAMES
    assert fit.accuracy is None  # nobody has images of these
    row = keras.Input((784,))
    scores = keras.Model(row, keras.layers.Dense(4)(row))
    data = registry.to_bytes(scores)
    digest = hashlib.sha256(data).hexdigest()
    answers = find_model(digest, data).predict_on_batch(np.ones((2, 28, 28, 1), np.float32))
    np.testing.assert_allclose(answers.sum(axis=1), 1, rtol=1e-5)
    assert find_fit(digest).logits
    assert find_fit(digest).classes == tuple("0123")
    images = keras.Input((28, 28, 1))
    flat = keras.layers.Flatten()(images)
    for inputs, outputs in (
        (images, flat),
        (images, keras.layers.Dense(1)(flat)),
        (images, [keras.layers.Dense(3)(flat), keras.layers.Dense(3)(flat)]),
    ):
        other = registry.to_bytes(keras.Model(inputs, outputs))
        with pytest.raises(RegistryError, match="where k is 2 to 100"):
            find_model(hashlib.sha256(other).hexdigest(), other)
