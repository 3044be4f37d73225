"""The experiment as a whole."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from dlcore.data import DataSet
from dlcore.limits.bias import metrics
from dlcore.limits.bias.config import BiasConfig, BiasNetwork, BiasResult, check_set
from dlcore.limits.bias.groups import FIFTHS, MEASURES, edges, fifths, measured, members
from dlcore.limits.bias.networks import CURES, NETWORKS, Mixture, Stock
from dlcore.limits.experiment import Experiment
from dlcore.training import DataRecipe, TrainConfig

_EXAMPLES = 8
_HELD_OUT = 0.01  # of the images: nothing here depends on validation


def run(config: BiasConfig, data: DataSet, experiment: Experiment) -> BiasResult:
    """Measures the writing, then trains one network after the other.

    Raises:
        ConfigError: there are too few images.
    """
    stock, found = _begun(config, data)
    experiment.begin(len(NETWORKS))
    experiment.show(found)
    for name, one in NETWORKS.items():
        experiment.next_part()
        mixture = one.mixture(stock, config, np.random.default_rng(config.seed))
        if experiment.stopped:
            break
        if mixture is None:
            continue
        network = _trained(name, mixture, config, data, experiment)
        if network is None:
            break
        found = replace(found, networks=(*found.networks, network))
        experiment.show(found)
    return replace(found, seconds=experiment.seconds, stopped=experiment.stopped)


def headline(result: BiasResult) -> dict[str, float]:
    """The two numbers that the page ends with, by name."""
    return {
        "rare_recall": metrics.recall_of(result, "thinned"),
        "rare_recall_cured": max(
            (metrics.recall_of(result, name) for name in CURES if result.network(name)),
            default=float("nan"),
        ),
    }


def _begun(config: BiasConfig, data: DataSet) -> tuple[Stock, BiasResult]:
    """What there is to train on, and the result as it is before any network is trained."""
    check_set(len(data.x_train))
    images, labels = data.x_train[: config.images], data.y_train[: config.images]
    trained_on, tested, middles = {}, {}, {}
    for name in MEASURES:
        values = measured(name, images)
        ends = edges(values, labels, len(data.classes))
        trained_on[name] = fifths(values, labels, ends)
        tested[name] = fifths(measured(name, data.x_test), data.y_test, ends)
        middles[name] = _middles(values, trained_on[name])
    stock = Stock(
        images,
        labels,
        members(config.kind, config.digit, labels, trained_on),
        members(*config.opposite, labels, trained_on),
        trained_on["stroke"],
    )
    places = np.flatnonzero(members(config.kind, config.digit, data.y_test, tested))[:_EXAMPLES]
    return stock, BiasResult(
        seconds=0.0,
        stopped=False,
        config=config,
        source=data.source,
        labels=data.y_test.copy(),
        parts=tested,
        middles=middles,
        available=int(stock.rare.sum()),
        examples=data.x_test[places],
        places=places.astype(np.int32),
        names=data.classes,
        name=data.name,
        writers=data.writers_test,
    )


def _middles(values: np.ndarray, parts: np.ndarray) -> tuple[float, ...]:
    groups = [values[parts == part] for part in range(FIFTHS)]
    return tuple(float(np.median(group)) if len(group) else float("nan") for group in groups)


def _trained(
    name: str, mixture: Mixture, config: BiasConfig, data: DataSet, experiment: Experiment
) -> BiasNetwork | None:
    """Trains one and asks it about all test images; None where it was stopped before it was done,
    for half a training compares with nothing."""
    training = TrainConfig(
        replace(NETWORKS[name].network, classes=len(data.classes)),
        epochs=config.epochs,
        seed=config.seed,
        data=DataRecipe(validation_share=_HELD_OUT),
    )
    seen = DataSet(
        mixture.images, mixture.labels, data.x_test, data.y_test, data.source, data.classes
    )
    began = experiment.seconds
    trained = experiment.train(training, seen)
    if trained is None or trained.result.stopped or trained.result.sampled:
        return None
    guesses = data.y_test.copy()
    guesses[trained.result.wrong] = trained.result.guesses
    return BiasNetwork(
        name=name,
        images=mixture.different,
        shown=len(mixture.labels),
        rare=mixture.rare,
        seconds=experiment.seconds - began,
        guesses=guesses,
    )
