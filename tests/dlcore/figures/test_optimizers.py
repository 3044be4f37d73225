"""The picture of a descent: its panels, its film, and its relief."""

import base64
import io

import numpy as np
import pytest
from PIL import Image

from dlcore.figures import optimizers as drawing
from dlcore.figures import relief
from dlcore.figures.palette import line_styles

STYLES = line_styles(["a", "b"])
WORDS = drawing.DescentWords(minimum="minimum", start="start", step="step", loss="loss")


def way(label="a", points=((0, 0), (1, 1), (2, 1)), losses=(8.0, 4.0, 1.0)) -> drawing.DescentPath:
    return drawing.DescentPath(
        label, np.array(points, np.float32), np.array(losses, np.float32), STYLES[label]
    )


def draw(*ways, minima=((1.0, 1.0),), lowest=0.0, steps=10):
    return drawing.descent(
        ways,
        view=(-2.0, 3.0, -1.0, 1.5),
        relief="data:image/png;base64,",
        minima=minima,
        lowest=lowest,
        start=(0.0, 0.0),
        steps=steps,
        words=WORDS,
    )


def test_each_way_is_drawn_on_the_ground_and_as_loss_by_step():
    figure = draw(way(), lowest=0.5)
    path, loss = figure.data[2:4]
    assert list(path.x) == [0, 1, 2]
    assert list(path.y) == [0, 1, 1]
    assert list(loss.x) == [0, 1, 2]
    np.testing.assert_allclose(loss.y, [7.5, 3.5, 0.5])
    assert (path.xaxis, loss.xaxis) == ("x", "x2")
    assert path.line.color == loss.line.color == STYLES["a"].colour
    assert [trace.showlegend for trace in (path, loss)] == [True, False]


def test_the_film_moves_lines_and_heads_and_nothing_else():
    figure = draw(way("a"), way("b"))
    grown, heads = drawing.moving(2)
    assert {figure.data[i].mode for i in grown} == {"lines"}
    assert {figure.data[i].mode for i in heads} == {"markers"}
    assert {*grown, *heads} == set(range(2, len(figure.data)))
    for line, head in zip(grown, heads, strict=True):
        assert figure.data[line].name == figure.data[head].name
        np.testing.assert_array_equal(figure.data[line].x, figure.data[head].x)


def test_the_axes_are_those_of_the_view_whatever_the_paths_do():
    figure = draw(way(points=((0, 0), (50, 50), (1e6, 1)), losses=(1.0, 1e8, 1e30)))
    assert tuple(figure.layout.xaxis.range) == (-2.0, 3.0)
    assert tuple(figure.layout.yaxis.range) == (-1.0, 1.5)
    assert tuple(figure.layout.xaxis2.range) == (0, 10)
    low, high = figure.layout.yaxis2.range
    assert low < 0 < high < 2.5  # a hundred times the first loss, with a little room


def test_a_loss_at_the_lowest_can_be_drawn():
    figure = draw(way(losses=(4.0, 1.0, 0.0)))
    assert np.all(np.asarray(figure.data[3].y) > 0)
    low, high = figure.layout.yaxis2.range
    assert np.isfinite([low, high]).all()
    assert high - low < 8


def test_nothing_to_show_is_no_error():
    figure = draw(minima=())
    assert len(figure.data) == 2
    assert drawing.moving(0) == ((), ())
    assert draw(way(points=((0, 0),), losses=(1.0,))).data


def test_the_start_is_the_handle():
    figure = draw(way())
    assert figure.data[drawing.START_TRACE].name == "start"
    assert list(figure.data[drawing.START_TRACE].x) == [0.0]


def opened(uri: str) -> np.ndarray:
    head, data = uri.split(",")
    assert head == "data:image/png;base64"
    image = Image.open(io.BytesIO(base64.b64decode(data))).convert("RGBA")
    return np.asarray(image)[..., 3].astype(int)  # opacity


def test_the_relief_is_deepest_where_the_loss_is_lowest():
    x, y = np.meshgrid(np.linspace(-1, 1, 41), np.linspace(-1, 1, 41))
    opacity = opened(relief.data_uri((x - 0.5) ** 2 + (y - 0.5) ** 2, 0.0))
    row, column = np.unravel_index(opacity.argmax(), opacity.shape)
    assert column / opacity.shape[1] == pytest.approx(0.75, abs=0.05)
    assert row / opacity.shape[0] == pytest.approx(0.25, abs=0.05)  # rows of a picture go down
    assert opacity[-1, 0] < 0.2 * opacity.max()


def test_the_relief_of_a_plain_is_no_error():
    assert opened(relief.data_uri(np.ones((5, 5)), 1.0)).shape


def test_heights_are_logarithmic_and_finite():
    z = np.array([[0.0, 1.0], [10.0, 1000.0]])
    found = relief.heights(z, 0.0)
    assert np.isfinite(found).all()
    assert found[1, 1] - found[1, 0] == pytest.approx(2.0, abs=0.05)
