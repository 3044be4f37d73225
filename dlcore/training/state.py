"""All that a training needs to go on as if it had never rested, and how it travels.

No process keeps it: a training hands it out in its reports (see `dlcore.reports.Report`) and is
handed it back, by whoever has kept it meanwhile.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlcore.errors import LabError
from dlcore.reports import Reporter

_FACTS = "facts"


class StateError(LabError):
    """What is to be gone on from is no state of this training."""


@dataclass(frozen=True)
class Position:
    """How far a training is.

    Attributes:
        steps: updates of the weights so far.
        examples: gone through so far, those of all epochs together.
        measured: epochs after which it has been measured.
        seconds: of training so far, pauses not counted.
    """

    steps: int = 0
    examples: int = 0
    measured: int = 0
    seconds: float = 0.0


@dataclass(frozen=True)
class TrainState:
    """A training at one moment.

    Attributes:
        position: how far it is.
        arrays: weights, what the optimizer remembers and the states of all chance, by name.
        facts: numbers and words of the training's own, as JSON has them.
    """

    position: Position
    arrays: Mapping[str, NDArray] = field(repr=False)
    facts: Mapping[str, Any] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        """All of it as an .npz; `from_bytes` reads it."""
        facts = json.dumps({"position": asdict(self.position), **self.facts})
        buffer = io.BytesIO()
        every: dict[str, Any] = {**self.arrays, _FACTS: np.frombuffer(facts.encode(), np.uint8)}
        np.savez(buffer, **every)
        return buffer.getvalue()

    @staticmethod
    def from_bytes(data: bytes) -> TrainState:
        """Reads what `to_bytes` wrote.

        Raises:
            StateError: it is something else, or not whole.
        """
        try:
            with np.load(io.BytesIO(data), allow_pickle=False) as file:
                arrays = {name: file[name] for name in file.files}
            facts = json.loads(arrays.pop(_FACTS).tobytes())
            return TrainState(Position(**facts.pop("position")), arrays, facts)
        except (OSError, EOFError, ValueError, KeyError, TypeError, zipfile.BadZipFile) as error:
            raise cannot_go_on(error) from error

    def part(self, name: str) -> list[NDArray]:
        """The arrays that `numbered` named after this part, in their order."""
        return [array for _, array in sorted(self.named(name).items(), key=lambda item: item[0])]

    def named(self, name: str) -> dict[str, NDArray]:
        """The arrays of a part by what stands behind its name."""
        start = f"{name}/"
        return {
            key.removeprefix(start): array
            for key, array in self.arrays.items()
            if key.startswith(start)
        }


def taken_up(checkpoint: bytes, reporter: Reporter) -> TrainState | None:
    """The state that a training goes on from, and says so; None where it begins.

    Raises:
        StateError: the checkpoint is something else, or not whole.
    """
    if not checkpoint:
        return None
    state = TrainState.from_bytes(checkpoint)
    reporter.tell(rewind=state.position.steps)
    return state


def numbered(name: str, arrays: list[NDArray]) -> dict[str, NDArray]:
    """Names for the arrays of a part: "model/000", "model/001" ..."""
    return {f"{name}/{number:03d}": array for number, array in enumerate(arrays)}


def assign(variables: list[Any], arrays: list[NDArray]) -> None:
    """Sets Keras variables to the arrays of a part.

    Raises:
        StateError: there are more or fewer, or they have other shapes.
    """
    try:
        for variable, array in zip(variables, arrays, strict=True):
            variable.assign(array)
    except ValueError as error:
        raise cannot_go_on(error) from error


def cannot_go_on(error: Exception) -> StateError:
    """The sentence that says so."""
    return StateError("This run cannot be gone on with: {error}", error=str(error))
