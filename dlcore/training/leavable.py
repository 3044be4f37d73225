"""A call that can be left to itself: a step of a large network cannot be broken off, but left."""

from __future__ import annotations

import atexit
import threading
from collections.abc import Callable

POLL_SECONDS = 0.1
PATIENCE_SECONDS = 0.4
"""How long a stop waits for the call to end by itself before it is left."""
_EXIT_SECONDS = 60.0
_left: set[LeavableCall] = set()


class LeavableCall:
    """Runs a function in a thread of its own.

    Args:
        function: called without arguments, at once.
    """

    def __init__(self, function: Callable[[], None]) -> None:
        self.over = threading.Event()
        self._function = function
        self._error: BaseException | None = None
        threading.Thread(target=self._run, name="dlcore-leavable", daemon=True).start()

    def _run(self) -> None:
        try:
            self._function()
        except BaseException as error:  # raised again where somebody waits for it
            self._error = error
        finally:
            self.over.set()
            _left.discard(self)

    def wait(self, should_leave: Callable[[], bool]) -> bool:
        """Wait until it is over, or until it should be left and does not end by itself.

        Args:
            should_leave: asked ten times a second.

        Returns:
            Whether it is over.

        Raises:
            BaseException: whatever the function has raised.
        """
        while not self.over.wait(POLL_SECONDS):
            if should_leave():
                self.over.wait(PATIENCE_SECONDS)
                _left.add(self)
                break
        if not self.over.is_set():
            return False
        _left.discard(self)
        if self._error:
            raise self._error
        return True


@atexit.register
def wait_for_all_that_were_left() -> None:
    """A script does not end before them: TensorFlow crashes where Python is gone under it."""
    for call in tuple(_left):
        call.over.wait(_EXIT_SECONDS)
