"""Why this answer: four maps of one image, and what each can and cannot tell."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dlcore.cnn.reasons import Attributions, attributions, occluded
from dlcore.contract import MOST_CLASSES
from dlcore.figures import heat
from ui.cnn import label
from ui.cnn.layers import title
from ui.cnn.subject import CnnSubject
from ui.frame import explore
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.frame.setting import Choice, Name, Whole
from ui.shared import pictures

CLASS = Whole(
    "cnn_why",
    label.ANY,
    N_("Why this class?"),
    N_("Whose score is explained. Try the one that it nearly took the image for."),
    label.ANY,
    MOST_CLASSES - 1,
)
LAYER = Name(
    "cnn_cam",
    "",
    N_("Grad-CAM of"),
    N_("The last convolution is usual: early maps are sharper, and know less."),
)
SIZE = Choice(
    "cnn_square",
    5,
    N_("Side of the square"),
    N_("In pixels. The square is put on each of the 784 pixels in turn."),
    (1, 3, 5, 7, 9, 11),
)
SETTINGS = (CLASS, LAYER, SIZE)
_WIDTH = 196  # px

# What each map can and cannot tell.
GRAD_CAM = N_(
    "Where the layer's maps speak for the class. Stable, but coarse: it has only {size} × {size} "
    "cells, and shows nothing that speaks against."
)
SALIENCY = N_(
    "Where a tiny change of a pixel would move the score. Sharp, but noisy; it does not tell "
    "whether the pixel speaks for or against."
)
INTEGRATED = N_(
    "Each pixel's part in the score: orange for, blue against. The parts add up to {total}; the "
    "score, above that of an empty image, is {difference}. Black pixels have no part, though an "
    "empty place can matter."
)
OCCLUSION = N_(
    "How far the probability falls where a square hides a part: by up to {most:.0%}. A real "
    "experiment, but on images unlike those it has learnt; and where each part alone suffices, all "
    "is dark."
)


def show(subject: CnnSubject) -> None:
    left, right = st.columns(2)
    with left:
        asked = label.choose(CLASS, subject, _("the answer"))
    with right:
        layer = _layer(subject)
    explained = subject.answer if asked is None else asked
    found = subject.ask(attributions, subject.image, explained, layer)
    st.markdown(_("What speaks for **{digit}**:").format(digit=subject.named(explained)))
    *maps, last = st.columns(4, gap="small")
    if found is not None:
        _maps(subject, found, maps)
    with last:
        _occlusion(subject, explained)
    explore.code(subject.program.reasons_script(explained, layer, SIZE.value))


def _layer(subject: CnnSubject) -> str | None:
    """Of Grad-CAM; None where the network has no maps."""
    facts = subject.network.layers
    names = [layer.name for layer in facts if layer.has_maps]
    if subject.network.convolution is None:
        st.info(_("This network has no convolution, and so no Grad-CAM."), icon=":material/info:")
        return None
    if LAYER.value not in names:
        LAYER.set(subject.network.convolution)
    return LAYER.selectbox(names, format_func=lambda name: title(facts, name))


def _maps(
    subject: CnnSubject, found: Attributions, places: Sequence[st.delta_generator.DeltaGenerator]
) -> None:
    cam, sensitive, integrated = places
    if found.grad_cam is not None:
        said = _(GRAD_CAM).format(size=found.grad_cam_size)
        with cam:
            _tile(subject, "Grad-CAM", found.grad_cam, said)
    with sensitive:
        _tile(subject, _("Saliency"), found.saliency, _(SALIENCY))
    total, difference = float(found.integrated.sum()), found.difference
    said = _(INTEGRATED).format(total=f"{total:.2f}", difference=f"{difference:.2f}")
    with integrated:
        _tile(subject, _("Integrated gradients"), found.integrated, said)


@st.fragment
def _occlusion(subject: CnnSubject, explained: int) -> None:
    # Its slider is asked about before the picture, but stands below it as a setting of this alone.
    picture = st.container()
    found = subject.ask(occluded, subject.image, explained, SIZE.select_slider())
    if found is not None:
        with picture:
            said = _(OCCLUSION).format(most=max(0.0, float(found.max())))
            _tile(subject, _("Occlusion"), found, said)


def _tile(subject: CnnSubject, name: str, values: NDArray[np.float32], said: str) -> None:
    st.markdown(f"**{name}**")
    row, column = np.unravel_index(np.abs(values).argmax(), values.shape)
    pictures.picture(
        heat.over(subject.image, values, float(np.abs(values).max())),
        _WIDTH,
        _("{name}, strongest in row {row}, column {column}").format(
            name=name, row=row, column=column
        ),
    )
    st.caption(said)
