"""A picture file from a stranger -> pixels, or a sentence saying why not."""

from __future__ import annotations

import io
import threading
import warnings
from contextlib import nullcontext
from dataclasses import dataclass

import numpy as np
import pi_heif
from numpy.typing import NDArray
from PIL import Image, ImageOps

from dlcore.errors import LabError

MOST_BYTES = 350_000_000
"""That decoding a picture may need: enough for 48 megapixels of a phone. A JPEG is decoded at a
fraction of its size, and needs next to nothing."""
_LARGE = 30_000_000  # bytes; of pictures that need more, one at a time is decoded
_FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "AVIF", "HEIF")
_FILMS = ("PNG", "WEBP", "GIF", "AVIF")  # in the others, further pictures belong to the first
_SIDE = 1024  # px; a digit needs no more, and the rest would travel to the engine for nothing
_BYTES = {"1": 2, "L": 1, "LA": 4, "P": 5, "PA": 5, "I;16": 3, "I": 5}  # a pixel; 4 for others
_BYTES_OF = {"WEBP": 16, "AVIF": 9, "HEIF": 7}  # measured: what is kept of other colour spaces
_one_large = threading.Lock()

# Of a phone's second picture, which has the light or the depth of the first, nothing is read.
pi_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)


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
        data: bytes of a PNG, JPEG, WebP, GIF, BMP, AVIF or HEIC file, whatever its name.

    Raises:
        PictureError: if it is no such picture, is damaged, or needs more than `MOST_BYTES`.
    """
    picture = _open(data)
    size = picture.size
    try:
        picture.draft("RGB", (_SIDE, _SIDE))  # JPEG: decodes at a fraction of the size
        a_pixel = _BYTES_OF.get(picture.format or "", _BYTES.get(picture.mode, 4))
        needed = picture.width * picture.height * a_pixel
    except Exception as error:  # a stranger's bytes make decoders raise anything
        raise _damaged() from error
    if needed > MOST_BYTES:
        raise PictureError(
            "The picture is {width} × {height} pixels large, more than can be read of this kind "
            "of file. A screenshot of it, or a copy of half the size, can be.",
            width=size[0],
            height=size[1],
        )
    try:
        with _one_large if needed > _LARGE else nullcontext():
            # Looks for a second picture, which may be damaged too.
            animated = picture.format in _FILMS and getattr(picture, "is_animated", False)
            return Picture(_pixels(picture), animated)
    except Exception as error:  # as above
        raise _damaged() from error


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
        raise _damaged() from error


def _damaged() -> PictureError:
    return PictureError("The picture is damaged and cannot be read.")


def _open(data: bytes, formats: tuple[str, ...] = _FORMATS) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the limit above is ours
        try:
            return Image.open(io.BytesIO(data), formats=formats)
        except Image.DecompressionBombError as error:  # Pillow's own limit, which is higher
            raise PictureError(
                "The picture has more pixels than can be read. A screenshot of it can be."
            ) from error
        except Exception as error:  # as above
            raise PictureError(
                "This is not a picture that can be read: expected a {formats} file. Of anything "
                "else, a phone or a computer can take a screenshot, and that is one.",
                formats=", ".join(formats),
            ) from error


def _pixels(picture: Image.Image) -> NDArray[np.uint8]:
    if picture.mode.startswith("I"):  # 16 bits of grey, which Pillow would clip to 8
        picture = Image.fromarray((np.asarray(picture) // 256).astype(np.uint8))
    elif picture.mode == "1":  # of one bit, and of a palette, Pillow would leave out whole pixels
        picture = picture.convert("L")
    elif picture.mode in ("P", "PA"):
        picture = picture.convert("RGBA")
    picture.thumbnail((_SIDE, _SIDE))  # first of all: what follows makes copies
    ImageOps.exif_transpose(picture, in_place=True)
    return np.asarray(picture.convert("RGBA"))
