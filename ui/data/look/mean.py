"""The mean of each class, and in what its drawings differ."""

from __future__ import annotations

import numpy as np
import streamlit as st

from dlcore.data.look import means
from dlcore.figures import heat
from ui.data.look.looked import Looked, parted
from ui.frame.i18n import gettext as _
from ui.frame.i18n import plain
from ui.frame.setting import Setting
from ui.shared import pictures

SETTINGS: tuple[Setting, ...] = ()
_AT_ONCE = 36
_WIDTH = 84  # px


def show(looked: Looked) -> None:
    st.caption(
        _(
            "Above the mean of all drawings of a class, below how much they differ (the standard "
            "deviation): black is what all agree on. A mean that is only a cloud is a class in "
            "which many ways of writing are mixed."
        )
    )
    found = means(looked.data, looked.edits)
    classes = looked.data.classes
    some = range(len(classes))[parted(len(classes), _AT_ONCE)]
    with st.container(horizontal=True, gap="small", key="data_means"):
        for label in some:
            both = np.concatenate([found.mean[label], 2 * found.deviation[label]])
            pictures.picture(
                heat.grey(both, 1.0),
                _WIDTH,
                _("Mean and deviation of {name}").format(name=classes[label]),
                f"{plain(classes[label])} · {found.spread[label]:.2f}",
            )
    st.caption(_("The number says how far a drawing is from its mean: 0 where all are the same."))
