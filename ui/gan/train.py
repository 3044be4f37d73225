"""The view Train: set a game up, start it, hold it, and watch."""

from __future__ import annotations

import streamlit as st

from dlcore import tasks
from dlcore.engine import Run
from dlcore.figures.gan_schema import SchemaWords, game_schema
from dlcore.gan.run_config import GanJob, GanState
from dlcore.gan.script import training_script
from ui.frame import explore, live, notices, shell
from ui.frame import settings as url
from ui.frame.engine import current_run, engine, start_training
from ui.frame.i18n import gettext as _
from ui.gan import panel, settings, source

PARAMETERS, DEFAULTS = settings.PARAMETERS, settings.DEFAULTS
VIEW = "gan_view"
_RUN_KEY = url.RUN_KEYS[tasks.train_gan.__name__]
_PAUSED = "gan_paused"  # the run that was paused and not stopped: the same to the engine


def show() -> None:
    run = current_run(tasks.train_gan)
    active = live.is_active(run)
    notice = st.container()
    explore.presets("gan", settings.PRESETS)
    buttons = st.container()
    controls, picture = st.columns([3, 7], gap="large")
    with controls:
        settings.show()
        config = settings.read()
    with buttons:  # above what they are disabled by
        _buttons(run, active, config is not None)
    with picture:
        if run:
            panel.show(run, active)
            _after(run, active)
        elif config:
            _ready()
    shown = panel.config_of(run) if run else config
    if shown:
        explore.code(training_script(shown, notices.data_source()))
    with notice:  # filled last: it may have to wait for the engine
        notices.data_notice()


def _buttons(run: Run | None, active: bool, possible: bool) -> None:
    row = st.container(horizontal=True, gap="small")
    row.button(
        _("Start"),
        key="gan_start",
        type="primary",
        icon=":material/play_arrow:",
        disabled=active or not possible,
        on_click=_start,
    )
    if not active and _state(run):
        row.button(
            _("Go on"),
            key="gan_go_on",
            icon=":material/resume:",
            on_click=_go_on,
            args=(run,),
        )
    else:
        row.button(
            _("Pause"),
            key="gan_pause",
            icon=":material/pause:",
            disabled=not active or run.status == "stopping",
            on_click=_pause,
            args=(run,),
        )
    row.button(
        _("Stop"),
        key="gan_stop",
        icon=":material/stop:",
        disabled=not active or run.status == "stopping",
        on_click=_stop,
        args=(run,),
    )
    # In words below and not as a tooltip, which a phone does not show.
    st.caption(
        _(
            "Start begins anew with the settings below. A training that is paused or stopped keeps "
            "its generator, and can go on. You can leave the page: its address leads back."
        )
    )


def _ready() -> None:
    with st.container(key="gan_status"):
        st.info(
            _(
                "Press Start: noise turns into digits within a minute or so, before your eyes. "
                "Then break it with one of the buttons above, and cure it."
            ),
            icon=":material/play_circle:",
        )
    words = SchemaWords(
        noise=_("noise"),
        generator=_("generator"),
        drawing=_("drawing"),
        real=_("real image"),
        discriminator=_("discriminator"),
        verdict=_("real?"),
        slope=_("how each pixel should change to look more real"),
    )
    st.image(
        game_schema(words, text_colour=shell.text_colour()),
        alt=_(
            "The generator makes drawings of noise. The discriminator is shown drawings and real "
            "images, and says which it takes for real; its slope teaches the generator."
        ),
        width="stretch",
    )


def _start() -> None:
    """Takes the settings as they are at the click: one typed just before it counts too."""
    config = settings.read()
    if config and not _is_running():  # a double click is one start
        start_training(GanJob(config), tasks.train_gan)


def _is_running() -> bool:
    return live.is_active(engine().run(st.session_state.get(_RUN_KEY, "")))


def _pause(run: Run) -> None:
    st.session_state[_PAUSED] = run.id
    run.stop()


def _stop(run: Run) -> None:
    st.session_state.pop(_PAUSED, None)
    run.stop()


def _state(run: Run | None) -> GanState | None:
    """To go on from, where a run was held."""
    return run.result.state if run and run.status == "done" and run.result else None


def _go_on(run: Run) -> None:
    """A new run of the old settings, which takes along what was seen before."""
    state = _state(run)
    if state is None or _is_running():
        return
    new = start_training(GanJob(panel.config_of(run), state), tasks.train_gan)
    if new is None:
        return
    new.receive({"series": {name: list(map(list, p)) for name, p in run.history.items()}})
    for preview in run.previews:
        new.receive({"preview": preview})


def _after(run: Run, active: bool) -> None:
    """What to do with a run that is over."""
    if active:
        return
    if run.result:
        _paused(run)
    if source.trained(run):
        _take_away(source.trained(run))
    if run.result:
        _figures(run)
    elif run.previews and source.trained(run):
        st.caption(_("Its newest generator came over before the process died, and is kept."))


def _paused(run: Run) -> None:
    if _state(run) and st.session_state.get(_PAUSED) == run.id:
        st.markdown(_("**Paused.** “Go on” takes it up again where it was held."))


def _take_away(generator: bytes) -> None:
    row = st.container(horizontal=True, gap="small")
    row.button(
        _("Draw with it"),
        key="gan_use",
        icon=":material/brush:",
        on_click=lambda: st.session_state.update({VIEW: "generate", source.KEY: "run"}),
        help=_("Opens “Generate” with the generator that was trained here."),
    )
    row.download_button(
        _("Download .keras"),
        generator,
        file_name="dlcore-gan.keras",
        mime="application/zip",
        icon=":material/download:",
        on_click="ignore",
        help=_("The trained generator, to be opened with keras.models.load_model."),
    )


def _figures(run: Run) -> None:
    distance = run.result.verdict.distance
    if distance is None:
        return
    st.caption(
        _(
            "In the end: distance to real digits {distance:.2f}; real ones are {floor:.2f} "
            "from other real ones. {parameters:,} weights, {pace:,.0f} images/s."
        ).format(
            distance=distance,
            floor=run.result.floor,
            parameters=run.result.parameters,
            pace=run.result.images_per_second,
        )
    )
