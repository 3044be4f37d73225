"""The unrolled pass over an image as a plain Keras program, to read, run and change."""

from __future__ import annotations

from string import Template

from dlcore.training.script import OWN_SET

_PROGRAM = Template('''\
"""A recurrent network reads one image step by step, and says after each what it believes."""

import keras
import numpy as np

model = keras.saving.load_model($model, compile=False)
$data
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
    best = int(beliefs[-1].argmax())
    print(f"after step {step + 1:2d}: {beliefs[-1][best]:4.0%} it is a {classes[best]}")

beliefs, hidden = np.array(beliefs), np.array(hidden)  # (steps, classes), (steps, units)
other = np.flatnonzero(beliefs.argmax(axis=1) != beliefs[-1].argmax())
decided = int(other[-1]) + 2 if len(other) else 1
print(f"a {classes[y_test[$number]]}, read as {classes[best]}; decided at step {decided}")
''')

_MNIST = """\
(_, _), (x_test, y_test) = keras.datasets.mnist.load_data()
classes = range(10)"""

_OWN = f"""\
# {OWN_SET} is what this lab exports beside the network: images, labels, and the classes' names.
with np.load("{OWN_SET}") as file:
    x_test, y_test, classes = (file[name] for name in ("x_test", "y_test", "classes"))"""


def reading_script(model: str, number: int, *, of_own_set: bool = False) -> str:
    """The program for one network and one test image.

    Args:
        model: path of its .keras file; a Sequential model whose recurrent layers follow each other
            but for layers that act on each value alone.
        number: of the test image: MNIST's, or that of a set of one's own.
        of_own_set: it reads `OWN_SET`, as `formats.to_npz` writes it.
    """
    data = _OWN if of_own_set else _MNIST
    return _PROGRAM.substitute(model=f'"{model}"', number=number, data=data)
