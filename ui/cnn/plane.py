"""Where digits live: the test set as a network sees it, on a plane."""

from __future__ import annotations

import numpy as np
import streamlit as st

from dlcore.cnn.plane import Projection, plane
from dlcore.data import held_out
from dlcore.figures import cnn as drawing
from dlcore.figures import heat
from ui.cnn.subject import SOURCE, CnnSubject
from ui.frame import explore, shell
from ui.frame.engine import ask
from ui.frame.i18n import N_, plain
from ui.frame.i18n import gettext as _
from ui.frame.setting import Choice, Whole
from ui.shared import chart, pictures
from ui.shared.verdicts import listed

_NONE = -1
METHOD = Choice(
    "cnn_plane",
    "pca",
    N_("Method"),
    N_(
        "PCA is a projection: distances are true as far as it goes. t-SNE keeps neighbours "
        "together; how far apart its islands lie means nothing."
    ),
    {"pca": N_("PCA"), "tsne": N_("t-SNE")},
)
POINT = Whole("cnn_point", _NONE, low=_NONE, high=held_out.LOOKED_AT - 1)
SETTINGS = (METHOD, POINT)
_WIDTH, _TILE = 168, 84  # px


def show(subject: CnnSubject) -> None:
    found = subject.ask(plane, subject.image, METHOD.segmented())
    if found is None:
        return
    picture, side = st.columns([2.2, 1], gap="medium")
    with picture:
        _picture(subject, found)
    with side:
        _said(found)
        _point(found)
    explore.code(subject.program.plane_script(found.layer))


def _picture(subject: CnnSubject, found: Projection) -> None:
    def click(x: float, y: float) -> None:
        spread = np.ptp(found.points, axis=0)
        nearest = (((found.points - (x, y)) / spread) ** 2).sum(axis=1).argmin()
        POINT.set(int(nearest))

    chart.show(
        drawing.plane(
            found.points,
            found.truth,
            found.own,
            chosen=_chosen(found),
            own_label=_("yours"),
            hover=_("test image {number}, a {truth}"),
            text_colour=shell.text_colour(),
            height=520,
        ),
        key="cnn_plane_picture",
        alt=_neighbours(found),
        on_click=click,
    )


def _neighbours(found: Projection) -> str:
    return _("Its {count} nearest among {all:,} test images: {digits}.").format(
        count=len(found.nearest),
        all=len(found.points),
        digits=listed(map(str, found.truth[found.nearest])),
    )


def _said(found: Projection) -> None:
    st.markdown(_neighbours(found))
    with st.container(horizontal=True, gap="small"):
        for digit in ask(held_out.several, tuple(map(int, found.nearest))) or ():
            pictures.picture(
                heat.grey(digit.image, 1.0),
                _TILE,
                _("Test image {number}").format(number=digit.number),
            )
    note = (
        _(
            "This plane shows {share:.0%} of how much the {features:,} features of a digit vary "
            "(what leaves the layer {layer})."
        ).format(share=found.explained, features=found.features, layer=plain(found.layer))
        if found.explained is not None
        else _(
            "t-SNE has no place for a digit it was not fitted to: yours stands in the middle of "
            "its nearest neighbours (by the {features:,} features of the layer {layer})."
        ).format(features=found.features, layer=plain(found.layer))
    )
    st.caption(note)


def _chosen(found: Projection) -> int | None:
    number = POINT.value
    return number if 0 <= number < len(found.points) else None


def _point(found: Projection) -> None:
    number = _chosen(found)
    if number is None:
        st.caption(_("Click on a digit in the plane to see it as it was written."))
        return
    digit = ask(held_out.digit, number)
    if digit is None:
        return
    pictures.picture(
        heat.grey(digit.image, 1.0),
        _WIDTH,
        _("Test image {number}").format(number=number),
        _("test image {number}, a {truth}").format(number=number, truth=digit.truth),
    )
    taken = st.button(
        _("Look at this one"),
        key="cnn_plane_take",
        icon=":material/my_location:",
        on_click=SOURCE.take,
        args=(number,),
        help=_("Sends this test image through the network."),
    )
    if taken:
        st.rerun()  # of the whole page: the digit stands outside of this fragment
