"""Exercises on what deep learning cannot do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dlcore.exercises.asked_run import AskedRun, not_done
from dlcore.exercises.exercise import Checked, CourseExercise, Prediction
from dlcore.limits.cost.scale import estimate
from dlcore.messages import N_
from dlcore.registry import shipped

LEARNT, FORGOTTEN, RIGHT = 0.65, 0.55, 0.95  # AUC, AUC, accuracy
FAILED, REPAIRED = 0.5, 0.8  # recall
SURE = 0.99
TUTORIAL, REFUSES = "cnn-tutorial", "cnn"
TOKENS, ABOUT = 20, 0.1  # for each parameter (Hoffmann et al. 2022, table 3); more or less
SPENT = 0.9  # of what a household uses, at least


@dataclass(frozen=True)
class HeartNetwork:
    """A network of the experiment on what is learnt by heart.

    Attributes:
        auc: of the attack on it, in [0, 1].
        luck: how far from 0.5 luck alone brings that; see `LossAttack.luck`.
        accuracy: on test images, in [0, 1].
    """

    auc: float
    luck: float
    accuracy: float


@dataclass(frozen=True)
class LearntByHeart:
    """That experiment, with a network for each name that is measured, the plain one first."""

    run: AskedRun
    networks: Mapping[str, HeartNetwork] = field(default_factory=dict)


@dataclass(frozen=True)
class NeverSeen:
    """The experiment on a class of which there are few images.

    Attributes:
        run: how far it is.
        kind: what was thinned, "digit" for a class.
        left: images of it that were left.
        recall: of it, in [0, 1], by the name of the network; those that are measured.
    """

    run: AskedRun
    kind: str = ""
    left: int = 0
    recall: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class OwnScribble:
    """What is drawn, as a network sees it: (28, 28) float32 in [0, 1]; None for nothing."""

    image: NDArray[np.float32] | None


@dataclass(frozen=True)
class TrainingSize:
    """A training of any size.

    Attributes:
        parameters, tokens: how many.
        assumed: by the names of `energy.ASSUMPTIONS`.
    """

    parameters: float
    tokens: float
    assumed: Mapping[str, float]


def _not_mnist(run: AskedRun) -> Checked | None:
    """Why a run does not count; None where it is done, and of MNIST."""
    if reason := not_done(run):
        return reason
    if run.set:
        return Checked(False, N_("This run is of another set. Choose the digits, and press Start."))
    return None


def _heart(state: LearntByHeart, _guess: str | int | None) -> Checked:
    if reason := _not_mnist(state.run):
        return reason
    network = state.networks.get("plain")
    if network is None:
        return Checked(False, N_("No network was trained in this run. Start another one."))
    values = {"auc": network.auc, "wanted": LEARNT, "luck": 0.5 + network.luck}
    if network.auc < LEARNT:
        return Checked(
            False,
            N_(
                "The AUC of the attack on the network without a cure is {auc:.2f}; at least "
                "{wanted:.2f} is wanted. What can only be learnt by heart?"
            ),
            values,
        )
    if network.auc - 0.5 <= network.luck:
        return Checked(
            False,
            N_(
                "The AUC is {auc:.2f}, but of so few images luck alone gives up to {luck:.2f}. "
                "Take more images."
            ),
            values,
        )
    return Checked(
        True,
        N_(
            "The AUC is {auc:.2f}, where luck gives up to {luck:.2f}: its losses tell which images "
            "it has learnt. Whoever has the network can find out something about its data."
        ),
        values,
        "coin",
    )


def _discreet(state: LearntByHeart, _guess: str | int | None) -> Checked:
    if reason := _not_mnist(state.run):
        return reason
    if not state.networks:
        return Checked(False, N_("No network was trained in this run. Start another one."))
    discreet = [one for one in state.networks.values() if one.auc < FORGOTTEN]
    best = (
        max(discreet, key=lambda one: one.accuracy)
        if discreet
        else min(state.networks.values(), key=lambda one: one.auc)
    )
    values = {
        "auc": best.auc,
        "accuracy": best.accuracy,
        "wanted": RIGHT,
        "most": FORGOTTEN,
    }
    if not discreet:
        return Checked(
            False,
            N_(
                "Each network of this run gives away too much: the lowest AUC is {auc:.2f}; below "
                "{most:.2f} is wanted. Let all labels be true, and give it more to learn from."
            ),
            values,
        )
    if best.accuracy < RIGHT:
        return Checked(
            False,
            N_(
                "The AUC is {auc:.2f}, as is wanted, but of new digits that network reads only "
                "{accuracy:.1%} right; {wanted:.0%} are wanted. Give it more to learn from, or "
                "more time."
            ),
            values,
        )
    return Checked(
        True,
        N_(
            "The AUC is {auc:.2f} and {accuracy:.1%} of new digits are read right: what is "
            "understood need not be learnt by heart."
        ),
        values,
        "more",
    )


CURES = {
    "weights": N_("Counted more often"),
    "data": N_("More real data"),
    "augmentation": N_("Augmentation"),
}
"""What repairs it, by the name of the network."""


def _rare(state: NeverSeen, _guess: str | int | None) -> Checked:
    if reason := _not_mnist(state.run):
        return reason
    if state.kind != "digit":
        return Checked(False, N_("Thin a class: it is about a digit that is rare."))
    cures = {name: state.recall[name] for name in CURES if name in state.recall}
    if "thinned" not in state.recall or not cures:
        return Checked(
            False, N_("In this run there is no cure to compare with. Leave a few images of it.")
        )
    best = max(cures, key=lambda name: cures[name])
    values = {
        "left": state.left,
        "thinned": state.recall["thinned"],
        "cure": CURES[best],
        "cured": cures[best],
        "failed": FAILED,
        "repaired": REPAIRED,
    }
    if state.recall["thinned"] >= FAILED:
        return Checked(
            False,
            N_(
                "With {left} images left, {thinned:.0%} of the rare digit are still read right; "
                "below {failed:.0%} is wanted. Leave fewer."
            ),
            values,
        )
    if cures[best] < REPAIRED:
        return Checked(
            False,
            N_(
                "Thinned, {thinned:.0%} of the rare digit are read right, and {cured:.0%} with the "
                "best cure, “{cure}”; {repaired:.0%} are wanted. Collect more, or train longer."
            ),
            values,
        )
    return Checked(
        True,
        N_(
            "Thinned, {thinned:.0%} of the rare digit are read right; with the best cure, "
            "“{cure}”, it is {cured:.0%}. Nobody sees that who looks at the accuracy alone."
        ),
        values,
        best,
    )


def _sure(state: OwnScribble, _guess: str | int | None) -> Checked:
    from dlcore import digits
    from dlcore.tasks import read_digit

    if state.image is None or not state.image.any():
        return Checked(
            False, N_("Nothing is drawn yet. Open “Your own scribble” and draw what is no digit.")
        )
    told, careful = (read_digit(state.image, name) for name in (TUTORIAL, REFUSES))
    threshold = shipped.threshold(shipped.card(REFUSES))
    assert threshold is not None  # it ships with one
    is_refused = float(digits.digit_score(careful[None])[0]) < threshold
    values = {"digit": int(told.argmax()), "sure": float(told.max()), "wanted": SURE}
    if not is_refused:
        return Checked(
            False,
            N_(
                "The network that may refuse takes this for a digit, so perhaps it is one. Draw "
                "what nobody would take for a digit: a star, a house, a letter."
            ),
            values,
        )
    if told.max() < SURE:
        return Checked(
            False,
            N_(
                "The tutorial's network says {digit}, but with {sure:.1%} only; {wanted:.0%} are "
                "wanted. Add a stroke or two."
            ),
            values,
        )
    return Checked(
        True,
        N_(
            "The tutorial's network says {digit} with {sure:.1%}; the one that may refuse says "
            "that it is none. To be sure is not to know."
        ),
        values,
        "one",
    )


def _household(state: TrainingSize, _guess: str | int | None) -> Checked:
    each = state.tokens / state.parameters
    spent = estimate(state.parameters, state.tokens, state.assumed).kilowatt_hours
    share = spent / state.assumed["household"]
    values = {
        "each": each,
        "tokens": TOKENS,
        "share": share,
        "billions": state.parameters / 1e9,
    }
    if abs(each / TOKENS - 1) > ABOUT:
        return Checked(
            False,
            N_(
                "That is {each:.3g} tokens for each parameter; about {tokens} are wanted. In "
                "powers of ten, tokens stand 1.3 above parameters then."
            ),
            values,
        )
    if share > 1:
        return Checked(
            False,
            N_("That takes the electricity of {share:.3g} households. Take a smaller network."),
            values,
        )
    if share < SPENT:
        return Checked(
            False,
            N_("That takes {share:.1%} of what a household uses. A larger network is possible."),
            values,
        )
    return Checked(
        True,
        N_(
            "{billions:.2g} thousand million parameters and {tokens} tokens for each take "
            "{share:.0%} of what a household uses in a year. Both multiply, so that a network of "
            "ten times the size takes a hundred times as much."
        ),
        values,
        "4",
    )


EXERCISES = (
    CourseExercise(
        "limits-heart",
        "limits",
        N_("Caught by its losses"),
        N_(
            "Train a network that gives away what it has learnt: the attack on the one without a "
            "cure reaches an AUC of at least 0.65, and not by luck."
        ),
        Prediction(
            N_("What does an AUC of 0.5 say of the attack?"),
            {
                "half": N_("it finds half of what was learnt"),
                "coin": N_("it is no better than a coin"),
            },
        ),
        "heart",
        {
            "limits_data_set": "digits",
            "limits_view": "membership",
            "membership_label_noise": 0,
            "membership_cures": [],
        },
        _heart,
        way=N_(
            "A fifth of the labels random, 600 images, 40 epochs, and Start: about 0.7. Without "
            "random labels, hardly anything has to be learnt by heart."
        ),
    ),
    CourseExercise(
        "limits-sure",
        "limits",
        N_("Sure, and it is nothing"),
        N_(
            "Draw a scribble that the tutorial's network reads as a digit with at least 99 %, and "
            "that the one which may refuse takes for none."
        ),
        Prediction(
            N_("What do its ten outputs add up to where nothing fits?"),
            {"one": N_("1, as always"), "less": N_("less than 1"), "zero": N_("nearly 0")},
        ),
        "scribble",
        {"limits_view": "confidence"},
        _sure,
        way=N_(
            "In “Your own scribble”, an M or an A. Of 18 letters and shapes drawn by a program "
            "with three pens, 25 of 54 drawings passed: trying goes on for a while."
        ),
    ),
    CourseExercise(
        "limits-household",
        "limits",
        N_("As much as a household"),
        N_(
            "With 20 tokens for each parameter (10 % more or less), how large may a network be "
            "that one household's electricity of a year can train? Use at least 90 % of it."
        ),
        Prediction(
            N_("Twice the parameters and twice the tokens: how much more does that take?"),
            {"2": N_("twice as much"), "4": N_("four times"), "8": N_("eight times")},
        ),
        "size",
        {"limits_view": "cost", "cost_part": "scale"},
        _household,
        solution={"cost_parameters": 9.925, "cost_tokens": 11.226},
        way=N_(
            "Set the tokens 1.3 above the parameters and move both down together, from GPT-3 to "
            "about 10^9.93 and 10^11.23."
        ),
    ),
    CourseExercise(
        "limits-rare",
        "limits",
        N_("Failed, and repaired"),
        N_(
            "Make a digit so rare that a network reads less than 50 % of it right, and have one "
            "of the three cures bring that to 80 % in the same run."
        ),
        Prediction(
            N_("Which of the cures will do most?"),
            CURES,
        ),
        "rare",
        {
            "limits_data_set": "digits",
            "limits_view": "bias",
            "bias_left": 200,
            "bias_collected": 0,
            "bias_images": 4000,
            "bias_epochs": 3,
        },
        _rare,
        hard=True,
        way=N_(
            "Leave 10 images, collect 200, 4,000 images in all, 3 epochs: thinned, none of the "
            "eights is read right, and with more real data about 90 %."
        ),
    ),
    CourseExercise(
        "limits-discreet",
        "limits",
        N_("Right, and nothing given away"),
        N_(
            "Train a network that reads 95 % of new digits right, while the attack on it stays "
            "below an AUC of 0.55. A cure may help."
        ),
        Prediction(
            N_("What will help most?"),
            {"more": N_("more images"), "longer": N_("more epochs"), "fewer": N_("fewer images")},
        ),
        "heart",
        {
            "limits_data_set": "digits",
            "limits_view": "membership",
            "membership_cures": [],
        },
        _discreet,
        hard=True,
        way=N_(
            "No random labels, no cures, 1,750 images and 30 epochs: an AUC of about 0.53, and "
            "about 96 % right. With 600 images it is neither."
        ),
    ),
)
