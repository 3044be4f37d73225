"""What the parts of the picture show, as it is handed to the browser."""

from __future__ import annotations

import base64
import zlib
from dataclasses import dataclass
from typing import Any

import numpy as np

from dlcore.neuron.config import NeuronConfig
from dlcore.neuron.features import FEATURES, SPAN
from dlcore.neuron.packet import Packet
from dlcore.neuron.points import PointSet


@dataclass(frozen=True, eq=False)
class NeuronScene:
    """A network, its points and some moments of its training.

    Attributes:
        run: as `Reel.run`: another one whenever a training begins anew. A browser that shows a run
            already adds the moments to those it has, from the first step of the packet on.
        config: of the network.
        points: None where there are none yet.
        packet: the newest moments; None where there is no network to show.
        off: (layer, unit) of each hidden unit that is switched off, both from 0.
        every: updates from one moment to the next.
        number: of the packet, as `Reel.number`.
        refused: how many questions of the browser had no answer. One more, and it does not wait any
            longer, takes the packet for what there is and asks again.
    """

    run: str
    config: NeuronConfig
    points: PointSet | None
    packet: Packet | None
    off: tuple[tuple[int, int], ...] = ()
    every: int = 5
    number: int = 0
    refused: int = 0

    def sent(self) -> dict[str, Any]:
        """As plain data; arrays in base64, float32 little-endian unless said otherwise."""
        return {
            "run": self.run,
            "settings": f"{zlib.crc32(repr(self.config).encode()):x}",
            "spec": self._spec(),
            "points": None if self.points is None else _points(self.points),
            "packet": None if self.packet is None else self._packet(self.packet),
            "off": [list(unit) for unit in self.off],
            "every": self.every,
            "refused": self.refused,
        }

    def _spec(self) -> dict[str, Any]:
        config = self.config
        return {
            "features": list(config.features),
            "labels": [FEATURES[name].label for name in config.features],
            "widths": list(config.widths),
            "layers": list(config.layers),
            "classes": config.classes,
            "loss": config.loss,
            "span": SPAN,
        }

    def _packet(self, packet: Packet) -> dict[str, Any]:
        weights = packet.states[:, : self.config.parameters].astype("<f4")
        measures = (packet.loss, packet.test_loss, packet.accuracy, packet.test_accuracy)
        steps = packet.steps.tolist()
        return {
            # By what it holds: a page that is run again hands over the same packet again.
            "id": f"{self.number}-{steps[0]}-{steps[-1]}-{zlib.crc32(weights.tobytes()):x}",
            "steps": steps,
            "weights": packed(weights),
            "measures": packed(np.stack(measures).astype("<f4")),
            "diverged": packet.diverged,
        }


def _points(points: PointSet) -> dict[str, str]:
    """x as x1, x2 in turn; a byte for each that says whether it is a test point."""
    return {
        "x": packed(points.x.astype("<f4")),
        "y": packed(points.y.astype("<f4")),
        "test": packed(points.test.astype(np.uint8)),
    }


def packed(array: np.ndarray) -> str:
    """The bytes of an array in base64."""
    return base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()
