"""Train a network on MNIST, or on another data set, and watch it learn."""

import streamlit as st

from dlcore.contract import INPUT_SHAPE
from dlcore.engine import Run
from dlcore.layers import parameter_count, table
from dlcore.training import TrainConfig
from dlcore.training.architectures import layer_specs
from dlcore.training.script import train_script
from ui.course import foot
from ui.frame import explore, jobs, later, live, notices, pace, shell
from ui.frame.catalogue import TRAIN
from ui.frame.engine import current_run
from ui.frame.i18n import gettext as _
from ui.shared import network, run_buttons
from ui.train import curves, explained, inputs, results, steer
from ui.train.exercises import SUBJECTS
from ui.train.tries import TRIES


def main() -> None:
    shell.page(TRAIN)
    later.do()
    run = current_run()
    active = live.is_active(run)
    notice = st.container()
    settings, picture = st.columns([3, 7], gap="large")
    with settings:
        config, learnt = inputs.widgets()
        possible = bool(config and learnt and inputs.is_enough(config, learnt))
        run_buttons.show(
            jobs.TRAIN,
            run,
            active,
            lambda: later.ask(start),
            possible=possible,
            seconds=pace.seconds(jobs.TRAIN, config) if config else None,
        )
    with picture:
        if run:
            live.show(run, active, curves.show)
            if active:
                steer.show(run)
            else:
                results.show(run, config)
        elif config:
            ready(config)
        if config:
            layers(config, expanded=run is None)
        code(run, config)
        explained.show()
    foot.show(TRAIN, inputs.SETTINGS, SUBJECTS)
    explore.lesson("train", inputs.SETTINGS, TRIES)
    with notice:  # filled last: it may have to wait for the engine
        notices.data_notice(of_mnist=not (config and config.data.set))


def start() -> None:
    """Takes the settings as they are at the click: one typed just before it counts too.

    In the run that follows the click, where it can be said that images are being packed.
    """
    learnt = inputs.learnt_now()
    if learnt:
        run_buttons.start(jobs.TRAIN, inputs.read_config(learnt), learnt.npz)


def ready(config: TrainConfig) -> None:
    """What stands where the charts will be, before the first start."""
    with st.container(key="train_status"):
        st.info(
            _("Press Start to see loss and accuracy live. Epochs: {epochs}.").format(
                epochs=config.epochs
            ),
            icon=":material/play_circle:",
        )


def layers(config: TrainConfig, expanded: bool) -> None:
    """The network that the settings describe."""
    specs = layer_specs(config.network)
    rows = table(specs, INPUT_SHAPE)
    title = _("The network: {parameters:,} parameters").format(parameters=parameter_count(rows))
    with st.expander(title, icon=":material/schema:", expanded=expanded):
        network.picture(rows, INPUT_SHAPE)
        network.layer_table(specs, rows)


def code(run: Run | None, config: TrainConfig | None) -> None:
    """The run above, or else the settings, as plain Keras."""
    shown = run.config if run else config
    if shown is None:
        return
    source = run.result.source if run and run.result else notices.data_source()
    with st.expander(_("Show the code"), icon=":material/code:"):
        st.caption(
            _("The run above as a Keras script, to take away.")
            if run
            else _("These settings as a Keras script, to take away.")
        )
        if shown.data.set:
            st.caption(
                _(
                    "It reads the images from data.npz, the file of the data set: “Take it away” "
                    "has it for a run, and the page of your own data for each set."
                )
            )
        st.code(train_script(shown, source), language="python", wrap_lines=True)


main()
