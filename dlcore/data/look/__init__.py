"""A data set looked at before anything learns from it: what is in it, and what is wrong with it.

Images are named by their numbers (`dlcore.data.numbered`). NumPy alone, but for t-SNE.
"""

from dlcore.data.look.balance import Balance, balance
from dlcore.data.look.means import Means, means
from dlcore.data.look.plane import METHODS, Scattered, plane
from dlcore.data.look.suspects import Suspect, Suspects, suspects
from dlcore.data.look.twins import AllTwins, Twins, twins
from dlcore.data.look.typical import Typical, typical

__all__ = [
    "METHODS",
    "AllTwins",
    "Balance",
    "Means",
    "Scattered",
    "Suspect",
    "Suspects",
    "Twins",
    "Typical",
    "balance",
    "means",
    "plane",
    "suspects",
    "twins",
    "typical",
]
