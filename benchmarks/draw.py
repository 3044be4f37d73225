"""How well drawn digits are read, on people who are in no training file.

    DLCORE_MNIST=mnist.npz python -m benchmarks.draw --strokes pen.npz [--not-digits letters.npz]

Two networks, the article's (trained here on MNIST as it stands) and the one that ships, each given
the whole canvas shrunk to 28x28 as most demos do it, and what `dlcore.digits.preprocess` makes of
it. The writers are those that `dlcore.pretrain` keeps from training. Last, the time that one
drawing takes in the process that holds the network.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from statistics import median

import keras
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from dlcore import digits, metrics, registry
from dlcore.data import load_mnist
from dlcore.pretrain import evaluation
from dlcore.pretrain.handwriting.material import part_writers
from dlcore.pretrain.handwriting.strokes import StrokeSet, load_strokes
from dlcore.training import TrainConfig, train

SEED = 0
CALLS = 200

Images = NDArray[np.float32]


def shrunk(canvas: NDArray[np.uint8]) -> Images:
    """The whole canvas as 28x28, which is what most demos hand to their network."""
    small = Image.fromarray(canvas).resize((digits.SIDE, digits.SIDE), Image.Resampling.BILINEAR)
    return np.asarray(small, np.float32)[..., None] / 255


PIPELINES = {"whole canvas shrunk": shrunk, "dlcore.digits.preprocess": digits.preprocess}


def canvases(people: StrokeSet, rendering: evaluation.Rendering) -> list[NDArray[np.uint8]]:
    random = np.random.default_rng(SEED)
    return [evaluation.on_canvas(strokes, rendering, random) for strokes in people.samples]


def article(epochs: int) -> keras.Model:
    result = train(TrainConfig(epochs=epochs), load_mnist(), lambda report: None, lambda: False)
    print(f"article's network: {result.test_accuracy:.2%} on MNIST after {epochs} epochs")
    return registry.load_bytes(result.model)


def print_accuracy(networks: dict[str, keras.Model], people: StrokeSet) -> None:
    writers = np.unique(people.writers)
    print(f"\naccuracy, mean over {len(writers)} held-out writers (worst writer)")
    print(f"{'':44}" + "".join(f"{name:>18}" for name in evaluation.RENDERINGS))
    drawn = {name: canvases(people, rendering) for name, rendering in evaluation.RENDERINGS.items()}
    for network_name, network in networks.items():
        for pipeline_name, pipeline in PIPELINES.items():
            cells = []
            for pictures in drawn.values():
                images = np.stack([pipeline(picture) for picture in pictures])
                right = network.predict(images, verbose=0).argmax(axis=1) == people.labels
                shares = [right[people.writers == writer].mean() for writer in writers]
                cells.append(f"{np.mean(shares):9.1%} ({min(shares):5.1%})")
            print(f"{network_name + ', ' + pipeline_name:44}" + "".join(f"{c:>18}" for c in cells))


def print_knowing(
    networks: dict[str, keras.Model], people: StrokeSet, letters: StrokeSet | None
) -> None:
    print("\nis it sure with reason, and does it know a digit when it sees one (preprocessed)")
    usual = evaluation.draw_all(people, evaluation.RENDERINGS["usual"], SEED)
    others = {"symbols": evaluation.unfamiliar_signs(SEED)}
    if letters is not None:
        clear = evaluation.clear_letters(letters)
        others["letters"] = evaluation.draw_all(clear, evaluation.RENDERINGS["usual"], SEED).images
    for name, network in networks.items():
        said = _answers(network, usual.images)
        error = metrics.reliability(usual.labels, said).calibration_error
        print(f"{name:20} calibration error {error:.2%}", end="")
        for kind, images in others.items():
            scores = digits.digit_score(said), digits.digit_score(_answers(network, images))
            print(f"   AUROC against {kind} {metrics.area_under_roc(*scores):.4f}", end="")
        print()


def _answers(network: keras.Model, images: NDArray[np.uint8]) -> NDArray[np.float32]:
    return network.predict(images[..., None].astype(np.float32) / 255, verbose=0)


def print_time(network: keras.Model, canvas: NDArray[np.uint8]) -> None:
    rgba = np.dstack([canvas] * 3 + [np.full_like(canvas, 255)])
    batch = digits.preprocess(rgba)[None]

    def classify() -> None:
        digits.classify(batch, network.predict_on_batch)

    print(
        f"\none drawing: preprocess {_milliseconds(lambda: digits.preprocess(rgba)):.2f} ms, "
        f"classify {_milliseconds(classify):.2f} ms (medians of {CALLS})"
    )


def _milliseconds(call) -> float:
    times = []
    for _ in range(CALLS):
        began = time.perf_counter()
        call()
        times.append(time.perf_counter() - began)
    return 1000 * median(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--strokes", type=Path, required=True)
    parser.add_argument("--not-digits", type=Path)
    parser.add_argument("--epochs", type=int, default=5, help="of the article's network")
    options = parser.parse_args()
    people = part_writers(load_strokes(options.strokes))
    letters = part_writers(load_strokes(options.not_digits), fit=0) if options.not_digits else None
    networks = {"article": article(options.epochs), "shipped": registry.load("cnn")}
    print_accuracy(networks, people.held_out)
    print_knowing(networks, people.test, letters.test if letters else None)
    print_time(networks["shipped"], canvases(people.test, evaluation.RENDERINGS["usual"])[0])


if __name__ == "__main__":
    main()
