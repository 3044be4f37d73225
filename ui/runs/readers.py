"""Those of some runs whose networks have read test images."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dlcore.training import TrainResult
from ui.frame.i18n import gettext as _
from ui.runs.kept import KeptRun


def of(runs: Sequence[KeptRun]) -> list[tuple[KeptRun, TrainResult]]:
    """Runs and their results; says in one sentence where some or all have none."""
    measured = [(run, run.measured) for run in runs]
    found = [(run, result) for run, result in measured if isinstance(result, TrainResult)]
    if not found:
        st.info(
            _("None of these runs has read the test images: they are not through, or do not read."),
            icon=":material/info:",
        )
    elif len(found) < len(runs):
        st.caption(_("Only runs that have read the test images are shown here."))
    return found
