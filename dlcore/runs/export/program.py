"""A run as a plain Keras program, whole and in the parts that it is read in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dlcore.addition.script import addition_script
from dlcore.gan.script import training_script
from dlcore.messages import N_
from dlcore.runs.export.run import ExportError, RunToExport
from dlcore.sweep.training import SweepResult
from dlcore.training.script import train_script


@dataclass(frozen=True)
class ProgramPart:
    """A part of a program.

    Attributes:
        title, purpose: msgids; what it is for, in a sentence or two.
        begins: how its first line begins, in one of these ways; the first part has the program's
            own first line.
    """

    title: str
    purpose: str
    begins: str | tuple[str, ...] = ""


_START = ProgramPart(
    N_("What it needs"),
    N_(
        "Keras with TensorFlow, and NumPy: pip install keras tensorflow. The seed decides all that "
        "is drawn by lot, so that the run can be repeated."
    ),
)

_IMAGES = "# Images of 28x28 pixels"
_TRAINING = (
    _START,
    ProgramPart(
        N_("The images"),
        N_(
            "Digits as people wrote them, 28x28 pixels each: some to learn from, and others to "
            "test with that the network never learns from."
        ),
        _IMAGES,
    ),
    ProgramPart(
        N_("The network"),
        N_("Layer by layer, from the pixels to a probability for each of the ten digits."),
        "model = ",
    ),
    ProgramPart(
        N_("The training"),
        N_(
            "Batch by batch, each weight is moved a little to where the loss is smaller. The "
            "validation images show whether what is learnt holds for images never seen."
        ),
        "BATCH_SIZE = ",
    ),
    ProgramPart(
        N_("The test"),
        N_("How well it reads images that had no part in any decision; then it is saved."),
        ("test_loss, ", "_, test_accuracy"),
    ),
)

_OWN_TRAINING = (
    _START,
    ProgramPart(
        N_("The images"),
        N_(
            "A data set of one's own: put its file data.npz beside the program. Some images to "
            "learn from, and others to test with that the network never learns from."
        ),
        _IMAGES,
    ),
    ProgramPart(
        N_("The network"),
        N_("Layer by layer, from the pixels to a probability for each of the classes."),
        "model = ",
    ),
    *_TRAINING[3:],
)

PARTS: Mapping[str, tuple[ProgramPart, ...]] = {
    "train": _TRAINING,
    "gan": (
        _START,
        ProgramPart(
            N_("The images"),
            N_("Real digits, with pixels from -1 to 1, and how long the game goes."),
            "keras.utils.set_random_seed",
        ),
        ProgramPart(
            N_("The generator"),
            N_("Makes an image from noise. It never sees a real one."),
            "def make_generator",
        ),
        ProgramPart(
            N_("The discriminator"),
            N_("Gives each image a score: high if it takes it for real."),
            "def make_discriminator",
        ),
        ProgramPart(
            N_("The two players"),
            N_("Each has its own optimizer. A third network averages the generator's weights."),
            "generator, discriminator = ",
        ),
        ProgramPart(
            N_("A turn of each"),
            N_(
                "The discriminator learns to tell real from drawn, the generator learns to be "
                "taken for real."
            ),
            "def draw(",
        ),
        ProgramPart(
            N_("The game"), N_("Turn by turn, through all images again and again."), "steps = "
        ),
        ProgramPart(
            N_("What it draws"),
            N_("The averaged generator is saved, and draws a sheet of digits."),
            "ema_generator.save",
        ),
    ),
    "addition": (
        _START,
        ProgramPart(
            N_("The sums"),
            N_(
                "Made as they are needed, and written as text. A pair of numbers that is tested is "
                "never trained on."
            ),
            "def numbers(",
        ),
        ProgramPart(
            N_("The network"),
            N_("One half reads the question, the other writes the answer, character by character."),
            "# The encoder reads",
        ),
        ProgramPart(
            N_("The training"),
            N_("The learning rate rises and falls once; each epoch has new sums."),
            "# One cycle",
        ),
        ProgramPart(
            N_("The answers"),
            N_("How many sums that it never saw it gets right; then it is saved."),
            "def answer(",
        ),
    ),
    "sweep": _TRAINING,  # of its best network
}
"""What the programs of each kind of run consist of, in order."""

_OWN_PARTS: Mapping[str, tuple[ProgramPart, ...]] = {
    "train": _OWN_TRAINING,
    "gan": (
        _START,
        ProgramPart(
            N_("The images"),
            N_(
                "A data set of one's own: put its file data.npz beside the program. Real images, "
                "with pixels from -1 to 1, and how long the game goes."
            ),
            "keras.utils.set_random_seed",
        ),
        *PARTS["gan"][2:-1],
        ProgramPart(
            N_("What it draws"),
            N_("The averaged generator is saved, and draws a sheet with a column for each class."),
            "ema_generator.save",
        ),
    ),
}
"""The same where they learn from another set than MNIST."""


def program(run: RunToExport) -> str:
    """The program that does the same run again, with Keras and without this lab.

    What was changed while the run went stands in its first lines: the program does not repeat it.
    """
    return _steered(run) + _WRITERS[run.record.kind](run)


def parts(run: RunToExport) -> list[tuple[ProgramPart, str]]:
    """The same program part by part; joined, their code is `program`."""
    lines = program(run).splitlines(keepends=True)
    of_kind = PARTS[run.record.kind]
    known = _OWN_PARTS.get(run.record.kind, of_kind) if run.has_own_set else of_kind
    found = [(part, _line(lines, part.begins)) for part in known]
    found = [(part, line) for part, line in found if line < len(lines)]
    ends = [line for _part, line in found[1:]] + [len(lines)]
    return [(part, "".join(lines[line:end])) for (part, line), end in zip(found, ends, strict=True)]


def _line(lines: list[str], begins: str | tuple[str, ...]) -> int:
    """Where a line begins so, for the first time; the end where none does."""
    return next((i for i, line in enumerate(lines) if line.startswith(begins)), len(lines))


def _steered(run: RunToExport) -> str:
    if not run.record.changes:
        return ""
    made = "".join(
        f"# from step {step} on: {name} = {value:g}\n" for step, name, value in run.record.changes
    )
    return f"# Changed while the run went, which this program does not repeat:\n{made}"


def _train(run: RunToExport) -> str:
    return train_script(run.record.config, run.source)


def _gan(run: RunToExport) -> str:
    return training_script(run.record.config, run.source)


def _addition(run: RunToExport) -> str:
    return addition_script(run.record.config)


def _sweep(run: RunToExport) -> str:
    result = run.result
    if not isinstance(result, SweepResult):
        raise ExportError("This sweep has left no network: it is not over, or it failed.")
    return train_script(result.best, run.source)


_WRITERS = {"train": _train, "gan": _gan, "addition": _addition, "sweep": _sweep}
