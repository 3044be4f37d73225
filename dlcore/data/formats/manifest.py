"""What a set's own files say of it beside its images: `data-set.json` in each zip of an export."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from dlcore.data.dataset import MOST_CLASSES, DataError, DataSet
from dlcore.data.naming import clean_name

MANIFEST = "data-set.json"
MOST_BYTES = 200_000
_FORMAT = "dlcore data set 1"
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)  # on Windows
_UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_NUMBERED = re.compile(r"\d\d ")  # begins as the folder of another class may
_MOST_LICENCE = 400
TEST = frozenset({"test", "testing", "tests"})
TRAIN = frozenset({"train", "training", "val", "valid", "validation"})
PARTS = TEST | TRAIN
"""Names of folders that are parts of a set, and no classes."""


@dataclass(frozen=True)
class Manifest:
    """What a set is called, and its classes.

    Attributes:
        name: of the set.
        licence: "" where nobody has said.
        classes: their names, in order.
    """

    name: str
    licence: str
    classes: tuple[str, ...]

    @property
    def folders(self) -> tuple[str, ...]:
        """A folder for each class, as any system can make it."""
        alike = [name.casefold() for name in self.classes]
        return tuple(
            name if _is_safe(name) and alike.count(name.casefold()) == 1 else _numbered(name, index)
            for index, name in enumerate(self.classes)
        )


def of(data: DataSet) -> Manifest:
    """What to say of a set."""
    return Manifest(data.name, data.licence, data.classes)


def to_json(manifest: Manifest) -> bytes:
    """As a file."""
    content = {
        "format": _FORMAT,
        "name": manifest.name,
        "licence": manifest.licence,
        "classes": manifest.classes,
        "folders": manifest.folders,
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def from_json(data: bytes) -> Manifest:
    """What a file says, which a stranger may have made.

    Raises:
        DataError: it is not of this kind.
    """
    try:
        content = json.loads(data)
        texts = [content["name"], content["licence"], *content["classes"]]
        if content["format"] != _FORMAT or not all(isinstance(text, str) for text in texts):
            raise ValueError("it is of another kind")
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise DataError("{file} is damaged.", file=MANIFEST) from error
    name, licence, *classes = texts
    names = tuple(map(clean_name, classes[: MOST_CLASSES + 1]))
    if not 2 <= len(names) <= MOST_CLASSES or len(set(names)) < len(names) or "" in names:
        raise DataError("{file} is damaged.", file=MANIFEST)
    said = "".join(c for c in licence[:_MOST_LICENCE] if c.isprintable())
    return Manifest(clean_name(name), said, names)


def _is_safe(name: str) -> bool:
    """Whether any system can make a folder of this name that is read as a class again."""
    return not (
        _UNSAFE.search(name)
        or name.startswith(".")
        or name.endswith((".", " "))
        or _RESERVED.fullmatch(name)
        or _NUMBERED.match(name)
        or name.lower() in PARTS
    )


def _numbered(name: str, index: int) -> str:
    return f"{index:02d} {_UNSAFE.sub('_', name).strip('.')}".rstrip(". ")
