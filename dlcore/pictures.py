"""A picture file from a stranger -> pixels, or a sentence saying why not."""

from __future__ import annotations

import io
import warnings

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from dlcore.errors import LabError

MAX_PIXELS = 16_000_000
_FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP")
_SIDE = 1024  # px; a digit needs no more, and the rest would travel to the engine for nothing


class PictureError(LabError):
    """The file cannot be used as a picture."""


def read_picture(data: bytes) -> np.ndarray:
    """Decodes an uploaded picture, turned upright as its camera meant it.

    Of an animation the first frame is taken. The size is read before anything is decoded, so that
    a huge picture costs no memory.

    Args:
        data: bytes of a PNG, JPEG, WebP, GIF or BMP file.

    Returns:
        (height, width, 4) uint8 RGBA, its longer side at most 1,024 px.

    Raises:
        PictureError: if it is no such picture, is damaged, or has more than 16 million pixels.
    """
    picture = _open(data)
    width, height = picture.size
    if width * height > MAX_PIXELS:
        raise PictureError(
            "The picture has {megapixels:.0f} megapixels; at most {limit:.0f} are read. Make it "
            "smaller and try again.",
            megapixels=width * height / 1e6,
            limit=MAX_PIXELS / 1e6,
        )
    try:
        picture.draft("RGB", (_SIDE, _SIDE))  # JPEG: decodes at a fraction of the size
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail((_SIDE, _SIDE))
        return np.asarray(upright.convert("RGBA"))
    except (OSError, ValueError, SyntaxError) as error:  # what Pillow raises on broken data
        raise PictureError("The picture is damaged and cannot be read.") from error


def is_animated(data: bytes) -> bool:
    """Whether the file has more frames than the one that `read_picture` takes."""
    return getattr(_open(data), "is_animated", False)


def _open(data: bytes) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the limit above is ours
        try:
            return Image.open(io.BytesIO(data), formats=_FORMATS)
        except (UnidentifiedImageError, Image.DecompressionBombError, OSError) as error:
            raise PictureError(
                "This is not a picture that can be read: expected a {formats} file.",
                formats=", ".join(_FORMATS),
            ) from error
