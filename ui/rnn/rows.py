"""Row by row: the image enters, and state and belief change; played in the browser."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st

from dlcore.figures import heat
from dlcore.figures import rnn as drawing
from dlcore.rnn.reading import UnrolledPass
from ui.frame.i18n import N_, gap
from ui.frame.i18n import gettext as _
from ui.rnn import units
from ui.rnn.subject import RnnSubject
from ui.shared import chart, pictures
from ui.shared.verdicts import percent

SETTINGS = ()
_FILM = "rnn"
_AFTER = {
    "rows": N_("After row {step}: {share} it is a {answer}."),
    "columns": N_("After column {step}: {share} it is a {answer}."),
    "steps": N_("After step {step}: {share} it is a {answer}."),
}
_DECIDED = {
    "rows": N_(
        "Its mind was made up at row **{step}** of {steps}: it said **{answer}** ever since."
    ),
    "columns": N_(
        "Its mind was made up at column **{step}** of {steps}: it said **{answer}** ever since."
    ),
    "steps": N_(
        "Its mind was made up at step **{step}** of {steps}: it said **{answer}** ever since."
    ),
}


def show(subject: RnnSubject) -> None:
    image, states = st.columns([1, 1.9], gap="medium")
    with image:
        _image(subject)
        with st.container(key="rnn_decided"):
            st.markdown(decided(subject, subject.reading))
    with states:
        _beliefs(subject)
        layer = units.choose(subject)
        with st.container(key="rnn_states"):
            units.heatmap(
                layer.states,
                layer,
                key="rnn_states_picture",
                name=_("Hidden state"),
                step=units.step_word(subject),
                film=_film(subject.reading),
                wide=True,
            )
        st.caption(
            _(
                "The hidden state, {count} numbers: all that the network remembers of what it has "
                "read. Orange is above 0, blue below, dark near 0. Click on a unit to follow it."
            ).format(count=layer.facts.units)
        )


def decided(subject: RnnSubject, reading: UnrolledPass) -> str:
    """From when on an answer stayed, as Markdown.

    Args:
        reading: by a network of `RnnSubject.alike`.
    """
    return _(_DECIDED[reading.order]).format(
        step=reading.decided, steps=reading.steps, answer=subject.called(reading.answer)
    )


def _film(reading: UnrolledPass, **more: Any) -> chart.Film:
    still: dict = {"traces": (), "heads": (), "steps": reading.steps, "name": _FILM, "leads": False}
    return chart.Film(**(still | more))


def _image(subject: RnnSubject) -> None:
    reading = subject.reading
    picture = pictures.data_uri(heat.grey(subject.image, 1.0), 280)
    figure, edges = drawing.digit(picture, reading.order, height=300)
    chart.show(
        figure,
        key="rnn_digit",
        alt=_("The image, which enters in {steps} steps").format(steps=reading.steps),
        film=_film(reading, edges=edges, says=said(subject), leads=True),
    )


def said(subject: RnnSubject) -> tuple[str, ...]:
    """What it believes at each moment of the film, in words."""
    reading = subject.reading
    first = _("Nothing read yet: {share} it is a {answer}, out of habit.").format(
        **_likeliest(subject, reading.before)
    )
    after = (
        _(_AFTER[reading.order]).format(step=step, **_likeliest(subject, shares))
        for step, shares in enumerate(reading.beliefs, 1)
    )
    return first, *after


def _likeliest(subject: RnnSubject, shares: np.ndarray) -> dict[str, str]:
    return {
        "share": percent(float(shares.max())),
        "answer": subject.text_of(int(shares.argmax())),
    }


def _beliefs(subject: RnnSubject) -> None:
    reading = subject.reading
    classes = subject.reader.classes
    drawn = list(map(int, reading.believed(drawing.MOST_BELIEFS)))
    words = drawing.BeliefWords(
        _("decided"), x=units.step_word(subject), y=_("belief"), others=_("all other classes")
    )
    figure, moves = drawing.beliefs(
        np.concatenate([reading.before[None], reading.beliefs]),
        classes,
        drawn,
        decided=reading.decided,
        words=words,
        height=270,
    )
    chart.show(
        figure,
        key="rnn_beliefs",
        alt=gap().join(said(subject)[:: max(1, reading.steps // 7)]),
        film=_film(reading, traces=moves.grown, heads=moves.heads),
    )
    if len(drawn) < len(classes):
        st.caption(
            _(
                "A line each for the {drawn} of {classes} classes that it ever believes in most. "
                "Dotted: all others together."
            ).format(drawn=len(drawn), classes=len(classes))
        )
