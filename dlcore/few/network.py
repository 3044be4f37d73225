"""The network that ships, without its last layer, and a new last layer on it; made once.

One for sets of any number of classes: the last layer has a column for each class that a set can
have, and those that a set has not are never answered. So nothing is traced or compiled again.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dlcore import registry
from dlcore.cnn.network import BATCH_NORM_MOMENTUM
from dlcore.contract import INPUT_SHAPE
from dlcore.data.dataset import MOST_CLASSES
from dlcore.registry.keras_file import to_bytes
from dlcore.training.compiled import ReusableOptimizer
from dlcore.training.config import OPTIMIZERS
from dlcore.training.pool import ModelPool

if TYPE_CHECKING:
    import keras

SOURCE = "cnn"
"""The network that is learnt on from: of those that ship."""
FEATURES = "max_pooling2d_2"
"""The layer of it that the new last layer sees. The block after it is left off: it was taught that
letters are no digits, and tells hardly any from another (measured by `benchmarks/few.py`)."""
_NEVER = -1e9  # score of a class that there is not
_AT_ONCE = 500  # images; what lies between two layers of them is 40 MB

Images = NDArray[np.float32]  # (n, 28, 28, 1) in [0, 1]
Features = NDArray[np.float32]  # (n, width)
Labels = NDArray[np.int32]  # (n,)


class FewNetwork:
    """Features and a last layer, and steps of learning for both or for the latter alone.

    Raises:
        RegistryError: the network that ships is absent or damaged.
    """

    def __init__(self) -> None:
        import keras
        import tensorflow as tf

        shipped = registry.load(SOURCE)
        self._shipped = _body(shipped).get_weights()
        copy = keras.models.clone_model(shipped)
        for layer in copy.layers:
            if isinstance(layer, keras.layers.BatchNormalization):
                layer.momentum = BATCH_NORM_MOMENTUM
        self._body = _body(copy)
        self._head = keras.layers.Dense(MOST_CLASSES)
        self._head.build(self._body.output_shape)
        self._absent = tf.Variable(tf.zeros([MOST_CLASSES]))
        self._classes = MOST_CLASSES
        self._last = tuple(self._head.trainable_variables)
        self._every = (*self._body.trainable_variables, *self._last)
        self._of_last, self._of_every = _optimizer(self._last), _optimizer(self._every)
        self._make_graphs()

    def _make_graphs(self) -> None:
        import tensorflow as tf

        images, features = tf.TensorSpec([None, *INPUT_SHAPE]), tf.TensorSpec([None, self.width])
        labels = tf.TensorSpec([None], tf.int32)

        def graph(function: Any, *taken: Any) -> Any:
            return tf.function(function, input_signature=taken, autograph=False)

        self._look = graph(lambda x: self._body(x, training=False), images)
        self._say = graph(lambda x: tf.nn.softmax(self._scores(x)), features)
        self._teach_head = graph(
            lambda x, y: self._update(self._of_last, self._last, lambda: x, y), features, labels
        )

        def teach(training: bool) -> Any:
            """Averages over a batch are for a network that has none yet: those that one has learnt
            from 60,000 images are better than those of ten."""
            return graph(
                lambda x, y: self._update(
                    self._of_every, self._every, lambda: self._body(x, training=training), y
                ),
                images,
                labels,
            )

        self._thaw, self._teach = teach(training=False), teach(training=True)

    @property
    def width(self) -> int:
        """How many features an image has."""
        return int(self._body.output_shape[1])

    def reset(self, classes: int, random: np.random.Generator, *, shipped: bool) -> None:
        """Starts anew for a set.

        Args:
            classes: that it has.
            random: of the weights that are new.
            shipped: the features begin as those that ship; else as those of a new network.
        """
        self._classes = classes
        self._body.set_weights(
            self._shipped if shipped else [_fresh(one, random) for one in self._body.weights]
        )
        for weight in self._head.weights:
            weight.assign(_fresh(weight, random))
        self._absent.assign(np.where(np.arange(MOST_CLASSES) < classes, 0, _NEVER))
        self._of_last.reset()
        self._of_every.reset()

    def features(self, images: Images) -> Features:
        """What the last layer sees of images."""
        parts = [self._look(images[i : i + _AT_ONCE]) for i in range(0, len(images), _AT_ONCE)]
        return np.concatenate([np.zeros((0, self.width), np.float32), *parts])

    def probabilities(self, features: Features) -> NDArray[np.float32]:
        """(n, width) -> (n, classes)."""
        return self._say(features).numpy()[:, : self._classes]

    def teach_head(self, features: Features, labels: Labels, rate: float) -> float:
        """One step of the last layer alone; the loss before it."""
        self._of_last.set_rate(rate, 1)
        return float(self._teach_head(features, labels))

    def teach(self, images: Images, labels: Labels, rate: float, *, shipped: bool) -> float:
        """One step of all layers; the loss before it.

        Args:
            shipped: it began as `reset` says; normalises as the network that ships does.
        """
        self._of_every.set_rate(rate, 1)
        return float((self._thaw if shipped else self._teach)(images, labels))

    def to_bytes(self, names: Sequence[str]) -> bytes:
        """The network as the content of a .keras file, (n, 28, 28, 1) -> (n, classes).

        Args:
            names: of the classes.
        """
        kernel, bias = (weight.numpy() for weight in self._head.weights)
        with _SAVING:
            model = _plain(self._classes)
            head = [kernel[:, : self._classes], bias[: self._classes]]
            model.set_weights([*self._body.get_weights(), *head])
            return to_bytes(model, names)

    def _scores(self, features: Any) -> Any:
        return self._head(features) + self._absent

    def _update(
        self, optimizer: ReusableOptimizer, variables: tuple[Any, ...], look: Any, labels: Any
    ) -> Any:
        import tensorflow as tf

        with tf.GradientTape() as tape:
            losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels, self._scores(look()))
            loss = tf.reduce_mean(losses)
        optimizer.optimizer.apply(tape.gradient(loss, variables), variables)
        return loss


NETWORKS: ModelPool[FewNetwork] = ModelPool(1, lambda key: FewNetwork())
"""Lends the one network; its key is `SOURCE`."""
_SAVING = threading.Lock()


def _body(model: keras.Model) -> keras.Model:
    """From images to features, of the network that ships or of a copy."""
    import keras

    features = keras.layers.Flatten(name="features")(model.get_layer(FEATURES).output)
    return keras.Model(model.inputs, features)


def _optimizer(variables: tuple[Any, ...]) -> ReusableOptimizer:
    made = ReusableOptimizer(OPTIMIZERS["adam"], "constant")
    made.optimizer.build(list(variables))
    return made


def _fresh(weight: Any, random: np.random.Generator) -> NDArray[np.float32]:
    """A new network's value of a weight, as Keras begins with it (Glorot & Bengio 2010)."""
    shape, name = tuple(weight.shape), weight.name
    if name == "kernel":
        area = int(np.prod(shape[:-2]))
        limit = np.sqrt(6 / (area * (shape[-2] + shape[-1])))
        return random.uniform(-limit, limit, shape).astype(np.float32)
    return np.full(shape, name in ("gamma", "moving_variance"), np.float32)


@lru_cache(maxsize=4)
def _plain(classes: int) -> keras.Model:
    """The same network with a last layer of just so many classes, to be saved."""
    import keras

    body = _body(keras.models.clone_model(registry.load(SOURCE)))
    answers = keras.layers.Dense(classes, activation="softmax", name="classes")(body.output)
    return keras.Model(body.inputs, answers, name="few")
