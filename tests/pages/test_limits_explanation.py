"""The view of explanations: what it concludes from any result, and what from none."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from dlcore.limits.explanation import ExplanationConfig
from dlcore.limits.explanation.config import ExplanationResult
from dlcore.limits.explanation.methods import METHODS
from dlcore.limits.kept import pack, shipped
from tests.pages.conftest import charts, rerun, words
from ui.limits.explanation import game, sanity

AT = list(METHODS).index


@pytest.fixture(scope="module")
def whole() -> ExplanationResult:
    return shipped("explanation")


@pytest.fixture
def open_view(open_page):
    return lambda **query: open_page("limits", limits_view="explanation", **query)


@pytest.fixture
def show(open_view, stand_in):
    """The view with a result of a visitor's own."""

    def show_(found: ExplanationResult, **query: str):
        at = open_view(**query)
        at.button(key="explanation_start").click()
        rerun(at)
        (run,) = stand_in.runs.values()
        run.begin()
        run.finish(found)
        return rerun(at)

    return show_


def said(at) -> str:
    """The sentence at the end: the only one that is bold as a whole."""
    (found,) = [m.value for m in at.markdown if m.value.startswith("**With every")] or [
        m.value
        for m in at.markdown
        if m.value.startswith(("**This network", "**Not all", "**One digit"))
    ]
    return found


def likeness(found: ExplanationResult, **values: float) -> ExplanationResult:
    """With other numbers where all layers are random."""
    similarity = found.similarity.copy()
    for name, value in values.items():
        similarity[0, AT(name), -1] = value
    return replace(found, similarity=similarity)


def few(found: ExplanationResult, n: int, moments: int | None = None) -> ExplanationResult:
    """What there would be with so many digits, and with so many moments known."""
    moments = moments or found.moments
    similarity, accuracy = found.similarity[..., :n].copy(), found.accuracy.copy()
    similarity[:, :, moments:] = np.nan
    accuracy[moments:] = np.nan
    return replace(
        found,
        images=found.images[:n],
        truth=found.truth[:n],
        answers=found.answers[:n],
        probabilities=found.probabilities[:n],
        maps=found.maps[:, :moments, :n],
        similarity=similarity,
        alone=found.alone[..., :n],
        accuracy=accuracy,
        deletion=found.deletion[:, :n],
        insertion=found.insertion[:, :n],
    )


def test_it_opens_with_what_ships_and_ends_with_its_numbers(open_view, whole):
    at = open_view()
    assert "ships with the lab" in words(at)
    strength = whole.similarity[0, AT("integrated"), -1].mean()
    signed = whole.similarity[1, AT("integrated"), -1].mean()
    assert f"Integrated gradients ({strength:.2f})" in said(at)
    assert f"agree to {signed:.2f}" in said(at)
    assert f"{whole.accuracy[-1]:.0%} instead of {whole.accuracy[0]:.0%}" in said(at)
    assert len(charts(at)) == 3
    assert all(json.loads(c.proto.json)["alt"] for c in charts(at))


def test_it_says_so_where_no_method_is_alike(show, whole):
    names = [name for name in METHODS if name != "edges"]
    at = show(likeness(whole, **dict.fromkeys(names, 0.1)))
    assert "no method's maps still look as before" in said(at)
    assert "Saliency (0.10)" in said(at)


def test_the_signs_are_left_out_where_they_tell_nothing(show, whole):
    at = show(likeness(whole, integrated=0.2))
    assert "would not have noticed" in said(at)
    assert "Integrated" not in said(at)


def test_who_counts_as_alike_is_the_visitors_to_say(open_view):
    at = open_view(explanation_alike="0.95")
    assert "Integrated gradients (0.99) look as before" in said(at)
    assert "Occlusion" not in said(at)


def test_a_network_that_never_learnt_has_nothing_to_explain(show, whole):
    accuracy = np.full_like(whole.accuracy, 0.1)
    config = ExplanationConfig(network="untrained")
    at = show(replace(whole, accuracy=accuracy, config=config))
    assert said(at).startswith("**This network reads 10% right: it has learnt nothing")


def test_one_digit_is_no_evidence_and_no_game(show, whole):
    at = show(few(whole, 1))
    assert said(at).startswith("**One digit is an example and no evidence")
    assert "there is nothing to guess" in words(at)


def test_a_stop_shows_what_is_known_and_concludes_nothing(show, whole):
    nothing = np.full_like(whole.deletion, np.nan)
    first = replace(few(whole, 12, 1), deletion=nothing, insertion=nothing, draws=0, stopped=True)
    at = show(first)
    assert said(at).startswith("**Not all layers have been random")
    assert "no pixel has been removed" in words(at)
    assert "As it was learnt, the network reads" in words(at)


def test_numbers_appear_while_it_goes(open_view, stand_in, whole):
    """And what is set stays, though at first there is nothing to look at."""
    query = {"explanation_share": "30", "explanation_kind": "insertion"}
    at = open_view(**query, explanation_moment="3")
    at.button(key="explanation_start").click()
    rerun(at)
    (run,) = stand_in.runs.values()
    run.begin()
    nothing = np.full_like(whole.deletion, np.nan)
    for moments, layers in ((1, None), (3, "2 of 4"), (5, "3 of 4")):
        found = few(whole, 12, moments)
        if moments == 1:
            found = replace(found, deletion=nothing, insertion=nothing)
        run.receive({"snapshot": {"found": pack(found)}})
        rerun(at)
        assert layers is None or f"With {layers} layers random" in words(at)
    assert "With every layer random" in said(at)
    assert at.session_state["explanation_share"] == 30
    assert at.session_state["explanation_kind"] == "insertion"


def test_maps_that_are_the_same_everywhere_are_no_number(show, whole):
    similarity = whole.similarity.copy()
    similarity[:, AT("grad_cam"), 1:] = np.nan
    at = show(replace(whole, similarity=similarity))
    assert "Grad-CAM" not in said(at)
    assert "nan" not in words(at)


def test_the_sample_is_what_the_networks_have_learnt_from(show, whole):
    assert "small sample" in words(show(replace(whole, source="sample")))


def test_every_setting_shows_another_picture(open_view):
    seen = set()
    for query in (
        {},
        {"explanation_moment": "0"},
        {"explanation_digit": "2"},
        {"explanation_measure": "signed"},
        {"explanation_measure": "ink"},
        {"explanation_alone": "alone"},
        {"explanation_kind": "insertion"},
        {"explanation_share": "50"},
        {"explanation_alike": "0.2"},
    ):
        at = open_view(**query)
        seen.add("".join(c.proto.json for c in charts(at)))
    assert len(seen) == 9


def test_settings_beyond_what_a_result_has_are_brought_back(show, whole):
    at = show(few(whole, 6), explanation_digit="49", explanation_moment="5")
    assert at.session_state["explanation_digit"] == 5
    assert at.session_state["explanation_moment"] == sanity.ALL
    assert "With 4 of 4 layers random" in words(at)


def test_what_is_set_is_what_is_run(open_view, stand_in):
    query = {
        "explanation_network": "cnn",
        "explanation_images": "7",
        "explanation_draws": "1",
        "explanation_seed": "5",
    }
    at = open_view(**query)
    at.button(key="explanation_start").click()
    rerun(at)
    (run,) = stand_in.runs.values()
    assert run.config == ExplanationConfig("cnn", 7, 1, 5)
    assert 'load_model("models/cnn.keras")' in at.code[0].value


def play(at, whole, right: bool):
    state = at.session_state["explanation_game_now"]
    _name, number = state["rounds"][len(state["said"])]
    digit = (int(whole.truth[number]) + (not right)) % 10
    at.button(key=f"explanation_say_{digit}").click()
    return rerun(at)


def test_the_game_counts_who_was_read_and_begins_anew(open_view, whole):
    at = open_view()
    for turn in range(game.ROUNDS):
        assert f"Map {turn + 1} of 10" in words(at)
        play(at, whole, right=turn % 2 == 0)
        assert ("Right, a" in words(at)) == (turn % 2 == 0)
        assert all(at.button(key=f"explanation_say_{digit}").disabled for digit in range(10))
        at.button(key="explanation_next").click()
        rerun(at)
    tally = at.session_state["explanation_game_now"]["tally"]
    assert sum(asked for _right, asked in tally.values()) == 10
    assert sum(right for right, _asked in tally.values()) == 5
    assert {asked for _right, asked in tally.values()} == {2}
    assert "You read: " in words(at)
    at.button(key="explanation_again").click()
    rerun(at)
    assert "Map 1 of 10" in words(at)
    assert at.session_state["explanation_game_now"]["tally"] == tally


def test_what_the_scores_tell_follows_them():
    nobody = dict.fromkeys(METHODS, 0.0)
    assert game._moral(nobody) == "None of these maps has told you the digit."
    assert "edge detector" in game._moral(nobody | {"edges": 1.0, "occlusion": 1.0})
    assert "You read best: Occlusion." in game._moral(nobody | {"edges": 0.5, "occlusion": 1.0})


def test_other_digits_are_another_game(open_view, stand_in, whole):
    at = open_view()
    play(at, whole, right=True)
    at.button(key="explanation_start").click()
    rerun(at)
    (run,) = stand_in.runs.values()
    run.begin()
    run.finish(replace(whole, config=replace(whole.config, seed=9)))
    rerun(at)
    assert "Map 1 of 10" in words(at)
    assert at.session_state["explanation_game_now"]["said"] == []
