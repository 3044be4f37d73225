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
from ui.convolution.sliding import Alone
from ui.convolution.subject import PictureSubject
from ui.frame import explore
from ui.frame.engine import ask
from ui.frame.explore import Preset
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.frame.setting import Choice, Number, Whole
from ui.frame.settings import Values
from ui.shared import chart, pictures

_SMALL = 56  # px
_NAMES = (N_("red"), N_("green"), N_("blue"))
_COLOURS = ("#D64550", "#0E9A73", "#1F83C4")
FILTERS = tuple(
    Choice(
        key,
        usual,
        N_("looks for"),
        N_("Its weights: a kernel for each channel, all made for this."),
        {name: mix.title for name, mix in MIXES.items()},
    )
    for key, usual in (("convolution_first", "edges"), ("convolution_second", "red_green"))
)
BIASES = tuple(
    Number(
        f"{one.key}_bias",
        0.0,
        N_("Bias"),
        N_("One number for the whole filter, added to every cell."),
        -1.0,
        1.0,
        step=0.1,
    )
    for one in FILTERS
)
SIZE = Choice(
    "convolution_channel_size",
    3,
    N_("Size of the filters"),
    N_("Of both: all filters of a layer are of one size."),
    SIZES,
)
NETWORK = Choice(
    "convolution_network",
    "cnn",
    N_("Network"),
    N_("Whose first layer goes over the grey picture."),
    {"cnn": N_("network that ships"), "cnn-tutorial": N_("tutorial's network")},
)
COUNTED_FILTERS = Whole(
    "convolution_count_filters", 32, N_("Filters"), N_("As many channels come out."), 1, 128
)
COUNTED_CHANNELS = Whole(
    "convolution_count_in",
    3,
    N_("Channels in"),
    N_("1 for a grey picture, 3 for colours; else the filters of the layer before."),
    1,
    128,
)
COUNTED_SIDE = Choice(
    "convolution_count_side",
    3,
    N_("Side of a filter"),
    N_("The k of the formula."),
    (1, 3, 5, 7),
)
_OF_TWO = (*FILTERS, *BIASES, SIZE)
SETTINGS = (*_OF_TWO, NETWORK, COUNTED_FILTERS, COUNTED_CHANNELS, COUNTED_SIDE)


def _try(first: str, second: str, biases: tuple[float, float] = (0.0, 0.0)) -> Values:
    values = (first, second, *biases, SIZE.usual)
    return {one.key: value for one, value in zip(_OF_TWO, values, strict=True)}


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


def show(subject: PictureSubject, alone: Alone) -> None:
    alone(lambda: _two(subject))
    alone(lambda: _many(subject))
    alone(_count)


def _two(subject: PictureSubject) -> None:
    """Two filters over three channels, step by step."""
    if subject.painted:
        _painted(subject)
    explore.presets("convolution_channels", PRESETS)
    size = SIZE.segmented(format_func=lambda side: f"{side} × {side}")
    columns = st.columns(2, gap="large")
    for number, column in enumerate(columns):
        with column:
            _choose(number)
    biases = tuple(one.value for one in BIASES)
    kernels = np.stack([kernel(one.value, size) for one in FILTERS], axis=-1)
    found = ask(mixed, subject.colours, kernels, biases)
    if found is not None:
        for number, column in enumerate(columns):
            with column:
                _draw(subject, found, kernels, number)
    explore.code(mixed_script(subject.source, kernels, biases))


def _painted(subject: PictureSubject) -> None:
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
    with looks_for:
        FILTERS[number].selectbox()
    with bias:
        BIASES[number].slider()


def _draw(subject: PictureSubject, found: Mixed, kernels: np.ndarray, number: int) -> None:
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
    chart.show(
        drawing.mixture(
            branches,
            pictures.data_uri(heat.scaled(output)),
            aspect=output.shape[0] / output.shape[1],
            bias=_("+ bias {bias}").format(bias=f"{BIASES[number].value:g}"),
            result=_("channel {number}").format(number=number + 1),
            height=250,
        ),
        key=f"convolution_mixture_{number}",
        alt=_(
            "Filter {number}: three channels, each times its kernel, added up; from {low} to "
            "{high}."
        ).format(number=number + 1, low=f"{output.min():.3g}", high=f"{output.max():.3g}"),
    )


def _many(subject: PictureSubject) -> None:
    """All filters of a real layer at once."""
    st.markdown(_("**32 filters, 32 pictures**"))
    name = NETWORK.segmented(label_visibility="collapsed")
    layer = ask(learnt.at_work, subject.grey, name)
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
    side, channels, filters = st.columns(3, gap="medium")
    with side:
        k = COUNTED_SIDE.select_slider()
    with channels:
        c = COUNTED_CHANNELS.slider()
    with filters:
        f = COUNTED_FILTERS.slider()
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
