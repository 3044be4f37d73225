"""Simpson's paradox: better in each group, and yet worse in all, because of who is asked what.

Of two groups with accuracies e and h, a network that is asked a share p of the second is right in
(1 - p)·e + p·h of all cases (Simpson 1951; Bickel et al. 1975).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class GroupAccuracies:
    """How often a network is right, in [0, 1].

    Attributes:
        others, rare: in each of the two groups.
    """

    others: float
    rare: float

    def overall(self, share: float) -> float:
        """In all cases, where so large a share of them, in [0, 1], is rare."""
        return (1 - share) * self.others + share * self.rare

    def dominates(self, other: GroupAccuracies) -> bool:
        """Whether it is better in both groups."""
        return self.others > other.others and self.rare > other.rare

    def share_at(self, level: float) -> float | None:
        """The share of rare cases at which it is right so often overall; None where at no share."""
        if self.others == self.rare:
            return None
        share = (self.others - level) / (self.others - self.rare)
        return share if 0 <= share <= 1 else None
