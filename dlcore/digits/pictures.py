"""A picture file from a stranger -> pixels, or a sentence saying why not."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from dlcore.errors import LabError

MAX_PIXELS = 16_000_000
_FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP")
_SIDE = 1024  # px; a digit needs no more, and the rest would travel to the engine for nothing


class PictureError(LabError):
    """The file cannot be used as a picture."""


@dataclass(frozen=True)
class Picture:
    """A decoded picture.

    Attributes:
        pixels: (height, width, 4) uint8 RGBA, the longer side at most 1,024 px.
        animated: it is the first frame of several.
    """

    pixels: NDArray[np.uint8]
    animated: bool


def read_picture(data: bytes) -> Picture:
    """Decodes a picture file, turned upright by its EXIF orientation.

    The size is read before anything is decoded, so that a huge picture costs no memory.

    Args:
        data: bytes of a PNG, JPEG, WebP, GIF or BMP file.

    Raises:
        PictureError: if it is no such picture, is damaged, or has more than 16 million pixels.
    """
    picture = _open(data)
    width, height = picture.size
    if width * height > MAX_PIXELS:
        raise PictureError(
            "The picture is {width} × {height} pixels large, more than the {limit:,} that are "
            "read. Make it smaller and try again.",
            width=width,
            height=height,
            limit=MAX_PIXELS,
        )
    try:
        return Picture(_pixels(picture), getattr(picture, "is_animated", False))
    except Exception as error:  # a stranger's bytes make decoders raise anything
        raise PictureError("The picture is damaged and cannot be read.") from error


def read_sheet(data: bytes, size: tuple[int, int]) -> NDArray[np.uint8]:
    """Decodes a PNG that must have a certain size, as a drawing canvas sends it.

    Args:
        data: of the file.
        size: width and height in pixels.

    Returns:
        (height, width, 4) uint8 RGBA.

    Raises:
        PictureError: it is no PNG, of another size, or damaged. Only a picture of this size is
            decoded.
    """
    picture = _open(data, ("PNG",))
    if picture.size != size:
        raise PictureError("The drawing is not of the size of its sheet.")
    try:
        return np.asarray(picture.convert("RGBA"))
    except Exception as error:  # as above
        raise PictureError("The picture is damaged and cannot be read.") from error


def _open(data: bytes, formats: tuple[str, ...] = _FORMATS) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the limit above is ours
        try:
            return Image.open(io.BytesIO(data), formats=formats)
        except Exception as error:  # as above
            raise PictureError(
                "This is not a picture that can be read: expected a {formats} file.",
                formats=", ".join(formats),
            ) from error


def _pixels(picture: Image.Image) -> NDArray[np.uint8]:
    picture.draft("RGB", (_SIDE, _SIDE))  # JPEG: decodes at a fraction of the size
    if picture.mode.startswith("I"):  # 16 bits of grey, which Pillow would clip to 8
        picture = Image.fromarray((np.asarray(picture) // 256).astype(np.uint8))
    picture.thumbnail((_SIDE, _SIDE))  # first of all: what follows makes copies
    ImageOps.exif_transpose(picture, in_place=True)
    return np.asarray(picture.convert("RGBA"))
