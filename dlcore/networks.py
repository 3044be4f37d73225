"""The networks that this process has at hand: those that ship, and those that visitors brought.

A visitor's network is asked for by the SHA-256 of its file, so that its megabyte travels to a
process once and not with each question.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Generic, TypeVar

from dlcore import registry
from dlcore.explain.network import Network
from dlcore.registry import RegistryError
from dlcore.weight_history import WeightHistory

if TYPE_CHECKING:
    import keras

MODELS_KEPT = 8
TIMELINES_KEPT = 4

Loaded = TypeVar("Loaded")
Answer = TypeVar("Answer")


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
    if _is_digest(model):
        return _VISITORS_MODELS.get(model, data)
    return _with_digit_contract(registry.load(model))


def find_network(model: str, data: bytes | None = None) -> Network:
    """The same network opened up; its graphs are traced once."""
    return _opened(find_model(model, data))


def find_timeline(model: str, data: bytes | None = None) -> Timeline:
    """A network that can be set back to each epoch of its training.

    Args:
        model: a name in the registry, or the SHA-256 hex digest of the bytes of a `WeightHistory`.
        data: those bytes; needed once for each process and digest.

    Raises:
        ModelNotLoaded: the digest is not known here and no bytes came along.
        RegistryError: the name is unknown, or has no history.
    """
    return _VISITORS_TIMELINES.get(model, data) if _is_digest(model) else _shipped_timeline(model)


class Timeline:
    """A network of its own, shared with none of the others: its weights come and go.

    Attributes:
        epochs: (k,) float32, increasing: epochs done at each moment.
    """

    def __init__(self, history: WeightHistory) -> None:
        self.epochs = history.epochs
        self._history = history
        self._network = Network(_with_digit_contract(registry.load_bytes(history.model)))
        self._shapes = [tuple(weight.shape) for weight in self._network.model.weights]
        self._lock = threading.Lock()

    def each(self, ask: Callable[[Network], Answer], moments: Iterable[int]) -> list[Answer]:
        """What the network answers at each of these moments.

        Args:
            ask: must not keep the network.
            moments: indices into `epochs`.
        """
        answers = []
        with self._lock:
            for moment in moments:
                self._network.model.set_weights(self._history.unpacked(moment, self._shapes))
                answers.append(ask(self._network))
        return answers


@lru_cache(maxsize=TIMELINES_KEPT)
def _shipped_timeline(name: str) -> Timeline:
    return Timeline(registry.history(name))


@lru_cache(maxsize=MODELS_KEPT)
def _opened(model: keras.Model) -> Network:
    return Network(model)


def _is_digest(model: str) -> bool:
    return len(model) == 64 and set(model) <= set("0123456789abcdef")


class _Cache(Generic[Loaded]):
    """What visitors brought and was used last, by digest."""

    def __init__(self, size: int, load: Callable[[bytes], Loaded]) -> None:
        self._size = size
        self._load = load
        self._loaded: OrderedDict[str, Loaded] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, digest: str, data: bytes | None) -> Loaded:
        with self._lock:
            if digest not in self._loaded:
                self._loaded[digest] = self._load(_checked(digest, data))
            self._loaded.move_to_end(digest)
            if len(self._loaded) > self._size:
                self._loaded.popitem(last=False)
            return self._loaded[digest]


def _checked(digest: str, data: bytes | None) -> bytes:
    if data is None:
        raise ModelNotLoaded(f"The model {digest[:12]} is not loaded here: send its bytes along.")
    found = hashlib.sha256(data).hexdigest()
    if found != digest:
        raise RegistryError(
            "The model must have the sha256 {expected}. Received: {found}",
            expected=digest,
            found=found,
        )
    return data


def _with_digit_contract(model: keras.Model) -> keras.Model:
    """Refuses a network that does not go from images of digits to ten probabilities."""
    if model.input_shape != (None, 28, 28, 1) or model.output_shape != (None, 10):
        raise RegistryError(
            "A model must go from (n, 28, 28, 1) to (n, 10). Received: {inputs} to {outputs}",
            inputs=str(model.input_shape),
            outputs=str(model.output_shape),
        )
    return model


_VISITORS_MODELS = _Cache(MODELS_KEPT, lambda data: _with_digit_contract(registry.load_bytes(data)))
_VISITORS_TIMELINES = _Cache(TIMELINES_KEPT, lambda data: Timeline(WeightHistory.from_bytes(data)))
