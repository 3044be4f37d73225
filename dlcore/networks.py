"""The networks that this process has at hand: those that ship, and those that visitors brought.

A visitor's network is asked for by the SHA-256 of its file, so that its megabyte travels to a
process once and not with each question.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from functools import lru_cache
from typing import TYPE_CHECKING

from dlcore import registry
from dlcore.explain.network import Network
from dlcore.registry import RegistryError

if TYPE_CHECKING:
    import keras

MODELS_KEPT = 8


class ModelNotLoaded(LookupError):  # noqa: N818 - no mistake: ask again with the bytes
    """This process has no model of that digest; send the bytes along."""


def find_model(model: str, data: bytes | None = None) -> keras.Model:
    """A network from images of digits, (n, 28, 28, 1) in [0, 1], to (n, 10) probabilities.

    Args:
        model: a name in the registry, or the SHA-256 hex digest of the bytes of a .keras file.
        data: those bytes; needed once for each process and digest.

    Returns:
        An uncompiled model, shared: do not train it.

    Raises:
        ModelNotLoaded: the digest is not known here and no bytes came along.
        RegistryError: the name is unknown, or the model damaged, unsafe or not of that kind.
    """
    return _VISITORS_MODELS.get(model, data) if _is_digest(model) else registry.load(model)


def find_network(model: str, data: bytes | None = None) -> Network:
    """The same network opened up; its graphs are traced once."""
    return _opened(find_model(model, data))


@lru_cache(maxsize=MODELS_KEPT)
def _opened(model: keras.Model) -> Network:
    return Network(model)


def _is_digest(model: str) -> bool:
    return len(model) == 64 and set(model) <= set("0123456789abcdef")


class _ModelCache:
    """The visitors' networks used last, by digest."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._models: OrderedDict[str, keras.Model] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, digest: str, data: bytes | None) -> keras.Model:
        with self._lock:
            if digest not in self._models:
                self._models[digest] = _load_checked(digest, data)
            self._models.move_to_end(digest)
            if len(self._models) > self._size:
                self._models.popitem(last=False)
            return self._models[digest]


def _load_checked(digest: str, data: bytes | None) -> keras.Model:
    if data is None:
        raise ModelNotLoaded(f"The model {digest[:12]} is not loaded here: send its bytes along.")
    found = hashlib.sha256(data).hexdigest()
    if found != digest:
        raise RegistryError(
            "The model must have the sha256 {expected}. Received: {found}",
            expected=digest,
            found=found,
        )
    return _with_digit_contract(registry.load_bytes(data))


def _with_digit_contract(model: keras.Model) -> keras.Model:
    """Refuses a network that does not go from images of digits to ten probabilities."""
    if model.input_shape != (None, 28, 28, 1) or model.output_shape != (None, 10):
        raise RegistryError(
            "A model must go from (n, 28, 28, 1) to (n, 10). Received: {inputs} to {outputs}",
            inputs=str(model.input_shape),
            outputs=str(model.output_shape),
        )
    return model


_VISITORS_MODELS = _ModelCache(MODELS_KEPT)
