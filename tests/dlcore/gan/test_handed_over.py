"""The generator is handed over while it learns, so that it outlives the process that trains it."""

from __future__ import annotations

import numpy as np

from dlcore import registry
from dlcore.data import Mnist, sample
from dlcore.gan import training
from dlcore.gan.config import GanConfig
from dlcore.gan.generator.drawing import draw
from dlcore.gan.run_config import GanRunConfig


def test_a_generator_that_draws_comes_now_and_then_and_is_withdrawn_at_the_end(monkeypatch):
    monkeypatch.setattr(training, "KEEP_SECONDS", 0.0)
    mnist = sample()
    parts = (mnist.x_train, mnist.y_train, mnist.x_test, mnist.y_test)
    few = Mnist(*(part[:40] for part in parts), mnist.source)
    gan = GanConfig(latent_dim=4, width=4, discriminator_width=4)
    reports: list = []
    result = training.train_gan(
        GanRunConfig(gan, batch_size=8, epochs=1), few, reports.append, lambda: False
    )
    handed = [report["snapshot"] for report in reports if "snapshot" in report]
    assert handed[-1] is None
    assert result.model
    generator = registry.load_bytes(handed[0])
    images = draw(generator, np.zeros((3, 4), np.float32), np.arange(3, dtype=np.int32))
    assert images.shape == (3, 28, 28)
