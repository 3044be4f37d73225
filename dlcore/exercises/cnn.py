"""Exercises on the inside of a CNN: how little it takes to change its answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from dlcore.cnn.damage import Damage
from dlcore.data import held_out
from dlcore.exercises.exercise import Checked, CourseExercise, Prediction
from dlcore.messages import N_

READS = "cnn"
LITTLE, MUCH = 0.08, 0.25  # of an epsilon
SIX, NINE = 6, 9
WITHIN = 10  # degrees
QUARTER, NEARLY_HALF = 70, 140  # degrees
FEW_OFF = 8


@dataclass(frozen=True)
class AttackedImage:
    """A test image by its number, None for something else, and how it is attacked.

    Attributes:
        number: of the image.
        model: who reads it.
        target: the class that it is to be read as; None for any other.
        epsilon: how far each pixel may go, in [0, 1].
        step: between one epsilon that can be chosen and the next.
    """

    number: int | None
    model: str
    target: int | None
    epsilon: float
    step: float


@dataclass(frozen=True)
class BrokenImage:
    """A test image by its number, None for something else, and what is broken.

    Attributes:
        number: of the image.
        model: who reads it.
        damage: to the image.
        step: degrees between one turn that can be chosen and the next.
        layer, off: the first so many filters of this layer give nothing.
    """

    number: int | None
    model: str
    damage: Damage
    step: int
    layer: str = ""
    off: int = 0


def _not_there(state: AttackedImage | BrokenImage) -> Checked | None:
    """Why there is nothing to check; None where there is."""
    if state.model != READS:
        return Checked(False, N_("Choose the network that ships with the lab: it is about that."))
    if state.number is None:
        return Checked(False, N_("Choose a test image first: it is about those."))
    return None


def _smallest(state: AttackedImage, _guess: str | int | None) -> Checked:
    from dlcore.cnn.attacks import adversarial_example
    from dlcore.explain.attack import accuracy_under_attack
    from dlcore.registry.at_hand import find_network

    if wrong := _not_there(state):
        return wrong
    assert state.number is not None
    if state.target is not None:
        return Checked(False, N_("Set “To be read as” to anything else."))
    digit = held_out.digit(state.number)
    steps = round(state.epsilon / state.step)
    epsilons = [round(step * state.step, 6) for step in range(steps + 1)]
    batch = digit.image[None, ..., None]
    right = accuracy_under_attack(find_network(READS, None), batch, digit.truth, epsilons)
    fooled = [epsilon for epsilon, read in zip(epsilons, right, strict=True) if not read]
    values = {"truth": digit.truth, "epsilon": epsilons[-1]}
    if 0.0 in fooled:
        return Checked(
            False,
            N_("It reads this {truth} wrongly as it is. Choose an image that it reads right."),
            values,
        )
    if epsilons[-1] not in fooled:
        return Checked(
            False,
            N_("At an epsilon of {epsilon:g} it still reads the {truth}. Go higher."),
            values,
        )
    if len(fooled) > 1:
        return Checked(
            False,
            N_(
                "At {epsilon:g} it is fooled, and at {smaller:g} it is fooled as well. Go lower: "
                "the smallest is wanted."
            ),
            values | {"smaller": fooled[-2]},
        )
    now = adversarial_example(digit.image, digit.truth, None, epsilons[-1], READS)
    values |= {"answer": int(now.probabilities.argmax()), "smaller": epsilons[-2]}
    return Checked(
        True,
        N_(
            "At {epsilon:g} it reads the {truth} as a {answer}, at {smaller:g} still right. Each "
            "pixel goes only so far, but all 784 of them go where it hurts."
        ),
        values,
        "little" if state.epsilon < LITTLE else "middle" if state.epsilon < MUCH else "much",
    )


def _turned(state: BrokenImage, _guess: str | int | None) -> Checked:
    if wrong := _not_there(state):
        return wrong
    assert state.number is not None
    digit = held_out.digit(state.number)
    if digit.truth != SIX:
        return Checked(
            False,
            N_("This test image is a {truth}. Choose one of a 6."),
            {"truth": digit.truth},
        )
    if _spoilt_otherwise(state.damage) or state.off:
        return Checked(False, N_("Turn it, and nothing else: set all other sliders back to 0."))
    turn = int(state.damage.rotation)
    sign = 1 if turn > 0 else -1
    before = max(0, abs(turn) - WITHIN)
    earlier = [sign * degrees for degrees in range(0, before + 1, state.step)]
    answers = {degrees: _read_turned(digit.image, degrees) for degrees in {*earlier, turn}}
    values = {"turn": turn, "answer": answers[turn], "within": WITHIN}
    if answers[turn] != NINE:
        return Checked(
            False,
            N_("Turned by {turn}° it is read as a {answer}, not as a 9. Turn it on."),
            values,
        )
    if already := [degrees for degrees in earlier if answers[degrees] == NINE]:
        return Checked(
            False,
            N_(
                "Turned by {turn}° it is read as a 9, and by {already}° as well. Turn it back: the "
                "smallest turn is wanted."
            ),
            values | {"already": already[-1]},
        )
    return Checked(
        True,
        N_(
            "Turned by {turn}° it is read as a 9, by {before}° as a {was}. It has learnt from "
            "upright digits, and nothing in it knows that a turned 6 is the same 6."
        ),
        values | {"before": earlier[-1], "was": answers[earlier[-1]]},
        "little" if abs(turn) < QUARTER else "middle" if abs(turn) < NEARLY_HALF else "half",
    )


def _read_turned(image: held_out.Digit, degrees: int) -> int:
    from dlcore.cnn.damage import broken

    found = broken(image, Damage(rotation=degrees), None, (), READS)
    return int(found.probabilities.argmax())


def _spoilt_otherwise(damage: Damage) -> bool:
    """Whether anything but a turn is done to an image; without noise the seed is of no account."""
    return replace(damage, rotation=0.0, seed=0) != Damage()


def _off(state: BrokenImage, _guess: str | int | None) -> Checked:
    from dlcore.cnn.damage import broken
    from dlcore.explain.ablation import greedy_units
    from dlcore.registry.at_hand import find_network

    if wrong := _not_there(state):
        return wrong
    assert state.number is not None
    if state.damage.rotation or _spoilt_otherwise(state.damage):
        return Checked(False, N_("Leave the image as it is: set its sliders back to 0."))
    network = find_network(READS, None)
    flat = {layer.name for layer in network.layers if not layer.has_maps}
    if not state.layer or not state.off or state.layer in flat:  # an address may name any layer
        return Checked(False, N_("No filter is switched off yet."))
    image = held_out.digit(state.number).image
    found = broken(image, state.damage, state.layer, tuple(range(state.off)), READS)
    was, now = int(found.whole.argmax()), int(found.probabilities.argmax())
    share = float(found.probabilities.max())
    values: dict[str, Any] = {"off": state.off, "most": FEW_OFF, "share": share}
    values |= {"was": was, "now": now}
    if now == was:
        return Checked(
            False,
            N_(
                "With {off} filters off it still says {was}, with {share:.0%}. Try another layer, "
                "or an image of which it is less sure."
            ),
            values,
            "first",
        )
    if state.off > FEW_OFF:
        return Checked(
            False,
            N_(
                "With {off} filters off it says {now} instead of {was}, but {most} at most are "
                "allowed. Take fewer, or an image of which it is less sure."
            ),
            values,
            "first",
        )
    greedy = greedy_units(network, image[None, ..., None], state.layer, FEW_OFF)
    if greedy is None:
        return Checked(
            True,
            N_(
                "With {off} filters off it says {now} instead of {was}. A greedy search among the "
                "filters of this layer has found nothing with up to {most}: you have beaten it."
            ),
            values,
            "first",
        )
    return Checked(
        True,
        N_(
            "With {off} filters off it says {now} instead of {was}. A greedy search, which may "
            "choose among all filters of this layer, needs {greedy}: {units}."
        ),
        values | {"greedy": len(greedy), "units": ", ".join(map(str, greedy))},
        "first",
    )


_WHOLE = {
    "cnn_view": "damage",
    "cnn_source": "test",
    "draw_model": READS,
    "cnn_rotation": 0,
    "cnn_off": 0,
}
EXERCISES = (
    CourseExercise(
        "cnn-epsilon",
        "cnn",
        N_("The smallest change that fools it"),
        N_(
            "Choose a test image that the network reads right, and find the smallest epsilon at "
            "which it is read as anything else."
        ),
        Prediction(
            N_("How far does each pixel have to go? From black to white it is 1."),
            {
                "little": N_("less than 0.08"),
                "middle": N_("0.08 to 0.25"),
                "much": N_("0.25 or more"),
            },
        ),
        "attacked",
        {
            "cnn_view": "attack",
            "cnn_source": "test",
            "cnn_number": 6,
            "draw_model": READS,
            "cnn_epsilon": 0.05,
            "cnn_target": -1,
        },
        _smallest,
        solution={"cnn_epsilon": 0.15},
        way=N_(
            "Move epsilon until the answer changes, then back by one step. Of the sample that "
            "ships, test image 6 needs 0.15; where the lab has all of MNIST, the numbers mean "
            "other images."
        ),
    ),
    CourseExercise(
        "cnn-turned",
        "cnn",
        N_("When a 6 becomes a 9"),
        N_(
            "Choose a test image of a 6 and find the smallest turn, to within 10 degrees, at which "
            "the network reads it as a 9."
        ),
        Prediction(
            N_("How far does it have to be turned?"),
            {
                "little": N_("less than 70°"),
                "middle": N_("70° to 140°"),
                "half": N_("140° or more"),
            },
        ),
        "broken",
        _WHOLE | {"cnn_number": 387},
        _turned,
        solution={"cnn_rotation": 100},
        way=N_(
            "Turn a 6 on until it is read as a 9, and make sure that it is not 10 degrees before. "
            "Of the sample that ships, test image 387 is one at 100°; where the lab has all of "
            "MNIST, the numbers mean other images."
        ),
    ),
    CourseExercise(
        "cnn-off",
        "cnn",
        N_("Eight filters too few"),
        N_(
            "Leave a test image as it is, and change the network's answer to it by switching off "
            "at most 8 filters of one layer."
        ),
        Prediction(
            N_("Which layers can least spare eight of their filters?"),
            {"first": N_("the first ones"), "last": N_("the last ones")},
        ),
        "broken",
        _WHOLE | {"cnn_number": 10, "cnn_off_layer": "conv2d_5"},
        _off,
        hard=True,
        solution={"cnn_off_layer": "activation", "cnn_off": 8},
        way=N_(
            "Behind the first activation, and with an image of which it is not quite sure. Of the "
            "sample that ships, 8 of the 32 filters there do for test image 10; where the lab has "
            "all of MNIST, the numbers mean other images."
        ),
    ),
)
