"""The newest moments of a training, as many as a browser may still be on its way through.

A browser plays what it has and asks for more before it is through. When its reader pauses, or sets
a weight, it goes on from what was shown then, and that lies behind what was computed.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace

import numpy as np

from dlcore.neuron.config import NeuronConfig
from dlcore.neuron.packet import NeuronState, Packet

_KEPT = 4  # packets: a browser has at most two that it has not shown


@dataclass(frozen=True)
class Place:
    """A moment of a film, as a browser names it: which training, and after how many steps."""

    run: str
    step: int


@dataclass(frozen=True, eq=False)
class Reel:
    """Packets of one training.

    Attributes:
        run: a name that no training had before.
        config: of the network, as it began; what may change on the way does not matter here.
        packets: one to four, the newest last; where two have the same step, the newer one holds.
        number: of packets there have been.
        rests: step of the moment that is shown, where the film rests before its end.
    """

    run: str
    config: NeuronConfig
    packets: tuple[Packet, ...]
    number: int = 1
    rests: int | None = None

    @classmethod
    def begun(cls, config: NeuronConfig, first: Packet) -> Reel:
        """Of a training that begins anew, with its first moment."""
        return cls(secrets.token_urlsafe(9), config, (first,))

    @property
    def last(self) -> Packet:
        """What was computed last."""
        return self.packets[-1]

    @property
    def newest(self) -> Packet:
        """The same up to the moment that is shown, where the film rests; else what was computed
        last."""
        found = None if self.rests is None else self._find(Place(self.run, self.rests))
        return self.last if found is None else _until(self.packets[found[0]], found[1])

    def at(self, place: Place) -> NeuronState | None:
        """The training as it stood there; None where that is not known, or not any more."""
        found = self._find(place)
        return found and self.packets[found[0]].state(found[1])

    def resting(self, place: Place) -> Reel | None:
        """The same, at rest at that place, what lies ahead kept; None where it is not known."""
        return None if self._find(place) is None else replace(self, rests=place.step)

    def _find(self, place: Place) -> tuple[int, int] | None:
        """Which packet it is in, and which moment of that."""
        if place.run != self.run:
            return None
        for number in reversed(range(len(self.packets))):
            steps = self.packets[number].steps
            (found,) = np.nonzero(steps == place.step)
            if len(found):
                return number, int(found[-1])
            if steps[0] <= place.step:
                return None  # older ones were given up for this one
        return None

    def after(self, packet: Packet) -> Reel:
        """The same with what was computed then."""
        packets = (*self.packets, packet)[-_KEPT:]
        return replace(self, packets=packets, number=self.number + 1, rests=None)

    def edited(self, place: Place, index: int, value: float) -> Reel | None:
        """The same, ending at that place with one weight set by hand; None where that cannot be.

        How good the network is then is not known here: losses and accuracies are NaN.

        Args:
            index: in the weights, as `NeuronState.values` has them.
        """
        state = self.at(place)
        if state is None or not 0 <= index < self.config.parameters:
            return None
        unknown = np.full(1, np.nan, np.float32)
        values = state.with_weight(index, value).values[None]
        moment = Packet(np.array([place.step]), values, unknown, unknown, unknown, unknown)
        return self.after(moment)


def _until(packet: Packet, moment: int) -> Packet:
    """The same without the moments after one of them."""
    arrays = {
        name: value[: moment + 1]
        for name, value in vars(packet).items()
        if isinstance(value, np.ndarray)
    }
    ends = moment + 1 == len(packet.steps)
    return replace(packet, **arrays, diverged=packet.diverged and ends)
