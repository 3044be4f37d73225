"""Whether two trainings saw the same images."""

from __future__ import annotations

import hashlib

from dlcore.data.mnist import ARRAYS, Mnist


def fingerprint(data: Mnist) -> str:
    """The first 16 hex digits of the SHA-256 of all images and labels, a tenth of a second for all.

    The same wherever they came from: `Mnist.source` does not count.
    """
    digest = hashlib.sha256()
    for name in ARRAYS:
        array = getattr(data, name)
        digest.update(f"{name} {array.dtype.str} {array.shape}".encode())
        digest.update(array.tobytes())
    return digest.hexdigest()[:16]
