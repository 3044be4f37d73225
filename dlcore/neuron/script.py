"""A training on the plane as a plain Keras program, for a student to read, run and change."""

from __future__ import annotations

from string import Template

import numpy as np

from dlcore.activations.script import function_source
from dlcore.initializers import INITIALIZERS
from dlcore.layers import keywords
from dlcore.losses.table import LOSSES
from dlcore.neuron.config import NeuronConfig
from dlcore.neuron.datasets import DATASETS, PointsConfig
from dlcore.neuron.features import FEATURES, SPAN
from dlcore.neuron.network import EQUAL, layer_seed
from dlcore.neuron.points import PointSet
from dlcore.optimizers.table import OPTIMIZERS

_PROGRAM = Template('''\
"""A small network learns from points of the plane."""

import keras
import numpy as np
from keras import layers

STEPS = $steps
BATCH = $batch

$points


def inputs(x):
    x1, x2 = x.T
    return np.stack([$features], axis=1)


$targets
model = keras.Sequential(
    [
        keras.Input(($inputs,)),
$layers
    ]
)
$scaled$optimizer
model.compile(optimizer=optimizer, loss=keras.losses.$loss())

x_train, y_train = inputs(x[~test]), targets[~test]
batches = -(-len(x_train) // BATCH)  # an epoch
for step in range(STEPS):
    epoch, batch = divmod(step, batches)
    order = np.random.default_rng(($seed, epoch)).permutation(len(x_train))
    chosen = order[batch * BATCH : (batch + 1) * BATCH]
    model.train_on_batch(x_train[chosen], y_train[chosen])

outputs = model.predict(inputs(x), batch_size=len(x), verbose=0)
$measured
''')

_MADE = Template("""\
COUNT = $count
place, stray, labels, held = np.random.default_rng($seed).spawn(4)

# $title
$drawn
x = x + $spread * stray.normal(size=x.shape)
test = np.zeros(COUNT, bool)
test[held.permutation(COUNT)[:$held]] = True
${noise}x = np.clip(x, -$span, $span).astype("float32")""")

_CLOUDS = Template("""\
y = np.arange(COUNT) % $classes
centres = np.array([$centres])
x = centres[y] + place.normal(0, 0.7, (COUNT, 2))""")

_HALVES = "y = np.arange(COUNT) % 2\n"
_PLACES = "x = place.uniform(-5, 5, (COUNT, 2))\n"
_TURNED = "x = np.stack([radius * np.sin(angle), radius * np.cos(angle)], axis=1)"

# As `datasets` draws them, from the same random numbers.
_DRAWN = {
    "clouds": _CLOUDS.substitute(classes=2, centres="(-2, -2), (2, 2)"),
    "clouds3": _CLOUDS.substitute(classes=3, centres="(0, 3), (-2.6, -1.5), (2.6, -1.5)"),
    "clouds4": _CLOUDS.substitute(
        classes=4, centres="(2.5, 2.5), (-2.5, 2.5), (-2.5, -2.5), (2.5, -2.5)"
    ),
    "xor": f"""{_HALVES}x = place.uniform(0.3, 5, (COUNT, 2))
side = place.choice((-1.0, 1.0), COUNT)
x = x * np.stack([side, np.where(y == 1, -side, side)], axis=1)""",
    "circle": f"""{_HALVES}low, high = np.where(y == 1, 0, 0.7), np.where(y == 1, 0.5, 1)
radius = 5 * place.uniform(low, high)
angle = place.uniform(0, 2 * np.pi, COUNT)
{_TURNED}""",
    "spiral": f"""{_HALVES}along = place.uniform(0, 1, COUNT)
radius, angle = 5 * along, 1.75 * 2 * np.pi * along + np.pi * y
{_TURNED}""",
    "moons": f"""{_HALVES}angle = place.uniform(0, np.pi, COUNT)
upper = np.stack([3 * np.cos(angle) - 1.5, 3 * np.sin(angle) - 0.75], axis=1)
x = np.where(y[:, None] == 1, upper, -upper)""",
    "plane": f"{_PLACES}y = x.sum(axis=1) / 10",
    "hill": f"""{_PLACES}tops = [(-4, 2.5), (0, 2.5), (4, 2.5), (-4, -2.5), (0, -2.5), (4, -2.5)]
distance = np.linalg.norm(x[:, None] - np.array(tops), axis=-1)
heights = np.array([1, -1, 1, -1, 1, -1]) * np.maximum(1 - distance / 2, 0)
y = heights[np.arange(COUNT), np.abs(heights).argmax(axis=1)]""",
}

_MISTAKEN = Template("""\
wrong = labels.permutation(np.flatnonzero(~test))[:$wrong]  # labels that are not right
$change
""")

_MEASURED = {
    0: """\
for name, which in (("training", ~test), ("test", test)):
    if which.any():
        print(f"{name}: mean squared error {np.mean((outputs[which, 0] - y[which]) ** 2):.4f}")""",
    2: """\
right = (outputs[:, 0] > $middle) == (y == 1)
for name, which in (("training", ~test), ("test", test)):
    if which.any():
        print(f"{name}: accuracy {right[which].mean():.3f}")""",
    3: """\
right = outputs.argmax(axis=1) == y
for name, which in (("training", ~test), ("test", test)):
    if which.any():
        print(f"{name}: accuracy {right[which].mean():.3f}")""",
}


def network_script(config: NeuronConfig, points: PointsConfig | PointSet, steps: int) -> str:
    """Writes the program that trains what `play` trains, from its seed and on the same batches.

    Args:
        config: the network; its learning rate, penalties and batches hold from the first step on.
        points: how they are made, or the points themselves: these are written out, to four digits.
        steps: updates.

    Returns:
        Python source that needs NumPy and Keras. It leaves `model`, and prints how good it is.
    """
    return _PROGRAM.substitute(
        steps=steps,
        batch=config.batch_size,
        points=_made(points) if isinstance(points, PointsConfig) else _written(points),
        features=", ".join(FEATURES[name].code for name in config.features),
        targets=_targets(config.classes),
        inputs=len(config.features),
        layers="\n".join(_layers(config)),
        scaled=_scaled(config),
        optimizer=_optimizer(config),
        loss=LOSSES[config.loss].keras_class,
        seed=config.seed,
        measured=_measured(config),
    )


def _made(config: PointsConfig) -> str:
    held = round(config.test_share * config.count)
    return _MADE.substitute(
        count=config.count,
        seed=config.seed,
        title=DATASETS[config.kind].title,
        drawn=_DRAWN[config.kind],
        spread=_number(config.noise * DATASETS[config.kind].spread),
        held=held,
        noise=_mistaken(config, config.count - held),
        span=f"{SPAN:g}",
    )


def _mistaken(config: PointsConfig, train: int) -> str:
    wrong = round(config.label_noise * train)
    if not wrong:
        return ""
    classes = config.classes
    change = (
        f"y[wrong] = (y[wrong] + labels.integers(1, {classes}, len(wrong))) % {classes}"
        if classes
        else "y[wrong] = labels.uniform(-1, 1, len(wrong))"
    )
    return _MISTAKEN.substitute(wrong=wrong, change=change)


def _written(points: PointSet) -> str:
    """The points themselves, a few on a line."""
    rows = [f"({x1:.4g}, {x2:.4g})" for x1, x2 in points.x]
    lines = "\n".join(f"        {', '.join(rows[i : i + 4])}," for i in range(0, len(rows), 4))
    values = [f"{value:.4g}" for value in points.y]
    labels = "\n".join(f"        {', '.join(values[i : i + 10])}," for i in range(0, len(rows), 10))
    held = np.flatnonzero(points.test).tolist()
    places = "\n".join(
        f"    {', '.join(map(str, held[i : i + 10]))}," for i in range(0, len(held), 10)
    )
    chosen = f"test[[\n{places}\n]] = True" if held else "# None is held back."
    return (
        f'x = np.array(\n    [\n{lines}\n    ],\n    "float32",\n)\n'
        f"y = np.array(\n    [\n{labels}\n    ]\n)\n"
        f"test = np.zeros(len(x), bool)\n{chosen}"
    )


def _targets(classes: int) -> str:
    if classes > 2:
        return f'targets = np.eye({classes}, dtype="float32")[y.astype(int)]'
    return 'targets = y[:, None].astype("float32")'


def _layers(config: NeuronConfig) -> list[str]:
    lines = []
    for number, (units, name) in enumerate(zip(config.widths[1:], config.layers, strict=True)):
        activation = function_source(name, {}) if name == "threshold" else f'"{name}"'
        arguments = [
            f"{units},",
            f"activation={activation},",
            f"kernel_initializer=keras.initializers.{_initializer(config, number)},",
        ]
        if config.l1 or config.l2:
            penalty = keywords({"l1": config.l1, "l2": config.l2})
            arguments.append(f"kernel_regularizer=keras.regularizers.L1L2({penalty}),")
        inner = "\n".join(f"            {argument}" for argument in arguments)
        lines.append(f"        layers.Dense(\n{inner}\n        ),")
    return lines


def _initializer(config: NeuronConfig, layer: int) -> str:
    if config.start == "equal":
        return f"Constant({EQUAL})"
    record = INITIALIZERS[config.start]
    seed = layer_seed(config.seed, layer)
    return f"{record.kind}({keywords({**record.arguments, 'seed': seed})})"


def _scaled(config: NeuronConfig) -> str:
    if config.start_scale == 1:
        return ""
    scale = _number(config.start_scale)
    return f"for layer in model.layers:\n    layer.kernel.assign({scale} * layer.kernel)\n"


def _optimizer(config: NeuronConfig) -> str:
    spec = OPTIMIZERS[config.optimizer].spec
    given = keywords({"learning_rate": config.learning_rate, **spec.arguments})
    made = f"optimizer = keras.optimizers.{spec.kind}({given})"
    # It remembers the first weights, and in Keras' own training they would be zeros for it.
    early = config.optimizer == "schedule_free_adamw"
    return f"{made}\noptimizer.build(model.trainable_variables)" if early else made


def _measured(config: NeuronConfig) -> str:
    middle = "0.5" if config.layers[-1] == "sigmoid" else "0"
    return Template(_MEASURED[min(config.classes, 3)]).safe_substitute(middle=middle)


def _number(value: float) -> str:
    return f"{value:.10g}"
