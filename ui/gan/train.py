"""The view Train: set a game up, start it, hold it, and watch."""

from __future__ import annotations

import contextlib

import streamlit as st

from dlcore.engine import Run
from dlcore.figures.gan_schema import SchemaWords, game_schema
from dlcore.gan.run_config import GanRunConfig
from dlcore.gan.script import training_script
from ui.frame import explore, jobs, later, live, notices, pace, shell
from ui.frame.engine import current_run
from ui.frame.i18n import gettext as _
from ui.frame.settings import take
from ui.gan import generate, panel, settings, source
from ui.shared import run_buttons, take_away
from ui.shared.sets.chosen import ChosenSet

SETTINGS = (settings.SETS.setting, *settings.SETTINGS)
VIEW = "gan_view"  # key of the page's choice between this and the others


def show() -> None:
    notice = st.container()
    explore.presets("gan", settings.presets())
    buttons = st.container()
    controls, picture = st.columns([3, 7], gap="large")
    with controls:
        data = settings.show()
        later.do()
        run = current_run(jobs.GAN)
        active = live.is_active(run)
        config = settings.read(data.data if data else None) if _is_there(data) else None
    with buttons:  # above what they are disabled by
        _buttons(run, active, config)
    with picture:
        if run:
            panel.show(run, active)
            _after(run, active)
        elif config:
            _ready(data is not None)
    shown = run.config if run else config
    if shown:
        explore.code(training_script(shown, notices.data_source()))
    if data is None:
        with notice:  # filled last: it may have to wait for the engine
            notices.data_notice()


def _buttons(run: Run | None, active: bool, config: GanRunConfig | None) -> None:
    run_buttons.show(
        jobs.GAN,
        run,
        active,
        _start,
        possible=config is not None,
        seconds=pace.seconds(jobs.GAN, config) if config else None,
        said=_(
            "Start begins anew with the settings below. A training that is paused or stopped keeps "
            "its generator, and can go on. You can leave the page: its address leads back."
        ),
    )


def _is_there(data: ChosenSet | None) -> bool:
    """Whether there is something to learn from: MNIST always comes."""
    return data is not None or settings.SETS.is_mnist


def _ready(is_own: bool) -> None:
    with st.container(key="gan_status"):
        st.info(
            _(
                "Press Start: first a small network learns to read the classes, as a judge; then "
                "noise turns into drawings of them, before your eyes."
            )
            if is_own
            else _(
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
    """For use in callbacks: to fetch a set may take a while, and have something to say."""
    later.ask(_begin)


def _begin() -> None:
    """Takes the settings as they are at the click: one typed just before it counts too."""
    data = settings.subject()
    if _is_there(data):
        config = settings.read(data.data if data else None)
        with st.spinner(_("Loading the data")) if data else contextlib.nullcontext():
            run_buttons.start(jobs.GAN, config, data.npz if data else bytes)


def _after(run: Run, active: bool) -> None:
    """What to do with a run that is over."""
    if active:
        return
    generator = source.trained(run)
    if generator:
        _take_away(generator)
    if run.result:
        _figures(run)
    elif run.failure and generator:
        st.caption(_("Its newest generator came over before the process died, and is kept."))
    take_away.show_run(run)


def _take_away(generator: bytes) -> None:
    row = st.container(horizontal=True, gap="small")
    row.button(
        _("Draw with it"),
        key="gan_use",
        icon=":material/brush:",
        on_click=take,
        args=({VIEW: "generate", source.MODEL.key: "run", **generate.untouched()},),
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
    distance = run.result.assessment.distance
    if distance is None:
        return
    st.caption(
        _(
            "In the end: distance to real images {distance:.2f}; real ones are {floor:.2f} "
            "from other real ones. {parameters:,} weights, {pace:,.0f} images/s."
        ).format(
            distance=distance,
            floor=run.result.floor,
            parameters=run.result.parameters,
            pace=run.result.images_per_second,
        )
    )
