"""What the tables of a class share: how they ask the database that the store keeps."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from dlcore.runs.database import Database

T = TypeVar("T")


class Questions:
    """Asks a database; thread-safe. None where it does not answer at the moment.

    Attributes:
        seconds: how long a question waits for the database.

    Args:
        asked: calls something with the database, within so many seconds; None without an answer.
        works: whether the database reads and writes. One that is only read may be of before there
            were such tables.
    """

    seconds: ClassVar[float]

    def __init__(
        self,
        asked: Callable[[Callable[[Database], Any], float], Any],
        works: Callable[[], bool],
    ) -> None:
        self._asked = asked
        self._works = works

    def _read(self, question: Callable[[Connection], T]) -> T | None:
        return self._ask(lambda database: database.reading(question))

    def _write(self, change: Callable[[Connection], T]) -> T | None:
        return self._ask(lambda database: database.writing(change))

    def _ask(self, question: Callable[[Database], T]) -> T | None:
        return self._asked(question, self.seconds) if self._works() else None
