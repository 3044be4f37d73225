"""Exercises on a training of one's own."""

from __future__ import annotations

from dataclasses import dataclass

from dlcore.exercises.exercise import Checked, CourseExercise, Prediction
from dlcore.messages import N_

LEARNT, TIMES = 0.01, 10.0  # a training loss, and how many times it the validation loss is
ACCURATE, ACCURATE_ON_SAMPLE, FEW_PARAMETERS = 0.99, 0.98, 20_000
NEAR = 0.01  # a point of percent

STANDINGS = {
    "none": N_("There is no training of yours here yet. Press Start, and let it come to its end."),
    "watched": N_("This training was started elsewhere. Start one of your own."),
    "under_way": N_("Your training has not come to its end yet. Check again when it has."),
    "at_rest": N_("Your training is at rest. Let it go on to its end, then check."),
    "stopped": N_("Your training was stopped before its end. Start one that goes through."),
    "failed": N_("Your training has left no network. Start another one."),
}
"""Why there is nothing to check, by how a training stands."""


@dataclass(frozen=True)
class OwnTraining:
    """A training of the visitor's, as far as it is looked at.

    Attributes:
        standing: a key of `STANDINGS`, or "done": the rest is known then.
        loss: of the newest steps, mean cross-entropy, nats; None where nobody knows.
        validation: the validation loss after each epoch, oldest first.
        accuracy: share of the test images that it reads, in [0, 1].
        parameters: of its network.
        of_sample: it learnt from the sample of MNIST, not from all of it.
        of_own_set: it learnt another set than MNIST.
        foretold: it was started after the visitor had guessed.
    """

    standing: str
    loss: float | None = None
    validation: tuple[float, ...] = ()
    accuracy: float = 0.0
    parameters: int = 0
    of_sample: bool = False
    of_own_set: bool = False
    foretold: bool = False


def _by_heart(state: OwnTraining, _guess: str | int | None) -> Checked:
    if state.standing != "done":
        return Checked(False, STANDINGS[state.standing])
    if state.loss is None or not state.validation:
        return Checked(False, N_("Of this training no losses are known. Start another one."))
    loss, validation = state.loss, state.validation[-1]
    values = {"loss": loss, "validation": validation, "wanted": LEARNT, "times": TIMES}
    if not loss < LEARNT:
        return Checked(
            False,
            N_(
                "The training loss came down to {loss:.4f}; below {wanted} is wanted. Take fewer "
                "images, or more epochs."
            ),
            values,
        )
    if validation < TIMES * loss:
        return Checked(
            False,
            N_(
                "The training loss is {loss:.4f}, the validation loss {validation:.4f}: less than "
                "{times:g} times that. Take a smaller share of the data."
            ),
            values,
        )
    return Checked(
        True,
        N_(
            "The training loss is {loss:.4f}, the validation loss {validation:.3f}. What it was "
            "shown it knows by heart, and other images not nearly as well."
        ),
        values,
        "rises" if validation > min(state.validation) else "falls",
    )


def _small(state: OwnTraining, _guess: str | int | None) -> Checked:
    if state.standing != "done":
        return Checked(False, STANDINGS[state.standing])
    if state.of_own_set:
        return Checked(False, N_("This training learnt another data set. It is about MNIST."))
    wanted = ACCURATE_ON_SAMPLE if state.of_sample else ACCURATE
    values = {
        "accuracy": state.accuracy,
        "wanted": wanted,
        "parameters": state.parameters,
        "most": FEW_PARAMETERS,
    }
    if state.parameters > FEW_PARAMETERS:
        return Checked(
            False,
            N_(
                "This network has {parameters:,} parameters; {most:,} at most are allowed. The "
                "table of its layers says where they are."
            ),
            values,
            "dense",
        )
    if state.accuracy < wanted:
        return Checked(
            False,
            N_(
                "{accuracy:.2%} with {parameters:,} parameters; {wanted:.0%} are wanted. Batch "
                "normalisation and a rate that rises and falls once help, and so do more epochs."
            ),
            values,
            "dense",
        )
    return Checked(
        True,
        N_(
            "{accuracy:.2%} with {parameters:,} parameters. The tutorial's network has 225,034, "
            "204,928 of them in one dense layer."
        ),
        values,
        "dense",
    )


def _foretold(state: OwnTraining, guess: str | int | None) -> Checked:
    if state.standing != "done":
        return Checked(False, STANDINGS[state.standing])
    if not state.foretold:
        return Checked(
            False,
            N_("This training was started before you guessed. First guess, then press Start."),
        )
    values = {"accuracy": state.accuracy, "guess": guess}
    if type(guess) is not int or round(abs(state.accuracy - guess / 100), 6) > NEAR:
        return Checked(
            False,
            N_(
                "It reads {accuracy:.2%} of the test images, and you said {guess} %. Change a "
                "setting, guess anew, and press Start."
            ),
            values,
        )
    return Checked(
        True,
        N_(
            "You said {guess} %, and it reads {accuracy:.2%} of the test images. Who can tell "
            "beforehand notices at once when a training goes wrong."
        ),
        values,
    )


EXERCISES = (
    CourseExercise(
        "train-foretold",
        "train",
        N_("Foretold to a point"),
        N_(
            "Choose settings, say what test accuracy they will lead to, and only then press Start. "
            "It is done when you are within one point."
        ),
        Prediction(N_("Which test accuracy, in whole percent?"), low=0, high=100),
        "training",
        {"train_architecture": "tiny"},
        _foretold,
        way=N_(
            "Train the tiny network once as it is set, then change one thing, such as the share of "
            "the data or the epochs, and guess from what the first training reached."
        ),
    ),
    CourseExercise(
        "train-by-heart",
        "train",
        N_("Learnt by heart"),
        N_(
            "Train a network until its training loss is below 0.01 and its validation loss at "
            "least ten times as large."
        ),
        Prediction(
            N_("What will the validation loss do while the training loss goes to 0?"),
            {"falls": N_("keep falling too"), "rises": N_("turn, and rise")},
        ),
        "training",
        {"train_architecture": "tutorial"},
        _by_heart,
        way=N_(
            "Few images and many epochs: the tutorial's network, 5 % of the data, 30 epochs and "
            "batches of 32."
        ),
    ),
    CourseExercise(
        "train-small",
        "train",
        N_("99 % with few parameters"),
        N_(
            "Train a network of at most 20,000 parameters that reads 99 % of MNIST's test images. "
            "Where this site has only the sample of MNIST, 98 % will do."
        ),
        Prediction(
            N_("Where are most of the tutorial network's 225,034 parameters?"),
            {
                "convolutions": N_("in its two convolutions"),
                "dense": N_("in the dense layer behind them"),
            },
        ),
        "training",
        {"train_architecture": "tutorial"},
        _small,
        hard=True,
        way=N_(
            "Start from “CNN · fast” and leave its dense layer 10 units: 18,632 parameters, and "
            "99 % of all of MNIST after five epochs. The sample takes some fifty, "
            "batches of 64 at a rate of 0.1, and images that are shifted, turned and zoomed."
        ),
    ),
)
