import numpy as np
import pytest

from dlcore import registry
from dlcore.cnn.damage import Damage, broken, spoilt
from dlcore.explain.network import ExplainError
from dlcore.validation import ConfigError


def test_no_damage_changes_nothing(seven):
    np.testing.assert_allclose(spoilt(seven.image, Damage()), seven.image, atol=1e-6)


def test_a_quarter_turn(seven):
    np.testing.assert_allclose(
        spoilt(seven.image, Damage(rotation=90.0)), np.rot90(seven.image), atol=1e-4
    )


def test_a_shift_to_the_right_and_down(seven):
    found = spoilt(seven.image, Damage(right=3, down=2))
    np.testing.assert_allclose(found[2:, 3:], seven.image[:-2, :-3], atol=1e-6)
    assert not found[:2].any()
    assert not found[:, :3].any()


@pytest.mark.parametrize("stripes", [1, 4, 14])
def test_stripes_blank_columns(stripes):
    white = np.ones((28, 28), np.float32)
    found = spoilt(white, Damage(stripes=stripes))
    assert (found.max(axis=0) == 0).sum() == stripes
    assert found.sum() == 28 * (28 - stripes)


def test_noise_has_its_spread_and_its_seed():
    grey = np.full((28, 28), 0.5, np.float32)
    found = spoilt(grey, Damage(noise=0.1))
    assert found.std() == pytest.approx(0.1, rel=0.1)
    np.testing.assert_array_equal(found, spoilt(grey, Damage(noise=0.1)))
    assert (found != spoilt(grey, Damage(noise=0.1, seed=1))).any()


def test_the_answer_is_the_networks_to_the_spoilt_digit(seven):
    damage = Damage(rotation=40.0, noise=0.3)
    found = broken(seven.image, damage, None, (), "cnn")
    both = np.stack([seven.image, spoilt(seven.image, damage)])[..., None]
    expected = registry.load("cnn").predict(both, verbose=0)
    np.testing.assert_allclose(np.stack([found.whole, found.probabilities]), expected, atol=1e-5)


def test_without_all_its_filters_it_sees_nothing(seven):
    found = broken(seven.image, Damage(), "activation", tuple(range(32)), "cnn")
    blind = broken(0 * seven.image, Damage(), "activation", tuple(range(32)), "cnn")
    np.testing.assert_allclose(found.probabilities, blind.probabilities, atol=1e-6)
    assert found.whole.argmax() == seven.truth


def test_what_cannot_be_switched_off_is_refused(seven):
    with pytest.raises(ExplainError, match="from 0 to 31"):
        broken(seven.image, Damage(), "activation", (32,), "cnn")


@pytest.mark.parametrize(
    "wrong",
    [{"rotation": 181.0}, {"right": 15}, {"down": 1.5}, {"stripes": -1}, {"noise": float("nan")}],
)
def test_impossible_damage_is_refused(wrong):
    with pytest.raises(ConfigError, match=f"{next(iter(wrong))} must be"):
        Damage(**wrong)
