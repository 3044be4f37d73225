"""The film: what goes in comes out, in bounded memory."""

import numpy as np

from dlcore.gan.film import FRAMES, SAMPLES, Film, Frame, fixed_labels, fixed_noise

IMAGES = np.random.default_rng(0).integers(0, 256, (SAMPLES, 28, 28), dtype=np.uint8)


def test_a_frame_holds_its_images():
    frame = Frame.of(12, 3.5, IMAGES)
    np.testing.assert_array_equal(frame.images, IMAGES)
    assert (frame.step, frame.seconds) == (12, 3.5)
    preview = {"step": 12, "seconds": 3.5, "packed": frame.packed}
    assert Frame.of_preview(preview) == frame


def test_a_long_film_is_thinned_and_keeps_its_ends():
    film = Film((Frame(0, 0.0, b""),))
    for step in range(1, 1001):
        film.add(Frame(step, float(step), b""))
    steps = [frame.step for frame in film.frames()]
    assert len(steps) <= FRAMES
    assert (steps[0], steps[-1]) == (0, 1000)
    gaps = np.diff(steps)[:-1]  # the newest is there in any case
    assert gaps.min() == gaps.max()


def test_noise_is_fixed_and_normal():
    np.testing.assert_array_equal(fixed_noise(8, 3), fixed_noise(8, 3))
    assert (fixed_noise(8, 3) != fixed_noise(8, 4)).all()
    np.testing.assert_array_equal(fixed_noise(8, 3, 200)[:SAMPLES], fixed_noise(8, 3))
    many = fixed_noise(8, 0, 20_000)
    assert abs(many.mean()) < 0.01
    assert abs(many.std() - 1) < 0.01
    assert fixed_labels(12).tolist() == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1]
