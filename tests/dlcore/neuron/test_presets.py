"""Each preset does what is said of it, and so does its cure."""

import numpy as np
import pytest

from dlcore.neuron.datasets import make_points
from dlcore.neuron.presets import NEURON_PRESETS
from dlcore.neuron.training import play
from dlcore.neuron.troubles import KINDS, symptoms


def outcome(preset, config):
    """What is wrong after its steps, and the test accuracy."""
    points = make_points(preset.points)
    packet = play(config, points, None, preset.steps, preset.steps)
    kinds = {one.kind for one in symptoms(config, points, packet)}
    return kinds, packet.test_accuracy[-1]


def test_presets_are_of_one_piece():
    for name, preset in NEURON_PRESETS.items():
        assert preset.points.classes == preset.config.classes, name
        assert preset.cured.classes == preset.config.classes, name
        assert bool(preset.symptom) == bool(preset.cure), name
        assert preset.symptom in ("", *KINDS), name


@pytest.mark.slow
def test_presets_show_their_trouble_and_their_cure_cures_it():
    for name, preset in NEURON_PRESETS.items():
        if preset.symptom:
            kinds, accuracy = outcome(preset, preset.config)
            assert preset.symptom in kinds, name
            if preset.before is not None:
                assert accuracy <= preset.before, name
        kinds, accuracy = outcome(preset, preset.cured)
        assert not kinds, name
        if preset.after is not None:
            assert accuracy >= preset.after, name


@pytest.mark.slow
def test_the_spiral_is_separated_on_the_way_and_stays_so():
    preset = NEURON_PRESETS["spiral"]
    packet = play(preset.config, make_points(preset.points), None, preset.steps, 20)
    reached = np.flatnonzero(packet.test_accuracy >= 0.98)
    assert packet.steps[reached[0]] <= preset.steps / 2
