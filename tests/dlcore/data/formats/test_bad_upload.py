"""What strangers bring that is wrong: one sentence each, and nothing else of the file is lost."""

from __future__ import annotations

import contextlib
import gzip
import io
import stat
import struct
import tracemalloc
import zipfile

import numpy as np
import pytest
from PIL import Image

from dlcore.data import DataError
from dlcore.data.formats import from_npz, preview, read_upload, to_npz, to_zip, together
from dlcore.data.formats.collected import MOST_NAMED
from dlcore.errors import LabError

IMAGES = np.random.default_rng(0).integers(0, 256, (12, 28, 28), dtype=np.uint8)
LABELS = np.arange(12) % 3


def picture(pixels: np.ndarray = IMAGES[0]) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG")
    return buffer.getvalue()


def zipped(files: dict[str | zipfile.ZipInfo, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", how) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def folders(classes: list[str], each: int = 2) -> dict[str, bytes]:
    return {f"{name}/{i}.png": picture() for name in classes for i in range(each)}


def saved(**arrays: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)
    return buffer.getvalue()


def lines(*labels: object, columns: int = 784, pixel: str = "7") -> list[str]:
    return [",".join([str(label), *[pixel] * columns]) for label in labels]


def csv(*rows: str) -> bytes:
    return "\n".join(rows).encode()


def idx_file(array: np.ndarray, code: int = 8) -> bytes:
    axes = struct.pack(f">{array.ndim}I", *array.shape)
    return bytes([0, 0, code, array.ndim]) + axes + array.tobytes()


def link(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


def locked(data: bytes) -> bytes:
    """A zip whose files say that they are encrypted, here and in its directory."""
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        parts = data.split(mark)
        parts[1:] = [
            part[: at - 4] + bytes([part[at - 4] | 1]) + part[at - 3 :] for part in parts[1:]
        ]
        data = mark.join(parts)
    return data


def bomb() -> bytes:
    zeros = bytes(30_000_000)
    return zipped({f"a/{i}.bmp": zeros for i in range(8)})


LABELS8 = LABELS.astype(np.uint8)
REFUSED = {
    "empty": (b"", "is empty"),
    "no file of a kind": (b"\x7fELF\0\0\0\0", "no images in the file"),
    "words": (b"Dear lab,\nhere are my letters.\n", "no table"),
    "a single picture": (picture(), "no images in the file"),
    "half a zip": (zipped(folders(["a", "b"]))[:200], "damaged"),
    "an empty zip": (zipped({}), "no images in the file"),
    "a bomb": (bomb(), "would have 240 MB"),
    "too many files": (b"PK\x03\x04" + b"PK\x01\x02" * 250_001, "250,000 files"),
    "locked": (locked(zipped(folders(["a", "b"]))), "password"),
    "no folders": (zipped({"1.png": picture(), "train/2.png": picture()}), "in no folder"),
    "one class": (zipped(folders(["a"])), "2 to 100 classes.*Found: 1"),
    "1,000 classes": (zipped(folders([f"{i}" for i in range(1000)])), "Found: 1,000"),
    "two of one name": (zipped(folders(["a", "a ", "b"])), "same name: a"),
    "a name of nothing": (zipped(folders(["\u200d", "b"])), "name that can be seen"),
    "damaged manifest": (zipped({"data-set.json": b"[1", **folders("ab")}), "data-set.json is"),
    "783 columns": (csv(*lines(0, 1, columns=782)), "785 columns.*Found: 783"),
    "no label": (csv(*lines(0, 1, columns=783)), "785 columns.*Found: 784"),
    "a header alone": (csv(",".join(["label", *(f"p{i}" for i in range(784))])), "no images in"),
    "not UTF-8": (csv(*lines(0, 1)) + b"\n\xff\xfe", "UTF-8"),
    "negative": (csv(*lines(0, 1, pixel="-3")), "0 to 1, to 255"),
    "a line of 10 MB": (b"1," * 5_000_000, "no table"),
    "a million empty lines": (gzip.compress(b"\n" * 1_000_000), "no table"),
    "text beyond Unicode": (
        saved(x=IMAGES, y=LABELS, classes=np.full(12, 2**31, "<u4").view("<U4")),
        "damaged",
    ),
    "half a character": (saved(x=IMAGES, y=np.full(12, 0xD800, "<u4").view("<U1")), "damaged"),
    "objects": (saved(x_train=np.array([None, IMAGES], object), y_train=LABELS), "text"),
    "no labels": (saved(x_train=IMAGES), "Missing: x_train|y_train"),
    "NaN": (saved(x_train=np.full((12, 28, 28), np.nan), y_train=LABELS), "Found: nan"),
    "infinite": (saved(x_train=np.full((12, 28, 28), np.inf), y_train=LABELS), "Found: 0 to inf"),
    "below 0": (saved(x_train=IMAGES / 127.5 - 1, y_train=LABELS), "Found: -1"),
    "too large numbers": (saved(x_train=IMAGES * 70_000.0, y_train=LABELS), "0 to 1, to 255"),
    "a cube": (saved(x_train=np.zeros((2, 3, 4, 5, 6)), y_train=LABELS), "must hold images"),
    "a long image": (saved(x_train=np.zeros((2, 2, 2000)), y_train=LABELS[:2]), "must hold images"),
    "no square": (saved(x_train=np.zeros((12, 783)), y_train=LABELS), "must hold images"),
    "text for images": (saved(x_train=np.array(["a"]), y_train=LABELS), "must hold images"),
    "fewer labels": (saved(x_train=IMAGES, y_train=LABELS[:5]), "a label for each of 12"),
    "one hot": (saved(x_train=IMAGES, y_train=np.eye(3)[LABELS]), "a label for each of 12"),
    "labels of fractions": (saved(x_train=IMAGES, y_train=LABELS / 2), "whole numbers"),
    "labels above": (
        saved(x_train=IMAGES, y_train=LABELS, classes=np.array(["a", "b"])),
        "below the number of classes, which is 2. Found: 2",
    ),
    "too many": (
        saved(x_train=np.zeros((200_001, 1, 1), bool), y_train=np.zeros(200_001)),
        "200,000",
    ),
    "half of an npz": (saved(x_train=IMAGES, y_train=LABELS)[:3000], "damaged"),
    "one file of a pair": (idx_file(IMAGES), "both files of a pair"),
    "a pair of images": (together({"a": idx_file(IMAGES), "b": idx_file(IMAGES)}), "pairs of IDX"),
    "IDX of floats": (
        together({"a": idx_file(IMAGES, 13), "b": idx_file(LABELS8)}),
        "Found: type 13",
    ),
    "IDX cut short": (together({"a": idx_file(IMAGES)[:900], "b": idx_file(LABELS8)}), "damaged"),
    "IDX of two lengths": (
        together({"a": idx_file(IMAGES), "b": idx_file(LABELS8[:4])}),
        "Found: 12 images and 4 labels",
    ),
    "IDX that says it is huge": (
        together({"a": idx_file(IMAGES)[:4] + b"\xff" * 12, "b": idx_file(LABELS8)}),
        "a label for each",
    ),
    "two names of arrays alike": (
        saved(x_train=IMAGES, y_train=LABELS, classes=np.array(["a", "a ", "b"])),
        "same name: a",
    ),
    "labels beyond whole numbers": (
        saved(x_train=IMAGES, y_train=np.where(LABELS == 2, 1e30, LABELS)),
        "whole numbers",
    ),
    "gzip cut short": (gzip.compress(csv(*lines(0, 1, 0, 1)))[:40], "damaged"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_used_is_refused_in_one_sentence(name):
    content, sentence = REFUSED[name]
    tracemalloc.start()
    with pytest.raises(DataError, match=sentence) as caught:
        read_upload("x", content, ink=False)
    assert tracemalloc.get_traced_memory()[1] < 60_000_000 + len(content)
    tracemalloc.stop()
    assert caught.value.template
    if content:
        preview_or_error(content)


def preview_or_error(content: bytes) -> None:
    """Nothing but a LabError may come of it."""
    with contextlib.suppress(LabError):
        preview(content)


def test_what_is_wrong_in_a_zip_is_named_and_the_rest_is_read():
    bad: dict[str | zipfile.ZipInfo, bytes] = {
        "../a/climbs.png": picture(),
        "/a/absolute.png": picture(),
        "C:\\a\\drive.png": picture(),
        link("a/link.png"): b"/etc/passwd",
        "a/zip.png": zipped(folders(["a"])),
        "a/text.png": b"no picture",
        "a/half.png": picture()[:60],
        "a/large.png": bytes(20_000_001),
        "nowhere.png": picture(),
        "alone/1.png": picture(),
    }
    dots: dict[str | zipfile.ZipInfo, bytes] = dict.fromkeys((".", "./.", "a/.", "..a/."), b"")
    found = read_upload("x.zip", zipped(bad | dots | folders(["a", "<b>x"])), ink=False)
    assert found.classes == ("<b>x", "a")
    assert len(found.images) == 4
    assert found.left_out_count == len(bad) == len(found.left_out)
    why = {name.split("/")[-1]: str(error) for name, error in found.left_out}
    expected = {
        "climbs.png": "leads out",
        "absolute.png": "leads out",
        "drive.png": "leads out",
        "link.png": "link",
        "zip.png": "zip within",
        "text.png": "not a picture",
        "half.png": "damaged",
        "large.png": "20 MB",
        "nowhere.png": "no folder",
        "alone": "one image",
    }
    assert why.keys() == expected.keys()
    assert all(part in why[name] for name, part in expected.items())


def test_names_of_strangers_are_one_line_of_plain_text():
    names = ["<script>alert(1)</script>", "👩‍🔬", "a\tb\x1b[31m", "e\u0301" * 5, "x" * 200]
    data = saved(x_train=IMAGES[:10], y_train=np.arange(10) % 5, classes=np.array(names))
    classes = read_upload("a\nb<i>.npz", data).classes
    assert classes == ("<script>alert(1)</script>", "👩‍🔬", "a b[31m", "é" * 5, "x" * 40)
    files = {f"{word}/\x1b[2J{'x' * 300}{i}.png": b"" for word in "ab" for i in range(40)}
    found = read_upload("x.zip", zipped(files | folders(["a", "b"])), ink=False)
    assert (found.left_out_count, len(found.left_out)) == (80, MOST_NAMED)
    assert all(len(name) <= 120 and name.isprintable() for name, _ in found.left_out)


def test_a_licence_of_a_stranger_is_text_that_can_be_written():
    said = (
        b'{"format": "dlcore data set 1", "name": "x", "licence": "CC0\\ud800\\n", '
        b'"classes": ["a", "b"]}'
    )
    found = read_upload("x.zip", zipped(folders(["a", "b"]) | {"data-set.json": said}))
    assert found.licence == "CC0"
    assert from_npz(to_npz(found.data_set())).licence == "CC0"
    assert to_zip(found.data_set())


def test_a_picture_without_ink_is_left_out_where_ink_is_asked_for():
    blank = picture(np.full((28, 28), 255, np.uint8))
    stroke = np.full((28, 28), 255, np.uint8)
    stroke[4:20, 9:12] = 0
    files = {f"{word}/{i}.png": picture(stroke) for word in "ab" for i in range(2)}
    found = read_upload("x.zip", zipped(files | {"a/blank.png": blank}), ink=True)
    assert [name for name, _ in found.left_out] == ["a/blank.png"]
    assert len(read_upload("x.zip", zipped(files | {"a/blank.png": blank}), ink=False).images) == 5


def test_lines_of_a_table_that_cannot_be_used_are_named_and_the_rest_is_read():
    rows = lines(0, 1, 0, 1)
    good = rows[0]
    bad = ["", "5,6", good + ",1", good[:-1] + "x", good[:-1] + "nan", good[1:]]
    bad += ['"a"\rb' + good, '"' + "7" * 200_000]
    rows[2:2] = bad
    found = read_upload("x.csv", csv(*rows))
    assert found.labels.tolist() == [0, 1, 0, 1]
    assert [name for name, _ in found.left_out] == [f"x.csv:{n}" for n in (4, 5, 8, 9, 10, 6, 7)]


def test_a_class_that_is_alone_is_left_out_of_arrays_too():
    labels = np.array([0, 0, 1, 1, 2, *[0] * 7])
    found = read_upload("x", saved(x_train=IMAGES, y_train=labels))
    assert found.classes == ("0", "1")
    assert len(found.images) == 11
    assert [name for name, _ in found.left_out] == ["2"]
