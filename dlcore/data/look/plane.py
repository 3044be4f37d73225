"""A data set on a plane: images that are alike lie near to each other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlcore.data import numbered
from dlcore.data.dataset import DataSet
from dlcore.data.look.features import features
from dlcore.validation import check_choice

METHODS = ("pca", "tsne")
SHOWN = 500
"""At most so many images: more marks hide each other, and t-SNE takes seconds for these."""
_PERPLEXITY = 30.0  # as its authors have it, less where there are few images
_STEPS = 500  # its usual 1,000 change little after that
_DISTINCT = 5  # scikit-learn's t-SNE of images that are all the same ends the process


@dataclass(frozen=True)
class Scattered:
    """Images of a data set as points.

    Attributes:
        points: (n, 2) float32.
        numbers: (n,) int64, which images; all of a small set, of a large one each class in its
            share.
        explained: share of the images' variance along both axes, in [0, 1]; None for t-SNE.
    """

    points: NDArray[np.float32]
    numbers: NDArray[np.int64]
    explained: float | None


def plane(data: DataSet, method: str) -> Scattered:
    """Lays the images out by PCA or t-SNE (van der Maaten & Hinton 2008).

    A few images that differ have no neighbourhoods to keep: they are laid out by PCA either way.

    Raises:
        ConfigError: no such method.
    """
    check_choice("method", method, METHODS)
    found = features(data)
    numbers = _chosen(numbered.labels(data))
    values = found.values[numbers]
    if method == "tsne":
        distinct, places = np.unique(values, axis=0, return_inverse=True)
        if len(distinct) >= _DISTINCT:
            return Scattered(_tsne(distinct)[places.ravel()], numbers, None)
    points = np.zeros((len(values), 2), np.float32)
    points[:, : values.shape[1]] = values[:, :2]
    return Scattered(points, numbers, float(found.shares[:2].sum()))


def _chosen(given: NDArray[np.uint8]) -> NDArray[np.int64]:
    """At most `SHOWN` numbers, spread evenly over each class."""
    order = np.argsort(given, kind="stable")
    if len(order) > SHOWN:
        order = order[np.linspace(0, len(order) - 1, SHOWN).astype(np.intp)]
    return np.sort(order)


def _tsne(values: NDArray[np.float32]) -> NDArray[np.float32]:
    from sklearn.manifold import TSNE

    perplexity = min(_PERPLEXITY, (len(values) - 1) / 3)
    return TSNE(perplexity=perplexity, max_iter=_STEPS, random_state=0).fit_transform(values)
