"""The unrolled pass over a digit as a plain Keras program, to read, run and change."""

from __future__ import annotations

from string import Template

_PROGRAM = Template('''\
"""A recurrent network reads one digit step by step, and says after each what it believes."""

import keras
import numpy as np

model = keras.saving.load_model($model, compile=False)
(_, _), (x_test, y_test) = keras.datasets.mnist.load_data()
image = x_test[$number].astype("float32") / 255

# The layers before the recurrent ones make a sequence of the image, (1, steps, features).
where = [i for i, layer in enumerate(model.layers) if isinstance(layer, keras.layers.RNN)]
sequence = image[None, :, :, None]
for layer in model.layers[: where[0]]:
    sequence = layer(sequence)


def answer(state):
    """What the layers after the recurrent ones make of a state."""
    for layer in model.layers[where[-1] + 1 :]:
        state = layer(state)
    return keras.ops.convert_to_numpy(state)[0]


# Each cell is called once a step, with what it said the step before: that is all there is to it.
cells = [model.layers[i].cell for i in where]
states = [cell.get_initial_state(batch_size=1) for cell in cells]
beliefs, hidden = [], []
for step in range(sequence.shape[1]):
    passed_on = sequence[:, step]
    for i, cell in enumerate(cells):
        passed_on, states[i] = cell(passed_on, states[i])
    hidden.append(keras.ops.convert_to_numpy(passed_on)[0])
    beliefs.append(answer(passed_on))
    digit = int(beliefs[-1].argmax())
    print(f"after step {step + 1:2d}: {beliefs[-1][digit]:4.0%} it is a {digit}")

beliefs, hidden = np.array(beliefs), np.array(hidden)  # (steps, 10), (steps, units)
other = np.flatnonzero(beliefs.argmax(axis=1) != beliefs[-1].argmax())
decided = int(other[-1]) + 2 if len(other) else 1
print(f"a {y_test[$number]}, read as {beliefs[-1].argmax()}; decided at step {decided}")
''')


def reading_script(model: str, number: int) -> str:
    """The program for one network and one test image.

    Args:
        model: path of its .keras file; a Sequential model whose recurrent layers follow each other
            but for layers that act on each value alone.
        number: of MNIST's test image.
    """
    return _PROGRAM.substitute(model=f'"{model}"', number=number)
