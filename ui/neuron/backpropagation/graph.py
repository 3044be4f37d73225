"""The network with the numbers of one point, as far as they are known at a step."""

from __future__ import annotations

from functools import partial

from dlcore.figures import neuron as drawing
from dlcore.neuron.backpropagation import Backpropagation
from dlcore.neuron.config import NeuronConfig
from dlcore.neuron.features import FEATURES
from ui.frame import shell
from ui.frame.i18n import gettext as _
from ui.neuron.backpropagation import words
from ui.neuron.backpropagation.way import (
    BACKWARD,
    FORWARD,
    INPUTS,
    LOSS,
    BackStage,
    Passage,
    pick_unit,
)
from ui.shared import chart


def show(passage: Passage, stage: BackStage, unit: int) -> None:
    widths = passage.config.widths
    figure = drawing.point_graph(
        _numbers(passage.found, stage, unit),
        words=_labels(passage.config, stage),
        text_colour=shell.text_colour(),
        page_colour=shell.page_colour(),
    )
    chart.show(
        figure,
        key="neuron_back_graph",
        alt=_("A network of {widths} units with the numbers of one point. {said}").format(
            widths=" – ".join(map(str, widths)), said=words.said(passage, stage).replace("**", "")
        ),
        on_click=partial(pick_unit, widths, stage),
    )


def _numbers(found: Backpropagation, stage: BackStage, unit: int) -> drawing.PointGraph:
    """What stands in the picture at one step."""
    back = stage.kind == BACKWARD
    reached = {INPUTS: 0, FORWARD: stage.layer + 1}.get(stage.kind, len(found.layers))
    nodes: list[list[float | None]] = [[*found.layers[0].inputs.tolist()]]
    links = []
    for number, layer in enumerate(found.layers):
        returned = back and number >= stage.layer
        values = layer.deltas if returned else layer.outputs
        nodes.append(values.tolist() if number < reached else [None] * len(values))
        links.append(layer.kernel_gradients if returned else layer.kernel)
    column = 0 if stage.kind == INPUTS else stage.layer + 1
    return drawing.PointGraph(
        nodes,
        links,
        column if stage.kind in (FORWARD, BACKWARD) else None,
        (column, unit if column else -1),
        found.loss if back or stage.kind == LOSS else None,
    )


def _labels(config: NeuronConfig, stage: BackStage) -> drawing.GraphWords:
    """Names of inputs and layers; below each layer, whether its units show a or δ."""
    letters = [
        "δ" if stage.kind == BACKWARD and number >= stage.layer else "a"
        for number in range(len(config.layers))
    ]
    layers = [
        f"{name.replace('_', ' ')}<br>{letter}"
        for name, letter in zip(config.layers, letters, strict=True)
    ]
    inputs = [FEATURES[name].label for name in config.features]
    return drawing.GraphWords(inputs, [_("input"), *layers, _("loss")])
