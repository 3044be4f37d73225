"""Confident learning against the paper's equations written out, and the classifier below it."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import multivariate_normal

from dlcore.data.look import confident
from dlcore.data.look.discriminant import fit, out_of_sample, softened, temperature


@pytest.fixture
def doubted() -> tuple[np.ndarray, np.ndarray]:
    """Probabilities of 300 images of five classes, and labels; nobody has the class 4."""
    random = np.random.default_rng(0)
    labels = random.integers(0, 4, 300)
    scores = random.normal(0, 1, (300, 5))
    scores[np.arange(300), np.where(random.random(300) < 0.2, (labels + 1) % 4, labels)] += 2
    return softened(scores, 1.0), labels


def written_out(p: np.ndarray, given: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Equations 1 to 3 of Northcutt, Jiang & Chuang (2021), image by image."""
    k = p.shape[1]
    t = [np.mean([p[x, j] for x in range(len(p)) if given[x] == j] or [np.inf]) for j in range(k)]
    c = np.zeros((k, k), int)
    for i in range(k):
        for x in (x for x in range(len(p)) if given[x] == i):
            possible = [j for j in range(k) if p[x, j] >= t[j]]
            if possible:
                c[i, max(possible, key=lambda j: p[x, j])] += 1
    q = np.zeros((k, k))
    for i in range(k):
        own = (given == i).sum()
        for j in range(k):
            q[i, j] = c[i, j] / c[i].sum() * own if own else 0
    return c, q / q.sum()


def test_the_joint_is_the_paper_s(doubted):
    counts, shares = written_out(*doubted)
    np.testing.assert_array_equal(confident.confident_joint(*doubted), counts)
    np.testing.assert_allclose(confident.joint(*doubted), shares, atol=1e-12)
    assert confident.joint(*doubted).sum() == pytest.approx(1)
    assert counts[:4, :4].trace() < counts.sum()


def test_a_class_nothing_is_counted_to_is_taken_to_be_right():
    flat = np.array([[0.6, 0.4], [0.4, 0.6], [0.5, 0.5], [0.5, 0.5]])
    given = np.array([0, 0, 1, 1])
    assert np.isfinite(confident.joint(flat, given)).all()
    assert confident.joint(flat, given).sum(axis=1).tolist() == [0.5, 0.5]


def test_scores_are_the_log_densities_of_scipy():
    random = np.random.default_rng(0)
    labels = np.arange(400) % 2
    values = random.normal(0, 1, (400, 3)) @ random.normal(0, 1, (3, 3)) + labels[:, None]
    found = fit(values, labels, 3)
    assert found.known.tolist() == [True, True, False]
    scores = found.scores(values)
    densities = []
    for label in range(2):
        white = found.whitening[label]
        covariance = np.linalg.inv(white.T @ white)
        normal = multivariate_normal(values[labels == label].mean(axis=0), covariance)
        densities.append(normal.logpdf(values))
        measured = np.cov(values[labels == label].T, bias=True)
        assert np.linalg.norm(covariance - measured) < 0.15 * np.linalg.norm(measured)
    difference = scores[:, :2] - np.array(densities).T
    np.testing.assert_allclose(difference, difference[0, 0], atol=1e-9)
    assert (scores[:, 2] < scores[:, :2].min(axis=1)).all()


def test_nobody_is_judged_by_who_has_seen_it():
    """Labels that mean nothing cannot be guessed better than by chance."""
    random = np.random.default_rng(0)
    values, labels = random.normal(0, 1, (600, 20)), random.integers(0, 2, 600)
    probabilities = out_of_sample(values, labels, 2)
    assert 0.43 < (probabilities.argmax(axis=1) == labels).mean() < 0.57
    np.testing.assert_allclose(probabilities.sum(axis=1), 1)
    assert 0.4 < probabilities.max(axis=1).mean() < 0.7  # and it knows that


def test_a_temperature_undoes_what_scores_are_multiplied_by():
    random = np.random.default_rng(0)
    scores = random.normal(0, 2, (4000, 3))
    chances = softened(scores, 1.0)
    labels = (random.random((4000, 1)) > chances.cumsum(axis=1)).sum(axis=1)
    assert temperature(10 * scores, labels) == pytest.approx(10, rel=0.25)
