"""What visitors are told of errors holds no place on the server; the log holds it."""

from __future__ import annotations

import pytest

from dlcore.data import DataError
from ui.frame import discreet as module
from ui.frame.discreet import discreet
from ui.frame.i18n import explain


@pytest.fixture(autouse=True)
def nothing_noted():
    module.note.cache_clear()


def missing(path: str) -> FileNotFoundError:
    return FileNotFoundError(2, "No such file or directory", path)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (missing("/srv/lab/mnist.npz"), "[Errno 2] No such file or directory: 'mnist.npz'"),
        (missing("/srv/my lab/mnist 1.npz"), "[Errno 2] No such file or directory: 'mnist 1.npz'"),
        (missing(r"C:\Users\Li\m.npz"), "[Errno 2] No such file or directory: 'm.npz'"),
        (ValueError("Cannot load (/opt/x/y.keras): bad"), "Cannot load (y.keras): bad"),
        (ValueError("in /usr/lib/python3/keras/a.py, line 3"), "in a.py, line 3"),
        (ValueError(r"in D:\lab\models\cnn.keras"), "in cnn.keras"),
        (OSError("Timed out: tls://10.0.0.5:8786 after 10 s"), "Timed out: … after 10 s"),
    ],
)
def test_places_are_taken_away_and_kept_in_the_log(error, told, caplog):
    for _ in range(3):
        assert explain(error).strip("`") == told
    assert [record.args for record in caplog.records] == [(str(error),)]


@pytest.mark.parametrize(
    "text",
    [
        "Expected 1/2 and x/y/z. Received: 28/28/1",
        "See /train and https://keras.io/api/losses/ for more",
        r"The formula \frac{a}{b} has no value at 0",
        "It's \"quoted\" and 'so' / so",
        "",
    ],
)
def test_what_is_no_place_stays(text, caplog):
    assert discreet(text) == text
    assert not caplog.records


def test_of_a_file_that_an_operator_named_a_visitor_reads_the_name(caplog):
    path = "/srv/a class/mnist (new).npz"
    error = DataError(
        "Expected MNIST in an .npz file. Cannot read {path}: {error}",
        path=path,
        error=str(missing(path)),
    )
    assert explain(error).replace("`", "") == (
        "Expected MNIST in an .npz file. Cannot read mnist (new).npz: "
        "[Errno 2] No such file or directory: 'mnist (new).npz'"
    )
    assert path in caplog.text
    assert path in str(error)  # in a notebook it is whole
