"""A table of points from a file: what is read, and what is said of other files."""

from __future__ import annotations

import csv
import io

import numpy as np
import pytest

from dlcore.errors import LabError
from dlcore.neuron.csv_file import MOST_BYTES, TableError, read_table
from dlcore.neuron.features import SPAN
from dlcore.neuron.points import MAX_POINTS


def test_a_table_as_python_writes_it_comes_back():
    rng = np.random.default_rng(0)
    x, y = rng.uniform(-5, 5, (50, 2)), rng.integers(0, 3, 50)
    text = io.StringIO()
    rows = [[*place, f"kind {label}"] for place, label in zip(x, y, strict=True)]
    csv.writer(text).writerows([["width", "height", "kind"], *rows])
    table = read_table(text.getvalue().encode())
    assert np.allclose(table.own.x, x, atol=1e-6)
    assert np.array_equal(table.own.y, y)
    assert table.labels == ("kind 0", "kind 1", "kind 2")
    assert [one.name for one in table.stretches] == ["width", "height"]
    assert not any(one.moved for one in table.stretches)
    assert table.rows == 50


@pytest.mark.parametrize(
    "data",
    [
        b"1.5,2,a\n-3,4,b\n",
        b"x;y;c\n1,5;2;a\n-3;4,0;b\n",
        b"1,5\t2\ta\r\n-3\t4\tb",
        b'"1.5", "2", "a"\n\n"-3", "4", "b"\n\n',
        b"\xef\xbb\xbf1.5,2,a\n-3,4,b\n",
        "1.5,2,a\n-3,4,b\n".encode("utf-16"),
    ],
)
def test_separators_decimal_commas_quotes_and_codes(data):
    table = read_table(data)
    assert table.own.x.tolist() == [[1.5, 2.0], [-3.0, 4.0]]
    assert table.own.y.tolist() == [0, 1]
    assert table.labels == ("a", "b")


def test_numbers_are_classes_where_they_are_few_and_values_where_they_are_many():
    few = read_table(b"1,2,0\n2,3,1\n3,4,1\n4,5,0\n5,5,0\n")
    assert (few.own.classes, few.own.y.tolist()) == (2, [0, 1, 1, 0, 0])
    many = read_table(b"1,2,10\n2,3,20\n3,4,30\n4,5,40\n5,5,50\n")
    assert (many.own.classes, many.labels) == (0, ())
    assert many.own.y.tolist() == [-1, -0.5, 0, 0.5, 1]
    assert (many.stretches[2].low, many.stretches[2].high) == (10, 50)


def test_a_number_is_the_same_class_however_it_is_written():
    table = read_table(b"1,2,10\n2,3,2.0\n3,4,2\n4,5,+2\n5,5,02\n4,4,2.00\n")
    assert table.labels == ("2", "10")
    assert table.own.y.tolist() == [1, 0, 0, 0, 0, 0]


def test_labels_are_read_as_they_were_written():
    for encoding in ("utf-8", "utf-16", "gb18030"):
        assert read_table("1,2,猫\n3,4,狗\n".encode(encoding)).labels == ("狗", "猫")
    assert read_table("1,2,café\n3,4,thé\n".encode("latin-1")).labels == ("café", "thé")


def test_a_column_that_does_not_fit_is_stretched_evenly_and_said():
    table = read_table(b"1000,0.001,a\n1010,0.002,b\n1020,0.003,a\n")
    assert np.allclose(table.own.x, [[-5, -5], [0, 0], [5, 5]])
    first, second = table.stretches
    assert (first.low, first.high, first.to_low, first.to_high) == (1000, 1020, -5, 5)
    assert first.moved
    assert second.moved


def test_the_largest_numbers_there_are_lie_in_the_plane():
    largest = 1.7e308
    table = read_table(f"{largest},5e-324,a\n{-largest},0,b\n0,0,a\n".encode())
    assert np.allclose(table.own.x[:, 0], [5, -5, 0])
    assert np.isfinite(table.own.x).all()
    assert np.abs(table.own.x).max() <= SPAN


def test_one_point_a_thousand_times_is_in_the_middle():
    table = read_table(b"1e9,1e9,a\n" * 1000)
    assert not table.own.x.any()
    assert table.own.classes == 2


def test_of_a_million_rows_some_are_drawn_from_all_of_them():
    data = b"1,1,early\n" * 600_000 + b"-2,3,late\n" * 400_000
    table = read_table(data)
    assert table.rows == 1_000_000
    assert len(table.own.x) == MAX_POINTS
    assert 0.3 < table.own.y.mean() < 0.5
    assert np.array_equal(read_table(data).own.x, table.own.x)


def test_every_other_file_is_a_sentence():
    refused = {
        b"": "nothing in this file",
        b"\n \n": "nothing in this file",
        b"x,y,label\n": "no row below",
        b"1\n2\n": "Columns in line 1: 1.",
        b"1,2\n": "Columns in line 1: 2.",
        b"1,2,3,4\n": "Columns in line 1: 4.",
        b"1,2,a\n\n3,4\n": "Columns in line 3: 2.",
        b"x,y,c\n1,2,a\nhello,2,a\n": "Line 3: “x” must be a number. Received: hello",
        b"1,nan,a\n": "“x2” must be a number. Received: nan",
        b"1,2,a\ninf,2,a\n": "Line 2: “x1” must be a number. Received: inf",
        b"1,2,a\n1,1e999,a\n": "Received: 1e999",
        b"1,2,a\n1,,a\n": 'Received: ""',
        b"1,2,a\n1,2,\n": "Line 2 has no label",
        b"".join(b"1,2,%d?\n" % i for i in range(9)): "9 different labels",
        b"0" * (MOST_BYTES + 1): "at most 20 MB",
        bytes(range(256)): "Columns in line",
        b"\x89PNG\r\n\x1a\n" + bytes(100): "Columns in line",
    }
    for data, said in refused.items():
        with pytest.raises(TableError) as caught:
            read_table(data)
        assert said in str(caught.value), data[:40]
        assert isinstance(caught.value, LabError)


def test_a_long_word_is_cut_before_it_is_shown():
    with pytest.raises(TableError) as caught:
        read_table(b"1,2,a\n" + b"x" * 10_000 + b",2,a\n")
    assert len(str(caught.value)) < 120
