"""Pools of drawings, and what is no digit."""

from functools import partial
from itertools import islice

import numpy as np

from dlcore.data import sample
from dlcore.digits import preprocessing
from dlcore.pretrain.handwriting import not_digits, pool, variation
from dlcore.pretrain.handwriting.fonts import of_families
from dlcore.pretrain.handwriting.material import gather, part_writers
from dlcore.pretrain.handwriting.strokes import StrokeSet, extent

TINY = {
    "people": 12, "styles": 10, "worn": 4, "printed": 8, "scenes": 3, "letters": 6, "shapes": 8,
    "spoilt": 5, "scripts": 4,
}  # fmt: skip


def test_every_shape_can_be_drawn(subtests):
    for name, make in (not_digits.SHAPES | not_digits.OTHER_SIGNS).items():
        with subtests.test(name):
            random = np.random.default_rng(0)
            for _ in range(5):
                seen = pool.see(*variation.vary(make(random), random))
                assert seen.shape == (28, 28)
                assert seen.max() > 20


def test_what_is_measured_with_was_not_learnt():
    assert not set(not_digits.SHAPES) & set(not_digits.OTHER_SIGNS)


def test_letters_that_look_like_digits_are_left_out(people):
    letters = np.array(list("aOoKlZbWsx" * 9))
    drawn = pool.letters(
        StrokeSet(people.samples, letters, people.writers), np.random.default_rng(0)
    )
    clear = {id(people.samples[i]) for i in np.flatnonzero(np.isin(letters, list("aKWx")))}
    for _ in range(60):
        strokes, label = next(drawn)
        assert id(strokes) in clear
        assert label == pool.NOT_A_DIGIT


def test_people_write_equally_often_and_keep_their_labels(people):
    drawn = pool.written_digits(people, np.random.default_rng(0))
    labels = [next(drawn)[1] for _ in range(180)]
    assert np.bincount(labels).tolist() == [18] * 10


def test_styled_digits_are_of_all_kinds():
    drawn = pool.styled_digits(np.random.default_rng(0))
    labels = [next(drawn)[1] for _ in range(1000)]
    assert np.bincount(labels, minlength=10).min() > 60


def test_two_digits_in_one_place_are_wider_than_one(people):
    random = np.random.default_rng(0)
    zero = people.samples[0]  # neither mirrored nor turned
    widths = []
    for _ in range(50):
        low, high = extent(not_digits.spoil(zero, 0, zero, random))
        widths.append((high - low)[0] / (high - low)[1])
    low, high = extent(zero)
    assert np.median(widths) > 1.3 * (high - low)[0] / (high - low)[1]


def test_a_struck_digit_has_a_bar_that_reaches_beyond_it(people):
    eight = people.samples[8]
    spoilt = [not_digits.spoil(eight, 8, eight, np.random.default_rng(seed)) for seed in range(80)]
    struck = [strokes for strokes in spoilt if len(strokes) > len(eight) and len(strokes[-1]) == 2]
    assert struck
    for strokes in struck:
        low, high = extent(strokes[: len(eight)])
        bar = strokes[-1]
        assert bar[0, 0] < low[0] < high[0] < bar[-1, 0]


def test_print_displays_and_meters_come_in_turn(fonts):
    faces = of_families(fonts, ["DejaVuSans"])
    made = list(islice(pool.machine_made(faces, np.random.default_rng(0)), 80))
    assert {label for _, label in made[:20:4]} <= set(range(10))
    assert pool.NOT_A_DIGIT in {label for _, label in made[2::4]}  # half-turned drums
    assert all(image.shape == (28, 28) and image.any() for image, _ in made)


def test_a_mirrored_digit_is_its_mirror_image(people):
    three = people.samples[3]
    for seed in range(40):
        spoilt = not_digits.spoil(three, 3, three, np.random.default_rng(seed))
        if np.random.default_rng(seed).random() < 0.25:
            np.testing.assert_allclose(spoilt[0], three[0] * [-1, 1])


def test_the_same_pools_for_the_same_seed(people):
    """In processes of their own, and more than one chunk of a kind."""
    orders = {
        "people": (partial(pool.drawn, partial(pool.written_digits, people)), pool.CHUNK + 20),
        "styles": (partial(pool.drawn, pool.styled_digits), 5),
    }
    one, again, other = (pool.fill(orders, seed) for seed in (0, 0, 1))
    for name, (_, count) in orders.items():
        np.testing.assert_array_equal(one[name].images, again[name].images)
        np.testing.assert_array_equal(one[name].labels, again[name].labels)
        assert (one[name].images != other[name].images).any(axis=(1, 2)).mean() > 0.9
        assert one[name].images.shape == (count, 28, 28)
        assert one[name].images.dtype == np.uint8
    assert (one["people"].images[:20] != one["people"].images[pool.CHUNK :]).any()


def test_a_pool_holds_what_preprocess_makes(people):
    source = partial(pool.drawn, partial(pool.written_digits, people))
    images = pool._chunk(source, 60, np.random.SeedSequence(0)).images
    rows, columns = np.indices((28, 28))
    for image in images:
        ys, xs = np.nonzero(image > 12)
        assert 18 <= max(np.ptp(ys), np.ptp(xs)) + 1 <= 21  # MNIST's box of 20
        centre = [(image * axis).sum() / image.sum() for axis in (rows, columns)]
        np.testing.assert_allclose(centre, preprocessing.CENTRE, atol=0.55)


def test_whole_writers_are_held_out(people):
    parts = part_writers(people)
    assert [sorted(set(part.writers)) for part in (parts.train, parts.fit, parts.test)] == [
        [0, 1, 2],
        [3, 4, 5],
        [6, 7, 8],
    ]
    assert sorted(set(parts.held_out.writers)) == [3, 4, 5, 6, 7, 8]
    none_to_fit = part_writers(people, fit=0)
    assert len(none_to_fit.fit.samples) == 0
    assert sorted(set(none_to_fit.train.writers)) == [0, 1, 2, 3, 4, 5]


def test_material_without_files_is_styles_and_shapes():
    material = gather(sample(), None, None, 0, TINY)
    assert set(material.drawings) == {"styles", "shapes", "printed"}
    assert (material.drawings["shapes"].labels == pool.NOT_A_DIGIT).all()
    assert material.drawings["styles"].labels.max() <= 9


def test_material_of_people_is_of_all_kinds(people, fonts):
    letters = StrokeSet(people.samples, np.array(list("KWx" * 30)), people.writers)
    material = gather(sample(), people, letters, 0, TINY, fonts)
    assert {name: len(drawn.labels) for name, drawn in material.drawings.items()} == TINY
