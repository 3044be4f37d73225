"""The programs that are shown run, and train what `train_gan` trains."""

import ast
import re

import keras
import numpy as np
import pytest

from dlcore import registry
from dlcore.data import sample
from dlcore.gan.config import GanConfig, SideConfig
from dlcore.gan.generator.shipped import generate
from dlcore.gan.losses import GAN_LOSSES
from dlcore.gan.networks import build_generator
from dlcore.gan.run_config import GAN_PRESETS, GanRunConfig
from dlcore.gan.script import drawing_script, training_script, walk_script
from tests import generators

SMALL = {"latent_dim": 6, "width": 4, "discriminator_width": 4}
GAMES = [
    *(GanConfig(loss=loss, **SMALL) for loss in ("wgan-gp", "rpgan")),
    GanConfig(loss="lsgan", conditional=False, label_smoothing=0.1, **SMALL),
    GanConfig(
        loss="non-saturating",
        label_smoothing=0.1,
        instance_noise=0.2,
        shift=1,
        r1=0.1,
        class_weight=0.3,
        discriminator_steps=2,
        generator=SideConfig("rmsprop", 1e-3),
        discriminator=SideConfig("sgd", 1e-2),
        **SMALL,
    ),
]


def runs() -> list[GanRunConfig]:
    schedules = ("constant", "cosine")
    return [
        GanRunConfig(gan, batch_size=8, epochs=1, schedule=schedules[i % 2], train_share=0.5)
        for i, gan in enumerate(GAMES)
    ]


@pytest.fixture
def few(tmp_path, monkeypatch):
    mnist = sample()
    parts = (mnist.x_train[:64], mnist.y_train[:64]), (mnist.x_test[:10], mnist.y_test[:10])
    monkeypatch.setattr(keras.datasets.mnist, "load_data", lambda: parts)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "config",
    [
        pytest.param(config, marks=[] if one in (0, len(GAMES) - 1) else pytest.mark.slow)
        for one, config in enumerate(runs())
    ],
    ids=lambda c: f"{c.gan.loss}-{c.schedule}",
)
def test_a_program_plays_the_game_and_saves_a_generator(few, config, capsys):
    exec(compile(training_script(config), "gan.py", "exec"), {"__name__": "__main__"})
    losses = re.findall(r"(?:discriminator|generator) (-?[\d.]+)", capsys.readouterr().out)
    assert len(losses) == 2
    assert np.isfinite([float(loss) for loss in losses]).all()
    saved = keras.saving.load_model(few / "generator.keras")
    mine = build_generator(config.gan)
    assert [w.shape for w in saved.weights] == [w.shape for w in mine.weights]
    assert (few / "digits.png").stat().st_size > 1000


@pytest.mark.parametrize("config", [*runs(), *GAN_PRESETS.values()], ids=lambda c: c.gan.loss)
@pytest.mark.parametrize("source", ["file", "sample"])
def test_a_program_reads_well(config, source):
    program = training_script(config, source)
    ast.parse(program)
    assert "dlcore" not in program
    assert max(map(len, program.splitlines())) <= 100
    assert "\n\n\n\n" not in program
    imported = re.findall(r"^(?:import|from) .*?(\w+)$", program, re.MULTILINE)
    assert all(len(re.findall(rf"\b{name}\b", program)) > 1 for name in imported)


@pytest.mark.parametrize("name", GAN_LOSSES)
def test_the_losses_of_a_program_are_those_of_the_table(name):
    from keras.ops import mean, relu, softplus

    random = np.random.default_rng(0)
    real, fake = random.standard_normal((2, 20, 1)).astype(np.float32)
    smoothing = 0.2 if GAN_LOSSES[name].smooths else 0.0
    config = GanConfig(loss=name, label_smoothing=smoothing, r1=0.0, r2=0.0)
    program = training_script(GanRunConfig(config))
    found = re.findall(r"^ +loss = (.*)$", program, re.MULTILINE)
    known = {"mean": mean, "relu": relu, "softplus": softplus, "real": real, "fake": fake}
    record = GAN_LOSSES[name]
    for text, expected in zip(
        found,
        (record.discriminator(real, fake, smoothing), record.generator(real, fake)),
        strict=True,
    ):
        assert float(eval(text, known)) == pytest.approx(float(expected), rel=1e-5)


def test_the_short_programs_draw_and_walk(few, monkeypatch):
    (few / "models").mkdir()
    (few / "models" / "gan.keras").write_bytes(generators.small_generator())
    names: dict = {}
    exec(drawing_script((1, 2, 3), 5, "gan"), names)
    generators.ship(few / "models", monkeypatch, generators.small_generator())
    shown = np.rint((names["images"] + 1) * 127.5)
    assert np.abs(shown - generate((1, 2, 3), 5)).max() <= 1
    generators.unship()
    exec(walk_script((3, 8), 5, "gan"), names)
    np.testing.assert_allclose(names["noise"][[0, -1]], [names["start"], names["end"]], atol=1e-9)
    assert (few / "walk.png").exists()


def test_a_long_row_of_digits_stays_short():
    program = drawing_script(tuple(i % 10 for i in range(100)), 1, "gan")
    assert max(map(len, program.splitlines())) <= 100
    assert registry.MODELS.name == "models"
