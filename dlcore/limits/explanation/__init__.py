"""The experiment."""

from dlcore.limits.explanation.config import ExplanationConfig, ExplanationResult
from dlcore.limits.explanation.run import headline, run

__all__ = ["ExplanationConfig", "ExplanationResult", "headline", "run"]
