"""Connectionist temporal classification (Graves et al. 2006), in NumPy and in logarithms.

A network gives at each of T places a probability to each of C symbols, of which symbol 0, the
blank, writes nothing. A path chooses one symbol a place; it is read by merging repeats and then
dropping blanks, so that many paths have one reading. A reading's probability is the sum over all
its paths, which dynamic programming takes in T * (2n + 1) steps.

Throughout, `log_beliefs` is (T, C): the logarithm of a softmax, -inf allowed. `labels` is a reading
of n symbols between 1 and C - 1. Equations are those of the paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]
Labels = tuple[int, ...]
Span = tuple[int, int]

_BLANK = 0
_IMPOSSIBLE = -np.inf


def collapse(path: Iterable[int]) -> Labels:
    """What a path is read as: repeats merged, then blanks dropped. The paper's B."""
    before, labels = _BLANK, []
    for symbol in map(int, path):
        if symbol not in (before, _BLANK):
            labels.append(symbol)
        before = symbol
    return tuple(labels)


def log_probability(log_beliefs: Array, labels: Sequence[int]) -> float:
    """log p(labels | beliefs); -inf where T places are too few for them. Equation 8."""
    return _ended(forward(log_beliefs, labels))


def states(labels: Sequence[int]) -> NDArray[np.int64]:
    """What a path of this reading passes through: blanks around each label, (2n + 1,)."""
    passed = np.full(2 * len(labels) + 1, _BLANK)
    passed[1::2] = labels
    return passed


def forward(log_beliefs: Array, labels: Sequence[int]) -> Array:
    """log alpha, (T, 2n + 1): all ways to be in a state at a place, up to there. Equation 6."""
    said, skips = _said(log_beliefs, labels)
    alpha = np.full(said.shape, _IMPOSSIBLE)
    alpha[0, :2] = said[0, :2]
    for t in range(1, len(said)):
        before = alpha[t - 1]
        reached = before.copy()
        reached[1:] = np.logaddexp(reached[1:], before[:-1])
        reached[2:] = np.logaddexp(reached[2:], before[:-2] + skips)
        alpha[t] = reached + said[t]
    return alpha


def backward(log_beliefs: Array, labels: Sequence[int]) -> Array:
    """log beta, (T, 2n + 1): all ways to end from a state, after its place.

    The paper's beta (equation 10) counts the place itself too. This one leaves it to alpha, as
    Graves (2012) does, so that alpha + beta is the share of a state without dividing by beliefs.
    """
    said, skips = _said(log_beliefs, labels)
    beta = np.full(said.shape, _IMPOSSIBLE)
    beta[-1, -2:] = 0
    for t in range(len(said) - 2, -1, -1):
        after = beta[t + 1] + said[t + 1]
        beta[t] = after
        beta[t, :-1] = np.logaddexp(beta[t, :-1], after[1:])
        beta[t, :-2] = np.logaddexp(beta[t, :-2], after[2:] + skips)
    return beta


def occupancy(log_beliefs: Array, labels: Sequence[int]) -> Array:
    """How often each symbol is expected at each place, given the reading: (T, C), rows sum to 1.

    Raises:
        ValueError: no path of these places has this reading.
    """
    alpha = forward(log_beliefs, labels)
    total = _possible(_ended(alpha), labels)
    shares = np.exp(alpha + backward(log_beliefs, labels) - total)  # (T, 2n + 1)
    return shares @ np.eye(log_beliefs.shape[1])[states(labels)]


def gradient(logits: Array, labels: Sequence[int]) -> Array:
    """Of -log p(labels) with respect to the logits of the beliefs, (T, C). Equation 16.

    Raises:
        ValueError: no path of these places has this reading.
    """
    log_beliefs = log_softmax(logits)
    return np.exp(log_beliefs) - occupancy(log_beliefs, labels)


def log_softmax(logits: Array) -> Array:
    """The logarithm of the softmax of each row."""
    shifted = logits - logits.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def alignment(log_beliefs: Array, labels: Sequence[int]) -> tuple[Span, ...]:
    """Where each label is written: the first of its places on the likeliest path, and one after.

    Raises:
        ValueError: no path of these places has this reading.
    """
    said, skips = _said(log_beliefs, labels)
    best = np.full(said.shape[1], _IMPOSSIBLE)
    best[:2] = said[0, :2]
    steps = np.zeros(said.shape, int)  # how many states further than at the place before
    for t in range(1, len(said)):
        ways = np.full((3, len(best)), _IMPOSSIBLE)
        ways[0], ways[1, 1:], ways[2, 2:] = best, best[:-1], best[:-2] + skips
        steps[t] = ways.argmax(axis=0)
        best = ways.max(axis=0) + said[t]
    state = len(best) - 1 - int(best[-2:][::-1].argmax())
    _possible(float(best[state]), labels)
    passed = np.empty(len(said), int)
    for t in range(len(said) - 1, -1, -1):
        passed[t] = state
        state -= steps[t, state]
    inside = [np.flatnonzero(passed == 2 * i + 1) for i in range(len(labels))]
    return tuple((int(places[0]), int(places[-1]) + 1) for places in inside)


def posteriors(log_beliefs: Array, labels: Sequence[int]) -> Array:
    """How probable each symbol is in each label's place while all others stay.

    Exact: row i is p(labels with the i-th exchanged) over all symbols, normalised. What comes
    before a label and after it does not know of the exchange, so one alpha and one beta do for all.

    Returns:
        (n, C), rows sum to 1; the blank's is 0.

    Raises:
        ValueError: no path of these places has this reading.
    """
    alpha, beta = forward(log_beliefs, labels), backward(log_beliefs, labels)
    _possible(_ended(alpha), labels)
    places, symbols = log_beliefs.shape
    if not labels:
        return np.zeros((0, symbols))
    # Ways into the i-th label, (T, n, C): from the blank before it, or from the label before that.
    into = np.full((places, len(labels), symbols), _IMPOSSIBLE)
    into[0, 0] = 0
    into[1:] = alpha[:-1, :-1:2, None]
    from_label = alpha[:-1, 1:-2:2, None] + _unlike(labels[:-1], symbols)
    into[1:, 1:] = np.logaddexp(into[1:, 1:], from_label)
    # Ways out of it, to the blank after it or to the label after that.
    after = beta[1:] + _said(log_beliefs, labels)[0][1:]
    out = np.full_like(into, _IMPOSSIBLE)
    out[-1, -1] = 0
    out[:-1] = after[:, 2::2, None]
    to_label = after[:, 3::2, None] + _unlike(labels[1:], symbols)
    out[:-1, :-1] = np.logaddexp(out[:-1, :-1], to_label)
    inside = into[0] + log_beliefs[0]
    total = inside + out[0]
    for t in range(1, places):
        inside = np.logaddexp(inside, into[t]) + log_beliefs[t]
        total = np.logaddexp(total, inside + out[t])
    total[:, _BLANK] = _IMPOSSIBLE
    return np.exp(log_softmax(total))


def beams(log_beliefs: Array, width: int, count: int) -> list[tuple[Labels, float]]:
    """The likeliest readings, the best first, and log p of each: prefix beam search.

    Of all beginnings of readings the `width` likeliest are kept at each place, each with the
    paths that end in a blank and those that do not apart (Hannun et al. 2014, algorithm 1). Paths
    of a beginning that was dropped are lost, so log p is a lower bound, and exact for a beam wide
    enough.
    """
    kept: list[Labels] = [()]
    blank: Array = np.zeros(1)  # log p of the paths that end in it
    label: Array = np.full(1, _IMPOSSIBLE)
    for said in np.asarray(log_beliefs, float):
        blank, label, longer = _one_place(kept, blank, label, said)
        stays = np.logaddexp(blank, label)
        every = np.concatenate([stays, longer.ravel()])
        best = np.argsort(-every, kind="stable")[:width]
        best = best[every[best] > _IMPOSSIBLE]
        old, new = best[best < len(kept)], best[best >= len(kept)] - len(kept)
        prefix, symbol = np.divmod(new, len(said))
        nothing = np.full(len(new), _IMPOSSIBLE)
        blank = np.concatenate([blank[old], nothing])
        label = np.concatenate([label[old], longer[prefix, symbol]])
        grown = [(*kept[p], int(s)) for p, s in zip(prefix, symbol, strict=True)]
        kept = [kept[i] for i in old] + grown
    total = np.logaddexp(blank, label)
    return [(kept[i], float(total[i])) for i in np.argsort(-total, kind="stable")[:count]]


def _one_place(
    kept: list[Labels], blank: Array, label: Array, said: Array
) -> tuple[Array, Array, Array]:
    """`blank` and `label` of `kept` one place on, and log p of each longer by each symbol."""
    last = np.array([labels[-1] if labels else _BLANK for labels in kept])
    rows = np.arange(len(kept))
    either = np.logaddexp(blank, label)
    longer = either[:, None] + said
    longer[rows, last] = blank + said[last]  # without a blank between them, repeats are one
    longer[:, _BLANK] = _IMPOSSIBLE
    stays = np.where(last == _BLANK, _IMPOSSIBLE, label + said[last])
    where = {labels: row for row, labels in enumerate(kept)}
    for row, labels in enumerate(kept):
        shorter = where.get(labels[:-1]) if labels else None
        if shorter is not None:
            stays[row] = np.logaddexp(stays[row], longer[shorter, last[row]])
            longer[shorter, last[row]] = _IMPOSSIBLE
    return either + said[_BLANK], stays, longer


def _said(log_beliefs: Array, labels: Sequence[int]) -> tuple[Array, Array]:
    """What is believed of each state, (T, 2n + 1); 0 where a state may be reached from the second
    before it, else -inf, (2n - 1,): from a label to the next over no blank, where they differ."""
    places, symbols = log_beliefs.shape
    if not places or any(not _BLANK < label < symbols for label in labels):
        raise ValueError(
            f"labels must be symbols between 1 and {symbols - 1} at one place or more. "
            f"Received: {tuple(labels)!r} at {places}"
        )
    passed = states(labels)
    skips = np.full(max(len(passed) - 2, 0), _IMPOSSIBLE)
    skips[1::2] = np.where(passed[3::2] != passed[1:-2:2], 0, _IMPOSSIBLE)
    return np.asarray(log_beliefs, float)[:, passed], skips


def _unlike(neighbours: Sequence[int], symbols: int) -> Array:
    """(n, C): -inf for the neighbour itself, which needs a blank between, and 0 for all others."""
    return np.where(np.arange(symbols) == np.array(neighbours, int)[:, None], _IMPOSSIBLE, 0.0)


def _ended(alpha: Array) -> float:
    """log p of all paths: those that end in the last label or in the blank after it."""
    return float(np.logaddexp.reduce(alpha[-1, -2:]))


def _possible(log_p: float, labels: Sequence[int]) -> float:
    """log p itself.

    Raises:
        ValueError: it is that of nothing.
    """
    if log_p == _IMPOSSIBLE:
        raise ValueError(f"labels must have a path. Received: {tuple(labels)!r}, which has none")
    return log_p
