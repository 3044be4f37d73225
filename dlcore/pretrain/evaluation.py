"""Accuracy, calibration and rejection on drawings of people who are in no training file.

The digits of each held-out writer are rendered on a canvas of 280 x 280 px in five ways; whole
canvases go through `dlcore.digits.preprocess`, as any drawing does.
"""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlcore import metrics
from dlcore.digits import digit_score, preprocess
from dlcore.digits.preprocessing import SIDE
from dlcore.digits.verdict import Verdict
from dlcore.pretrain import scenes
from dlcore.pretrain.handwriting import not_digits, pool, printed, scripts, variation, wear
from dlcore.pretrain.handwriting.fonts import Fonts, of_families
from dlcore.pretrain.handwriting.strokes import Stroke, Strokes, StrokeSet, draw, extent

CANVAS = 280  # px
STRICT, LENIENT = 0.95, 0.995  # shares of drawn digits that the two thresholds let pass
MISTAKES_SHOWN = 24
SIGNS_A_KIND = 60
SCRIPT_CHARACTERS = 600
PICTURES_A_KIND = 100
REJECTION_STEPS = 41
OUTCOMES = ("read", "unsure", "refused", "wrong")

Images = NDArray[np.uint8]
Probabilities = NDArray[np.float32]
Predict = Callable[[Images], Probabilities]
"""From (n, 28, 28) uint8 images to (n, 10) probabilities."""
Decide = Callable[[NDArray[np.uint8]], Verdict | None]
"""From a whole picture to what is made of it; None where nothing is found in it."""


@dataclass(frozen=True)
class Rendering:
    """How strokes are rendered on the canvas.

    Attributes:
        size: px on the longer side, pen width not counted.
        pen_width: px.
        corner: at the canvas's edge instead of in the middle.
    """

    size: int
    pen_width: int
    corner: bool = False


RENDERINGS: Mapping[str, Rendering] = {
    "usual": Rendering(180, 20),
    "small": Rendering(40, 8),
    "thin": Rendering(240, 8),
    "thick": Rendering(160, 40),
    "off_centre": Rendering(90, 12, corner=True),
}


@dataclass(frozen=True)
class Drawings:
    """Preprocessed drawings.

    Attributes:
        images: (n, 28, 28) uint8.
        labels: (n,) uint8 digits; empty for what is none.
        writers: (n,) who drew each.
    """

    images: Images
    labels: NDArray[np.uint8]
    writers: NDArray[np.integer]


def on_canvas(strokes: Strokes, rendering: Rendering, random: np.random.Generator) -> Images:
    """Draws a character on a whole canvas, (280, 280) uint8, 255 = ink.

    Args:
        strokes: in any unit.
        rendering: size, pen and place.
        random: which corner.
    """
    low, high = extent(strokes)
    scale = rendering.size / max(float((high - low).max()), 1e-6)
    picture = draw([stroke * scale for stroke in strokes], rendering.pen_width)
    picture = picture[:CANVAS, :CANVAS]
    canvas = np.zeros((CANVAS, CANVAS), np.uint8)
    free = np.array(canvas.shape) - picture.shape
    top, left = free * random.integers(0, 2, 2) if rendering.corner else free // 2
    canvas[top : top + picture.shape[0], left : left + picture.shape[1]] = picture
    return canvas


def draw_all(people: StrokeSet, rendering: Rendering, seed: int) -> Drawings:
    """Every character of some people, rendered in one way and preprocessed."""
    random = np.random.default_rng(seed)
    images = [_seen(on_canvas(strokes, rendering, random)) for strokes in people.samples]
    is_digit = np.issubdtype(people.labels.dtype, np.integer)
    labels = people.labels if is_digit else people.labels[:0]
    return Drawings(np.stack(images), labels.astype(np.uint8), people.writers)


def draw_worn(people: StrokeSet, seed: int) -> Drawings:
    """Every digit of some people once, by another pen, and worn: see `handwriting.wear`."""
    random = np.random.default_rng(seed)
    varied = (variation.vary(strokes, random) for strokes in people.samples)
    inks = (wear.wear(draw(strokes, width), width, random) for strokes, width in varied)
    images = np.stack([pool.see_ink(ink) for ink in inks])
    return Drawings(images, people.labels.astype(np.uint8), people.writers)


def unfamiliar_signs(seed: int) -> Images:
    """Signs of kinds that no network here was trained on, preprocessed, (n, 28, 28) uint8."""
    random = np.random.default_rng(seed)
    drawn: list[list[Stroke]] = [
        shape(random) for shape in not_digits.OTHER_SIGNS.values() for _ in range(SIGNS_A_KIND)
    ]
    return np.stack([_seen(on_canvas(strokes, RENDERINGS["usual"], random)) for strokes in drawn])


def unfamiliar_scripts(fonts: Fonts, seed: int) -> Images:
    """Characters of scripts that no network here was trained on, (n, 28, 28) uint8.

    Args:
        fonts: without any of these scripts, n is 0.
        seed: which script, font and character.
    """
    there = scripts.script_fonts(fonts, scripts.OTHER_SCRIPTS)
    if not there:
        return np.empty((0, SIDE, SIDE), np.uint8)
    random = np.random.default_rng(seed)
    drawn = islice(scripts.written(scripts.OTHER_SCRIPTS, there, random), SCRIPT_CHARACTERS)
    return np.stack([_seen(on_canvas(strokes, RENDERINGS["usual"], random)) for strokes in drawn])


def clear_letters(people: StrokeSet) -> StrokeSet:
    """The letters that look like no digit."""
    return people.take(~np.isin(people.labels, sorted(not_digits.LOOK_ALIKES)))


def find_thresholds(scores: NDArray[np.floating]) -> tuple[float, float]:
    """The digit scores that 95 % and that 99.5 % of drawn digits reach."""
    strict, lenient = np.quantile(scores, [1 - STRICT, 1 - LENIENT])
    return float(strict), float(lenient)


def measure_drawings(
    predict: Predict, held_out: StrokeSet, unfitted: StrokeSet, seed: int
) -> dict[str, Any]:
    """Accuracy and calibration on the digits of people a network does not know.

    Args:
        predict: the network, calibrated.
        held_out: digits of all who were kept from training; accuracy rests on them.
        unfitted: of those with whom no temperature was fitted; calibration rests on them.
        seed: of the drawing.

    Returns:
        JSON-ready metrics for a card: "accuracy" is the mean over writers of drawings of usual size
        and pen, "altered" the same for the other renderings, "calibration_error" over all.
    """
    drawn = {name: draw_all(held_out, rendering, seed) for name, rendering in RENDERINGS.items()}
    said = {name: predict(drawings.images) for name, drawings in drawn.items()}
    shares = {name: _by_writer(drawn[name], said[name]) for name in RENDERINGS}
    usual, others = shares["usual"], [name for name in RENDERINGS if name != "usual"]
    bins = _reliability(drawn, said, np.unique(unfitted.writers))
    return {
        "drawings": len(drawn["usual"].labels),
        "writers": len(usual),
        "accuracy": _mean(usual),
        "worst_writer": min(usual.values()),
        "per_writer": usual,
        "per_class": _by_class(drawn["usual"].labels, said["usual"]),
        "altered": {name: _mean(shares[name]) for name in others},
        "altered_worst_writer": {name: min(shares[name].values()) for name in others},
        "calibration_error": bins.calibration_error,
        "reliability": {
            "confidence": bins.confidence.tolist(),
            "accuracy": bins.accuracy.tolist(),
            "count": bins.count.tolist(),
        },
    }


def _reliability(
    drawn: Mapping[str, Drawings],
    said: Mapping[str, Probabilities],
    writers: NDArray[np.integer],
) -> metrics.Reliability:
    chosen = {name: np.isin(drawings.writers, writers) for name, drawings in drawn.items()}
    return metrics.reliability(
        np.concatenate([drawn[name].labels[chosen[name]] for name in drawn]),
        np.concatenate([said[name][chosen[name]] for name in drawn]),
    )


def measure_rejection(
    digit_scores: NDArray[np.floating],
    others: Mapping[str, NDArray[np.floating]],
    thresholds: tuple[float, float],
) -> dict[str, Any]:
    """How well the digit score tells digits from what is none: rejection of unknown classes.

    Args:
        digit_scores: (n,) of drawn digits.
        others: by kind, (m,) of what is no digit.
        thresholds: see `find_thresholds`.

    Returns:
        JSON-ready metrics for a card: shares that pass at the strict threshold, at the lenient one
        ("page": the one to use, since the strict one refuses one digit in twenty) and at
        `REJECTION_STEPS` thresholds from 0 to 1 ("rejection"), and "auroc", see
        `metrics.area_under_roc`.
    """
    steps = np.linspace(0, 1, REJECTION_STEPS)
    rejection = {"threshold": steps, "digits": metrics.share_passed(digit_scores, steps)}
    for kind, scores in others.items():
        rejection[kind] = metrics.share_passed(scores, steps)
    strict, lenient = thresholds
    return {
        "threshold": strict,
        "digits_passed": _passed(digit_scores, strict),
        "passed": {kind: _passed(scores, strict) for kind, scores in others.items()},
        "page": {
            "threshold": lenient,
            "digits_passed": _passed(digit_scores, lenient),
            "passed": {kind: _passed(scores, lenient) for kind, scores in others.items()},
        },
        "auroc": {
            kind: metrics.area_under_roc(digit_scores, scores) for kind, scores in others.items()
        },
        "rejection": {name: np.round(curve, 4).tolist() for name, curve in rejection.items()},
    }


def measure_kinds(
    decide: Decide, people: StrokeSet, fonts: Fonts, seed: int
) -> dict[str, dict[str, float]]:
    """What becomes of pictures of all kinds: see `scenes.SCENES`.

    Args:
        decide: the network with all that goes before it.
        people: whose digits stand in them.
        fonts: to print in; of them those are taken that are not learnt from.
        seed: of the pictures.

    Returns:
        By kind, JSON-ready: how many "pictures", and the shares that are "read", named alone and
        "wrong", one of several or "unsure", and "refused" as no digit or blank. They sum to 1.
    """
    random = np.random.default_rng(seed)
    faces = of_families(fonts, printed.OTHER_FAMILIES)
    measured = {}
    for kind in scenes.SCENES:
        outcomes = Counter[str]()
        for _ in range(PICTURES_A_KIND):
            picture, _mask, label = scenes.taken(kind, people, random, faces)
            outcomes[outcome(decide(picture), label)] += 1
        shares = {name: outcomes[name] / PICTURES_A_KIND for name in OUTCOMES}
        measured[kind] = {"pictures": PICTURES_A_KIND} | shares
    return measured


def outcome(verdict: Verdict | None, label: int) -> str:
    """One of `OUTCOMES`, of a picture of a digit; None stands for nothing found in it."""
    if verdict is None or verdict.kind == "none":
        return "refused"
    if verdict.kind == "unsure":
        return "unsure"
    return "read" if verdict.best.label == label else "wrong"


def _passed(scores: NDArray[np.floating], threshold: float) -> float:
    return float(metrics.share_passed(scores, np.array([threshold]))[0])


def mistakes(
    images: Images,
    probabilities: Probabilities,
    labels: NDArray[np.integer],
    source: str,
    limit: int = MISTAKES_SHOWN,
) -> list[dict[str, Any]]:
    """The wrong answers a network is surest of, with pictures, for a card."""
    return [
        _entry(images[index], probabilities[index], source, int(labels[index]))
        for index in metrics.worst_mistakes(labels, probabilities, limit)
    ]


def taken_for_digits(
    images: Images, probabilities: Probabilities, threshold: float, source: str, limit: int
) -> list[dict[str, Any]]:
    """What is no digit and passes for one, the surest first, for a card."""
    scores = digit_score(probabilities)
    order = np.argsort(-scores)
    passed = [index for index in order[:limit] if scores[index] >= threshold]
    return [_entry(images[index], probabilities[index], source, None) for index in passed]


def _entry(
    image: Images, probabilities: Probabilities, source: str, truth: int | None
) -> dict[str, Any]:
    return {
        "image": base64.b64encode(image.tobytes()).decode(),
        "truth": truth,
        "guess": int(probabilities.argmax()),
        "confidence": float(probabilities.max()),
        "source": source,
    }


def _seen(canvas: Images) -> Images:
    return np.round(preprocess(canvas)[..., 0] * 255).astype(np.uint8)


def _by_writer(drawn: Drawings, probabilities: Probabilities) -> dict[str, float]:
    right = probabilities.argmax(axis=1) == drawn.labels
    writers = np.unique(drawn.writers)
    return {str(writer): float(right[drawn.writers == writer].mean()) for writer in writers}


def _by_class(labels: NDArray[np.integer], probabilities: Probabilities) -> dict[str, float]:
    right = probabilities.argmax(axis=1) == labels
    return {str(digit): float(right[labels == digit].mean()) for digit in np.unique(labels)}


def _mean(shares: Mapping[str, float]) -> float:
    return float(np.mean(list(shares.values())))
