"""What experiments find, written down: while they go, and of those whose result ships.

Made by `python -m dlcore.pretrain.limits`; each has a card beside it that says how.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from dlcore.codec import Codec
from dlcore.limits.bias.config import BiasResult
from dlcore.limits.confidence.config import ConfidenceResult
from dlcore.limits.cost.config import CostResult
from dlcore.limits.explanation.config import ExplanationResult
from dlcore.limits.membership.config import MembershipResult
from dlcore.registry.shipped import MODELS
from dlcore.training.fit_monitor import TrainingDiverged

FOLDER = MODELS / "limits"
CODEC = Codec(
    (MembershipResult, BiasResult, ConfidenceResult, ExplanationResult, CostResult),
    {"TrainingDiverged": TrainingDiverged},
)
pack, unpack = CODEC.pack, CODEC.unpack


@lru_cache(maxsize=16)
def shipped(name: str, folder: Path = FOLDER) -> Any:
    """The result that ships of an experiment.

    Args:
        name: of the experiment.

    Raises:
        OSError: it is not there.
        CodecError: it is damaged, or of another version.
    """
    return unpack((folder / f"{name}.zip").read_bytes())
