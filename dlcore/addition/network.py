"""The network that adds: an encoder of the question, a decoder of the answer.

Sutskever, Vinyals and Le, Sequence to sequence learning with neural networks (2014). All that the
decoder gets of the question is the encoder's last state: a vector of `units` numbers (two of them
for an LSTM) has to hold both numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlcore.addition.alphabet import ALPHABET
from dlcore.addition.config import CELLS, AdditionConfig, answer_length, question_length
from dlcore.registry import RegistryError

if TYPE_CHECKING:
    import keras

EMBEDDING = 16  # dimensions of the embedding of a character
NAMES = {False: "addition", True: "addition-ones-first"}
"""Name of a model by whether it writes the ones first: what its shapes do not say."""


def build_addition(config: AdditionConfig) -> keras.Model:
    """Builds the network.

    Returns:
        An uncompiled model from two inputs of codes, uint8, "question" (n, question_length) and
        "prompt" (n, answer_length), to probabilities (n, answer_length, characters): of each
        character at each place of the answer, given the question and the prompt up to this place.
        The prompt is a "=" and the answer but for its last character.
    """
    import keras
    from keras import layers

    cell = getattr(layers, CELLS[config.cell])
    question = keras.Input((question_length(config.digits),), dtype="uint8", name="question")
    prompt = keras.Input((answer_length(config.digits),), dtype="uint8", name="prompt")
    read = layers.Embedding(len(ALPHABET), EMBEDDING, name="read")(question)
    fed = layers.Embedding(len(ALPHABET), EMBEDDING, name="fed")(prompt)
    # Unrolled in time: on a CPU a loop in TensorFlow costs more than its steps.
    encoder = cell(
        config.units,
        return_state=True,
        go_backwards=config.reverse,
        unroll=True,
        name="encoder",
    )
    decoder = cell(config.units, return_sequences=True, unroll=True, name="decoder")
    _last, *state = encoder(read)
    written = decoder(fed, initial_state=state)
    said = layers.Dense(len(ALPHABET), activation="softmax", name="said")(written)
    return keras.Model([question, prompt], said, name=NAMES[config.ones_first])


def digits_of(model: keras.Model) -> int:
    """The most digits that either number may have, by the shape of the model's input."""
    (_, length), _prompt = model.input_shape
    return (length - 1) // 2


def is_ones_first(model: keras.Model) -> bool:
    """Whether the model decodes answers from their last digit, by its name."""
    return model.name == NAMES[True]


def adds(model: keras.Model) -> None:
    """The contract of a network that takes a sum as characters and gives one.

    Raises:
        RegistryError: it is none that `build_addition` makes.
    """
    if not _is_adder(model):
        raise RegistryError(
            "A model must add two numbers that are written as text. Received one from {inputs} to "
            "{outputs}",
            inputs=str(model.input_shape),
            outputs=str(model.output_shape),
        )


def _is_adder(model: keras.Model) -> bool:
    """Whether a model is one that `build_addition` makes, by its shapes and its name."""
    inputs, output = model.input_shape, model.output_shape
    if not isinstance(inputs, list) or len(inputs) != 2 or model.name not in NAMES.values():
        return False
    (_, asked), (_, answered) = inputs
    digits = answered - 1
    return asked == question_length(digits) and output == (None, answered, len(ALPHABET))
