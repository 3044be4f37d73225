"""The view *In the plane*: two small networks, and all that they think, in one picture."""

from __future__ import annotations

import streamlit as st

from dlcore.gan.plane.config import PlaneConfig
from dlcore.gan.plane.points import LEAST_CLOUDS, OWN
from dlcore.gan.plane.script import plane_script
from ui.frame import explore
from ui.frame.i18n import gap
from ui.frame.i18n import gettext as _
from ui.gan.plane import course, picture, sentences, settings, table
from ui.gan.plane.table import Table

_ROUNDS_WIDTH = 150  # px


def show() -> None:
    """Presets, picture, controls, what happened, how it went, the code."""
    explore.presets("gan_plane", settings.PRESETS)
    plane, controls = st.columns([7, 4], gap="large")
    with controls:
        settings.show()
    with plane:
        config = _config()
        game = config and _game(config)
    if config and game:
        course.show(config, game)
        st.caption(
            _(
                "A mode is covered where a quarter of its fair share of the generated points lies "
                "near it, within three standard deviations of its cloud or of the curve."
            )
        )
    if config:
        explore.code(plane_script(config, settings.ROUNDS.value))


def _config() -> PlaneConfig | None:
    """What the controls say; a plane to click in where that is no game yet."""
    too_few = len(settings.own_clouds()) < LEAST_CLOUDS
    if settings.POINTS.value != OWN or not too_few:
        return settings.read()
    settings.read()  # says what is missing
    picture.empty()
    return None


def _game(config: PlaneConfig) -> Table | None:
    buttons = st.container(key="gan_plane_buttons")
    with buttons:
        _buttons()
    place = st.container()  # before a word about waiting, which then moves nothing
    game = table.settle(config, settings.ROUNDS.value, replay=_preset_clicked())
    if game is None:
        return None
    with place:
        said = _picture(config, game)
    with st.container(key="gan_plane_said"):
        st.markdown(said)
    picture.legend()
    return game


def _picture(config: PlaneConfig, game: Table) -> str:
    """Draws the game, and returns what to say of it."""
    if settings.SLOW.value and game.turn:
        said = sentences.slowly(config, game.turn, game.stage)
        picture.slow(config, game, said.replace("**", ""))
        return said
    picture.show(config, game)
    return gap().join(filter(None, [sentences.happened(game), sentences.diagnosis(game)]))


def _preset_clicked() -> bool:
    return any(st.session_state.get(f"gan_plane_try_{name}") for name in settings.PRESETS)


def _buttons() -> None:
    slow = settings.SLOW.value
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if slow:
            _button(
                _("Next"),
                "next",
                ":material/skip_next:",
                _("One piece of a turn: what is dealt, what is thought of it, what is learnt."),
                primary=True,
            )
        else:
            _turns()
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if not slow:
            _film()
        _button(
            _("New game"), "new", ":material/restart_alt:", _("The same networks, before any turn.")
        )
        settings.SLOW.toggle()


def _turns() -> None:
    _button(
        _("Discriminator's turn"),
        "discriminator",
        ":material/visibility:",
        _("It learns to tell these points apart; the generator stands still."),
    )
    _button(
        _("Generator's turn"),
        "generator",
        ":material/edit:",
        _("Its points move along the arrows; the discriminator stands still."),
    )
    _button(
        _("Both"),
        "both",
        ":material/sync_alt:",
        _("One round: the discriminator's turn, then the generator's."),
    )


def _film() -> None:
    _button(
        _("Play"),
        "film",
        ":material/play_arrow:",
        _("Plays so many rounds, and shows them as a film."),
        primary=True,
    )
    settings.ROUNDS.selectbox(
        format_func=lambda rounds: _("{rounds:,} rounds").format(rounds=rounds),
        label_visibility="collapsed",
        width=_ROUNDS_WIDTH,
    )


def _button(label: str, what: str, icon: str, text: str, primary: bool = False) -> None:
    st.button(
        label,
        key=f"gan_plane_do_{what}",
        icon=icon,
        type="primary" if primary else "secondary",
        on_click=table.want,
        args=(what,),
        help=text,
    )
