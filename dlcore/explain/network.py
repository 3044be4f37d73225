"""A Keras model in its parts: its layers by name, its class scores, and their gradients."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dlcore.errors import LabError
from dlcore.messages import N_

if TYPE_CHECKING:
    import keras
    import tensorflow as tf

Images = NDArray[np.float32]  # (n, height, width, channels)
Classes = NDArray[np.int32]  # (n,)


class ExplainError(LabError):
    """A model, a layer or a batch that the methods here cannot work with."""


@dataclass(frozen=True)
class LayerFacts:
    """Name, class, output shape and parameters of one layer.

    Attributes:
        name: by which the methods know it; unique in the model.
        kind: its class, e.g. "Conv2D".
        output_shape: without the batch dimension.
        parameters: number of weights, those that are not trained included.
    """

    name: str
    kind: str
    output_shape: tuple[int, ...]
    parameters: int

    @property
    def has_maps(self) -> bool:
        """Whether its output is a stack of feature maps: height, width, channels."""
        return len(self.output_shape) == 3


class Network:
    """A Keras model and the graphs into it, each made once.

    Args:
        model: built, Sequential or functional, from (n, height, width, channels) float32 to
            (n, classes). It is shared and not changed. Lambda layers and the like are whatever the
            model's owner has loaded: nothing is loaded here.

    Attributes:
        image_shape: of one input, (height, width, channels).
        classes: how many there are.

    Raises:
        ExplainError: several inputs or outputs, or other shapes.
    """

    RANKS: tuple[int, ...] = (4,)  # of what goes in, and in words:
    EXPECTED = N_(
        "The model must go from (n, height, width, channels) to (n, classes). Received: "
        "{inputs} to {outputs}"
    )

    def __init__(self, model: keras.Model) -> None:
        self.model = model
        self.image_shape, self.classes = _checked_shapes(model, self.RANKS, self.EXPECTED)
        self._inputs, self._outputs = _graph(model)
        self._taps: dict[str, keras.Model] = {}
        self._rests: dict[str, keras.Model] = {}
        self._gradients: dict[tuple[str, str], Callable] = {}

    @cached_property
    def layers(self) -> tuple[LayerFacts, ...]:
        """The layers in their order, the input left out."""
        return tuple(
            LayerFacts(
                layer.name,
                type(layer).__name__,
                tuple(self._outputs[layer.name].shape[1:]),
                layer.count_params(),
            )
            for layer in self.model.layers
            if layer.name in self._outputs
        )

    def layer(self, name: str, *, maps: bool = False) -> LayerFacts:
        """A layer by its name.

        Raises:
            ExplainError: there is none of that name, or, with `maps`, it gives no maps.
        """
        for layer in self.layers:
            if layer.name == name:
                if maps and not layer.has_maps:
                    raise ExplainError(
                        "The layer {name} gives no maps of height and width: its output is "
                        "{shape}.",
                        name=name,
                        shape=str(layer.output_shape),
                    )
                return layer
        raise ExplainError(
            "The layer must be one of {known}. Received: {name}",
            known=", ".join(layer.name for layer in self.layers),
            name=repr(name),
        )

    def follows(self, name: str) -> bool:
        """Whether a layer reads what the one before it gives, or the image, and nothing else."""
        import keras

        if isinstance(self.model, keras.Sequential):
            return True
        at = [layer.name for layer in self.layers].index(name)
        before = self._outputs[self.layers[at - 1].name] if at else self._inputs
        return self.model.get_layer(name).input is before

    def last_convolution(self) -> str:
        """Name of the last layer that convolves.

        Raises:
            ExplainError: no layer does.
        """
        names = [layer.name for layer in self.layers if "Conv" in layer.kind and layer.has_maps]
        if not names:
            raise ExplainError("This model has no convolution, so it has no maps to look at.")
        return names[-1]

    def batch(self, images: ArrayLike) -> Images:
        """Images as this model takes them.

        Raises:
            ExplainError: no batch of images, another size, or numbers that are not finite.
        """
        batch = np.asarray(images, np.float32)
        if batch.shape[1:] != self.image_shape or not len(batch):
            raise ExplainError(
                "The images must have the shape {expected}. Received: {shape}",
                expected=str(("n", *self.image_shape)).replace("'", ""),
                shape=str(batch.shape),
            )
        if not np.isfinite(batch).all():
            raise ExplainError("The images must be finite numbers.")
        return batch

    def class_indices(self, classes: ArrayLike, count: int) -> Classes:
        """One class for each of `count` images; a single one stands for all.

        Raises:
            ExplainError: another number of classes, or one that the model does not have.
        """
        given = np.asarray(classes)
        if given.shape not in ((), (count,)) or given.dtype.kind not in "iu":
            raise ExplainError(
                "The classes must be whole numbers, one for each of {count} images. Received: "
                "{shape}",
                count=count,
                shape=f"{given.dtype} {given.shape}",
            )
        if ((given < 0) | (given >= self.classes)).any():
            raise ExplainError(
                "A class must be from 0 to {last}. Received: {given}",
                last=self.classes - 1,
                given=str(given),
            )
        return np.broadcast_to(given, (count,)).astype(np.int32)

    def predict(self, images: ArrayLike) -> NDArray[np.float32]:
        """The model's output, (n, classes) float32, usually probabilities."""
        return self.run(self.model.layers[-1].name, images)

    def run(self, name: str, images: ArrayLike) -> NDArray[np.float32]:
        """The output of a layer: (n, height, width, channels), or (n, units) behind a Flatten."""
        return _in_pieces(self.tap(name), self.batch(images))

    def run_from(self, name: str, output: NDArray[np.float32]) -> NDArray[np.float32]:
        """The model's output, (n, classes), if this is the output of a layer.

        Raises:
            ExplainError: no such layer, or a connection that goes around it.
        """
        return _in_pieces(self._rest(name), output)

    def scores(self, images: ArrayLike) -> NDArray[np.float32]:
        """The logits before a softmax at the end, (n, classes); without one, the output itself.

        Attributions go by these: a probability falls also when another class gains (Simonyan et
        al. 2014, section 3).
        """
        return self._scores_of(self.batch(images)).numpy()

    def tap(self, name: str) -> keras.Model:
        """The model as far as a layer: images to that layer's output, layers shared."""
        import keras

        self.layer(name)
        if name not in self._taps:
            self._taps[name] = keras.Model(self._inputs, self._outputs[name])
        return self._taps[name]

    def gradient(self, images: ArrayLike, classes: ArrayLike) -> tuple[NDArray, Images]:
        """Scores of one class for each image, (n,), and their gradient by its pixels."""
        batch = self.batch(images)
        scores, gradient = self._score_gradient(batch, self.class_indices(classes, len(batch)))
        return scores.numpy(), gradient.numpy()

    def loss_gradient(self, images: ArrayLike, classes: ArrayLike) -> tuple[NDArray, Images]:
        """Cross-entropy of softmax(scores), (n,) in nats, and its gradient by the pixels."""
        batch = self.batch(images)
        loss, gradient = self._cross_entropy_gradient(
            batch, self.class_indices(classes, len(batch))
        )
        return loss.numpy(), gradient.numpy()

    def layer_gradient(
        self, images: ArrayLike, classes: ArrayLike, name: str
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Output of a layer and the gradient of the class's score by it, of one shape."""
        batch = self.batch(images)
        given = self.class_indices(classes, len(batch))
        output, gradient = self._traced("layer", name)(batch, given)
        return output.numpy(), gradient.numpy()

    def _rest(self, name: str) -> keras.Model:
        """The model behind a layer, layers shared."""
        import keras

        self.layer(name)
        if name not in self._rests:
            last = self._outputs[self.model.layers[-1].name]
            try:
                self._rests[name] = keras.Model(self._outputs[name], last)
            except ValueError as error:
                raise ExplainError(
                    "Not all that comes after the layer {name} comes through it.", name=name
                ) from error
        return self._rests[name]

    @cached_property
    def _head(self) -> tuple[keras.Model, Callable[[Any], Any]]:
        """The model up to its scores, in two parts: as far as it is a graph, and what is left."""
        last = self.model.layers[-1]
        before = self.model.layers[-2].name if len(self.model.layers) > 1 else None
        kind = type(last).__name__
        softmax = getattr(getattr(last, "activation", None), "__name__", "") == "softmax"
        if before in self._outputs and (kind == "Softmax" or (kind == "Activation" and softmax)):
            return self.tap(before), lambda scores: scores
        if before in self._outputs and kind == "Dense" and softmax:
            return self.tap(before), lambda features: _affine(last, features)
        return self.tap(last.name), lambda answer: answer

    def _compiled(self, function: Callable, *more: tf.TensorSpec) -> Callable:
        import tensorflow as tf

        images = tf.TensorSpec((None, *self.image_shape), tf.float32)
        return tf.function(function, input_signature=(images, *more))

    def _with_classes(self, function: Callable) -> Callable:
        import tensorflow as tf

        return self._compiled(function, tf.TensorSpec((None,), tf.int32))

    @cached_property
    def _scores_of(self) -> Callable:
        trunk, head = self._head
        return self._compiled(lambda images: head(trunk(images, training=False)))

    @cached_property
    def _score_gradient(self) -> Callable:
        import tensorflow as tf

        trunk, head = self._head

        def score_gradient(images: tf.Tensor, classes: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
            with tf.GradientTape() as tape:
                tape.watch(images)
                chosen = tf.gather(head(trunk(images, training=False)), classes, batch_dims=1)
            return chosen, tape.gradient(chosen, images)

        return self._with_classes(score_gradient)

    @cached_property
    def _cross_entropy_gradient(self) -> Callable:
        import tensorflow as tf

        trunk, head = self._head

        def loss_gradient(images: tf.Tensor, classes: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
            with tf.GradientTape() as tape:
                tape.watch(images)
                scores = head(trunk(images, training=False))
                given = tf.one_hot(classes, self.classes, on_value=True, off_value=False)
                others = tf.reduce_logsumexp(tf.where(given, -math.inf, scores), axis=1)
                # -log softmax, but p - 1 would be rounded to 0 where the network is very sure,
                # and with it the share of the true class in the gradient.
                loss = tf.nn.softplus(others - tf.gather(scores, classes, batch_dims=1))
            return loss, tape.gradient(loss, images)

        return self._with_classes(loss_gradient)

    def unit_gradient(
        self, images: ArrayLike, name: str, unit: int
    ) -> tuple[NDArray[np.float32], Images]:
        """Mean of one unit over its map, (n,), and its gradient by the pixels."""
        batch = self.batch(images)
        value, gradient = self._traced("unit", name)(batch, np.int32(unit))
        return value.numpy(), gradient.numpy()

    def _traced(self, kind: str, name: str) -> Callable:
        """One of the two gradients that are traced for each layer."""
        makers = {"layer": self._make_layer_gradient, "unit": self._make_unit_gradient}
        if (kind, name) not in self._gradients:
            self._gradients[kind, name] = makers[kind](name)
        return self._gradients[kind, name]

    def _make_layer_gradient(self, name: str) -> Callable:
        import keras
        import tensorflow as tf

        self.layer(name)
        trunk, head = self._head
        both = keras.Model(self._inputs, [self._outputs[name], trunk.output])

        def layer_gradient(images: tf.Tensor, classes: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
            with tf.GradientTape() as tape:
                tape.watch(images)
                output, end = both(images, training=False)
                chosen = tf.gather(head(end), classes, batch_dims=1)
            zero = tf.UnconnectedGradients.ZERO  # a layer behind the scores
            return output, tape.gradient(chosen, output, unconnected_gradients=zero)

        return self._with_classes(layer_gradient)

    def _make_unit_gradient(self, name: str) -> Callable:
        import tensorflow as tf

        tap = self.tap(name)

        def unit_gradient(images: tf.Tensor, unit: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
            with tf.GradientTape() as tape:
                tape.watch(images)
                channel = tf.gather(tap(images, training=False), unit, axis=-1)
                value = tf.reduce_mean(channel, axis=range(1, len(channel.shape)))
            return value, tape.gradient(value, images)

        return self._compiled(unit_gradient, tf.TensorSpec((), tf.int32))


def _in_pieces(part: keras.Model, batch: NDArray) -> NDArray[np.float32]:
    # A big batch of maps would not fit into a small server's memory at once.
    pieces = [part.predict_on_batch(batch[i : i + 250]) for i in range(0, len(batch), 250)]
    return np.concatenate(pieces)


def _affine(dense: keras.layers.Dense, features: tf.Tensor) -> tf.Tensor:
    import tensorflow as tf

    product = tf.matmul(features, dense.kernel)
    return product if dense.bias is None else product + dense.bias


def _checked_shapes(
    model: keras.Model, ranks: Sequence[int], expected: str
) -> tuple[tuple[int, ...], int]:
    inputs = getattr(model, "inputs", None) or []
    outputs = getattr(model, "outputs", None) or []
    if len(inputs) != 1 or len(outputs) != 1:
        raise ExplainError(
            "The model must have one input and one output. Received: {inputs} and {outputs}",
            inputs=len(inputs),
            outputs=len(outputs),
        )
    before, after = tuple(inputs[0].shape), tuple(outputs[0].shape)
    if len(before) not in ranks or len(after) != 2 or None in (*before[1:], *after[1:]):
        raise ExplainError(expected, inputs=str(before), outputs=str(after))
    return before[1:], after[1]


def _graph(model: keras.Model) -> tuple[Any, dict[str, Any]]:
    """The input and what leaves each layer, as symbols of one graph."""
    import keras

    if not isinstance(model, keras.Sequential):
        return model.inputs[0], _layer_outputs(model.layers)
    # A Sequential that was loaded or called again has more than one graph: take one of our own.
    inputs = keras.Input(model.inputs[0].shape[1:], dtype=model.inputs[0].dtype)
    outputs, here = {}, inputs
    for layer in model.layers:
        here = outputs[layer.name] = layer(here)
    return inputs, outputs


def _layer_outputs(layers: Sequence[keras.layers.Layer]) -> dict[str, Any]:
    """Of a functional model; layers that are used in several places or give lists are left out."""
    import keras

    outputs = {}
    for layer in layers:
        if isinstance(layer, keras.layers.InputLayer):
            continue
        try:
            output = layer.output
        except (AttributeError, ValueError):
            continue
        if isinstance(output, keras.KerasTensor):
            outputs[layer.name] = output
    return outputs
