"""Models on disk: found by name, checked against their card, refused in one sentence."""

import io
import json
import zipfile

import keras
import numpy as np
import pytest

from dlcore.cnn import PRESETS, build_cnn
from dlcore.registry import RegistryError, shipped

IMAGES = np.random.default_rng(0).random((2, 28, 28, 1), dtype=np.float32)


@pytest.fixture
def model():
    return build_cnn(PRESETS["tiny"])


@pytest.fixture
def models(tmp_path, monkeypatch, model):
    """A registry of its own with one model, "tiny"."""
    monkeypatch.setattr(shipped, "MODELS", tmp_path / "models")
    shipped.load.cache_clear()
    shipped.save("tiny", model, {"seed": 7})
    yield tmp_path / "models"
    shipped.load.cache_clear()


def test_saved_model_comes_back(models, model):
    loaded = shipped.load("tiny")
    np.testing.assert_array_equal(loaded.predict_on_batch(IMAGES), model.predict_on_batch(IMAGES))
    assert shipped.load("tiny") is loaded
    assert sorted(path.name for path in models.iterdir()) == ["tiny.json", "tiny.keras"]


def test_card_holds_what_was_said_and_measured(models, model):
    card = shipped.card("tiny")
    assert card["name"] == "tiny"
    assert card["seed"] == 7
    assert card["parameters"] == model.count_params()
    assert card["bytes"] == shipped.path("tiny").stat().st_size


def test_names_are_models_with_a_card(models):
    (models / "lost.keras").write_bytes(b"")
    assert shipped.names() == ("tiny",)


@pytest.mark.parametrize("name", ["resnet", "../tiny", "tiny.keras", ""])
@pytest.mark.parametrize("ask", [shipped.load, shipped.card, shipped.path])
def test_unknown_name_is_refused(models, ask, name):
    with pytest.raises(RegistryError, match=r"model must be one of tiny\. Received: "):
        ask(name)


def test_changed_file_is_refused(models):
    file = shipped.path("tiny")
    file.write_bytes(file.read_bytes() + b"x")
    with pytest.raises(RegistryError, match="tiny must have the sha256 of its card"):
        shipped.load("tiny")


@pytest.mark.parametrize("content", ["{", "[]", "{}"])
def test_damaged_card_is_refused(models, content):
    (models / "tiny.json").write_text(content)
    with pytest.raises(RegistryError, match=r"The card tiny\.json must be"):
        shipped.load("tiny")


def _without_config(content):
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(kept, "w") as new:
        for name in old.namelist():
            if name != "config.json":
                new.writestr(name, old.read(name))
    return kept.getvalue()


def _with_other_config(content, change):
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(kept, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, change(data) if name == "config.json" else data)
    return kept.getvalue()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: b"",
        lambda content: b"not a model",
        lambda content: content[: len(content) // 2],
        lambda content: content[:200] + bytes(400) + content[600:],
        _without_config,
        lambda content: _with_other_config(content, lambda config: b"[]"),
        lambda content: _with_other_config(content, lambda config: b"{"),
        lambda content: _with_other_config(
            content, lambda config: config.replace(b'"Conv2D"', b'"Conv9D"')
        ),
        lambda content: _with_other_config(
            content, lambda config: config.replace(b'"filters": 8', b'"filters": 9')
        ),
        lambda content: _with_other_config(
            content, lambda config: config.replace(b'"dtype": {', b'"dtype": "x", "was": {')
        ),
    ],
    ids=[
        "empty",
        "text",
        "half",
        "overwritten",
        "no config",
        "config is a list",
        "config is no JSON",
        "unknown layer",
        "other weights",
        "unknown dtype",
    ],
)
def test_damaged_bytes_are_refused_in_one_line(model, spoil):
    with pytest.raises(RegistryError, match=r"Expected a \.keras file that is whole") as refused:
        shipped.load_bytes(spoil(shipped.to_bytes(model)))
    assert "\n" not in str(refused.value)


def test_code_in_a_model_is_refused():
    with_code = keras.Sequential([keras.Input((2,)), keras.layers.Lambda(lambda x: x + 1)])
    with pytest.raises(RegistryError, match=r"Expected a \.keras file"):
        shipped.load_bytes(shipped.to_bytes(with_code))


def _with_more(content, name, more):
    whole = io.BytesIO(content)
    with zipfile.ZipFile(whole, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, more)
    return whole.getvalue()


def test_what_else_a_file_holds_is_refused(model):
    with_pickle = _with_more(shipped.to_bytes(model), "assets/layer.pkl", b"cos\nsystem\n.")
    with pytest.raises(RegistryError, match=r"nothing else\. Found: assets/layer\.pkl"):
        shipped.load_bytes(with_pickle)


def test_a_file_that_unpacks_to_gigabytes_is_refused_before_it_does():
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("metadata.json", "config.json", "model.weights.h5"):
            archive.writestr(name, bytes(30 << 20))
    assert len(bomb.getvalue()) < 1 << 20
    with pytest.raises(RegistryError, match=r"at most 64 MB\. Found: 90 MB"):
        shipped.load_bytes(bomb.getvalue())


def test_shipped_models_match_their_cards():
    shipped.load.cache_clear()
    for name in shipped.names():
        card = json.loads(shipped.path(name).with_suffix(".json").read_text())
        assert shipped.load(name).count_params() == card["parameters"]
    assert "cnn" in shipped.names()


def test_a_damaged_history_is_refused(models):
    assert not shipped.has_history("tiny")
    (models / "tiny.history.npz").write_bytes(b"PK no such file")
    assert shipped.has_history("tiny")
    with pytest.raises(RegistryError, match="epochs of the model tiny cannot be read"):
        shipped.history("tiny")
