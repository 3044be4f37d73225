"""Nine made-up writers, for tests of what is learnt from people's strokes."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from dlcore.pretrain.handwriting.strokes import StrokeSet
from dlcore.pretrain.handwriting.styles import STYLES, write


def people(labels: str = "0123456789") -> StrokeSet:
    """Each writes all ten digits in a hand of their own, under these labels."""
    random = np.random.default_rng(0)
    hands = [
        tuple(100 * stroke for stroke in write(list(styles.values())[writer % len(styles)], random))
        for writer in range(9)
        for styles in STYLES.values()
    ]
    marks = np.array(list(labels) * 9)
    return StrokeSet(
        tuple(hands),
        marks.astype(np.uint8) if labels.isdigit() else marks,
        np.repeat(np.arange(9, dtype=np.uint8), 10),
    )


def save(path: Path, strokes: StrokeSet) -> Path:
    """Writes what `load_strokes` reads."""
    flat = [stroke for sample in strokes.samples for stroke in sample]
    np.savez(
        path,
        points=np.concatenate(flat),
        stroke_offsets=np.cumsum([0, *map(len, flat)]),
        sample_offsets=np.cumsum([0, *map(len, strokes.samples)]),
        label=strokes.labels,
        writer=strokes.writers,
    )
    return path
