"""The GAN's page: what it draws and says, every state of a training, and nonsense."""

from __future__ import annotations

import ast
import math

import numpy as np
import pytest
from starlette.requests import Request

from dlcore import tasks
from dlcore.engine import Failure
from dlcore.gan.config import GanConfig
from dlcore.gan.film import pack
from dlcore.gan.generator import journeys, samples
from dlcore.gan.generator.judge import Assessment
from dlcore.gan.generator.neighbours import neighbours
from dlcore.gan.generator.samples import THE_DIGITS
from dlcore.gan.losses import GAN_LOSSES
from dlcore.gan.run_config import GAN_PRESETS, GAN_SCHEDULES, GanRunConfig
from dlcore.gan.training import GanResult
from dlcore.reports import Held
from dlcore.training.fit_monitor import TrainingDiverged
from tests import generators
from tests.pages.conftest import asked, assert_refused, charts, words
from ui.frame.settings import values_of
from ui.gan import frames, settings
from ui.gan.generate import WAYS

PROGRESS = {
    "epoch": 1,
    "epochs": 6,
    "step": 320,
    "steps_per_epoch": 937,
    "examples_per_second": 1500.0,
    "seconds_left": 65.0,
}


@pytest.fixture(scope="module")
def shipping(tmp_path_factory):
    """A small generator ships, for this whole file: it is traced once."""
    with pytest.MonkeyPatch.context() as patch:
        generators.ship(tmp_path_factory.mktemp("models"), patch, generators.small_generator())
        yield
    generators.unship()


@pytest.fixture
def open_it(open_page, shipping):
    """Opens the page where a generator draws, unless another view is asked for."""
    return lambda **query: open_page("gan", **({"gan_view": "generate"} | query))


@pytest.fixture
def open_bare(open_page, tmp_path, monkeypatch):
    """Where no generator ships."""
    generators.ship(tmp_path, monkeypatch, None)
    yield lambda **query: open_page("gan", **({"gan_view": "generate"} | query))
    generators.unship()


def click(at, key):
    at.button(key=key).click().run()
    assert not at.exception
    return at


def picture(step=320, counts=(20,) * 10, **more):
    images = np.random.default_rng(step).integers(0, 256, (50, 28, 28), np.uint8)
    facts = {"counts": list(counts), "evenness": 0.97, "agreement": 0.83, "floor": 5.2}
    return {"step": step, "seconds": step / 20, "packed": pack(images), "facts": facts | more}


def report(right=0.7, **more):
    points = {"d_loss": 0.69, "g_loss": 0.8, "d_real": 0.6, "d_fake": 0.4, "d_right": right}
    return {
        "phase": "training",
        "progress": PROGRESS,
        "series": {name: [[16, y], [320, y]] for name, y in points.items()},
        "picture": picture(distance=9.5, **more),
    }


def a_run(stand_in, **gan):
    run = stand_in.start_run(tasks.train_gan, GanRunConfig(GanConfig(**gan)))
    run.begin()
    return run


def a_result(**more) -> GanResult:
    values = {
        "model": generators.small_generator(),
        "parameters": 123_456,
        "assessment": Assessment((20,) * 10, 1.0, 0.98, 6.5),
        "floor": 5.2,
        "steps": 320,
        "epochs_done": 0.3,
        "seconds": 40.0,
        "images_per_second": 1500.0,
        "stopped": True,
        "trouble": None,
        "source": "file",
    }
    return GanResult(**values | more)


# Generate ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", WAYS.choice.options)
def test_every_way_shows_drawings_at_once(open_it, way):
    at = open_it(gan_way=way)
    assert len(charts(at)) >= 1
    assert not at.warning
    assert not at.error
    ast.parse(at.code[0].value)
    assert "models/gan.keras" in at.code[0].value


def test_the_digit_is_chosen_and_the_number_of_drawings(open_it, stand_in):
    at = open_it(gan_digit="7", gan_count="12", gan_cut="0.5", gan_seed="9")
    assert asked(stand_in, samples.samples) == [[(7,) * 12, 9, 0.5, THE_DIGITS, "gan"]]
    at.segmented_control(key="gan_digit").set_value("").run()
    assert asked(stand_in, samples.samples)[-1][0] == (*range(10), 0, 1)


def test_new_ones_come_from_another_seed_which_is_in_the_address(open_it, stand_in):
    at = click(open_it(), "gan_generate")
    first, second = (question[1] for question in asked(stand_in, samples.samples))
    assert first != second
    assert at.query_params["gan_seed"] in (str(second), [str(second)])


def test_a_date_is_drawn_digit_by_digit(open_it, stand_in):
    at = open_it()
    at.text_input(key="gan_typed").set_value("26/11/2026").run()
    assert not at.exception
    assert asked(stand_in, samples.samples)[-1][0] == (2, 6, 1, 1, 2, 0, 2, 6)
    assert len(at.get("download_button")) == 2


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("26 Nov 2026", "Only digits can be drawn"),
        ("--", "Type at least one digit"),
        ("1" * 60, "At most 40 digits"),
    ],
)
def test_what_cannot_be_drawn_is_said_and_nothing_is_lost(open_it, stand_in, typed, said):
    at = open_it(gan_typed=typed, gan_seed="5")
    (warning,) = at.warning
    assert said in warning.value
    assert at.text_input(key="gan_typed").value == typed
    at.text_input(key="gan_typed").set_value("42").run()
    assert not at.warning
    assert asked(stand_in, samples.samples)[-1][:2] == [(4, 2), 5]


def test_a_date_in_chinese_is_read_and_its_error_is_in_chinese(open_it, stand_in):
    open_it(gan_typed="2026年11月26日", lang="zh")
    assert asked(stand_in, samples.samples)[-1][0] == (2, 0, 2, 6, 1, 1, 2, 6)
    assert "只能画数字" in open_it(gan_typed="abc", lang="zh").warning[0].value


def test_copies_are_looked_for_when_asked(open_it, stand_in):
    at = open_it(gan_compare="true", gan_count="3")
    (images,) = asked(stand_in, neighbours)[-1]
    assert images.shape == (3, 28, 28)
    assert "training images. Median distance" in words(at)
    assert "Only the sample of MNIST" in words(at)


def test_walk_grid_and_directions_ask_once_for_what_is_set(open_it, stand_in):
    open_it(gan_way="walk", gan_from="1", gan_to="7", gan_seed="3")
    assert asked(stand_in, journeys.walk) == [[(1, 7), 3, THE_DIGITS, "gan"]]
    open_it(gan_way="grid", gan_corner_2="5")
    assert asked(stand_in, journeys.grid) == [[(4, 5, 6, 0), 1, THE_DIGITS, "gan"]]
    at = open_it(gan_way="directions", gan_turned="2", gan_direction_2="1.5")
    assert asked(stand_in, journeys.edited) == [
        [2, 1, (0.0, 1.5, 0.0, 0.0, 0.0), THE_DIGITS, "gan"]
    ]
    click(at, "gan_directions_back")
    assert asked(stand_in, journeys.edited)[-1] == [2, 1, (0.0,) * 5, THE_DIGITS, "gan"]


def test_without_a_generator_it_says_so(open_bare, stand_in):
    at = open_bare()
    assert "models/gan.keras" in at.info[0].value
    assert not asked(stand_in, samples.samples)


def test_without_a_generator_ones_own_draws(open_bare, stand_in):
    run = a_run(stand_in)
    run.finish(a_result())
    at = open_bare(gan_run=run.id)
    assert "so the one you trained draws" in at.info[0].value
    assert charts(at)


def test_a_generator_that_chooses_itself_writes_no_number(open_it, stand_in):
    run = a_run(stand_in)
    run.finish(a_result(model=generators.small_generator(conditional=False)))
    at = open_it(gan_run=run.id, gan_model="run", gan_typed="42")
    assert "chooses itself what it draws" in words(at)
    assert charts(at)


@pytest.mark.parametrize(
    ("query", "view"),
    [
        ({}, "plane"),
        ({"gan_seed": "5"}, "generate"),
        ({"gan_way": "walk"}, "generate"),
        ({"gan_epochs": "7"}, "train"),
        ({"gan_view": "plane", "gan_seed": "5"}, "plane"),
    ],
)
def test_the_plane_comes_first_and_settings_of_another_view_open_that(
    open_page, shipping, query, view
):
    at = open_page("gan", **query)
    assert at.segmented_control(key="gan_view").value == view
    said = {name: at.query_params[name] for name in at.query_params if name.startswith("gan")}
    again = {name: text[0] if isinstance(text, list) else text for name, text in said.items()}
    assert open_page("gan", **again).segmented_control(key="gan_view").value == view


def test_nonsense_in_the_address_is_said_and_the_usual_value_taken(open_it):
    nonsense = {"gan_digit": "10", "gan_count": "10000", "gan_cut": "0", "gan_latent": "0"}
    at = open_it(**nonsense)
    assert_refused(at, nonsense, open_it())
    assert charts(at)


# Train -------------------------------------------------------------------------------------------


def test_before_the_first_start_there_is_the_game_to_look_at(open_it):
    at = open_it(gan_view="train")
    assert at.get("imgs") or at.get("image")
    assert not at.button(key="gan_start").disabled
    assert at.button(key="gan_stop").disabled
    ast.parse(at.code[-1].value)


@pytest.mark.parametrize("name", settings.PRESETS)
def test_a_preset_trains_what_it_says(open_it, stand_in, name):
    at = open_it(gan_view="train")
    click(click(at, f"gan_try_{name}"), "gan_start")
    (run,) = stand_in.runs.values()
    assert values_of(run.config, settings.SETTINGS) == settings.PRESETS[name].settings
    assert at.button(key="gan_start").disabled
    assert not at.button(key="gan_stop").disabled
    assert at.query_params["gan_run"] in (run.id, [run.id])


def test_the_usual_game_is_the_preset_of_the_library(open_it, stand_in):
    click(open_it(gan_view="train"), "gan_start")
    (run,) = stand_in.runs.values()
    config, usual = run.config, GAN_PRESETS["live"]
    assert config.gan.penalties == usual.gan.penalties
    assert config.gan.class_weight == usual.gan.class_weight
    assert (config.epochs, config.schedule) == (usual.epochs, usual.schedule)


@pytest.mark.parametrize("loss", GAN_LOSSES)
def test_every_loss_can_be_trained_and_brings_its_penalties(open_it, stand_in, loss):
    at = open_it(gan_view="train", gan_smoothing="0.1", gan_loss="minimax")
    at.selectbox(key="gan_loss").set_value(loss).run()
    click(at, "gan_start")
    (run,) = stand_in.runs.values()
    record = GAN_LOSSES[loss]
    assert run.config.gan.penalties == (record.r1, record.r2)


def test_settings_that_do_not_go_together_are_said_and_cannot_be_started(open_it):
    at = open_it(gan_view="train", gan_loss="hinge", gan_smoothing="0.1", lang="zh")
    assert "label_smoothing" in at.error[0].value
    assert at.button(key="gan_start").disabled


def test_a_running_game_is_shown_with_its_film_and_curves(open_it, stand_in):
    run = a_run(stand_in, loss="non-saturating")
    run.receive({"picture": picture(0)})
    run.receive(report())
    at = open_it(gan_view="train", gan_run=run.id)
    assert len(charts(at)) == 4
    assert "83.0%" in [metric.value for metric in at.metric]
    assert "9.5" in [metric.value for metric in at.metric]
    assert not at.warning
    texts = " ".join(e.proto.text for e in at.get("progress"))
    assert "320/937" in texts
    assert "1,500" in texts


def test_the_film_is_fetched_picture_by_picture(open_it, stand_in):
    import json

    run = a_run(stand_in)
    run.receive({"picture": picture(0)})
    run.receive(report())
    at = open_it(gan_view="train", gan_run=run.id)
    film = json.loads(charts(at)[0].proto.json)["options"]["film"]
    assert film["pictures"] == [frames.address(run.id, 0), frames.address(run.id, 320)]
    assert film["says"][1].startswith("step 320")


def send(run_id, step):
    """What this server answers to the address of a moment of a run."""
    (route,) = frames.ROUTES
    scope = {"type": "http", "method": "GET", "path": f"/{frames.address(run_id, step)}"}
    _match, found = route.matches(scope)
    return route.endpoint(Request(scope | found))


def test_a_picture_of_the_film_is_served_to_whoever_knows_the_run(stand_in):
    run = a_run(stand_in)
    run.receive(report())
    answer = send(run.id, 320)
    assert answer.media_type == "image/png"
    assert answer.body[:4] == b"\x89PNG"
    assert send(run.id, 321).status_code == 404
    assert send("nobody", 320).status_code == 404
    for step in ("9" * 5000, "-1", "0320", "٣٢٠", "x"):
        assert send(run.id, step).status_code == 404


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"right": 0.99}, "The discriminator has won"),
        ({"right": 0.5, "agreement": 0.2}, "has been outplayed"),
        ({"counts": [0, 200] + [0] * 8, "step": 640}, "read as one of: 1."),
    ],
)
def test_what_goes_wrong_is_said_in_words(open_it, stand_in, told, said):
    run = a_run(stand_in)
    run.receive(report(**told))
    at = open_it(gan_view="train", gan_run=run.id)
    assert said in at.warning[0].value


def test_a_trouble_does_not_begin_the_film_anew(open_it, stand_in):
    """A browser knows an element again by its place."""

    def place_of(chart, node, *way):
        children = getattr(node, "children", {})
        ways = (place_of(chart, child, *way, at) for at, child in children.items())
        return way if node is chart else next((found for found in ways if found), None)

    def place_of_the_film(at):
        return place_of(charts(at)[0], at.main)

    calm, troubled = a_run(stand_in), a_run(stand_in)
    calm.receive(report(right=0.7))
    troubled.receive(report(right=0.99))
    place = place_of_the_film(open_it(gan_view="train", gan_run=calm.id))
    at = open_it(gan_view="train", gan_run=troubled.id)
    assert at.warning
    assert place_of_the_film(at) == place


def test_pause_and_go_on_take_the_state_and_all_that_was_seen(open_it, stand_in):
    run = a_run(stand_in)
    run.receive(report())
    run.receive({"snapshot": generators.small_generator()})
    at = click(open_it(gan_view="train", gan_run=run.id), "gan_pause")
    assert run.status == "pausing"
    history = run.history
    run.finish(Held(b"arrays"))
    at.run()
    assert "Paused." in words(at)
    assert "gan_use" in [button.key for button in at.button]  # it can draw meanwhile
    click(at, "gan_go_on")
    assert (run.status, run.history) == ("queued", history)
    assert [p["step"] for p in run.pictures] == [320]
    assert at.query_params["gan_run"] in (run.id, [run.id])


def test_stop_keeps_the_generator_and_generate_draws_with_it(open_it, stand_in):
    run = a_run(stand_in)
    run.receive(report())
    at = click(open_it(gan_view="train", gan_run=run.id), "gan_stop")
    run.finish(a_result())
    at.run()
    assert "Paused." not in words(at)
    assert "6.50" in words(at)
    click(at, "gan_use")
    assert at.segmented_control(key="gan_view").value == "generate"
    assert at.segmented_control(key="gan_model").value == "run"
    assert len(asked(stand_in, samples.samples)[-1][4]) == 64  # a digest


def test_a_finished_game_cannot_go_on(open_it, stand_in):
    run = a_run(stand_in)
    run.receive(report() | {"checkpoint": b""})
    run.finish(a_result(stopped=False))
    at = open_it(gan_view="train", gan_run=run.id)
    assert "gan_go_on" not in [button.key for button in at.button]


def test_a_loss_that_is_no_number_is_said_and_the_last_good_generator_kept(open_it, stand_in):
    trouble = TrainingDiverged(
        "A loss is no longer a finite number after step {step} of {steps}, with learning rates "
        "of {generator} and {discriminator}: smaller ones may help. The last generator that "
        "could draw is kept.",
        step=48,
        steps=5622,
        generator=0.5,
        discriminator=0.5,
    )
    run = a_run(stand_in)
    run.finish(a_result(stopped=False, trouble=trouble))
    at = open_it(gan_view="train", gan_run=run.id)
    assert "5622" in at.error[0].value
    assert at.button(key="gan_use")


def test_a_worker_that_died_is_said_and_the_film_is_still_there(open_it, stand_in):
    run = a_run(stand_in)
    run.receive({"picture": picture(0)})
    run.receive(report())
    run.receive({"snapshot": generators.small_generator()})
    run.fail(Failure("worker_lost", RuntimeError("killed")))
    at = open_it(gan_view="train", gan_run=run.id)
    assert at.error
    assert len(charts(at)) == 4
    assert not at.button(key="gan_start").disabled
    assert at.button(key="gan_use")


def test_the_newest_generator_of_a_worker_that_died_draws(open_it, stand_in):
    run = a_run(stand_in)
    run.receive(report())
    run.receive({"snapshot": generators.small_generator()})
    run.fail(Failure("worker_lost", RuntimeError("killed")))
    at = click(open_it(gan_view="train", gan_run=run.id), "gan_use")
    assert at.segmented_control(key="gan_model").value == "run"
    assert len(asked(stand_in, samples.samples)[-1][4]) == 64  # a digest


def test_a_worker_that_died_at_once_leaves_the_generator_that_ships(open_it, stand_in):
    run = a_run(stand_in)
    run.fail(Failure("worker_lost", RuntimeError("killed")))
    at = open_it(gan_view="train", gan_run=run.id)
    assert "gan_use" not in [button.key for button in at.button]
    assert charts(open_it(gan_run=run.id, gan_model="run"))


def test_a_run_of_another_page_is_not_shown(open_it, run):
    at = open_it(gan_view="train", gan_run=run.id)
    assert "no run at this address" in at.warning[0].value


def test_nobody_cuts_noise_to_nothing():
    from ui.gan import sheet

    cuts = list(sheet.CUT.options)
    assert min(cuts) > 0
    assert cuts[-1] == math.inf


def test_every_schedule_of_the_library_can_be_chosen():
    assert set(settings.SCHEDULE.options) == set(GAN_SCHEDULES)
