"""The models that ship: what there is, its card, and loading it.

A model is two files in models/: NAME.keras, weights without optimizer state, and NAME.json, its
card, which says what it was trained on and how well it does, and holds the file's SHA-256. Two more
may be there: NAME.history.npz holds its weights after each epoch, and NAME.onnx is the same network
for ONNX Runtime, made from the .keras file and held to it by a test.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dlcore.registry import onnx_file
from dlcore.registry.keras_file import RegistryError, load_bytes, to_bytes
from dlcore.registry.onnx_file import OnnxNetwork
from dlcore.registry.weight_history import WeightHistory

if TYPE_CHECKING:
    import keras

MODELS = Path(__file__).parents[2] / "models"

Card = dict[str, Any]


def names() -> tuple[str, ...]:
    """Names of the models that have both a file and a card, sorted."""
    return tuple(sorted(file.stem for file in MODELS.glob("*.keras") if _card_path(file).exists()))


def path(name: str) -> Path:
    """The .keras file of a model.

    Raises:
        RegistryError: there is no such model.
    """
    known = names()
    if name not in known:
        raise RegistryError(
            "The model must be one of {known}. Received: {name}",
            known=", ".join(known),
            name=repr(name),
        )
    return MODELS / f"{name}.keras"


def card(name: str) -> Card:
    """The card of a model: data, seed, versions, accuracy, sha256 and more.

    Raises:
        RegistryError: there is no such model, or its card is damaged.
    """
    return read_card(path(name))


def read_card(model: Path) -> Card:
    """The card beside a .keras file.

    Raises:
        RegistryError: it is damaged.
    """
    file = _card_path(model)
    try:
        return dict(_parsed(file, file.stat().st_mtime_ns))
    except (OSError, ValueError) as error:
        raise RegistryError(
            "The card {file} must be JSON. Cannot read it: {error}",
            file=file.name,
            error=str(error),
        ) from error


@lru_cache(maxsize=32)  # up to 50 kB, asked for at each stroke of each visitor
def _parsed(file: Path, changed: int) -> Card:
    content = json.loads(file.read_text(encoding="utf-8"))
    if not isinstance(content, dict) or "sha256" not in content:
        raise RegistryError("The card {file} must be an object with a sha256.", file=file.name)
    return content


@lru_cache(maxsize=8)
def load(name: str) -> keras.Model:
    """Loads a shipped model, once in a process.

    Returns:
        An uncompiled model, shared: do not train it.

    Raises:
        RegistryError: there is no such model, or its file is not the one its card describes.
    """
    return load_bytes(_read(path(name), card(name)))


def answers_alone(name: str) -> bool:
    """Whether a model's answers are to be had in this process without Keras; see `load_onnx`."""
    return _answers_alone(MODELS, name)


@lru_cache(maxsize=32)  # asked at each stroke of each visitor
def _answers_alone(models: Path, name: str) -> bool:
    return onnx_file.can_run() and name in names() and _onnx_path(path(name)).exists()


@lru_cache(maxsize=8)
def load_onnx(name: str) -> OnnxNetwork:
    """Loads the ONNX file of a shipped model, once in a process.

    Raises:
        RegistryError: there is no such model, or its file is not the one its card describes.
    """
    return OnnxNetwork(_read(_onnx_path(path(name)), card(name).get("onnx", {})))


def load_to_answer(name: str) -> OnnxNetwork | keras.Model:
    """A shipped model that is only asked for its answers: without Keras where that can be.

    Returns:
        What has `predict_on_batch`, `input_shape` and `output_shape`.

    Raises:
        RegistryError: as `load` and `load_onnx` do.
    """
    return load_onnx(name) if answers_alone(name) else load(name)


def _read(file: Path, described: Card) -> bytes:
    """The bytes of a file whose SHA-256 a card has."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise RegistryError(
            "The model {name} cannot be read: {error}", name=file.name, error=str(error.strerror)
        ) from error
    expected, found = described.get("sha256"), hashlib.sha256(data).hexdigest()
    if found != expected:
        raise RegistryError(
            "The file of model {name} must have the sha256 of its card, {expected}. Found: {found}",
            name=file.stem,
            expected=expected,
            found=found,
        )
    return data


def has_history(name: str) -> bool:
    """Whether the weights of a model's epochs ship too."""
    return _history_path(path(name)).exists()


def history(name: str) -> WeightHistory:
    """The weights of a shipped model after each epoch of its training.

    Raises:
        RegistryError: there is no such model, or it has no history that can be read.
    """
    file = _history_path(path(name))
    try:
        kept = WeightHistory.from_bytes(file.read_bytes())
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise RegistryError(
            "The epochs of the model {name} cannot be read: {error}", name=name, error=str(error)
        ) from error
    return replace(kept, model=path(name).read_bytes())


def save(
    name: str,
    model: keras.Model,
    card: Card,
    directory: Path | None = None,
    history: WeightHistory | None = None,
) -> Path:
    """Writes a model and its card; each file appears whole or not at all.

    Args:
        name: file name without ending.
        model: uncompiled, so that no optimizer state is stored.
        card: what to say about it; `name`, `parameters`, `bytes` and `sha256` are added.
        directory: models/ where it is left out; made where it is absent.
        history: its weights after each epoch, if they are to ship.

    Returns:
        The .keras file.
    """
    file = (directory or MODELS) / f"{name}.keras"
    file.parent.mkdir(parents=True, exist_ok=True)
    data = to_bytes(model)
    digest = hashlib.sha256(data).hexdigest()
    facts = {"parameters": model.count_params(), "bytes": len(data), "sha256": digest}
    _write_whole(file, data)
    write_card(file, {"name": name, **card, **facts})
    if history:
        _write_whole(_history_path(file), replace(history, model=b"").to_bytes())
    return file


def save_onnx(model: Path, data: bytes) -> None:
    """Writes the ONNX file beside a .keras file, and its size and SHA-256 into their card."""
    facts = {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    _write_whole(_onnx_path(model), data)
    write_card(model, read_card(model) | {"onnx": facts})


def write_card(model: Path, content: Card) -> None:
    """Writes the card of a .keras file anew."""
    text = json.dumps(content, indent=2, ensure_ascii=False)
    _write_whole(_card_path(model), f"{text}\n".encode())


def _write_whole(file: Path, data: bytes) -> None:
    part = file.with_name(f"{file.name}.part")
    part.write_bytes(data)
    os.replace(part, file)


def _history_path(file: Path) -> Path:
    return file.with_suffix(".history.npz")


def _onnx_path(file: Path) -> Path:
    return file.with_suffix(".onnx")


def _card_path(file: Path) -> Path:
    return file.with_suffix(".json")


def threshold(of: Card) -> float | None:
    """The digit score below which a network refuses on the lab's pages; None if its card has none.

    Args:
        of: the network's card.
    """
    knowing = of.get("knowing") or {}
    return (knowing.get("page") or knowing).get("threshold")
