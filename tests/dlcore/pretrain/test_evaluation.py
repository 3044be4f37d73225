"""The exam: drawing on a canvas, figures for the card, with networks whose answers are known."""

import base64

import numpy as np
import pytest

from dlcore.digits import judge, preprocess
from dlcore.digits.preprocessing import SIDE
from dlcore.pretrain import evaluation
from dlcore.pretrain.handwriting.material import part_writers
from dlcore.pretrain.handwriting.scripts import Script
from dlcore.pretrain.handwriting.strokes import StrokeSet
from tests import people as made_up


@pytest.fixture(scope="module")
def people() -> StrokeSet:
    return made_up.people()


@pytest.mark.parametrize("name", evaluation.RENDERINGS)
def test_a_digit_lies_on_the_canvas_as_asked(name, people):
    rendering = evaluation.RENDERINGS[name]
    canvas = evaluation.on_canvas(people.samples[0], rendering, np.random.default_rng(0))
    assert canvas.shape == (280, 280)
    rows, columns = np.nonzero(canvas > 127)
    size = max(np.ptp(rows), np.ptp(columns)) + 1
    assert size == pytest.approx(rendering.size + rendering.pen_width, abs=2)
    middle = np.array([rows.min() + rows.max(), columns.min() + columns.max()]) / 2
    if rendering.corner:
        assert np.abs(middle - 140).min() > 60
    else:
        np.testing.assert_allclose(middle, 140, atol=2)


def test_place_and_size_hardly_matter_to_what_is_seen(people):
    random = np.random.default_rng(0)
    one, other = (
        preprocess(
            evaluation.on_canvas(
                people.samples[0], evaluation.Rendering(size, size // 9, corner), random
            )
        )
        for size, corner in ((180, False), (90, True))
    )
    assert np.abs(one - other).sum() / one.sum() < 0.2


def _knows(people, wrong_of=()):
    """Answers with the label, 90 % sure, from a table of pictures; wrongly for some writers."""
    table = {}
    for rendering in evaluation.RENDERINGS.values():
        drawn = evaluation.draw_all(people, rendering, 5)
        for image, label, writer in zip(drawn.images, drawn.labels, drawn.writers, strict=True):
            table[image.tobytes()] = (label + 1) % 10 if writer in wrong_of else label

    def predict(images):
        answers = np.full((len(images), 10), 0.1 / 9, np.float32)
        for row, image in zip(answers, images, strict=True):
            row[table[image.tobytes()]] = 0.9
        return answers

    return predict


def test_figures_of_a_reader_who_fails_one_writer(people):
    parts = part_writers(people)
    held = parts.held_out
    found = evaluation.measure_drawings(_knows(held, wrong_of=[8]), held, parts.test, 5)
    assert found["drawings"] == 60
    assert found["writers"] == 6
    assert found["accuracy"] == pytest.approx(5 / 6)
    assert found["worst_writer"] == 0
    assert found["per_writer"] == {"3": 1, "4": 1, "5": 1, "6": 1, "7": 1, "8": 0}
    assert found["per_class"] == {str(digit): pytest.approx(5 / 6) for digit in range(10)}
    assert set(found["altered"]) == {"small", "thin", "thick", "off_centre"}
    # 90 % sure, right two times in three with the writers of the exam alone
    assert found["calibration_error"] == pytest.approx(0.9 - 2 / 3, abs=1e-5)
    assert found["reliability"]["count"] == [150]


def test_thresholds_pass_what_they_should():
    scores = np.random.default_rng(0).beta(5, 1, 10_000)
    strict, lenient = evaluation.find_thresholds(scores)
    assert np.mean(scores >= strict) == pytest.approx(0.95, abs=1e-3)
    assert np.mean(scores >= lenient) == pytest.approx(0.995, abs=1e-3)


def test_knowing_is_measured_at_the_thresholds_and_along_the_way():
    digits, letters = np.array([0.9, 0.8, 0.3]), np.array([0.1, 0.5])
    found = evaluation.measure_rejection(digits, {"letters": letters}, (0.5, 0.2))
    assert found["threshold"] == 0.5
    assert found["digits_passed"] == pytest.approx(2 / 3)
    assert found["passed"] == {"letters": 0.5}
    assert found["page"] == {"threshold": 0.2, "digits_passed": 1, "passed": {"letters": 0.5}}
    assert found["auroc"] == {"letters": pytest.approx(5 / 6)}
    curve = found["rejection"]
    assert len(curve["threshold"]) == len(curve["digits"]) == len(curve["letters"])
    assert (curve["digits"][0], curve["letters"][0]) == (1, 1)
    assert (curve["digits"][-1], curve["letters"][-1]) == (0, 0)


def test_mistakes_carry_their_pictures():
    images = np.arange(3 * SIDE * SIDE, dtype=np.uint32).reshape(3, SIDE, SIDE).astype(np.uint8)
    probabilities = np.eye(10, dtype=np.float32)[[4, 2, 7]]
    (entry,) = evaluation.mistakes(images, probabilities, np.array([4, 3, 7]), "mnist")
    assert {**entry, "image": None} == {
        "image": None, "truth": 3, "guess": 2, "confidence": 1.0, "source": "mnist",
    }  # fmt: skip
    picture = np.frombuffer(base64.b64decode(entry["image"]), np.uint8).reshape(SIDE, SIDE)
    np.testing.assert_array_equal(picture, images[1])


def test_what_passes_for_a_digit_is_listed_the_surest_first():
    images = np.zeros((3, SIDE, SIDE), np.uint8)
    sure, lost = np.eye(10)[3], np.full(10, 0.1)
    nearly = 0.96 * sure + 0.04 * lost
    probabilities = np.array([nearly, lost, sure], np.float32)
    found = evaluation.taken_for_digits(images, probabilities, 0.2, "letters", limit=5)
    assert [entry["confidence"] for entry in found] == pytest.approx([1, 0.964])
    assert all(entry["truth"] is None for entry in found)


def test_look_alikes_do_not_count():
    letters = StrokeSet(tuple(range(5)), np.array(list("OKlWb")), np.zeros(5, int))
    assert evaluation.clear_letters(letters).labels.tolist() == ["K", "W"]


def test_unfamiliar_signs_are_pictures_and_the_same_for_the_same_seed():
    one, again = evaluation.unfamiliar_signs(0), evaluation.unfamiliar_signs(0)
    np.testing.assert_array_equal(one, again)
    assert one.shape[1:] == (28, 28)
    assert (one.max(axis=(1, 2)) > 0).all()


def test_the_shares_of_what_becomes_of_pictures_sum_to_one(people, monkeypatch):
    """Of a picture that is its label in grey: 0 to 3 are read, 4 and 5 misread, 6 is in doubt."""
    monkeypatch.setattr(evaluation, "PICTURES_A_KIND", 200)

    def taken(kind, people, random, fonts):
        label = int(random.integers(10))
        return np.full((4, 4), label, np.uint8), None, label

    def decide(picture):
        label = int(picture[0, 0])
        if label == 9:
            return None
        said = 0 if label in (4, 5) else label
        probability = 0.5 if label == 6 else 0.99
        probabilities = np.full(10, (1 - probability) / 9)
        probabilities[said] = probability
        return judge(probabilities, 0.1 if label > 6 else 0.9, 0.3)

    monkeypatch.setattr(evaluation.scenes, "taken", taken)
    found = evaluation.measure_kinds(decide, people, {}, 0)
    assert {"tight_crop", "shadow", "box", "desk", "meter"} <= set(found)
    for shares in found.values():
        assert shares["pictures"] == 200
        assert sum(shares[name] for name in evaluation.OUTCOMES) == pytest.approx(1)
        assert shares["read"] == pytest.approx(0.4, abs=0.12)
        assert shares["wrong"] == pytest.approx(0.2, abs=0.1)
        assert shares["unsure"] == pytest.approx(0.1, abs=0.08)
        assert shares["refused"] == pytest.approx(0.3, abs=0.12)


def test_characters_of_other_scripts_are_drawn_as_people_would(fonts, monkeypatch):
    monkeypatch.setattr(evaluation, "SCRIPT_CHARACTERS", 12)
    greek = {"greek": Script(("DejaVuSans",), "", "ΞΨ"), "absent": Script(("None",), "", "a")}
    monkeypatch.setattr(evaluation.scripts, "OTHER_SCRIPTS", greek)
    images = evaluation.unfamiliar_scripts(fonts, 0)
    assert images.shape == (12, 28, 28)
    assert images.any(axis=(1, 2)).all()
    np.testing.assert_array_equal(images, evaluation.unfamiliar_scripts(fonts, 0))


def test_without_fonts_there_are_no_unfamiliar_scripts():
    assert evaluation.unfamiliar_scripts({}, 0).shape == (0, 28, 28)


def test_worn_digits_keep_their_labels_and_hold_ink(people):
    worn = evaluation.draw_worn(people, 0)
    assert worn.labels.tolist() == people.labels.tolist()
    assert worn.images.any(axis=(1, 2)).all()
    clean = evaluation.draw_all(people, evaluation.RENDERINGS["usual"], 0)
    assert not np.array_equal(worn.images, clean.images)
