"""Transposed convolution: a picture grows stamp by stamp, and where the checkerboard comes from."""

from __future__ import annotations

import streamlit as st

from dlcore.convolution import Kernel
from dlcore.convolution.script import transposed_script
from dlcore.convolution.transposed import Transposed, overlaps, side, stamp, transposed
from dlcore.convolution.window import Window
from dlcore.figures import convolution as drawing
from dlcore.figures import heat
from ui.convolution import sliding
from ui.convolution.sliding import Alone
from ui.convolution.subject import PictureSubject
from ui.frame import explore
from ui.frame.engine import ask
from ui.frame.explore import Preset
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.frame.setting import Choice, Whole
from ui.frame.settings import Values, configured, values_of
from ui.shared import chart, pictures, window

_USUAL = Window(3, 2, "same")
_MOST = 63  # rows and columns are counted from 0
KIND = Choice(
    "convolution_stamp_kind",
    "even",
    N_("The stamp"),
    N_("The kernel. In a network, training finds it."),
    {
        "even": N_("all 1"),
        "hat": N_("a pyramid"),
        "random": N_("random, as before training"),
    },
)
SIZE = Whole.of(
    _USUAL,
    "size",
    "convolution_stamp_size",
    N_("Size of the stamp"),
    N_("How many pixels wide and high each stamp is."),
)
STRIDE = Whole.of(
    _USUAL,
    "stride",
    "convolution_stamp_stride",
    N_("Stride"),
    N_("How far apart the stamps of two neighbouring pixels fall: so many times it grows."),
    high=4,
)
PADDING = sliding.padding(
    _USUAL,
    "convolution_stamp_padding",
    N_(
        "Valid: every stamp is kept whole. Same: what overhangs is cut off, so that the sides "
        "grow by the stride exactly."
    ),
)
ROW = Whole("convolution_stamp_row", 10, low=0, high=_MOST)
COLUMN = Whole("convolution_stamp_column", 14, low=0, high=_MOST)
SETTINGS = (KIND, SIZE, STRIDE, PADDING, ROW, COLUMN)
_WIDTH = 224  # px


def _try(kind: str, size: int, stride: int) -> Values:
    return {KIND.key: kind} | values_of(Window(size, stride, "same"), SETTINGS)


PRESETS = {
    "checkerboard": Preset(
        N_("The checkerboard"),
        N_(
            "3 is no multiple of 2: on every other pixel two stamps meet, and where rows and "
            "columns do, four. The picture shows the pattern of the stamps."
        ),
        _try("even", 3, 2),
    ),
    "multiple": Preset(
        N_("A multiple: 4 by 2"),
        N_("Every pixel gets the same number of stamps: the checkerboard is gone."),
        _try("even", 4, 2),
    ),
    "smooth": Preset(
        N_("A pyramid"),
        N_("Stamps that fade towards their border add up to a smooth picture: bilinear scaling."),
        _try("hat", 3, 2),
    ),
    "random": Preset(
        N_("Before training"),
        N_(
            "Random weights make a pattern whatever their size. Training has to find better ones; "
            "where stamps overlap unevenly, it has to make up for that as well."
        ),
        _try("random", 3, 2),
    ),
    "gaps": Preset(
        N_("Gaps"),
        N_("The stride is larger than the stamp: between the stamps nothing is painted at all."),
        _try("even", 2, 3),
    ),
}


def show(subject: PictureSubject, _alone: Alone) -> None:
    explore.presets("convolution_transposed", PRESETS)
    seen, controls = st.columns([2.3, 1], gap="medium")  # on a phone the picture comes first
    with controls:
        kind = KIND.selectbox()
        SIZE.slider()
        STRIDE.slider()
        PADDING.segmented()
        slides = configured(_USUAL, SETTINGS, st.session_state)
    kernel = stamp(kind, slides.size)
    found = ask(transposed, subject.grey, kernel, slides)
    with controls:
        st.markdown(_evenness(slides))
    if found is None:
        return
    with seen:
        _sizes(slides, *subject.grey.shape)
        _draw(subject, found, kernel, slides)
    _overlap(found, slides)
    explore.code(transposed_script(subject.source, kernel, slides))


def _evenness(slides: Window) -> str:
    fewest, most = overlaps(slides)
    words = {"size": slides.size, "stride": slides.stride, "fewest": fewest, "most": most}
    if fewest == most:
        return _(
            "{size} is a multiple of {stride}: away from the border, **{most}** stamps lie on "
            "every pixel."
        ).format(**words)
    return _(
        "{size} is no multiple of {stride}: on some pixels lie **{fewest}** stamps, on others "
        "**{most}**. That is the checkerboard."
    ).format(**words)


def _sizes(slides: Window, height: int, width: int) -> None:
    for pixels in dict.fromkeys((height, width)):
        formula = (
            rf"o = s\,n = {slides.stride} \cdot {pixels}"
            if slides.padding == "same"
            else rf"o = s\,n + \max(k - s, 0) = {slides.stride} \cdot {pixels} + "
            rf"{max(slides.size - slides.stride, 0)}"
        )
        st.latex(rf"{formula} = \mathbf{{{side(pixels, slides)}}}")


def _draw(subject: PictureSubject, found: Transposed, kernel: Kernel, slides: Window) -> None:
    window.show(
        window.Grid(
            subject.grey,
            _("the picture, {height} × {width}").format(
                height=subject.grey.shape[0], width=subject.grey.shape[1]
            ),
        ),
        window.Grid(
            found.output,
            _("the result, {height} × {width}").format(
                height=found.output.shape[0], width=found.output.shape[1]
            ),
        ),
        kernel,
        window.Motion(slides.stride, 1, found.cut, found.cut),
        key="convolution_stamps",
        stamps=True,
        cell=(ROW.value, COLUMN.value),
        on_cell=_come_to,
        alt=_evenness(slides).replace("**", ""),
    )
    st.caption(
        _(
            "Press ▶: each pixel of the picture stamps the kernel, multiplied with its brightness, "
            "and where stamps overlap they add up."
        )
    )


def _come_to(row: int, column: int) -> None:
    ROW.set(row)
    COLUMN.set(column)


def _overlap(found: Transposed, slides: Window) -> None:
    st.markdown(_("**Where do the squares come from, and what helps?**"))
    counted, row, remedy = st.columns([1, 1.6, 1], gap="medium")
    middle = found.overlap[len(found.overlap) // 2].round().astype(int)
    with counted:
        pictures.picture(
            heat.grey(found.overlap, float(found.overlap.max())),
            _WIDTH,
            _("How many stamps lie on each pixel"),
            _("stamps on each pixel: {fewest} to {most}").format(
                fewest=int(found.overlap.min().round()), most=int(found.overlap.max().round())
            ),
        )
    with row:
        fewest, most = overlaps(slides)
        chart.show(
            drawing.stamps(
                middle,
                even=fewest == most,
                x_label=_("pixel of the middle row"),
                y_label=_("stamps"),
                height=250,
            ),
            key="convolution_overlap",
            alt=_("Stamps on the pixels of the middle row: {counts} …").format(
                counts=", ".join(map(str, middle[:12]))
            ),
        )
    with remedy:
        pictures.picture(
            heat.scaled(found.resized),
            _WIDTH,
            _("The picture enlarged first, and then convolved"),
            _("instead: enlarge by repeating pixels, then convolve with the same kernel"),
        )
