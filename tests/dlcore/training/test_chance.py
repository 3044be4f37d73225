"""Weights by a seed, beside a thread that takes numbers away all the time."""

import random
import threading

import keras
import numpy as np

from dlcore.training.architectures import build_network
from dlcore.training.chance import seeded
from dlcore.training.config import PRESETS


def weights(network):
    return [variable.numpy() for variable in network.variables]


def test_a_network_has_the_weights_of_its_seed_whatever_others_draw():
    config = PRESETS["rnn-lstm"].network
    keras.utils.set_random_seed(7)
    plain = weights(build_network(config))
    over = threading.Event()

    def take() -> None:
        while not over.is_set():
            random.random()
            keras.initializers.GlorotUniform()

    thread = threading.Thread(target=take)
    thread.start()
    try:
        built = [weights(seeded(7, lambda: build_network(config))) for _ in range(5)]
    finally:
        over.set()
        thread.join()
    for other in built:
        for one, two in zip(plain, other, strict=True):
            np.testing.assert_array_equal(one, two)


def test_afterwards_chance_is_that_of_all_again():
    drawn = {keras.initializers.GlorotUniform().seed for _ in range(5)}
    seeded(7, lambda: None)
    after = {keras.initializers.GlorotUniform().seed for _ in range(5)}
    assert len(drawn | after) == 10
