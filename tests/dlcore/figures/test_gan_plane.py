"""Pictures of a game in the plane: their numbers, and that nothing empty breaks them."""

from __future__ import annotations

import base64
import io

import numpy as np
import pytest
from PIL import Image

from dlcore.figures import gan_plane as drawing

RNG = np.random.default_rng(0)
WORDS = drawing.PlaneWords("real", "generated", "pushed", "moved")


def pixels(uri: str) -> np.ndarray:
    data = base64.b64decode(uri.removeprefix("data:image/png;base64,"))
    return np.array(Image.open(io.BytesIO(data)).convert("RGBA")).astype(int)


def scene(n: int = 120) -> drawing.Scene:
    points, arrows = RNG.normal(size=(2, n, 2)).astype(np.float32)
    return drawing.Scene(points, arrows, drawing.ground(RNG.random((4, 4))))


def plane(scenes, **more):
    options = {"view": (-1.5, 1.5), "words": WORDS, "text_colour": "#111111", "height": 400}
    return drawing.plane(RNG.normal(size=(50, 2)), scenes, **options, **more)


def test_the_ground_is_blue_where_real_orange_where_generated_and_clear_between():
    shown = pixels(drawing.ground([[0.0, 0.5], [1.0, 0.75]]))
    top, bottom = shown  # row 0 of the numbers is the lowest
    assert bottom[0][0] > bottom[0][2]
    assert top[0][2] > top[0][0]
    assert bottom[1][3] == 0
    assert 0 < top[1][3] < top[0][3]


def test_a_film_of_grounds_stays_small():
    x, y = np.meshgrid(np.linspace(-1, 1, 48), np.linspace(-1, 1, 48))
    assert len(drawing.ground(0.5 + 0.5 * np.tanh(3 * np.sin(4 * x) * y))) < 4000


def test_arrows_point_along_the_slope_and_grow_with_it_to_a_limit():
    slopes = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, -9.0], [1e6, 0.0]])
    lines = drawing.arrow_lines(np.ones((4, 2)), slopes).reshape(4, 3, 2)
    assert np.isnan(lines[:, 2]).all()
    along = lines[:, 1] - lines[:, 0]
    expected = drawing.REACH * np.array([[0, 0], [0.5, 0], [0, -0.9], [1, 0]])
    assert along == pytest.approx(expected, abs=1e-5)


def test_a_film_holds_every_scene_in_blocks_of_one_size():
    scenes = [scene() for _ in range(3)]
    figure = plane(scenes)
    for trace, size in drawing.crowds(scenes):
        assert len(figure.data[trace].x) == 3 * size
    size = dict(drawing.crowds(scenes))[drawing.GENERATED_TRACE]
    second = figure.data[drawing.GENERATED_TRACE].x[size : 2 * size]
    assert np.array_equal(second, scenes[1].generated[:, 0])
    arrows = dict(drawing.crowds(scenes))[drawing.ARROW_TRACE]
    assert arrows == 3 * drawing.ARROWS == len(figure.data[drawing.ARROW_TRACE].marker.size)
    assert figure.layout.images[0].source == scenes[-1].ground


@pytest.mark.parametrize("n", [0, 1, 300])
def test_any_number_of_points_can_be_drawn(n):
    figure = plane([scene(n)])
    assert len(figure.data[drawing.GENERATED_TRACE].x) == n


def test_a_plane_without_a_game_shows_the_real_points_alone():
    figure = plane([])
    assert len(figure.data[drawing.REAL_TRACE].x) == 50
    assert not figure.layout.images


def test_a_trail_joins_each_point_with_where_it_was():
    now, before = scene(5), RNG.normal(size=(5, 2)).astype(np.float32)
    trail = plane([now], trail=before).data[drawing.TRAIL_TRACE]
    assert np.array_equal(trail.x[0::3], before[:, 0])
    assert np.array_equal(trail.y[1::3], now.generated[:, 1])


@pytest.mark.parametrize("moments", [0, 1, 40])
def test_the_course_of_a_game_is_drawn_from_its_first_moment_on(moments):
    rounds = np.arange(moments) * 10
    past = drawing.Course(
        rounds, rounds / 100, -rounds / 50, np.full(moments, 6), np.full(moments, 0.5)
    )
    words = drawing.CourseWords(
        "discriminator", "generator", "modes", "near", "balance", "round", "loss"
    )
    figure = drawing.course(
        past,
        of=8,
        balance=0.69 if moments else None,
        height=300,
        words=words,
    )
    assert [len(trace.x) for trace in figure.data] == [moments] * 4
    if moments:
        assert figure.data[2].y[-1] == 0.75
        assert figure.layout.shapes[0].y0 == 0.69
