"""One cell of a feature map: how far into the image it sees, and the sum behind it."""

from __future__ import annotations

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from streamlit.delta_generator import DeltaGenerator

from dlcore.cnn.cell_sum import CellSum, cell_sum, channels_into, convolution_of
from dlcore.cnn.receptive import Pair, ReceptiveField
from dlcore.explain.network import LayerFacts
from dlcore.figures import cnn as drawing
from dlcore.figures import heat
from ui.cnn.subject import CnnSubject
from ui.frame.i18n import N_, gap
from ui.frame.i18n import gettext as _
from ui.frame.setting import Whole
from ui.shared import chart, pictures, window
from ui.shared.network import is_drawn, short

_MOST_CELLS, _MOST_CHANNELS = 64, 4095
_STRONGEST = 0  # instead of a row or column: where the map is furthest from 0
_MOST = -1  # instead of a channel: the one that adds most
ROW = Whole(
    "cnn_row",
    _STRONGEST,
    N_("Row"),
    N_("Of the cell in the chosen map, counted from the top."),
    _STRONGEST,
    _MOST_CELLS,
)
COLUMN = Whole(
    "cnn_column",
    _STRONGEST,
    N_("Column"),
    N_("Of the cell in the chosen map, counted from the left."),
    _STRONGEST,
    _MOST_CELLS,
)
CHANNEL = Whole(
    "cnn_channel",
    _MOST,
    N_("Channel"),
    N_("Of those that come into the convolution: whose products are shown. A click chooses too."),
    _MOST,
    _MOST_CHANNELS,
)
SETTINGS = (ROW, COLUMN, CHANNEL)
_PICTURE, _BARS = 280, 220  # px


def show(subject: CnnSubject, layer: str, output: NDArray[np.float32], unit: int) -> None:
    """What a cell of a map sees, and how it comes about where the map is a convolution's.

    Args:
        output: (height, width, channels), what leaves the layer.
        unit: number of the map.
    """
    layers = subject.network.layers
    made_by = convolution_of(layers, layer)
    st.header(_("One cell of this map"), anchor=False)
    image, words = st.columns([1, 1.6], gap="large")
    with words:
        cell = _choose(output[..., unit])
        st.markdown(
            _("Map {unit} has a **{value}** in row {row}, column {column}.").format(
                unit=unit, value=_short(output[(*cell, unit)]), row=cell[0] + 1, column=cell[1] + 1
            )
        )
    _sees(subject, layer, cell, image, words)
    if made_by is None:
        with words:
            st.caption(_("Choose a convolution, and the sum behind each cell is shown here."))
        return
    channels = channels_into(layers, made_by.name)
    wanted = min(CHANNEL.value, channels - 1)
    channel = None if wanted == _MOST else wanted
    found = subject.ask(cell_sum, subject.image, made_by.name, unit, channel, cell)
    if found is None:
        return
    with words:
        st.markdown(_said(found))
        if made_by.name != layer:
            st.caption(
                _(
                    "What stands between that convolution and this layer makes {value} of it."
                ).format(value=_short(output[(*cell, unit)]))
            )
        if channels > 1:
            CHANNEL.set(found.channel)
            CHANNEL.number_input(min_value=0, max_value=channels - 1, width=200)
            _channels(found)
    _window(found, cell)


def _choose(values: NDArray[np.float32]) -> Pair:
    """Row and column, from 0; the strongest cell, where none was chosen or there is none such."""
    rows, columns = values.shape
    if not (1 <= ROW.value <= rows and 1 <= COLUMN.value <= columns):
        row, column = np.unravel_index(np.abs(values).argmax(), values.shape)
        _come_to(int(row), int(column))
    with st.container(horizontal=True):
        for one, count in ((ROW, rows), (COLUMN, columns)):
            if count > 1:
                one.number_input(min_value=1, max_value=count, width=140)
    return ROW.value - 1, COLUMN.value - 1


def _come_to(row: int, column: int) -> None:
    ROW.set(row + 1)
    COLUMN.set(column + 1)


def _sees(
    subject: CnnSubject, layer: str, cell: Pair, image: DeltaGenerator, words: DeltaGenerator
) -> None:
    """The pixels that it depends on, among those of other layers' cells at the same place."""
    pairs = zip(subject.network.layers, subject.network.fields, strict=True)
    known = {facts.name: (facts, field) for facts, field in pairs if field}
    if layer not in known:
        return
    own = known[layer][1]
    (top, left), (bottom, right) = box = own.of(cell)
    drawn = [(facts, field) for facts, field in known.values() if is_drawn(facts.kind)]
    middle = (top + bottom - 1) / 2, (left + right - 1) / 2
    boxes = [
        field.of(field.nearest(*middle, (facts.output_shape[0], facts.output_shape[1])))
        for facts, field in drawn
        if field != own
    ]
    said = _("It sees {height} × {width} pixels of the image, and nothing else.").format(
        height=bottom - top, width=right - left
    )
    with image:
        chart.show(
            drawing.fields(
                pictures.data_uri(heat.grey(subject.image, 1.0), _PICTURE),
                [*boxes, box],
                chosen=len(boxes),
                height=_PICTURE,
            ),
            key="cnn_field",
            alt=said,
        )
    with words:
        st.markdown(said + gap() + _("They are in the orange frame."))
        st.caption(
            _(
                "Receptive field by layer: {sizes}. Grey frames: the other layers, at this place."
            ).format(sizes=" → ".join(_size(facts, field, field == own) for facts, field in drawn))
        )


def _size(facts: LayerFacts, field: ReceptiveField, stands_out: bool) -> str:
    """How far a layer sees, as Markdown."""
    said = f"{short(facts.kind)} {field.size[0]} × {field.size[1]}"
    return f"**{said}**" if stands_out else said


def _said(found: CellSum) -> str:
    """The sum in numbers, as Markdown."""
    count = len(found.parts)
    words = {
        "count": count,
        "weights": found.kernel.size,
        "sum": _short(found.parts.sum(dtype=float)),
        "bias": _short(found.bias),
        "total": _short(found.total),
        "value": _short(found.value),
        "activation": found.activation,
    }
    said = (
        _(
            "{count} channels come in, with {weights} weights for each. All their products add up "
            "to {sum}; with the bias {bias} that is **{total}**."
        )
        if count > 1
        else _("Its {weights} products add up to {sum}; with the bias {bias} that is **{total}**.")
    )
    if found.activation not in ("", "linear"):
        said += gap() + _("The activation {activation} makes **{value}** of it.")
    return said.format(**words)


def _channels(found: CellSum) -> None:
    """What each channel adds; a click chooses one."""
    last = len(found.parts) - 1
    chart.show(
        drawing.units(
            found.parts,
            chosen=found.channel,
            x_label=_("channel"),
            y_label=_("what it adds"),
            height=_BARS,
        ),
        key="cnn_channels",
        alt=_("Channel {channel} adds {value}.").format(
            channel=found.channel, value=_short(found.parts[found.channel])
        ),
        on_click=lambda x, _y: CHANNEL.set(int(np.clip(round(x), 0, last))),
    )


def _window(found: CellSum, cell: Pair) -> None:
    names = {"channel": found.channel}
    single = len(found.parts) == 1
    window.show(
        window.Grid(
            found.padded,
            _("the image") if single else _("channel {channel}, which comes in").format(**names),
            found.margin,
        ),
        window.Grid(
            found.part,
            _("all sums, without the bias")
            if single
            else _("what channel {channel} adds to the map").format(**names),
        ),
        found.kernel,
        window.Motion(found.window.stride, found.window.dilation),
        key="cnn_window",
        cell=cell,
        on_cell=_come_to,
        alt=_said(found).replace("**", ""),
        total=_("All {count} products together: **{sum}**."),
    )
    st.caption(
        _(
            "Click on a cell, or use the arrow keys: all above follows. Crossed-out cells are "
            "padding."
        )
    )


def _short(value: float) -> str:
    return f"{value:.3g}"
