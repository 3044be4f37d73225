"""What a run is made of: its range, its defaults and its presets."""

import pytest

from dlcore.cnn import CnnConfig
from dlcore.training import Augmentation, DataRecipe, Regularisation
from dlcore.training.config import OPTIMIZERS, PRESETS, TrainConfig


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        (
            "network",
            "tutorial",
            r"network must be one of CnnConfig, RnnConfig, MlpConfig\. Received: 'tutorial'",
        ),
        ("optimizer", "lion", r"optimizer must be one of sgd, momentum, .*Received: 'lion'"),
        ("learning_rate", 0.0, r"learning_rate must be a number from 1e-07 to 10\..*0\.0"),
        ("learning_rate", float("inf"), r"learning_rate must be a number.*inf"),
        ("learning_rate", "0.1", r"learning_rate must be a number.*'0\.1'"),
        (
            "schedule",
            "cosine",
            r"schedule must be one of constant, one_cycle, range_.*'cosine'",
        ),
        ("batch_size", 0, r"batch_size must be a whole number from 1 to 4,096\..*0"),
        ("batch_size", 128.0, r"batch_size must be a whole number.*128\.0"),
        ("epochs", 201, r"epochs must be a whole number from 1 to 200\..*201"),
        ("train_share", 0.0, r"train_share must be a number from 0\.001 to 1\..*0\.0"),
        ("train_share", 1.1, r"train_share must be a number.*1\.1"),
        ("patience", 51, r"patience must be a whole number from 0 to 50\..*51"),
        ("data", {}, r"data must be an instance of DataRecipe\. Received: {}"),
        (
            "augmentation",
            None,
            r"augmentation must be an instance of Augmentation\..*None",
        ),
        (
            "regularisation",
            0.1,
            r"regularisation must be an instance of Regular.*0\.1",
        ),
        ("seed", -1, r"seed must be a whole number from 0 to 4,294,967,295\..*-1"),
    ],
)
def test_bad_values_are_refused(field, value, message):
    with pytest.raises(ValueError, match=message):
        TrainConfig(**{field: value})


@pytest.mark.parametrize(
    ("kind", "field", "value", "message"),
    [
        (Regularisation, "l1", -0.1, r"l1 must be a number from 0 to 1\..*-0\.1"),
        (Regularisation, "l2", 1.1, r"l2 must be a number from 0 to 1\..*1\.1"),
        (Regularisation, "weight_decay", "0", r"weight_decay must be a number.*'0'"),
        (Regularisation, "clip_norm", float("inf"), r"clip_norm must be a number from 0 to 1000"),
        (DataRecipe, "label_noise", float("nan"), r"label_noise must be a number from 0 to 1\."),
        (DataRecipe, "thinned_digit", 100, r"thinned_digit must be one of None, 0, 1, .*100"),
        (DataRecipe, "thinned_digit", True, r"thinned_digit must be one of None, 0, 1, .*True"),
        (DataRecipe, "thinned_to", 5001, r"thinned_to must be a whole number from 0 to 5,000"),
        (DataRecipe, "class_weights", 1, r"class_weights must be one of True, False\..*1"),
        (DataRecipe, "validation_share", 0.0, r"validation_share must be a number from 0\.01"),
        (Augmentation, "shift", 10.5, r"shift must be a number from 0 to 10\..*10\.5"),
        (Augmentation, "rotation", -1, r"rotation must be a number from 0 to 180\..*-1"),
        (Augmentation, "zoom", 0.6, r"zoom must be a number from 0 to 0\.5\..*0\.6"),
    ],
)
def test_bad_values_of_a_group_are_refused(kind, field, value, message):
    with pytest.raises(ValueError, match=message):
        kind(**{field: value})


def test_tutorial_is_the_articles_run():
    assert PRESETS["tutorial"] == TrainConfig(
        CnnConfig(), "adam", 1e-3, "constant", batch_size=128, epochs=10, train_share=1.0
    )


def test_presets_use_known_parts():
    assert set(PRESETS) == {"tutorial", "fast", "tiny", "rnn-simple", "rnn-lstm", "rnn-gru", "mlp"}
    assert all(config.optimizer in OPTIMIZERS for config in PRESETS.values())
    assert PRESETS["fast"].schedule == "one_cycle"


def test_configs_are_values():
    assert TrainConfig() == TrainConfig()
    assert len({TrainConfig(), TrainConfig(), TrainConfig(epochs=1)}) == 2
