"""What a network reads in a digit, in one sentence."""

from __future__ import annotations

import numpy as np

from ui.frame.i18n import gettext as _
from ui.shared import verdicts


def sentence(probabilities: np.ndarray, truth: int | None) -> str:
    """Its answer, how surely, and whether that is right.

    Args:
        probabilities: (10,).
        truth: None where nobody knows.
    """
    answer = int(probabilities.argmax())
    read = {"answer": answer, "share": verdicts.percent(float(probabilities.max()))}
    if truth is None:
        return _("Read as **{answer}** with {share}.").format(**read)
    if truth == answer:
        return _("Read as **{answer}** with {share}, which is right.").format(**read)
    return _("Read as **{answer}** with {share}, but it is a **{truth}**.").format(
        **read, truth=truth
    )
