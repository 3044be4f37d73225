"""Each question about the inside of a recurrent network, warm, in this process.

    python -m benchmarks.rnn [--rounds 20] [--models rnn-simple rnn-lstm rnn-gru]

Milliseconds for one digit, and beside each its ratio to a plain prediction by the same network,
asked in turn with it. "All that is seen of a digit" is states, gates, beliefs and memory together:
the one question behind a digit on the page. Stepping through it asks nothing.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable

from benchmarks.explain import prediction, report
from dlcore.data import held_out
from dlcore.explain.vanishing import VanishingConfig
from dlcore.registry.at_hand import find_recurrent
from dlcore.rnn import crowd, forgetting, reading

MODELS = ("rnn-simple", "rnn-lstm", "rnn-gru")


def questions(model: str) -> dict[str, Callable[[], object]]:
    """What the page asks about one network, for one test image."""
    image = held_out.digit(7).image
    layer = find_recurrent(model).recurrent_layer().name
    biases = iter(range(-10_000, 10_000))  # each time another setting: nothing that is kept

    def forgotten() -> object:
        return forgetting.vanishing_gradients(VanishingConfig(gate_bias=next(biases) / 1000))

    return {
        "all that is seen of a digit": lambda: reading.unroll(image, model),
        "test images on which a unit does alike": lambda: crowd.similar_traces(
            image, layer, 3, (8, 20), "distance", None, model
        ),
        "when it knows, over the test images": lambda: crowd.step_accuracy(None, model),
        "vanishing gradient, six lengths": forgotten,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--models", nargs="*", default=MODELS)
    arguments = parser.parse_args()
    for model in arguments.models:
        print(f"{model}: first time (what is kept for good included), then warm")
        for name, ask in questions(model).items():
            report(name, ask, prediction(model), arguments.rounds)


if __name__ == "__main__":
    main()
