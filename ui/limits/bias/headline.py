"""The number everybody looks at, large, beside that of those who are hit."""

from __future__ import annotations

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dlcore.limits.bias import metrics
from dlcore.limits.bias.config import BiasResult
from ui.frame.i18n import gettext as _
from ui.limits.bias import words
from ui.shared.numbers import percent

_WIDTH = 108  # px: three beside one another on a phone


def show(found: BiasResult) -> None:
    """What was taken away; then three numbers of the thinned network."""
    config = found.config
    st.markdown(
        _(
            "Of {available:,} training images with **{victim}**, {left:,} are left; the test has "
            "{tested:,} of {all:,}."
        ).format(
            available=found.available,
            victim=words.victim(found),
            left=min(config.left, found.available),
            tested=int(found.rare.sum()),
            all=len(found.labels),
        )
    )
    if found.network("thinned") is None:
        return
    st.markdown(_("Of these, the thinned network reads right:"))
    row = st.container(horizontal=True, gap="small")
    for label, which in (
        (_("all test images"), np.ones(len(found.labels), bool)),
        (words.victim(found), found.rare),
        (_("all others"), ~found.rare),
    ):
        with row.container(width=_WIDTH, gap=None):
            _number(found, label, which)


def _number(found: BiasResult, label: str, which: NDArray[np.bool_]) -> None:
    """How often the thinned network is right there and, below, what thinning has changed."""
    thinned, full = found.network("thinned"), found.network("full")
    assert thinned is not None
    share = metrics.right_of(found, thinned, which)
    st.header(percent(share.value), anchor=False)
    st.markdown(label)
    if full and share.of:
        before = metrics.right_of(found, full, which)
        st.caption(_("{before} with nothing thinned").format(before=percent(before.value)))
