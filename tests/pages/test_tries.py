"""What lessons say to try: each button sets its page, and what it says of quick things is so."""

from __future__ import annotations

import numpy as np
import pytest

from dlcore.losses import LossChoice
from dlcore.losses.curves import curves
from dlcore.losses.line_fit import fit_lines, sample_points
from tests.pages.conftest import words
from ui.data import tries as data
from ui.frame import door
from ui.limits import tries as limits
from ui.losses import settings as of_losses
from ui.losses import tries as losses
from ui.neuron import tries as neuron
from ui.runs import tries as runs
from ui.train import tries as train

PAGES = {
    "data": data.TRIES,
    "limits": limits.TRIES,
    "losses": losses.TRIES,
    "neuron": neuron.TRIES,
    "runs": runs.TRIES,
    "train": train.TRIES,
}


@pytest.fixture
def open_tries(open_page):
    return lambda page, **query: open_page(page, {f"{page}_tries": True}, **query)


def test_they_cost_nothing_until_they_are_opened(open_page):
    keys = {button.key for button in open_page("losses").button}
    assert not [key for key in keys if "_lesson_try_" in str(key)]


@pytest.mark.parametrize("page", PAGES)
def test_each_sets_its_page(open_tries, page):
    at = open_tries(page)
    for name, one in PAGES[page].items():
        at.button(key=f"{page}_lesson_try_{name}").click().run()
        assert not at.exception, name
        assert not at.error, name
        assert one.look_for in words(at)
        for key, value in {**one.settings, **one.begins}.items():
            assert door._settings[key].accepts(value), (name, key)
            assert at.session_state[key] == value, (name, key)
        assert "primary" in str(at.button(key=f"{page}_lesson_try_{name}").proto.type), name
        assert at.toast[0].value == "The page above is set."


def test_what_a_visitor_has_typed_or_chosen_stays(open_tries):
    at = open_tries("neuron", neuron_data="own", neuron_own="AAAA")
    painted = at.session_state["neuron_own"]
    at.button(key="neuron_lesson_try_xor").click().run()
    assert at.session_state["neuron_own"] == painted
    assert at.session_state["neuron_data"] == "xor"


def test_all_else_is_as_usual(open_tries):
    at = open_tries("train", train_batch_size="512", train_shift="2")
    at.button(key="train_lesson_try_high").click().run()
    assert (at.session_state["train_batch_size"], at.session_state["train_shift"]) == (128, 0)


def test_far_from_the_target_mse_is_larger_than_all_others_together():
    set_to = losses.TRIES["range"].settings
    names = set_to[of_losses.CHOSEN["regression"].key]
    ends = [set_to[end.key] for end in of_losses.ENDS["regression"]]
    found = curves([LossChoice(name) for name in names], 0.0, *ends, 3.0, 401, False).curves
    mse = found.pop("mean_squared_error").loss[[0, -1]]
    assert (mse > 1000 * sum(one.loss[[0, -1]] for one in found.values())).all()


def test_focal_loss_without_gamma_is_cross_entropy_and_flat_on_the_right_with_much():
    def of(gamma: float) -> dict:
        choices = [
            LossChoice("binary_crossentropy"),
            LossChoice("binary_focal_crossentropy", {"gamma": gamma}),
        ]
        return curves(choices, 1.0, 0.0, 1.0, 0.9, 401, False).curves

    entropy, focal = of(0.0).values()
    np.testing.assert_allclose(entropy.loss, focal.loss, rtol=1e-5, atol=1e-6)
    entropy, focal = of(5.0).values()
    assert (focal.loss[200:] <= entropy.loss[200:] / 30).all()


def test_an_outlier_on_the_line_turns_none_of_the_lines():
    x, y = sample_points()
    names = of_losses.FIT.usual
    for place in np.linspace(of_losses.OUTLIER_X.low, of_losses.OUTLIER_X.high, 5):
        lines = fit_lines([*x, place], [*y, place], [LossChoice(name) for name in names])
        ends = [[one.intercept, one.slope * 10 + one.intercept] for one in lines.values()]
        assert np.ptp(ends, axis=0).max() < 1, place
