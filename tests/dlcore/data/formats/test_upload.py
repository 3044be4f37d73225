"""Files of all kinds that visitors bring, made here by other programs than the one that reads."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile

import numpy as np
import pytest
from PIL import Image

from dlcore.data import DataSet, parted
from dlcore.data.formats import (
    ReadingStopped,
    preview,
    read_upload,
    to_csv,
    to_idx,
    to_npz,
    to_zip,
    together,
)
from dlcore.digits import preprocess

RANDOM = np.random.default_rng(0)
IMAGES = RANDOM.integers(0, 256, (12, 28, 28), dtype=np.uint8)
LABELS = np.arange(12) % 3
STROKE = np.zeros((28, 28), np.uint8)
STROKE[3:20, 5:8] = 200


def made(classes=("ж", "10", "2"), writers: bool = True) -> DataSet:
    return parted(
        IMAGES,
        LABELS.astype(np.uint8),
        classes,
        name="Zeichen",
        licence="CC0",
        writers=np.arange(12, dtype=np.int32) // 3 if writers else None,
    )


def picture(pixels: np.ndarray, kind: str = "PNG") -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, kind)
    return buffer.getvalue()


def drawing(side: int = 60) -> np.ndarray:
    """A dark stroke on a light sheet, off its centre."""
    pixels = np.full((side, side, 3), 250, np.uint8)
    pixels[5:40, 10:16] = (20, 40, 120)
    return pixels


def zipped(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def saved(**arrays: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)
    return buffer.getvalue()


def table(delimiter: str = ",", header: str = "", labels=LABELS, images=IMAGES) -> bytes:
    rows = [
        delimiter.join([str(label), *map(str, image.ravel().tolist())])
        for label, image in zip(labels, images, strict=True)
    ]
    return "\r\n".join([header, *rows] if header else rows).encode()


def idx_file(array: np.ndarray) -> bytes:
    return struct.pack(f">BBBB{array.ndim}I", 0, 0, 8, array.ndim, *array.shape) + array.tobytes()


@pytest.mark.parametrize("write", [to_npz, to_zip, to_idx, to_csv])
@pytest.mark.parametrize(
    "classes",
    ["abc", ("α/β", "CON", "aux. "), ("a", "A", "train"), ("1.0", '"x"', "01"), ("A", "a", "00 A")],
)
def test_what_is_taken_away_is_what_is_brought_back(write, classes):
    data = made(tuple(name.strip() for name in classes))
    again = read_upload("x.zip", write(data), ink=True)
    assert again.left_out == ()
    assert again.parted is not None
    assert again.parted.fingerprint == data.fingerprint
    assert (again.classes, again.name, again.licence) == (data.classes, "Zeichen", "CC0")
    if write in (to_npz, to_zip):
        np.testing.assert_array_equal(again.parted.writers_test, data.writers_test)
        np.testing.assert_array_equal(again.parted.writers_train, data.writers_train)
    assert read_upload("x", write(made(classes="abc", writers=False))).writers is None


def test_other_programs_read_what_is_taken_away():
    data = made(("α/β", "CON", "b"))
    with zipfile.ZipFile(io.BytesIO(to_zip(data, "# card"))) as archive:
        names = archive.namelist()
        assert archive.read("card.md") == b"# card"
        assert {name.split("/")[1] for name in names if "/" in name} == {"00 α_β", "01 CON", "b"}
        first = np.asarray(Image.open(io.BytesIO(archive.read(names[2]))))
    np.testing.assert_array_equal(first, data.x_train[0])
    with zipfile.ZipFile(io.BytesIO(to_csv(data))) as archive:
        lines = archive.read("test.csv").decode().splitlines()
    assert lines[0].startswith("label,pixel0,")
    pixels = np.array([line.split(",")[1:] for line in lines[1:]], int)
    np.testing.assert_array_equal(pixels.reshape(-1, 28, 28), data.x_test)
    with zipfile.ZipFile(io.BytesIO(to_idx(data))) as archive:
        assert archive.read("train-images-idx3-ubyte") == idx_file(data.x_train)
        assert archive.read("t10k-labels-idx1-ubyte") == idx_file(data.y_test)


def test_a_zip_of_folders_is_read_in_any_kind_of_picture():
    kinds = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "AVIF")
    files = {f"My set/α/{kind}.{kind}": picture(drawing(), kind) for kind in kinds}
    files |= {f"My set/10/{i}.png": picture(255 - drawing()) for i in range(2)}
    files |= {f"My set\\2\\{i}.png": picture(STROKE) for i in range(2)}  # as Windows wrote it
    files |= {"__MACOSX/My set/α/._PNG.PNG": b"?", "My set/.DS_Store": b"?", "α/Thumbs.db": b"?"}
    found = read_upload("dir/My set.zip", zipped(files), ink=True)
    assert (found.classes, found.name, found.left_out) == (("2", "10", "α"), "My set", ())
    assert np.bincount(found.labels).tolist() == [2, 2, 6]
    expected = np.rint(255 * preprocess(drawing())[..., 0])
    np.testing.assert_array_equal(found.images[0], expected)
    np.testing.assert_array_equal(found.images[found.labels == 1][0], expected)
    plain = read_upload("My set.zip", zipped(files), ink=False)
    np.testing.assert_array_equal(plain.images[plain.labels == 0], [STROKE, STROKE])
    assert plain.images[0][0, 0] < 10  # light on dark, whichever it was
    assert plain.images[0][10, 6] > 200
    assert found.parted is None
    assert found.data_set().classes == found.classes


def test_names_that_macos_has_zipped_are_read():
    files = {f"{word}/{i}.png": picture(STROKE) for word in ("α", "é") for i in range(2)}
    content = bytearray(zipped(files))
    for mark, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = -1
        while (at := content.find(mark, at + 1)) >= 0:
            content[at + flags + 1] &= ~8  # not said to be UTF-8
    assert read_upload("x.zip", bytes(content)).classes == ("é", "α")


def test_pictures_may_be_added_to_an_export():
    data = made("abc")
    buffer = io.BytesIO(to_zip(data))
    with zipfile.ZipFile(buffer, "a") as archive:
        for i in range(2):
            archive.writestr(f"train/new/photo{i}.jpg", picture(drawing(), "JPEG"))
    found = read_upload("x.zip", buffer.getvalue(), ink=True)
    assert found.classes == ("a", "b", "c", "new")
    np.testing.assert_array_equal(found.images[: len(data.x_train)], data.x_train)
    assert abs(int(found.images[found.labels == 3].max()) - 255) < 9


def test_folders_above_the_classes_part_a_set():
    files = {
        f"{part}/{word}/{i}.png": picture(IMAGES[i])
        for part, count in (("train", 3), ("Test", 1))
        for word in "ab"
        for i in range(count)
    }
    found = read_upload("x.zip", zipped(files), ink=False)
    assert found.parted is not None
    assert found.parted.y_train.tolist() == [0, 0, 0, 1, 1, 1]
    assert found.parted.y_test.tolist() == [0, 1]


def test_a_set_that_is_parted_and_sorted_by_class_is_mixed():
    labels = np.repeat(np.arange(3, dtype=np.uint8), 30)
    images = np.random.default_rng(1).integers(0, 256, (90, 28, 28), dtype=np.uint8)
    test = {"x_test": IMAGES, "y_test": LABELS}
    found = read_upload("x.npz", saved(x_train=images, y_train=labels, **test)).data_set()
    assert np.bincount(found.y_train[-9:]).tolist() == [3, 3, 3]
    np.testing.assert_array_equal(found.x_test, IMAGES)
    learnt = {image.tobytes(): label for image, label in zip(images, labels, strict=True)}
    assert [learnt[image.tobytes()] for image in found.x_train] == found.y_train.tolist()
    again = read_upload("x.npz", to_npz(found)).data_set()
    assert again.fingerprint == found.fingerprint
    mixed = np.tile(np.arange(3, dtype=np.uint8), 30)
    in_order = read_upload("x.npz", saved(x_train=images, y_train=mixed, **test)).data_set()
    assert in_order.y_train.tolist() == mixed.tolist()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("header", ["", "label,1x1,1x2"])
def test_a_table_is_read_with_commas_or_others(delimiter, header):
    head = delimiter.join(["label", *(f"p{i}x" for i in range(784))]) if header else ""
    for pack in (bytes, gzip.compress, lambda data: zipped({"mnist.csv": data})):
        found = read_upload("mnist.csv", pack(table(delimiter, head)))
        np.testing.assert_array_equal(found.images, IMAGES)
        assert found.labels.tolist() == LABELS.tolist()
        assert found.classes == ("0", "1", "2")
        assert found.name == "mnist"


def test_a_header_may_count_the_columns():
    for first in (0, 1):
        header = ",".join(["label", *(str(number + first) for number in range(784))])
        np.testing.assert_array_equal(read_upload("x.csv", table(header=header)).images, IMAGES)


def test_labels_of_a_table_may_begin_at_1_or_be_words():
    assert read_upload("x.csv", table(labels=LABELS + 1)).classes == ("1", "2", "3")
    assert read_upload("x.csv", table(labels=LABELS * 10.0)).classes == ("0", "10", "20")
    words = ['"a, b"', "<b>", "ж"]
    found = read_upload("x.csv", table(labels=[words[i] for i in LABELS]))
    assert found.classes == ("<b>", "a, b", "ж")
    assert found.labels.tolist() == [1, 0, 2] * 4
    shares = table(images=IMAGES / 255)
    np.testing.assert_array_equal(read_upload("x.csv", b"\xef\xbb\xbf" + shares).images, IMAGES)
    np.testing.assert_array_equal(
        read_upload("x.csv", table(images=IMAGES[:, ::2, ::2])).labels, LABELS
    )


def test_arrays_are_read_in_any_numbers():
    kinds = {
        "bytes": IMAGES,
        "two bytes": IMAGES.astype(np.uint16) * 257,
        "fractions": IMAGES / 255,
        "large fractions": IMAGES.astype(np.float32),
        "signed": IMAGES.astype(np.int64),
        "flat": IMAGES.reshape(12, 784),
        "a channel": IMAGES[..., None],
        "colours": np.repeat(IMAGES[..., None], 3, axis=3),
        "columns first": np.asfortranarray(IMAGES),
        "big-endian": IMAGES.astype(">u2"),
    }
    for name, images in kinds.items():
        found = read_upload("x.npz", saved(x_train=images, y_train=LABELS))
        assert found.classes == ("0", "1", "2"), name
        np.testing.assert_array_equal(found.images, IMAGES, err_msg=name)
    bits = saved(x=IMAGES > 127, y=LABELS[:, None])
    np.testing.assert_array_equal(read_upload("x", bits).images, (IMAGES > 127) * np.uint8(255))


def test_arrays_may_name_their_classes_and_part_themselves():
    halves = {"x_train": IMAGES[:6], "x_test": IMAGES[6:]}
    labels = {"y_train": LABELS[:6] + 1, "y_test": LABELS[6:] + 1}
    found = read_upload("x", saved(**halves, **labels, classes=np.array(["z", "y", "x"])))
    assert found.classes == ("z", "y", "x")
    assert found.parted is not None
    np.testing.assert_array_equal(found.parted.x_test, IMAGES[6:])
    assert found.parted.y_test.tolist() == LABELS[6:].tolist()
    words = saved(images=IMAGES, labels=np.array(["b", "a", "ж"])[LABELS])
    assert read_upload("x", words).classes == ("a", "b", "ж")


def test_images_of_other_sizes_keep_their_shape():
    tall = np.zeros((12, 56, 28), np.uint8)
    tall[:, :, 10:18] = 255
    found = read_upload("x.npz", saved(x_train=tall, y_train=LABELS))
    assert found.images.shape == (12, 28, 28)
    assert (found.images[0, :, 12:16] == 255).all()
    assert (found.images[0, :, :11] == 0).all()


def test_a_pair_of_idx_files_is_read_together_packed_or_not():
    files = {"a-images-idx3-ubyte": idx_file(IMAGES), "b": idx_file(LABELS.astype(np.uint8))}
    packed = {f"{name}.gz": gzip.compress(data) for name, data in files.items()}
    for content in (together(files), together(packed), zipped(packed)):
        found = read_upload("x.zip", content)
        np.testing.assert_array_equal(found.images, IMAGES)
        assert found.labels.tolist() == LABELS.tolist()
    small = together({"images": idx_file(IMAGES[:, :14, :14]), "labels": files["b"]})
    assert read_upload("x", small).images.shape == (12, 28, 28)


def test_reading_says_how_far_it_is_and_can_be_stopped():
    files = {f"{i % 2}/{i}.png": picture(IMAGES[i % 12]) for i in range(120)}
    for content in (zipped(files), table(), to_npz(made()), to_idx(made())):
        shares: list[float] = []
        read_upload("x", content, ink=False, progress=shares.append)
        assert shares == sorted(shares)
        assert shares[-1] == 1.0
        with pytest.raises(ReadingStopped):
            read_upload("x", content, should_stop=lambda: True)


def test_some_are_shown_before_and_after():
    files = {f"{i % 2}/{i:03}.png": picture(drawing(60 + i)) for i in range(40)}
    shown = preview(zipped(files | {"0/000.png": b"none"}), ink=True)
    assert len(shown) == 12
    assert shown[-1].before.shape == (shown[-1].before.shape[0],) * 2 + (4,)
    expected = np.rint(255 * preprocess(shown[3].before)[..., 0])
    np.testing.assert_array_equal(shown[3].after, expected)
    assert len({one.name for one in shown}) == 12
    assert preview(table()) == preview(to_npz(made())) == preview(to_zip(made())) == ()
