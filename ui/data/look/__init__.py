"""A data set looked at, and what is wrong in it put right.

`show` belongs into a fragment of the page's settings, `SETTINGS` among them. What a visitor changes
comes back in `edits`, which the session keeps for each set: show(data, kept(data)).
"""

from __future__ import annotations

from collections.abc import Collection

import streamlit as st

from dlcore.data import DataSet
from dlcore.data.edits import Edits
from ui.data.look import balance, changes, classes, mean, odd, plane, suspects, twins
from ui.data.look.changes import kept
from ui.data.look.looked import CLASS, PART, PICTURE, Looked
from ui.frame.i18n import N_
from ui.frame.views import View, Views

__all__ = ["SETTINGS", "kept", "show"]

VIEWS = Views(
    "data_look",
    N_("Look at"),
    N_("What to see of the set."),
    {
        "classes": View(N_("By class"), classes),
        "balance": View(N_("Balance"), balance),
        "mean": View(N_("Means"), mean),
        "odd": View(N_("Odd ones"), odd),
        "twins": View(N_("Twins"), twins),
        "suspects": View(N_("Suspects"), suspects),
        "plane": View(N_("On a plane"), plane),
    },
)
SETTINGS = (*VIEWS.settings, CLASS, PART, PICTURE)


def show(data: DataSet, edits: Edits, wrong: Collection[int] = ()) -> None:
    """One way to look at a set.

    Args:
        data: as it came.
        edits: what has been changed of it since.
        wrong: numbers of the images whose label was made wrong on purpose.
    """
    with st.container(key="data_looking"):
        view = VIEWS.choose()
        looked = Looked(data, edits, wrong)
        looked.settle(VIEWS.choice.value)
        changes.show(looked)
        view.show(looked)
