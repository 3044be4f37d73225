"""Configs, results and what else belongs to a run, as bytes and back; see `dlcore.codec`."""

from __future__ import annotations

from dlcore.addition.training import AdditionResult
from dlcore.codec import Codec
from dlcore.codec import CodecError as CodecError
from dlcore.gan.training import GanResult
from dlcore.runs.record import KINDS
from dlcore.sweep.training import SweepResult
from dlcore.training.fit_monitor import TrainingDiverged
from dlcore.training.run import TrainResult

CODEC = Codec(
    (*KINDS.values(), TrainResult, GanResult, AdditionResult, SweepResult),
    {"TrainingDiverged": TrainingDiverged},
)
pack, pack_apart, unpack = CODEC.pack, CODEC.pack_apart, CODEC.unpack
to_text, from_text = CODEC.to_text, CODEC.from_text
