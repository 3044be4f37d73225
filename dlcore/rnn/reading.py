"""A recurrent network unrolled over one image: states, gates and class probabilities by step."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlcore.data.held_out import Digit
from dlcore.explain import recurrent
from dlcore.explain.cells import Trace
from dlcore.explain.recurrent import RecurrentFacts, RecurrentNetwork
from dlcore.registry.at_hand import find_recurrent

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class UnrolledLayer:
    """One recurrent layer unrolled over the image; all arrays are (time, units).

    Attributes:
        facts: the layer.
        states: the hidden state after each step.
        cells: the cell state of an LSTM; None for the others.
        gates: by name, see `dlcore.explain.cells.GATES`; empty for a simple cell.
    """

    facts: RecurrentFacts
    states: Floats
    cells: Floats | None
    gates: dict[str, Floats]


@dataclass(frozen=True)
class UnrolledPass:
    """The forward pass of one image through one recurrent network, unrolled in time.

    Attributes:
        layers: in their order; beliefs are the last one's.
        order: what a step is: "rows" or "columns" of the image, from the first on; "steps" for
            anything else.
        before: (k,), class probabilities of a state of zeros, before the first step.
        beliefs: (time, k), class probabilities of the state after each step, see
            `explain.recurrent.beliefs`.
        memory: (time,) >= 0, norm of the gradient of the answer's score by the input of each step,
            see `explain.recurrent.memory`.
        decided: steps after which the answer is the most probable class for good, from 1.
    """

    layers: tuple[UnrolledLayer, ...]
    order: str
    before: Floats
    beliefs: Floats
    memory: Floats
    decided: int

    @property
    def probabilities(self) -> Floats:
        """(k,), the network's output: the class probabilities after the last step."""
        return self.beliefs[-1]

    @property
    def answer(self) -> int:
        """The most probable class."""
        return int(self.probabilities.argmax())

    @property
    def steps(self) -> int:
        """How many are read."""
        return len(self.beliefs)

    def believed(self, most: int) -> NDArray[np.int64]:
        """The classes that are ever believed in most, increasing: at most so many.

        The answer is one of them, however little it was believed in.
        """
        peaks = np.maximum(self.before, self.beliefs.max(axis=0))
        peaks[self.answer] = np.inf
        return np.sort(np.argsort(-peaks, kind="stable")[:most])


def unroll(image: Digit, model: str, data: bytes | None = None) -> UnrolledPass:
    """Unrolls a network over one image.

    Raises:
        ExplainError: the network is not recurrent, or its steps cannot be followed.
    """
    network = find_recurrent(model, data)
    batch = image[None, ..., None]
    traces = [recurrent.trace(network, batch, facts.name) for facts in network.recurrent]
    # A state of zeros first: the class probabilities before the first step.
    states = np.pad(traces[-1].states, [(0, 0), (1, 0), (0, 0)])
    beliefs = recurrent.beliefs(network, states)
    answer = int(beliefs[0, -1].argmax())
    return UnrolledPass(
        tuple(map(_layer, network.recurrent, traces)),
        _order(network, image),
        beliefs[0, 0],
        beliefs[0, 1:],
        recurrent.memory(network, batch, answer)[0],
        int(recurrent.decided(beliefs[:, 1:])[0]),
    )


def _layer(facts: RecurrentFacts, trace: Trace) -> UnrolledLayer:
    cells = None if trace.cells is None else trace.cells[0]
    gates = {name: values[0] for name, values in trace.gates.items()}
    return UnrolledLayer(facts, trace.states[0], cells, gates)


def _order(network: RecurrentNetwork, image: Digit) -> str:
    """What the steps of the first recurrent layer are, by a probe image whose pixels all differ."""
    probe = np.arange(image.size, dtype=np.float32).reshape(image.shape) / image.size
    sequence = network.sequence(probe[None, ..., None], network.recurrent[0].name)[0]
    for name, expected in (("rows", probe), ("columns", probe.T)):
        if sequence.shape == expected.shape and np.allclose(sequence, expected):
            return name
    return "steps"
