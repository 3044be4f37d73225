"""Sample drawings: the digits side by side, inside the sheet, with paper between them."""

from __future__ import annotations

import io
import re
from itertools import pairwise

import numpy as np
import pytest
from PIL import Image, ImageDraw
from scipy.interpolate import BPoly
from scipy.spatial import cKDTree

from dlcore.errors import LabError
from dlcore.tasks import read_drawing
from ui.shared import strokes


def corners(stroke: dict) -> np.ndarray:
    """All points of a path, control points too, (n, 2)."""
    numbers = [float(n) for n in re.findall(r"-?[\d.]+", stroke["path"])]
    return np.array(numbers).reshape(-1, 2)


def test_one_digit_is_drawn_as_it_is_written_down():
    (stroke,) = strokes.drawing("4", 20, 280, 280)["objects"]
    assert stroke["path"] == strokes.STROKES[4]
    assert stroke["strokeWidth"] == 20


@pytest.mark.parametrize("size", [(640, 240), (340, 200)])
@pytest.mark.parametrize("text", ["2025", "314", "40", "8888"])
@pytest.mark.parametrize("pen", [4, 30])
def test_the_digits_of_a_number_stand_apart_and_inside(size, text, pen):
    drawn = strokes.drawing(text, pen, *size)["objects"]
    assert len(drawn) == len(text)
    reach = drawn[0]["strokeWidth"] / 2
    boxes = [(c.min(0) - reach, c.max(0) + reach) for c in map(corners, drawn)]
    for low, high in boxes:
        assert (low >= 0).all()
        assert (high <= size).all()
    for (_, right), (left, _) in pairwise(boxes):
        assert left[0] - right[0] >= 2


def test_a_number_keeps_the_shape_of_its_digits():
    scaled = corners(strokes.drawing("77", 10, 640, 240)["objects"][1])
    original = corners({"path": strokes.STROKES[7]})
    np.testing.assert_allclose(scaled - scaled[0], (original - original[0]) * 240 / 280, atol=0.01)


@pytest.mark.parametrize("text", "0123456789")
def test_a_picture_of_it_is_the_curve_through_its_control_points(text):
    """Bernstein's polynomials, as SciPy has them, say which pixels are near the pen's path."""
    drawn = strokes.drawing(text, 20, 280, 280)
    with Image.open(io.BytesIO(strokes.picture(drawn, 280, 280))) as sheet:
        assert sheet.size == (280, 280)
        ink = np.asarray(sheet.convert("L")) > 127
    along: list[np.ndarray] = []
    pen = np.zeros((0, 2))
    for command, numbers in re.findall("([MLC])([^MLC]*)", drawn["objects"][0]["path"]):
        points = np.array(numbers.split(), float).reshape(-1, 2)
        pieces = 1 if command == "M" else len(points) // {"L": 1, "C": 3}[command]
        for ahead in np.split(points, pieces):
            bends = np.concatenate([pen, ahead]) if command != "M" else points
            along.append(BPoly(bends[:, None], [0, 1])(np.linspace(0, 1, 400)))
            pen = ahead[-1:]
    y, x = np.mgrid[:280, :280] + 0.5
    distance = cKDTree(np.concatenate(along)).query(np.stack([x, y], axis=-1))[0]
    assert ink[distance < 9].all()
    assert not ink[distance > 11].any()


def test_a_3_that_is_closed_on_its_left_is_read_as_an_8():
    """What the lesson says of the digit that the page begins with."""
    picture = strokes.picture(strokes.drawing("3", 20, 280, 280), 280, 280)
    with Image.open(io.BytesIO(picture)) as opened:
        sheet = opened.convert("L")
    assert read_drawing(np.asarray(sheet), "cnn").probabilities.argmax() == 3
    left = np.flatnonzero((np.asarray(sheet) > 127).any(axis=0))[0] + 10
    ImageDraw.Draw(sheet).line([(left, 73), (left, 208)], fill=255, width=20)
    assert read_drawing(np.asarray(sheet), "cnn").probabilities.argmax() == 8


def test_typed_strokes_are_drawn_where_they_say():
    """Whatever is nearer to the lines than half a pen is ink."""
    lines = strokes.typed("10,20 90,20  45,90|30,55 70.5,55 | 50,5")
    assert [line.tolist() for line in lines] == [
        [[10, 20], [90, 20], [45, 90]],
        [[30, 55], [70.5, 55]],
        [[50, 5]],
    ]
    drawn = strokes.drawing_of(lines, 20, 280, 140)
    assert [stroke["strokeWidth"] for stroke in drawn["objects"]] == [20] * 3
    with Image.open(io.BytesIO(strokes.picture(drawn, 280, 140))) as sheet:
        ink = np.asarray(sheet.convert("L")) > 127
    along = [
        np.linspace(*ends, 200) * (2.8, 1.4)
        for line in lines
        for ends in pairwise([*line, line[-1]])
    ]
    y, x = np.mgrid[:140, :280] + 0.5
    distance = cKDTree(np.concatenate(along)).query(np.stack([x, y], axis=-1))[0]
    assert ink[distance < 9].all()
    assert not ink[distance > 11].any()
    assert strokes.typed("  ") == []
    (full_width,) = strokes.typed("１０，２０．５ 90,20")
    assert full_width.tolist() == [[10, 20.5], [90, 20]]


def test_strokes_that_are_none_are_refused_in_one_sentence(subtests):
    for text in (
        "20",
        "20,",
        "20,30,40",
        "a,b",
        "101,0",
        "0,-1",
        "1e1,5",
        "nan,1",
        "20;30",
        "<b>",
        "١٠,٢٠",
    ):
        with (
            subtests.test(text),
            pytest.raises(LabError, match=f"Received: {re.escape(text)}$"),
        ):
            strokes.typed(f"10,10 {text}")
    for text in ("|", "10,10 |", "| 10,10", "10,10 | | 20,20"):
        with subtests.test(text), pytest.raises(LabError, match=r"Beside a \| there is none\."):
            strokes.typed(text)
