"""Reading stroke files, and drawing as a canvas would."""

import numpy as np
import pytest
from scipy import ndimage

from dlcore.pretrain.handwriting.strokes import (
    StrokesError,
    draw,
    extent,
    join_strokes,
    load_strokes,
)


def test_a_file_comes_back_stroke_by_stroke(stroke_file, people):
    loaded = load_strokes(stroke_file)
    np.testing.assert_array_equal(loaded.labels, people.labels)
    np.testing.assert_array_equal(loaded.writers, people.writers)
    assert [len(sample) for sample in loaded.samples] == [len(s) for s in people.samples]
    for one, other in zip(loaded.samples, people.samples, strict=True):
        np.testing.assert_allclose(np.concatenate(one), np.concatenate(other))


def test_a_part_and_a_join(people):
    ones, twos = people.take(people.labels == 1), people.take(people.labels == 2)
    both = join_strokes(ones, twos)
    assert both.labels.tolist() == [1] * 9 + [2] * 9
    assert both.samples[9] is people.samples[2]


@pytest.mark.parametrize("content", [b"", b"no archive", None])
def test_other_files_get_one_sentence(tmp_path, content):
    path = tmp_path / "strokes.npz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(StrokesError, match=r"strokes\.npz must be an \.npz of pen strokes"):
        load_strokes(path)


def test_a_file_without_writers_is_refused(tmp_path):
    path = tmp_path / "strokes.npz"
    np.savez(path, points=np.zeros((2, 2)), stroke_offsets=[0, 2], sample_offsets=[0, 1], label=[3])
    with pytest.raises(StrokesError, match="writer"):
        load_strokes(path)


def test_as_many_labels_as_samples(stroke_file):
    arrays = dict(np.load(stroke_file))
    np.savez(stroke_file, **(arrays | {"label": arrays["label"][:-1]}))
    with pytest.raises(StrokesError, match="90 samples, 89 labels, 90 writers"):
        load_strokes(stroke_file)


@pytest.mark.parametrize("pen_width", [1, 2, 5, 12, 40])
@pytest.mark.parametrize("length", [10, 60, 200])
def test_a_line_covers_what_geometry_says(length, pen_width):
    line = np.array([[0, 0], [length, 0]], np.float32)
    ink = draw([line], pen_width)
    expected = length * pen_width + np.pi * pen_width**2 / 4  # a rectangle and two half discs
    tolerance = 0.12 if length * pen_width > 100 else 0.45  # a line of one pixel is jagged
    assert ink.sum() / 255 == pytest.approx(expected, rel=tolerance)
    assert ink[0].max() == ink[-1].max() == ink[:, 0].max() == ink[:, -1].max() == 0


@pytest.mark.parametrize("pen_width", [1, 8, 40])
def test_one_point_is_a_disc(pen_width):
    ink = draw([np.array([[5, 5]], np.float32)], pen_width)
    assert ink.max() == 255 or pen_width == 1
    assert ink.sum() / 255 == pytest.approx(np.pi * pen_width**2 / 4, rel=0.25)


def test_strokes_keep_their_places():
    upper, lower = (np.array([[0, y], [100, y]], np.float32) for y in (0, 50))
    ink = draw([upper, lower], 6)
    labels, count = ndimage.label(ink > 127)
    assert count == 2
    (one, _), (other, _) = ndimage.center_of_mass(ink, labels, [1, 2])
    assert other - one == pytest.approx(50, abs=1)


def test_extent_is_the_box_of_all_points():
    low, high = extent([np.array([[1, 8], [3, 2]]), np.array([[0, 5]])])
    assert low.tolist() == [0, 2]
    assert high.tolist() == [3, 8]
