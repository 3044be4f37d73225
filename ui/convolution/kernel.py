"""Which filter slides over the picture: a classic, a learnt one, or numbers of one's own."""

from __future__ import annotations

import math

import numpy as np
import streamlit as st

from dlcore.convolution import Kernel, learnt
from dlcore.convolution.kernels import CLASSICS, SIZES, made, resized
from dlcore.figures import heat
from ui.convolution import weights
from ui.frame import explore
from ui.frame import settings as url
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.shared import pictures

FILTER, SIZE = "convolution_filter", "convolution_size"
KERNEL, LEARNT = "convolution_kernel", "convolution_learnt"
OWN = "own"
_DECIMALS = 4  # of a learnt weight
_NETWORKS = {
    "cnn": N_("Learnt, 5 × 5 (lab's network)"),
    "cnn-tutorial": N_("Learnt, 3 × 3 (tutorial's)"),
}
_COUNTS = tuple(size**2 for size in SIZES)


def _parse(text: str) -> list[float]:
    numbers = [float(part) for part in text.split(",") if part]
    if len(numbers) not in (0, *_COUNTS) or not all(abs(n) <= weights.MOST for n in numbers):
        raise ValueError(text)
    return numbers


PARAMETERS = {
    FILTER: url.choice(*CLASSICS, *_NETWORKS, OWN),
    SIZE: url.choice(*SIZES),
    LEARNT: url.number(0, learnt.FILTERS - 1),
    KERNEL: url.Parameter(_parse, f"{' / '.join(map(str, _COUNTS))} × [-99, 99]"),
}
DEFAULTS = {FILTER: "sobel_x", SIZE: 3, LEARNT: 0, KERNEL: []}


def choose() -> Kernel | None:
    """The filter and its controls; None after one sentence where a network cannot be asked."""
    _settle()
    st.selectbox(
        _("Filter"),
        [*CLASSICS, *_NETWORKS, *([OWN] if st.session_state[KERNEL] else [])],
        format_func=_title,
        key=FILTER,
        on_change=_forget_own,
        help=_("A place to begin: every number of it can be changed below."),
    )
    name = st.session_state[FILTER]
    if name not in _NETWORKS:
        st.segmented_control(
            _("Size of the filter"),
            SIZES,
            format_func=lambda size: f"{size} × {size}",
            key=SIZE,
            required=True,
            on_change=_resize,
            help=_("A larger filter sees more of the picture at once, and has more weights."),
        )
    kernel = _kernel(name)
    if kernel is not None:
        weights.show(kernel, key="convolution_weights", on_change=_take)
        st.caption(_note(name, kernel))
    return kernel


def _settle() -> None:
    """Numbers of one's own come before a name; without any there is nothing of one's own."""
    state = st.session_state
    if state[KERNEL]:
        state[FILTER], state[SIZE] = OWN, math.isqrt(len(state[KERNEL]))
    elif state[FILTER] == OWN:
        state[FILTER] = DEFAULTS[FILTER]


def _title(name: str) -> str:
    if name == OWN:
        return _("Your own")
    return _(CLASSICS[name].title) if name in CLASSICS else _(_NETWORKS[name])


def _note(name: str, kernel: Kernel) -> str:
    total = _("The weights add up to {sum}.").format(sum=f"{round(float(kernel.sum()), 3):g}")
    if name in CLASSICS:
        return f"{_(CLASSICS[name].note)} {total}"
    said = (
        _("Your numbers. They are in the address of this page.")
        if name == OWN
        else _("Nobody chose these numbers: training found them.")
    )
    return f"{said} {total}"


def _kernel(name: str) -> Kernel | None:
    if name == OWN:
        size = st.session_state[SIZE]
        return np.array(st.session_state[KERNEL], np.float32).reshape(size, size)
    if name in CLASSICS:
        return made(name, st.session_state[SIZE])
    return _learnt(name)


def _learnt(name: str) -> Kernel | None:
    """One of a network's filters, chosen with a click."""
    found = explore.answer(learnt.filters, name)
    if found is None:
        return None
    number = st.session_state[LEARNT]
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
        on_choice=_choose_learnt,
        height=150,
    )
    return kernels[number].round(_DECIMALS)


def _choose_learnt(number: int) -> None:
    st.session_state[LEARNT] = number


def _forget_own() -> None:
    st.session_state[KERNEL] = []


def _take(numbers: list[float]) -> None:
    # As the address writes them, so that a link gives the same numbers.
    st.session_state[KERNEL] = [float(f"{number:.6g}") for number in numbers]


def _resize() -> None:
    own = st.session_state[KERNEL]
    if own:
        side = math.isqrt(len(own))
        kernel = resized(np.array(own, np.float32).reshape(side, side), st.session_state[SIZE])
        _take(kernel.ravel().tolist())
