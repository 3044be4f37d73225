"""Charts over steps: where what stands, and what moves in a film."""

import numpy as np
import pytest

from dlcore.figures import rnn as drawing
from dlcore.figures import spark
from dlcore.figures.lines import Line


@pytest.mark.parametrize(("order", "edge"), [("rows", "y0"), ("columns", "x0")])
def test_what_is_not_read_yet_is_covered(order, edge):
    figure, edges = drawing.digit("data:image/png;base64,", order, height=300)
    assert edges[0] == (drawing.COVER, edge)
    assert figure.layout.shapes[drawing.COVER][edge] == 28.5  # all of it is read
    assert {shape for shape, _edge in edges} == {0, 1}


def test_steps_that_are_no_rows_cover_nothing():
    assert drawing.digit("data:image/png;base64,", "steps", height=300)[1] == ()


def units(values, order, **options):
    usual = {"signed": True, "extent": 1.0, "chosen": None, "wide": True}
    words = drawing.UnitWords(x="row", y="units", hover="%{customdata}")
    return drawing.units(values, np.array(order), **(usual | options), words=words, height=300)


def test_units_stand_in_their_order():
    values = np.arange(12.0).reshape(4, 3)
    figure, edges = units(values, [2, 0, 1], chosen=0)
    (cells,) = figure.data
    np.testing.assert_array_equal(cells.z, values[:, [2, 0, 1]].T)
    np.testing.assert_array_equal(np.asarray(cells.customdata)[:, 0], [2, 0, 1])
    assert (cells.zmin, cells.zmax) == (-1.0, 1.0)
    assert edges == ((drawing.COVER, "x0"),)
    assert figure.layout.shapes[drawing.COVER].x0 == 4.5
    frame = figure.layout.shapes[1]
    assert (frame.y0, frame.y1) == (0.5, 1.5)  # unit 0 stands in the second row


def test_gates_go_from_dark_to_white():
    figure, _edges = units(np.zeros((4, 3)), [0, 1, 2], signed=False)
    (cells,) = figure.data
    assert (cells.zmin, cells.zmax) == (0, 1.0)
    assert len(cells.colorscale) == 2


DIGITS = tuple(map(str, range(10)))


def beliefs(shares: np.ndarray, names=DIGITS, drawn=range(10), **options):
    words = drawing.BeliefWords(decided="", x="row", y="belief", others="all others")
    usual = {"decided": 3, "words": words, "height": 300}
    return drawing.beliefs(shares, names, drawn, **(usual | options))


def of_digits() -> np.ndarray:
    shares = np.full((5, 10), 0.02)
    shares[2, 3], shares[3:, 8] = 0.8, 0.9
    return shares


def test_beliefs_bear_their_digits():
    figure, moves = beliefs(of_digits())
    grown, heads = moves.grown, moves.heads
    assert (len(grown), len(heads)) == (10, 10)
    assert [len(figure.data[i].x) for i in (*grown, *heads)] == [5] * 20
    np.testing.assert_array_equal(figure.data[grown[8]].y, of_digits()[:, 8])
    assert list(figure.data[grown[3]].text) == ["", "", "3", "", ""]  # at its peak
    assert list(figure.data[heads[8]].text) == ["", "", "", "<b>8</b>", "<b>8</b>"]
    assert figure.layout.shapes[0].x0 == 3


def test_classes_without_a_line_are_one_together():
    names = tuple(f"class {number}" for number in range(26))
    shares = np.random.default_rng(0).dirichlet(np.ones(26), size=5)
    shares[-1, 9] = 1  # the answer
    drawn = [2, 5, 9]
    figure, moves = beliefs(shares, names, drawn)
    assert len(moves.grown) == 4
    together = figure.data[moves.grown[-1]]
    expected = shares.sum(axis=1) - shares[:, drawn].sum(axis=1)
    np.testing.assert_allclose(together.y, expected, atol=1e-12)
    assert (together.name, together.line.dash) == ("all others", "dot")
    assert len({figure.data[i].line.color for i in moves.grown}) == 4
    assert {*moves.grown, *moves.heads} == set(range(len(figure.data)))


def test_long_names_stay_within_the_picture():
    shares = np.array([[0.5, 0.5], [0.3, 0.7], [0.2, 0.8], [0.1, 0.9]])
    figure, moves = beliefs(shares, ("a", "a long name of a class"), [0, 1])
    early, late = (figure.data[i] for i in moves.heads[2:])
    assert (early.textposition, late.textposition) == ("top right", "top left")
    assert list(early.text) == ["<b>a long na\u2026</b>"] * 2 + ["", ""]
    assert list(late.text) == ["", ""] + ["<b>a long na\u2026</b>"] * 2
    fallen = figure.data[moves.grown[0]]  # at its peak before anything is read
    assert (list(fallen.text), fallen.textposition) == (["a", "", "", ""], "top right")


def test_long_names_stand_where_they_lead_or_nearly():
    names = ("a name", "another", "a third", "a last")
    shares = np.array([[0.4, 0.35, 0.25, 0.0], [0.25, 0.25, 0.24, 0.26]])
    figure, moves = beliefs(shares, names, range(4))
    early, late = figure.data[moves.heads[0]], figure.data[moves.heads[7]]
    assert list(early.text) == ["<b>a name</b>", ""]
    assert list(late.text) == ["", "<b>a last</b>"]  # with little, but most of all
    assert [list(figure.data[i].text) for i in moves.grown] == [
        ["a name", ""],
        ["another", ""],
        ["", ""],
        ["", ""],
    ]


def test_a_strangers_name_is_text_in_a_chart():
    shares = np.array([[0.5, 0.5], [0.3, 0.7]])
    figure, moves = beliefs(shares, ("<b>x</b>", "%{y}"), [0, 1])
    first, second = (figure.data[i] for i in moves.grown)
    assert (first.name, first.text[0]) == ("&lt;b&gt;x&lt;/b&gt;", "&lt;b&gt;x&lt;/b&gt;")
    assert second.name == "%{y}"
    assert second.hovertemplate == "%{fullData.name}: %{y:.1%}<extra></extra>"


def lines(shown, **options):
    return drawing.lines(shown, x_label="x", y_label="y", height=200, **options)


def test_lines_on_logarithmic_axes():
    line = Line(np.array([1, 10, 100]), np.array([1.0, 0.0, 1e-50]), "a", "#000000")
    figure = lines([line], logs="xy", y_range=(1e-60, 1.0), levels=((1e-45, "end"), (1e-90, "")))
    assert np.isnan(figure.data[0].y[1])  # a 0 has no place there
    assert list(figure.layout.yaxis.range) == [-60, 0]
    assert list(figure.layout.xaxis.ticktext) == ["1", "10", "100"]
    (level,) = figure.layout.annotations  # the other is far below all lines
    assert (level.text, level.y) == ("end", -45)


def test_no_lines_and_a_band():
    figure = lines([], band=(2, 3), uprights=(4,), percent=True)
    assert [shape.type for shape in figure.layout.shapes] == ["line", "rect"]
    assert len(figure.data) == 0


def test_a_spark_is_drawn_whatever_its_numbers():
    flat = np.zeros(28)
    drawn = spark.spark(flat, flat + 1, (3, 9), 0.0, 0.0)
    assert drawn.count("<polyline") == 2
    assert "nan" not in drawn
    moving = spark.spark(np.linspace(0, 1, 28), flat, (1, 28), 0.0, 1.0)
    assert f'width="{spark.WIDTH:.1f}"' in moving  # the stretch is all of it
