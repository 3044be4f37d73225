"""Confident learning: which labels are likely to be wrong (Northcutt, Jiang & Chuang 2021)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Probabilities = NDArray[np.float64]  # (n, k), of a classifier that has not seen the images


def thresholds(probabilities: Probabilities, labels: NDArray[np.integer]) -> NDArray[np.float64]:
    """How sure a classifier is on average of the images of each class, (k,); their eq. 2.

    Infinite for a class without images: nothing is counted to it.
    """
    counts = np.bincount(labels, minlength=probabilities.shape[1])
    own = probabilities[np.arange(len(labels)), labels]
    sums = np.bincount(labels, weights=own, minlength=len(counts))
    return np.where(counts > 0, sums / np.maximum(counts, 1), np.inf)


def likely(probabilities: Probabilities, labels: NDArray[np.integer]) -> NDArray[np.intp]:
    """The class that each image is counted to, (n,); -1 where it is counted to none.

    The likeliest of those classes that the classifier is at least as sure of as it is on average.
    """
    possible = probabilities >= thresholds(probabilities, labels)
    found = np.where(possible, probabilities, -1.0).argmax(axis=1)
    return np.where(possible.any(axis=1), found, -1)


def confident_joint(probabilities: Probabilities, labels: NDArray[np.integer]) -> NDArray[np.int64]:
    """How many images of each class as given (row) are counted to each class (column), (k, k);
    their eq. 1."""
    classes = probabilities.shape[1]
    found = likely(probabilities, labels)
    counted = found >= 0
    joint = np.zeros((classes, classes), np.int64)
    np.add.at(joint, (labels[counted], found[counted]), 1)
    return joint


def joint(probabilities: Probabilities, labels: NDArray[np.integer]) -> NDArray[np.float64]:
    """The share of images given as one class (row) that are of another (column), (k, k); eq. 3.

    Its rows add up to the shares of the classes as given. A class of which nothing is counted is
    taken to be right.
    """
    counted = confident_joint(probabilities, labels).astype(np.float64)
    empty = counted.sum(axis=1) == 0
    counted[empty, empty] = 1.0
    of_class = np.bincount(labels, minlength=len(counted))
    return counted / counted.sum(axis=1, keepdims=True) * (of_class / max(len(labels), 1))[:, None]
