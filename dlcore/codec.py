"""Dataclasses, arrays and what is made of them, as bytes and back, without pickle.

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
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from functools import cached_property
from typing import Any

import numpy as np

from dlcore.errors import LabError

MOST_BYTES = 256 << 20
_MOST_MEMBERS = 10_000
_MOST_FORMAT = 4  # characters of a format such as ".1f": "{step:999999999}" would fill the memory
_VALUE = "value.json"

Members = dict[str, bytes]


class CodecError(LabError):
    """Bytes are no value of this codec, or one that this version does not know."""


class Codec:
    """What can be written and read again: values made of certain classes.

    Args:
        roots: dataclasses; what their fields are made of is found by `known`.
        errors: the sentences that can be among them, by the name of their class.
    """

    def __init__(
        self, roots: tuple[type, ...], errors: Mapping[str, type[LabError]] | None = None
    ) -> None:
        self.roots = roots
        self.errors = errors or {}

    @cached_property
    def known(self) -> Mapping[str, type]:
        """Every dataclass that can be kept, by its name: the roots and all their fields name."""
        found: dict[str, type] = {}
        waiting: list[Any] = list(self.roots)
        while waiting:
            one = waiting.pop()
            waiting.extend(typing.get_args(one))
            if is_dataclass(one) and isinstance(one, type) and one.__name__ not in found:
                found[one.__name__] = one
                hints = typing.get_type_hints(one)
                waiting.extend(hints[field.name] for field in fields(one))
        return found

    def pack(self, value: Any) -> bytes:
        """A value as bytes.

        Args:
            value: None, numbers, strings, bytes, arrays, lists, tuples, dicts with strings for
                keys, dataclasses that are known, errors, and these in one another.

        Raises:
            CodecError: anything else.
        """
        members: Members = {}
        text = self._text(value, members)
        return _zip({_VALUE: text.encode(), **members})

    def pack_apart(self, value: Any) -> tuple[bytes, bytes]:
        """The same in two parts: without the content of its bytes, and that alone.

        The first is small, and `unpack` reads it without the second.
        """
        members: Members = {}
        text = self._text(value, members)
        arrays = {name: data for name, data in members.items() if name.endswith(".npy")}
        rest = {name: data for name, data in members.items() if name not in arrays}
        return _zip({_VALUE: text.encode(), **arrays}), _zip(rest)

    def unpack(self, data: bytes, apart: bytes | None = None) -> Any:
        """The value that `pack` or `pack_apart` wrote.

        Args:
            apart: the second part, where there are two; without it bytes come back empty.

        Raises:
            CodecError: these bytes are none, or hold a class that this version does not know.
            ConfigError: they hold a config with a value that this version does not allow.
        """
        with _readable():
            members = _unzip(data) | (_unzip(apart) if apart else {})
            return self._read(json.loads(members[_VALUE]), members)

    def to_text(self, value: Any) -> str:
        """A value without arrays and bytes as JSON.

        Raises:
            CodecError: it has some, or is nothing that `pack` takes.
        """
        members: Members = {}
        text = self._text(value, members)
        if members:
            raise CodecError("A text can hold neither arrays nor bytes.")
        return text

    def from_text(self, text: str) -> Any:
        """The value that `to_text` wrote.

        Raises:
            CodecError, ConfigError: as `unpack`.
        """
        with _readable():
            return self._read(json.loads(text), {})

    def _text(self, value: Any, members: Members) -> str:
        return json.dumps(self._write(value, members), separators=(",", ":"))

    def _write(self, value: Any, members: Members) -> Any:
        if isinstance(value, np.generic):
            value = value.item()
        if value is None or isinstance(value, bool | int | float | str):
            return value
        if isinstance(value, list):
            return [self._write(one, members) for one in value]
        if isinstance(value, tuple):
            return {"tuple": [self._write(one, members) for one in value]}
        if isinstance(value, Mapping):
            return {"dict": self._write_each(value, members)}
        if isinstance(value, np.ndarray):
            return {"array": _write_array(value, members)}
        if isinstance(value, bytes | bytearray):
            return {"bytes": _put(bytes(value), ".bin", members)}
        name = type(value).__name__
        if isinstance(value, LabError) and name in self.errors:
            values = self._write_each(value.values, members)
            return {name: {"template": value.template, "values": values}}
        if is_dataclass(value) and self.known.get(name) is type(value):
            named = {field.name: getattr(value, field.name) for field in fields(value)}
            return {name: self._write_each(named, members)}
        raise CodecError("A {name} cannot be kept.", name=name)

    def _write_each(self, value: Mapping[str, Any], members: Members) -> dict[str, Any]:
        if not all(isinstance(key, str) for key in value):
            raise CodecError("The keys of a dict that is kept must be strings.")
        return {key: self._write(one, members) for key, one in value.items()}

    def _read(self, tree: Any, members: Members) -> Any:
        if isinstance(tree, list):
            return [self._read(one, members) for one in tree]
        if not isinstance(tree, dict):
            return tree
        ((name, content),) = tree.items()
        if name == "tuple":
            return tuple(self._read(one, members) for one in content)
        if name == "dict":
            return self._read_each(content, members)
        if name == "array":
            return _read_array(content, members)
        if name == "bytes":
            return members.get(content, b"")
        if name in self.errors:
            return self._read_error(self.errors[name], content, members)
        if name not in self.known:
            raise CodecError("This version does not know what a {name} is.", name=str(name)[:80])
        return self._read_dataclass(self.known[name], content, members)

    def _read_dataclass(self, kind: type, content: dict[str, Any], members: Members) -> Any:
        names = {field.name for field in fields(kind) if field.init}
        read = {key: self._read(one, members) for key, one in content.items() if key in names}
        return kind(**read)

    def _read_error(
        self, kind: type[LabError], content: dict[str, Any], members: Members
    ) -> LabError:
        template = content["template"]
        if any(not _is_plain(*part[1:]) for part in string.Formatter().parse(template)):
            raise CodecError("The sentence of an error that was kept has strange fields.")
        return kind(template, **self._read_each(content["values"], members))

    def _read_each(self, content: dict[str, Any], members: Members) -> dict[str, Any]:
        return {key: self._read(one, members) for key, one in content.items()}


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


def _write_array(value: np.ndarray, members: Members) -> str:
    file = io.BytesIO()
    try:
        np.save(file, value, allow_pickle=False)
    except ValueError as error:
        raise CodecError("An array of objects cannot be kept.") from error
    return _put(file.getvalue(), ".npy", members)


def _put(data: bytes, ending: str, members: Members) -> str:
    name = f"{len(members)}{ending}"
    members[name] = data
    return name


def _is_plain(field: str | None, form: str | None, conversion: str | None) -> bool:
    return field is None or (field.isidentifier() and len(form or "") <= _MOST_FORMAT)


def _read_array(name: str, members: Members) -> np.ndarray:
    array = np.load(io.BytesIO(members[name]), allow_pickle=False)
    if not isinstance(array, np.ndarray):
        raise ValueError("an archive where an array should be")
    return array


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
