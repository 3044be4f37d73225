"""Side by side: one image read by the CNN, which sees it at once, and by the recurrent networks."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import streamlit as st

from dlcore import registry, tasks
from dlcore.figures import heat
from dlcore.figures import rnn as drawing
from dlcore.figures.classes import categories, short
from dlcore.figures.lines import Line
from dlcore.rnn.crowd import StepAccuracy, step_accuracy
from dlcore.rnn.reading import UnrolledPass
from ui.frame.i18n import gap, isolated
from ui.frame.i18n import gettext as _
from ui.rnn import units
from ui.rnn.cells import STYLES, readings
from ui.rnn.rows import decided
from ui.rnn.subject import RnnSubject, name
from ui.shared import chart, pictures
from ui.shared.readers import Reader
from ui.shared.verdicts import percent

SETTINGS = ()
_WIDTH = 168  # px
_FEWEST = 4  # columns: a picture alone stays as small
_UNREAD = 0.25  # of the ink of what was not needed any more


def show(subject: RnnSubject) -> None:
    found = readings(subject)
    readers: list[Callable[[], None]] = [
        partial(_one, subject, cell, reading) for cell, reading in found.items()
    ]
    if subject.reader.reads_digits:
        readers.insert(0, partial(_cnn, subject))
    for show_reader, place in zip(readers, st.columns(max(len(readers), _FEWEST)), strict=False):
        with place:
            show_reader()
    _left_out(subject)
    _surer(subject, found)
    _crowd(subject)


def _left_out(subject: RnnSubject) -> None:
    """What reads other classes: there is nothing to compare."""
    if not subject.reader.reads_digits:
        st.caption(_("The networks that ship read digits: there is none to compare yours with."))
    elif len(subject.alike) < len(subject.readers):
        st.caption(_("Your own network tells other classes apart, so it is not compared."))


def _cnn(subject: RnnSubject) -> None:
    st.markdown("**CNN**")
    pictures.picture(heat.grey(subject.image, 1.0), _WIDTH, _("The whole image"))
    if "cnn" not in registry.names():
        st.caption(_("The CNN is missing on this server."))
        return
    probabilities = Reader("cnn").answer(tasks.read_digit, subject.image)
    if probabilities is not None:
        st.markdown(_answer(subject, probabilities))
        st.caption(_("It sees the whole image at once: there is no before and after."))


def _one(subject: RnnSubject, cell: str, reading: UnrolledPass) -> None:
    st.markdown(f"**{name(cell)}**")
    pictures.picture(
        heat.grey(_needed(subject.image, reading), 1.0),
        _WIDTH,
        _("The image as far as it was needed; the rest is dark"),
    )
    st.markdown(_answer(subject, reading.probabilities))
    with st.container(key=f"rnn_decided_{cell}"):
        st.caption(decided(subject, reading))


def _needed(image: np.ndarray, reading: UnrolledPass) -> np.ndarray:
    """The image with what came after the decision in the dark."""
    bright = np.where(np.arange(28) < reading.decided, 1.0, _UNREAD)
    by_order = {"rows": bright[:, None], "columns": bright[None]}
    return image * by_order.get(reading.order, 1.0)


def _answer(subject: RnnSubject, probabilities: np.ndarray) -> str:
    return _("Reads **{answer}**, {share}").format(
        answer=subject.called(int(probabilities.argmax())),
        share=percent(float(probabilities.max())),
    )


def _surer(subject: RnnSubject, found: dict[str, UnrolledPass]) -> None:
    st.markdown(_("How each came to its own answer"))
    x = np.arange(1, max(reading.steps for reading in found.values()) + 1)
    chart.show(
        drawing.lines(
            [
                Line(
                    x,
                    reading.beliefs[:, reading.answer],
                    f"{name(cell)}: {_short(subject, reading.answer)}",
                    *STYLES[cell],
                )
                for cell, reading in found.items()
            ],
            x_label=units.step_word(subject),
            y_label=_("belief in the final answer"),
            height=280,
            percent=True,
            y_range=(-0.03, 1.05),
        ),
        key="rnn_beside",
        alt=gap().join(
            f"{name(cell)}: {decided(subject, reading)}".replace("**", "")
            for cell, reading in found.items()
        ),
    )


def _short(subject: RnnSubject, answer: int) -> str:
    """A class at a line."""
    (text,) = categories([short(subject.reader.classes[answer])])
    return isolated(text)


def _crowd(subject: RnnSubject) -> None:
    """The same over many images, the same for each network: whether this one is usual."""
    if not subject.images_known:
        return
    found: dict[str, StepAccuracy] = {}
    for cell, reader in subject.alike.items():
        grown = reader.ask(step_accuracy, subject.tests)
        if grown:
            found[cell] = grown
    if not found:
        return
    images = next(iter(found.values())).images
    st.markdown(_("And over {count:,} test images, if reading stopped early").format(count=images))
    x = np.arange(1, max(len(one.accuracy) for one in found.values()) + 1)
    said = [
        _("**{name}** has usually made up its mind at {step} {decided:.0f}.").format(
            name=name(cell), step=units.step_word(subject), decided=one.decided
        )
        for cell, one in found.items()
    ]
    chart.show(
        drawing.lines(
            [Line(x, one.accuracy, name(cell), *STYLES[cell]) for cell, one in found.items()],
            x_label=units.step_word(subject),
            y_label=_("read right"),
            height=280,
            percent=True,
            y_range=(-0.03, 1.05),
        ),
        key="rnn_growth",
        alt=gap().join(said).replace("**", ""),
    )
    st.markdown(gap().join(said))
