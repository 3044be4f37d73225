"""The view *Learnt by heart*: each outcome in its own words, the attack, the game, bad input."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from dlcore.limits.kept import pack, shipped
from dlcore.limits.membership import MembershipConfig
from dlcore.limits.membership.config import (
    PLAIN,
    MembershipCards,
    MembershipNetwork,
    MembershipResult,
)
from tests.pages.conftest import charts, rerun, words
from ui.limits.membership import said
from ui.limits.membership.game import CARDS

CONFIG = MembershipConfig(images=200, epochs=3)
CURVE = np.array([(1, 2.0), (2, 1.0), (3, 0.5)], np.float32)


def network(name=PLAIN, shift=1.0, accuracy=0.8, count=200, **more) -> MembershipNetwork:
    """One whose losses outside are `shift` times those inside."""
    inside = np.random.default_rng(0).exponential(1.0, count).astype(np.float32)
    outside = np.random.default_rng(1).exponential(shift, count).astype(np.float32)
    found = {
        "name": name,
        "training": CURVE,
        "validation": CURVE + np.array([0, 0.5], np.float32),
        "inside": inside,
        "outside": outside,
        "right_inside": 0.9,
        "right_outside": 0.7,
        "accuracy": accuracy,
        "epochs": 3.0,
        "seconds": 1.0,
    }
    return MembershipNetwork(**(found | more))


def result(*networks, config=CONFIG, cards=None, **more) -> MembershipResult:
    return MembershipResult(
        config=config,
        source="file",
        seconds=1.0,
        stopped=False,
        networks=networks,
        cards=cards,
        **more,
    )


LEARNT, LOST = network(shift=4.0), network("l2", shift=1.5, accuracy=0.75)
FEW = network(shift=4.0, count=5)
ONE = network(count=1)
OUTCOMES = [
    (result(), "No network is trained yet"),
    (result(replace(LEARNT, inside=np.zeros(0, np.float32))), "No network is trained yet"),
    (result(network(), config=replace(CONFIG, epochs=0)), "Zero epochs"),
    (result(ONE, config=replace(CONFIG, images=1)), "0, ½ or 1"),
    (result(FEW), "With 5 images inside"),
    (result(LEARNT, config=replace(CONFIG, label_noise=1.0)), "learning by heart, nothing else"),
    (result(network(), config=replace(CONFIG, label_noise=1.0)), "not learnt them by heart either"),
    (result(network(accuracy=0.12)), "never learnt: it reads 12%"),
    (result(replace(LEARNT, accuracy=0.12)), "A coin gets 50. 12.0%"),  # by heart alone
    (result(network()), "is what luck gives too"),
    (result(LEARNT), "A coin gets 50. 80.0%"),
    (result(LEARNT, LOST), "reads 75.0% of new images right instead of 80.0%"),
    (result(LEARNT, replace(LOST, accuracy=0.1)), "hardly learnt to read: it gets 10.0%"),
    (result(LEARNT, network("early", shift=6.0)), "No cure tried here lowers that"),
    (result(LEARNT, replace(LEARNT, name="early")), "No cure tried here lowers that"),
    (result(LEARNT, network("early", shift=3.7)), "by more than luck may"),
]


@pytest.mark.parametrize(("found", "expected"), OUTCOMES, ids=lambda one: str(one)[:30])
def test_each_outcome_has_its_sentence(found, expected):
    assert expected in said.sentence(found)


def test_the_sentence_has_the_numbers_of_the_networks():
    sentence = said.sentence(result(LEARNT, LOST, network("dropout", shift=3.0)))
    for one in (LEARNT, LOST):
        assert f"{100 * one.attack.auc:.0f}" in sentence
    assert "“L2 penalty” makes that" in sentence


@pytest.fixture
def show(open_page, stand_in):
    """Opens the view as it is while an experiment has found this, and once it is over."""

    def show_(found, over=True, **query):
        at = open_page("limits", limits_view="membership", **query)
        at.button(key="membership_start").click()
        rerun(at)
        *_others, run = stand_in.runs.values()
        run.begin()
        run.receive({"phase": "training", "snapshot": {"found": pack(found)}})
        if over:
            run.finish(found)
        return rerun(at)

    return show_


@pytest.mark.parametrize("which", range(len(OUTCOMES)))
def test_every_outcome_is_shown(show, which):
    found, expected = OUTCOMES[which]
    assert expected in words(show(found, over=which % 2 == 0))


def test_what_ships_is_what_the_page_says(open_page):
    at = open_page("limits", limits_view="membership")
    found = shipped("membership")
    assert [one.name for one in found.networks] == [PLAIN, *found.config.cures]
    assert said.sentence(found) in words(at)
    assert len(charts(at)) == 6


def test_a_threshold_says_who_is_caught(open_page):
    at = open_page("limits", limits_view="membership", membership_threshold="0.01")
    plain = shipped("membership").network(PLAIN)
    caught, wronged = (float((one <= 0.01).mean()) for one in (plain.inside, plain.outside))
    assert f"**{caught:.0%}** of those that were, wrong for **{wronged:.0%}**" in words(at)
    at.select_slider(key="membership_threshold").set_value(10.0)
    rerun(at)
    assert "**100%** of those that were" in words(at)


def test_each_network_can_be_attacked(open_page):
    found = shipped("membership")
    for one in found.networks:
        at = open_page("limits", limits_view="membership", membership_network=one.name)
        assert f"AUC {one.attack.auc:.2f}" in words(at)


def test_a_network_that_is_not_there_says_why(show):
    config = replace(CONFIG, cures=("l2",))
    for name, expected in (("l2", "not trained yet"), ("early", "was not chosen")):
        at = show(result(LEARNT, config=config), membership_network=name)
        assert expected in words(at)


def test_a_network_that_is_being_trained_shows_its_curve(show):
    at = show(result(MembershipNetwork(name=PLAIN, training=CURVE, validation=CURVE)), over=False)
    assert len(charts(at)) == 1
    assert at.select_slider(key="membership_threshold").value == 0.15  # it is not forgotten
    assert "The attack begins once" in words(at)
    assert "The game begins once" in words(at)


def test_ten_cards_are_guessed_and_counted(open_page):
    at = open_page("limits", limits_view="membership")
    found = shipped("membership")
    cards, plain = found.cards, found.network(PLAIN)
    dealt = np.random.default_rng(0).permutation(len(cards.labels))[:CARDS]
    right = 0
    for number, card in enumerate(dealt):
        assert f"**{number + 1} of 10.** Its label: **{cards.labels[card]}**" in words(at)
        at.button(key="membership_in").click()
        rerun(at)
        right += bool(cards.inside[card])
        was = "**learnt** the last one" if cards.inside[card] else "**never seen** the last one"
        assert was in words(at)
    best = plain.attack.best
    its = int(((cards.losses[dealt] <= best) == cards.inside[dealt]).sum())
    assert f"You were right {right} times of 10, the attack {its} times" in words(at)
    at.button(key="membership_again").click()
    rerun(at)
    assert "**1 of 10.**" in words(at)


def test_other_images_begin_the_game_anew(show, stand_in):
    few = MembershipCards(
        images=np.zeros((2, 28, 28), np.uint8),
        labels=np.array([3, 4], np.uint8),
        probabilities=np.full((2, 10), 0.1, np.float32),
        losses=np.full(2, math.log(10), np.float32),
        inside=np.array([True, False]),
    )
    at = show(result(LEARNT, cards=few))
    assert "**1 of 2.**" in words(at)
    at.button(key="membership_out").click()
    assert "**2 of 2.**" in words(rerun(at))


def test_settings_make_the_experiment(open_page, stand_in):
    at = open_page(
        "limits",
        limits_view="membership",
        membership_images="100",
        membership_label_noise="0",
        membership_cures="early,private",
        membership_noise="2",
    )
    assert "This promises ε = " in words(at)
    at.button(key="membership_start").click()
    rerun(at)
    (run,) = stand_in.runs.values()
    assert run.config == MembershipConfig(
        images=100, label_noise=0.0, cures=("early", "private"), noise=2.0
    )


def test_images_of_the_sample_are_named_as_such(show):
    assert "small sample of MNIST" in words(show(replace(result(LEARNT), source="sample")))


def test_without_noise_nothing_is_promised(open_page):
    at = open_page("limits", limits_view="membership", membership_noise="0")
    assert "nothing is promised" in words(at)
