"""The exercises on GANs: each with what passes, what just fails, and nonsense."""

from __future__ import annotations

from dataclasses import replace
from math import inf

import pytest

from dlcore.exercises import EXERCISES, check
from dlcore.exercises.gan import FAST, NEAR, SLOW, DrawnSheet, PlaneGame
from dlcore.gan.plane.config import PlaneConfig
from tests.dlcore.exercises.told_apart import told_apart

USUAL = PlaneConfig()
UNEVEN = PlaneConfig(generator_rate=FAST, discriminator_rate=SLOW)
PATIENT = replace(UNEVEN, discriminator_steps=10)
SHEET = DrawnSheet(tuple(i % 10 for i in range(100)), 1, 0.5, 0.75)


def game(config: PlaneConfig, rounds: int, modes: int, near: float = NEAR, **more) -> PlaneGame:
    steps = config.discriminator_steps * rounds
    return PlaneGame(config, frozenset({config}), steps, rounds, modes, near, **more)


EIGHT, COLLAPSED, CURED = game(USUAL, 1000, 8), game(UNEVEN, 500, 2, 0.3), game(PATIENT, 500, 8)
CASES = {
    "gan-eight": (
        EIGHT,
        (
            replace(EIGHT, near=NEAR - 0.01),
            replace(EIGHT, modes=7),
            game(replace(USUAL, points="grid"), 1000, 8),
            replace(EIGHT, played=frozenset({USUAL, UNEVEN})),
            replace(EIGHT, discriminator_updates=999),
            PlaneGame(USUAL),
        ),
    ),
    "gan-collapse": (
        COLLAPSED,
        (
            replace(COLLAPSED, modes=3),
            replace(COLLAPSED, modes=0),
            game(UNEVEN, 499, 2),
            game(replace(UNEVEN, discriminator_rate=0.0), 500, 1),
            PlaneGame(UNEVEN),
        ),
    ),
    "gan-truncation": (
        SHEET,
        (
            replace(SHEET, cut=0.75, larger=1.0),
            replace(SHEET, cut=0.25, larger=0.5),
            replace(SHEET, cut=inf, larger=inf),
            replace(SHEET, labels=SHEET.labels[:39]),
            replace(SHEET, labels=(3,) * 100),
            replace(SHEET, labels=()),
        ),
    ),
    "gan-cure": (
        CURED,
        (
            replace(CURED, near=NEAR - 0.01),
            replace(CURED, modes=7),
            game(PATIENT, 501, 8),
            game(USUAL, 500, 8),
            PlaneGame(PATIENT),
        ),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_each_passes_what_it_should_and_nothing_less(name):
    found = told_apart(name, *CASES[name])
    assert found.guess is None or EXERCISES[name].guess.accepts(found.guess)


@pytest.mark.parametrize(("first", "guess"), [(80, "100"), (500, "500"), (501, "more")])
def test_when_all_were_covered_is_what_the_guess_was_about(first, guess):
    assert check("gan-eight", replace(EIGHT, first=first)).guess == guess


def test_what_just_passes_is_the_same_with_other_noise():
    """60 % lies between two steps of the slider, whatever the seed."""
    for seed in (2, 3):
        assert check("gan-truncation", replace(SHEET, seed=seed)).passed


@pytest.mark.slow
def test_the_games_end_as_the_exercises_say():
    """Played by the library itself, with the settings that are recommended."""
    from dlcore.gan.plane.play import advance, start

    for name, config, rounds in (
        ("gan-eight", USUAL, 1000),
        ("gan-collapse", UNEVEN, 500),
        ("gan-cure", PATIENT, 500),
    ):
        frame = advance(config, start(config).state, "both", rounds, frames=1).frames[-1]
        state = game(config, rounds, frame.coverage.modes, frame.coverage.near)
        assert state.generator_updates == frame.generator_updates
        assert state.discriminator_updates == frame.discriminator_updates
        assert check(name, state).passed, (name, frame.coverage)
