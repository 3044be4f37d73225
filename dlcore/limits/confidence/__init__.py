"""How sure a network is of what it was never taught: digits that are changed, and what is none.

shifts: what is done to digits. nonsense: pictures of no digit. fooling: noise made to be a digit.
answers: what a network says, and how good that is. temperature: one number that makes it less sure.
outlier_class: an eleventh class for what is none. run: all of it, by four networks.
"""

from dlcore.limits.confidence.config import ConfidenceConfig, ConfidenceResult
from dlcore.limits.confidence.run import headline, run

__all__ = ["ConfidenceConfig", "ConfidenceResult", "headline", "run"]
