"""A training run: its description, what it reports, how it stops, and what comes out."""

import pytest

from dlcore.cnn import CnnConfig
from dlcore.training import OPTIMIZERS, PRESETS, TrainConfig, one_cycle


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("network", "tutorial", r"network must be a CnnConfig\. Received: 'tutorial'"),
        ("optimizer", "lion", r"optimizer must be one of sgd, momentum, .*Received: 'lion'"),
        ("learning_rate", 0.0, r"learning_rate must be a number from 1e-07 to 10\..*0\.0"),
        ("learning_rate", float("inf"), r"learning_rate must be a number.*inf"),
        ("learning_rate", "0.1", r"learning_rate must be a number.*'0\.1'"),
        ("schedule", "cosine", r"schedule must be one of constant, one_cycle\..*'cosine'"),
        ("batch_size", 0, r"batch_size must be a whole number from 1 to 4,096\..*0"),
        ("batch_size", 128.0, r"batch_size must be a whole number.*128\.0"),
        ("epochs", 201, r"epochs must be a whole number from 1 to 200\..*201"),
        ("train_share", 0.0, r"train_share must be a number from 0\.001 to 1\..*0\.0"),
        ("train_share", 1.1, r"train_share must be a number.*1\.1"),
        ("seed", -1, r"seed must be a whole number from 0 to 4,294,967,295\..*-1"),
    ],
)
def test_bad_values_are_refused(field, value, message):
    with pytest.raises(ValueError, match=message):
        TrainConfig(**{field: value})


def test_tutorial_is_the_articles_run():
    assert PRESETS["tutorial"] == TrainConfig(
        CnnConfig(), "adam", 1e-3, "constant", batch_size=128, epochs=10, train_share=1.0
    )


def test_presets_use_known_parts():
    assert set(PRESETS) == {"tutorial", "fast", "tiny"}
    assert all(config.optimizer in OPTIMIZERS for config in PRESETS.values())
    assert PRESETS["fast"].schedule == "one_cycle"


def test_configs_are_values():
    assert TrainConfig() == TrainConfig()
    assert len({TrainConfig(), TrainConfig(), TrainConfig(epochs=1)}) == 2


@pytest.mark.parametrize("steps", [1, 2, 10, 422])
def test_one_cycle_rises_to_the_peak_and_ends_at_zero(steps):
    import keras

    schedule = keras.optimizers.schedules.CosineDecay(**one_cycle(0.5, steps))
    rates = [float(schedule(step)) for step in range(steps + 1)]
    peak = rates.index(max(rates))
    assert rates[peak] == 0.5
    assert rates[: peak + 1] == sorted(rates[: peak + 1])
    assert rates[peak:] == sorted(rates[peak:], reverse=True)
    assert rates[-1] == pytest.approx(0, abs=1e-6)
