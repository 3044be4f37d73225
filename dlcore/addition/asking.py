"""One sum answered by a network that is named, not given."""

from __future__ import annotations

from dlcore.addition.answering import DecodedAnswer, answer
from dlcore.addition.network import adds
from dlcore.registry.at_hand import find_model


def asked(typed: str, model: str, data: bytes | None = None) -> DecodedAnswer:
    """Decodes the answer of a network to one sum.

    Args:
        typed: see `question.read_sum`.
        model, data: see `registry.at_hand.find_model`.

    Raises:
        LabError: it is not a sum that this network was made for.
        ModelNotLoaded, RegistryError: as `registry.at_hand.find_model` does.
    """
    return answer(find_model(model, data, adds), typed)
