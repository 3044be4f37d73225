"""The experiment."""

from dlcore.limits.bias.config import BiasConfig, BiasResult
from dlcore.limits.bias.run import headline, run

__all__ = ["BiasConfig", "BiasResult", "headline", "run"]
