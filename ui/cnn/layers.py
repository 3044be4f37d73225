"""Layer by layer: the network as a picture, the maps of one layer, and one unit of it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dlcore.cnn import layers
from dlcore.explain.network import LayerFacts
from dlcore.figures import cnn as drawing
from dlcore.figures import heat
from dlcore.figures.network import Stage, network
from ui.cnn import cell, states
from ui.cnn.subject import CnnSubject
from ui.frame import explore
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.frame.setting import Name, Whole
from ui.shared import chart, pictures
from ui.shared.network import is_drawn, short

LAYER = Name(
    "cnn_layer",
    "",
    N_("Layer"),
    N_("What leaves this layer is shown. A click on the picture chooses one too."),
)
UNIT = Whole(
    "cnn_unit",
    0,
    N_("Unit"),
    N_("A feature map of a convolution, or one unit of a dense or recurrent layer."),
    0,
    4095,
)
SETTINGS = (LAYER, UNIT, *cell.SETTINGS)
_TILE = 84  # px
_UNIT_PICTURE = 108  # px


def show(subject: CnnSubject) -> None:
    settle(subject)
    _network(subject)
    chosen = choose(subject)
    output = subject.ask(layers.passed_on, subject.image, chosen)
    if output is None:
        return
    units = output.shape[-1]
    number = min(UNIT.value, units - 1)
    left, right = st.columns([1.15, 1], gap="large")
    with left:
        _passed_on(output, number)
    with right:
        _unit(subject, chosen, output, number)
    with st.container(key="cnn_cell"):
        if output.ndim == 3:
            cell.show(subject, chosen, output, number)
    explore.code(subject.program.layers_script(chosen, number))


def settle(subject: CnnSubject) -> str:
    """The chosen layer; where this network has none of that name, its first maps."""
    if LAYER.value not in [layer.name for layer in subject.network.layers]:
        LAYER.set(_first(subject.network.layers))
    return LAYER.value


def choose(subject: CnnSubject) -> str:
    """The choice of a layer, once `settle` has been called."""
    return LAYER.selectbox(
        [layer.name for layer in subject.network.layers],
        format_func=lambda name: title(subject.network.layers, name),
    )


def title(facts: Sequence[LayerFacts], name: str) -> str:
    """A layer in a list: its place, its class and the shape of what leaves it."""
    names = [layer.name for layer in facts]
    layer = facts[names.index(name)]
    return f"{names.index(name) + 1}. {layer.kind} → {' × '.join(map(str, layer.output_shape))}"


def _first(facts: Sequence[LayerFacts]) -> str:
    """The first maps behind an activation: before it, half of what one sees is cut away later.

    Without maps, what the first layer with weights makes of the image.
    """
    with_maps = [layer for layer in facts if layer.has_maps]
    bent = [layer for layer in with_maps if layer.kind in ("Activation", "ReLU")]
    weighted = [layer for layer in facts if layer.parameters]
    return (bent or with_maps or weighted or list(facts))[0].name


def _network(subject: CnnSubject) -> None:
    drawn = [layer for layer in subject.network.layers if is_drawn(layer.kind)]
    names = [layer.name for layer in drawn]
    stages = [Stage(_("input"), (28, 28, 1))]
    stages += [Stage(short(layer.kind), layer.output_shape) for layer in drawn]

    def click(x: float, y: float) -> None:
        if 1 <= round(x) <= len(names):
            LAYER.set(names[round(x) - 1])

    chosen = _drawn_for(subject.network.layers, LAYER.value, names)
    chart.show(
        network(stages, hover=_("{name} passes on {size}"), chosen=chosen),
        key="cnn_network",
        alt=" → ".join(f"{stage.name} {stage.size}" for stage in stages),
        on_click=click,
    )


def _drawn_for(facts: Sequence[LayerFacts], name: str, drawn: Sequence[str]) -> int:
    """The stage of a layer, or of the last one before it that is drawn; 0 is the input."""
    stage = 0
    for layer in facts:
        if layer.name in drawn:
            stage = drawn.index(layer.name) + 1
        if layer.name == name:
            break
    return stage


def _choose(number: int) -> None:
    UNIT.set(number)


def _passed_on(output: NDArray[np.float32], number: int) -> None:
    if output.ndim == 2:  # a sequence has no place to click on: a unit is one of its columns
        states.show(output)
    else:
        (_maps if output.ndim == 3 else _bars)(output, number)


def _maps(output: NDArray[np.float32], number: int) -> None:
    """All maps of a layer in one scale: a dark one is one that finds nothing in this image."""
    height, width, count = output.shape
    columns = int(np.ceil(np.sqrt(count)))
    st.caption(
        _(
            "{count} feature maps of {height} × {width}, all in one scale. White or orange: the "
            "filter has found what it looks for. Blue: the opposite. Click on one."
        ).format(count=count, height=height, width=width)
    )
    strongest = np.abs(output).max(axis=(0, 1))
    pictures.tiles(
        heat.scaled(np.moveaxis(output, -1, 0)),
        key="cnn_maps",
        columns=columns,
        chosen=number,
        hover=[
            _("map {i}, strongest {v}").format(i=i, v=f"{v:.3g}") for i, v in enumerate(strongest)
        ],
        alt=_("{count} feature maps; map {number} is chosen. The strongest is map {best}.").format(
            count=count, number=number, best=int(strongest.argmax())
        ),
        on_choice=_choose,
        height=440,
    )


def _bars(output: NDArray[np.float32], number: int) -> None:
    st.caption(_("{count} units, one number each. Click on one.").format(count=len(output)))
    chart.show(
        drawing.units(
            output, chosen=number, x_label=_("unit"), y_label=_("what it passes on"), height=340
        ),
        key="cnn_units",
        alt=_("{count} units; unit {number} passes on {value}.").format(
            count=len(output), number=number, value=f"{output[number]:.3g}"
        ),
        on_click=lambda x, y: _choose(int(np.clip(round(x), 0, len(output) - 1))),
    )


def _unit(subject: CnnSubject, layer: str, output: NDArray[np.float32], number: int) -> None:
    count = output.shape[-1]
    if count > 1:
        UNIT.set(number)
        UNIT.number_input(max_value=count - 1)
    known = subject.knows_tests
    found = subject.ask_tests(layers.unit, layer, number) if known else None
    if known and found is None:
        return
    kernel = found.kernel if found else subject.ask(layers.kernel, layer, number)
    made = (
        subject.ask_tests(layers.exciting, layer, number)
        if known
        else subject.ask(layers.exciting_from, subject.image, layer, number)
    )
    with st.container(horizontal=True, gap="small"):
        if output.ndim == 3:
            with st.container(width=_UNIT_PICTURE):
                pictures.picture(
                    heat.scaled(output[..., number]),
                    _UNIT_PICTURE,
                    _("The chosen feature map"),
                    _("what it finds in this image, at most {value}").format(
                        value=f"{output[..., number].max():.3g}"
                    ),
                )
        if made is not None:
            with st.container(width=_UNIT_PICTURE):
                pictures.picture(
                    heat.grey(made.image[..., 0], 1.0),
                    _UNIT_PICTURE,
                    _("A picture made to excite this unit"),
                    _("made to excite it: from {before} to {value} on average").format(
                        before=f"{made.before:.3g}", value=f"{made.value:.3g}"
                    ),
                )
        if kernel is not None:
            with st.container(width=_UNIT_PICTURE):
                _kernel(kernel)
    if found:
        _strongest(found)
    else:
        st.caption(_("Which test images excite it most is not known: its data set is not here."))


def _kernel(kernel: NDArray[np.float32]) -> None:
    """One small picture for each channel that comes in."""
    height, width, count = kernel.shape
    columns = int(np.ceil(np.sqrt(count)))
    strongest = float(np.abs(kernel).max())
    said = (
        _("its filter: {height} × {width} weights for each of {count} inputs")
        if count > 1
        else _("its filter: {height} × {width} weights")
    )
    pictures.picture(
        heat.mosaic(heat.signed(np.moveaxis(kernel, -1, 0), strongest), columns),
        _UNIT_PICTURE,
        _("The weights of its filter"),
        said.format(height=height, width=width, count=count),
    )


def _strongest(found: layers.Unit) -> None:
    st.caption(
        _(
            "The test images that excite it most, and how much. In {silent:.0%} of the test images "
            "it is silent."
        ).format(silent=found.silent)
    )
    with st.container(horizontal=True, gap="small"):
        for image, value in zip(found.images, found.values, strict=True):
            with st.container(width=_TILE, gap="small"):
                pictures.picture(heat.grey(image, 1.0), _TILE, f"{value:.3g}", f"{value:.3g}")
