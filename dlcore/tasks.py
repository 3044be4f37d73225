"""What the engine can be asked for.

Importable without Keras: a task is passed to the engine by its name, and imports Keras there.
"""

from __future__ import annotations

import contextlib
import os
import platform
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from dlcore import digits, registry, training
from dlcore.addition import training as addition
from dlcore.addition.config import AdditionConfig
from dlcore.addition.training import AdditionResult
from dlcore.contract import INPUT_SHAPE
from dlcore.data import (
    DataError,
    DataSet,
    Mnist,
    find_mnist,
    formats,
    intake,
    known,
    load_mnist,
    sample,
)
from dlcore.data.formats import BeforeAfter
from dlcore.data.intake import IntakeConfig, IntakeResult
from dlcore.digits.choice import choose, steadied
from dlcore.digits.ink import InkStep, hypotheses
from dlcore.digits.preprocessing import Classification
from dlcore.digits.segmentation import Part
from dlcore.few.acquaintance import Likeness, Taught
from dlcore.few.config import FewConfig, FewResult
from dlcore.gan import training as gan_training
from dlcore.gan.run_config import GanRunConfig
from dlcore.gan.training import GanResult
from dlcore.limits.bias.config import BiasConfig, BiasResult
from dlcore.limits.confidence.config import ConfidenceConfig, ConfidenceResult
from dlcore.limits.cost.config import CostConfig, CostResult
from dlcore.limits.experiment import Experiment
from dlcore.limits.explanation.config import ExplanationConfig, ExplanationResult
from dlcore.limits.membership.config import MembershipConfig, MembershipResult
from dlcore.line.number import ReadCharacter, read_likeliest
from dlcore.registry.at_hand import find_predict
from dlcore.registry.onnx_file import Predict
from dlcore.reports import Held, Orders, ReportCallback, Reporter, StopCallback
from dlcore.sweep import SweepConfig
from dlcore.sweep import training as sweep_training
from dlcore.sweep.training import SweepResult
from dlcore.training import TrainConfig, TrainResult
from dlcore.training.pool import NothingLearnt

Config = TypeVar("Config")
Found = TypeVar("Found")
_LEAST = 1e-6  # that one reading of a picture counts among others


@dataclass(frozen=True)
class DataInfo:
    """Which images a training would use.

    Attributes:
        source: see `Mnist.source`; "download" where the first training will fetch them.
        train_images: how many there are to train on and validate with.
        test_images: how many there are to test with.
    """

    source: str
    train_images: int
    test_images: int


@dataclass(frozen=True)
class Reading:
    """A drawing, preprocessed and classified.

    Attributes:
        seen: (28, 28) float32 in [0, 1], the image that the network was given.
        probabilities: (k,) float32, of the classes that the network tells apart; equal when blank.
        digit_score: in [0, 1], higher = more surely a digit; 0 when blank. See
            `digits.digit_score`; of no account for other classes.
        blank: there is no ink.
        steps: how its ink was found in the picture, in order.
        likeness: to what the network has learnt from, where that is at hand.
    """

    seen: NDArray[np.float32]
    probabilities: NDArray[np.float32]
    digit_score: float
    blank: bool
    steps: tuple[InkStep, ...] = ()
    likeness: Likeness | None = None


Box = tuple[int, int, int, int]  # left, top, right, bottom in pixels; right and bottom are outside


@dataclass(frozen=True)
class NumberReading:
    """A drawing of one number or of several in rows, segmented and classified.

    Attributes:
        parts: the box of each digit and its reading, rows from top to bottom and each from left to
            right; () when blank.
        rows: of each of these, the row it stands in, from 0.
        whole: of each row, how probable it is that all of it is right; () by a network that reads
            each digit alone.
        steps: how the ink was found in the picture, in order.
    """

    parts: tuple[tuple[Box, Reading], ...]
    rows: tuple[int, ...] = ()
    whole: tuple[float, ...] = ()
    steps: tuple[InkStep, ...] = ()


def warm_up() -> dict[str, str]:
    """Imports Keras and classifies one image with the shipped model, so that later calls are fast.

    Goes on with `rehearse` in the background: nobody waits for it who wants something else.

    Returns:
        Versions by name: python, keras, tensorflow, numpy.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")  # TensorFlow's greetings help nobody
    import keras
    import tensorflow

    # Without the shipped model one can still train; whoever wants it will be told.
    with contextlib.suppress(registry.RegistryError):
        registry.load("cnn").predict_on_batch(np.zeros((1, *INPUT_SHAPE), np.float32))
    threading.Thread(target=rehearse, name="dlcore-rehearsal", daemon=True).start()
    versions = {module.__name__: module.__version__ for module in (keras, tensorflow, np)}
    return {"python": platform.python_version(), **versions}


def rehearse() -> None:
    """Calls once what is asked for most: TensorFlow traces and compiles for seconds at first."""
    from dlcore.activations import curves as activation_curves
    from dlcore.activations import depth
    from dlcore.addition import asking
    from dlcore.convolution import filtered, kernels, patterns, window
    from dlcore.losses import LossChoice, line_fit, saturation
    from dlcore.losses import curves as loss_curves
    from dlcore.neuron import NeuronConfig, PointsConfig, make_points, play
    from dlcore.optimizers import descent

    losses = [LossChoice(name) for name in line_fit.FITTED]
    play(NeuronConfig(), make_points(PointsConfig()), None, 1)
    descent.picture(descent.DescentConfig())
    activation_curves.curves([activation_curves.ActivationChoice("relu")], -6, 6)
    loss_curves.curves(losses, 0.0, -4.0, 4.0, 1.0)
    line_fit.fit_lines(*line_fit.sample_points(), losses)
    saturation.saturate(-6.0)
    depth.through_depth(depth.DepthConfig(layers=2))
    with contextlib.suppress(registry.RegistryError):
        asking.asked("47+85", "addition")
    picture = patterns.drawn("circle", patterns.LARGEST)
    filtered.filtered(picture, kernels.made("sobel_x", 3), window.Window())
    _rehearse_reading()


def _rehearse_reading() -> None:
    """Unrolls each recurrent network once: its gradient through time is traced for seconds."""
    from dlcore.data import held_out
    from dlcore.explain.vanishing import VanishingConfig
    from dlcore.rnn import forgetting, reading

    digit = held_out.digit(7).image
    for name in ("rnn-lstm", "rnn-gru", "rnn-simple"):
        if name in registry.names():
            reading.unroll(digit, name)
    forgetting.vanishing_gradients(VanishingConfig())


def data_source() -> DataInfo:
    """Says which images a training would use; downloads nothing.

    Raises:
        DataError: the file that DLCORE_MNIST names is not MNIST.
    """
    data = find_mnist()
    if data is None:
        return DataInfo("download", 60_000, 10_000)
    return DataInfo(data.source, len(data.x_train), len(data.x_test))


def some_digits() -> DataSet:
    """The MNIST that is at hand, or as much of it as a page can look at; downloads nothing.

    Returns:
        At most 4,000 images to learn from and 1,000 to test with.

    Raises:
        DataError: the file that DLCORE_MNIST names is not MNIST.
    """
    data = find_mnist() or sample()
    return replace(
        data,
        x_train=data.x_train[:4000],
        y_train=data.y_train[:4000],
        x_test=data.x_test[:1000],
        y_test=data.y_test[:1000],
    )


def known_set(name: str) -> DataSet | None:
    """A known set where it has been fetched; downloads nothing.

    Args:
        name: a key of `dlcore.data.known.KNOWN`.
    """
    return known.load_known(name) if known.is_here(name) else None


def some_pairs(content: bytes, ink: bool) -> tuple[BeforeAfter, ...]:
    """Some pictures of a visitor's file before and after; see `dlcore.data.intake`."""
    return intake.some_pairs(content, ink)


def take_in(
    config: IntakeConfig,
    report: ReportCallback,
    should_stop: StopCallback,
    checkpoint: bytes = b"",
    supply: bytes = b"",
) -> IntakeResult | None:
    """Makes a data set of a visitor's file; see `dlcore.data.intake`."""
    return intake.take_in(config, report, should_stop, checkpoint, supply)


def take_in_now(config: IntakeConfig, supply: bytes) -> IntakeResult:
    """The same for a small file, which nobody has to wait for.

    Raises:
        DataError: there is no set in it.
    """
    found = intake.take_in(config, lambda report: None, lambda: False, supply=supply)
    assert found is not None
    return found


def exported(content: bytes, kind: str, card: str) -> bytes:
    """A data set in a format of other programs.

    Args:
        content: the set, as `dlcore.data.formats.to_npz` writes it.
        kind: "npz", "zip", "idx" or "csv".
        card: its data sheet, which goes along with pictures.
    """
    if kind == "npz":
        return content
    data = formats.from_npz(content)
    if kind == "zip":
        return formats.to_zip(data, card)
    return {"idx": formats.to_idx, "csv": formats.to_csv}[kind](data)


def train(
    config: TrainConfig,
    report: ReportCallback,
    should_stop: StopCallback,
    checkpoint: bytes = b"",
    supply: bytes = b"",
) -> TrainResult | Held | None:
    """Loads MNIST, telling how far a download is, or opens a set that came along, and trains.

    Args:
        checkpoint: of a run of this config, to go on from; empty to begin. So for all trainings.
        supply: the data set that the config names, as `formats.to_npz` writes it; empty for MNIST.

    Returns:
        What the training leaves; what to go on from if it was paused; None if it was told to stop
        before there was anything to train.

    Raises:
        DataError: the file that DLCORE_MNIST names is not MNIST; the set that came along is not
            the one that the config names, or none.
        TrainingDiverged: the loss became infinite or not a number.
        ConfigError: too few images to train on and validate with, or a network of other classes.
        StateError: the checkpoint is none of this run.
    """
    orders = Orders.of(should_stop)
    with contextlib.suppress(NothingLearnt):
        data = _images(config.data.set, supply, report, orders)
        return training.train(config, data, report, orders, checkpoint)
    return _at_rest(orders, checkpoint)


def _images(
    fingerprint: str, supply: bytes, report: ReportCallback, should_stop: StopCallback
) -> DataSet:
    """The data set of this fingerprint, which has to have come along; MNIST where that is ""."""
    if not fingerprint and not supply:
        return _load(report, should_stop)
    report({"phase": "data"})
    if not supply:
        raise DataError("The images of this training did not come along with it.")
    data = formats.from_npz(supply)
    if data.fingerprint != fingerprint:
        raise DataError(
            "The images of this training must have the fingerprint {expected}. Found: {found}",
            expected=fingerprint or "-",
            found=data.fingerprint,
        )
    return data


def _at_rest(orders: Orders, checkpoint: bytes) -> Held | None:
    """What a training leaves that was told to end before it had begun."""
    return Held(checkpoint) if orders.paused else None


def _load(report: ReportCallback, should_stop: StopCallback) -> Mnist:
    """MNIST; a stop while it is downloaded is a stop before the training."""
    report({"phase": "data"})
    return load_mnist(progress=_download_report(report, should_stop))


def train_gan(
    config: GanRunConfig,
    report: ReportCallback,
    should_stop: StopCallback,
    checkpoint: bytes = b"",
    supply: bytes = b"",
) -> GanResult | Held | None:
    """Loads MNIST, telling how far a download is, or opens a set that came along; trains a GAN.

    Args:
        supply: as `train` takes it.

    Returns:
        As `train`.

    Raises:
        DataError: the file that DLCORE_MNIST names is not MNIST; the set that came along is not
            the one that the config names, or none.
        ConfigError: too few images, or of other classes than the players know.
        StateError: the checkpoint is none of this GAN.
        RegistryError: the classifier that is to judge is absent or damaged.
    """
    orders = Orders.of(should_stop)
    with contextlib.suppress(NothingLearnt):
        data = _images(config.set, supply, report, orders)
        return gan_training.train_gan(config, data, report, orders, checkpoint)
    return _at_rest(orders, checkpoint)


def train_addition(
    config: AdditionConfig,
    report: ReportCallback,
    should_stop: StopCallback,
    checkpoint: bytes = b"",
) -> AdditionResult | Held | None:
    """Trains a network to add two numbers; its sums are made, so there is nothing to load.

    Returns:
        As `train`.

    Raises:
        TrainingDiverged: the loss became infinite or not a number.
        StateError: the checkpoint is none of this run.
    """
    orders = Orders.of(should_stop)
    with contextlib.suppress(NothingLearnt):
        return addition.train_addition(config, report, orders, checkpoint)
    return _at_rest(orders, checkpoint)


def sweep(
    config: SweepConfig,
    report: ReportCallback,
    should_stop: StopCallback,
    checkpoint: bytes = b"",
    supply: bytes = b"",
) -> SweepResult | Held | None:
    """Trains with one pair of values after another, on images that it finds as `train` does.

    Args:
        supply: the data set that the base of the config names; empty for MNIST.

    Returns:
        As `train`.

    Raises:
        DataError: as `train`.
        TrainingDiverged: each training did.
        SearchError: a search is asked for and Optuna not installed.
        ConfigError: as `train`.
        StateError: the checkpoint is none of this sweep.
    """
    orders = Orders.of(should_stop)
    with contextlib.suppress(NothingLearnt):
        data = _images(config.base.data.set, supply, report, orders)
        return sweep_training.sweep(config, data, report, orders, checkpoint)
    return _at_rest(orders, checkpoint)


def membership(
    config: MembershipConfig,
    report: ReportCallback,
    should_stop: StopCallback,
    checkpoint: bytes = b"",
    supply: bytes = b"",
) -> MembershipResult | None:
    """What a network learns by heart, and who can tell; see `dlcore.limits.membership`.

    Args:
        checkpoint: of no account: an experiment begins anew. So for all of them.
        supply: the data set that the config names; empty for MNIST. See `train`.

    Returns:
        What was found, in part where it was stopped; None where nothing was.

    Raises:
        DataError: the file that DLCORE_MNIST names is not MNIST; the set that came along is not
            the one that the config names, or none.
        ConfigError: there are too few images for it.
    """
    from dlcore.limits import membership

    return _experiment(membership.run, config, report, should_stop, config.set, supply)


def bias(
    config: BiasConfig,
    report: ReportCallback,
    should_stop: StopCallback,
    checkpoint: bytes = b"",
    supply: bytes = b"",
) -> BiasResult | None:
    """What a network makes of what it hardly ever saw; see `dlcore.limits.bias`.

    Returns, Raises:
        As `membership`.
    """
    from dlcore.limits import bias

    return _experiment(bias.run, config, report, should_stop, config.set, supply)


def confidence(
    config: ConfidenceConfig,
    report: ReportCallback,
    should_stop: StopCallback,
    checkpoint: bytes = b"",
) -> ConfidenceResult | None:
    """How sure a network is of what is no digit; see `dlcore.limits.confidence`.

    Returns, Raises:
        As `membership`.
    """
    from dlcore.limits import confidence

    return _experiment(confidence.run, config, report, should_stop)


def explanation(
    config: ExplanationConfig,
    report: ReportCallback,
    should_stop: StopCallback,
    checkpoint: bytes = b"",
) -> ExplanationResult | None:
    """Whether explanations depend on the network; see `dlcore.limits.explanation`.

    Returns, Raises:
        As `membership`.
    """
    from dlcore.limits import explanation

    return _experiment(explanation.run, config, report, should_stop)


def cost(
    config: CostConfig,
    report: ReportCallback,
    should_stop: StopCallback,
    checkpoint: bytes = b"",
) -> CostResult | None:
    """What training and answering cost, and what saves some; see `dlcore.limits.cost`.

    Returns, Raises:
        As `membership`.
    """
    from dlcore.limits import cost

    return _experiment(cost.run, config, report, should_stop)


def learn_few(
    config: FewConfig,
    report: ReportCallback,
    should_stop: StopCallback,
    checkpoint: bytes = b"",
    supply: bytes = b"",
) -> FewResult | None:
    """Learns the classes of a set from a few images of each; see `dlcore.few`.

    Args:
        supply: the set, as `dlcore.data.formats.npz` writes it; empty for the drawn symbols.

    Returns:
        What was learnt, in part where it was stopped; None where nothing was.

    Raises:
        DataError: the supply is no set.
        RegistryError: the network that is learnt on from is absent or damaged.
    """
    from dlcore import few
    from dlcore.data.formats.npz import from_npz
    from dlcore.data.symbols import symbols

    return few.learn(config, from_npz(supply) if supply else symbols(), report, should_stop)


def _experiment(
    run: Callable[[Config, DataSet, Experiment], Found | None],
    config: Config,
    report: ReportCallback,
    should_stop: StopCallback,
    fingerprint: str = "",
    supply: bytes = b"",
) -> Found | None:
    orders = Orders.of(should_stop)
    with contextlib.suppress(NothingLearnt):
        data = _images(fingerprint, supply, report, orders)
        return run(config, data, Experiment(report, orders))
    return None


def read_digit(
    image: NDArray[np.float32], model: str, data: bytes | None = None
) -> NDArray[np.float32]:
    """Classifies one image as a network sees it.

    Args:
        image: (28, 28) in [0, 1], white ink on black.
        model, data: as `read_drawing` takes them.

    Returns:
        (10,) class probabilities.

    Raises:
        ModelNotLoaded, RegistryError: as `read_drawing` does.
    """
    return np.asarray(find_predict(model, data)(image[None, ..., None].astype(np.float32)))[0]


def read_drawing(image: digits.Drawing, model: str, data: bytes | None = None) -> Reading:
    """Finds the ink in a picture, preprocesses and classifies it.

    Args:
        image: as `digits.preprocess` takes it.
        model: a name in the registry, or the SHA-256 hex digest of the bytes of a .keras file.
        data: those bytes; see `registry.at_hand.find_predict`.

    Raises:
        ModelNotLoaded: the digest is not known here and no bytes came along.
        RegistryError: the name is unknown or the model damaged.
        ValueError: the image is not such an array.
    """
    threshold = registry.threshold(registry.card(model)) if model in registry.names() else None
    return read_with(image, find_predict(model, data), threshold)


def read_with(image: digits.Drawing, predict: Predict, threshold: float | None) -> Reading:
    """`read_drawing` with any network.

    Where it is not plain what is ink, all there may be is classified, and a network that can tell
    what is no digit chooses; what it says of a picture is in doubt where it is not steady. See
    `digits.ink.hypotheses` and `digits.choice`.

    Args:
        image: as `digits.preprocess` takes it.
        predict: from (n, 28, 28, 1) float32 in [0, 1] to (n, k) probabilities.
        threshold: of the digit score, from which on it is a digit; without one, the first of
            several readings of the ink is taken.

    Raises:
        ValueError: the image is not such an array.
    """
    found = hypotheses(image)
    batch = np.stack([digits.from_ink(one.ink) for one in found])
    answers = digits.classify(batch, predict)
    index, probabilities = 0, answers.probabilities[0]
    if threshold is not None and len(found) > 1:
        index, probabilities = choose([one.ink for one in found], answers, threshold)
    if found[index].steps:  # not on even paper
        probabilities = steadied(
            batch[index], probabilities, lambda moved: digits.classify(moved, predict)
        )
    return Reading(
        batch[index, ..., 0],
        probabilities,
        float(answers.digit_score[index]),
        bool(digits.is_blank(batch)[index]),
        found[index].steps,
    )


def read_known(
    image: digits.Drawing,
    model: str,
    data: bytes | None = None,
    taught: Taught | FewResult | None = None,
) -> Reading:
    """`read_drawing` with what the network has learnt from beside it; see `few.acquaintance`.

    Of several readings of the ink, the one to believe is chosen by how familiar they are.

    Args:
        image: as `digits.preprocess` takes it.
        model, data, taught: as `few.acquaintance.find` takes them.

    Raises:
        ModelNotLoaded, RegistryError, DataError: as `few.acquaintance.find` does.
        ValueError: the image is not such an array.
    """
    from dlcore.few import acquaintance

    network = acquaintance.find(model, data, taught)
    found = hypotheses(image)
    batch = np.stack([digits.from_ink(one.ink) for one in found])
    said, likenesses = network.read(batch)
    blank = digits.is_blank(batch)
    answers = Classification(
        np.where(blank[:, None], np.float32(1 / said.shape[1]), said),
        np.array([max(one.familiarity, _LEAST) for one in likenesses], np.float32) * ~blank,
    )
    index, probabilities = 0, answers.probabilities[0]
    if len(found) > 1:
        least = network.strangeness.threshold
        index, probabilities = choose([one.ink for one in found], answers, least)
    return Reading(
        batch[index, ..., 0],
        probabilities,
        float(answers.digit_score[index]),
        bool(blank[index]),
        found[index].steps,
        likenesses[index],
    )


def read_number(image: digits.Drawing, model: str, data: bytes | None = None) -> NumberReading:
    """Reads all digits of a drawing, row by row.

    The network that reads lines says where they stand. What each is, it says together with the
    classifier where `model` is "cnn"; another network says it alone. What stands in a row and is no
    digit has ten equal probabilities and the digit score 0.

    Args:
        image, model, data: as `read_drawing` takes them.

    Raises:
        TooManyParts: there are more than `digits.segmentation.MAX_PARTS`.
        ModelNotLoaded, RegistryError, ValueError: as `read_drawing` does.
    """
    predict = None if model == "cnn" else find_predict(model, data)
    rows, ink = read_likeliest(hypotheses(image), digits.classify, np.shape(image)[:2])
    found = [character for row in rows for character in row.characters]
    if not found:
        return NumberReading((), steps=ink.steps)
    readings = [_reading_of(one) for one in found]
    if predict:
        alone = _readings(np.stack([one.seen for one in found]), predict)
        pairs = zip(found, readings, alone, strict=True)
        readings = [both if one.is_sign else by_itself for one, both, by_itself in pairs]
    return NumberReading(
        tuple((_box_of(one.part), reading) for one, reading in zip(found, readings, strict=True)),
        tuple(at for at, row in enumerate(rows) for _ in row.characters),
        () if predict else tuple(row.whole for row in rows),
        ink.steps,
    )


def _reading_of(character: ReadCharacter) -> Reading:
    """What both networks together say of a character."""
    blank = bool(digits.is_blank(character.seen[None])[0])
    return Reading(character.seen[..., 0], character.digits, character.digit_score, blank)


def _box_of(part: Part) -> Box:
    return part.left, part.top, part.right, part.bottom


def _readings(batch: digits.Batch, predict: Predict) -> list[Reading]:
    found = digits.classify(batch, predict)
    return [
        Reading(seen[..., 0], probabilities, float(score), bool(blank))
        for seen, probabilities, score, blank in zip(
            batch, found.probabilities, found.digit_score, digits.is_blank(batch), strict=True
        )
    ]


def _download_report(report: ReportCallback, should_stop: StopCallback) -> Callable[[float], None]:
    """Passes a download's progress on, at most as often as a training reports; heeds a stop."""
    reporter = Reporter(report)

    def tell(fraction: float) -> None:
        if should_stop():
            raise NothingLearnt("It was told to stop before it had begun.")
        reporter.tell(fraction=fraction)

    return tell
