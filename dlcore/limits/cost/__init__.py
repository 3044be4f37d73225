"""The experiment."""

from dlcore.limits.cost.config import CostConfig, CostResult
from dlcore.limits.cost.run import headline, run

__all__ = ["CostConfig", "CostResult", "headline", "run"]
