"""Each trouble from figures in which it can be seen, and none from those of a good game."""

import numpy as np
import pytest

from dlcore.data import sample
from dlcore.gan.config import GanConfig
from dlcore.gan.film import pack
from dlcore.gan.troubles import troubles

STEPS = np.arange(16, 1000, 16)
EVEN = [20] * 10


def history(right=0.7, d_loss=1.4, g_loss=0.6):
    named = {"d_right": right, "d_loss": d_loss, "g_loss": g_loss}
    return {name: [(int(step), y) for step in STEPS] for name, y in named.items()}


def picture(counts=EVEN, agreement=0.95, alike=False, step=992):
    mnist = sample()
    by_digit = [mnist.x_train[mnist.y_train == digit] for digit in range(10)]
    images = [by_digit[i % 10][0 if alike else i // 10] for i in range(50)]
    return {
        "step": step,
        "seconds": 60.0,
        "packed": pack(np.stack(images)),
        "facts": {"counts": counts, "evenness": 1.0, "agreement": agreement, "floor": 5.2},
    }


def kinds(config, *told):
    return [trouble.kind for trouble in troubles(config, *told)]


def test_a_good_game_has_none():
    assert kinds(GanConfig(), history(), picture()) == []
    assert kinds(GanConfig(conditional=False), history(), picture(agreement=None)) == []


def test_the_first_steps_are_not_judged():
    assert kinds(GanConfig(), history(right=1.0), picture(step=10)) == []
    assert kinds(GanConfig(), history(right=1.0), picture(step=150)) == ["discriminator"]
    assert kinds(GanConfig(), history(), picture(step=150, alike=True)) == []
    assert kinds(GanConfig(), {}, None) == []
    assert kinds(GanConfig(), history(), None) == []


@pytest.mark.parametrize("loss", ["minimax", "non-saturating", "hinge", "lsgan"])
def test_a_discriminator_that_is_always_right_has_won(loss):
    (found,) = troubles(GanConfig(loss=loss), history(right=0.99), picture())
    assert found.kind == "discriminator"
    assert found.values["share"] == pytest.approx(0.99)


@pytest.mark.parametrize("loss", ["wgan-gp", "rpgan"])
def test_where_only_differences_count_it_may_always_be_right(loss):
    assert kinds(GanConfig(loss=loss), history(right=0.99), picture()) == []


def test_a_discriminator_that_guesses_is_outplayed_if_the_drawings_are_bad():
    assert kinds(GanConfig(), history(right=0.5), picture(agreement=0.2)) == ["generator"]
    assert kinds(GanConfig(), history(right=0.5), picture(agreement=0.99)) == []


def test_losses_run_away_but_not_those_of_wasserstein():
    (found,) = troubles(GanConfig(), history(g_loss=-400.0), picture())
    assert (found.kind, found.values["loss"]) == ("runaway", -400.0)
    assert kinds(GanConfig(loss="wgan-gp"), history(g_loss=-400.0), picture()) == []


def test_only_the_newest_steps_count():
    long_ago = history()
    long_ago["d_right"] = [(x, 1.0 if x < 500 else 0.7) for x, _y in long_ago["d_right"]]
    assert kinds(GanConfig(), long_ago, picture()) == []


def test_digits_that_are_not_drawn_are_named():
    gone = [22, 22, 22, 22, 22, 22, 22, 23, 23, 0]
    (found,) = troubles(GanConfig(), history(), picture(counts=gone))
    assert (found.kind, found.values["classes"]) == ("missing", (9,))
    only = [0, 150, 0, 0, 0, 0, 0, 50, 0, 0]
    (found,) = troubles(GanConfig(), history(), picture(counts=only))
    assert (found.kind, found.values["classes"]) == ("few", (1, 7))


def test_drawings_of_a_digit_that_are_all_alike_are_seen_where_digits_are_asked_for():
    (found,) = troubles(GanConfig(), history(), picture(alike=True))
    assert (found.kind, found.values["variety"]) == ("alike", pytest.approx(0.0, abs=1e-6))
    assert kinds(GanConfig(conditional=False), history(), picture(alike=True)) == []


def test_what_is_even_goes_by_the_number_of_classes():
    """Of forty classes each has a fortieth: a share that is none of ten would have."""
    even = picture(counts=[5] * 40)
    even["facts"]["variety"] = 0.8
    assert troubles(GanConfig(classes=40), history(), even) == ()
    even["facts"]["counts"][7] = 0
    (found,) = troubles(GanConfig(classes=40), history(), even)
    assert (found.kind, found.values["classes"]) == ("missing", (7,))


def test_the_variety_of_another_set_is_as_it_was_measured():
    shown = picture(counts=[100, 100], alike=True)
    shown["facts"]["variety"] = 0.9
    assert troubles(GanConfig(classes=2), history(), shown) == ()
    shown["facts"]["variety"] = 0.1
    (found,) = troubles(GanConfig(classes=2), history(), shown)
    assert found.kind == "alike"
