"""Gates: what an LSTM or a GRU lets in, keeps and shows, over time."""

from __future__ import annotations

import numpy as np
import streamlit as st

from dlcore.figures import rnn as drawing
from dlcore.figures.lines import Line
from dlcore.figures.palette import SERIES
from dlcore.rnn.reading import UnrolledLayer
from ui.frame.i18n import N_, gap
from ui.frame.i18n import gettext as _
from ui.rnn import units
from ui.rnn.subject import RnnSubject
from ui.shared import chart

SETTINGS = ()

# Title, and what its values mean; by class of the layer.
TEXTS = {
    "LSTM": {
        "input": (N_("Input gate"), N_("How much of the candidate is written. White: all of it.")),
        "forget": (N_("Forget gate"), N_("How much of the cell state is kept. White: all of it.")),
        "output": (N_("Output gate"), N_("How much of the cell state is shown. White: all of it.")),
        "candidate": (N_("Candidate"), N_("What this row would write.")),
    },
    "GRU": {
        "update": (N_("Update gate"), N_("How much of the state is kept. White: all of it.")),
        "reset": (N_("Reset gate"), N_("How much of the state the candidate may see.")),
        "candidate": (N_("Candidate"), N_("What this row would write.")),
    },
}
_CELL = (N_("Cell state"), N_("The memory itself: kept or written, never squeezed on the way."))
_STATE = (
    N_("Hidden state"),
    N_("What is passed on to the next row, and at the end to the answer."),
)
_COLUMNS = 3


def show(subject: RnnSubject) -> None:
    sort, unit = st.columns([2, 1], vertical_alignment="bottom")
    with sort:
        layer = units.choose(subject)
    with unit:
        number = units.choose_unit(layer)
    if not layer.gates:
        st.info(
            _(
                "A simple cell has no gates: at every row its whole state is computed anew, and "
                "what is to be kept must survive that each time. Choose LSTM or GRU to see gates."
            ),
            icon=":material/info:",
        )
    _maps(subject, layer)
    _lines(subject, layer, number)


def _parts(layer: UnrolledLayer) -> list[tuple[str, str, str, np.ndarray]]:
    """Key, title, explanation and values, (time, units), of all that there is to see."""
    texts = TEXTS.get(layer.facts.kind, {})
    found = [(name, *texts[name], values) for name, values in layer.gates.items()]
    if layer.cells is not None:
        found.append(("cell", *_CELL, layer.cells))
    return [*found, ("state", *_STATE, layer.states)]


def _maps(subject: RnnSubject, layer: UnrolledLayer) -> None:
    parts = _parts(layer)
    for i in range(0, len(parts), _COLUMNS):
        row = parts[i : i + _COLUMNS]
        places = st.columns(_COLUMNS if len(parts) > 1 else 1, gap="small")
        for place, (key, title, explanation, values) in zip(places, row, strict=False):
            with place:
                _map(subject, layer, key, _(title), _(explanation), values)


def _map(
    subject: RnnSubject, layer: UnrolledLayer, key: str, title: str, said: str, values: np.ndarray
) -> None:
    opened = _is_gate(key) and values.min() >= 0
    mean = _("on average {share:.0%} open").format(share=float(values.mean())) if opened else ""
    st.markdown(f"**{title}**" + (f" · {mean}" if mean else ""))
    units.heatmap(
        values,
        layer,
        key=f"rnn_gate_{key}",
        name=title,
        step=units.step_word(subject),
        signed=not opened,
        height=250,
    )
    st.caption(said)


def _is_gate(key: str) -> bool:
    return key not in ("candidate", "cell", "state")


def _lines(subject: RnnSubject, layer: UnrolledLayer, number: int) -> None:
    st.markdown(_("**Unit {number}, read off**").format(number=number))
    x = np.arange(1, subject.reading.steps + 1)
    shown = [
        Line(x, values[:, number], _(title), colour, "solid" if _is_gate(key) else "dash")
        for (key, title, _said, values), colour in zip(_parts(layer), SERIES, strict=False)
    ]
    chart.show(
        drawing.lines(
            shown,
            x_label=units.step_word(subject),
            y_label=_("value"),
            height=300,
        ),
        key="rnn_unit_lines",
        alt=gap().join(
            _("{name}: from {first:.2f} to {last:.2f}.").format(
                name=line.label, first=line.y[0], last=line.y[-1]
            )
            for line in shown
        ),
    )
