"""The view of costs: each of its parts, what it says of each outcome, what cannot be said."""

from __future__ import annotations

import json
from dataclasses import replace
from math import nan

import numpy as np
import pytest

from dlcore.limits.cost import CostConfig, CostResult
from dlcore.limits.cost.config import RACERS, Race, Saving
from dlcore.limits.cost.energy import USUAL
from dlcore.limits.cost.scale import KNOWN
from dlcore.limits.kept import pack
from dlcore.runs.store import Store
from tests.pages import runs
from tests.pages.conftest import VISITOR, charts, rerun, words
from ui.frame.jobs import COST
from ui.limits.cost import PARTS, layers, numbers, said
from ui.runs import kept


def raced(name, images, accuracy=0.991, reached=True, **more):
    steps = np.array([images / 2, images])
    return Race(
        name=name,
        parameters=1000,
        multiply_adds={"fast": 100, "tutorial": 800}[name],
        epoch_images=54_000,
        images=steps,
        seconds=steps / 1000,
        core_seconds=steps / 900,
        accuracy=np.array([accuracy - 0.05, accuracy]),
        reached=reached,
        test_accuracy=accuracy,
        **more,
    )


FAST, TUTORIAL = raced("fast", 80_000.0), raced("tutorial", 160_000.0)


def saved(name, accuracy, share=0.0, bytes=1000, parameters=225_034):
    return Saving(
        name=name,
        share=share,
        accuracy=accuracy,
        bytes=bytes,
        parameters=parameters,
        multiply_adds=1e6,
        milliseconds=0.07,
    )


SAVINGS = (
    saved("whole", 0.9883),
    saved("tuned", 0.991),
    saved("pruned", 0.93, 0.9, 200),
    saved("tuned", 0.988, 0.9, 200),
    saved("quantised", 0.9879, bytes=250),
    saved("alone", 0.957, bytes=20, parameters=4935),
    saved("taught", 0.9706, bytes=20, parameters=4935),
)
FOUND = CostResult(
    config=CostConfig(),
    source="file",
    seconds=40.0,
    stopped=False,
    train_images=54_000,
    test_images=10_000,
    races=(FAST, TUTORIAL),
    savings=SAVINGS,
)


@pytest.fixture
def show(open_page, stand_in):
    """Opens the page with a run of the visitor that is over and has left this."""

    def show_(found, part="race", **query):
        run = stand_in.start_run(COST.task, found.config)
        run.begin()
        run.finish(found)
        return open_page("limits", limits_view="cost", cost_part=part, cost_run=run.id, **query)

    return show_


def sentence(at):
    """The one at the end, which is bold as a whole."""
    (found,) = [one.value for one in at.markdown if one.value.endswith((".**", "。**"))]
    return plain(found.strip("*"))


def plain(text):
    """With ordinary blanks."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


def figure(chart):
    return json.loads(json.loads(chart.proto.json)["figure"])


def test_every_part_draws_one_chart_in_both_languages_with_words_for_it(show):
    for lang in ("en", "zh"):
        for part in PARTS.choice.options:
            at = show(FOUND, part, lang=lang)
            (chart,) = charts(at)
            assert json.loads(chart.proto.json)["alt"], part
            assert sentence(at), part


def test_every_part_bears_a_result_that_has_only_begun(show):
    nothing = replace(FOUND, races=(), savings=(), stopped=True)
    some = replace(FOUND, races=(replace(FAST, test_accuracy=nan),), savings=SAVINGS[:1])
    for found in (nothing, some):
        for part in PARTS.choice.options:
            sentence(show(found, part))
    assert sentence(show(nothing)).startswith("Nothing was measured")


OUTCOMES = {
    "For the same 99% the tutorial's network took 16 times the multiply-adds": (FAST, TUTORIAL),
    "For the same 99% the fast network took 2.0 times": (FAST, raced("tutorial", 5_000.0)),
    "Both networks took about as many multiply-adds to 99%": (FAST, raced("tutorial", 10_000.0)),
    "the tutorial's was at 98.00% when it was ended, after 16 times": (
        FAST,
        raced("tutorial", 160_000.0, 0.98, False),
    ),
    "was ended at 98.00%, too early to tell": (FAST, raced("tutorial", 5_000.0, 0.98, False)),
    "The tutorial's network came to 99%; the fast one ended at 98.00%": (
        raced("fast", 80_000.0, 0.98, False),
        TUTORIAL,
    ),
    "Neither came to 99%, with 12 s for each": (
        raced("fast", 80_000.0, 0.98, False),
        raced("tutorial", 80_000.0, 0.97, False),
    ),
    "The fast network came to 99% with 2.40 × 10⁷ multiply-adds": (FAST,),
    "The fast network has come to 97.00% so far": (raced("fast", 80_000.0, 0.97, False),),
    "no better than chance has cost 780 mWh for nothing": (
        FAST,
        raced("tutorial", 160_000.0, 0.12, False),
    ),
}


def test_the_sentence_follows_the_outcome(show):
    for start, races in OUTCOMES.items():
        found = sentence(show(replace(FOUND, races=races)))
        assert start in found, found
        if "chance" not in start:
            assert "in 8 bits a trained one has 25% of its bytes and reads 98.79%" in found
            assert "with 2.2% of its parameters reads 97.06%" in found


def test_electricity_that_nobody_counted_is_said_to_be_estimated():
    assert "an estimated 780 mWh instead of 390 mWh" in plain(said.sentence(FOUND, USUAL))
    counted = tuple(replace(race, joules=3600.0) for race in (FAST, TUTORIAL))
    assert ", 1.58 Wh instead of 1.58 Wh" in plain(
        said.sentence(replace(FOUND, races=counted), USUAL)
    )


def test_savings_alone_are_said_and_a_student_that_is_missing_is_not():
    assert "Nothing" not in said.sentence(replace(FOUND, races=()), USUAL)
    assert "student" not in said.sentence(replace(FOUND, savings=SAVINGS[:5]), USUAL)
    assert "8 bits" not in said.sentence(replace(FOUND, savings=SAVINGS[:1]), USUAL)


def test_watt_hours_follow_what_is_assumed_and_what_was_counted(show):
    at = show(FOUND)
    # 160,000 images in 177.8 s of a core at 10 W, in a building with a PUE of 1.58.
    assert plain(at.metric[1].value) == "780 mWh"
    at.number_input(key="cost_core_watts").set_value(20.0)
    at.number_input(key="cost_pue").set_value(1.0)
    rerun(at)
    assert plain(at.metric[1].value) == "988 mWh"
    counted = replace(FOUND, races=(FAST, raced("tutorial", 160_000.0, joules=3600.0)))
    at = show(counted)
    assert plain(at.metric[1].value) == "1.58 Wh"


def test_the_race_can_be_drawn_over_each_cost(show):
    ends = {"work": 3 * 800 * 160_000, "seconds": 160, "energy": 0.7802, "carbon": 0.3690}
    for against, end in ends.items():
        at = show(FOUND, cost_against=against)
        tutorial = figure(charts(at)[0])["data"][1]
        assert tutorial["x"][-1] == pytest.approx(end, rel=1e-3)
        assert tutorial["y"] == [pytest.approx(0.941), pytest.approx(0.991)]


def test_the_sample_says_what_it_cannot_tell(show):
    at = show(replace(FOUND, source="sample", train_images=3600))
    assert "learn from 3,600 images only" in words(at)


def test_a_student_that_learnt_nothing_says_so(show):
    useless = (*SAVINGS[:5], saved("alone", 0.1), saved("taught", 0.11))
    assert "has learnt nothing" in words(show(replace(FOUND, savings=useless), "savings"))


def test_layers_say_where_parameters_and_work_are(show):
    at = show(FOUND, "layers")
    assert "**6. Dense** has 91% of the parameters, **3. Conv2D** 85% of the work" in words(at)
    for name in layers.NETWORKS:
        assert charts(show(FOUND, "layers", cost_network=name))


def test_a_network_of_any_size(show):
    at = show(FOUND, "scale")
    assert [plain(one.value) for one in at.metric[:2]] == ["385 MWh", "182 t CO₂"]
    rows = figure(charts(at)[0])["data"][-1]
    assert "yours" not in rows["y"]  # it is GPT-3
    at.button(key="cost_try_llama").click()
    rerun(at)
    assert at.metric[0].value.startswith("46.")
    at.slider(key="cost_parameters").set_value(5.0)
    rerun(at)
    assert "litres of water" in words(at)
    rows = figure(charts(at)[0])["data"][-1]
    assert "yours" in rows["y"]
    assert {one.title for one in KNOWN.values()} < set(rows["y"])


def test_runs_of_the_visitor_stand_beside_the_examples(show, monkeypatch, result):
    store = Store.open("sqlite://")
    monkeypatch.setattr("ui.runs.kept.store", lambda: store)
    record = runs.record(0, VISITOR, figures={"accuracy": 0.5, "epochs_done": 2.0, "seconds": 9.0})
    store.save(record, series=runs.curves(0), result=result)
    kept._measured.cache_clear()
    for against in ("work", "seconds", "carbon"):
        at = show(FOUND, "runs", cost_against=against)
        dots = sum(len(trace["x"]) for trace in figure(charts(at)[0])["data"])
        assert dots == 1 + len([one for one in kept.shipped() if one.record.kind == "train"])
    store.close()


def test_a_run_shows_what_it_has_so_far_and_starts_with_what_is_set(open_page, stand_in):
    at = open_page("limits", limits_view="cost", cost_goal="0.97", cost_images="500")
    at.button(key="cost_start").click()
    rerun(at)
    (run,) = stand_in.runs.values()
    assert run.config == CostConfig(goal=0.97, student_images=500)
    run.begin()
    some = replace(FOUND, races=(FAST,), savings=())
    run.receive({"phase": "training", "snapshot": {"found": pack(some)}})
    rerun(at)
    assert sentence(at).startswith("The fast network came to 99%")


def test_every_race_has_a_name_and_numbers_are_short():
    from ui.limits.cost.race import NAMES

    assert set(NAMES) == set(RACERS)
    expected = {0.0123: "0.0123", 1234.5: "1,234", 2_631_040: "2.63 × 10⁶", 3e-5: "3.00 × 10⁻⁵"}
    for value, text in expected.items():
        assert plain(numbers.short(value)) == text
    assert plain(numbers.watt_hours(1.287e9)) == "1.29 GWh"
    assert numbers.short(nan) == "–"
