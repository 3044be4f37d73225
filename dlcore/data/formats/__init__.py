"""A data set as a file: what visitors bring, and what they take away.

Begin with `to_npz` and `from_npz`, which keep all of a set.
"""

from dlcore.data.formats.npz import from_npz, to_npz

__all__ = ["from_npz", "to_npz"]
