"""Makes the models that ship: `python -m dlcore.pretrain cnn --mnist mnist.npz --strokes pen.npz`.

Each recipe is trained on all that is for training and measured once, at the end, on what was kept
from it: the test images, drawings of other people, test sums. Augmentation stays outside the model:
it is part of the data, not of the network.
"""

from __future__ import annotations

import argparse
import hashlib
import logging
import platform
import shlex
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import scipy
from numpy.typing import NDArray

from dlcore import digits, metrics, tasks
from dlcore.addition.card import addition_card
from dlcore.addition.config import AdditionConfig
from dlcore.addition.training import AdditionResult, train_addition
from dlcore.data import Mnist, load_mnist
from dlcore.digits import digit_score
from dlcore.gan import GAN_PRESETS, GanResult, train_gan
from dlcore.gan.generator import quality
from dlcore.pretrain import classifier, evaluation, line, onnx_export
from dlcore.pretrain.fitting import AdamWConfig
from dlcore.pretrain.handwriting import printed, scripts
from dlcore.pretrain.handwriting.fonts import USUAL_FOLDERS, Fonts, find_fonts, of_families
from dlcore.pretrain.handwriting.material import SIZES, Material, People, gather, part_writers
from dlcore.pretrain.handwriting.strokes import StrokeSet, load_strokes
from dlcore.registry import shipped
from dlcore.registry.weight_history import WeightHistory
from dlcore.rnn import RnnConfig, build_rnn
from dlcore.training import PRESETS, TrainResult, train

if TYPE_CHECKING:
    import keras

SEED_OF_FIT = 1_000_000  # added to the seed: apart from those of the training drawings
SEED_OF_TEST = 2_000_000

Metrics = dict[str, Any]


@dataclass(frozen=True)
class Sources:
    """All that a recipe may learn from or be measured with.

    Attributes:
        mnist: its test images are only measured with.
        digits: drawn digits, parted by writers; None where no file of them was named.
        letters: drawn letters, parted by writers; None where no file of them was named.
        fonts: of print and of other scripts.
    """

    mnist: Mnist
    digits: People | None
    letters: People | None
    fonts: Fonts = field(default_factory=dict)


def main(arguments: Sequence[str] | None = None) -> None:
    """Trains one model and writes its weights and card.

    Args:
        arguments: of the command line; those of the process where they are left out.
    """
    options = _parser().parse_args(arguments)
    recipe = RECIPES[options.name]
    options.epochs = recipe.epochs if options.epochs is None else options.epochs
    if options.measure:
        file = measure_again(options)
    else:
        file = recipe.make(options)
        if options.name in onnx_export.EXPORTED:
            shipped.save_onnx(file, onnx_export.export(shipped.load_bytes(file.read_bytes())))
    share = shipped.read_card(file)[recipe.figure]
    logging.info("%s: %s %.2f %%", file, recipe.figure, 100 * share)


def make_classifier(
    network: Callable[[], keras.Model], adamw: AdamWConfig, options: argparse.Namespace
) -> Path:
    """A network that reads drawings: MNIST, pen strokes, and what is no digit."""
    import keras

    began = time.monotonic()
    sources = _all_sources(options)
    material = _gather(options, sources)
    keras.utils.set_random_seed(options.seed)
    model = classifier.train_classifier(network(), material, options.seed, options.epochs, adamw)
    training_seconds = round(time.monotonic() - began, 1)
    figures = calibrate(model, sources, options.seed) | measure(model, sources, options.seed)
    seconds = {
        "training_seconds": training_seconds,
        "total_seconds": round(time.monotonic() - began, 1),
    }
    card = _card(options, sources) | seconds | figures
    card["output"] += "; equal ones for what is no digit"
    return shipped.save(options.name, model, card, options.out)


def measure_again(options: argparse.Namespace) -> Path:
    """Measures a network anew, after something that reads with it has changed; its weights stay.

    Raises:
        SystemExit: its recipe cannot do that.
    """
    measured = RECIPES[options.name].measured
    if measured is None:
        raise SystemExit(f"{options.name} is measured while it is made, and only then")
    file = options.out / f"{options.name}.keras"
    figures = measured(shipped.load_bytes(file.read_bytes()), options)
    shipped.write_card(file, shipped.read_card(file) | figures)
    return file


def _measured_classifier(model: keras.Model, options: argparse.Namespace) -> Metrics:
    return measure(model, _all_sources(options), options.seed)


def _measured_line(model: keras.Model, options: argparse.Namespace) -> Metrics:
    sources = _hands_of(options)
    hands = line.part_hands(sources.mnist, sources.digits, sources.letters)
    count = max(1, round(line.TEST_NUMBERS * options.drawings))
    return line.measure(model, hands.test, count, options.seed + SEED_OF_TEST)


def make_tutorial(options: argparse.Namespace) -> Path:
    """The two-block network of most tutorials, plainly trained, with its weights of each epoch."""
    sources = Sources(load_mnist(options.mnist), None, None)
    config = replace(PRESETS["tutorial"], epochs=options.epochs, seed=options.seed)
    result = train(config, sources.mnist, _log_progress, lambda: False)
    assert isinstance(result, TrainResult)  # nobody has paused it
    figures = {
        "test_accuracy": result.test_accuracy,
        "test_loss": result.test_loss,
        "training_seconds": round(result.seconds, 1),
    }
    return shipped.save(
        options.name,
        shipped.load_bytes(result.model),
        _card(options, sources) | figures,
        options.out,
        WeightHistory.from_bytes(result.history) if result.history else None,
    )


def make_addition(options: argparse.Namespace) -> Path:
    """The network that adds two numbers of up to three digits; its sums are made, not loaded."""
    config = AdditionConfig(epochs=options.epochs, seed=options.seed)
    result = train_addition(config, _log_sums, lambda: False)
    assert isinstance(result, AdditionResult)
    card = addition_card(config, result)
    how = {"command": _command(options), "versions": _versions()}
    return shipped.save(options.name, shipped.load_bytes(result.model), card | how, options.out)


def _log_sums(report: Mapping[str, Any]) -> None:
    for series, points in report.get("series", {}).items():
        if series.startswith("right_"):
            for step, share in points:
                logging.info("step %d: %s-digit sums %.3f right", step, series[6:], share)


def make_gan(options: argparse.Namespace) -> Path:
    """The conditional generator; classifiers that it never saw measure it."""
    sources = Sources(load_mnist(options.mnist), None, None)
    config = replace(GAN_PRESETS["shipped"], epochs=options.epochs, seed=options.seed)
    result = train_gan(config, sources.mnist, _log_drawings, lambda: False)
    assert isinstance(result, GanResult)
    generator = shipped.load_bytes(result.model)
    figures = quality.measure(generator, sources.mnist)
    card = _card(options, sources) | {
        "input": "noise (n, 64) float32, standard normal, and labels (n,) int32 in 0-9",
        "output": "(n, 28, 28, 1) float32 in [-1, 1], white ink on black",
        "run": asdict(config),
        "steps": result.steps,
        "images_seen": result.steps * config.batch_size,
        "training_seconds": round(result.seconds, 1),
        "agreement": figures["judges"]["cnn"]["agreement"],
    }
    return shipped.save(options.name, generator, card | figures, options.out)


def make_line(options: argparse.Namespace) -> Path:
    """The network that reads lines of digits with CTC."""
    import keras

    began = time.monotonic()
    sources = _hands_of(options)
    hands = line.part_hands(sources.mnist, sources.digits, sources.letters)
    lines = line.write_lines(
        hands.train, max(1, round(line.LINES * options.drawings)), options.seed
    )
    keras.utils.set_random_seed(options.seed)
    model = line.train_line(lines, options.seed, options.epochs)
    training_seconds = round(time.monotonic() - began, 1)
    to_fit = line.write_lines(
        hands.fit,
        max(1, round(line.FIT_LINES * options.drawings)),
        options.seed + SEED_OF_FIT,
    )
    card = _card(options, sources) | {
        "input": "(n, 32, W, 1) float32 in [0, 1], white ink on black, W a multiple of 16",
        "output": "(n, W / 2, 12) float32 probabilities: blank, the digits, what is none",
        "lines": sum(len(of_width.labels) for of_width in lines.values()),
        "temperature": line.calibrate(model, to_fit),
        "training_seconds": training_seconds,
    }
    figures = _measured_line(model, options)
    seconds = {"total_seconds": round(time.monotonic() - began, 1)}
    return shipped.save(options.name, model, card | figures | seconds, options.out)


def _log_drawings(report: Mapping[str, Any]) -> None:
    for step, distance in report.get("series", {}).get("distance", ()):
        logging.info("step %d: distance %.2f", step, distance)


def _log_progress(report: Mapping[str, Any]) -> None:
    for step, accuracy in report.get("series", {}).get("val_accuracy", ()):
        logging.info("step %d: validation accuracy %.4f", step, accuracy)


@dataclass(frozen=True)
class Recipe:
    """How a shipped model is made.

    Attributes:
        make: writes it and its card.
        epochs: unless the command line says how many.
        figure: which metric of its card tells most.
        measured: its metrics, where it can be measured without being made.
    """

    make: Callable[[argparse.Namespace], Path]
    epochs: int
    figure: str = "test_accuracy"
    measured: Callable[[keras.Model, argparse.Namespace], Metrics] | None = None


RECURRENT = {
    "simple": (RnnConfig("simple", 128, layers=2, activation="relu"), AdamWConfig(1e-3, clip=1.0)),
    "lstm": (RnnConfig("lstm", 128, layers=2), AdamWConfig(3e-3, clip=1.0)),
    "gru": (RnnConfig("gru", 128, layers=2), AdamWConfig(3e-3, clip=1.0)),
}
"""The recurrent networks that ship, by cell. They read rows, and forwards only, so that their head
gives class probabilities of the state after each row: see `explain.recurrent.beliefs`."""

RECIPES = {
    "cnn": Recipe(
        partial(make_classifier, classifier.build_classifier, AdamWConfig()),
        56,
        measured=_measured_classifier,
    ),
    "cnn-tutorial": Recipe(make_tutorial, 6),
    **{
        f"rnn-{cell}": Recipe(
            partial(make_classifier, partial(build_rnn, config), adamw),
            14,
            measured=_measured_classifier,
        )
        for cell, (config, adamw) in RECURRENT.items()
    },
    "line": Recipe(make_line, line.EPOCHS, "read", _measured_line),
    "addition": Recipe(make_addition, AdditionConfig().epochs),
    "gan": Recipe(make_gan, GAN_PRESETS["shipped"].epochs, "agreement"),
}


def _all_sources(options: argparse.Namespace) -> Sources:
    """What hands have written, and the fonts that are there."""
    fonts = find_fonts([options.fonts] if options.fonts else USUAL_FOLDERS)
    return replace(_hands_of(options), fonts=fonts)


def _hands_of(options: argparse.Namespace) -> Sources:
    """All that hands have written, of the files that are named; no fonts."""
    return Sources(
        load_mnist(options.mnist),
        part_writers(load_strokes(options.strokes)) if options.strokes else None,
        part_writers(load_strokes(options.not_digits), fit=0) if options.not_digits else None,
    )


def _gather(options: argparse.Namespace, sources: Sources) -> Material:
    sizes = {kind: max(1, round(count * options.drawings)) for kind, count in SIZES.items()}
    return gather(
        sources.mnist, _train_part(sources.digits), _train_part(sources.letters),
        options.seed, sizes, sources.fonts,
    )  # fmt: skip


def _train_part(people: People | None) -> StrokeSet | None:
    return people.train if people else None


def calibrate(model: keras.Model, sources: Sources, seed: int) -> Metrics:
    """Fits a temperature on drawn digits of writers kept from training, and builds it in.

    Args:
        model: from (n, 28, 28, 1) float32 in [0, 1] to (n, 10) probabilities; changed.
        sources: without drawn digits, nothing is fitted.
        seed: of the drawings.
    """
    if not sources.digits:
        return {}
    fit = _drawings_to_fit(sources.digits, seed)
    return {"temperature": classifier.calibrate(model, fit.images, fit.labels)}


def measure(model: keras.Model, sources: Sources, seed: int) -> Metrics:
    """Measures a model on what was kept from its training.

    Args:
        model: from (n, 28, 28, 1) float32 in [0, 1] to (n, 10) probabilities, calibrated.
        sources: without drawn digits, only MNIST is measured with.
        seed: of the drawings.

    Returns:
        JSON-ready metrics for a card.
    """

    def predict(images: NDArray[np.uint8]) -> NDArray[np.float32]:
        return np.exp(classifier.logits(model, images))

    figures = measure_mnist(predict, sources.mnist)
    if not sources.digits:
        return figures
    fit = _drawings_to_fit(sources.digits, seed)
    thresholds = evaluation.find_thresholds(digit_score(predict(fit.images)))
    drawn = _measure_drawings(predict, sources, thresholds, seed + SEED_OF_TEST)
    kinds = evaluation.measure_kinds(
        partial(_decide, model, thresholds[1]),
        sources.digits.test, sources.fonts, seed + SEED_OF_TEST,
    )  # fmt: skip
    mistakes = figures["mistakes"] + drawn["mistakes"]
    return figures | drawn | {"kinds": kinds, "mistakes": mistakes}


def measure_mnist(predict: evaluation.Predict, data: Mnist) -> Metrics:
    """Accuracy on MNIST's test images, over all and for each digit, and the worst mistakes."""
    probabilities = predict(data.x_test)
    confusion = metrics.confusion_matrix(data.y_test, probabilities.argmax(axis=1))
    per_class = confusion.diagonal() / np.maximum(confusion.sum(axis=1), 1)
    return {
        "test_images": len(data.x_test),
        "test_accuracy": metrics.accuracy(data.y_test, probabilities),
        "test_loss": metrics.cross_entropy(data.y_test, probabilities),
        "test_accuracy_per_class": {str(digit): share for digit, share in enumerate(per_class)},
        "mistakes": evaluation.mistakes(data.x_test, probabilities, data.y_test, "mnist", limit=12),
    }


def _measure_drawings(
    predict: evaluation.Predict, sources: Sources, thresholds: tuple[float, float], seed: int
) -> Metrics:
    assert sources.digits
    people = sources.digits.test
    usual = evaluation.RENDERINGS["usual"]
    drawn = evaluation.draw_all(people, usual, seed)
    probabilities = predict(drawn.images)
    mistakes = evaluation.mistakes(drawn.images, probabilities, drawn.labels, "drawn", limit=12)
    others = {"symbols": evaluation.unfamiliar_signs(seed)}
    foreign = evaluation.unfamiliar_scripts(sources.fonts, seed)
    if len(foreign):
        others["scripts"] = foreign
    if sources.letters:
        letters = evaluation.clear_letters(sources.letters.test)
        others["letters"] = evaluation.draw_all(letters, usual, seed).images
    said = {kind: predict(images) for kind, images in others.items()}
    for kind, images in others.items():
        mistakes += evaluation.taken_for_digits(images, said[kind], thresholds[1], kind, limit=6)
    scores = {kind: digit_score(answers) for kind, answers in said.items()}
    return {
        "drawn": evaluation.measure_drawings(predict, sources.digits.held_out, people, seed),
        "knowing": evaluation.measure_rejection(digit_score(probabilities), scores, thresholds),
        "mistakes": mistakes,
    }


def _decide(
    model: keras.Model, threshold: float, picture: NDArray[np.uint8]
) -> digits.Verdict | None:
    """What the lab makes of a whole picture with this network."""
    reading = tasks.read_with(picture, model.predict_on_batch, threshold)
    if reading.blank:
        return None
    return digits.judge(reading.probabilities, reading.digit_score, threshold)


def _drawings_to_fit(people: People, seed: int) -> evaluation.Drawings:
    """The digits of the writers to fit with, in all the renderings of the evaluation, and worn.

    By clean drawings alone, a network of three epochs refused one picture of `scenes` in eight.
    """
    seed += SEED_OF_FIT
    drawn = [
        evaluation.draw_all(people.fit, rendering, seed)
        for rendering in evaluation.RENDERINGS.values()
    ]
    drawn.append(evaluation.draw_worn(people.fit, seed))
    return evaluation.Drawings(
        np.concatenate([drawings.images for drawings in drawn]),
        np.concatenate([drawings.labels for drawings in drawn]),
        np.concatenate([drawings.writers for drawings in drawn]),
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m dlcore.pretrain", description=__doc__)
    parser.add_argument("name", choices=RECIPES, help="which model")
    parser.add_argument("--mnist", type=Path, help="an mnist.npz; else as the lab itself finds it")
    parser.add_argument("--strokes", type=Path, help="an .npz of digits as pen strokes")
    parser.add_argument("--not-digits", type=Path, help="an .npz of letters as pen strokes")
    parser.add_argument("--fonts", type=Path, help="a folder of fonts; else the usual ones")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--epochs", type=int, help="the recipe's own where it is left out")
    parser.add_argument(
        "--drawings", type=float, default=1.0, help="share of the usual number of drawings"
    )
    parser.add_argument(
        "--measure", action="store_true", help="only write a new card for the one in --out"
    )
    parser.add_argument("--out", type=Path, default=shipped.MODELS, help="directory to write to")
    return parser


def _card(options: argparse.Namespace, sources: Sources) -> shipped.Card:
    return {
        "data": _data_facts(options, sources),
        "input": "(n, 28, 28, 1) float32 in [0, 1], white ink on black, placed as in MNIST",
        "output": "(n, 10) float32 probabilities",
        "seed": options.seed,
        "epochs": options.epochs,
        "command": _command(options),
        "versions": _versions(),
    }


def _data_facts(options: argparse.Namespace, sources: Sources) -> dict[str, Any]:
    mnist = sources.mnist
    digest = hashlib.sha256()
    for array in (mnist.x_train, mnist.y_train, mnist.x_test, mnist.y_test):
        digest.update(array.tobytes())
    facts: dict[str, Any] = {
        "name": "MNIST (LeCun, Cortes, Burges), CC BY-SA 3.0",
        "source": mnist.source,
        "train_images": len(mnist.x_train),
        "sha256_of_arrays": digest.hexdigest(),
        **_digest(options.mnist),
    }
    for key, people, file, name in (
        ("strokes", sources.digits, options.strokes, PEN_DIGITS),
        ("not_digits", sources.letters, options.not_digits, PEN_LETTERS),
    ):
        if people:
            facts[key] = {"name": name, **_digest(file), **_writers(people)}
    if sources.fonts:
        facts["fonts"] = {
            "printed": sorted(of_families(sources.fonts, printed.FAMILIES)),
            "scripts": sorted(scripts.script_fonts(sources.fonts, scripts.SCRIPTS)),
        }
    return facts


PEN_DIGITS = "UCI Pen-Based Recognition of Handwritten Digits (Alpaydin, Alimoglu), CC BY 4.0"
PEN_LETTERS = "UCI UJI Pen Characters (Llorens et al.), CC BY 4.0"


def _digest(file: Path | None) -> Mapping[str, str]:
    return {"sha256_of_file": hashlib.sha256(file.read_bytes()).hexdigest()} if file else {}


def _writers(people: People) -> dict[str, list[int]]:
    parts = {"train": people.train, "fit": people.fit, "exam": people.test}
    return {f"{part}_writers": np.unique(those.writers).tolist() for part, those in parts.items()}


def _command(options: argparse.Namespace) -> str:
    files = {
        "mnist": options.mnist, "strokes": options.strokes, "not-digits": options.not_digits,
        "fonts": options.fonts,
    }  # fmt: skip
    words = ["python", "-m", "dlcore.pretrain", options.name]
    for flag, file in files.items():
        words += [f"--{flag}", file.name] if file else []
    words += ["--seed", str(options.seed), "--epochs", str(options.epochs)]
    words += ["--drawings", str(options.drawings)] if options.drawings != 1 else []
    return shlex.join(words)


def _versions() -> dict[str, str]:
    import keras
    import tensorflow

    packages = {module.__name__: module.__version__ for module in (keras, tensorflow, np, scipy)}
    return {"python": platform.python_version(), **packages}
