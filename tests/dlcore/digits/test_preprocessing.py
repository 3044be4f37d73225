"""Drawings of every kind become what MNIST would have made of them."""

import numpy as np
import pytest
from PIL import Image

from dlcore import registry
from dlcore.data import sample
from dlcore.digits import BOX, classify, digit_score, preprocess, usual_size

SIZE = 280


@pytest.fixture
def seven():
    """A thick 7 as strokes of ink, 120 pixels high: (SIZE, SIZE) float in {0, 1}."""
    ink = np.zeros((SIZE, SIZE))
    ink[60:80, 90:170] = 1
    for row in range(80, 180):
        start = 150 - (row - 80) // 2
        ink[row, start : start + 20] = 1
    return ink


def _coloured(ink, pen, paper):
    """RGBA uint8 of ink in one colour on paper of another."""
    return (ink[..., None] * pen + (1 - ink[..., None]) * paper).astype(np.uint8)


def _centre_of_mass(image):
    rows, columns = np.indices((28, 28))
    weights = image[..., 0]
    return np.array([np.average(rows, weights=weights), np.average(columns, weights=weights)])


def _box(image):
    rows, columns = np.nonzero(image[..., 0] > 0.05)
    return np.ptp(rows) + 1, np.ptp(columns) + 1


BLACK, WHITE, RED = [0, 0, 0, 255], [255, 255, 255, 255], [220, 30, 30, 255]
BLUE, YELLOW, CLEAR = [20, 60, 200, 255], [255, 240, 0, 255], [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("pen", "paper"),
    [
        (WHITE, BLACK),
        (BLACK, WHITE),
        (BLACK, CLEAR),
        (WHITE, CLEAR),
        (RED, BLACK),
        (BLUE, WHITE),
        (YELLOW, WHITE),
        (RED, BLUE),
        (BLACK, [255, 255, 255, 0]),
        ([90, 90, 90, 255], [120, 120, 120, 255]),
        (CLEAR, WHITE),
    ],
)
def test_colours_do_not_matter(seven, pen, paper):
    expected = preprocess((seven * 255).astype(np.uint8))
    drawn = preprocess(_coloured(seven, np.array(pen), np.array(paper)))
    np.testing.assert_allclose(drawn, expected, atol=0.02)


def test_grey_rgb_and_rgba_are_the_same(seven):
    grey = (seven * 255).astype(np.uint8)
    rgb = np.repeat(grey[..., None], 3, axis=2)
    rgba = np.dstack([rgb, np.full_like(grey, 255)])
    np.testing.assert_array_equal(preprocess(grey), preprocess(rgb))
    np.testing.assert_array_equal(preprocess(grey), preprocess(rgba))


def test_output_is_what_the_network_takes(seven):
    image = preprocess((seven * 255).astype(np.uint8))
    assert image.shape == (28, 28, 1)
    assert image.dtype == np.float32
    assert image.min() == 0
    assert 0.9 < image.max() <= 1


@pytest.mark.parametrize("shift", [(0, 0), (-60, -90), (99, 110), (-60, 109)])
@pytest.mark.parametrize("scale", [1, 2, 3])
def test_place_and_size_do_not_matter(seven, shift, scale):
    expected = preprocess((seven * 255).astype(np.uint8))
    moved = np.kron(np.roll(seven, shift, axis=(0, 1)), np.ones((scale, scale)))
    np.testing.assert_allclose(preprocess((moved * 255).astype(np.uint8)), expected, atol=0.1)


@pytest.mark.parametrize(
    ("height", "width", "expected"),
    [(100, 50, (20, 10)), (40, 200, (4, 20)), (200, 3, (20, 1)), (7, 7, (20, 20))],
)
def test_aspect_is_kept(height, width, expected):
    ink = np.zeros((SIZE, SIZE), np.uint8)
    ink[30 : 30 + height, 20 : 20 + width] = 255
    assert _box(preprocess(ink)) == expected


@pytest.mark.parametrize("index", range(0, 1000, 50))
def test_centre_of_mass_is_in_the_middle(index):
    image = preprocess(_drawn_big(sample().x_test[index], index))
    np.testing.assert_allclose(_centre_of_mass(image), 14, atol=0.51)


def _drawn_big(digit, seed, how=Image.Resampling.NEAREST):
    """An MNIST image enlarged to a random size, somewhere on a canvas."""
    random = np.random.default_rng(seed)
    side = int(random.integers(100, 260))
    top, left = random.integers(0, SIZE - side, 2)
    canvas = np.zeros((SIZE, SIZE), np.uint8)
    canvas[top : top + side, left : left + side] = Image.fromarray(digit).resize((side, side), how)
    return canvas


def test_mnist_stays_as_it_is():
    digits = sample().x_test[:200]
    seen = np.stack([preprocess(digit)[..., 0] for digit in digits])
    difference = np.abs(seen - digits / 255.0).max(axis=(1, 2))
    assert np.mean(difference < 0.11) >= 0.99  # only a faint rim of the box may go


@pytest.mark.parametrize(
    ("how", "tolerance"), [(Image.Resampling.NEAREST, 0.05), (Image.Resampling.BICUBIC, 0.25)]
)
def test_enlarged_mnist_comes_back(how, tolerance):
    """Half of the digits come back within the tolerance, as a share of all ink.

    Where the centre of mass is half-way between two pixels, rounding may move the rest by one;
    a smooth enlargement blurs the edges.
    """
    digits = sample().x_test[:200]
    drawn = [_drawn_big(digit, seed, how) for seed, digit in enumerate(digits)]
    seen = np.stack([preprocess(image) for image in drawn])
    difference = np.abs(seen[..., 0] - digits / 255.0).sum(axis=(1, 2))
    assert np.median(difference / (digits / 255.0).sum(axis=(1, 2))) < tolerance


@pytest.mark.parametrize(
    "image",
    [
        np.zeros((280, 280, 4), np.uint8),
        np.zeros((280, 280), np.uint8),
        np.full((280, 280), 255, np.uint8),
        np.full((50, 30, 4), 255, np.uint8),
        np.full((50, 30, 3), (10, 200, 30), np.uint8),
        np.full((1, 1), 7, np.uint8),
        np.random.default_rng(0).integers(120, 130, (280, 280), np.uint8),
    ],
    ids=["clear", "black", "white", "white-rgba", "one colour", "one pixel", "faint noise"],
)
def test_blank_gives_zeros(image):
    seen = preprocess(image)
    assert seen.shape == (28, 28, 1)
    assert not seen.any()


@pytest.mark.parametrize(
    "place",
    [
        (slice(140, 141), slice(140, 141)),
        (slice(0, 3), slice(0, 3)),
        (slice(277, 280), slice(9, 10)),
    ],
)
def test_a_dot_is_centred(place):
    image = np.zeros((SIZE, SIZE), np.uint8)
    image[place] = 255
    np.testing.assert_allclose(_centre_of_mass(preprocess(image)), 14, atol=0.51)


def test_ink_at_the_border_is_kept(seven):
    at_border = np.roll(seven, -60, axis=0)
    assert at_border[0].any()
    np.testing.assert_array_equal(
        preprocess((at_border * 255).astype(np.uint8)), preprocess((seven * 255).astype(np.uint8))
    )


@pytest.mark.parametrize("shape", [(1, 280), (280, 1), (5, 3000), (3000, 2000)])
def test_odd_shapes_are_read(shape):
    image = np.zeros(shape, np.uint8)
    image[shape[0] // 3 : shape[0] // 3 + 40, shape[1] // 3 : shape[1] // 3 + 40] = 255
    assert preprocess(image).max() > 0.5


def test_large_picture_is_the_same_as_a_small_one(seven):
    large = np.kron(seven, np.ones((8, 8))).astype(np.uint8) * 255
    expected = preprocess((seven * 255).astype(np.uint8))
    np.testing.assert_allclose(preprocess(large), expected, atol=0.15)


@pytest.mark.parametrize(
    ("image", "found"),
    [
        (np.zeros((28, 28)), r"float64 of shape \(28, 28\)"),
        (np.zeros((28, 28, 4), np.float32), r"float32 of shape \(28, 28, 4\)"),
        (np.zeros((28, 28), np.int32), "int32"),
        (np.zeros((28, 28), bool), "bool"),
        (np.zeros((28, 28, 2), np.uint8), r"\(28, 28, 2\)"),
        (np.zeros((1, 28, 28, 1), np.uint8), r"\(1, 28, 28, 1\)"),
        (np.zeros(784, np.uint8), r"\(784,\)"),
        (np.zeros((0, 28), np.uint8), r"\(0, 28\)"),
        ([[0.5]], r"float64 of shape \(1, 1\)"),
    ],
)
def test_other_arrays_are_refused(image, found):
    with pytest.raises(ValueError, match=rf"image must be uint8 of shape .* Received: .*{found}"):
        preprocess(image)


def _always_three(batch):
    return np.tile(np.eye(10, dtype=np.float32)[3] * 0.8 + 0.02, (len(batch), 1))


def test_classify_leaves_blank_images_open():
    batch = np.zeros((3, 28, 28, 1), np.float32)
    batch[1, 14, 14] = 1
    found = classify(batch, _always_three)
    np.testing.assert_allclose(found.probabilities[[0, 2]], 0.1)
    np.testing.assert_allclose(found.probabilities.sum(axis=1), 1, rtol=1e-6)
    left = 8 * 0.02  # for all but the two most probable
    np.testing.assert_allclose(found.digit_score, [0, -np.log10(left) / 6, 0], rtol=1e-5)


def test_digit_score_counts_nines_over_the_two_most_probable_digits():
    probabilities = np.zeros((5, 10), np.float32)
    probabilities[0, 3] = 1
    probabilities[1] = 0.1
    probabilities[2, [4, 9]] = 0.5  # one of two is surely a digit
    probabilities[3, :2], probabilities[3, 5] = [0.9, 0.099], 0.001
    probabilities[4, :3] = 1 / 3
    score = digit_score(probabilities)
    expected = [1, -np.log10(0.8) / 6, 1, 0.5, np.log10(3) / 6]
    np.testing.assert_allclose(score, expected, atol=1e-4)
    assert score.dtype == np.float32


def test_digit_score_keeps_apart_what_float32_would_round_to_one():
    probabilities = np.zeros((2, 10), np.float32)
    probabilities[:, 0] = 1
    probabilities[:, 5] = [1e-5, 1e-4]
    probabilities[:, 6] = probabilities[:, 7] = probabilities[:, 5]
    one, other = digit_score(probabilities)
    assert one - other == pytest.approx(1 / 6, abs=0.02)


# What visitors do besides drawing a neat digit: each says what comes out.


@pytest.fixture
def photo(seven):
    """Writes the 7 with a dark blue pen on paper lit from one corner, with a camera's grain."""

    def take(light=120.0, grain=4.0, dark=120.0, specks=0):
        random = np.random.default_rng(0)
        rows, columns = np.indices((SIZE, SIZE)) / SIZE
        paper = 230 - light * (0.6 * rows + 0.4 * columns**2)
        pen = np.minimum(paper, dark * paper / 230)
        grey = np.where(seven > 0, pen, paper)
        for row, column in random.integers(5, SIZE - 5, (specks, 2)):
            grey[row : row + 2, column : column + 2] -= 60
        picture = grey[..., None] * [0.95, 1.0, 1.02] + random.normal(0, grain, (SIZE, SIZE, 3))
        return np.clip(picture, 0, 255).astype(np.uint8)

    return take


@pytest.mark.parametrize(
    "how",
    [
        {"light": 0.0},
        {},
        {"light": 150.0},
        {"grain": 8.0},
        {"dark": 30.0},
        {"dark": 30.0, "light": 160.0},
        {"specks": 12},
    ],
    ids=str,
)
def test_a_photo_with_uneven_light_shows_the_ink_alone(photo, seven, how):
    expected = preprocess((seven * 255).astype(np.uint8))
    seen = preprocess(photo(**how))
    assert np.abs(seen - expected).sum() / expected.sum() < 0.25
    assert _box(seen) == pytest.approx(_box(expected), abs=1)


def test_a_photo_of_empty_paper_is_blank(photo, seven):
    seven[:] = 0
    assert not preprocess(photo()).any()


def test_a_solid_fill_is_blank_and_a_nearly_solid_one_is_read_by_its_holes():
    solid = np.full((SIZE, SIZE, 4), 255, np.uint8)
    assert not preprocess(solid).any()
    solid[60:100, 60:100, :3] = 0
    assert _box(preprocess(solid)) == (20, 20)


def test_a_stroke_along_the_border_is_ink_not_paper():
    canvas = np.zeros((SIZE, SIZE), np.uint8)
    canvas[:, :22] = 255
    seen = preprocess(canvas)
    height, width = _box(seen)
    assert height == 20
    assert width <= 3


@pytest.mark.parametrize("height", [10, 14])
def test_a_drawing_of_ten_pixels_fills_the_box_like_a_large_one(seven, height):
    small = np.asarray(
        Image.fromarray((seven * 255).astype(np.uint8)).resize(
            (SIZE * height // 120, SIZE * height // 120), Image.Resampling.BOX
        )
    )
    canvas = np.zeros((SIZE, SIZE), np.uint8)
    canvas[100 : 100 + len(small), 30 : 30 + len(small)] = small
    seen, expected = preprocess(canvas), preprocess((seven * 255).astype(np.uint8))
    assert _box(seen)[0] == 20
    assert np.abs(seen - expected).sum() / expected.sum() < 0.5


@pytest.mark.parametrize("count", [0, 2])
def test_classify_nothing_drawn_asks_no_model(count):
    found = classify(np.zeros((count, 28, 28, 1), np.float32), lambda batch: pytest.fail("asked"))
    assert found.probabilities.shape == (count, 10)
    assert found.digit_score.shape == (count,)


@pytest.mark.parametrize("shape", [(28, 28, 1), (2, 28, 28), (2, 28, 27, 1)])
def test_classify_refuses_other_shapes(shape):
    with pytest.raises(ValueError, match=r"batch must have the shape \(n, 28, 28, 1\)"):
        classify(np.zeros(shape, np.float32))


def test_shipped_model_reads_drawings():
    digits = sample()
    drawn = [_drawn_big(digit, seed) for seed, digit in enumerate(digits.x_test[:100])]
    found = classify(np.stack([preprocess(image) for image in drawn]))
    assert np.mean(found.probabilities.argmax(axis=1) == digits.y_test[:100]) >= 0.97
    assert registry.card("cnn")["test_accuracy"] >= 0.993


def test_what_an_image_shows_is_mostly_as_large_as_a_drawing_becomes():
    digits = sample().x_test[:200]
    assert usual_size(digits) == BOX
    bar = np.zeros((3, 28, 28), np.uint8)
    bar[:, 3:5, 2:26] = 255
    bar[0] = 0
    assert usual_size(bar) == 24
    assert usual_size(np.zeros((1, 28, 28), np.uint8)) == 0
