"""A descent as a plain Keras program, for a student to read, run and change."""

from __future__ import annotations

from collections.abc import Mapping
from string import Template
from typing import Any

from dlcore.optimizers import landscape
from dlcore.optimizers.config import DescentConfig
from dlcore.optimizers.schedules import DECAYS
from dlcore.optimizers.surfaces import SURFACES
from dlcore.optimizers.table import OPTIMIZERS

_WIDTH = 96

_PROGRAM = Template('''\
"""Real Keras optimizers, from one point down one surface."""

$imports

START = $start
STEPS = $steps
$surface

# Each with the highest learning rate in the course of the run.
optimizers = {
$optimizers
}

paths = {}
for name, optimizer in optimizers.items():
    # A matrix of one row: where the weights are no matrix, Muon steps as Adam does.
    point = keras.Variable([START])
    path = [START]
    for step in range(STEPS):
        with tf.GradientTape() as tape:
            value = loss(point.value)
        gradient = tape.gradient(value, point.value)
        optimizer.apply([gradient], [point])
        path.append(tuple(float(number) for number in point.numpy()[0]))
    paths[name] = path
    print(f"{name}: ({path[-1][0]:.4f}, {path[-1][1]:.4f}), loss {float(loss(point.value)[0]):.4g}")
''')

_FORMULA = Template("""

def loss(point):
    x, y = point[..., 0], point[..., 1]
    return $formula
""")

_NETWORK = Template('''
(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train = x_train[:$training].reshape(-1, 784).astype("float32") / 255
x_test = x_test[:$images].reshape(-1, 784).astype("float32") / 255
y_train, y_test = y_train[:$training].astype("int32"), y_test[:$images].astype("int32")

cross_entropy = keras.losses.SparseCategoricalCrossentropy(from_logits=True)


def network(seed):
    """Small and random, every time the same for the same seed."""
    draw = keras.initializers.GlorotUniform(seed)
    return keras.Sequential(
        [
            keras.Input((784,)),
            layers.Dense($units, activation="tanh", kernel_initializer=draw),
            layers.Dense(10, kernel_initializer=draw),
        ]
    )


def trained(model):
    model.compile(keras.optimizers.Adam($rate), cross_entropy)
    model.fit(x_train, y_train, batch_size=$batch, epochs=$epochs, shuffle=False, verbose=0)
    return model.get_weights()


# A plane through three points of weight space: a random start, what training made of it, and a
# network trained from another start.
first, second = network(seed=$first), network(seed=$second)
origin = first.get_weights()
right = [end - start for start, end in zip(origin, trained(first))]
up = [end - start for start, end in zip(origin, trained(second))]


def loss(point):
    x, y = point[0, 0], point[0, 1]
    weights = [start + x * a + y * b for start, a, b in zip(origin, right, up)]
    logits, _ = first.stateless_call(weights, [], x_test)
    return cross_entropy(y_test, logits)[None]
''')


def descent_script(config: DescentConfig) -> str:
    """Writes the program that takes the same steps as `descend`, one after the other.

    Returns:
        Python source that needs Keras with TensorFlow. It prints where each optimizer ends and
        leaves the points in `paths`, by the optimizer's label.
    """
    return _PROGRAM.substitute(
        imports=_imports(config),
        start=tuple(float(number) for number in config.origin),
        steps=config.steps,
        surface=_surface(config.surface),
        optimizers="\n".join(_line(config, name) for name in config.optimizers),
    )


def _imports(config: DescentConfig) -> str:
    needed = {
        "import keras": True,
        "import tensorflow as tf": True,
        "from keras import layers": not SURFACES[config.surface].code,
        "from keras.optimizers import schedules": bool(DECAYS[config.schedule].kind),
    }
    return "\n".join(line for line, is_needed in needed.items() if is_needed)


def _surface(name: str) -> str:
    if SURFACES[name].code:
        return _FORMULA.substitute(formula=SURFACES[name].code)
    return _NETWORK.substitute(
        training=landscape.TRAINING_IMAGES,
        images=landscape.IMAGES,
        units=landscape.HIDDEN_UNITS,
        rate=landscape.RATE,
        batch=landscape.BATCH_SIZE,
        epochs=landscape.EPOCHS,
        first=landscape.SEEDS[0],
        second=landscape.SEEDS[1],
    )


def _line(config: DescentConfig, name: str) -> str:
    """One entry of the dict, on a line of its own, or on several where it is long."""
    spec = OPTIMIZERS[name].spec
    others = dict(spec.arguments)
    if "momentum" in others:
        others["momentum"] = float(config.momentum)
    parts = [_rate(config, name), *_keywords(others)]
    return _call(f'    "{OPTIMIZERS[name].label}": keras.optimizers.{spec.kind}', parts, 4) + ","


def _rate(config: DescentConfig, name: str) -> str:
    rate = config.rate_of(name)
    decay = DECAYS[config.schedule]
    if not decay.kind:
        return _number(rate)
    parts = _keywords(decay.arguments(rate, config.steps))
    return _call(f"schedules.{decay.kind}", parts, 8)


def _call(head: str, parts: list[str], indent: int) -> str:
    """A call on one line where it fits, else with a line for each argument."""
    line = f"{head}({', '.join(parts)})"
    if indent + len(line) < _WIDTH and "\n" not in line:
        return line
    inner = "".join(f"{' ' * (indent + 4)}{part},\n" for part in parts)
    return f"{head}(\n{inner}{' ' * indent})"


def _keywords(arguments: Mapping[str, Any]) -> list[str]:
    return [f"{key}={_number(value)}" for key, value in arguments.items()]


def _number(value: Any) -> str:
    return repr(float(f"{value:.6g}") if isinstance(value, float) else value)
