"""A digit read step by step: all that there is to see of it, in one answer."""

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
    """One recurrent layer over the digit; all arrays are (time, units).

    Attributes:
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
    """One digit in one recurrent network.

    Attributes:
        layers: in their order; beliefs are the last one's.
        order: "rows" or "columns" of the image, from the first on; "steps" for anything else.
        before: (10,), what it would answer before it has read anything.
        beliefs: (time, 10), what it would answer if reading stopped after each step.
        memory: (time,) >= 0, how strongly each step acts on the score of the answer.
        decided: how many steps were read when the answer became the largest for good, from 1.
    """

    layers: tuple[UnrolledLayer, ...]
    order: str
    before: Floats
    beliefs: Floats
    memory: Floats
    decided: int

    @property
    def probabilities(self) -> Floats:
        """(10,), the network's answer."""
        return self.beliefs[-1]

    @property
    def answer(self) -> int:
        return int(self.probabilities.argmax())

    @property
    def steps(self) -> int:
        return len(self.beliefs)


def unroll(image: Digit, model: str, data: bytes | None = None) -> UnrolledPass:
    """Reads one digit.

    Raises:
        ExplainError: the network is not recurrent, or its steps cannot be followed.
    """
    network = find_recurrent(model, data)
    batch = image[None, ..., None]
    traces = [recurrent.trace(network, batch, facts.name) for facts in network.recurrent]
    # A state of zeros first: what is believed before anything is read.
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
    """What the steps of the first recurrent layer are."""
    probe = np.arange(image.size, dtype=np.float32).reshape(image.shape) / image.size
    sequence = network.sequence(probe[None, ..., None], network.recurrent[0].name)[0]
    for name, expected in (("rows", probe), ("columns", probe.T)):
        if sequence.shape == expected.shape and np.allclose(sequence, expected):
            return name
    return "steps"
