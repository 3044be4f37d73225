"""What the exercises of this page check."""

from __future__ import annotations

from dlcore.convolution.window import Window
from dlcore.exercises.convolution import FilterCount, FilterNumbers
from ui.convolution import channels, filtering, kernel
from ui.course.foot import Subjects


def _filter() -> FilterNumbers | None:
    numbers = kernel.current()
    if numbers is None:
        return None
    return FilterNumbers(tuple(tuple(map(float, row)) for row in numbers))


def _window() -> Window | None:
    numbers = kernel.current()
    return None if numbers is None else filtering.steps(len(numbers))


def _count() -> FilterCount:
    return FilterCount(
        channels.COUNTED_FILTERS.value,
        channels.COUNTED_CHANNELS.value,
        channels.COUNTED_SIDE.value,
    )


SUBJECTS: Subjects = {"filter": _filter, "window": _window, "count": _count}
