"""Row by row: the digit enters, and state and belief change; played in the browser."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st

from dlcore.figures import heat
from dlcore.figures import rnn as drawing
from dlcore.rnn.reading import UnrolledPass
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.rnn import units
from ui.rnn.subject import RnnSubject
from ui.shared import chart, pictures
from ui.shared.verdicts import percent

SETTINGS = ()
_FILM = "rnn"
_AFTER = {
    "rows": N_("After row {step}: {share} it is a {digit}."),
    "columns": N_("After column {step}: {share} it is a {digit}."),
    "steps": N_("After step {step}: {share} it is a {digit}."),
}
_DECIDED = {
    "rows": N_(
        "Its mind was made up at row **{step}** of {steps}: it said **{digit}** ever since."
    ),
    "columns": N_(
        "Its mind was made up at column **{step}** of {steps}: it said **{digit}** ever since."
    ),
    "steps": N_(
        "Its mind was made up at step **{step}** of {steps}: it said **{digit}** ever since."
    ),
}


def show(subject: RnnSubject) -> None:
    digit, states = st.columns([1, 1.9], gap="medium")
    with digit:
        _digit(subject)
        with st.container(key="rnn_decided"):
            st.markdown(decided(subject.reading))
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


def decided(reading: UnrolledPass) -> str:
    """From when on its answer stayed."""
    return _(_DECIDED[reading.order]).format(
        step=reading.decided, steps=reading.steps, digit=reading.answer
    )


def _film(reading: UnrolledPass, **more: Any) -> chart.Film:
    still: dict = {"traces": (), "heads": (), "steps": reading.steps, "name": _FILM, "leads": False}
    return chart.Film(**(still | more))


def _digit(subject: RnnSubject) -> None:
    reading = subject.reading
    picture = pictures.data_uri(heat.grey(subject.image, 1.0), 280)
    figure, edges = drawing.digit(picture, reading.order, height=300)
    chart.show(
        figure,
        key="rnn_digit",
        alt=_("The digit, which enters in {steps} steps").format(steps=reading.steps),
        film=_film(reading, edges=edges, says=said(reading), leads=True),
    )


def said(reading: UnrolledPass) -> tuple[str, ...]:
    """What it believes at each moment of the film, in words."""
    first = _("Nothing read yet: {share} it is a {digit}, out of habit.").format(
        share=percent(float(reading.before.max())), digit=int(reading.before.argmax())
    )
    after = (
        _(_AFTER[reading.order]).format(
            step=step, share=percent(float(shares.max())), digit=int(shares.argmax())
        )
        for step, shares in enumerate(reading.beliefs, 1)
    )
    return first, *after


def _beliefs(subject: RnnSubject) -> None:
    reading = subject.reading
    grown, heads = drawing.moving_beliefs()
    chart.show(
        drawing.beliefs(
            np.concatenate([reading.before[None], reading.beliefs]),
            decided=reading.decided,
            words=drawing.BeliefWords(_("decided"), x=units.step_word(subject), y=_("belief")),
            height=270,
        ),
        key="rnn_beliefs",
        alt=" ".join(said(reading)[:: max(1, reading.steps // 7)]),
        film=_film(reading, traces=grown, heads=heads),
    )
