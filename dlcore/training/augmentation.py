"""Small random changes of the images while a network is trained on them."""

from __future__ import annotations

from dataclasses import dataclass

from dlcore.validation import check_fields, real


@dataclass(frozen=True)
class Augmentation:
    """How far each training image is moved, anew each time that it is seen; 0 is not at all.

    Attributes:
        shift: in each direction by up to so many pixels, 0 to 10.
        rotation: about the middle by up to so many degrees either way, 0 to 180.
        zoom: larger or smaller by up to this share, 0 to 0.5.

    Raises:
        ConfigError: a value outside its range.
    """

    shift: float = real(0.0, 0.0, 10.0)
    rotation: float = real(0.0, 0.0, 180.0)
    zoom: float = real(0.0, 0.0, 0.5)

    def __post_init__(self) -> None:
        check_fields(self)
