"""Each question about the inside of a network, warm, in this process.

    python -m benchmarks.explain [--rounds 20] [--models cnn cnn-tutorial]

Milliseconds for one image, and beside each its ratio to a plain prediction by the same network,
asked in turn with it. Then what the fast gradient sign leaves of the accuracy on 500 test images
(of the full set where DLCORE_MNIST names it).
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from statistics import median

from dlcore.cnn import attacks, damage, layers, moments, plane, reasons
from dlcore.data import held_out
from dlcore.explain import attribution
from dlcore.registry import has_history
from dlcore.registry.at_hand import find_network


def questions(model: str) -> dict[str, Callable[[], object]]:
    """What the page asks, for one test image, the network's usual layers."""
    digit = held_out.digit(7)
    image, truth = digit.image, digit.truth
    cam = layers.summary(model).convolution
    network = find_network(model)
    first = network.layers[0].name
    asked: dict[str, Callable[[], object]] = {
        "feature maps": lambda: layers.passed_on(image, first, model),
        "one unit": lambda: layers.unit(first, 3, None, model),
        "Grad-CAM": lambda: attribution.grad_cam(network, image[None, ..., None], truth, cam),
        "saliency": lambda: attribution.saliency(network, image[None, ..., None], truth),
        "these and integrated gradients": lambda: reasons.attributions(image, truth, cam, model),
        "occlusion, 784 squares": lambda: attribution.occlusions(network, image[..., None], 5),
        "spoilt, a filter off": lambda: damage.broken(
            image, damage.Damage(30.0, 2, 1, 3, 0.2), first, (1,), model
        ),
        "FGSM": lambda: attacks.adversarial_example(image, truth, None, 0.2, model),
        "targeted, 20 steps": lambda: attacks.adversarial_example(image, truth, 3, 0.2, model),
        "place on the plane, PCA": lambda: plane.plane(image, "pca", None, model),
        "place on the plane, t-SNE": lambda: plane.plane(image, "tsne", None, model),
    }
    if has_history(model):
        asked["a moment of its training"] = lambda: moments.moment(image, first, 2, None, model)
    return asked


def prediction(model: str) -> Callable[[], object]:
    image = held_out.digit(7).image[None, ..., None]
    network = find_network(model)
    network.predict(image)
    return lambda: network.predict(image)


def report(name: str, ask: Callable[[], object], plain: Callable[[], object], rounds: int) -> None:
    first = seconds(ask)
    pairs = [(seconds(plain), seconds(ask)) for _round in range(rounds)]
    bare, asked = (median(times) for times in zip(*pairs, strict=True))
    times = f"{1000 * first:6.0f} ms {1000 * asked:6.1f} ms"
    print(f"  {name:32s} {times}  {asked / bare:5.1f} times a prediction", flush=True)


def seconds(ask: Callable[[], object]) -> float:
    begun = time.perf_counter()
    ask()
    return time.perf_counter() - begun


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--models", nargs="*", default=("cnn", "cnn-tutorial"))
    arguments = parser.parse_args()
    for model in arguments.models:
        print(f"{model}: first time (what is kept for good included), then warm")
        for name, ask in questions(model).items():
            report(name, ask, prediction(model), arguments.rounds)
        found = attacks.curve(None, model)
        for epsilon, right, random in zip(
            found.epsilons, found.attacked, found.random, strict=True
        ):
            print(f"  epsilon {epsilon:4.2f}: {right:6.1%} read right, by chance {random:6.1%}")


if __name__ == "__main__":
    main()
