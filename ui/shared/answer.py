"""What a network reads in a digit, in one sentence."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dlcore.data.dataset import DIGITS
from ui.frame.i18n import gettext as _
from ui.frame.i18n import plain
from ui.shared import verdicts


def sentence(probabilities: np.ndarray, truth: int | None, classes: Sequence[str] = DIGITS) -> str:
    """Its answer, how surely, and whether that is right; as Markdown.

    Args:
        probabilities: (k,).
        truth: None where nobody knows.
        classes: what the k are called.
    """
    answer = int(probabilities.argmax())
    read = {
        "answer": plain(classes[answer]),
        "share": verdicts.percent(float(probabilities.max())),
    }
    if truth is None:
        return _("Read as **{answer}** with {share}.").format(**read)
    if truth == answer:
        return _("Read as **{answer}** with {share}, which is right.").format(**read)
    return _("Read as **{answer}** with {share}, but it is a **{truth}**.").format(
        **read, truth=plain(classes[truth])
    )
