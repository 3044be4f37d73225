"""The time machine: the same image, read after each epoch of a training."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import streamlit as st

from dlcore.cnn.moments import CheckpointView, CrowdView, moment, moment_alone
from dlcore.figures import cnn as drawing
from dlcore.figures import heat
from ui.cnn import layers, plane, states
from ui.cnn.subject import CnnSubject
from ui.frame import explore, shell
from ui.frame.catalogue import TRAIN
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.frame.setting import Whole
from ui.shared import chart, pictures, readers
from ui.shared.verdicts import percent

_LAST = 99  # more than any history has
AT = Whole(
    "cnn_moment",
    1,
    N_("Epochs done"),
    N_("0 is before the training: all weights are still random."),
    0,
    _LAST,
)
SETTINGS = (AT,)


def show(subject: CnnSubject) -> None:
    if not subject.reader.has_history:
        _without()
        return
    layer = layers.settle(subject)
    found = _asked(subject, layer)
    if found is None:
        return
    _slider(found)
    with st.container(key="cnn_moment_said"):
        st.markdown(_said(subject, found, AT.value))
    left, right = st.columns(2, gap="large")
    shown = plane.coloured(subject.classes, found.probabilities.max(axis=0))
    with left:
        _readings(subject, found, shown)
    with right:
        if found.crowd:
            _plane(subject, found.crowd, shown)
        else:
            st.caption(_no_plane(subject))
    if len(shown) < len(subject.classes):
        st.caption(
            _(
                "In colour: the {count} classes that were likeliest for your image at some moment."
            ).format(count=len(shown))
        )
    layers.choose(subject)
    _maps(found)
    explore.code(subject.program.moments_script(len(found.epochs) - 1))


def _asked(subject: CnnSubject, layer: str) -> CheckpointView | None:
    reader, image = subject.reader, subject.image
    if subject.knows_tests:
        return reader.ask_history(moment, image, layer, AT.value, subject.tests)
    return reader.ask_history(moment_alone, image, layer, AT.value)


def _no_plane(subject: CnnSubject) -> str:
    """Why there is none."""
    if subject.knows_tests:
        return _("At the end of this training all test images are alike to the network: no plane.")
    return _(
        "How test images lie, and how many it reads, is not known: the data set of this network is "
        "not here."
    )


def _without() -> None:
    st.info(
        _("Nobody kept the weights of this network while it learnt."), icon=":material/history:"
    )
    with st.container(horizontal=True):
        taken = st.button(
            _("Take the tutorial's network"),
            key="cnn_moment_take",
            on_click=lambda: readers.MODEL.set("cnn-tutorial"),
            help=_("It ships with its weights after each epoch."),
        )
        shell.link(TRAIN, label=_("Train one of your own"))
    if taken:
        st.rerun()  # of the whole page: the choice stands outside of this fragment


def _slider(found: CheckpointView) -> None:
    count = len(found.epochs)
    AT.set(min(AT.value, count - 1))
    AT.select_slider(range(count), format_func=lambda at: f"{found.epochs[at]:g}")


def _said(subject: CnnSubject, found: CheckpointView, at: int) -> str:
    words = {
        "epochs": f"{found.epochs[at]:g}",
        "answer": subject.named(int(found.probabilities[at].argmax())),
        "share": percent(float(found.probabilities[at].max())),
    }
    if found.accuracy is None:
        return _(
            "Epochs done: **{epochs}**. It reads this image as **{answer}** with {share}."
        ).format(**words)
    return _(
        "Epochs done: **{epochs}**. It reads this image as **{answer}** with {share}, and "
        "{accuracy} of {count} test images right."
    ).format(**words, accuracy=percent(float(found.accuracy[at])), count=found.images)


def _readings(subject: CnnSubject, found: CheckpointView, shown: Sequence[int]) -> None:
    final = int(found.probabilities[-1].argmax())
    chart.show(
        drawing.readings(
            found.epochs,
            found.probabilities[:, shown],
            [subject.classes[label] for label in shown],
            found.accuracy,
            now=float(found.epochs[AT.value]),
            words=drawing.ReadingWords(
                accuracy=_("test images read right"), x=_("epochs done"), y=_("probability")
            ),
            height=380,
        ),
        key="cnn_moment_readings",
        alt=_("Probability of {digit} by epoch: {shares}.").format(
            digit=subject.classes[final],
            shares=", ".join(f"{p:.0%}" for p in found.probabilities[:, final]),
        ),
    )


def _plane(subject: CnnSubject, found: CrowdView, shown: Sequence[int]) -> None:
    chart.show(
        drawing.plane(
            found.points,
            found.truth,
            found.own,
            subject.classes,
            shown,
            chosen=None,
            own_label=_("yours"),
            others_label=_("others"),
            hover=plane.hover(subject.classes),
            text_colour=shell.text_colour(),
            height=380,
        ),
        key="cnn_moment_plane",
        alt=_(
            "{count} test images at this moment, on the plane that the end of the training spans."
        ).format(count=len(found.truth)),
    )


def _maps(found: CheckpointView) -> None:
    output = found.output
    if output.ndim == 3:
        pictures.tiles(
            heat.scaled(np.moveaxis(output, -1, 0)),
            key="cnn_moment_maps",
            columns=min(16, output.shape[-1]),
            chosen=None,
            hover=[_("map {i}").format(i=i) for i in range(output.shape[-1])],
            alt=_("{count} feature maps at this moment").format(count=output.shape[-1]),
            height=320 if output.shape[-1] > 32 else 170,
        )
        return
    if output.ndim == 2:
        states.show(output)
        return
    chart.show(
        drawing.units(
            output, chosen=None, x_label=_("unit"), y_label=_("what it passes on"), height=240
        ),
        key="cnn_moment_units",
        alt=_("{count} units at this moment").format(count=len(output)),
    )
