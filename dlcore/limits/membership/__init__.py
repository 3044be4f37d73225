"""The experiment."""

from dlcore.limits.membership.config import MembershipConfig, MembershipResult
from dlcore.limits.membership.run import headline, run

__all__ = ["MembershipConfig", "MembershipResult", "headline", "run"]
