"""Exercises on convolution."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dlcore.convolution.channels import parameters
from dlcore.convolution.window import Window
from dlcore.exercises.exercise import Checked, CourseExercise, Prediction
from dlcore.messages import N_

SILENT, HEARD = 1e-6, 0.01
BEFORE, AFTER = 28, 7


@dataclass(frozen=True)
class FilterNumbers:
    """The weights of a filter, row by row."""

    rows: tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class FilterCount:
    """A layer's filters, the channels that come in, and a filter's side in pixels."""

    filters: int
    channels: int
    side: int


def _silent(state: FilterNumbers, _guess: str | int | None) -> Checked:
    weights = np.array(state.rows, float)
    # A picture of upright stripes is the same in each row: what it meets are the columns' sums.
    upright = float(np.abs(weights.sum(axis=0)).max())
    level = float(np.abs(weights.sum(axis=1)).max())
    values = {"upright": upright, "level": level}
    if upright > SILENT:
        return Checked(
            False,
            N_(
                "It answers upright stripes: a column of it adds up to {upright:.3g}. Each column "
                "has to add up to 0."
            ),
            values,
            "sobel_y",
        )
    if level < HEARD:
        return Checked(
            False,
            N_(
                "It is silent on upright stripes, and on level ones too: each row adds up to 0 as "
                "well. Let one row add up to something."
            ),
            values,
            "sobel_y",
        )
    return Checked(
        True,
        N_(
            "Each column adds up to 0, so whatever is the same in every row gives 0; a row adds up "
            "to {level:.3g}, so the edge of a level stripe is heard."
        ),
        values,
        "sobel_y",
    )


def _overlap(state: Window, _guess: str | int | None) -> Checked:
    after = state.places(BEFORE)
    values = {"after": after, "reach": state.reach, "stride": state.stride, "wanted": AFTER}
    if after != AFTER:
        return Checked(
            False,
            N_("28 pixels become {after}; {wanted} are wanted. The stride decides most."),
            values,
            "stride",
        )
    if state.reach <= state.stride:
        return Checked(
            False,
            N_(
                "28 become 7, but the windows do not overlap: they are {reach} wide and {stride} "
                "apart. Take a larger filter, and padding if it does not fit."
            ),
            values,
            "stride",
        )
    return Checked(
        True,
        N_(
            "28 become 7, with windows that are {reach} wide and {stride} apart: with padding the "
            "size after is 28 divided by the stride, whatever the filter's size."
        ),
        values,
        "stride",
    )


def _count(state: FilterCount, guess: str | int | None) -> Checked:
    found = parameters(state.side, state.channels, state.filters)
    values = {
        "guess": guess,
        "found": found,
        "filters": state.filters,
        "channels": state.channels,
        "side": state.side,
    }
    if (state.filters, state.channels, state.side) != (64, 32, 3):
        return Checked(
            False,
            N_("Set 64 filters of 3 × 3 pixels on 32 channels first: it is about that layer."),
        )
    if guess != found:
        return Checked(
            False,
            N_(
                "It is not {guess:,}. Each of the {filters} filters has {side} × {side} weights "
                "for each of the {channels} channels, and one bias. Begin once more."
            ),
            values,
        )
    return Checked(
        True,
        N_(
            "{found:,} = {filters} × ({side} × {side} × {channels} + 1). The size of the picture "
            "does not come into it: that is what sharing weights saves."
        ),
        values,
        found,
    )


EXERCISES = (
    CourseExercise(
        "convolution-silent",
        "convolution",
        N_("Deaf to upright stripes"),
        N_(
            "Make a filter that gives 0 on any upright stripes, and not on level ones. Change the "
            "numbers by hand, or find one in the list."
        ),
        Prediction(
            N_("Which filter of the list is like that?"),
            {
                "sobel_x": "Sobel x",
                "sobel_y": "Sobel y",
                "blur": N_("Blur"),
            },
        ),
        "filter",
        {
            "convolution_view": "filter",
            "convolution_source": "pattern",
            "convolution_pattern": "stripes",
            "convolution_filter": "sobel_x",
            "convolution_kernel": [],
        },
        _silent,
        solution={"convolution_filter": "sobel_y"},
        way=N_("Choose Sobel y: each of its columns adds up to 0, and not all of its rows do."),
    ),
    CourseExercise(
        "convolution-count",
        "convolution",
        N_("How many numbers a layer learns"),
        N_(
            "Conv2D(64, 3) on 32 channels, with its biases: count its parameters and type the "
            "number. Then look it up in the view of channels."
        ),
        Prediction(N_("How many parameters?"), low=0, high=10_000_000),
        "count",
        {
            "convolution_view": "channels",
            "convolution_count_filters": 64,
            "convolution_count_in": 32,
            "convolution_count_side": 3,
        },
        _count,
        way=N_(
            "18,496 = 64 × (3 × 3 × 32 + 1): each filter has a weight for each pixel of its "
            "window in each channel, and one bias."
        ),
    ),
    CourseExercise(
        "convolution-overlap",
        "convolution",
        N_("28 to 7 in one step"),
        N_(
            "Bring 28 × 28 pixels to 7 × 7 with one filter whose windows overlap, so that no pixel "
            "is passed over."
        ),
        Prediction(
            N_("What decides the size most?"),
            {
                "size": N_("the size of the filter"),
                "stride": N_("the stride"),
                "dilation": N_("the dilation"),
            },
        ),
        "window",
        {
            "convolution_view": "filter",
            "convolution_stride": 1,
            "convolution_padding": "valid",
            "convolution_dilation": 1,
        },
        _overlap,
        hard=True,
        solution={
            "convolution_size": 5,
            "convolution_stride": 4,
            "convolution_padding": "same",
        },
        way=N_(
            "A filter of 5 × 5, stride 4, with padding: 28 / 4 = 7, and windows of 5 that are 4 "
            "apart overlap."
        ),
    ),
)
