"""What stays for ever is not walked through again and again."""

from __future__ import annotations

import gc

from ui.frame import garbage


def test_what_is_there_is_spared_and_what_comes_later_is_not():
    try:
        garbage.spare()
        assert gc.get_freeze_count() > 10_000
        cycle = [[]]
        cycle[0].append(cycle)
        known = {id(o) for o in gc.get_objects()}
        assert id(cycle) in known
    finally:
        gc.unfreeze()
