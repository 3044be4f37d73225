"""Three channels in, two filters: what "32 filters" means, and how many numbers that takes."""

from __future__ import annotations

import numpy as np
import streamlit as st

from dlcore.convolution import learnt
from dlcore.convolution.channels import MIXES, Mixed, kernel, mixed, parameters
from dlcore.convolution.kernels import SIZES
from dlcore.convolution.script import mixed_script
from dlcore.figures import convolution as drawing
from dlcore.figures import heat
from ui.convolution.sliding import Part
from ui.convolution.subject import Subject
from ui.frame import explore
from ui.frame import settings as url
from ui.frame.explore import Preset
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.shared import chart, pictures

_SIZE = "convolution_channel_size"
_FILTERS = ("convolution_first", "convolution_second")
_BIASES = ("convolution_first_bias", "convolution_second_bias")
_NETWORK = "convolution_network"
_COUNTED, _CHANNELS, _SIDE = (f"convolution_count_{name}" for name in ("filters", "in", "side"))
_NETWORKS = {"cnn": N_("network that ships"), "cnn-tutorial": N_("tutorial's network")}
_MOST_FILTERS, _MOST_CHANNELS = 128, 128
_SMALL = 56  # px
_NAMES = (N_("red"), N_("green"), N_("blue"))
_COLOURS = ("#D64550", "#0E9A73", "#1F83C4")
PARAMETERS = {
    **dict.fromkeys(_FILTERS, url.choice(*MIXES)),
    **dict.fromkeys(_BIASES, url.number(-1.0, 1.0, float)),
    _SIZE: url.choice(*SIZES),
    _NETWORK: url.choice(*_NETWORKS),
    _COUNTED: url.number(1, _MOST_FILTERS),
    _CHANNELS: url.number(1, _MOST_CHANNELS),
    _SIDE: url.choice(1, 3, 5, 7),
}


def _try(first: str, second: str, biases: tuple[float, float] = (0.0, 0.0)) -> dict[str, object]:
    return dict(zip((*_FILTERS, *_BIASES, _SIZE), (first, second, *biases, 3), strict=True))


DEFAULTS = _try("edges", "red_green") | {
    _NETWORK: "cnn",
    _COUNTED: 32,
    _CHANNELS: 3,
    _SIDE: 3,
}
PRESETS = {
    "two": Preset(
        N_("An edge and a colour"),
        N_(
            "Both filters see all three channels. The first takes them alike and finds edges of "
            "any colour, the second subtracts one from the other and finds red."
        ),
        _try("edges", "red_green"),
    ),
    "red": Preset(
        N_("Deaf to two channels"),
        N_("A filter may leave a channel out: its weights there are 0, and so is the product."),
        _try("red_edges", "blue"),
    ),
    "bias": Preset(
        N_("Bias as a threshold"),
        N_(
            "The bias is added everywhere. A negative one before a ReLU is a threshold: what is "
            "weaker is cut away."
        ),
        _try("brightness", "brightness", (0.0, -0.5)),
    ),
}


def show(subject: Subject, part: Part) -> None:
    part(lambda: _two(subject))
    part(lambda: _many(subject))
    part(_count)


def _two(subject: Subject) -> None:
    """Two filters over three channels, step by step."""
    if subject.painted:
        _painted(subject)
    explore.presets("convolution_channels", PRESETS)
    size = st.segmented_control(
        _("Size of the filters"),
        SIZES,
        format_func=lambda side: f"{side} × {side}",
        key=_SIZE,
        required=True,
        help=_("Of both: all filters of a layer are of one size."),
    )
    columns = st.columns(2, gap="large")
    for number, column in enumerate(columns):
        with column:
            _choose(number)
    biases = tuple(float(st.session_state[key]) for key in _BIASES)
    kernels = np.stack([kernel(st.session_state[key], size) for key in _FILTERS], axis=-1)
    found = explore.answer(mixed, subject.colours, kernels, biases)
    if found is not None:
        for number, column in enumerate(columns):
            with column:
                _draw(subject, found, kernels, number)
    explore.code(mixed_script(subject.source, kernels, biases))


def _painted(subject: Subject) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        with st.container(width=_SMALL):
            pixels = np.round(subject.colours * 255).astype(np.uint8)
            pictures.picture(pixels, _SMALL, _("The picture in its colours"))
        st.caption(
            _(
                "This picture is grey. So that three channels differ, it is painted: red to the "
                "left, blue to the right, green below. A picture of your own keeps its colours."
            ),
            width="stretch",
        )


def _choose(number: int) -> None:
    st.markdown(_("**Filter {number}**").format(number=number + 1))
    looks_for, bias = st.columns([1.4, 1])
    looks_for.selectbox(
        _("looks for"),
        list(MIXES),
        format_func=lambda name: _(MIXES[name].title),
        key=_FILTERS[number],
        help=_("Its weights: a kernel for each channel, all made for this."),
    )
    bias.slider(
        _("Bias"),
        -1.0,
        1.0,
        step=0.1,
        key=_BIASES[number],
        help=_("One number for the whole filter, added to every cell."),
    )


def _draw(subject: Subject, found: Mixed, kernels: np.ndarray, number: int) -> None:
    strongest = float(np.abs(kernels[..., number]).max())
    extent = float(np.abs(found.parts[..., number]).max())
    branches = [
        drawing.Branch(
            name=_(_NAMES[channel])[:1].upper(),
            colour=_COLOURS[channel],
            channel=pictures.data_uri(heat.grey(subject.colours[..., channel], 1.0)),
            kernel=pictures.data_uri(heat.signed(kernels[..., channel, number], strongest)),
            product=pictures.data_uri(heat.signed(found.parts[..., channel, number], extent)),
        )
        for channel in range(3)
    ]
    output = found.output[..., number]
    bias = float(st.session_state[_BIASES[number]])
    chart.show(
        drawing.mixture(
            branches,
            pictures.data_uri(heat.scaled(output)),
            aspect=output.shape[0] / output.shape[1],
            bias=_("+ bias {bias}").format(bias=f"{bias:g}"),
            result=_("channel {number}").format(number=number + 1),
            height=250,
        ),
        key=f"convolution_mixture_{number}",
        alt=_(
            "Filter {number}: three channels, each times its kernel, added up; from {low} to "
            "{high}."
        ).format(number=number + 1, low=f"{output.min():.3g}", high=f"{output.max():.3g}"),
    )


def _many(subject: Subject) -> None:
    """All filters of a real layer at once."""
    st.markdown(_("**32 filters, 32 pictures**"))
    name = st.segmented_control(
        _("Network"),
        list(_NETWORKS),
        format_func=lambda key: _(_NETWORKS[key]),
        key=_NETWORK,
        required=True,
        label_visibility="collapsed",
        help=_("Whose first layer goes over the grey picture."),
    )
    layer = explore.answer(learnt.at_work, subject.grey, name)
    if layer is None:
        return
    side, _side, count = layer.filters.shape
    left, right = st.columns(2, gap="medium")
    for place, values, key, caption in (
        (left, layer.filters, "filters", _("{count} filters of {side} × {side} weights")),
        (right, layer.maps, "maps", _("and what each makes of your picture: {count} channels")),
    ):
        with place:
            said = caption.format(count=count, side=side)
            st.caption(said)
            pictures.tiles(
                heat.scaled(np.moveaxis(values, -1, 0)),
                key=f"convolution_all_{key}",
                columns=8,
                chosen=None,
                hover=[_("filter {number}").format(number=i) for i in range(count)],
                alt=said,
                height=230,
            )


def _count() -> None:
    st.markdown(_("**How many numbers is that?**"))
    size, channels, filters = st.columns(3, gap="medium")
    k = size.select_slider(
        _("Side of a filter"), (1, 3, 5, 7), key=_SIDE, help=_("The k of the formula.")
    )
    c = channels.slider(
        _("Channels in"),
        1,
        _MOST_CHANNELS,
        key=_CHANNELS,
        help=_("1 for a grey picture, 3 for colours; else the filters of the layer before."),
    )
    f = filters.slider(
        _("Filters"), 1, _MOST_FILTERS, key=_COUNTED, help=_("As many channels come out.")
    )
    thousands = f"{parameters(k, c, f):,}".replace(",", "{,}")
    st.latex(
        rf"\begin{{aligned}} (k \cdot k \cdot c + 1) \cdot f &= ({k} \cdot {k} \cdot {c} + 1) "
        rf"\cdot {f} \\ &= {k * k * c + 1} \cdot {f} = \mathbf{{{thousands}}} \end{{aligned}}"
    )
    st.caption(
        _(
            "A kernel for each channel, one bias, and that for each filter. The size of the "
            "picture is not in it: the same weights serve every place."
        )
    )
