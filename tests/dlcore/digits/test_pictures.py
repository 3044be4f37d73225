"""A picture from a stranger is read, or refused in one sentence."""

from __future__ import annotations

import base64
import contextlib
import io
import pickle

import numpy as np
import pytest
from PIL import Image, ImageDraw

from dlcore.digits.pictures import PictureError, read_picture
from dlcore.errors import LabError

HEIC = (  # a black bar on white, 64 x 48, as an iPhone keeps its photos
    "AAAAHGZ0eXBoZWl4AAAAAG1pZjFoZWl4bWlhZgAAAXVtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAA"
    "AAAAAAAAAAAAACJpbG9jAAAAAERAAAEAAQAAAAABmQABAAAAAAAAADgAAAAjaWluZgAAAAAAAQAAABVpbmZlAgAA"
    "AAABAABodmMxAAAAAA5waXRtAAAAAAABAAAA9WlwcnAAAADVaXBjbwAAAHBodmNDAQQIAAAAn/gAAAAAHvAA/Pz4"
    "+AAADwNgAAEAF0ABDAH//wQIAAADAJ/4AAADAAAeugJAYQABACVCAQEECAAAAwCf+AAAAwAAHsCCBBZbq5Ka5sCA"
    "AAAMgAAAAwCEYgABAAZEAcFzwIkAAAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAoY2xh"
    "cAAAAEAAAAABAAAAMAAAAAEAAAAAAAAAAv////AAAAACAAAADnBpeGkAAAAAAQgAAAAYaXBtYQAAAAAAAAABAAEF"
    "gQIDBYQAAABAbWRhdAAAADQoAa6w7yM3bqRHxSC///mKI5jGw6ubT839LI/H2ZWsMyBDH7RasA9lBN82uNMWLtyA"
    "C/Hg"
)


def encoded(image: Image.Image, fmt: str, **options) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, format=fmt, **options)
    return buffer.getvalue()


@pytest.fixture
def grey():
    return Image.fromarray(np.arange(60 * 40, dtype=np.uint8).reshape(60, 40) % 251)


@pytest.mark.parametrize("fmt", ["PNG", "JPEG", "WEBP", "GIF", "BMP", "AVIF"])
def test_every_format_becomes_rgba(grey, fmt):
    picture = read_picture(encoded(grey, fmt)).pixels
    assert picture.shape == (60, 40, 4)
    assert picture.dtype == np.uint8


def test_png_pixels_come_back_exactly(grey):
    picture = read_picture(encoded(grey, "PNG")).pixels
    np.testing.assert_array_equal(picture[..., 0], np.asarray(grey))
    assert (picture[..., 3] == 255).all()


def test_transparency_is_kept():
    image = Image.new("RGBA", (8, 8), (255, 0, 0, 0))
    assert (read_picture(encoded(image, "PNG")).pixels[..., 3] == 0).all()


def test_large_pictures_are_made_smaller_in_proportion():
    picture = read_picture(encoded(Image.new("L", (3000, 1500)), "PNG")).pixels
    assert picture.shape == (512, 1024, 4)


def test_a_photo_of_48_megapixels_is_read():
    image = Image.new("RGB", (8000, 6000), "white")
    ImageDraw.Draw(image).rectangle((3000, 1000, 3800, 5000), fill="black")
    pixels = read_picture(encoded(image, "JPEG")).pixels
    assert pixels.shape == (768, 1024, 4)
    assert pixels[400, 430, 0] < 20 < 235 < pixels[400, 100, 0]


def test_thin_lines_of_large_pictures_are_not_lost():
    """Of one bit, of a palette, of 16 bits: a line of 2 px is a quarter as dark at an eighth."""
    image = Image.new("L", (5100, 3400), 255)
    draw = ImageDraw.Draw(image)
    for x in range(301, 5000, 777):  # wherever it lies among those that are averaged
        draw.line((x, 100, x, 3300), fill=0, width=2)
    bits = image.convert("1")
    palette = image.convert("P")
    deep = Image.fromarray(np.asarray(image).astype(np.uint16) * 257)
    for kind in (image, bits, palette, deep):
        row = read_picture(encoded(kind, "PNG")).pixels[300, :, 0].astype(int)
        ink = np.where(row > 230, 0, 255 - row)
        assert (np.diff((ink > 0).astype(int)) == 1).sum() == len(range(301, 5000, 777)), kind.mode
        assert ink.max() < 200


def test_a_picture_is_refused_by_what_it_needs():
    data = encoded(Image.new("L", (8000, 6000)), "WEBP", method=0)
    with pytest.raises(PictureError, match="8000 × 6000 pixels large"):
        read_picture(data)


def test_a_picture_too_large_even_for_pillow_is_refused_alike():
    data = encoded(Image.new("1", (30000, 30000)), "PNG")
    with pytest.raises(PictureError, match="more pixels than can be read"):
        read_picture(data)


def test_a_text_file_named_png_is_refused():
    with pytest.raises(PictureError, match="not a picture"):
        read_picture(b"This is no picture.\n" * 20)


def test_an_empty_file_is_refused():
    with pytest.raises(PictureError, match="not a picture"):
        read_picture(b"")


@pytest.mark.parametrize("fmt", ["PNG", "JPEG"])
def test_half_a_picture_is_refused(fmt):
    noise = np.random.default_rng(0).integers(0, 255, (200, 200), dtype=np.uint8)
    data = encoded(Image.fromarray(noise), fmt)
    with pytest.raises(PictureError, match="damaged"):
        read_picture(data[: len(data) // 2])


def test_formats_with_a_history_of_holes_are_not_even_tried():
    with pytest.raises(PictureError, match="PNG, JPEG"):
        read_picture(encoded(Image.new("RGB", (8, 8)), "EPS"))


def test_the_first_frame_of_an_animation_is_taken():
    frames = [Image.new("L", (8, 8), value) for value in (200, 10)]
    data = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])
    picture = read_picture(data)
    assert picture.animated
    assert (picture.pixels[..., 0] == 200).all()


def test_a_film_that_is_cut_off_anywhere_is_read_or_refused():
    frames = [Image.new("L", (8, 8), value) for value in (200, 10)]
    data = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=50)
    for length in range(len(data)):
        with contextlib.suppress(PictureError):  # and nothing else
            read_picture(data[:length])


def test_a_second_picture_within_a_photo_is_no_film(grey):
    """As phones keep the light of a photo beside it."""
    data = encoded(grey, "MPO", save_all=True, append_images=[Image.new("L", (15, 10))])
    picture = read_picture(data)
    assert not picture.animated
    assert picture.pixels.shape == (60, 40, 4)


def test_a_photo_of_a_phone_is_read():
    pixels = read_picture(base64.b64decode(HEIC)).pixels
    assert pixels.shape == (48, 64, 4)
    assert pixels[24, 20, 0] < 60 < 200 < pixels[24, 50, 0]
    with pytest.raises(PictureError):
        read_picture(base64.b64decode(HEIC)[:300])


def test_a_picture_is_turned_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera lay on its side
    assert read_picture(encoded(Image.new("L", (40, 20)), "JPEG", exif=exif)).pixels.shape == (
        40,
        20,
        4,
    )


def test_an_error_crosses_processes_with_its_fields():
    error = PictureError("{n} is too many.", n=3)
    again = pickle.loads(pickle.dumps(error))
    assert isinstance(again, LabError)
    assert (str(again), again.template, again.values) == (
        "3 is too many.",
        error.template,
        {"n": 3},
    )


def test_sixteen_bits_of_grey_keep_their_steps():
    ramp = np.arange(0, 64 * 1000, 1000, dtype=np.uint16).reshape(8, 8)
    pixels = read_picture(encoded(Image.fromarray(ramp), "PNG")).pixels
    np.testing.assert_array_equal(pixels[..., 0], ramp // 256)


@pytest.mark.parametrize("fmt", ["PNG", "JPEG", "WEBP", "GIF", "BMP", "AVIF"])
def test_whatever_is_wrong_with_a_file_is_one_sentence(grey, fmt):
    good = encoded(grey, fmt)
    random = np.random.default_rng(0)
    for _ in range(200):
        bad = bytearray(good)
        for place in random.integers(0, len(bad), 4):
            bad[place] = random.integers(0, 256)
        with contextlib.suppress(PictureError):  # and nothing else
            read_picture(bytes(bad))
