"""Configs, results and what else belongs to a run, as bytes and back, without pickle.

A value is a zip: `value.json`, and beside it an .npy for each array and a .bin for each bytes. What
JSON has no word for is an object with one entry, from what it is to its content:

    {"tuple": [1, 2]}  {"dict": {"a": 1}}  {"array": "0.npy"}  {"bytes": "1.bin"}
    {"TrainConfig": {"epochs": 3, ...}}  {"TrainingDiverged": {"template": "...", "values": {}}}

Fields that a class does not know are passed over and missing ones take their defaults, so that what
an older or a newer version wrote stays readable.
"""

from __future__ import annotations

import io
import json
import string
import typing
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from dlcore.addition.training import AdditionResult
from dlcore.errors import LabError
from dlcore.gan.training import GanResult
from dlcore.runs.record import KINDS
from dlcore.sweep.training import SweepResult
from dlcore.training.fit_monitor import TrainingDiverged
from dlcore.training.run import TrainResult

ROOTS: tuple[type, ...] = (*KINDS.values(), TrainResult, GanResult, AdditionResult, SweepResult)
"""What is kept; what their fields are made of is found by `known`."""

ERRORS: Mapping[str, type[LabError]] = {"TrainingDiverged": TrainingDiverged}
MOST_BYTES = 256 << 20
_MOST_MEMBERS = 10_000
_MOST_FORMAT = 4  # characters of a format such as ".1f": "{step:999999999}" would fill the memory
_VALUE = "value.json"

Members = dict[str, bytes]


class CodecError(LabError):
    """Bytes are no value of this codec, or one that this version does not know."""


def pack(value: Any) -> bytes:
    """A value as bytes.

    Args:
        value: None, numbers, strings, bytes, arrays, lists, tuples, dicts with strings for keys,
            dataclasses that `known` names, errors of `ERRORS`, and these in one another.

    Raises:
        CodecError: anything else.
    """
    members: Members = {}
    text = _text(value, members)
    return _zip({_VALUE: text.encode(), **members})


def pack_apart(value: Any) -> tuple[bytes, bytes]:
    """The same in two parts: without the content of its bytes, and that alone.

    The first is small, and `unpack` reads it without the second.
    """
    members: Members = {}
    text = _text(value, members)
    arrays = {name: data for name, data in members.items() if name.endswith(".npy")}
    rest = {name: data for name, data in members.items() if name not in arrays}
    return _zip({_VALUE: text.encode(), **arrays}), _zip(rest)


def unpack(data: bytes, apart: bytes | None = None) -> Any:
    """The value that `pack` or `pack_apart` wrote.

    Args:
        apart: the second part, where there are two; without it bytes come back empty.

    Raises:
        CodecError: these bytes are none, or hold a class that this version does not know.
        ConfigError: they hold a config with a value that this version does not allow.
    """
    with _readable():
        members = _unzip(data) | (_unzip(apart) if apart else {})
        return _read(json.loads(members[_VALUE]), members)


def to_text(value: Any) -> str:
    """A value without arrays and bytes as JSON.

    Raises:
        CodecError: it has some, or is nothing that `pack` takes.
    """
    members: Members = {}
    text = _text(value, members)
    if members:
        raise CodecError("A text can hold neither arrays nor bytes.")
    return text


def from_text(text: str) -> Any:
    """The value that `to_text` wrote.

    Raises:
        CodecError, ConfigError: as `unpack`.
    """
    with _readable():
        return _read(json.loads(text), {})


@lru_cache(maxsize=1)
def known() -> Mapping[str, type]:
    """Every dataclass that can be kept, by its name: `ROOTS` and all that their fields name."""
    found: dict[str, type] = {}
    waiting: list[Any] = list(ROOTS)
    while waiting:
        one = waiting.pop()
        waiting.extend(typing.get_args(one))
        if is_dataclass(one) and isinstance(one, type) and one.__name__ not in found:
            found[one.__name__] = one
            hints = typing.get_type_hints(one)
            waiting.extend(hints[field.name] for field in fields(one))
    return found


@contextmanager
def _readable() -> Iterator[None]:
    """Turns whatever damaged bytes break into one `CodecError`; the lab's own refusals stay."""
    try:
        yield
    except LabError:
        raise
    except Exception as error:  # zipfile, json and NumPy break on them in any way
        raise CodecError(
            "Expected what a run left. These bytes are damaged or something else: {error}",
            error=f"{type(error).__name__}: {error}"[:200],
        ) from error


def _text(value: Any, members: Members) -> str:
    return json.dumps(_write(value, members), separators=(",", ":"))


def _write(value: Any, members: Members) -> Any:
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list):
        return [_write(one, members) for one in value]
    for kind, name, write in _WRITERS:
        if isinstance(value, kind):
            return {name: write(value, members)}
    name = type(value).__name__
    if isinstance(value, LabError) and name in ERRORS:
        return {name: {"template": value.template, "values": _write_each(value.values, members)}}
    if is_dataclass(value) and known().get(name) is type(value):
        named = {field.name: getattr(value, field.name) for field in fields(value)}
        return {name: _write_each(named, members)}
    raise CodecError("A {name} cannot be kept.", name=name)


def _write_tuple(value: tuple, members: Members) -> list:
    return [_write(one, members) for one in value]


def _write_each(value: Mapping[str, Any], members: Members) -> dict[str, Any]:
    if not all(isinstance(key, str) for key in value):
        raise CodecError("The keys of a dict that is kept must be strings.")
    return {key: _write(one, members) for key, one in value.items()}


def _write_array(value: np.ndarray, members: Members) -> str:
    file = io.BytesIO()
    try:
        np.save(file, value, allow_pickle=False)
    except ValueError as error:
        raise CodecError("An array of objects cannot be kept.") from error
    return _put(file.getvalue(), ".npy", members)


def _write_bytes(value: bytes, members: Members) -> str:
    return _put(bytes(value), ".bin", members)


def _put(data: bytes, ending: str, members: Members) -> str:
    name = f"{len(members)}{ending}"
    members[name] = data
    return name


_WRITERS: tuple[tuple[Any, str, Callable[[Any, Members], Any]], ...] = (
    (tuple, "tuple", _write_tuple),
    (Mapping, "dict", _write_each),
    (np.ndarray, "array", _write_array),
    ((bytes, bytearray), "bytes", _write_bytes),
)


def _read(tree: Any, members: Members) -> Any:
    if isinstance(tree, list):
        return [_read(one, members) for one in tree]
    if not isinstance(tree, dict):
        return tree
    ((name, content),) = tree.items()
    if name in _READERS:
        return _READERS[name](content, members)
    if name in ERRORS:
        return _read_error(ERRORS[name], content, members)
    if name not in known():
        raise CodecError("This version does not know what a {name} is.", name=str(name)[:80])
    return _read_dataclass(known()[name], content, members)


def _read_dataclass(kind: type, content: dict[str, Any], members: Members) -> Any:
    names = {field.name for field in fields(kind) if field.init}
    return kind(**{key: _read(one, members) for key, one in content.items() if key in names})


def _read_error(kind: type[LabError], content: dict[str, Any], members: Members) -> LabError:
    template = content["template"]
    if any(not _is_plain(*part[1:]) for part in string.Formatter().parse(template)):
        raise CodecError("The sentence of an error that was kept has strange fields.")
    return kind(template, **_read_each(content["values"], members))


def _is_plain(field: str | None, form: str | None, conversion: str | None) -> bool:
    return field is None or (field.isidentifier() and len(form or "") <= _MOST_FORMAT)


def _read_each(content: dict[str, Any], members: Members) -> dict[str, Any]:
    return {key: _read(one, members) for key, one in content.items()}


def _read_array(name: str, members: Members) -> np.ndarray:
    array = np.load(io.BytesIO(members[name]), allow_pickle=False)
    if not isinstance(array, np.ndarray):
        raise ValueError("an archive where an array should be")
    return array


_READERS: Mapping[str, Callable[[Any, Members], Any]] = {
    "tuple": lambda content, members: tuple(_read(one, members) for one in content),
    "dict": _read_each,
    "array": _read_array,
    "bytes": lambda name, members: members.get(name, b""),
}


def _zip(members: Mapping[str, bytes]) -> bytes:
    """Not compressed: weights hardly shrink, and the writing must cost a training nothing."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data)  # without a date: same value, same bytes
    return file.getvalue()


def _unzip(data: bytes) -> Members:
    return dict(_unzipped(data))


def _unzipped(data: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        if len(entries) > _MOST_MEMBERS or sum(e.file_size for e in entries) > MOST_BYTES:
            raise ValueError(f"more than {MOST_BYTES >> 20} MB or {_MOST_MEMBERS} parts")
        for entry in entries:
            yield entry.filename, archive.read(entry)
