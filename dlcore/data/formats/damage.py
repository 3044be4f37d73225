"""What a stranger's bytes make of the modules that unpack them, as one error."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from dlcore.data.dataset import DataError
from dlcore.errors import LabError

_BREAKS = (
    *(OSError, EOFError, ValueError, RuntimeError, NotImplementedError),
    *(zipfile.BadZipFile, zlib.error),
)


@contextmanager
def guarded() -> Iterator[None]:
    """Turns what unpacking damaged bytes raises into `damaged`; errors of the lab pass.

    Raises:
        DataError: the bytes are damaged.
    """
    try:
        yield
    except LabError:
        raise
    except _BREAKS as error:
        raise damaged() from error


def damaged() -> DataError:
    """What to raise for a file that breaks off, or is not what it says it is."""
    return DataError("The file is damaged and cannot be read.")
