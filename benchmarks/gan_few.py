"""A GAN that has ten drawings of each of ten letters: whether it learns them by heart.

    python -m benchmarks.gan_few --strokes uji_letters.npz [--shifts 0 2]

Five people's drawings of the file, two of each letter, are learnt from, in the game that the page
begins with. Printed for each shift of what the discriminator sees: the seconds it took; how unlike
the drawings of a class are, as a share of how unlike the real ones are (0 where all are one); the
distance to drawings of two others, and that of the real ones from these.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks.few import drawn, of_hands, parts
from dlcore.gan import GAN_PRESETS, GanResult, train_gan
from dlcore.gan.generator.drawing import draw
from dlcore.gan.generator.variety import variety, within
from dlcore.pretrain.handwriting.strokes import load_strokes
from dlcore.registry import shipped

LETTERS = "abdeghkmrs"
LEARNT, ASKED = (8, 9, 10, 0, 1), (2, 3)  # writers
EACH = 20  # drawings of a class that are compared


def main() -> None:
    """Prints a line for each shift."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--strokes", type=Path, required=True)
    parser.add_argument("--shifts", type=int, nargs="*", default=[0, 2])
    given = parser.parse_args()
    data = parts(of_hands(drawn(load_strokes(given.strokes)), LETTERS, LEARNT, ASKED), LETTERS)
    labels = np.repeat(np.arange(len(LETTERS)), EACH)
    real = within(data.x_train, data.y_train, len(LETTERS))
    for shift in given.shifts:
        usual = GAN_PRESETS["live"]
        gan = replace(usual.gan, classes=len(LETTERS), shift=shift)
        config = replace(usual, gan=gan, set=data.fingerprint)
        began = time.monotonic()
        result = train_gan(config, data, lambda report: None, lambda: False)
        seconds = time.monotonic() - began
        assert isinstance(result, GanResult)  # nobody has paused it
        noise = np.random.default_rng(0).standard_normal((len(labels), gan.latent_dim), np.float32)
        images = draw(shipped.load_bytes(result.model), noise, labels)
        print(
            f"shift {shift}: {seconds:.0f} s, variety {variety(images, labels, real):.2f}, "
            f"distance {result.assessment.distance:.0f} (real ones {result.floor:.0f})",
            flush=True,
        )


if __name__ == "__main__":
    main()
