"""The models that ship: what there is, its card, and loading it.

A model is two files in models/: NAME.keras, weights without optimizer state, and NAME.json, its
card, which says what it was trained on and how well it does, and holds the file's SHA-256. A third
one, NAME.history.npz, may hold its weights after each epoch.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tempfile
import zipfile
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dlcore.errors import LabError
from dlcore.weight_history import WeightHistory

if TYPE_CHECKING:
    import keras

MODELS = Path(__file__).parent.parent / "models"

# All that a .keras file of plain layers holds. What else there is may be a pickle in hiding.
_PARTS = {"metadata.json", "config.json", "model.weights.h5"}
MAX_UNPACKED = 64 << 20  # bytes; 16 million weights
_RECURRENT = {"SimpleRNN", "LSTM", "GRU", "RNN", "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D"}

Card = dict[str, Any]


class RegistryError(LabError):
    """A model is unknown, absent or damaged; one sentence that says which."""


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
    """What is known about a model: data, seed, versions, accuracy, sha256 and more.

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
        content = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise RegistryError(
            "The card {file} must be JSON. Cannot read it: {error}",
            file=file.name,
            error=str(error),
        ) from error
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
    try:
        data = path(name).read_bytes()
    except OSError as error:
        raise RegistryError(
            "The model {name} cannot be read: {error}", name=name, error=str(error)
        ) from error
    expected, found = card(name)["sha256"], hashlib.sha256(data).hexdigest()
    if found != expected:
        raise RegistryError(
            "The file of model {name} must have the sha256 of its card, {expected}. Found: {found}",
            name=name,
            expected=expected,
            found=found,
        )
    return load_bytes(data)


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


def load_bytes(data: bytes) -> keras.Model:
    """Makes a model from the content of a .keras file; refuses code that such a file may hold.

    Returns:
        An uncompiled model.

    Raises:
        RegistryError: the bytes are not a .keras file, one that unpacks to more than
            `MAX_UNPACKED`, holds something else besides, or that this Keras cannot load safely.
    """
    import keras

    _check_archive(data)
    with tempfile.TemporaryDirectory() as directory:
        file = Path(directory, "model.keras")
        file.write_bytes(data)
        try:
            return keras.saving.load_model(file, compile=False, safe_mode=True)
        except Exception as error:  # damaged bytes break zip, JSON, HDF5 and Keras in any way
            raise RegistryError(
                "Expected a .keras file that is whole and holds no code. {error}",
                error=_reason(error),
            ) from error


def is_recurrent(data: bytes) -> bool:
    """Whether there is a recurrent layer in a .keras file, by its description; loads nothing.

    False for bytes that are no such file.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _names_recurrent(json.loads(archive.read("config.json")))
    except (OSError, ValueError, KeyError, zipfile.BadZipFile):
        return False


def _names_recurrent(part: Any) -> bool:
    if isinstance(part, dict):
        return part.get("class_name") in _RECURRENT or any(map(_names_recurrent, part.values()))
    return isinstance(part, list) and any(map(_names_recurrent, part))


def _check_archive(data: bytes) -> None:
    """Looks at the directory of a file before anything in it is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except Exception as error:  # zipfile itself breaks in several ways on damaged bytes
        raise RegistryError(
            "Expected a .keras file that is whole and holds no code. {error}", error=_reason(error)
        ) from error
    strangers = sorted({entry.filename for entry in entries} - _PARTS)
    if strangers or len(entries) > len(_PARTS):
        raise RegistryError(
            "A .keras file may hold {parts} and nothing else. Found: {found}",
            parts=", ".join(sorted(_PARTS)),
            found=", ".join(strangers[:3]) or str(len(entries)),
        )
    size = sum(entry.file_size for entry in entries)
    if size > MAX_UNPACKED:
        raise RegistryError(
            "A .keras file may unpack to at most {most} MB. Found: {size} MB",
            most=MAX_UNPACKED >> 20,
            size=size >> 20,
        )


def to_bytes(model: keras.Model) -> bytes:
    """The content of the .keras file of an uncompiled model; `load_bytes` reads it back."""
    with tempfile.TemporaryDirectory() as directory:
        file = Path(directory, "model.keras")
        model.save(file)
        return file.read_bytes()


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
    content = json.dumps({"name": name, **card, **facts}, indent=2, ensure_ascii=False)
    _write_whole(file, data)
    _write_whole(_card_path(file), f"{content}\n".encode())
    if history:
        _write_whole(_history_path(file), replace(history, model=b"").to_bytes())
    return file


def _write_whole(file: Path, data: bytes) -> None:
    part = file.with_name(f"{file.name}.part")
    part.write_bytes(data)
    os.replace(part, file)


def _history_path(file: Path) -> Path:
    return file.with_suffix(".history.npz")


def _card_path(file: Path) -> Path:
    return file.with_suffix(".json")


def _reason(error: Exception) -> str:
    """The first line of an error: Keras appends whole configurations."""
    return (str(error).strip() or type(error).__name__).splitlines()[0]
