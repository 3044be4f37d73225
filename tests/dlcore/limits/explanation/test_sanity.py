"""What is drawn anew, and how maps are compared: against SciPy, and by hand."""

import keras
import numpy as np
import pytest
from scipy import stats

from dlcore import registry
from dlcore.limits.explanation import sanity
from dlcore.limits.explanation.methods import METHODS, quantised
from dlcore.limits.explanation.sanity import SpareNetwork, rank_correlation


def test_rank_correlation_is_spearmans_also_where_values_tie():
    random = np.random.default_rng(0)
    for levels in (2, 5, 10_000):
        a, b = random.integers(0, levels, (2, 28, 28))
        b = b + a // 2
        expected = stats.spearmanr(a, b, axis=None)[0]
        assert rank_correlation(a, b) == pytest.approx(expected, abs=1e-12)
    assert rank_correlation(a, -(a**3)) == pytest.approx(-1)


def test_a_map_that_is_the_same_everywhere_has_no_ranks():
    assert np.isnan(rank_correlation(np.zeros((4, 4)), np.arange(16)))


def test_maps_are_compared_by_strength_with_sign_and_where_there_is_ink():
    random = np.random.default_rng(1)
    before, now = random.standard_normal((2, 3, 8, 8))
    ink = random.random((3, 8, 8)) > 0.4
    found = sanity.similarity(before, now, ink)
    for i in range(3):
        a, b, at = before[i], now[i], ink[i]
        expected = [(abs(a), abs(b)), (a, b), (abs(a[at]), abs(b[at]))]
        for measure, pair in enumerate(expected):
            assert found[measure, i] == pytest.approx(
                stats.spearmanr(*pair, axis=None)[0], abs=1e-6
            )


def test_layers_come_from_the_top_each_with_its_normalisation(small):
    assert SpareNetwork(small).layers == ("last", "second", "first")


def test_the_networks_that_ship_have_the_layers_that_are_said():
    names = {name: sanity.spare(name).layers for name in ("cnn-tutorial", "cnn")}
    assert names["cnn-tutorial"] == ("dense_1", "dense", "conv2d_1", "conv2d")
    deep = [f"conv2d_{number}" for number in range(len(names["cnn"]) - 2, 0, -1)]
    assert names["cnn"] == ("dense", *deep, "conv2d")


def test_one_layer_is_drawn_anew_and_the_network_it_was_copied_from_stays(small):
    learnt = [w.copy() for w in small.get_weights()]
    copy = SpareNetwork(small)
    copy.randomise(1, (0, 0))
    changed = [
        layer.name
        for layer, was in zip(copy.network.model.layers, small.layers, strict=True)
        if any((a != b).any() for a, b in zip(layer.get_weights(), was.get_weights(), strict=True))
    ]
    assert changed == ["second"]
    for a, b in zip(small.get_weights(), learnt, strict=True):
        np.testing.assert_array_equal(a, b)
    with copy.lent() as again:
        for a, b in zip(again.network.model.get_weights(), learnt, strict=True):
            np.testing.assert_array_equal(a, b)


def test_the_same_seed_draws_the_same_and_another_another(small):
    copy = SpareNetwork(small)

    def drawn(*seed):
        copy.randomise(0, seed)
        return copy.network.model.get_layer("last").get_weights()[0]

    np.testing.assert_array_equal(drawn(0, 1), drawn(0, 1))
    assert (drawn(0, 1) != drawn(0, 2)).any()


def test_weights_are_drawn_as_keras_draws_them():
    random = np.random.default_rng(0)
    for shape in [(400, 300), (3, 3, 64, 128)]:
        ours = sanity.initial("kernel", shape, random)
        keras_own = keras.ops.convert_to_numpy(keras.initializers.GlorotUniform(1)(shape))
        assert ours.std() == pytest.approx(keras_own.std(), rel=0.02)
        assert abs(ours).max() == pytest.approx(abs(keras_own).max(), rel=0.01)
    model = keras.Sequential([keras.Input((4, 4, 2)), keras.layers.BatchNormalization()])
    for weight in model.weights:
        ours = sanity.initial(weight.name, tuple(weight.shape), random)
        np.testing.assert_array_equal(ours, keras.ops.convert_to_numpy(weight))


def test_who_never_looks_at_the_network_does_not_notice(small, images):
    copy = SpareNetwork(small)
    classes = np.arange(len(images), dtype=np.int32)

    def asked(name):
        return METHODS[name].maps(copy.network, images, classes)

    before = {name: asked(name) for name in METHODS}
    for layer in range(3):
        copy.randomise(layer, (0, 0))
    same = {name: np.array_equal(asked(name), before[name]) for name in METHODS}
    assert same == {name: name == "edges" for name in METHODS}


def test_there_is_no_other_network():
    with pytest.raises(registry.RegistryError):
        sanity.spare("elsewhere")


def test_maps_are_kept_with_127_levels_on_either_side():
    maps = np.array([[[0.0, 2.0], [-1.0, 0.5]], [[0.0, 0.0], [0.0, 0.0]]], np.float32)
    kept = quantised(maps)
    np.testing.assert_array_equal(kept, [[[0, 127], [-64, 32]], [[0, 0], [0, 0]]])
