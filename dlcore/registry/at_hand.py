"""The networks that this process has loaded: those that ship, and others by their digest.

Another network is named by the SHA-256 of its file, so that its megabyte travels to a process once
and not with each call.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from dlcore import registry
from dlcore.contract import INPUT_SHAPE, MOST_CLASSES
from dlcore.explain.network import Network
from dlcore.explain.recurrent import RecurrentNetwork
from dlcore.registry import guest
from dlcore.registry.keras_file import RegistryError
from dlcore.registry.onnx_file import OnnxNetwork, Predict
from dlcore.registry.weight_history import WeightHistory

if TYPE_CHECKING:
    import keras

MODELS_KEPT = 8
TIMELINES_KEPT = 4

Loaded = TypeVar("Loaded")
Answer = TypeVar("Answer")


class ModelNotLoaded(LookupError):  # noqa: N818 - no mistake: ask again with the bytes
    """This process has no model of that digest; send the bytes along."""


Contract = Callable[[Any], None]
"""Raises RegistryError for a model that is not of the kind that is needed; goes by its shapes."""


def reads_images(model: keras.Model | OnnxNetwork) -> None:
    """The contract of a network from images to (n, k) probabilities of any classes.

    What they are called is in the bytes of its file: see `registry.class_names`.
    """
    inputs, outputs = model.input_shape, model.output_shape
    has_classes = outputs in [(None, k) for k in range(2, MOST_CLASSES + 1)]
    if inputs != (None, *INPUT_SHAPE) or not has_classes:
        raise RegistryError(
            "A model must go from (n, 28, 28, 1) to (n, k), where k is 2 to {most}. Received: "
            "{inputs} to {outputs}",
            most=MOST_CLASSES,
            inputs=str(inputs),
            outputs=str(outputs),
        )


def find_model(
    model: str, data: bytes | None = None, contract: Contract = reads_images
) -> keras.Model:
    """A network that ships, or one from bytes.

    Args:
        model: a name in the registry, or the SHA-256 hex digest of the bytes of a .keras file.
        data: those bytes; needed once for each process, digest and contract.
        contract: checks what it must be fit for.

    Returns:
        An uncompiled model, shared: do not train it.

    Raises:
        ModelNotLoaded: the digest is not known here and no bytes came along.
        RegistryError: the name is unknown, or the model damaged, unsafe or not of that kind.
    """
    if _is_digest(model):
        return _models_from_bytes(contract).get(model, data)[0]
    return _checked(registry.load(model), contract)


def find_fit(model: str, data: bytes | None = None) -> guest.Fit | None:
    """What had to be done to a network from bytes before it could read.

    Args:
        model: its digest.
        data: see `find_model`, which raises the same.
    """
    return _models_from_bytes(reads_images).get(model, data)[1]


def find_predict(model: str, data: bytes | None = None) -> Predict:
    """How the same network answers a batch: without Keras where it ships so.

    Raises:
        ModelNotLoaded, RegistryError: as `find_model` does.
    """
    if _is_digest(model):
        return padded(find_model(model, data).predict_on_batch)
    return _checked(registry.load_to_answer(model), reads_images).predict_on_batch


def padded(predict: Predict) -> Predict:
    """The same answers by batches of few sizes, powers of two: Keras traces anew, for a third of a
    second, at each size that it has not seen."""

    def answer(batch: NDArray[np.float32]) -> NDArray[np.float32]:
        count = len(batch)
        more = (1 << (count - 1).bit_length()) - count if count else 0
        empty = np.zeros((more, *batch.shape[1:]), batch.dtype)
        return predict(np.concatenate([batch, empty]))[:count]

    return answer


def find_network(model: str, data: bytes | None = None) -> Network:
    """The same network as a `Network`; its graphs are traced once."""
    return _opened(find_model(model, data))


def find_recurrent(model: str, data: bytes | None = None) -> RecurrentNetwork:
    """The same network as a `RecurrentNetwork`; its graphs are traced once.

    Raises:
        ExplainError: it is not recurrent, or its steps cannot be followed.
    """
    return _unrolled(find_model(model, data))


def find_timeline(model: str, data: bytes | None = None) -> Timeline:
    """A network with the checkpoints of its training.

    Args:
        model: a name in the registry, or the SHA-256 hex digest of the bytes of a `WeightHistory`.
        data: those bytes; needed once for each process and digest.

    Raises:
        ModelNotLoaded: the digest is not known here and no bytes came along.
        RegistryError: the name is unknown, or has no history.
    """
    return _TIMELINES_FROM_BYTES.get(model, data) if _is_digest(model) else _shipped_timeline(model)


class Timeline:
    """A network that is set to each of its checkpoints in turn; shared with no other function.

    Attributes:
        epochs: (k,) float32, increasing: epochs done at each checkpoint.
    """

    def __init__(self, history: WeightHistory) -> None:
        self.epochs = history.epochs
        self._history = history
        self._network = Network(_checked(registry.load_bytes(history.model), reads_images))
        self._shapes = [tuple(weight.shape) for weight in self._network.model.weights]
        self._lock = threading.Lock()

    def each(self, ask: Callable[[Network], Answer], moments: Iterable[int]) -> list[Answer]:
        """The results of a function of the network, at each of these checkpoints.

        Args:
            ask: the function; it must not keep the network.
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


@lru_cache(maxsize=MODELS_KEPT)
def _unrolled(model: keras.Model) -> RecurrentNetwork:
    return RecurrentNetwork(model)


def _is_digest(model: str) -> bool:
    return len(model) == 64 and set(model) <= set("0123456789abcdef")


class _Cache(Generic[Loaded]):
    """What was loaded from bytes and used last, by digest; what was refused, too.

    Only who asks for the same waits while something is loaded.
    """

    def __init__(self, size: int, load: Callable[[bytes], Loaded]) -> None:
        self._size = size
        self._load = load
        self._loaded: OrderedDict[str, Loaded | RegistryError] = OrderedDict()
        self._loading: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    def get(self, digest: str, data: bytes | None) -> Loaded:
        found = self._found(digest)
        if found is None:
            found = self._load_once(digest, _with_digest(digest, data))
        if isinstance(found, RegistryError):
            raise RegistryError(found.template, **found.values)  # each with its own traceback
        return found

    def _load_once(self, digest: str, data: bytes) -> Loaded | RegistryError:
        with self._lock:
            turn = self._loading.setdefault(digest, threading.Lock())
        with turn:
            found = self._found(digest)
            if found is None:
                found = self._try(data)
                self._keep(digest, found)
        return found

    def _found(self, digest: str) -> Loaded | RegistryError | None:
        with self._lock:
            if digest in self._loaded:
                self._loaded.move_to_end(digest)
            return self._loaded.get(digest)

    def _try(self, data: bytes) -> Loaded | RegistryError:
        try:
            return self._load(data)
        except RegistryError as error:
            return error

    def _keep(self, digest: str, found: Loaded | RegistryError) -> None:
        with self._lock:
            self._loaded[digest] = found
            if len(self._loaded) > self._size:
                self._loaded.popitem(last=False)
            self._loading.pop(digest, None)


def _with_digest(digest: str, data: bytes | None) -> bytes:
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


def _checked(model: Loaded, contract: Contract) -> Loaded:
    contract(model)
    return model


@cache  # one for each contract there is
def _models_from_bytes(contract: Contract) -> _Cache[tuple[keras.Model, guest.Fit | None]]:
    if contract is reads_images:
        return _Cache(MODELS_KEPT, guest.load)
    return _Cache(MODELS_KEPT, lambda data: (_checked(registry.load_bytes(data), contract), None))


_TIMELINES_FROM_BYTES = _Cache(
    TIMELINES_KEPT, lambda data: Timeline(WeightHistory.from_bytes(data))
)
