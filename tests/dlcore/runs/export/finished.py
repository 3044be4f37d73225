"""Runs of every kind that are over, each with a tiny network that is real."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np

from dlcore import registry
from dlcore.addition.config import AdditionConfig
from dlcore.cnn import CnnConfig
from dlcore.gan.config import GanConfig
from dlcore.gan.run_config import GanRunConfig
from dlcore.runs import record
from dlcore.runs.export import RunToExport
from dlcore.sweep import SweepAxis, SweepConfig
from dlcore.training import TrainConfig
from tests.dlcore.runs import examples

KINDS = tuple(record.KINDS)  # a new kind fails here until it has a config and a result
TRAIN = TrainConfig(CnnConfig((4,), dense_units=8), batch_size=16, epochs=2, seed=5)
CONFIGS = {
    "train": TRAIN,
    "gan": GanRunConfig(
        GanConfig(latent_dim=6, width=4, discriminator_width=4), batch_size=8, epochs=1, seed=5
    ),
    "addition": AdditionConfig(2, units=4, batch_size=32, epochs=2, sums_per_epoch=64, seed=5),
    "sweep": SweepConfig(
        TRAIN, (SweepAxis("learning_rate", (0.001, 0.01)), SweepAxis("batch_size", (16, 32)))
    ),
}
RESULTS = {
    "train": replace(examples.TRAIN_RESULT, source="keras"),
    "gan": replace(examples.GAN_RESULT, source="keras"),
    "addition": examples.ADDITION_RESULT,
    "sweep": replace(examples.SWEEP_RESULT, best=TRAIN, source="keras"),
}
SERIES = {
    "loss": np.array([[4, 2.0], [8, 1.5], [12, float("nan")], [16, 0.5]]),
    "accuracy": np.array([[4, 0.25], [8, 0.5], [12, 0.5], [16, 0.75]]),
    "val_loss": np.array([[10.0, 1.25], [16, 0.75]]),
    "val_accuracy": np.array([[10.0, 0.5], [16, 0.875]]),
    "epoch": np.array([[4, 0.5], [8, 1.0], [12, 1.5], [16, 2.0]]),
    "seconds": np.array([[4, 1.0], [8, 2.0], [12, 3.0], [16, 5.0]]),
}


def finished(kind: str = "train", *, model: bytes | None = None, **changed) -> RunToExport:
    """A run that is over; its network is a few bytes that are none unless one is handed in."""
    usual = {
        "config": CONFIGS[kind],
        "status": "done",
        "created": 1_700_000_000.0,
        "started": 1_700_000_100.0,
        "finished": 1_700_000_110.0,
        "figures": {"accuracy": 0.875},
        "versions": {"keras": "3.15.1"},
        "data": "0123abcd",
    }
    known = examples.record("secret-id", kind, **usual | changed)
    result = RESULTS[kind] if model is None else replace(RESULTS[kind], model=model)
    return RunToExport(known, SERIES, result)


@lru_cache(maxsize=4)
def network(kind: str) -> bytes:
    """The .keras file of a network as a run of this kind leaves it."""
    import keras

    from dlcore.addition.network import build_addition
    from dlcore.gan.networks import build_generator
    from dlcore.training.architectures import build_network

    keras.utils.set_random_seed(3)
    config = CONFIGS["train" if kind == "sweep" else kind]
    if kind == "gan":
        return registry.to_bytes(build_generator(config.gan))
    if kind == "addition":
        return registry.to_bytes(build_addition(config))
    return registry.to_bytes(build_network(config.network))
