"""One view of a page: ask a network sums, and watch one learn to add."""

from __future__ import annotations

import streamlit as st

from dlcore import tasks
from dlcore.addition.script import addition_script
from dlcore.engine import Run
from ui.frame import explore, live
from ui.frame import settings as url
from ui.frame.engine import current_run, engine, start_training
from ui.frame.i18n import gettext as _
from ui.rnn.addition import ask, outcome, settings, watch

SETTINGS = ask.SETTINGS + settings.SETTINGS


def show() -> None:
    """The box for sums of one's own, then a training with its settings; fit for a fragment."""
    run = current_run(tasks.train_addition)
    active = live.is_active(run)
    trained = run if run and run.status == "done" and run.result else None
    st.markdown(
        _(
            "This network was never told what a number is. An encoder reads a sum character by "
            "character; a decoder writes the answer from the encoder's last state alone."
        )
    )
    ask.show(trained)
    st.subheader(_("Watch one learn to add"), anchor=False)
    explore.presets("addition_train", settings.PRESETS)
    controls, picture = st.columns([3, 7], gap="large")
    with controls:
        settings.show()
        _buttons(run, active)
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
    live.show(run, active, "addition", watch.show)
    if run.status == "done" and run.result:
        outcome.show(run)


def _buttons(run: Run | None, active: bool) -> None:
    row = st.container(horizontal=True)
    row.button(
        _("Start"),
        key="addition_start",
        type="primary",
        icon=":material/play_arrow:",
        disabled=active,
        on_click=_start,
    )
    row.button(
        _("Stop"),
        key="addition_stop",
        icon=":material/stop:",
        disabled=not active or run is None or run.status == "stopping",
        on_click=_stop,
        args=(run,),
    )
    # In words below and not as a tooltip, which a phone does not show.
    st.caption(
        _(
            "Start trains with these settings. You can leave the page: its address leads back. "
            "Stop ends the training and keeps what the network has learnt so far."
        )
    )


def _start() -> None:
    """Takes the settings as they are at the click; the network to come is the one to be asked."""
    run_id = st.session_state.get(url.RUN_KEYS[tasks.train_addition.__name__], "")
    if not live.is_active(engine().run(run_id)):  # a double click is one start
        start_training(settings.read_config(), tasks.train_addition)
        ask.WHO.set("run")


def _stop(run: Run) -> None:
    run.stop()
