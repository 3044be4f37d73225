"""Settings of a training that is under way."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dlcore.engine import Run
from dlcore.training import TrainConfig
from dlcore.training.steering import setting, steered
from ui.frame import door, visitor
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.frame.setting import Setting
from ui.train.inputs import optimisation
from ui.train.inputs.shared import DROPOUT

LABELS = {
    "learning_rate": N_("rate"),
    "dropout": N_("dropout"),
    "batch_size": N_("batch"),
}
"""What each is called in a chart."""
_SETTINGS: dict[str, Setting] = {
    "learning_rate": replace(optimisation.LEARNING_RATE, key="steer_learning_rate"),
    "dropout": replace(DROPOUT, key="steer_dropout"),
    "batch_size": replace(optimisation.BATCH_SIZE, key="steer_batch_size"),
}
_SHOWN = "steer_shown"  # the run, and how often it had been changed, that the widgets were set for
door.know(_SETTINGS.values())


def show(run: Run) -> None:
    """The settings as they are now, and a button that sends others; for the owner of the run."""
    if not visitor.owns(run):
        return
    with st.expander(_("Change it while it goes"), icon=":material/tune:"):
        now = steered(run.config, run.changes)
        _seed(run, now)
        with st.form("train_steer_form", border=False):
            optimisation.LEARNING_RATE.number_input(key=_SETTINGS["learning_rate"].key)
            DROPOUT.slider(key=_SETTINGS["dropout"].key)
            optimisation.BATCH_SIZE.select_slider(key=_SETTINGS["batch_size"].key)
            sent = st.form_submit_button(
                _("Go on with these"),
                key="train_steer",
                icon=":material/turn_sharp_right:",
                help=_("They hold from the next steps on; the charts mark where."),
            )
        if sent:
            _send(run, now)


def _seed(run: Run, now: TrainConfig) -> None:
    """Gives the widgets what holds now, where that has changed since they were shown."""
    seen = run.id, len(run.changes)
    for name, one in _SETTINGS.items():
        if st.session_state.get(_SHOWN) != seen or one.key not in st.session_state:
            one.set(one.of_field(setting(now, name)))
    st.session_state[_SHOWN] = seen


def _send(run: Run, now: TrainConfig) -> None:
    asked = {name: one.to_field(one.value) for name, one in _SETTINGS.items()}
    changes = {name: value for name, value in asked.items() if value != setting(now, name)}
    if not changes:
        st.caption(_("They are what they were: nothing has changed."))
    elif run.status == "running":
        run.change(changes)
        st.caption(_("Sent. They hold from the next steps on."))
    else:
        st.caption(_("It is not running, so nothing was changed."))
