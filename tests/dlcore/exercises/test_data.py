"""The exercises on data: each with what passes, what just fails, and nonsense."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dlcore.data.recipes import Alteration, altered
from dlcore.data.symbols import symbols
from dlcore.exercises import EXERCISES, check
from dlcore.exercises.asked_run import AskedRun
from dlcore.exercises.data import LearntFew, WorseSet
from tests.dlcore.exercises.told_apart import told_apart

RARE = WorseSet("symbols", Alteration(thin_class=0, thin_to=19))
WRONG = WorseSet("digits", Alteration(label_noise=0.05))
NOISY = WorseSet("symbols", Alteration(label_noise=0.4))


def change(state: WorseSet, **fields) -> WorseSet:
    return replace(state, alteration=replace(state.alteration, **fields))


def done(state: WorseSet) -> AskedRun:
    return AskedRun("done", set=altered(symbols(), state.alteration).fingerprint)


AS_IT_IS = WorseSet("symbols", Alteration())
FEW = LearntFew(done(AS_IT_IS), AS_IT_IS, 1, 0.96, 0.8)
IN_SPITE = LearntFew(done(NOISY), NOISY, 20, 0.9)
NO_RUNS = (AskedRun(), AskedRun("running"), AskedRun("paused"), AskedRun("failed"))
CASES = {
    "data-thin": (
        RARE,
        (
            change(RARE, thin_to=20),
            change(RARE, thin_to=18),
            change(RARE, thin_to=1),
            change(RARE, thin_class=None),
            change(RARE, label_noise=0.1),
            replace(RARE, name="of-somebody"),
        ),
    ),
    "data-suspects": (
        WRONG,
        (
            change(WRONG, label_noise=0.01),
            change(WRONG, label_noise=0.06),
            change(WRONG, label_noise=0.0),
            change(WRONG, moved=2),
            replace(WRONG, name="symbols"),
        ),
    ),
    "data-few": (
        FEW,
        (
            replace(FEW, nothing=0.9),
            replace(FEW, transfer=0.899),
            replace(FEW, nothing=None),
            replace(FEW, run=replace(FEW.run, stopped=True)),
            replace(FEW, run=done(NOISY)),
            *(replace(FEW, run=run) for run in NO_RUNS),
        ),
    ),
    "data-noisy": (
        IN_SPITE,
        (
            replace(IN_SPITE, transfer=0.899),
            replace(IN_SPITE, run=done(AS_IT_IS)),
            replace(IN_SPITE, altered=change(NOISY, label_noise=0.39)),
            replace(IN_SPITE, altered=replace(NOISY, name="digits")),
            *(replace(IN_SPITE, run=run) for run in NO_RUNS),
        ),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_each_passes_what_it_should_and_nothing_less(name):
    found = told_apart(name, *CASES[name])
    assert EXERCISES[name].guess.accepts(found.guess)


def test_the_more_mistakes_the_more_suspects_deserve_it():
    shares = [
        check("data-suspects", change(WRONG, label_noise=share)).values["precision"]
        for share in (0.01, 0.05)
    ]
    assert shares[0] < 0.8 < 0.9 <= shares[1]


@pytest.mark.slow
def test_one_drawing_of_each_symbol_is_enough_for_one_of_the_two():
    """Learnt by the library itself, as the way says."""
    from dlcore.few import NOTHING, TRANSFER, FewConfig
    from dlcore.tasks import learn_few

    found = learn_few(FewConfig(images=1), lambda *_: None, lambda: False)
    state = LearntFew(
        AskedRun("done", found.stopped, found.fingerprint),
        AS_IT_IS,
        1,
        found.tests[TRANSFER].accuracy,
        found.tests[NOTHING].accuracy,
    )
    assert check("data-few", state).passed, state
