"""The content of a .keras or .h5 file: reading a stranger's with care, writing one, looking in."""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dlcore.errors import LabError

if TYPE_CHECKING:
    import keras

# All that a .keras file of plain layers holds. What else there is may be a pickle in hiding.
_PARTS = {"metadata.json", "config.json", "model.weights.h5"}
MAX_UNPACKED = 64 << 20  # bytes; 16 million weights
_MOST_OBJECTS = 5_000  # groups and arrays of an HDF5 file
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


def to_bytes(model: keras.Model) -> bytes:
    """The content of the .keras file of an uncompiled model; `load_bytes` reads it back."""
    with tempfile.TemporaryDirectory() as directory:
        file = Path(directory, "model.keras")
        model.save(file)
        return file.read_bytes()


def _not_whole(error: Exception) -> RegistryError:
    return RegistryError(
        "Expected a .keras file that is whole and holds no code. {error}", error=_reason(error)
    )


def _reason(error: Exception) -> str:
    """The first line of an error: Keras appends whole configurations."""
    return (str(error).strip() or type(error).__name__).splitlines()[0]
