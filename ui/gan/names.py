"""What the classes of a generator are called, and how strangers' names of any script are shown."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Sequence

import streamlit as st

from dlcore import registry
from dlcore.data import DataError
from dlcore.data.dataset import DIGITS
from dlcore.engine import Run
from ui.frame import visitor
from ui.frame.i18n import plain
from ui.shared.sets import kept

MOST_LISTED = 12
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


def text(name: str) -> str:
    """A name within a text that is no Markdown, in a direction of its own."""
    return name if name in DIGITS else f"\u2068{name}\u2069"


def marked(name: str) -> str:
    """The same within Markdown."""
    return name if name in DIGITS else f"\u2068{plain(name)}\u2069"


def listed(names: Iterable[str], most: int = MOST_LISTED) -> str:
    """Several in a row, as Markdown, no more than there is room for."""
    every = list(map(marked, names))
    return ", ".join(every[:most]) + (" …" if len(every) > most else "")


def counted(
    counts: Iterable[int],
    names: Sequence[str],
    shown: Callable[[str], str] = text,
    most: int = MOST_LISTED,
) -> str:
    """How often each was read: those that were read most, where they are many.

    Args:
        shown: `text` or `marked`.
    """
    pairs = sorted(zip(names, counts, strict=True), key=lambda pair: -pair[1])
    if len(pairs) <= most:
        pairs = list(zip(names, counts, strict=True))
    said = ", ".join(f"{shown(name)}: {count}" for name, count in pairs[:most])
    return said + (" …" if len(pairs) > most else "")
