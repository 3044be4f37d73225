"""What is known of a run at a glance, and the kinds of runs that there are."""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, get_args

from dlcore.addition.config import AdditionConfig
from dlcore.engine.run import UNDER_WAY as UNDER_WAY
from dlcore.engine.run import Status
from dlcore.errors import LabError
from dlcore.gan.run_config import GanRunConfig
from dlcore.sweep.config import SweepConfig
from dlcore.training.config import TrainConfig

KINDS: Mapping[str, type] = {
    "train": TrainConfig,
    "gan": GanRunConfig,
    "addition": AdditionConfig,
    "sweep": SweepConfig,
}
"""The class of config of each kind of run. A new kind is a new entry."""

MOST_NAME = 80
MOST_ALIAS = 40
MOST_ROOM = 40
MOST_ERROR = 2000
_ROOM = re.compile(rf"[\w-]{{1,{MOST_ROOM}}}")
_LATEST = 2.5e11  # seconds since the epoch: no date is much later


@dataclass(frozen=True)
class RunRecord:
    """What is known of a run without its curves and its network.

    Attributes:
        id: random and long.
        kind: a name in `KINDS`.
        owner: who started it, as `Run.owner`; None for nobody.
        config: of the class in `KINDS`.
        status: as `Run.status`; "interrupted" where its server died.
        created, started, finished: seconds since the epoch.
        name: given by its owner, plain text; "" for none.
        pinned: its owner wants it kept longer than others.
        room: of a teacher; "" for none.
        alias: what its owner is called in that room.
        figures: numbers by name, see `summary.figures`.
        changes: (step, setting, value) of what was changed while it went.
        error: why it failed, in English.
        versions: of what it ran on, by name: python, keras, tensorflow, numpy, dlcore.
        data: fingerprint of the images, see `Mnist.fingerprint`; "" where there are none.
        size: bytes kept of it, set by the store.
    """

    id: str
    kind: str
    owner: str | None
    config: Any
    status: str
    created: float
    started: float | None = None
    finished: float | None = None
    name: str = ""
    pinned: bool = False
    room: str = ""
    alias: str = ""
    figures: Mapping[str, float] = field(default_factory=dict)
    changes: tuple[tuple[int, str, float], ...] = ()
    error: str = ""
    versions: Mapping[str, str] = field(default_factory=dict)
    data: str = ""
    size: int = 0


def kind_of(config: object) -> str:
    """The kind of run that a config is for.

    Raises:
        KeyError: none.
    """
    return {config_type: kind for kind, config_type in KINDS.items()}[type(config)]


def plain_text(text: str, most: int) -> str:
    """A stranger's text on one line, without control characters, of at most `most` characters."""
    one_line = " ".join(text[: 10 * most].split())
    return "".join(c for c in one_line if c.isprintable())[:most].strip()


def is_room(name: str) -> bool:
    """Whether a room can be called so: letters, digits, "_" and "-" alone."""
    return bool(_ROOM.fullmatch(name))


def alias_in(room: str, typed: str) -> str:
    """What somebody is called in a room who has typed this; plain text on one line.

    Raises:
        LabError: it is no name, or that of the room is none.
    """
    alias = plain_text(typed, MOST_ALIAS)
    if not any(map(str.isalnum, alias)):
        raise LabError("A name needs at least one letter or digit.")
    if not is_room(room):
        raise LabError("A room has a name of up to 40 letters, digits, “_” and “-”.")
    return alias


def is_owner(theirs: str | None, name: str | None) -> bool:
    """Whether a run's owner is the one named; what nobody did, nobody owns."""
    if theirs is None or name is None:
        return False
    return hmac.compare_digest(theirs.encode(), name.encode())


def is_sound(record: RunRecord) -> bool:
    """Whether its fields are of their types, which those in a damaged database may not be."""
    return (
        type(record.config) is KINDS.get(record.kind)
        and record.status in get_args(Status)
        and _is_moment(record.created)
        and all(one is None or _is_moment(one) for one in (record.started, record.finished))
        and isinstance(record.figures, Mapping)
        and all(map(_is_number, record.figures.values()))
        and isinstance(record.versions, Mapping)
        and isinstance(record.changes, tuple)
        and all(map(_is_change, record.changes))
    )


def _is_number(value: object) -> bool:
    return isinstance(value, int | float)


def _is_moment(value: object) -> bool:
    return isinstance(value, int | float) and 0 <= value <= _LATEST


def _is_change(value: object) -> bool:
    if not isinstance(value, tuple) or len(value) != 3:
        return False
    step, name, to = value
    return _is_number(step) and isinstance(name, str) and _is_number(to)
