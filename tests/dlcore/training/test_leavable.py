"""Calls that are waited for, and left."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from dlcore.training import leavable
from dlcore.training.leavable import LeavableCall

ROOT = Path(__file__).parents[3]


def test_a_call_is_waited_for_where_nothing_presses():
    done = []
    assert LeavableCall(lambda: done.append(threading.current_thread())).wait(lambda: False)
    assert done != [threading.main_thread()]


def test_its_error_is_raised_where_it_is_waited_for():
    def fail():
        raise KeyError("of the call")

    with pytest.raises(KeyError, match="of the call"):
        LeavableCall(fail).wait(lambda: False)


def test_it_is_left_and_ends_by_itself(monkeypatch):
    monkeypatch.setattr(leavable, "PATIENCE_SECONDS", 0.0)
    go_on = threading.Event()
    call = LeavableCall(go_on.wait)
    assert not call.wait(lambda: True)
    go_on.set()
    assert call.over.wait(10)
    assert call.wait(lambda: True)


def test_a_stop_has_a_little_patience(monkeypatch):
    monkeypatch.setattr(leavable, "PATIENCE_SECONDS", 60.0)
    go_on = threading.Event()
    call = LeavableCall(go_on.wait)
    assert call.wait(lambda: not go_on.set())


def test_python_does_not_end_before_what_was_left():
    program = (
        "import time\n"
        "from dlcore.training.leavable import LeavableCall\n"
        "LeavableCall(lambda: (time.sleep(1.5), print('over'))).wait(lambda: True)\n"
        "print('left')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["left", "over"]
