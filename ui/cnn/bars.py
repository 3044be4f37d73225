"""What a network answers before a change and after it."""

from __future__ import annotations

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dlcore.figures import cnn as drawing
from ui.cnn.subject import CnnSubject, bars_height
from ui.frame.i18n import gettext as _
from ui.shared import chart
from ui.shared.answer import likeliest


def twice(
    subject: CnnSubject,
    before: NDArray[np.float32],
    now: NDArray[np.float32],
    *,
    key: str,
    height: int,
) -> None:
    """Both probabilities of each class; of many those that were or are likely."""
    shown = likeliest(now, subject.classes, weights=np.maximum(before, now))
    chart.show(
        drawing.answers(
            before[shown.numbers],
            shown.probabilities,
            shown.names,
            words=drawing.AnswerWords(before=_("before"), after=_("now"), x=_("probability")),
            height=bars_height(len(shown.names), height),
        ),
        key=key,
        alt=subject.spoken_now(now),
    )
    if shown.left_out:
        st.caption(shown.note())
