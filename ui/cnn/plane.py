"""Where images live: the test set as a network sees it, on a plane."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import streamlit as st

from dlcore.cnn.plane import Projection, plane
from dlcore.data import held_out
from dlcore.data.dataset import DIGITS
from dlcore.data.held_out import TestDigit
from dlcore.figures import cnn as drawing
from dlcore.figures import heat
from ui.cnn.subject import SOURCE, CnnSubject
from ui.frame import explore, shell
from ui.frame.engine import ask
from ui.frame.i18n import N_, plain
from ui.frame.i18n import gettext as _
from ui.frame.setting import Choice, Whole
from ui.shared import chart, digit_source, pictures
from ui.shared.answer import likeliest
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
    if not subject.knows_tests:
        st.info(
            _(
                "The plane is one of test images, and the data set of this network is not here: "
                "there is nothing to lay out."
            ),
            icon=":material/info:",
        )
        return
    found = subject.ask_tests(plane, subject.image, METHOD.segmented())
    if found is None:
        return
    picture, side = st.columns([2.2, 1], gap="medium")
    with picture:
        _picture(subject, found)
    with side:
        _said(subject, found)
        _point(subject, found)
    explore.code(subject.program.plane_script(found.layer))


def _picture(subject: CnnSubject, found: Projection) -> None:
    def click(x: float, y: float) -> None:
        spread = np.maximum(np.ptp(found.points, axis=0), 1e-9)  # they may lie on a line
        nearest = (((found.points - (x, y)) / spread) ** 2).sum(axis=1).argmin()
        POINT.set(int(nearest))

    colours = coloured(subject.classes, subject.probabilities)
    chart.show(
        drawing.plane(
            found.points,
            found.truth,
            found.own,
            subject.classes,
            colours,
            chosen=_chosen(found),
            own_label=_("yours"),
            others_label=_("others"),
            hover=hover(subject.classes),
            text_colour=shell.text_colour(),
            height=520,
        ),
        key="cnn_plane_picture",
        alt=_neighbours(found, subject.classes),
        on_click=click,
    )
    if len(colours) < len(subject.classes):
        st.caption(grey(len(colours)))


def coloured(classes: Sequence[str], weights: np.ndarray) -> list[int]:
    """The classes with colours of their own: all, or of many those of the most weight."""
    return likeliest(weights, classes, drawing.COLOURS).numbers.tolist()


def hover(classes: Sequence[str]) -> str:
    """What is said of a test image on a plane, with {number} and {truth}."""
    if tuple(classes) == DIGITS:
        return _("test image {number}, a {truth}")
    return _("test image {number}: {truth}")


def grey(count: int) -> str:
    """Which classes have colours, where not all do."""
    return _(
        "In colour: the {count} classes that the network finds likeliest for your image. All "
        "others are grey; point at one to read what it is."
    ).format(count=count)


def _neighbours(found: Projection, names: Sequence[str]) -> str:
    return _("Its {count} nearest among {all:,} test images: {digits}.").format(
        count=len(found.nearest),
        all=len(found.points),
        digits=listed(names[label] for label in found.truth[found.nearest]),
    )


def _test_images(subject: CnnSubject, numbers: Iterable[int]) -> Iterable[TestDigit]:
    wanted = tuple(map(int, numbers))
    if subject.tests:
        return held_out.several(wanted, subject.tests)
    return ask(held_out.several, wanted) or ()


def _said(subject: CnnSubject, found: Projection) -> None:
    st.markdown(_neighbours(found, [plain(name) for name in subject.classes]))
    with st.container(horizontal=True, gap="small"):
        for digit in _test_images(subject, found.nearest):
            pictures.picture(
                heat.grey(digit.image, 1.0),
                _TILE,
                _("Test image {number}").format(number=digit.number),
            )
    note = (
        _(
            "This plane shows {share:.0%} of how much the {features:,} features of an image vary "
            "(what leaves the layer {layer})."
        ).format(share=found.explained, features=found.features, layer=plain(found.layer))
        if found.explained is not None
        else _(
            "t-SNE has no place for an image it was not fitted to: yours stands in the middle of "
            "its nearest neighbours (by the {features:,} features of the layer {layer})."
        ).format(features=found.features, layer=plain(found.layer))
    )
    st.caption(note)


def _chosen(found: Projection) -> int | None:
    number = POINT.value
    return number if 0 <= number < len(found.points) else None


def _point(subject: CnnSubject, found: Projection) -> None:
    number = _chosen(found)
    if number is None:
        st.caption(_("Click on one in the plane to see it as it was drawn."))
        return
    for one in _test_images(subject, [number]):
        pictures.picture(
            heat.grey(one.image, 1.0),
            _WIDTH,
            _("Test image {number}").format(number=number),
            digit_source.titled(number, subject.named(one.truth), subject.classes),
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
        st.rerun()  # of the whole page: the image stands outside of this fragment
