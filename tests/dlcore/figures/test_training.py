"""The numbers behind the training charts are exact, and every chart draws, the empty one too."""

from __future__ import annotations

import numpy as np
import pytest

from dlcore.figures.training import (
    ConfusionWords,
    LearningWords,
    Milestone,
    RangeTestWords,
    confusion,
    epochs_after,
    learning_curve,
    learning_curve_info,
    range_test,
)

WORDS = LearningWords("Loss", training="training", validation="validation", epoch="epoch")
HISTORY = {
    "loss": [(16, 2.0), (32, 1.0), (64, 0.5)],
    "val_loss": [(32, 0.9), (64, 0.6)],
    "epoch": [(16, 0.5), (32, 1.0), (64, 2.0)],
}


def test_steps_become_epochs():
    training, validation = learning_curve_info(HISTORY, "loss")
    np.testing.assert_array_equal(training.x, [0.5, 1.0, 2.0])
    np.testing.assert_array_equal(training.y, [2.0, 1.0, 0.5])
    np.testing.assert_array_equal(validation.x, [1.0, 2.0])
    np.testing.assert_array_equal(validation.y, [0.9, 0.6])


def test_steps_of_another_size_are_other_parts_of_an_epoch():
    history = {"epoch": [(10, 1.0), (12, 1.4), (15, 2.0)]}
    np.testing.assert_allclose(epochs_after(history, [0, 5, 10, 11, 15]), [0, 0.5, 1, 1.2, 2])


def test_milestones_stand_where_they_happened():
    curves = learning_curve_info(HISTORY, "loss")
    milestones = [Milestone(0.5, "rate 0.1"), Milestone(1.5, "dropout 0.5")]
    layout = learning_curve(*curves, epochs=2, words=WORDS, milestones=milestones).layout
    assert [line.x0 for line in layout.shapes] == [0.5, 1.5]
    assert [(note.x, note.text) for note in layout.annotations] == [
        (0.5, "rate 0.1"),
        (1.5, "dropout 0.5"),
    ]


def test_a_quantity_that_was_not_measured_is_empty():
    training, validation = learning_curve_info(HISTORY, "accuracy")
    assert len(training.x) == len(validation.y) == 0


@pytest.mark.parametrize("percent", [False, True])
@pytest.mark.parametrize("history", [{}, {"loss": [(1, 0.5)]}, HISTORY])
def test_every_state_of_a_run_can_be_drawn(history, percent):
    curves = learning_curve_info(history, "loss")
    figure = learning_curve(*curves, epochs=3, percent=percent, words=WORDS)
    assert [trace.name for trace in figure.data] == ["training", "validation"]
    assert figure.layout.xaxis.range == (0, 3)


@pytest.mark.parametrize(
    ("late", "floor"), [([0.1, 0.12], 0.0), ([0.1, 0.55], 0.4), ([0.9, 0.985], 0.8), ([1, 1], 0.9)]
)
def test_the_accuracy_axis_follows_what_was_learnt(late, floor):
    history = {"accuracy": list(enumerate(late))}
    curves = learning_curve_info(history, "accuracy")
    figure = learning_curve(*curves, epochs=2, percent=True, words=WORDS)
    assert figure.layout.yaxis.range[0] == pytest.approx(floor)


RANGE = RangeTestWords("Loss", "measured", "smoothed", "rate", "suggested", "diverges")


@pytest.mark.parametrize(
    ("suggestion", "diverges", "said"),
    [
        (None, None, {}),
        (1e-3, None, {"suggested": -3}),
        (1e-3, 0.1, {"suggested": -3, "diverges": -1}),
    ],
)
@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_range_test_marks_what_was_found(count, suggestion, diverges, said):
    rates, losses = np.array([1e-6, 1e-3, 10.0])[:count], np.array([2.3, 0.5, 4.0])[:count]
    figure = range_test(
        rates, losses, losses, suggestion, diverges, limits=(1e-6, 10.0), words=RANGE
    )
    assert [trace.name for trace in figure.data] == ["measured", "smoothed"]
    assert (figure.layout.xaxis.type, figure.layout.xaxis.range) == ("log", (-6, 1))
    assert {note.text: note.x for note in figure.layout.annotations} == pytest.approx(said)
    assert [shape.x0 for shape in figure.layout.shapes] == pytest.approx(
        [10**place for place in said.values()]
    )


def test_confusion_sets_right_apart_from_wrong():
    matrix = np.array([[4, 1], [0, 9]])
    words = ConfusionWords(guess="said", truth="true", hover="{count}")
    figure = confusion(matrix, words=words, text_colour="#000000")
    right, wrong = (np.asarray(trace.z, dtype=float) for trace in figure.data)
    np.testing.assert_array_equal(right, [[2, np.nan], [np.nan, 3]])
    np.testing.assert_array_equal(wrong, [[np.nan, 1], [np.nan, np.nan]])


@pytest.mark.parametrize("count", [3, 26, 62, 100])
def test_a_confusion_of_any_number_of_classes_has_room_for_their_names(count):
    names = ("<a href='x'>α</a>", "a name of forty characters, which is long", *map(str, range(98)))
    words = ConfusionWords(guess="said", truth="true", hover="{truth} {guess} {count}")
    figure = confusion(np.eye(count, dtype=int), names[:count], words=words, text_colour="#000000")
    for axis in (figure.layout.xaxis, figure.layout.yaxis):
        assert len(axis.tickvals) == len(axis.ticktext) <= 31
        assert set(axis.tickvals) <= set(figure.data[0].x)
        assert max(map(len, axis.ticktext)) <= 30  # of a tag that is written out
    assert len(set(figure.data[0].x)) == count
    shown = figure.to_json()
    assert "<a" not in shown
    assert "\\u003ca" not in shown


def test_an_empty_confusion_matrix_can_be_drawn():
    words = ConfusionWords(guess="", truth="", hover="")
    confusion(np.zeros((10, 10), int), words=words, text_colour="#000000")
