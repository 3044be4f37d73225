"""What the tests of the GAN share: players so small that a step takes milliseconds."""

import pytest

from dlcore.gan import GanConfig, GanRunConfig

TINY = {"latent_dim": 3, "width": 4, "discriminator_width": 4}


@pytest.fixture
def tiny():
    """Makes a tiny game."""
    return lambda **settings: GanConfig(**TINY | settings)


@pytest.fixture
def tiny_run(tiny):
    """Makes a tiny run: 20 steps an epoch on 320 images."""

    def make(epochs=2, train_share=1.0, **settings):
        return GanRunConfig(tiny(**settings), batch_size=16, epochs=epochs, train_share=train_share)

    return make
