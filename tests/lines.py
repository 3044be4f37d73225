"""Readings of lines as a network might have made them."""

from __future__ import annotations

import numpy as np

from dlcore.line import ctc
from dlcore.line.reading import SYMBOLS, LineReading

PLACES = 4  # to each label, the first a blank


def read_as(labels: tuple[int, ...], sure: float = 6.0, doubt: dict[int, int] | None = None):
    """A reading that says each label at two places in a row.

    Args:
        sure: how far a symbol's logit stands out.
        doubt: by place of a label, the symbol that is nearly as likely there.
    """
    logits = np.zeros((PLACES * len(labels) + 1, SYMBOLS))
    logits[:, 0] = sure / 2
    for i, label in enumerate(labels):
        places = slice(PLACES * i + 1, PLACES * i + 3)
        logits[places, label] = sure
        if doubt and i in doubt:
            logits[places, doubt[i]] = sure - 0.5
    return of(logits, labels)


def of(logits: np.ndarray, labels: tuple[int, ...]) -> LineReading:
    """What follows from logits, (T, SYMBOLS), read as these labels."""
    log_beliefs = ctc.log_softmax(logits)
    others = [each for each in ctc.beams(log_beliefs, 16, 4) if each[0] != labels]
    return LineReading(
        np.zeros((32, 4 * len(logits)), np.float32),
        np.exp(log_beliefs).astype(np.float32),
        labels,
        ctc.alignment(log_beliefs, labels),
        float(np.exp(ctc.log_probability(log_beliefs, labels))),
        ctc.posteriors(log_beliefs, labels).astype(np.float32),
        tuple((other, float(np.exp(log_p))) for other, log_p in others),
    )
