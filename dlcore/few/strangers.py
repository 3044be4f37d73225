"""Drawings of no class of a set: how familiar a network is with one, and what it is tried on.

The score is the cosine between the features of a drawing and those of the nearest image that was
learnt from (deep nearest neighbours: Sun, Ming, Zhu & Li 2022). A softmax cannot say it: it has to
share out all of its 100 % among the classes that it knows.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dlcore.data.dataset import DataSet
from dlcore.data.mnist import sample
from dlcore.data.symbols import symbols
from dlcore.few.config import Strangeness
from dlcore.metrics import area_under_roc

KEPT = 0.95  # of the images that were learnt from, each compared with the others
MOST = 400  # strangers that it is tried on

Features = NDArray[np.float32]  # (n, width)


def familiarity(features: Features, learnt: Features) -> NDArray[np.float32]:
    """How near each is to the nearest that was learnt from.

    Args:
        features: (n, width).
        learnt: (m, width), m > 0.

    Returns:
        (n,) cosines, 1 for one that was learnt from itself.
    """
    return cosines(features, learnt).max(axis=1)


def cosines(features: Features, learnt: Features) -> NDArray[np.float32]:
    """(n, m) of the angles between each of the ones and each of the others."""
    return directions(features) @ directions(learnt).T


def strangeness(
    learnt: Features,
    writers: NDArray[np.int32] | None,
    own: NDArray[np.float32],
    strange: NDArray[np.float32],
    kind: str,
) -> Strangeness:
    """Where the threshold lies, and what it keeps of a network's own and refuses of strangers.

    Args:
        learnt, writers: see `threshold`.
        own, strange: (n,) and (m,) familiarities of test images and of strangers.
        kind: of the strangers, see `strangers`.
    """
    least = threshold(learnt, writers)
    return Strangeness(
        least,
        float((own >= least).mean()),
        float((strange < least).mean()),
        area_under_roc(own, strange),
        kind,
    )


def directions(features: Features) -> Features:
    """(n, width), each of length 1, or 0 where there is none at all."""
    lengths = np.linalg.norm(features, axis=1, keepdims=True)
    return features / np.maximum(lengths, 1e-9)


def threshold(learnt: Features, writers: NDArray[np.int32] | None = None) -> float:
    """What `KEPT` of the images that were learnt from reach, each compared with the others.

    Where several people drew them, with those of others: a hand is more like itself, and who will
    be asked about is somebody else.

    Args:
        learnt: (m, width), m > 1.
        writers: (m,) who drew each; None where unknown.
    """
    among = cosines(learnt, learnt)
    own = np.eye(len(learnt), dtype=bool)
    if writers is not None and len(np.unique(writers)) > 1:
        own = writers[:, None] == writers[None]
    return float(np.quantile(np.where(own, -1, among).max(axis=1), 1 - KEPT))


def strangers(data: DataSet, random: np.random.Generator) -> tuple[str, NDArray[np.uint8]]:
    """Images of no class of a set: drawn symbols of other names, or digits where it has symbols.

    Returns:
        What they are, "symbols" or "digits", and (n, 28, 28) of them.
    """
    kind = "digits" if data.source == "symbols" else "symbols"
    other = sample() if kind == "digits" else symbols()
    new = [i for i, name in enumerate(other.classes) if name not in data.classes]
    if not new:
        return strangers(symbols(), random)
    images = other.x_test[np.isin(other.y_test, new)]
    return kind, images[random.permutation(len(images))[:MOST]]
