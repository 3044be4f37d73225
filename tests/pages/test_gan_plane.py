"""The view of a GAN in the plane: turns, films, slow motion, own points, bad addresses."""

from __future__ import annotations

import json

import pytest
import streamlit as st
from streamlit.runtime.scriptrunner import RerunData, RerunException
from streamlit.testing.v1 import AppTest

from dlcore.engine import EngineTimeout, EngineUnavailable
from dlcore.gan.plane.config import PlaneConfig
from dlcore.gan.plane.diagnosis import diagnose
from dlcore.gan.plane.play import MAX_FRAMES, Played, advance, start
from dlcore.gan.plane.script import plane_script
from dlcore.gan.plane.slow_motion import take_turn
from tests.pages.conftest import addresses, asked, assert_refused, charts, words
from ui.frame.i18n import catalogue
from ui.frame.setting import written
from ui.gan.plane import settings, table
from ui.gan.plane.sentences import DIAGNOSES, HAPPENED, SLOW


def page() -> None:
    """The view alone, as a page of several views would hold it."""
    from ui.frame.i18n import choose_language
    from ui.frame.settings import Settings
    from ui.gan import plane

    settings = Settings("plane", *plane.SETTINGS)
    choose_language()
    settings.seed()
    settings.fragment(plane.show)()


@pytest.fixture
def open_view(stand_in):
    def open_(**query: str) -> AppTest:
        at = AppTest.from_function(page, default_timeout=120)
        for key, value in query.items():
            at.query_params[key] = value
        at.run()
        assert not at.exception
        return at

    return open_


def press(at: AppTest, name: str) -> AppTest:
    at.button(key=name).click().run()
    assert not at.exception
    return at


def do(at: AppTest, what: str) -> AppTest:
    return press(at, f"gan_plane_do_{what}")


def handed(at: AppTest, which: int = 0) -> dict:
    return json.loads(charts(at)[which].proto.json)


def game(at: AppTest) -> table.Table:
    return at.session_state[table.KEY]


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "Nobody has had a turn"), ("zh", "双方都还没有行动")]
)
def test_a_stranger_sees_a_game_that_waits_for_its_first_turn(open_view, lang, said):
    at = open_view(lang=lang)
    assert said in words(at)
    assert len(charts(at)) == 2
    assert handed(at)["options"]["film"] is None
    assert not handed(at)["options"]["click"]
    assert not at.warning
    assert all(
        control.help
        for kind in ("button", "selectbox", "slider")
        for control in at.get(kind)
        if "_try_" not in control.key
    )


@pytest.mark.parametrize("turns", ["discriminator", "generator", "both"])
def test_a_turn_is_played_shown_and_told(open_view, stand_in, turns):
    at = do(open_view(), turns)
    assert asked(stand_in, advance)[-1][2:] == [turns, 1]
    assert HAPPENED[turns].split("{")[0] in words(at)
    film = handed(at)["options"]["film"]
    assert film["steps"] == 1
    assert not film["plays"]
    updates = game(at).frame.discriminator_updates, game(at).frame.generator_updates
    assert updates == (int(turns != "generator"), int(turns != "discriminator"))


def test_turns_add_up_to_one_game(open_view):
    at = open_view()
    for turns in ("discriminator", "generator", "both"):
        do(at, turns)
    config = PlaneConfig()
    expected = advance(config, start(config).state, "both", 2)
    assert (game(at).progress.state.numbers == expected.state.numbers).all()
    assert game(at).rounds == (2, 3)


def test_a_film_has_a_frame_and_a_sentence_for_each_step_and_runs_by_itself(open_view):
    at = open_view(gan_plane_rounds="100")
    do(at, "film")
    film = handed(at)["options"]["film"]
    assert film["steps"] == MAX_FRAMES
    assert len(film["says"]) == len(film["pictures"]) == MAX_FRAMES + 1
    assert film["says"][0].startswith("Round 0:")
    assert film["says"][-1].startswith("Round 100:")
    first = film["plays"]
    assert first
    assert handed(do(at, "film"))["options"]["film"]["plays"] != first
    assert game(at).rounds[0] == 100
    assert handed(at)["options"]["film"]["says"][0].startswith("Round 100:")


def test_a_control_that_changes_nothing_to_be_seen_keeps_the_film(open_view, stand_in):
    at = do(open_view(gan_plane_rounds="50"), "film")
    before = handed(at)["options"]["film"]
    count = len(stand_in.asked)
    at.select_slider(key="gan_plane_g_rate").set_value(0.005).run()
    assert handed(at)["options"]["film"] == before
    assert len(stand_in.asked) == count
    do(at, "both")
    assert asked(stand_in, advance)[-1][0].generator_rate == 0.005
    assert game(at).rounds == (50, 51)


def test_a_new_loss_shows_the_same_networks_and_goes_on(open_view):
    at = do(open_view(), "both")
    numbers = game(at).progress.state.numbers
    at.selectbox(key="gan_plane_loss").set_value("hinge").run()
    assert (game(at).progress.state.numbers == numbers).all()
    assert game(at).frame.generator_updates == 1
    assert not at.exception


@pytest.mark.parametrize(
    ("key", "value"),
    [("gan_plane_points", "spiral"), ("gan_plane_units", 8), ("gan_plane_dim", 1)],
)
def test_other_points_or_networks_are_a_new_game(open_view, key, value):
    at = do(open_view(), "both")
    at.selectbox(key=key).set_value(value).run()
    assert not at.exception
    assert game(at).frame.generator_updates == 0
    assert "Nobody has had a turn" in words(at)


def test_a_new_game_begins_again(open_view):
    at = do(do(open_view(), "both"), "new")
    assert game(at).frame.generator_updates == 0
    assert len(game(at).past.items()) == 1


def test_slow_motion_tells_every_piece_and_leads_to_the_same_game(open_view, stand_in):
    at = open_view(gan_plane_slow="true")
    for (player, stage), sentence in SLOW.items():
        do(at, "next")
        assert sentence.split("{")[0] in words(at), (player, stage)
        assert handed(at)["options"]["film"] is None
    assert len(asked(stand_in, take_turn)) == 2
    expected = advance(PlaneConfig(), start(PlaneConfig()).state, "both")
    assert (game(at).progress.state.numbers == expected.state.numbers).all()
    do(at, "next")
    assert game(at).turn.player == "discriminator"
    assert game(at).stage == 0


def test_slow_motion_shows_only_what_has_happened(open_view):
    from dlcore.figures import gan_plane as drawing

    at = open_view(gan_plane_slow="true")
    lengths = []
    for _ in SLOW:
        do(at, "next")
        traces = json.loads(handed(at)["figure"])["data"]
        lengths.append(
            tuple(
                bool(
                    traces[i]["x"].get("bdata")
                    if isinstance(traces[i]["x"], dict)
                    else traces[i]["x"]
                )
                for i in (drawing.ARROW_TRACE, drawing.TRAIL_TRACE)
            )
        )
    nothing = (False, False)
    assert lengths == [nothing, nothing, nothing, nothing, (True, False), (False, True)]


@pytest.mark.slow
def test_every_preset_plays_a_game_and_shows_what_it_promises(open_view, subtests):
    promised = {
        "well": {"reached", "underway"},
        "collapse": {"collapsed", "far"},  # which of them, rounding decides
        "cure": {"reached"},
        "strong": {"won"},
        "high": {"won", "collapsed"},
        "wasserstein": {"reached", "underway"},
        "spiral": {"reached", "underway"},
    }
    at = open_view(lang="en")
    for name, preset in settings.PRESETS.items():
        with subtests.test(name):
            press(at, f"gan_plane_try_{name}")
            assert not at.warning
            assert preset.look_for in words(at)
            assert handed(at)["options"]["film"]["plays"]
            kind = diagnose(game(at).frame)
            assert kind in promised[name]
            assert DIAGNOSES[kind].split("{")[0] in words(at)


def test_a_preset_is_played_at_once_and_says_what_to_look_for(open_view):
    preset = settings.PRESETS["high"]
    at = open_view(lang="en")
    press(at, "gan_plane_try_high")
    assert not at.warning
    assert preset.look_for in words(at)
    assert handed(at)["options"]["film"]["plays"]
    kind = diagnose(game(at).frame)
    assert kind in {"won", "collapsed"}
    assert DIAGNOSES[kind].split("{")[0] in words(at)


def test_a_preset_in_an_address_is_known_again_in_chinese_and_plays_nothing(open_view):
    preset = settings.PRESETS["spiral"]
    address = {key: written(value) for key, value in preset.settings.items()}
    at = open_view(lang="zh", **address)
    assert not at.warning
    assert catalogue("zh")[preset.look_for] in words(at)
    assert not game(at).film


def test_own_points_are_clicked_together(open_view, stand_in):
    at = open_view(gan_plane_points="own", gan_plane_own="-1,0,1,0")
    assert handed(at)["options"]["click"]
    assert asked(stand_in, start)[-1][0].own == ((-1.0, 0.0), (1.0, 0.0))
    assert game(at).frame.coverage.of == 2


def test_a_click_adds_a_cloud_and_a_second_one_there_takes_it_away(monkeypatch):
    state = {settings.OWN_CLOUDS.key: [0.5, 0.5]}
    monkeypatch.setattr(st, "session_state", state)
    settings.click(-1.0, 0.333)
    assert state[settings.OWN_CLOUDS.key] == [0.5, 0.5, -1.0, 0.33]
    settings.click(0.53, 0.47)
    assert state[settings.OWN_CLOUDS.key] == [-1.0, 0.33]


def test_there_are_never_more_clouds_than_a_game_can_have(monkeypatch):
    full = [number for i in range(40) for number in (-1.5 + i * 0.07, -1.0)]
    state = {settings.OWN_CLOUDS.key: list(full)}
    monkeypatch.setattr(st, "session_state", state)
    settings.click(0.0, 1.0)
    assert state[settings.OWN_CLOUDS.key] == full


def test_a_game_goes_on_when_a_cloud_is_added(open_view):
    at = do(open_view(gan_plane_points="own"), "both")
    at.session_state[settings.OWN_CLOUDS.key] = [-1.0, 0.0, 1.0, 0.0, 0.0, 1.0]
    at.run()
    assert game(at).frame.generator_updates == 1
    assert game(at).frame.coverage.of == 3


@pytest.mark.parametrize(
    ("lang", "own", "said"),
    [
        ("en", "", "At least 2 clouds of points are needed. There are 0: click in the plane."),
        ("zh", "0.5,0.5", "至少需要 2 团点云，现在有 1 团：请在平面上点击。"),
    ],
)
def test_too_few_clouds_are_one_sentence_and_a_plane_to_click_in(open_view, lang, own, said):
    at = open_view(lang=lang, gan_plane_points="own", gan_plane_own=own)
    assert [warning.value for warning in at.warning] == [said]
    (chart,) = charts(at)
    assert json.loads(chart.proto.json)["options"]["click"]


def test_all_clouds_can_be_removed(open_view):
    at = press(open_view(gan_plane_points="own"), "gan_plane_clear")
    assert len(at.warning) == 1
    assert at.session_state[settings.OWN_CLOUDS.key] == []


def test_bad_values_in_an_address_are_one_sentence_each_and_the_usual_game(open_view):
    nonsense = [
        ("gan_plane_points", "moon"),
        ("gan_plane_own", "1,2,3"),
        ("gan_plane_own", "nan,0"),
        ("gan_plane_own", "9,9"),
        ("gan_plane_own", ",".join(["0"] * 82)),
        ("gan_plane_loss", "hope"),
        ("gan_plane_g_rate", "-1"),
        ("gan_plane_d_rate", "0.123"),
        ("gan_plane_d_steps", "11"),
        ("gan_plane_latent", "cauchy"),
        ("gan_plane_dim", "3"),
        ("gan_plane_units", "1000"),
        ("gan_plane_layers", "0"),
        ("gan_plane_batch", "7"),
        ("gan_plane_penalty", "nan"),
        ("gan_plane_seed", "1.5"),
        ("gan_plane_rounds", "99999"),
        ("gan_plane_slow", "perhaps"),
    ]
    usual = open_view()
    for address in addresses(nonsense):
        at = open_view(**address)
        assert_refused(at, address, usual)
        assert len(charts(at)) == 2


@pytest.mark.parametrize("error", [EngineUnavailable("gone"), EngineTimeout("slow")])
def test_an_engine_that_fails_loses_nothing(open_view, stand_in, error):
    at = do(open_view(), "both")
    state = game(at).progress.state
    stand_in.answers[advance] = error
    do(at, "film")
    assert len(at.warning) == 1
    assert game(at).progress.state is state
    assert len(charts(at)) == 2
    del stand_in.answers[advance]
    do(at, "both")
    assert game(at).frame.generator_updates == 2


def test_a_game_that_is_lost_says_so_and_keeps_what_it_had(open_view, stand_in):
    at = do(open_view(), "both")
    held = game(at).progress
    stand_in.answers[advance] = Played(held.state, held.real, held.frames[-1:], lost=True)
    do(at, "film")
    assert "The weights have become infinite" in words(at)
    assert game(at).rounds == (1,)


def test_the_code_is_that_of_the_game(open_view):
    at = open_view(gan_plane_points="spiral", gan_plane_loss="rpgan", gan_plane_rounds="250")
    config = PlaneConfig(points="spiral", loss="rpgan")
    assert at.code[0].value == plane_script(config, 250).strip()


def test_the_address_says_what_is_set(open_view):
    at = open_view()
    at.selectbox(key="gan_plane_loss").set_value("lsgan").run()
    at.slider(key="gan_plane_d_steps").set_value(4).run()
    shown = {key: at.query_params[key] for key in ("gan_plane_loss", "gan_plane_d_steps")}
    assert {str(v[0] if isinstance(v, list) else v) for v in shown.values()} == {"lsgan", "4"}
    assert "gan_plane_own" not in at.query_params


def test_what_a_click_elsewhere_broke_off_is_done_when_the_page_is_drawn_again(monkeypatch):
    state = {}
    monkeypatch.setattr(st, "session_state", state)
    monkeypatch.setattr(table, "_at_hand", lambda config, anew: "a game")

    def broken_off(*_of_a_film, **_more):
        raise RerunException(RerunData())

    monkeypatch.setattr(table, "_played", broken_off)
    table.want("film")
    with pytest.raises(RerunException):
        table.settle(PlaneConfig(), 10, replay=False)
    monkeypatch.setattr(table, "_played", lambda *_of_a_film, **_more: "a game that was played")
    assert table.settle(PlaneConfig(), 10, replay=False) == "a game that was played"
    assert table.settle(PlaneConfig(), 10, replay=False) == "a game"
