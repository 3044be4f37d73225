"""Settings that are possible, and sentences for those that are not."""

import re
from dataclasses import replace

import pytest

from dlcore.gan import GanConfig, GanRunConfig, SideConfig
from dlcore.gan.losses import GAN_LOSSES
from dlcore.validation import ConfigError


def test_all_losses_are_settings():
    for name, record in GAN_LOSSES.items():
        config = GanConfig(loss=name)
        assert config.record is record
        assert config.penalties == (record.r1, record.r2)


def test_penalties_can_be_set_and_switched_off():
    assert GanConfig(loss="rpgan", r1=0.0, r2=2).penalties == (0, 2)
    assert GanConfig(r1=0.5).penalties == (0.5, 0)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"conditional": 1}, "conditional must be one of True, False. Received: 1"),
        ({"latent_dim": 0}, "latent_dim must be a whole number from 1 to 512. Received: 0"),
        ({"latent_dim": 2.0}, "latent_dim must be a whole number"),
        ({"width": 3}, "width must be a whole number from 4"),
        ({"discriminator_width": 10_000}, "discriminator_width must be a whole number"),
        ({"loss": "mse"}, "loss must be one of non-saturating, minimax, hinge"),
        ({"generator": 1e-3}, "generator must be an instance of SideConfig. Received: 0.001"),
        ({"discriminator_steps": 0}, "discriminator_steps must be a whole number from 1 to 10"),
        ({"label_smoothing": 0.9, "loss": "minimax"}, "label_smoothing must be a number"),
        ({"label_smoothing": 0.1}, "needs a loss with targets, one of non-saturating, minimax"),
        ({"instance_noise": -1}, "instance_noise must be a number from 0 to 1"),
        ({"shift": 5}, "shift must be a whole number from 0 to 4"),
        ({"r1": float("nan")}, "r1 must be a number from 0 to 100. Received: nan"),
        ({"r2": 101}, "r2 must be a number"),
        ({"class_weight": -0.1}, "class_weight must be a number"),
        ({"class_weight": 1.0, "conditional": False}, "class_weight must be 0 where"),
        ({"ema": 1.0}, "ema must be a number from 0 to 0.9999"),
    ],
)
def test_games_that_cannot_be(settings, message):
    with pytest.raises(ConfigError, match=re.escape(message)):
        GanConfig(**settings)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"optimizer": "adamw"}, "optimizer must be one of adam, rmsprop, sgd. Received: 'adamw'"),
        ({"learning_rate": 2.0}, "learning_rate must be a number from 0 to 1"),
        ({"beta_1": 1.0}, "beta_1 must be a number"),
        ({"beta_2": -0.1}, "beta_2 must be a number"),
    ],
)
def test_sides_that_cannot_be(settings, message):
    with pytest.raises(ConfigError, match=re.escape(message)):
        SideConfig(**settings)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"gan": None}, "gan must be a GanConfig. Received: None"),
        ({"batch_size": 4}, "batch_size must be a whole number from 8"),
        ({"epochs": 0}, "epochs must be a whole number"),
        ({"schedule": "linear"}, "schedule must be one of constant, cosine"),
        ({"train_share": 0}, "train_share must be a number"),
        ({"seed": -1}, "seed must be a whole number"),
        ({"judge": "gan"}, "judge must be one of cnn, cnn-tutorial. Received: 'gan'"),
    ],
)
def test_runs_that_cannot_be(settings, message):
    with pytest.raises(ConfigError, match=re.escape(message)):
        GanRunConfig(**settings)


def test_runs_are_told_apart_by_their_values():
    assert GanRunConfig() == GanRunConfig()
    assert hash(GanRunConfig()) == hash(GanRunConfig())
    assert replace(GanRunConfig(), seed=1) != GanRunConfig()
