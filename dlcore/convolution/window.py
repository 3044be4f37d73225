"""The arithmetic of a sliding window: size, stride, padding, dilation, and the output they give."""

from __future__ import annotations

from dataclasses import dataclass

from dlcore.validation import ConfigError, check_fields, one_of, whole

PADDINGS = ("valid", "same")
LARGEST_SIZE, LARGEST_STRIDE, LARGEST_DILATION = 7, 6, 6


@dataclass(frozen=True)
class Window:
    """A square window (Dumoulin and Visin 2016, A guide to convolution arithmetic).

    Attributes:
        size: cells on a side, 1-7.
        stride: pixels from one place to the next, 1-6.
        padding: "valid" for inside of the picture only; "same" for a margin of zeros around it, so
            wide that a stride of 1 keeps the picture's size.
        dilation: pixels from one cell of the window to the next, 1-6.

    Raises:
        ConfigError: a value outside its range, or stride and dilation both above 1.
    """

    size: int = whole(3, 1, LARGEST_SIZE)
    stride: int = whole(1, 1, LARGEST_STRIDE)
    padding: str = one_of("valid", PADDINGS)
    dilation: int = whole(1, 1, LARGEST_DILATION)

    def __post_init__(self) -> None:
        check_fields(self)
        if self.stride > 1 and self.dilation > 1:
            raise ConfigError(
                "Keras does not combine a stride above 1 with a dilation above 1: take one of them "
                "back to 1. Received: stride {stride}, dilation {dilation}",
                stride=self.stride,
                dilation=self.dilation,
            )

    @property
    def reach(self) -> int:
        """Pixels from the first to the last cell, both included: d (k - 1) + 1."""
        return self.dilation * (self.size - 1) + 1

    def margin(self, side: int) -> tuple[int, int]:
        """Zeros before and behind a side of the picture; the odd one stands behind."""
        if self.padding == "valid":
            return 0, 0
        places = -(-side // self.stride)
        total = max((places - 1) * self.stride + self.reach - side, 0)
        return total // 2, total - total // 2

    def places(self, side: int) -> int:
        """How often the window fits into a side: floor((n + p - d (k - 1) - 1) / s) + 1.

        Raises:
            ConfigError: not once.
        """
        room = side + sum(self.margin(side)) - self.reach
        if room < 0:
            raise ConfigError(
                "The window reaches over {reach} pixels, the picture has only {side}: there is no "
                "place for it. Take a smaller window, less dilation, or the padding “same”.",
                reach=self.reach,
                side=side,
            )
        return room // self.stride + 1
