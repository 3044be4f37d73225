"""What a browser computes and draws of a small network, against Keras and as a visitor sees it."""

from __future__ import annotations

import json
from collections.abc import Iterator

import numpy as np
import pytest
from playwright.sync_api import Browser, Page

from benchmarks.serving import ROOT
from dlcore.activations.functions import keras_function
from dlcore.losses.table import LOSSES
from dlcore.neuron.config import HIDDEN_ACTIVATIONS, NeuronConfig
from dlcore.neuron.features import FEATURES, SPAN, expand
from dlcore.neuron.heads import HEADS

MODULES = ROOT / "ui" / "neuron" / "plane" / "js"
SITE = "http://modules.test"


@pytest.fixture(scope="module")
def modules(browser: Browser) -> Iterator[Page]:
    """An empty page that may import the modules, without a server."""
    page = browser.new_page()
    page.route(
        f"{SITE}/*.js",
        lambda route: route.fulfill(path=MODULES / route.request.url.rsplit("/", 1)[1]),
    )
    page.route(f"{SITE}/", lambda route: route.fulfill(body="<p>", content_type="text/html"))
    page.goto(f"{SITE}/")
    yield page
    page.close()


def keras_network(config: NeuronConfig, rng: np.random.Generator):
    """A network as the settings say, with weights of a usual size."""
    import keras

    network = keras.Sequential([keras.Input((config.widths[0],))])
    for units, name in zip(config.widths[1:], config.layers, strict=True):
        network.add(keras.layers.Dense(units))
        network.add(keras.layers.Activation(keras_function(name, {})))
    network.set_weights([rng.normal(0, 0.7, w.shape) for w in network.get_weights()])
    return network


def spec_of(config: NeuronConfig) -> dict:
    return {
        "features": list(config.features),
        "widths": list(config.widths),
        "layers": list(config.layers),
        "classes": config.classes,
        "loss": config.loss,
    }


def in_browser(page: Page, config: NeuronConfig, network, x: np.ndarray, y: np.ndarray) -> dict:
    """The outputs of each layer, (units, n) each, and how good it is, by the modules."""
    weights = np.concatenate([w.ravel() for w in network.get_weights()])
    return page.evaluate(
        """async ({spec, weights, x1, x2, y}) => {
            const { Field } = await import("/forward.js");
            const { measure } = await import("/losses.js");
            const field = new Field(spec, x1, x2);
            field.run(Float32Array.from(weights));
            const values = field.values.map((layer) => layer.map((unit) => Array.from(unit)));
            return { values, ...measure(spec, field, y, () => true) };
        }""",
        {
            "spec": spec_of(config),
            "weights": weights.tolist(),
            "x1": x[:, 0].tolist(),
            "x2": x[:, 1].tolist(),
            "y": y.tolist(),
        },
    )


def configs() -> Iterator[NeuronConfig]:
    """Every activation, feature and loss that there is, in networks of all depths."""
    depths = ((), (3,), (8, 2), (8, 8, 8))
    for i, name in enumerate(HIDDEN_ACTIVATIONS):
        yield NeuronConfig(
            units=(8,) * (1 + i % 3),
            activations=(name,) * (1 + i % 3),
            features=tuple(FEATURES)[: 2 + i % 6],
        )
    for classes, question in ((0, "value"), (2, "two_classes"), (3, "classes"), (4, "classes")):
        for i, loss in enumerate(HEADS[question].losses):
            units = depths[i % len(depths)]
            yield NeuronConfig(
                units=units, activations=("tanh",) * len(units), classes=classes, loss=loss
            )


def test_the_browser_computes_what_keras_computes(modules: Page):
    rng = np.random.default_rng(7)
    x = rng.uniform(-SPAN, SPAN, (60, 2)).astype(np.float32)
    for config in configs():
        y = rng.integers(0, config.classes, 60) if config.classes else rng.uniform(-1, 1, 60)
        network = keras_network(config, rng)
        found = in_browser(modules, config, network, x, y)
        given = [expand(x, config.features)]
        for layer in network.layers:
            given.append(np.asarray(layer(given[-1])))  # sums and outputs in turn
        for values, expected in zip(found["values"][1:], given[2::2], strict=True):
            np.testing.assert_allclose(
                np.array(values, float).T,
                expected,
                rtol=1e-5,
                atol=1e-5 * np.abs(expected).max(),
                err_msg=str(config),
            )
        loss, accuracy = by_keras(config, *given[-2:], y)
        assert found["loss"] == pytest.approx(loss, rel=1e-4, abs=1e-6), config
        assert config.classes == 0 or found["accuracy"] == pytest.approx(accuracy), config


def by_keras(
    config: NeuronConfig, sums: np.ndarray, outputs: np.ndarray, y: np.ndarray
) -> tuple[float, float]:
    """The loss of Keras for some outputs, and the share of right answers."""
    import keras

    record = LOSSES[config.loss]
    more = {"from_logits": True} if record.takes_logits else {}
    loss = getattr(keras.losses, record.keras_class)(**more)
    target = np.eye(config.classes)[y] if config.classes > 2 else y[:, None].astype("float32")
    value = float(loss(target, sums if record.takes_logits else outputs))
    if config.classes > 2:
        return value, float((outputs.argmax(1) == y).mean())
    half = 0.5 if config.layers[-1] == "sigmoid" else 0
    return value, float(((outputs[:, 0] > half) == y).mean())


def test_units_that_are_switched_off_give_nothing(modules: Page):
    answer = modules.evaluate(
        """async () => {
            const { Field, Shape } = await import("/forward.js");
            const spec = { features: ["x1", "x2"], widths: [2, 2, 1], layers: ["tanh", "linear"] };
            const shape = new Shape(spec);
            const weights = new Float32Array(shape.parameters).fill(1);
            const field = new Field(spec, [0.5], [0.25]);
            const all = field.run(weights)[0][0];
            const less = field.run(weights, [[0, 1]])[0][0];
            return { parameters: shape.parameters, bias: shape.bias(1, 0), all, less };
        }"""
    )
    assert (answer["parameters"], answer["bias"]) == (9, 8)
    one = np.tanh(1.75)
    assert answer["all"] == pytest.approx(2 * one + 1)
    assert answer["less"] == pytest.approx(one + 1)


def test_a_grid_runs_from_edge_to_edge_and_from_the_top_down(modules: Page):
    found = modules.evaluate(
        """async () => {
            const { grid } = await import("/forward.js");
            const { x1, x2 } = grid(3, 6);
            return JSON.stringify([Array.from(x1), Array.from(x2)]);
        }"""
    )
    assert json.loads(found) == [[-6, 0, 6] * 3, [6, 6, 6, 0, 0, 0, -6, -6, -6]]
