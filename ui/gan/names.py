"""What the classes of a generator are called, and how often each was read."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Sequence

import streamlit as st

from dlcore import registry
from dlcore.data import DataError
from dlcore.data.dataset import DIGITS
from dlcore.engine import Run
from ui.frame import visitor
from ui.frame.i18n import isolated
from ui.shared.sets import kept
from ui.shared.verdicts import NAMED, listed

_KNOWN = "gan_names"  # of this session: the run that was asked for last, and its names


def of_run(run: Run) -> tuple[str, ...]:
    """The classes that a run learns to draw; numbers from 0 as long as nobody says."""
    if not run.config.set:
        return DIGITS
    known, names = st.session_state.get(_KNOWN, ("", ()))
    if known != run.id:
        names = _told(run)
        if names:
            st.session_state[_KNOWN] = (run.id, names)
    return names or tuple(map(str, range(run.config.gan.classes)))


def _told(run: Run) -> tuple[str, ...]:
    if run.result:
        return run.result.classes
    if run.snapshot:
        return registry.class_names(run.snapshot)
    if run.supply and visitor.owns(run):
        with contextlib.suppress(DataError):
            return kept.opened(run.supply).classes
    return ()


def counted(
    counts: Iterable[int],
    names: Sequence[str],
    shown: Callable[[str], str] = isolated,
    most: int = NAMED,
) -> str:
    """How often each was read: those that were read most, where they are many.

    Args:
        shown: `plain` for Markdown.
    """
    pairs = sorted(zip(names, counts, strict=True), key=lambda pair: -pair[1])
    if len(pairs) <= most:
        pairs = list(zip(names, counts, strict=True))
    said = listed(f"{shown(name)}: {count}" for name, count in pairs[:most])
    return said + (" …" if len(pairs) > most else "")
