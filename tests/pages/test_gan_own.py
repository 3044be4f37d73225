"""The GAN's page with other classes than digits: what is started, drawn, read and said."""

from __future__ import annotations

import ast
from dataclasses import replace
from functools import lru_cache
from types import SimpleNamespace

import numpy as np
import pytest

from dlcore import registry, tasks
from dlcore.data.formats import to_npz
from dlcore.data.symbols import symbols
from dlcore.gan.config import GanConfig
from dlcore.gan.film import pack, shown
from dlcore.gan.generator import journeys, samples
from dlcore.gan.generator.judge import Assessment
from dlcore.gan.generator.set_judge import SetJudge
from dlcore.gan.run_config import GanRunConfig
from dlcore.gan.training import GanResult
from tests import generators
from tests.dlcore.training.sets import bars
from tests.pages.conftest import asked, assert_refused, charts, words
from ui.gan.generate import WAYS
from ui.runs.kinds import KINDS
from ui.shared.sets import kept

NAMES = ("<b>α</b>", "שלום", "*star*")


@pytest.fixture(scope="module")
def shipping(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        generators.ship(tmp_path_factory.mktemp("models"), patch, generators.small_generator())
        yield
    generators.unship()


@pytest.fixture
def open_it(open_page, shipping):
    """Opens the page where a generator draws, unless another view is asked for."""
    return lambda **query: open_page("gan", **({"gan_view": "generate"} | query))


def names_of(classes: int) -> tuple[str, ...]:
    return NAMES if classes == 3 else tuple(f"{i} <i>{'name ' * (i % 7)}" for i in range(classes))


@lru_cache(maxsize=4)
def judge_of(classes: int) -> SetJudge:
    """One that has learnt nothing."""
    import keras

    keras.utils.set_random_seed(1)
    layers = [keras.Input((28, 28, 1)), keras.layers.Flatten()]
    model = keras.Sequential([*layers, keras.layers.Dense(classes, activation="softmax")])
    return SetJudge(registry.to_bytes(model, names_of(classes)), 0.875, (6.0,) * classes)


@lru_cache(maxsize=4)
def file_of(classes: int) -> bytes:
    return to_npz(bars(classes, 5, names_of(classes)))


def a_run(stand_in, classes=3, **gan):
    config = GanRunConfig(GanConfig(classes=classes, **gan), set="0123456789abcdef")
    run = stand_in.start_run(tasks.train_gan, config, supply=file_of(classes))
    run.begin()
    return run


def a_result(classes=3, **more) -> GanResult:
    values = {
        "model": generators.small_generator(classes=classes, names=names_of(classes)),
        "parameters": 123_456,
        "assessment": Assessment((20,) * classes, 1.0, 0.98, 6.5),
        "floor": 5.2,
        "steps": 320,
        "epochs_done": 0.3,
        "seconds": 40.0,
        "images_per_second": 1500.0,
        "stopped": True,
        "trouble": None,
        "source": "own",
        "classes": names_of(classes),
        "judge": judge_of(classes),
    }
    return GanResult(**values | more)


def picture(config: GanConfig, step=640, **more):
    count = len(shown(config))
    images = np.random.default_rng(step).integers(0, 256, (count, 28, 28), np.uint8)
    facts = {
        "counts": [20] * config.classes,
        "evenness": 0.97,
        "agreement": 0.83,
        "floor": 5.2,
        "distance": 9.5,
        "judge_accuracy": 0.875,
        "variety": 0.8,
    }
    return {"step": step, "seconds": step / 20, "packed": pack(images), "facts": facts | more}


def told(run, **more):
    points = {"d_loss": 0.69, "g_loss": 0.8, "d_real": 0.6, "d_fake": 0.4, "d_right": 0.7}
    run.receive(
        {
            "phase": "training",
            "series": {name: [[16, y], [640, y]] for name, y in points.items()},
            "picture": picture(run.config.gan, **more),
        }
    )
    return run


# Train -------------------------------------------------------------------------------------------


def test_a_set_of_ones_own_is_chosen_and_goes_along(open_it, stand_in):
    at = open_it(gan_view="train")
    at.selectbox(key="gan_data_set").set_value("symbols").run()
    assert "20 classes, 1,600 images" in words(at)
    at.button(key="gan_start").click().run()
    assert not at.exception
    (run,) = stand_in.runs.values()
    data = symbols()
    assert (run.config.set, run.config.gan.classes) == (data.fingerprint, 20)
    assert kept.opened(run.supply).fingerprint == data.fingerprint
    assert at.query_params["gan_data_set"] in ("symbols", ["symbols"])


def test_what_a_small_set_needs_is_usual_for_it(open_it, stand_in):
    """100 drawings of ten letters: one drawing of each was learnt by heart without a shift."""
    at = open_it(gan_view="train")
    assert at.slider(key="gan_shift").value == 0
    at.selectbox(key="gan_data_set").set_value("symbols").run()
    assert at.slider(key="gan_shift").value == 2
    assert "gan_shift" not in at.query_params
    at.button(key="gan_try_usual").click().run()
    assert at.slider(key="gan_shift").value == 2
    assert "moved by up to two pixels" in words(at)
    at.selectbox(key="gan_data_set").set_value("digits").run()
    assert at.slider(key="gan_shift").value == 0
    at = open_it(gan_view="train", gan_data_set="symbols")
    assert at.slider(key="gan_shift").value == 2
    at = open_it(gan_view="train", gan_data_set="symbols", gan_shift="0")
    assert at.slider(key="gan_shift").value == 0


def test_a_link_to_a_run_says_the_shift_that_is_not_usual_for_its_set():
    for shift, of_own in ((0, "0"), (2, None)):
        gan = GanConfig(classes=20, shift=shift)
        runs = (
            GanRunConfig(gan, set=symbols().fingerprint),
            GanRunConfig(replace(gan, classes=10)),
        )
        own, digits = (KINDS["gan"].address(SimpleNamespace(config=one)) for one in runs)
        assert own.get("gan_shift") == of_own
        assert digits.get("gan_shift") == (str(shift) if shift else None)


def test_a_preset_leaves_the_set_as_it_is(open_it, stand_in):
    at = open_it(gan_view="train", gan_data_set="symbols")
    at.button(key="gan_try_cure").click().run()
    at.button(key="gan_start").click().run()
    (run,) = stand_in.runs.values()
    assert (run.config.gan.loss, run.config.gan.classes) == ("non-saturating", 20)


def test_digits_need_no_file(open_it, stand_in):
    open_it(gan_view="train").button(key="gan_start").click().run()
    (run,) = stand_in.runs.values()
    assert (run.config.set, run.config.gan.classes, run.supply) == ("", 10, b"")


def test_a_set_that_is_gone_is_said_and_digits_are_taken(open_it):
    at = open_it(gan_view="train", gan_data_set="deleted")
    assert "gan_data_set = `deleted`" in at.warning[0].value
    assert at.selectbox(key="gan_data_set").value == "digits"
    assert at.slider(key="gan_shift").value == 0
    assert not at.button(key="gan_start").disabled


def test_few_images_of_a_class_are_said(open_it, stand_in, monkeypatch):
    from ui.shared.sets import chosen

    few = chosen.Shipped("few", "few", lambda: bars(3, 2, NAMES))
    monkeypatch.setitem(chosen.SHIPPED, "symbols", few)
    at = open_it(gan_view="train", gan_data_set="symbols")
    assert "there are only 1: little" in words(at)
    assert "`<b>α</b>`" in words(at)
    at.button(key="gan_start").click().run()
    (run,) = stand_in.runs.values()
    assert run.config.gan.classes == 3


@pytest.mark.parametrize("classes", [3, 26, 62])
def test_a_running_game_names_its_classes(open_it, stand_in, classes):
    run = told(a_run(stand_in, classes))
    at = open_it(gan_view="train", gan_run=run.id)
    assert len(charts(at)) == 4
    assert not at.warning
    assert "87.5% right" in words(at)
    assert ("12 of the" in words(at)) == (classes > 12)
    ast.parse(at.code[-1].value)


def test_what_is_missing_is_named_as_text(open_it, stand_in):
    run = told(a_run(stand_in), counts=[60, 60, 0])
    at = open_it(gan_view="train", gan_run=run.id)
    assert "`*star*`" in at.warning[0].value


def test_a_watcher_sees_numbers_until_there_is_a_generator(open_it, stand_in):
    config = GanRunConfig(GanConfig(classes=3), set="0123456789abcdef")
    run = stand_in.start_run(tasks.train_gan, config, owner="somebody", supply=file_of(3))
    run.begin()
    told(run)
    assert "The columns, from left to right: 0, 1, 2." in words(
        open_it(gan_view="train", gan_run=run.id)
    )


def test_a_run_that_is_over_can_be_drawn_with(open_it, stand_in):
    run = told(a_run(stand_in))
    run.finish(a_result())
    at = open_it(gan_view="train", gan_run=run.id, gan_digit="7")
    assert "6.50" in words(at)
    at.button(key="gan_use").click().run()
    assert not at.exception
    assert not at.warning
    labels, _seed, _cut, judge, digest, *_data = asked(stand_in, samples.samples)[-1]
    assert labels == (0, 1, 2) * 13 + (0,)
    assert judge == judge_of(3)
    assert len(digest) == 64


# Generate ----------------------------------------------------------------------------------------


@pytest.fixture
def open_own(open_it, stand_in):
    def open_own(classes=3, result=None, **query):
        run = told(a_run(stand_in, classes))
        run.finish(result or a_result(classes))
        return open_it(gan_run=run.id, gan_model="run", **query)

    return open_own


@pytest.mark.parametrize("classes", [3, 26, 62])
@pytest.mark.parametrize("way", WAYS.choice.options)
def test_every_way_shows_drawings_of_these_classes(open_own, way, classes):
    at = open_own(classes, gan_way=way)
    assert charts(at)
    assert not at.warning
    assert not at.error
    ast.parse(at.code[0].value)


def test_one_class_is_chosen_by_its_name(open_own, stand_in):
    at = open_own(gan_count="4")
    at.segmented_control(key="gan_digit").set_value("שלום").run()
    assert asked(stand_in, samples.samples)[-1][0] == (1, 1, 1, 1)
    assert "87.5% right" in words(at)


def test_names_are_typed_and_written(open_own, stand_in):
    at = open_own(gan_typed="*star* <b>α</b>שלום")
    assert asked(stand_in, samples.samples)[-1][0] == (2, 0, 1)
    assert len(at.get("download_button")) == 2
    at.text_input(key="gan_typed").set_value("42").run()
    assert "Only names of classes can be drawn" in at.warning[0].value


def test_the_ends_of_a_walk_are_chosen_by_their_names(open_own, stand_in):
    at = open_own(gan_way="walk")
    assert asked(stand_in, journeys.walk)[-1][0] == (0, 2)  # 3 and 8 of the digits
    at.selectbox(key="gan_to").set_value("שלום").run()
    assert asked(stand_in, journeys.walk)[-1][0] == (0, 1)


def test_the_nearest_images_are_those_of_the_set(open_own, stand_in):
    at = open_own(gan_compare="true", gan_count="3")
    assert "the nearest of 12 training images" in words(at)
    assert "MNIST" not in words(at)


def test_whoever_watches_sees_none_of_the_images(open_it, stand_in):
    config = GanRunConfig(GanConfig(classes=3), set="0123456789abcdef")
    run = stand_in.start_run(tasks.train_gan, config, owner="somebody", supply=file_of(3))
    run.begin()
    run.finish(a_result())
    at = open_it(gan_run=run.id, gan_model="run", gan_compare="true")
    assert "for their owner alone" in words(at)
    assert charts(at)


def test_of_a_run_that_is_not_over_nothing_is_read(open_it, stand_in):
    run = told(a_run(stand_in))
    run.receive({"snapshot": a_result().model})
    run.pause()
    from dlcore.reports import Held

    run.finish(Held(b"arrays"))
    at = open_it(gan_run=run.id, gan_model="run")
    assert "until the training is over" in words(at)
    assert len(charts(at)) == 1
    for way in WAYS.choice.options:
        assert charts(open_it(gan_run=run.id, gan_model="run", gan_way=way))


def test_a_class_of_another_generator_is_said_and_another_taken(open_own, stand_in):
    nonsense = {"gan_digit": "7", "gan_from": "9"}
    at = open_own(gan_digit="7")
    assert_refused(at, {"gan_digit": "7"}, open_own())
    at = open_own(gan_way="walk", gan_from=nonsense["gan_from"])
    assert_refused(at, {"gan_from": "9"}, open_own(gan_way="walk"))


def test_another_generator_begins_with_all_of_its_classes(open_own, stand_in):
    at = open_own(gan_digit="שלום")
    at.segmented_control(key="gan_model").set_value("shipped").run()
    assert not at.exception
    assert not at.warning
    assert asked(stand_in, samples.samples)[-1][0][:12] == (*range(10), 0, 1)


def test_it_is_all_there_in_chinese(open_own):
    at = open_own(gan_compare="true", lang="zh")
    assert charts(at)
    assert not at.error
