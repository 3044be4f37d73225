"""Drawings collected one after another: their names, their images, what is wrong with them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dlcore.data import DataError, collection, sample
from dlcore.data.collection import (
    ENOUGH,
    Collection,
    class_names,
    collected,
    rendered,
    thin,
    uniform,
)
from dlcore.data.formats.data_sheet import known_limits
from dlcore.data.look import balance

NAMES = {
    "αβγδε": ("α", "β", "γ", "δ", "ε"),
    "a, b ,c": ("a", "b", "c"),
    "yes no": ("yes", "no"),
    "one heart; two hearts\n\nthree": ("one heart", "two hearts", "three"),
    "猫、狗，鸟": ("猫", "狗", "鸟"),
    "किखि": ("कि", "खि"),  # a letter and its vowel sign are one
    "👩\u200d🚀☀\ufe0f": ("👩\u200d🚀", "☀\ufe0f"),
    "e\u0301e": ("é", "e"),
    "<b>x</b>, 🙂, a\0b": ("<b>x</b>", "🙂", "ab"),
    f"{'x' * 90}, y": ("x" * 40, "y"),
}


def test_names_are_read_as_they_were_meant():
    assert {text: class_names(text) for text in NAMES} == NAMES


def test_names_that_make_no_set_are_refused_in_one_sentence():
    for text, said in {
        "": "2 to 100 classes. Found: 0",
        " ,;\n": "Found: 0",
        "a": "Found: 1",
        ",".join(map(str, range(101))): "Found: 101",
        "a,b,a": "Two classes have the same name: a",
        "é,e\u0301": "Two classes have the same name: é",
    }.items():
        with pytest.raises(DataError, match=said):
            class_names(text)


def test_drawings_come_and_go_and_become_a_set():
    images = sample().x_train[:12]
    drawn = Collection(("a", "b"), name="mine", licence="CC0")
    for number, image in enumerate(images):
        drawn = drawn.with_drawing(image, number % 2, writer=number % 3)
    assert list(drawn.counts) == [6, 6]
    assert drawn.of_class(1) == [1, 3, 5, 7, 9, 11]
    fewer = drawn.without(3)
    assert fewer.of_class(1) == [1, 4, 6, 8, 10]
    data = drawn.data()
    assert (data.classes, data.name, data.source) == (("a", "b"), "mine", "own")
    assert data.licence == "CC0"
    assert len(data.x_train) + len(data.x_test) == 12
    back = collected(data)
    assert _as_set(back) == _as_set(drawn)
    assert (back.name, back.licence) == ("mine", "CC0")


def test_a_set_that_is_drawn_on_keeps_its_licence_and_what_is_not_known_of_its_hands():
    data = replace(sample(), name="theirs", licence="CC BY 4.0", classes=tuple("abcdefghij"))
    few = replace(data, x_train=data.x_train[:200], y_train=data.y_train[:200])
    drawn = collected(few).with_drawing(data.x_train[0], 0)
    more = drawn.data()
    assert (more.name, more.licence) == ("theirs", "CC BY 4.0")
    assert (more.writers_train, more.writers_test) == (None, None)


def _as_set(drawn: Collection) -> set:
    return {
        (image.tobytes(), label, writer)
        for image, label, writer in zip(drawn.images, drawn.labels, drawn.writers, strict=True)
    }


def test_a_collection_is_bounded(monkeypatch):
    monkeypatch.setattr(collection, "MOST_DRAWINGS", 1)
    one = Collection(("a", "b")).with_drawing(np.zeros((28, 28), np.uint8), 0)
    with pytest.raises(DataError, match="at most 1"):
        one.with_drawing(np.zeros((28, 28), np.uint8), 0)
    with pytest.raises(DataError, match="at most 1"):
        collected(sample())


def test_a_stroke_becomes_an_image_as_mnist_was_made():
    """A long line down: 20 px high, its centre of mass in the middle, wherever it was drawn."""
    for x in (0.1, 0.5, 0.9):
        image = rendered([np.array([[x, 0.1], [x, 0.8]])])
        rows, _columns = np.nonzero(image > 25)
        assert rows.max() - rows.min() + 1 == 20
        mass = image.astype(float) / image.sum()
        centre = (mass.sum(1) @ np.arange(28), mass.sum(0) @ np.arange(28))
        assert np.allclose(centre, 14, atol=0.6)
    dot = rendered([np.array([[0.5, 0.5]])])
    assert dot.max() == 255
    assert rendered([]) is None
    outside = rendered([np.array([[-1e300, 5.0], [7.0, 1e300]])])
    assert outside.shape == (28, 28)


def test_thin_and_copied_classes_are_named():
    rng = np.random.default_rng(0)
    path = np.c_[np.linspace(0.2, 0.8, 30), 0.5 + 0.3 * np.sin(np.linspace(0, 6, 30))]
    data = sample()
    threes = data.x_train[data.y_train == 3]
    drawn = Collection(("copied", "real", "few"))
    for number in range(10):
        copied = rendered([path + rng.normal(0, 0.004, 2)])
        drawn = drawn.with_drawing(copied, 0).with_drawing(threes[number], 1)
    drawn = drawn.with_drawing(threes[9], 2)
    assert thin(drawn) == ["few"]
    assert uniform(drawn) == ["copied"]


def test_what_is_enough_to_draw_is_enough_to_learn_from():
    """One limit, seen from the drawings of a class and from those of them that are learnt from."""
    drawn = Collection(("a", "b"))
    for number in range(2 * ENOUGH):
        drawn = drawn.with_drawing(sample().x_train[number], number % 2)
    assert not thin(drawn)
    assert not balance(drawn.data()).thin
    assert "Fewer than" not in " ".join(known_limits(drawn.data()))
    fewer = drawn.without(0)
    assert thin(fewer) == ["a"]
    assert balance(fewer.data()).thin == (0,)
    assert "Fewer than 8 images to learn from: a." in known_limits(fewer.data())
