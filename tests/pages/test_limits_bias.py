"""The view *What it never saw*: what it says of each outcome, four looks, and bad input."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from dlcore.limits.bias.config import BiasConfig, BiasNetwork, BiasResult
from dlcore.limits.bias.networks import NETWORKS
from dlcore.limits.bias.paradox import GroupAccuracies
from dlcore.limits.kept import pack, shipped
from tests.pages.conftest import addresses, assert_refused, charts, rerun, words
from ui.limits.bias import mix, verdict
from ui.limits.bias import words as words_of_view
from ui.limits.bias.controls import LOOK, PRESETS

COUNT = 2000


@pytest.fixture
def open_bias(open_page):
    return lambda **query: open_page("limits", limits_view="bias", **{"lang": "en", **query})


def alt(at, key="bias_recalls") -> str:
    return {c.proto.id.split("-")[-1]: json.loads(c.proto.json)["alt"] for c in charts(at)}[key]


def made(rare: dict[str, float], others: float = 0.9, **more) -> BiasResult:
    """A result with networks of these recalls of the 8."""
    labels = (np.arange(COUNT) % 10).astype(np.uint8)
    found = BiasResult(
        seconds=1.0,
        stopped=False,
        config=BiasConfig(),
        source="file",
        labels=labels,
        parts={name: (np.arange(COUNT) // 10 % 5).astype(np.uint8) for name in ("stroke", "slant")},
        middles={"stroke": (1.6, 2.0, 2.4, 2.8, 3.5), "slant": (-15.0, -2.0, 7.0, 15.0, 26.0)},
        available=1000,
        examples=np.zeros((2, 28, 28), np.uint8),
        places=np.array([8, 18], np.int32),
    )
    found = replace(found, **more)
    networks = tuple(_network(name, share, others, found) for name, share in rare.items())
    return replace(found, networks=networks)


def _network(name: str, share: float, others: float, found: BiasResult) -> BiasNetwork:
    guesses = (found.labels + 1) % 10
    for which, right in ((found.rare, share), (~found.rare, others)):
        chosen = np.flatnonzero(which)[: round(right * which.sum())]
        guesses[chosen] = found.labels[chosen]
    return BiasNetwork(
        name=name, images=1000, shown=1200, rare=20, seconds=2.0, guesses=guesses.astype(np.uint8)
    )


def test_what_ships_is_shown_with_its_numbers(open_bias):
    at = open_bias()
    assert not at.warning
    found = shipped("bias")
    recall = (found.network("thinned").guesses == found.labels)[found.rare].mean()
    assert [header.value for header in at.header][1] == f"{recall:.1%}"
    assert f"**{verdict.sentence(found)}**" in words(at)
    assert f"8 {recall:.1%}" in alt(at)
    assert {network.name for network in found.networks} == set(NETWORKS)


def test_every_look_in_both_languages(open_bias):
    for look in LOOK.options:
        key = "bias_recalls" if look == "hit" else f"bias_{look}"
        for lang in ("en", "zh"):
            assert alt(open_bias(bias_look=look, lang=lang), key)


def test_groups_and_networks_can_be_chosen(open_bias):
    at = open_bias(bias_grouping="slant", bias_network="full")
    assert "°" in alt(at)
    assert "px" in alt(open_bias(bias_grouping="stroke"))
    assert "; 9 " in alt(open_bias())  # as was thinned
    at.selectbox(key="bias_network").set_value("simple")
    rerun(at)
    assert alt(at) != alt(open_bias(bias_grouping="slant", bias_network="full"))


def test_each_network_has_its_own_mark():
    parts = [
        words_of_view.thinned_part(config, name, grouping)
        for config, name, grouping in (
            (BiasConfig(), "thinned", "digit"),
            (BiasConfig(), "opposite", "digit"),
            (BiasConfig(), "full", "digit"),
            (BiasConfig(), "weights", "slant"),
            (BiasConfig(kind="left"), "data", "slant"),
            (BiasConfig(kind="left"), "opposite", "slant"),
            (BiasConfig(kind="thick"), "simple", "stroke"),
        )
    ]
    assert parts == [8, 3, None, None, 0, 4, 4]


def test_a_look_keeps_what_was_set_in_it(open_bias):
    at = open_bias(bias_look="mix")
    at.slider(key="bias_first_share").set_value(80)
    rerun(at)
    for look in ("hit", "mix"):
        at.session_state["bias_look"] = look
        rerun(at)
    assert at.slider(key="bias_first_share").value == 80


def test_the_order_turns_and_where_it_cannot_that_is_said(open_bias, stand_in):
    at = open_bias(bias_look="mix", bias_first_share="90", bias_second_share="0")
    assert "yet worse overall" in words(at)
    at.slider(key="bias_first_share").set_value(0)
    assert "overall too" in words(rerun(at))
    at.selectbox(key="bias_second").set_value("thinned")
    assert "Neither is better in both groups" in words(rerun(at))
    found = made({"thinned": 0.85, "simple": 0.2}, others=0.9)
    worse = replace(_network("simple", 0.2, 0.3, found), seconds=1.0)
    show(at, stand_in, replace(found, networks=(found.networks[0], worse)))
    at.selectbox(key="bias_second").set_value("simple")
    assert "the order cannot turn" in words(rerun(at))


def test_the_order_turns_on_the_side_of_what_is_hard():
    """For a network that reads the rare better than the others, these are the hard ones."""
    for a, b, said in (
        (GroupAccuracies(0.9, 0.6), GroupAccuracies(0.8, 0.5), "beyond 33%, B looks better"),
        (GroupAccuracies(0.6, 0.9), GroupAccuracies(0.5, 0.8), "below 67%, B looks better"),
    ):
        easy = float(a.rare > a.others)
        assert said in mix._verdict(a, b, easy, easy)
        assert "yet worse overall" in mix._verdict(a, b, 1 - easy, easy)


def show(at, stand_in, found, config=None):
    """As if the visitor's own experiment had found this."""
    if not at.button(key="bias_start").disabled:
        at.button(key="bias_start").click()
        rerun(at)
    *_others, run = stand_in.runs.values()
    if run.status == "queued":
        run.begin()
    run.finish(found)
    return rerun(at)


OUTCOMES = [
    (made({}), "nothing to conclude"),
    (made({"thinned": 0.1}), "not known yet"),
    (made({"thinned": 0.1, "full": 0.9}), "one number hides whom a network fails"),
    (
        made({"thinned": 0.1, "full": 0.9, "weights": 0.6, "data": 0.8}),
        "“More real data” brings it",
    ),
    (made({"thinned": 0.1, "full": 0.9, "weights": 0.12}), "no cure that was tried"),
    (made({"thinned": 0.88, "full": 0.9}), "has not hurt the digit 8 as far as 200 test images"),
    (made({"thinned": 0.1, "full": 0.1}, others=0.1), "never learnt to read"),
    (made({"thinned": 0.9, "full": 0.9}, available=15), "Nothing was taken away"),
    (
        made({"thinned": 0.9}, labels=np.zeros(COUNT, np.uint8), places=np.zeros(0, np.int32)),
        "nobody can say",
    ),
]


def test_a_sentence_for_each_outcome(open_bias, stand_in):
    for found, said in OUTCOMES:
        assert said in verdict.sentence(found)
    at = open_bias()
    for found, said in (OUTCOMES[0], OUTCOMES[2], OUTCOMES[-1]):
        show(at, stand_in, found)
        assert said in words(at)
    for look in LOOK.options:
        at.session_state["bias_look"] = look
        rerun(at)  # a test without such an image can be looked at from all sides


def test_what_the_numbers_cannot_say():
    for found, said in (
        (made({"thinned": 0.1}, stopped=True), "It was stopped"),
        (made({"thinned": 0.1}, source="sample"), "come with the lab"),
        (made({"thinned": 0.1}, config=BiasConfig(left=0)), "a class that never occurs"),
        (made({"thinned": 0.1}, config=BiasConfig(left=0, kind="thin")), "from those of others"),
    ):
        assert said in " ".join(verdict.doubts(found))
    few = made({"thinned": 0.1})
    labels = np.where(np.arange(COUNT) < 400, few.labels, 0).astype(np.uint8)
    assert "Only 40 test images" in " ".join(verdict.doubts(replace(few, labels=labels)))
    assert not list(verdict.doubts(few))


def test_a_network_that_was_not_trained_is_said_to_be_missing(open_bias, stand_in):
    at = open_bias(bias_network="full")
    show(at, stand_in, made({"thinned": 0.1}))
    for look, said in (
        ("hit", "not yet: Nothing thinned"),
        ("mix", "not yet: Softmax regression"),
        ("victims", "not yet."),
    ):
        at.session_state["bias_look"] = look
        assert said in words(rerun(at))
    at.session_state["bias_look"] = "cures"
    assert alt(rerun(at), "bias_cures")
    assert at.session_state["bias_second"] == "simple"  # that may still come


def test_victims_are_compared_as_the_numbers_say(open_bias, stand_in):
    at = open_bias(bias_look="victims")
    assert "nobody can tell the two apart" in words(at)
    found = made({"thinned": 0.5})
    for other, said in (
        (_network("opposite", 0.5, 0.9, found), "do not clearly differ"),
        (_network("opposite", 0.5, 0.5, found), "not equally good"),
    ):
        show(at, stand_in, replace(found, networks=(*found.networks, other)))
        assert said in words(at)


def test_a_partial_result_is_shown_while_it_goes(open_bias, stand_in):
    at = open_bias()
    at.button(key="bias_start").click()
    rerun(at)
    (run,) = stand_in.runs.values()
    assert run.config == BiasConfig()
    run.begin()
    run.receive({"phase": "training", "snapshot": {"found": pack(made({}))}})
    rerun(at)
    assert "1,000 training images with **the digit 8**, 20 are left" in words(at)
    assert not charts(at)
    run.receive({"phase": "training", "snapshot": {"found": pack(made({"thinned": 0.1}))}})
    assert charts(rerun(at))


def test_what_makes_no_experiment_is_said_and_cannot_be_started(open_bias):
    for query, said in (
        ({"bias_rival": "8"}, "Both networks would lack the 8"),
        ({"bias_images": "1"}, "no network to speak of"),
        ({"bias_epochs": "0"}, "nothing is learnt"),
    ):
        at = open_bias(**query)
        assert any(said in warning.value for warning in at.warning)
        assert at.button(key="bias_start").disabled


def test_presets_set_the_experiment(open_bias):
    at = open_bias()
    for name, preset in PRESETS.items():
        at.button(key=f"bias_try_{name}").click()
        rerun(at)
        assert preset.look_for in words(at)
        assert not at.warning


def test_an_address_is_read_with_suspicion(open_bias):
    for nonsense in addresses(
        (name, value)
        for name, values in {
            "bias_kind": ["wide", ""],
            "bias_digit": ["10", "x"],
            "bias_left": ["3", "-1", "1e9"],
            "bias_first_share": ["101", "nan"],
            "bias_look": ["all"],
            "bias_network": ["mine"],
        }.items()
        for value in values
    ):
        assert_refused(open_bias(**nonsense), nonsense, open_bias())
