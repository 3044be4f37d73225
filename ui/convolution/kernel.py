"""Which filter slides over the picture: a classic, a learnt one, or numbers of one's own."""

from __future__ import annotations

import math

import numpy as np
import streamlit as st

from dlcore.convolution import Kernel, learnt
from dlcore.convolution.kernels import CLASSICS, SIZES, made, resized
from dlcore.convolution.window import Window
from dlcore.figures import heat
from ui.convolution import weights
from ui.frame.engine import ask
from ui.frame.i18n import N_, gap
from ui.frame.i18n import gettext as _
from ui.frame.setting import Choice, Numbers, Whole
from ui.shared import pictures

OWN = "own"
_DECIMALS = 4  # of a learnt weight
_NETWORKS = {
    "cnn": N_("Learnt, 5 × 5 (lab's network)"),
    "cnn-tutorial": N_("Learnt, 3 × 3 (tutorial's)"),
}
_COUNTS = tuple(size**2 for size in SIZES)
FILTER = Choice(
    "convolution_filter",
    "sobel_x",
    N_("Filter"),
    N_("A place to begin: every number of it can be changed below."),
    {name: classic.title for name, classic in CLASSICS.items()} | _NETWORKS | {OWN: N_("Your own")},
)
SIZE = Choice.of(
    Window(),
    "size",
    "convolution_size",
    N_("Size of the filter"),
    N_("A larger filter sees more of the picture at once, and has more weights."),
    SIZES,
)
LEARNT = Whole("convolution_learnt", 0, low=0, high=learnt.FILTERS - 1)
KERNEL = Numbers(
    "convolution_kernel",
    [],
    low=-weights.MOST,
    high=weights.MOST,
    counts=(0, *_COUNTS),
    expects=f"{' / '.join(map(str, _COUNTS))} × [-99, 99]",
)
SETTINGS = (FILTER, SIZE, LEARNT, KERNEL)


def choose() -> Kernel | None:
    """The filter and its controls; None after one sentence where a network cannot be asked."""
    _settle()
    own = [OWN] if KERNEL.value else []
    name = FILTER.selectbox(options=[*CLASSICS, *_NETWORKS, *own], on_change=_forget_own)
    if name not in _NETWORKS:
        SIZE.segmented(format_func=lambda size: f"{size} × {size}", on_change=_resize)
    kernel = _kernel(name)
    if kernel is not None:
        weights.show(kernel, key="convolution_weights", on_change=_take)
        st.caption(_note(name, kernel))
    return kernel


def current() -> Kernel | None:
    """The filter as it is set, with no controls; None where a network cannot be asked."""
    if KERNEL.value:
        return _own(math.isqrt(len(KERNEL.value)))
    if FILTER.value in CLASSICS:
        return made(FILTER.value, SIZE.value)
    found = ask(learnt.filters, FILTER.value)
    return None if found is None else found[..., LEARNT.value].round(_DECIMALS)


def _settle() -> None:
    """Numbers of one's own come before a name; without any there is nothing of one's own."""
    if KERNEL.value:
        FILTER.set(OWN)
        SIZE.set(math.isqrt(len(KERNEL.value)))
    elif FILTER.value == OWN:
        FILTER.set(FILTER.usual)


def _note(name: str, kernel: Kernel) -> str:
    total = _("The weights add up to {sum}.").format(sum=f"{round(float(kernel.sum()), 3):g}")
    if name in CLASSICS:
        return f"{_(CLASSICS[name].note)} {total}"
    said = (
        _("Your numbers. They are in the address of this page.")
        if name == OWN
        else _("Nobody chose these numbers: training found them.")
    )
    return f"{said}{gap()}{total}"


def _kernel(name: str) -> Kernel | None:
    if name == OWN:
        return _own(SIZE.value)
    if name in CLASSICS:
        return made(name, SIZE.value)
    return _learnt(name)


def _own(size: int) -> Kernel:
    return np.array(KERNEL.value, np.float32).reshape(size, size)


def _learnt(name: str) -> Kernel | None:
    """One of a network's filters, chosen with a click."""
    found = ask(learnt.filters, name)
    if found is None:
        return None
    number = LEARNT.value
    kernels = np.moveaxis(found, -1, 0)
    pictures.tiles(
        heat.signed(kernels, float(np.abs(kernels).max())),
        key="convolution_learnt_tiles",
        columns=8,
        chosen=number,
        hover=[_("filter {number}").format(number=i) for i in range(len(kernels))],
        alt=_("{count} filters of the first layer; filter {number} is chosen.").format(
            count=len(kernels), number=number
        ),
        on_choice=LEARNT.set,
        height=150,
    )
    return kernels[number].round(_DECIMALS)


def _forget_own() -> None:
    KERNEL.set([])


def _take(numbers: list[float]) -> None:
    # As the address writes them, so that a link gives the same numbers.
    KERNEL.set([float(f"{number:.6g}") for number in numbers])


def _resize() -> None:
    if KERNEL.value:
        own = _own(math.isqrt(len(KERNEL.value)))
        _take(resized(own, SIZE.value).ravel().tolist())
