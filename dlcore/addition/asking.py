"""What a page asks an adding network."""

from __future__ import annotations

from dlcore.addition.answering import Answer, answer
from dlcore.networks import find_adder


def asked(typed: str, model: str, data: bytes | None = None) -> Answer:
    """A sum of a visitor's own.

    Args:
        typed: see `question.read_question`.
        model, data: see `networks.find_adder`.

    Raises:
        LabError: it is not a sum that this network was made for.
        ModelNotLoaded, RegistryError: as `networks.find_adder` does.
    """
    return answer(find_adder(model, data), typed)
