"""A visitor's file becomes a set in the engine: what is reported, Stop, what is shown before."""

from __future__ import annotations

import io
import zipfile

import numpy as np
import pytest
from PIL import Image

from dlcore.data import DataError, intake, parted, sample
from dlcore.data.formats import from_npz, to_zip
from dlcore.data.intake import PAIR_SIDE, IntakeConfig, some_pairs, take_in


@pytest.fixture(scope="module")
def content() -> bytes:
    """A zip of three classes of forty."""
    data = sample()
    few = [np.flatnonzero(data.y_train == label)[:40] for label in range(3)]
    chosen = np.concatenate(few)
    return to_zip(parted(data.x_train[chosen], data.y_train[chosen], "abc", name="few"))


def never() -> bool:
    return False


def test_a_file_becomes_a_set(content, monkeypatch):
    monkeypatch.setattr("dlcore.reports.REPORT_SECONDS", 0.0)
    said = []
    found = take_in(IntakeConfig("few.zip", ink=False), said.append, never, supply=content)
    assert from_npz(found.content).classes == ("a", "b", "c")
    assert (found.images, found.stopped, found.left_out_count) == (120, False, 0)
    shares = [report["fraction"] for report in said]
    assert shares == sorted(shares)
    assert {report["phase"] for report in said} == {"data"}
    assert 0 <= shares[0] <= shares[-1] <= 1


def test_stop_leaves_nothing(content):
    assert take_in(IntakeConfig("few.zip"), lambda said: None, lambda: True, supply=content) is None


def test_what_is_no_set_is_an_error():
    with pytest.raises(DataError):
        take_in(IntakeConfig("x.zip"), lambda said: None, never, supply=b"PK no zip")


def test_a_known_set_is_only_fetched(monkeypatch):
    monkeypatch.setattr(intake, "load_known", lambda name, progress, should_stop: sample())
    found = take_in(IntakeConfig("kmnist", known=True), lambda said: None, never)
    assert (found.content, found.images) == (b"", 5000)


def test_pictures_of_any_size_are_shown_in_squares():
    buffer = io.BytesIO()
    sizes = ((300, 1), (1, 300), (2000, 900), (5, 5))
    with zipfile.ZipFile(buffer, "w") as archive:
        for number, size in enumerate(sizes):
            picture = io.BytesIO()
            Image.new("RGB", size, (250, 250, 250)).save(picture, "PNG")
            archive.writestr(f"a/{number}.png", picture.getvalue())
    pairs = some_pairs(buffer.getvalue(), False)
    assert len(pairs) == len(sizes)
    for pair in pairs:
        assert pair.before.shape == (PAIR_SIDE, PAIR_SIDE, 4)
        assert pair.before[..., 3].any()
        assert pair.after.shape == (28, 28)
