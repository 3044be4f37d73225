"""The exercises on limits: each with what passes, what just fails, and nonsense."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageDraw

from dlcore.digits import preprocess
from dlcore.exercises import EXERCISES, check
from dlcore.exercises.asked_run import WATCHED, AskedRun
from dlcore.exercises.limits import (
    HeartNetwork,
    LearntByHeart,
    NeverSeen,
    OwnScribble,
    TrainingSize,
)
from dlcore.limits.cost.energy import USUAL
from tests.dlcore.exercises.told_apart import told_apart

DONE = AskedRun("done")
UNDONE = (
    AskedRun(),
    AskedRun("queued"),
    AskedRun("failed"),
    AskedRun(WATCHED),
    AskedRun("done", stopped=True),
    AskedRun("done", set="0123456789abcdef"),
)


def heart(auc: float, accuracy: float, luck: float = 0.03) -> LearntByHeart:
    return LearntByHeart(DONE, {"plain": HeartNetwork(auc, luck, accuracy)})


def rare(**recall: float) -> NeverSeen:
    return NeverSeen(DONE, "digit", 10, recall)


def drawn(*lines: list[tuple[int, int]], width: int = 20) -> OwnScribble:
    """Strokes on a canvas, as a network sees them."""
    sheet = Image.new("L", (280, 280))
    for line in lines:
        ImageDraw.Draw(sheet).line(line, fill=255, width=width, joint="curve")
    return OwnScribble(preprocess(np.asarray(sheet))[..., 0])


LETTER = drawn([(60, 230), (60, 50), (140, 150), (220, 50), (220, 230)])  # an M
CROSS = drawn([(70, 50), (210, 230)], [(210, 50), (70, 230)])
ONE = drawn([(140, 50), (140, 230)])
CAUGHT, DISCREET = heart(0.65, 0.8), heart(0.549, 0.95)
REPAIRED = rare(thinned=0.499, data=0.8)
HOUSEHOLD = TrainingSize(10**9.925, 10**11.226, USUAL)
CASES = {
    "limits-heart": (
        CAUGHT,
        (
            heart(0.649, 0.8),
            heart(0.7, 0.8, luck=0.2),
            LearntByHeart(DONE),
            *(replace(CAUGHT, run=run) for run in UNDONE),
        ),
    ),
    "limits-household": (
        HOUSEHOLD,
        (
            replace(HOUSEHOLD, parameters=10**9.97, tokens=10**11.27),
            replace(HOUSEHOLD, parameters=10**9.88, tokens=10**11.18),
            replace(HOUSEHOLD, parameters=10**9.825, tokens=10**11.326),
            replace(HOUSEHOLD, tokens=1e3),
        ),
    ),
    "limits-rare": (
        REPAIRED,
        (
            rare(thinned=0.5, data=0.9),
            rare(thinned=0.1, data=0.799, weights=0.5),
            rare(thinned=0.1),
            NeverSeen(DONE),
            replace(REPAIRED, kind="left"),
            *(replace(REPAIRED, run=run) for run in UNDONE),
        ),
    ),
    "limits-discreet": (
        DISCREET,
        (
            heart(0.55, 0.99),
            heart(0.5, 0.949),
            LearntByHeart(DONE),
            *(replace(DISCREET, run=run) for run in UNDONE),
        ),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_each_passes_what_it_should_and_nothing_less(name):
    found = told_apart(name, *CASES[name])
    assert EXERCISES[name].guess.accepts(found.guess)


def test_a_cure_can_be_what_is_discreet():
    cured = replace(CAUGHT, networks=CAUGHT.networks | {"dropout": HeartNetwork(0.52, 0.02, 0.96)})
    assert check("limits-discreet", cured).passed
    assert check("limits-heart", cured).passed


def test_what_a_household_can_train_follows_from_six_operations_a_weight_and_token():
    """Against the arithmetic by hand: 400 W at 46 % of 312 TFLOP/s, a PUE of 1.58."""
    seconds = 6 * HOUSEHOLD.parameters * HOUSEHOLD.tokens / (0.46 * 312e12)
    share = seconds * 400 * 1.58 / 3.6e6 / 10_791
    assert check("limits-household", HOUSEHOLD).values["share"] == pytest.approx(share)
    twice = replace(HOUSEHOLD, parameters=2 * HOUSEHOLD.parameters, tokens=2 * HOUSEHOLD.tokens)
    assert check("limits-household", twice).values["share"] == pytest.approx(4 * share)


def test_of_several_networks_the_least_that_is_given_away_is_told():
    told = LearntByHeart(
        DONE, {"plain": HeartNetwork(0.7, 0.03, 0.97), "dropout": HeartNetwork(0.6, 0.03, 0.9)}
    )
    assert check("limits-discreet", told).values["auc"] == 0.6
    both = replace(told, networks={**told.networks, "small": HeartNetwork(0.5, 0.03, 0.95)})
    assert check("limits-discreet", both).passed


def test_a_letter_is_no_digit_and_read_as_one_all_the_same():
    found = check("limits-sure", LETTER)
    assert found.passed
    assert EXERCISES["limits-sure"].guess.accepts(found.guess)
    assert "Add a stroke" in check("limits-sure", CROSS).said
    assert "takes this for a digit" in check("limits-sure", ONE).said
    for nothing in (OwnScribble(None), OwnScribble(np.zeros((28, 28), np.float32))):
        assert "Nothing is drawn" in check("limits-sure", nothing).said
