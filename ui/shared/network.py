"""A network before anything runs: its picture and its layers with shapes and weights."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dlcore.figures.network import Stage, network
from dlcore.layers import LayerRow, LayerSpec, keywords, parameter_count
from ui.frame.i18n import gettext as _
from ui.shared import chart

# Layers that only act on each value in its place are not drawn; the table has them.
_DRAWN = ("Conv", "Pool", "Reshape", "RNN", "LSTM", "GRU", "Bidirectional", "Dense")


_BRIEF = {"2D": "", "Average": "Avg", "Pooling": "Pool", "Bidirectional": "Both ways"}


def picture(rows: Sequence[LayerRow], input_shape: tuple[int, ...]) -> None:
    """Draws the layers that change a shape, from the input to the answer."""
    stages = [Stage(_("input"), input_shape)] + [
        Stage(short(row.kind), row.output_shape) for row in rows if is_drawn(row.kind)
    ]
    chart.show(
        network(stages, hover=_("{name} passes on {size}")),
        key="network_picture",
        alt=" → ".join(f"{stage.name} {stage.size}" for stage in stages),
    )


def is_drawn(kind: str) -> bool:
    return any(word in kind for word in _DRAWN)


def short(kind: str) -> str:
    for long, brief in _BRIEF.items():
        kind = kind.replace(long, brief)
    return kind


def layer_table(specs: Sequence[LayerSpec], rows: Sequence[LayerRow]) -> None:
    """One line a layer: as Keras writes it, the shape of what leaves it, its number of weights."""
    lines = [
        f"| `{row.kind}` {keywords(spec.arguments)} | {' × '.join(map(str, row.output_shape))} "
        f"| {row.parameters:,} |"
        for spec, row in zip(specs, rows, strict=True)
    ]
    # Not inside an f-string, where the extraction of strings does not look.
    head = "| " + " | ".join([_("Layer"), _("Output shape"), _("Parameters")]) + " |"
    total = _("Total")
    last = f"| **{total}** | | **{parameter_count(rows):,}** |"
    st.markdown("\n".join([head, "|:--|:--|--:|", *lines, last]))
