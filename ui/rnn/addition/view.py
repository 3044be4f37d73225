"""One view of a page: ask a network sums, and watch one learn to add."""

from __future__ import annotations

import streamlit as st

from dlcore.addition.script import addition_script
from dlcore.engine import Run
from ui.frame import explore, jobs, live, pace
from ui.frame.engine import current_run
from ui.frame.i18n import gettext as _
from ui.rnn.addition import ask, outcome, settings, watch
from ui.shared import run_buttons, take_away

SETTINGS = ask.SETTINGS + settings.SETTINGS


def show() -> None:
    """The box for sums of one's own, then a training with its settings; fit for a fragment."""
    run = current_run(jobs.ADDITION)
    active = live.is_active(run)
    trained = run if run and run.status == "done" and run.result else None
    st.markdown(
        _(
            "This network was never told what a number is. An encoder reads a sum character by "
            "character; a decoder writes the answer from the encoder's last state alone."
        )
    )
    ask.show(trained)
    st.header(_("Watch one learn to add"), anchor=False)
    explore.presets("addition_train", settings.PRESETS)
    controls, picture = st.columns([3, 7], gap="large")
    with controls:
        settings.show()
        takes = pace.seconds(jobs.ADDITION, settings.read_config())
        run_buttons.show(jobs.ADDITION, run, active, _start, seconds=takes)
    with picture:
        _training(run, active)
    explore.code(addition_script(run.config if run else settings.read_config()))


def _training(run: Run | None, active: bool) -> None:
    if run is None:
        with st.container(key="addition_status"):
            st.info(
                _(
                    "Press Start. In one or two minutes it goes from nonsense to right answers, "
                    "before your eyes."
                ),
                icon=":material/play_circle:",
            )
        outcome.show_shipped()
        return
    live.show(run, active, watch.show)
    if run.status == "done" and run.result:
        outcome.show(run)
    if not active:
        take_away.show_run(run)


def _start() -> None:
    """Takes the settings as they are at the click; the network to come is the one to be asked."""
    if run_buttons.start(jobs.ADDITION, settings.read_config()):
        ask.WHO.set("run")
