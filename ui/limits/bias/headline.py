"""The number everybody looks at, large, beside that of those who are hit."""

from __future__ import annotations

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dlcore.limits.bias import metrics
from dlcore.limits.bias.config import BiasNetwork, BiasResult
from dlcore.limits.bias.metrics import RightShare
from ui.frame.i18n import gettext as _
from ui.limits.bias import words


def show(found: BiasResult) -> None:
    """What was taken away; then of the thinned network three numbers, against nothing thinned."""
    config = found.config
    st.markdown(
        _(
            "Of {available:,} training images with **{victim}**, {left:,} are left; the test has "
            "{tested:,} of {all:,}."
        ).format(
            available=found.available,
            victim=words.victim(config),
            left=min(config.left, found.available),
            tested=int(found.rare.sum()),
            all=len(found.labels),
        )
    )
    thinned, full = found.network("thinned"), found.network("full")
    if thinned is None:
        return
    row = st.container(horizontal=True, gap="large")
    for label, which in (
        (_("Accuracy: all test images"), np.ones(len(found.labels), bool)),
        (_("Recall: {victim}").format(victim=words.victim(config)), found.rare),
        (_("Accuracy: all others"), ~found.rare),
    ):
        share = metrics.right_of(found, thinned, which)
        row.metric(
            label, words.percent(share.value), _change(found, full, share, which), width="content"
        )
    if full:
        st.caption(_("In points, against the same network with nothing thinned."))


def _change(
    found: BiasResult, full: BiasNetwork | None, share: RightShare, which: NDArray[np.bool_]
) -> str | None:
    if full is None or not share.of:
        return None
    return f"{100 * (share.value - metrics.right_of(found, full, which).value):+.1f}"
