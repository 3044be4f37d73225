"""CTC on a small example as a plain program, to read, run and change."""

from __future__ import annotations

from string import Template

from dlcore.line.ctc import Array, Labels

_PROGRAM = Template('''\
"""The probability of a reading (CTC, Graves et al. 2006), its gradient, and Keras' own loss."""

import keras
import numpy as np

logits = np.array($logits)  # (places, symbols); symbol 0 is the blank
labels = $labels


def log_softmax(logits):
    shifted = logits - logits.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


def forward(log_beliefs, labels):
    """log alpha: all ways to be in a state at a place. States are the labels and blanks around."""
    states = [0, *(state for label in labels for state in (label, 0))]
    alpha = np.full((len(log_beliefs), len(states)), -np.inf)
    alpha[0, :2] = log_beliefs[0, states[:2]]
    for t in range(1, len(log_beliefs)):
        for s, symbol in enumerate(states):
            ways = [alpha[t - 1, s]]  # stay,
            if s > 0:
                ways.append(alpha[t - 1, s - 1])  # go on,
            if s > 1 and symbol not in (0, states[s - 2]):
                ways.append(alpha[t - 1, s - 2])  # or skip a blank between two different labels
            alpha[t, s] = np.logaddexp.reduce(ways) + log_beliefs[t, symbol]
    return alpha, np.array(states)


def log_probability(logits, labels):
    alpha, _ = forward(log_softmax(logits), labels)
    return np.logaddexp(alpha[-1, -1], alpha[-1, -2])


def gradient(logits, labels):
    """Of -log p by the logits: what is believed, less how often the reading needs it."""
    log_beliefs = log_softmax(logits)
    alpha, states = forward(log_beliefs, labels)
    turned, _ = forward(log_beliefs[::-1], labels[::-1])  # the same from the end
    shares = alpha + turned[::-1, ::-1] - log_beliefs[:, states]  # the place itself counted once
    shares = np.exp(shares - log_probability(logits, labels))
    return np.exp(log_beliefs) - shares @ np.eye(logits.shape[1])[states]


print(f"p of {labels}: {np.exp(log_probability(logits, labels)):.4f}")
loss = float(keras.losses.CTC()(np.array([labels]), logits[None].astype("float32")))
print(f"Keras says:   {np.exp(-loss):.4f}")

for step in range(1, 6):
    logits = logits - gradient(logits, labels)
    print(f"after step {step}: {np.exp(log_probability(logits, labels)):.4f}")
''')


def ctc_script(logits: Array, labels: Labels) -> str:
    """The program for one example.

    Args:
        logits: (T, C).
        labels: a reading that T places have room for.
    """
    rows = ",\n    ".join(str([float(f"{value:.6g}") for value in row]) for row in logits)
    return _PROGRAM.substitute(logits=f"[\n    {rows},\n]", labels=list(labels))
