"""The part *Layer by layer*: where parameters, multiply-adds and bytes of a network are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from dlcore import cnn, mlp, rnn
from dlcore.figures.limits.cost import LayerBars, layer_bars
from dlcore.limits.cost.config import CostResult
from dlcore.limits.cost.operations import LayerCost, of_network
from dlcore.training.architectures import NetworkConfig
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.frame.setting import Choice, Setting
from ui.limits.cost.numbers import short, size, table
from ui.shared import chart

NETWORKS: Mapping[str, NetworkConfig] = {
    "tutorial": cnn.PRESETS["tutorial"],
    "fast": cnn.PRESETS["fast"],
    "tiny": cnn.PRESETS["tiny"],
    "mlp": mlp.PRESETS["one_layer"],
    "lstm": rnn.PRESETS["lstm"],
}
NETWORK = Choice(
    "cost_network",
    "tutorial",
    N_("Network"),
    N_("Of those that can be trained here."),
    {
        "tutorial": N_("tutorial"),
        "fast": N_("fast"),
        "tiny": N_("tiny"),
        "mlp": N_("dense"),
        "lstm": "LSTM",
    },
)
SETTINGS: tuple[Setting, ...] = (NETWORK,)

_QUANTITIES: Mapping[str, tuple[Callable[[LayerCost], int], Callable[[float], str]]] = {
    N_("parameters"): (lambda one: one.parameters, lambda value: f"{value:,.0f}"),
    N_("multiply-adds"): (lambda one: one.multiply_adds, lambda value: f"{value:,.0f}"),
    N_("bytes moved"): (lambda one: one.bytes_moved, size),
}


def controls() -> None:
    """Which network."""
    NETWORK.segmented()


def show(_found: CostResult) -> None:
    """A bar for each layer and quantity, what there is to see in a sentence, and a table."""
    layers = of_network(NETWORKS[NETWORK.value])
    names = [f"{number}. {one.kind}" for number, one in enumerate(layers, start=1)]
    st.markdown(_verdict(layers, names))
    chart.show(
        layer_bars(names, [_bars(label, layers) for label in _QUANTITIES]),
        key="cost_layers_chart",
        alt=_verdict(layers, names).replace("**", ""),
    )
    _table(layers, names)


def _bars(label: str, layers: Sequence[LayerCost]) -> LayerBars:
    count, write = _QUANTITIES[label]
    values = [count(one) for one in layers]
    total = sum(values)
    return LayerBars(
        _(label), [value / total for value in values], [write(value) for value in values]
    )


def _verdict(layers: Sequence[LayerCost], names: Sequence[str]) -> str:
    """Which layer keeps most, and which one works most."""
    kept = max(range(len(layers)), key=lambda i: layers[i].parameters)
    worked = max(range(len(layers)), key=lambda i: layers[i].multiply_adds)
    of_kept = layers[kept].parameters / sum(one.parameters for one in layers)
    of_work = layers[worked].multiply_adds / sum(one.multiply_adds for one in layers)
    if kept == worked:
        return _("**{layer}** has {kept:.0%} of the parameters and {work:.0%} of the work.").format(
            layer=names[kept], kept=of_kept, work=of_work
        )
    return _(
        "**{keeper}** has {kept:.0%} of the parameters, **{worker}** {work:.0%} of the work: a "
        "weight that slides over an image is used again and again."
    ).format(keeper=names[kept], kept=of_kept, worker=names[worked], work=of_work)


def _table(layers: Sequence[LayerCost], names: Sequence[str]) -> None:
    with st.expander(_("All of it as a table"), icon=":material/table_rows:"):
        rows = [
            [
                name,
                " × ".join(map(str, one.output_shape)),
                f"{one.parameters:,}",
                f"{one.multiply_adds:,}",
                f"{one.bytes_moved:,}",
            ]
            for name, one in zip(names, layers, strict=True)
        ]
        totals = [
            f"{sum(count(one) for one in layers):,}" for count, _write in _QUANTITIES.values()
        ]
        rows.append([_("together"), "", *totals])
        head = [_("layer"), _("output"), *(_(label) for label in _QUANTITIES)]
        table(head, rows)
        st.caption(
            _(
                "For one image. Bytes: weights, what comes in and what goes out, each once, as "
                "float32; all together {size}. Comparing, adding a bias and what an activation "
                "computes of one number are no multiply-adds; there are {work}."
            ).format(
                size=size(sum(one.bytes_moved for one in layers)),
                work=short(sum(one.multiply_adds for one in layers)),
            )
        )
