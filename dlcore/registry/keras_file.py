"""The content of a .keras or .h5 file: reading a stranger's with care, writing one, looking in."""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dlcore.data.dataset import DIGITS, MOST_CLASSES
from dlcore.data.naming import clean_name
from dlcore.errors import LabError

if TYPE_CHECKING:
    import keras

# All that a .keras file of plain layers holds. What else there is may be a pickle in hiding.
_PARTS = {"metadata.json", "config.json", "model.weights.h5"}
MAX_UNPACKED = 64 << 20  # bytes; 16 million weights
_MOST_OBJECTS = 5_000  # groups and arrays of an HDF5 file
_CLASSES = "classes"  # in metadata.json, which Keras writes and does not read again
_HDF5 = b"\x89HDF\r\n\x1a\n"  # how such a file begins
_RECURRENT = {"SimpleRNN", "LSTM", "GRU", "RNN", "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D"}


class RegistryError(LabError):
    """A model is unknown, absent or damaged; one sentence that says which."""


def load_bytes(data: bytes) -> keras.Model:
    """Makes a model from the content of a .keras file; refuses code that such a file may hold.

    An .h5 file, as Keras 2 wrote them, is read in the same limits.

    Returns:
        An uncompiled model.

    Raises:
        RegistryError: the bytes are not a .keras file, one that unpacks to more than
            `MAX_UNPACKED`, holds something else besides, or that this Keras cannot load safely.
    """
    import keras

    is_hdf5 = data.startswith(_HDF5)
    with tempfile.TemporaryDirectory() as directory:
        file = Path(directory, "model.h5" if is_hdf5 else "model.keras")
        file.write_bytes(data)
        _check_arrays(data if is_hdf5 else _weights(data))
        try:
            return keras.saving.load_model(file, compile=False, safe_mode=True)
        except Exception as error:  # damaged bytes break zip, JSON, HDF5 and Keras in any way
            raise _not_whole(error) from error


def is_recurrent(data: bytes) -> bool:
    """Whether there is a recurrent layer in a .keras file, by its description; loads nothing.

    False for bytes that are no such file.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _names_recurrent(json.loads(archive.read("config.json")))
    except (OSError, ValueError, KeyError, zipfile.BadZipFile):
        return False


def class_names(data: bytes) -> tuple[str, ...]:
    """What the classes of a network are called, by its file alone; loads nothing.

    Args:
        data: of a .keras file, which a stranger may have made.

    Returns:
        The names that `to_bytes` wrote; numbers from 0 where there are none, as many as the last
        layer with units has; the ten digits for a file that does not say.
    """
    try:
        _check_archive(data)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            metadata, config = (
                json.loads(archive.read(part)) for part in ("metadata.json", "config.json")
            )
            return _written_names(metadata) or _numbers(config)
    except (RegistryError, OSError, ValueError, KeyError, RecursionError, zipfile.BadZipFile):
        return DIGITS


def _written_names(metadata: Any) -> tuple[str, ...]:
    """Those in a file's metadata; () where there are none, or none that a set could have."""
    written = metadata.get(_CLASSES) if isinstance(metadata, dict) else None
    if not isinstance(written, list) or not all(isinstance(name, str) for name in written):
        return ()
    names = tuple(map(clean_name, written))
    is_sound = 2 <= len(names) <= MOST_CLASSES and len(set(names)) == len(names) and all(names)
    return names if is_sound else ()


def _numbers(config: Any) -> tuple[str, ...]:
    units = [found for found in _all_units(config) if type(found) is int]
    is_sound = units and 2 <= units[-1] <= MOST_CLASSES
    return tuple(map(str, range(units[-1]))) if is_sound else DIGITS


def _all_units(part: Any) -> Iterator[Any]:
    """What is called units in a network's description, in the order of its layers."""
    if isinstance(part, dict):
        for name, value in part.items():
            yield from [value] if name == "units" else _all_units(value)
    elif isinstance(part, list):
        for value in part:
            yield from _all_units(value)


def _names_recurrent(part: Any) -> bool:
    if isinstance(part, dict):
        return part.get("class_name") in _RECURRENT or any(map(_names_recurrent, part.values()))
    return isinstance(part, list) and any(map(_names_recurrent, part))


def _weights(data: bytes) -> bytes:
    """The file of weights in a .keras file, once `_check_archive` has nothing against that."""
    _check_archive(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.read("model.weights.h5")
    except Exception as error:  # as below
        raise _not_whole(error) from error


def _check_arrays(weights: bytes) -> None:
    """Adds up what an HDF5 file declares, before any of it is unpacked; follows no link."""
    import h5py

    size = count = 0

    def add(_name: str, found: h5py.Group | h5py.Dataset) -> None:
        nonlocal size, count
        count += 1
        if isinstance(found, h5py.Dataset):
            if found.external or found.is_virtual:
                raise ValueError("Its arrays lie in other files.")
            size += found.size * found.dtype.itemsize if found.size else 0
        if size > MAX_UNPACKED or count > _MOST_OBJECTS:
            raise RegistryError(
                "The weights of a network may have at most {most} MB in {count} parts.",
                most=MAX_UNPACKED >> 20,
                count=f"{_MOST_OBJECTS:,}",
            )

    try:
        with h5py.File(io.BytesIO(weights), "r") as file:
            file.visititems(add)
    except RegistryError:
        raise
    except Exception as error:  # h5py breaks on damaged bytes in any way
        raise _not_whole(error) from error


def _check_archive(data: bytes) -> None:
    """Looks at the directory of a file before anything in it is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except Exception as error:  # zipfile itself breaks in several ways on damaged bytes
        raise _not_whole(error) from error
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


def to_bytes(model: keras.Model, classes: Sequence[str] = DIGITS) -> bytes:
    """The content of the .keras file of an uncompiled model; `load_bytes` reads it back.

    Args:
        classes: what those are called that it tells apart, for `class_names`; digits are not
            written down.
    """
    with tempfile.TemporaryDirectory() as directory:
        file = Path(directory, "model.keras")
        model.save(file)
        data = file.read_bytes()
    return data if tuple(classes) == DIGITS else _named(data, classes)


def _named(data: bytes, classes: Sequence[str]) -> bytes:
    """The same .keras file with names in its metadata: a part more would be a stranger's."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as archive,
        zipfile.ZipFile(buffer, "w") as named,
    ):
        for entry in archive.infolist():
            content = archive.read(entry)
            if entry.filename == "metadata.json":
                content = json.dumps({**json.loads(content), _CLASSES: list(classes)}).encode()
            named.writestr(entry, content)
    return buffer.getvalue()


def _not_whole(error: Exception) -> RegistryError:
    return RegistryError(
        "Expected a .keras file that is whole and holds no code. {error}", error=_reason(error)
    )


def _reason(error: Exception) -> str:
    """The first line of an error: Keras appends whole configurations."""
    return (str(error).strip() or type(error).__name__).splitlines()[0]
