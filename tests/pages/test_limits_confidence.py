"""The view of sure and wrong: what it says of each result, whole or in part, and of bad input."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import special

from dlcore.figures.limits.confidence import Cooling
from dlcore.limits.confidence import ConfidenceConfig
from dlcore.limits.confidence.config import (
    OUTLIER_CLASS,
    READERS,
    REFUSED,
    REFUSING,
    TUTORIAL,
)
from dlcore.limits.confidence.nonsense import NONSENSE
from dlcore.limits.confidence.shifts import LEVELS, SHIFTS
from dlcore.limits.confidence.temperature import softmax
from dlcore.limits.kept import FOLDER, shipped
from tests.pages.conftest import charts, put_ink, rerun, words
from ui.limits.confidence import changed, cures, fooled, sentence

NAME = "confidence"


@pytest.fixture
def open_view(open_page):
    return lambda **query: open_page("limits", limits_view=NAME, **query)


@pytest.fixture
def result():
    return shipped(NAME)


@pytest.fixture
def show(open_view, stand_in):
    """The view with a run that has left this result."""

    def show_(found, **query):
        at = open_view(**query)
        at.button(key=f"{NAME}_start").click()
        rerun(at)
        (run,) = stand_in.runs.values()
        run.begin()
        run.finish(found)
        return rerun(at)

    return show_


def with_inverted(found, right, sure):
    """The same result with other numbers on inverted digits."""
    along = found.along[TUTORIAL]
    accuracy, confidence = along.accuracy.copy(), along.confidence.copy()
    place = list(SHIFTS).index("invert"), LEVELS - 1
    accuracy[place], confidence[place] = right, sure
    changed_ = replace(along, accuracy=accuracy, confidence=confidence)
    return replace(found, along={**found.along, TUTORIAL: changed_})


def with_pictures(found, reader, **more):
    pictures = replace(found.on_pictures[reader], **more)
    return replace(found, on_pictures={**found.on_pictures, reader: pictures})


def test_what_ships_is_shown_with_its_numbers(open_view, result):
    at = open_view()
    assert len(charts(at)) == 3
    number = list(SHIFTS).index("invert"), LEVELS - 1
    along = result.along[TUTORIAL]
    expected = f"{along.accuracy[number]:.0%} right and is {along.confidence[number]:.0%} sure"
    assert expected in words(at)
    assert not at.error
    for kind in NONSENSE.values():
        assert kind.title in words(at)


def test_every_change_and_every_network_can_be_looked_at(open_view):
    at = open_view()
    for shift in SHIFTS:
        at.selectbox(key=changed.SHIFT.key).set_value(shift)
        at.slider(key=changed.LEVEL.key).set_value(3)
        rerun(at)
        strength = SHIFTS[shift].strengths[3]
        assert SHIFTS[shift].said.format(strength=strength) in words(at)
    for reader in READERS:
        at.selectbox(key="confidence_reader").set_value(reader)
        rerun(at)
        assert "right" in words(at)


def test_presets_say_what_to_look_for(open_view):
    at = open_view()
    for name, preset in changed.PRESETS.items():
        at.button(key=f"confidence_try_{name}").click()
        rerun(at)
        assert preset.look_for in words(at)
        assert at.slider(key=changed.LEVEL.key).value == preset.begins[changed.LEVEL.key]


def test_what_presets_claim_is_what_ships(result):
    def at(reader, shift, measure="accuracy"):
        return getattr(result.along[reader], measure)[list(SHIFTS).index(shift)]

    grey = LEVELS // 2
    assert at(TUTORIAL, "invert")[grey] < 0.2
    assert at(TUTORIAL, "rotate")[5] < 0.3 < 0.75 < at(TUTORIAL, "rotate", "confidence")[5]
    assert (np.diff(at(TUTORIAL, "noise")) <= 0.01).all()
    sure = at(TUTORIAL, "noise", "confidence")
    assert sure.min() < min(sure[0], sure[-1]) - 0.02
    assert at(REFUSING, "invert", "answered")[-1] < 0.15
    assert at(REFUSING, "rotate", "answered")[-1] > 0.3
    assert at(REFUSING, "rotate", "confidence")[-1] > at(REFUSING, "rotate")[-1] + 0.2


def test_the_sentence_follows_the_numbers(result):
    assert "40% right and is 75% sure" in sentence.said(with_inverted(result, 0.4, 0.75))
    assert "can be believed" in sentence.said(with_inverted(result, 0.4, 0.41))
    assert "less sure than it could be" in sentence.said(with_inverted(result, 0.8, 0.3))
    assert "nothing can be said" in sentence.said(replace(result, along={}))
    assert "no digit" not in sentence.said(replace(result, on_pictures={}))
    only = replace(result, on_pictures={TUTORIAL: result.on_pictures[TUTORIAL]})
    assert "refused" not in sentence.said(only)
    certain = np.ones_like(result.on_pictures[REFUSING].confidence)
    worse = with_pictures(
        with_pictures(result, REFUSING, confidence=certain), OUTLIER_CLASS, confidence=certain
    )
    assert "has not helped" in sentence.said(worse)
    untaught = replace(result, config=ConfidenceConfig(epochs=0))
    assert "eleventh" not in sentence.said(untaught)


def test_the_better_cure_is_named_with_its_price(result):
    nothing = np.zeros_like(result.on_pictures[OUTLIER_CLASS].confidence)
    answers = result.labels.copy()
    answers[: len(answers) // 4] = REFUSED
    found = with_pictures(result, OUTLIER_CLASS, confidence=nothing, digit_answers=answers)
    assert "taught an eleventh class it is 0%, and 25.0%" in sentence.said(found)


def test_a_cure_is_judged_by_what_it_was_not_taught(result):
    """Sure of nothing that it was taught, and of all the rest, it has not helped."""
    taught = np.array([name in result.config.taught for name in NONSENSE])
    confidence = np.ones_like(result.on_pictures[OUTLIER_CLASS].confidence)
    confidence[taught] = 0
    found = with_pictures(result, OUTLIER_CLASS, confidence=confidence)
    found = with_pictures(found, REFUSING, confidence=np.ones_like(confidence))
    assert "that has not helped" in sentence.said(found)
    sure = (result.on_pictures[TUTORIAL].confidence[~taught] > 0.9).mean()
    assert f"is not taught, it reads {sure:.0%}" in sentence.said(result)
    everything = replace(result, config=ConfidenceConfig(taught=tuple(NONSENSE)))
    sure = (result.on_pictures[TUTORIAL].confidence > 0.9).mean()
    assert f"of what shows no digit it reads {sure:.0%}" in sentence.said(everything)


def test_each_bad_input_has_its_sentence(result):
    def said(**config):
        found = replace(result, config=ConfidenceConfig(**config))
        return "\n".join(sentence.warnings(found))

    assert said() == ""
    assert "was taught nothing" in said(epochs=0)
    assert "was taught nothing" in said(outliers=0)
    assert "was taught nothing" in said(taught=())
    assert "Every kind was taught" in said(taught=tuple(NONSENSE))
    assert "only 5 pictures" in said(pictures=5)

    sample = replace(result, source="sample")
    assert "sample" in "\n".join(sentence.warnings(sample))


def test_few_images_are_said_to_be_few(result):
    for count, text in ((1, "One image"), (16, "25%")):
        found = replace(result, labels=result.labels[:count])
        for reader in READERS:
            answers = result.on_pictures[reader].digit_answers[:count]
            found = with_pictures(found, reader, digit_answers=answers)
        assert text in "\n".join(sentence.warnings(found))


def test_a_network_that_reads_no_digit_cannot_be_praised(result):
    refused = np.full_like(result.labels, REFUSED)
    found = with_pictures(result, OUTLIER_CLASS, digit_answers=refused)
    assert "has forgotten them" in "\n".join(sentence.warnings(found))
    found = with_pictures(result, TUTORIAL, digit_answers=refused)
    assert "has not learnt them" in "\n".join(sentence.warnings(found))


def test_what_is_said_of_a_level_follows_the_numbers(result):
    along = result.along[TUTORIAL]

    def said(right, sure, answered=1.0):
        def filled(value):
            return np.full_like(along.accuracy, value)

        made = replace(
            along, accuracy=filled(right), confidence=filled(sure), answered=filled(answered)
        )
        return changed.said(made, "rotate", 3)

    nan = float("nan")
    assert said(0.1, 0.9).endswith("does not know.")
    assert said(0.5, 0.9).endswith("It is too sure.")
    assert said(0.5, 0.52).endswith("as it should be.")
    assert said(0.9, 0.5).endswith("than it could be.")
    assert "60% are answered" in said(0.9, 0.9, 0.6)
    assert "none of them is taken" in said(nan, nan, 0)
    assert "not asked" in said(nan, nan, nan)
    assert "Turned by 45°" in said(1, 1)
    assert changed.said(along, "rotate", 0).startswith("As they are")


def test_before_the_first_number_nothing_is_said(show, result):
    nothing = {"along": {}, "on_pictures": {}, "logits": None, "fooling": None}
    at = show(replace(result, **nothing, temperature=float("nan"), stopped=True))
    assert "nothing can be said" in words(at)
    assert "has not been asked yet" in words(at)
    # A control that is not shown while a run goes would lose what it is set to.
    assert at.slider(key="confidence_radius").value == 4
    assert at.select_slider(key="confidence_temperature").value == 1.0


def _begun(along):
    """As after the first of the shifts."""
    return replace(
        along,
        **{
            name: np.concatenate([getattr(along, name)[:1], np.full((7, LEVELS), np.nan)])
            for name in ("answered", "accuracy", "confidence", "calibration_error")
        },
    )


def test_a_result_after_the_first_change_is_shown(show, result):
    found = replace(
        result,
        along={TUTORIAL: _begun(result.along[TUTORIAL])},
        on_pictures={},
        fooling=None,
        logits=None,
        stopped=True,
    )
    at = show(found, confidence_shift="rotate")
    assert "not asked" in words(at)
    assert "has not been asked yet" in words(at)
    assert "There are no such pictures yet" in words(at)


def test_every_kind_taught_leaves_none_that_was_not(show, result):
    found = replace(result, config=ConfidenceConfig(taught=tuple(NONSENSE)))
    at = show(found, confidence_kinds="untaught")
    assert "has never seen" in words(at)


def test_the_bound_is_what_the_table_goes_by(open_view, result):
    at = open_view(confidence_bound="50", confidence_kinds="all")
    shown = at.dataframe[1].value
    pictures = result.on_pictures[TUTORIAL]
    assert shown["nonsense answered"][0] == f"{(pictures.confidence > 0.5).mean():.1%}"
    assert shown["digits not answered"][0] == f"{(pictures.digit_confidence <= 0.5).mean():.1%}"
    untaught = open_view().dataframe[1].value
    kinds = [i for i, name in enumerate(NONSENSE) if name not in result.config.taught]
    assert untaught["nonsense answered"][0] == f"{(pictures.confidence[kinds] > 0.9).mean():.1%}"


def test_the_temperature_is_what_the_numbers_go_by(open_view, result):
    cold, hot = (words(open_view(confidence_temperature=t)) for t in ("0.25", "20"))
    assert f"Fitted on digits as they are: T = {result.temperature:.2f}" in hot
    right = f"{result.along[TUTORIAL].accuracy[0, -1]:.0%} right"
    sure = (
        special.softmax(result.logits.nonsense.astype(float), axis=-1).max(axis=-1) > 0.9
    ).mean()
    assert sure == pytest.approx((result.on_pictures[TUTORIAL].confidence > 0.9).mean(), abs=0.01)
    assert f"{sure:.0%} of the nonsense" in words(open_view())
    assert right in cold  # a temperature changes no answer
    assert right in hot


def test_a_temperature_of_about_1_is_said_to_change_nothing():
    assert "honest already" in cures._fit(1.05)
    assert "honest already" not in cures._fit(1.6)


def test_the_honest_temperature_makes_it_as_sure_as_it_is_right(result):
    for scores in (result.logits.digits, *result.logits.changed):
        right = float((scores.argmax(axis=1) == result.labels).mean())
        honest = cures._honest(Cooling("", cures._means(scores), right))
        if honest is not None:
            assert softmax(scores, honest).max(axis=1).mean() == pytest.approx(right, abs=0.01)
    never = Cooling("", np.linspace(0.9, 0.3, 41), 0.2)
    assert cures._honest(never) is None


def test_fooling_pictures_are_counted(result):
    pictures = result.on_pictures[TUTORIAL]
    assert "10 of 10" in fooled.said(pictures, 4)
    refusing = result.on_pictures[REFUSING]
    assert "10 as no digit" in fooled.said(refusing, 4)


def test_a_scribble_is_read_by_two(open_view, png):
    at = open_view()
    assert "its answer will stand here" in words(at)
    put_ink(at, png)
    assert "Tutorial: " in words(at)
    assert "its answer will stand here" not in words(at)


def test_settings_go_into_the_experiment(open_view, stand_in):
    at = open_view(confidence_images="40", confidence_taught="noise,shirts", confidence_epochs="0")
    at.button(key=f"{NAME}_start").click()
    rerun(at)
    (run,) = stand_in.runs.values()
    assert run.config == ConfidenceConfig(images=40, taught=("noise", "shirts"), epochs=0)


def test_it_is_there_in_chinese(open_view):
    at = open_view(lang="zh")
    assert "Of inverted" not in words(at)
    assert not at.exception


def test_what_ships_is_small():
    assert (FOLDER / f"{NAME}.zip").stat().st_size < 300_000
