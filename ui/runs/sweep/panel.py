"""The part of the page that sets a sweep up, starts it and shows it."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dlcore.engine import Run
from dlcore.sweep import SweepConfig, proposal
from ui.frame import jobs, later, live, notices, shell, visitor
from ui.frame.catalogue import TRAIN
from ui.frame.engine import current_run
from ui.frame.i18n import explain, plain
from ui.frame.i18n import gettext as _
from ui.frame.keeping import store
from ui.runs import sets, words
from ui.runs.chosen import say_gone
from ui.runs.sweep import charts, duration, settings
from ui.runs.sweep.settings import AXES, BASE, DATA_SET, EPOCHS, METHOD, SHARE, SWEPT, TRIALS
from ui.runs.sweep.trials import axis_name
from ui.shared import run_buttons
from ui.train import inputs as train
from ui.train.inputs import learnt_from
from ui.train.inputs.learnt_from import LearntFrom

_FURTHER = 4  # times the epochs of a sweep


def show() -> None:
    """The settings and buttons, and beside them what comes of it."""
    later.do()
    run = current_run(jobs.SWEEP)
    active = live.is_active(run)
    notice = st.container()
    controls, picture = st.columns([5, 9], gap="large")
    with controls:
        learnt = _widgets()
        config = settings.read(learnt)
        _buttons(run, active, config)
    with picture:
        if run:
            live.show(run, active, charts.show, every=1.0)
            if not active:
                _after(run)
        elif config:
            _ready(config)
    with notice:  # filled last: it may have to wait for the engine
        notices.data_notice(of_mnist=not (config and config.base.data.set))


def _widgets() -> LearntFrom | None:
    """All but the buttons; what a ready-made training is to learn from."""
    bases = _bases()
    if BASE.value not in bases:
        BASE.set(BASE.usual)
        say_gone()
    BASE.selectbox(list(bases), format_func=bases.__getitem__)
    learnt = None
    if record := settings.own_base():
        said = _("Its trainings learn from what that run has learnt from: {set}")
        st.caption(said.format(set=plain(str(sets.title(record)))))
    else:
        learnt = learnt_from.pick(DATA_SET)
    epochs, share = st.columns(2, vertical_alignment="bottom")
    with epochs:
        EPOCHS.number_input()
    with share:
        SHARE.number_input()
    settings.keep_to_ready()
    for number, (field, values) in enumerate(AXES):
        field.selectbox(on_change=settings.take_usual, args=(number,))
        _values(number, SWEPT[field.value].by_name)
        if not values.value:
            st.caption(_("Choose at least one value."))
    if METHOD.segmented() == "search":
        TRIALS.slider()
        if why := proposal.trouble():
            st.warning(explain(why), icon=":material/extension_off:")
    return learnt


def _values(number: int, ready: dict[str, object]) -> None:
    field, values = AXES[number]
    of_page = {field.value: SWEPT[field.value].setting}
    values.multiselect(
        list(ready),
        format_func=lambda name: words.field_value(field.value, ready[name], of_page),
    )


def _bases() -> dict[str, str]:
    """What a sweep can start from, and what each is called; a name is plain text."""
    presets = {name: _(title) for name, title in train.ARCHITECTURES.items()}
    records = [one for one in store().of_owner(visitor.name()) if settings.base_of(one)]
    names = words.apart([words.called(record) for record in records])
    own = _("my run: {name}")
    return presets | {
        record.id: own.format(name=plain(name)) for record, name in zip(records, names, strict=True)
    }


def _buttons(run: Run | None, active: bool, config: SweepConfig | None) -> None:
    run_buttons.show(
        jobs.SWEEP,
        run,
        active,
        lambda: later.ask(_start),
        possible=config is not None and (config.method == "grid" or not proposal.trouble()),
        seconds=duration.seconds(config) if config else None,
        said=_(
            "Start trains them one after another, as one run in line. Pause holds it, and what is "
            "under way then is begun again; Stop ends it and keeps what there is."
        ),
    )


def _start() -> None:
    """Takes the settings as they are at the click: one typed just before it counts too."""
    learnt = None if settings.own_base() else learnt_from.of(DATA_SET.setting.value)
    run_buttons.start(jobs.SWEEP, settings.read(learnt), lambda: settings.supply(learnt))


def _ready(config: SweepConfig) -> None:
    """What stands where the charts will be, before the first start."""
    first, second = (axis_name(axis, config.base) for axis in config.axes)
    with st.container(key="sweep_status"):
        st.info(
            _(
                "Press Start to train {count} networks of {epochs} epochs each, with other values "
                "of “{first}” and “{second}”. Each is measured on the validation images; the best "
                "one is kept."
            ).format(count=config.count, epochs=config.base.epochs, first=first, second=second),
            icon=":material/grid_on:",
        )


def _after(run: Run) -> None:
    """What to do with the best of a sweep that is over."""
    if run.status != "done" or run.result is None:
        return
    best = run.result.best
    epochs = min(int(train.optimisation.EPOCHS.high), _FURTHER * best.epochs)
    st.caption(
        _(
            "The best network reads {accuracy:.2%} of the test images, which had no part in the "
            "choice. The best of many was also the luckiest of many: expect a little less of its "
            "next training than its validation says."
        ).format(accuracy=run.result.test_accuracy)
    )
    shell.link(
        TRAIN,
        _("Train with the best values for {epochs} epochs").format(epochs=epochs),
        train.address(replace(best, epochs=epochs)),
    )
