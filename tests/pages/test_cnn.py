"""The page about the inside of a CNN: what it asks and says, and what it does with nonsense."""

from __future__ import annotations

import dataclasses
import hashlib

import keras
import numpy as np
import pytest

from dlcore import registry, tasks
from dlcore.cnn import CnnConfig, attacks, build_cnn, damage, layers, mistakes, moments, reasons
from dlcore.cnn.cell_sum import cell_sum
from dlcore.data import sample
from dlcore.data.held_out import digit
from dlcore.mlp import MlpConfig
from dlcore.registry import apart
from dlcore.rnn import RnnConfig
from dlcore.training import TrainConfig, train
from dlcore.training.architectures import build_network
from tests.pages.conftest import asked, assert_refused, charts, put_ink, rerun, words
from ui.cnn import usual
from ui.shared import readers

VIEWS = ("layers", "why", "damage", "attack", "plane")


@pytest.fixture
def open_it(open_page):
    return lambda **query: open_page("cnn", **query)


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_shows_something_at_once(open_it, view):
    at = open_it(cnn_view=view)
    assert len(charts(at)) >= (1 if view == "why" else 2)
    by = "cnn-tutorial" if view == "attack" else "cnn"
    assert f"models/{by}.keras" in at.code[0].value
    assert not at.warning
    assert not at.error


def test_the_digit_is_said_and_whether_that_is_right(open_it):
    at = open_it(cnn_number="3")
    found = digit(3)
    assert f"Read as **{found.truth}** with" in words(at)
    assert "which is right" in words(at)
    at.number_input(key="cnn_number").set_value(4)
    rerun(at)
    assert f"a {digit(4).truth}." in words(at)
    assert at.query_params["cnn_number"] in ("4", ["4"])


def test_a_layer_is_chosen_and_a_unit_that_it_has(open_it, stand_in):
    at = open_it(cnn_layer="conv2d_3", cnn_unit="100")
    assert asked(stand_in, layers.unit)[-1] == ["conv2d_3", 100, None, "cnn"]
    at.selectbox(key="cnn_layer").set_value("conv2d")
    rerun(at)
    assert asked(stand_in, layers.unit)[-1] == ["conv2d", 31, None, "cnn"]
    at.selectbox(key="cnn_layer").set_value("dense")
    rerun(at)
    assert asked(stand_in, layers.unit)[-1] == ["dense", 9, None, "cnn"]


def test_a_layer_that_this_network_does_not_have_gives_way(open_it):
    at = open_it(cnn_layer="block7", cnn_view="layers")
    assert at.selectbox(key="cnn_layer").value == "activation"
    assert not at.error


def test_another_digit_can_be_asked_about(open_it, stand_in):
    at = open_it(cnn_view="why", cnn_number="3")
    at.select_slider(key="cnn_why").set_value(8)
    at.select_slider(key="cnn_square").set_value(7)
    rerun(at)
    assert asked(stand_in, reasons.attributions)[-1][1:3] == [8, layers.summary("cnn").convolution]
    assert asked(stand_in, reasons.occluded)[-1][1:3] == [8, 7]
    assert "What speaks for **8**:" in words(at)


def test_what_is_broken_reaches_the_engine(open_it, stand_in):
    at = open_it(cnn_view="damage")
    at.slider(key="cnn_rotation").set_value(90)
    at.slider(key="cnn_noise").set_value(0.5)
    at.slider(key="cnn_off").set_value(3)
    rerun(at)
    _image, done, layer, units, model = asked(stand_in, damage.broken)[-1]
    assert (done.rotation, done.noise, layer, units, model) == (
        90.0,
        0.5,
        "conv2d",
        (0, 1, 2),
        "cnn",
    )


def test_a_preset_breaks_it(open_it, stand_in):
    at = open_it(cnn_view="damage")
    at.button(key="cnn_damage_try_turned").click()
    rerun(at)
    assert asked(stand_in, damage.broken)[-1][1].rotation == 60.0
    assert "no idea of turning" in words(at)


def test_an_attack_has_a_size_and_a_target(open_it, stand_in):
    at = open_it(cnn_view="attack", cnn_number="3")
    at.slider(key="cnn_epsilon").set_value(0.3)
    at.select_slider(key="cnn_target").set_value(5)
    rerun(at)
    _image, truth, target, epsilon, _model = asked(stand_in, attacks.adversarial_example)[-1]
    assert (truth, target, epsilon) == (digit(3).truth, 5, 0.3)


def test_a_neighbour_can_be_looked_at(open_it):
    at = open_it(cnn_view="plane", cnn_point="12", cnn_source="draw")
    at.session_state["cnn_source"] = "test"
    rerun(at)
    at.button(key="cnn_plane_take").click()
    rerun(at)
    assert at.number_input(key="cnn_number").value == 12


def test_a_drawing_is_carried_over_from_the_draw_page(open_it, png):
    at = open_it(cnn_source="draw")
    assert "There is no image to look at yet." in [i.value for i in at.info]
    put_ink(at, png)
    assert "Read as **1**" in words(at)


def test_a_network_without_mistakes_has_none_to_show(open_it, stand_in):
    stand_in.answers[mistakes.mistakes] = ()
    at = open_it(cnn_source="mistakes")
    assert "reads all of the first 1,000 test images right" in words(at)


def test_the_time_machine_goes_through_the_epochs(open_it, stand_in):
    at = open_it(cnn_view="moments", draw_model="cnn-tutorial", cnn_number="3")
    assert "Epochs done: **1**" in words(at)
    at.select_slider(key="cnn_moment").set_value(0)
    rerun(at)
    assert "Epochs done: **0**" in words(at)
    assert asked(stand_in, moments.moment)[-1][1:] == ["conv2d", 0, None, "cnn-tutorial"]


@pytest.mark.parametrize("view", ["moments", "attack"])
def test_a_view_that_shows_more_with_the_tutorials_network_begins_with_it(open_it, view):
    at = open_it(cnn_view=view)
    assert at.selectbox(key="draw_model").value == "cnn-tutorial"
    assert not [name for name in at.query_params if name == "draw_model"]
    assert "Nobody kept the weights" not in words(at)
    at = open_it(cnn_view=view, draw_model="rnn-gru")
    assert at.selectbox(key="draw_model").value == "rnn-gru"


def test_a_network_that_was_chosen_stays_when_another_view_is_opened(open_it):
    at = open_it()
    at.segmented_control(key="cnn_view").set_value("attack")
    rerun(at)
    at.session_state["cnn_view"] = "damage"
    at = open_it(cnn_view="attack", draw_model="cnn")
    assert at.selectbox(key="draw_model").value == "cnn"
    assert at.query_params["draw_model"] in ("cnn", ["cnn"])


def test_a_view_takes_its_network_along(monkeypatch):
    """As the fragment does it when a view is clicked on."""
    state: dict = {"cnn_view": "layers", "draw_model": "cnn"}
    monkeypatch.setattr("streamlit.session_state", state)
    view = usual.Choice("cnn_view", "layers", options=("layers", "attack", "moments"))
    usual.note(view)
    for shown, chosen, by in (
        ("attack", "cnn", "cnn-tutorial"),
        ("moments", "cnn-tutorial", "cnn-tutorial"),
        ("layers", "cnn-tutorial", "cnn"),
        ("attack", "rnn-lstm", "rnn-lstm"),
        ("attack", "cnn", "cnn"),
        ("layers", "cnn", "cnn"),
    ):
        state |= {"cnn_view": shown, "draw_model": chosen}
        usual.follow(view)
        assert state["draw_model"] == by, shown


def test_a_cell_of_a_map_is_followed_to_its_sum(open_it, stand_in):
    at = open_it(cnn_layer="conv2d_3", cnn_unit="7", cnn_row="2", cnn_column="5")
    image = asked(stand_in, cell_sum)[-1][0]
    assert asked(stand_in, cell_sum)[-1][1:] == ["conv2d_3", 7, None, (1, 4), "cnn"]
    found = cell_sum(image, "conv2d_3", 7, None, (1, 4), "cnn")
    assert f"that is **{found.total:.3g}**" in words(at)
    assert f"Map 7 has a **{found.value:.3g}** in row 2, column 5." in words(at)
    assert at.number_input(key="cnn_channel").value == found.channel
    at.number_input(key="cnn_channel").set_value(3)
    at.number_input(key="cnn_row").set_value(6)
    rerun(at)
    assert asked(stand_in, cell_sum)[-1][3:5] == [3, (5, 4)]
    assert at.query_params["cnn_channel"] in ("3", ["3"])


def test_untouched_it_is_the_strongest_cell_and_the_field_is_said(open_it, stand_in):
    at = open_it(cnn_layer="conv2d")
    image, *question = asked(stand_in, cell_sum)[-1]
    output = layers.passed_on(image, "conv2d", "cnn")[..., 0]
    assert question[3] == np.unravel_index(np.abs(output).argmax(), output.shape)
    assert "It sees 5 × 5 pixels of the image" in words(at)
    assert "**Conv 5 × 5** → MaxPool 6 × 6" in words(at)
    assert not [one for one in at.number_input if one.key == "cnn_channel"]  # the image is one


def test_a_cell_that_another_layer_does_not_have_gives_way(open_it):
    at = open_it(cnn_layer="conv2d_3", cnn_row="60", cnn_column="1")
    assert at.number_input(key="cnn_row").value <= 6
    assert not at.error


def test_behind_a_pooling_there_is_a_field_and_no_sum(open_it, stand_in):
    at = open_it(cnn_layer="max_pooling2d")
    assert not asked(stand_in, cell_sum)
    assert "Choose a convolution" in words(at)
    assert "It sees 6 × 6 pixels" in words(at)


def test_without_kept_epochs_another_network_is_offered(open_it):
    at = open_it(cnn_view="moments", draw_model="cnn")
    assert "Nobody kept the weights" in words(at)
    at.button(key="cnn_moment_take").click()
    rerun(at)
    assert at.selectbox(key="draw_model").value == "cnn-tutorial"
    assert "Epochs done: **1**" in words(at)


def test_ones_own_training_has_its_epochs(open_it, stand_in, result):
    config = TrainConfig(CnnConfig((2,), dense_units=4), epochs=2, train_share=0.1)
    own = train(config, sample(), lambda report: None, lambda: False)
    run = stand_in.start_run(tasks.train, TrainConfig())
    run.begin()
    run.finish(own)
    at = open_it(run=run.id, draw_model="run", cnn_view="moments", cnn_moment="99")
    assert "Epochs done: **2**" in words(at)


@pytest.fixture
def trained(stand_in, result):
    """A run whose network is untrained and small: it makes many mistakes."""
    keras.utils.set_random_seed(1)
    model = registry.to_bytes(build_cnn(CnnConfig((2,), dense_units=4)))
    run = stand_in.start_run(tasks.train, TrainConfig())
    run.begin()
    run.finish(dataclasses.replace(result, model=model))
    return run


def test_ones_own_network_is_opened(open_it, stand_in, trained):
    at = open_it(run=trained.id, draw_model="run", cnn_source="mistakes")
    assert "but it is a" in words(at)
    assert len(charts(at)) == 5  # mistakes, bars, network, maps, receptive field
    digest = hashlib.sha256(trained.result.model).hexdigest()
    assert asked(stand_in, layers.summary)[-1] == [digest]


def test_nonsense_in_the_address_is_said_and_left(open_it):
    nonsense = {
        "cnn_view": "inside",
        "cnn_number": "-1",
        "cnn_unit": "many",
        "cnn_row": "-1",
        "cnn_channel": "all",
        "cnn_epsilon": "nan",
        "cnn_square": "4",
    }
    at = open_it(**nonsense)
    assert_refused(at, nonsense, open_it())
    assert "Read as **" in words(at)
    for view in ("attack", "why"):  # whose sliders these are
        at.session_state["cnn_view"] = view
        assert not rerun(at).warning


def test_files_of_networks_are_off_unless_the_owner_allows_them(open_it, monkeypatch):
    monkeypatch.delenv(readers.UPLOADS, raising=False)
    at = open_it(draw_model="upload")
    assert "This site takes no files of networks" in words(at)
    assert at.selectbox(key="draw_model").value == "cnn"


@pytest.fixture
def uploaded(open_it, monkeypatch):
    """Opens the page with this file, where the owner allows it."""
    monkeypatch.setenv(readers.UPLOADS, "1")

    def open_with(data: bytes):
        at = open_it(draw_model="upload")
        assert "Until there is a file, the network that ships reads." in words(at)
        at.file_uploader(key="draw_model_file").set_value(("own.keras", data, "application/zip"))
        return rerun(at)

    return open_with


def test_a_file_of_ones_own_is_opened(uploaded, trained, stand_in):
    assert not stand_in.apart
    at = uploaded(trained.result.model)
    assert asked(stand_in, tasks.read_digit)[-1][1:] == list(stand_in.apart[-1][2:])
    assert "Read as **" in words(at)
    assert len(at.selectbox(key="cnn_layer").options) == 5
    assert not at.error


def _keras(layers: list, shape: tuple = (28, 28, 1)) -> bytes:
    return registry.to_bytes(keras.Sequential([keras.Input(shape), *layers]))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (lambda: b"no such file", "whole"),
        (lambda: _keras([keras.layers.Flatten(), keras.layers.Dense(10)], (8, 8, 1)), "must go"),
        (lambda: _keras([keras.layers.Flatten(), keras.layers.Lambda(lambda x: x)]), "whole"),
    ],
    ids=["no zip", "other size", "lambda"],
)
def test_a_file_that_cannot_be_used_is_refused_in_one_sentence(uploaded, data, said):
    at = uploaded(data())
    assert len(at.error) == 1
    assert said in at.error[0].value
    at.selectbox(key="draw_model").set_value("cnn")
    rerun(at)
    assert not at.error
    assert "Read as **" in words(at)


def test_one_that_computes_for_too_long_is_said_to(uploaded, trained, stand_in):
    stand_in.answers[apart.ask] = registry.RegistryError(apart._SAID, seconds=apart.SECONDS)
    at = uploaded(trained.result.model)
    assert [error.value for error in at.error] == [apart._SAID.format(seconds=20)]
    at.selectbox(key="draw_model").set_value("cnn")
    rerun(at)
    assert not at.error


def test_what_had_to_be_done_to_a_network_is_said(uploaded):
    at = uploaded(_keras([keras.layers.Flatten(), keras.layers.Dense(10)], (28, 28)))
    assert "Its numbers are no probabilities: a softmax is put behind them." in words(at)
    assert "Perhaps its ten classes are no digits, or it has hardly been trained." in words(at)
    assert "Read as **" in words(at)
    assert len(at.selectbox(key="cnn_layer").options) == 4


def test_a_recurrent_network_has_all_but_maps(uploaded):
    at = uploaded(_of(RnnConfig("gru", 4, layers=2, dropout=0.2)))
    for view in (*VIEWS[1:], VIEWS[0]):
        at.session_state["cnn_view"] = view
        rerun(at)
        assert not at.error
        assert ("This network has no convolution, and so no Grad-CAM." in words(at)) == (
            view == "why"
        )
    assert at.selectbox(key="cnn_layer").value == "gru"
    images = " ".join(str(image.proto) for image in at.get("image"))
    assert "States of 4 units after each of 28 steps" in images
    assert at.number_input(key="cnn_unit").max == 3


def test_a_network_that_reads_both_ways_has_states_too(uploaded):
    at = uploaded(_of(RnnConfig("lstm", 3, bidirectional=True, read="columns")))
    assert not at.error
    assert at.selectbox(key="cnn_layer").value == "bidirectional"
    assert at.number_input(key="cnn_unit").max == 5


def _of(config: RnnConfig | MlpConfig) -> bytes:
    """With names as in a fresh process."""
    keras.backend.clear_session()
    return registry.to_bytes(build_network(config))


@pytest.mark.parametrize(
    "network",
    [
        RnnConfig("simple", 4, layers=2),
        pytest.param(MlpConfig((4, 3), batch_norm=True), marks=pytest.mark.slow),
    ],
    ids=str,
)
def test_the_time_machine_goes_through_the_epochs_of_any_network(open_it, stand_in, network):
    config = TrainConfig(network, epochs=2, train_share=0.1)
    own = train(config, sample(), lambda report: None, lambda: False)
    done = stand_in.start_run(tasks.train, TrainConfig())
    done.begin()
    done.finish(own)
    at = open_it(run=done.id, draw_model="run", cnn_view="moments", cnn_moment="99")
    assert "Epochs done: **2**" in words(at)
    for layer in at.selectbox(key="cnn_layer").options:
        at.selectbox(key="cnn_layer").set_value(layer)
        rerun(at)
        assert not at.error


def test_a_network_without_convolution_has_all_but_maps(uploaded):
    dense = [keras.layers.Flatten(), keras.layers.Dense(8), keras.layers.Dense(10, "softmax")]
    at = uploaded(_keras(dense))
    for view in [view for view in VIEWS if view != "why"] + ["why"]:
        at.session_state["cnn_view"] = view
        rerun(at)
        assert not at.error
    assert "This network has no convolution, and so no Grad-CAM." in words(at)


@pytest.mark.parametrize("units", [(), (8, 4)], ids=str)
def test_a_dense_network_of_the_train_page_is_opened_in_every_view(uploaded, units):
    """Softmax regression too, which has no layer before its answer."""
    at = uploaded(_of(MlpConfig(units, batch_norm=True, dropout=0.2)))
    for view in VIEWS:
        at.session_state["cnn_view"] = view
        rerun(at)
        said = [str(error.value) for error in at.error]
        assert not said or (units == () and "single layer" in said[0])
