"""Learning from few: a class from ten drawings, by a network that has learnt digits from thousands.

Begin with `FewConfig` and `learn`. network: the one that ships with a new last layer; augmentation:
many drawings of few; strangers: what is none of the classes; reading: a drawing, read;
acquaintance: the same for any network that what it has learnt from is at hand for.
"""

from dlcore.few.config import NOTHING, STARTS, TRANSFER, FewConfig, FewResult
from dlcore.few.reading import FewReading, read_few
from dlcore.few.training import learn

__all__ = [
    "NOTHING",
    "STARTS",
    "TRANSFER",
    "FewConfig",
    "FewReading",
    "FewResult",
    "learn",
    "read_few",
]
