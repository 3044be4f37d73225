"""Reading a line on the page about recurrent networks: the film, the answers, CTC by hand."""

from __future__ import annotations

import json
import re
from math import comb

import numpy as np
import pytest
from scipy import ndimage

from dlcore.line import ctc
from dlcore.line.example import pulled, work
from dlcore.line.reading import read_line
from tests import lines
from tests.pages.conftest import addresses, assert_refused, charts, put_ink, rerun, words
from ui.rnn.line import answers, by_hand, made, signs, source, view
from ui.shared import canvas

SAID = lines.read_as((5, 1, 8, 8), doubt={3: 2})  # 4077, of which the last might be a 1


@pytest.fixture
def read(monkeypatch):
    """The lines that were read; each is read as `SAID`, or as what a test puts into "as"."""
    found: dict = {"lines": [], "as": SAID}

    def read_line(ink):
        found["lines"].append(ink)
        return found["as"]

    monkeypatch.setattr(view, "read_line", read_line)
    return found


@pytest.fixture
def open_it(open_page, read):
    return lambda **query: open_page("rnn", rnn_view="line", **query)


def shown(at, key: str) -> dict:
    (chart,) = (c for c in charts(at) if c.proto.id.endswith(key))
    return json.loads(chart.proto.json)


def test_it_is_alive_before_anything_is_drawn(open_it, read):
    at = open_it()
    assert len(charts(at)) == 7
    (ink,) = read["lines"]
    np.testing.assert_array_equal(ink, made.line("4077", 0.2))
    assert "**It reads 4077**" in words(at)
    assert not at.warning
    assert not at.error
    assert not at.info


def test_the_film_goes_from_place_to_place(open_it):
    film = shown(open_it(lang="en"), "line_belief")["options"]["film"]
    places = len(SAID.beliefs)
    assert film["steps"] == places
    assert len(film["says"]) == places + 1
    assert film["says"][2].startswith("Place 2: “4”, ")
    assert film["says"][2].endswith("Read so far: 4")
    assert film["says"][-1].endswith("Read so far: 4077")


def test_the_answers_stand_with_their_probabilities(open_it):
    at = open_it(lang="en")
    bars = json.loads(shown(at, "line_answers")["figure"])
    others = ["".join(str(label - 1) for label in labels) for labels, _p in SAID.runners_up]
    assert bars["layout"]["yaxis"]["ticktext"] == ["4077", *others]
    assert bars["data"][0]["x"] == [SAID.probability, *(p for _labels, p in SAID.runners_up)]
    assert "The likeliest path is " in words(at)


def test_a_digit_has_its_ten_bars(open_it):
    at = open_it(line_digit="4")
    bars = json.loads(shown(at, "line_bars")["figure"])
    assert bars["data"][0]["x"] == pytest.approx(SAID.posteriors[3, 1:11].tolist())
    assert SAID.posteriors[3, 2] > 0.05
    buttons = at.segmented_control("line_digit").options
    assert [text[0] for text in buttons] == list("4077")
    assert len(set(buttons)) == 4  # streamlit takes buttons of one text for one


@pytest.mark.parametrize(("place", "digit"), [(0, "1"), (2, "1"), (6, "2"), (16, "4")])
def test_a_click_takes_the_nearest_digit(monkeypatch, place, digit):
    state: dict = {}
    monkeypatch.setattr(answers.st, "session_state", state)
    answers.choose(SAID, place)
    assert state["line_digit"] == digit


@pytest.mark.parametrize("asked", ["9", "0", "x", "²"])
def test_a_digit_that_is_not_there_is_another(open_it, asked):
    at = open_it(line_digit=asked)
    assert at.session_state["line_digit"] in "1234"


def test_nothing_and_no_digits_are_answers_too(open_it, read):
    read["as"] = lines.of(np.eye(12)[[0, 0, 0, 0]] * 9, ())
    at = open_it(lang="en")
    assert "**It reads nothing**" in words(at)
    assert len(charts(at)) == 6  # no ten bars
    read["as"] = lines.read_as((11, 3))
    at = open_it(lang="en")
    assert "**It reads ?2**" in words(at)


def test_where_the_best_path_leads_astray_it_is_said(open_it, read):
    read["as"] = lines.of(np.tile([1.2, 0.9] + [-9.0] * 10, (4, 1)), (1,))
    at = open_it(lang="en")
    assert "would be read as nothing" in words(at)


@pytest.mark.parametrize(
    ("typed", "written"), [("１2", "12"), ("a7$", "7"), ("77777777", "77777777"), ("<b>", "")]
)
def test_what_is_typed_is_written_if_it_is_a_digit(open_it, read, typed, written):
    at = open_it(line_number=typed, line_distance="0", lang="en")
    if written:
        np.testing.assert_array_equal(read["lines"][-1], made.line(written, 0.0))
    else:
        assert not read["lines"]
        assert "Only digits can be written here" in words(at)


def test_a_visitors_own_line_is_read(open_it, read, png):
    at = open_it(line_source="draw", lang="en")
    assert not read["lines"]
    assert "Nothing is drawn yet." in words(at)
    put_ink(at, png, canvas.NUMBER)
    (ink,) = read["lines"]
    assert ink.shape == canvas.NUMBER.size[::-1]
    assert ink.max() == 1


@pytest.mark.parametrize("preset", by_hand.PRESETS)
def test_the_example_is_worked_out(open_it, preset):
    at = open_it(lang="en")
    at.button(f"ctc_try_{preset}").click()
    rerun(at)
    chosen = by_hand.PRESETS[preset]
    assert chosen.look_for in words(at)
    logits = np.reshape(chosen.begins["ctc_logits"], (-1, 3))[: chosen.settings["ctc_places"]]
    labels = tuple("–70".index(sign) for sign in chosen.settings["ctc_target"])
    found = work(logits, labels)
    assert f"{found.probability:.1%}" in words(at)
    pull = json.loads(shown(at, "ctc_pull")["figure"])["data"]
    np.testing.assert_allclose(
        np.subtract(pull[0]["y"], pull[1]["y"]), ctc.gradient(logits, labels).ravel(), atol=1e-9
    )
    paths = json.loads(shown(at, "ctc_paths")["figure"])["data"][0]["x"]
    assert sum(paths) == pytest.approx(found.probability)


def test_what_the_presets_say_is_so():
    for preset in by_hand.PRESETS.values():
        assert len(preset.begins["ctc_logits"]) == 18
    even = work(np.zeros((6, 3)), (1, 2))
    assert even.probability == pytest.approx(comb(8, 4) / 3**6)  # as probable as it has paths
    outvoted = np.tile([1.2, 0.6, -3.0], (5, 1))
    best = ctc.beams(ctc.log_softmax(outvoted), 50, 1)[0][0]
    assert ctc.collapse(outvoted.argmax(axis=1)) == ()
    assert best == (1,)


def test_training_pulls_the_logits(open_it):
    at = open_it()
    before = np.array(by_hand.LOGITS.usual).reshape(-1, 3)
    at.button("ctc_pull_10").click()
    rerun(at)
    after = np.array(at.session_state["ctc_logits"]).reshape(-1, 3)
    np.testing.assert_allclose(after[:5], pulled(before[:5], (1, 2), 10), atol=1e-3)
    np.testing.assert_array_equal(after[5:], before[5:])  # not shown, not moved
    for _ in range(30):
        at.button("ctc_pull_10").click()
        rerun(at)
    assert np.abs(at.session_state["ctc_logits"]).max() <= 6


def test_a_logit_is_typed_and_dragged(open_it, monkeypatch):
    at = open_it()
    at.number_input("ctc_logit_4").set_value(-2.5)
    rerun(at)
    assert at.session_state["ctc_logits"][4] == -2.5
    state = {"ctc_logits": list(by_hand.LOGITS.usual), "ctc_places": 5, "ctc_target": "70"}
    monkeypatch.setattr(by_hand.st, "session_state", state)
    by_hand._set(3, 99.0)
    assert state["ctc_logits"][3] == 6


def test_nonsense_in_the_address_is_refused(open_it):
    nonsense = [
        *(("line_source", value) for value in ("camera", "")),
        *(("line_distance", value) for value in ("9", "x", "nan")),
        *(("line_number", value) for value in ("123456789",)),
        *(("ctc_target", value) for value in ("00", "7" * 90)),
        *(("ctc_places", value) for value in ("3", "5.5")),
        *(("ctc_logits", value) for value in ("1,2", ",".join(["7"] * 18), ",".join(["nan"] * 18))),
    ]
    usual = open_it(lang="en")
    for address in addresses(nonsense):
        assert_refused(open_it(lang="en", **address), address, usual)


def test_made_lines_are_as_far_apart_as_they_are_told():
    def inked(distance):
        return made.line("11", distance).any(axis=0)

    gaps = np.flatnonzero(np.diff(inked(0.5).astype(int)))
    assert len(gaps) == 4  # two digits, each with a beginning and an end
    assert gaps[2] - gaps[1] == pytest.approx(0.5 * made._HEIGHT / made._SMALLER, abs=2)
    assert len(np.flatnonzero(np.diff(inked(-0.05).astype(int)))) == 2


def test_the_network_that_ships_reads_the_lines_to_try():
    for preset in source.PRESETS.values():
        number, distance = (preset.settings[one.key] for one in (source.NUMBER, source.DISTANCE))
        found = read_line(made.line(number, distance))
        if preset is not source.PRESETS["overlapping"]:  # there, it is for the visitor to see
            assert signs.written(found.labels) == number
            assert found.probability > 0.5
        if number == "4077":
            path = signs.written(found.beliefs.argmax(axis=1))
            assert re.search("7+–+7+", path)


@pytest.mark.parametrize(
    ("preset", "pieces"), [("apart", 4), ("near", 3), ("touching", 1), ("overlapping", 1)]
)
def test_lines_to_try_are_in_as_many_pieces_as_is_said(preset, pieces):
    chosen = source.PRESETS[preset].settings
    ink = made.line(chosen["line_number"], chosen["line_distance"])
    assert ink.max() == 1
    assert ndimage.label(ink > 0.2, np.ones((3, 3)))[1] == pieces
