"""A data set as an .npz: all of it comes back, and a stranger's file is looked at first."""

from __future__ import annotations

import io
import zipfile

import numpy as np
import pytest

from dlcore.data import DataError, DataSet, parted
from dlcore.data.formats import from_npz, to_npz


def made(writers: bool = True) -> DataSet:
    random = np.random.default_rng(0)
    images = random.integers(0, 256, (30, 28, 28), dtype=np.uint8)
    labels = np.arange(30, dtype=np.uint8) % 3
    return parted(
        images,
        labels,
        ("α", "<b>ж</b>", "👩‍🔬 /CON."),
        name="Zeichen",
        licence="CC0",
        writers=np.arange(30, dtype=np.int32) // 6 if writers else None,
    )


def assert_same(one: DataSet, other: DataSet) -> None:
    for name in ("x_train", "y_train", "x_test", "y_test", "writers_train", "writers_test"):
        left, right = getattr(one, name), getattr(other, name)
        assert (left is None) == (right is None)
        if left is not None:
            assert left.dtype == right.dtype
            np.testing.assert_array_equal(left, right)
    for name in ("source", "classes", "name", "licence", "fingerprint"):
        assert getattr(one, name) == getattr(other, name)


def altered(**arrays: object) -> bytes:
    with np.load(io.BytesIO(to_npz(made()))) as file:
        kept = {name: file[name] for name in file.files} | arrays
    buffer = io.BytesIO()
    np.savez(buffer, **{name: array for name, array in kept.items() if array is not None})
    return buffer.getvalue()


def is_refused(data: bytes) -> bool:
    try:
        from_npz(data)
    except DataError:
        return True
    return False


@pytest.mark.parametrize("writers", [True, False])
def test_all_of_a_set_comes_back(writers):
    data = made(writers)
    assert_same(from_npz(to_npz(data)), data)
    assert to_npz(data) == to_npz(made(writers))


def test_keras_way_of_reading_it_finds_its_arrays():
    with np.load(io.BytesIO(to_npz(made())), allow_pickle=False) as file:
        np.testing.assert_array_equal(file["x_train"], made().x_train)
        assert file["classes"].tolist() == list(made().classes)


def test_what_is_no_set_is_one_sentence():
    good = to_npz(made())
    images = np.zeros((24, 28, 28), np.uint8)
    bad = {
        "nothing": b"",
        "no zip": b"PK\3\4 and then nothing",
        "cut short": good[: len(good) // 2],
        "a byte else": good[:300] + bytes([good[300] ^ 255]) + good[301:],
        "no test": altered(x_test=None),
        "floats": altered(x_train=images.astype(np.float32)),
        "another size": altered(x_train=images[:, :20]),
        "objects": altered(classes=np.array(["a", "b", None], object)),
        "a number": altered(classes=np.array(3)),
        "no text": altered(classes=np.array([1, 2, 3])),
        "long text": altered(name=np.array("n" * 1000)),
        "twice": altered(classes=np.array(["a", "a ", "b"])),
        "empty": altered(classes=np.array(["", "a", "b"])),
        "one class": altered(classes=np.array(["a"])),
        "too few classes": altered(classes=np.array(["a", "b"])),
        "1,000 classes": altered(classes=np.arange(1000).astype(str)),
        "wrong labels": altered(y_train=np.zeros(3, np.uint8)),
        "no images": altered(x_train=images[:0], y_train=images[:0, 0, 0]),
    }
    taken = [name for name, data in bad.items() if not is_refused(data)]
    assert not taken


def test_an_array_that_says_it_is_larger_than_its_bytes_is_not_allocated():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in ("x_train", "y_train", "x_test", "y_test"):
            header = io.BytesIO()
            np.lib.format.write_array_header_1_0(
                header, {"descr": "|u1", "fortran_order": False, "shape": (1 << 40, 28, 28)}
            )
            archive.writestr(f"{name}.npy", header.getvalue() + b"0")
    with pytest.raises(DataError, match="damaged"):
        from_npz(buffer.getvalue())
