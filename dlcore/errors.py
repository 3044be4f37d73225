"""Errors whose message is a sentence for the caller: what was expected, and what came."""

from __future__ import annotations

from typing import Any


class LabError(ValueError):
    """What went wrong in one sentence, kept apart from its numbers so that it can be translated.

    Args:
        template: the sentence in English, with named fields as `str.format` takes them.
        values: the fields. Plain numbers and strings, so that the error can cross processes.
    """

    def __init__(self, template: str, **values: Any) -> None:
        super().__init__(template.format(**values))
        self.template = template
        self.values = values

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (type(self), self.template, self.values)


def _again(kind: type[LabError], template: str, values: dict[str, Any]) -> LabError:
    """A pickled error comes back whole: BaseException's own way would lose the fields."""
    return kind(template, **values)
