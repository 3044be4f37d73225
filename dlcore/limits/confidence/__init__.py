"""The experiment."""

from dlcore.limits.confidence.config import ConfidenceConfig, ConfidenceResult
from dlcore.limits.confidence.run import headline, run

__all__ = ["ConfidenceConfig", "ConfidenceResult", "headline", "run"]
