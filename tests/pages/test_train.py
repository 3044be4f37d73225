"""The Train page in every state of a run, in both languages, and with strange addresses."""

from __future__ import annotations

import ast
from dataclasses import replace

import numpy as np
import pytest

from dlcore import contract, tasks
from dlcore.cnn import ACTIVATIONS, POOLINGS
from dlcore.contract import INPUT_SHAPE
from dlcore.data import DataError
from dlcore.engine import EngineUnavailable, Failure, Run
from dlcore.layers import parameter_count, table
from dlcore.mlp import MlpConfig
from dlcore.rnn import ACTIVATIONS as STATE_ACTIVATIONS
from dlcore.rnn import RnnConfig
from dlcore.training import (
    OPTIMIZERS,
    PRESETS,
    SCHEDULES,
    Augmentation,
    DataRecipe,
    Mistake,
    Regularisation,
    TrainConfig,
)
from dlcore.training.architectures import layer_specs
from tests.pages.conftest import VISITOR, addresses, assert_refused, charts, rerun, words
from tests.pages.runs import record
from ui.frame import keeping

PROGRESS = {
    "epoch": 2,
    "epochs": 3,
    "step": 100,
    "steps_per_epoch": 422,
    "examples_per_second": 5000.0,
    "seconds_left": 65.0,
}
SERIES = {"loss": [[16, 2.0], [32, 1.0]], "val_loss": [[32, 0.9]]}


def progress_text(at) -> str:
    return " ".join(e.proto.text for e in at.get("progress"))


def test_before_the_first_start_there_is_a_network_to_look_at(open_page):
    at = open_page("train")
    assert "225,034" in words(at)
    assert charts(at)
    assert not at.button("train_start").disabled
    assert at.button("train_stop").disabled


def test_start_trains_what_the_widgets_say(open_page, stand_in):
    at = open_page("train")
    at.number_input("train_epochs").set_value(4)
    at.selectbox("train_optimizer").set_value("sgd")
    at.slider("train_share").set_value(50)
    at.button("train_start").click().run()
    (run,) = stand_in.runs.values()
    assert run.task is tasks.train
    assert (run.config.epochs, run.config.optimizer, run.config.train_share) == (4, "sgd", 0.5)
    assert at.query_params["run"] == run.id
    assert at.query_params["train_epochs"] == "4"
    assert at.number_input("train_epochs").value == 4
    assert at.button("train_start").disabled
    assert not at.button("train_stop").disabled


def test_a_full_line_is_said(open_page, stand_in, monkeypatch):
    def refuse(task, config, **options):
        raise EngineUnavailable("100 trainings are waiting")

    monkeypatch.setattr(stand_in, "start_run", refuse)
    at = open_page("train")
    at.button("train_start").click().run()
    assert "No more trainings can wait" in at.error[0].value
    assert not at.button("train_start").disabled


def test_a_preset_sets_every_widget(open_page, stand_in, subtests):
    at = open_page("train")
    for name, preset in PRESETS.items():
        with subtests.test(name):
            at.selectbox("train_architecture").set_value(name).run()
            at.button("train_start").click().run()
            *_, run = stand_in.runs.values()
            assert run.config == preset
            run.stop()
            rerun(at)
    assert len(stand_in.runs) == len(PRESETS)


def test_settings_are_in_the_address_and_come_from_it(open_page, stand_in):
    at = open_page("train", lang="en", train_architecture="fast", train_dropout="0.3")
    at.number_input("train_epochs").set_value(7).run()
    query = dict(at.query_params)
    assert query == {
        "lang": "en",
        "train_architecture": "fast",
        "train_dropout": "0.3",
        "train_epochs": "7",
    }
    again = open_page("train", **query)
    assert again.number_input("train_epochs").value == 7
    assert again.slider("train_dropout").value == 0.3
    assert again.selectbox("train_pooling").value == "stride"


def test_a_recurrent_network_has_settings_of_its_own_in_the_address(open_page, stand_in):
    query = {
        "lang": "en",
        "train_architecture": "rnn-gru",
        "train_units": "32",
        "train_layers": "2",
        "train_both_ways": "true",
        "train_read": "columns",
        "train_state_activation": "softsign",
        "train_dropout": "0.3",
    }
    at = open_page("train", **query)
    assert dict(at.query_params) == query
    at.button("train_start").click().run()
    (run,) = stand_in.runs.values()
    assert run.config.network == RnnConfig("gru", 32, 2, True, 0.3, "softsign", "columns")


def test_a_dense_network_has_settings_of_its_own_in_the_address(open_page, stand_in):
    query = {
        "lang": "en",
        "train_architecture": "mlp",
        "train_hidden": "2",
        "train_units_1": "64",
        "train_units_2": "32",
        "train_activation": "gelu",
        "train_batch_norm": "true",
        "train_dropout": "0.3",
    }
    at = open_page("train", **query)
    assert dict(at.query_params) == query
    at.button("train_start").click().run()
    (run,) = stand_in.runs.values()
    assert run.config.network == MlpConfig((64, 32), "gelu", True, 0.3)


def test_a_dense_network_without_a_hidden_layer_is_shown(open_page):
    at = open_page("train", train_architecture="mlp", train_hidden="0", train_dropout="0")
    assert any("7,850" in part.label for part in at.expander)  # 784 x 10 weights and 10 biases
    assert charts(at)
    compile(at.code[0].value, "train_mnist.py", "exec")
    at.slider("train_hidden").set_value(4).run()
    assert at.number_input("train_units_4").value == 128


MORE = {
    "train_l1": "0.0001",
    "train_l2": "0.0005",
    "train_weight_decay": "0.01",
    "train_clip_norm": "1",
    "train_patience": "3",
    "train_label_noise": "20",
    "train_thinned": "8",
    "train_thinned_to": "50",
    "train_class_weights": "true",
    "train_validation_share": "25",
    "train_shift": "2",
    "train_rotation": "15",
    "train_zoom": "10",
}


def test_what_most_trainings_do_without_is_in_the_address_and_in_the_run(open_page, stand_in):
    query = {"lang": "en", "train_architecture": "tutorial", **MORE}
    at = open_page("train", **query)
    assert dict(at.query_params) == query
    at.button("train_start").click().run()
    (run,) = stand_in.runs.values()
    assert run.config == replace(
        PRESETS["tutorial"],
        regularisation=Regularisation(1e-4, 5e-4, 0.01, 1.0),
        data=DataRecipe(0.2, 8, 50, True, 0.25),
        augmentation=Augmentation(2.0, 15.0, 0.1),
        patience=3,
    )


def test_nonsense_in_the_address_of_these_is_refused(open_page):
    nonsense = [
        ("train_l1", "2"),
        ("train_l2", "nan"),
        ("train_weight_decay", "-0.1"),
        ("train_clip_norm", "inf"),
        ("train_patience", "1.5"),
        ("train_label_noise", "101"),
        ("train_thinned", "10"),
        ("train_thinned_to", "-1"),
        ("train_class_weights", "1"),
        ("train_validation_share", "0"),
        ("train_shift", "11"),
        ("train_rotation", "181"),
        ("train_zoom", "51"),
        ("train_hidden", "5"),
    ]
    assert {name for name, _ in nonsense} >= set(MORE)
    usual = open_page("train", train_architecture="mlp")
    for address in addresses(nonsense):
        at = open_page("train", train_architecture="mlp", **address)
        assert_refused(at, address, usual)


def test_a_new_architecture_puts_these_back(open_page):
    at = open_page("train", train_architecture="tutorial", **MORE)
    at.selectbox("train_architecture").set_value("mlp").run()
    assert not at.exception
    assert {key for key in at.query_params if key.startswith("train_")} == {"train_architecture"}


def test_how_many_are_left_is_only_asked_of_a_rare_digit(open_page):
    at = open_page("train")
    assert "train_thinned_to" not in {widget.key for widget in at.number_input}
    at.selectbox("train_thinned").set_value(4).run()
    at.number_input("train_thinned_to").set_value(7).run()
    assert at.query_params["train_thinned_to"] == "7"
    at.selectbox("train_thinned").select_index(0).run()
    assert "train_thinned" not in at.query_params
    assert not at.exception


def range_test_run(stand_in, losses):
    run = stand_in.start_run(tasks.train, TrainConfig(schedule="range_test", epochs=1))
    run.begin()
    series = {
        "loss": [[step, loss] for step, loss in enumerate(losses, 1)],
        "epoch": [[step, step / 700] for step in range(1, len(losses) + 1)],
    }
    progress = PROGRESS | {"epoch": 1, "epochs": 1, "steps_per_epoch": 700}
    run.receive({"phase": "training", "progress": progress, "series": series})
    return run


def test_a_range_test_suggests_a_rate_once_it_is_over_and_the_page_takes_it(
    open_page, stand_in, result
):
    """100 steps a factor of ten: lowest after 500 of 700, at 0.1."""
    losses = [2.3] * 300 + [2.3 - step / 100 for step in range(200)] + [3.0] * 100
    run = range_test_run(stand_in, losses)
    query = {"run": run.id, "train_schedule": "range_test"}
    at = open_page("train", **query)
    assert "whatever is set above" in words(at)
    assert "train_take_rate" not in {button.key for button in at.button}
    run.finish(result)
    at = open_page("train", **query)
    rate = float(at.button("train_take_rate").label.removeprefix("Train with "))
    assert rate == pytest.approx(0.1 / 10, rel=0.5)
    at.button("train_take_rate").click().run()
    assert not at.exception
    assert at.number_input("train_learning_rate").value == rate
    assert at.selectbox("train_schedule").value == "constant"
    assert at.query_params["train_learning_rate"] == f"{rate:g}"
    assert "train_schedule" not in at.query_params


def test_a_range_test_in_which_nothing_was_learnt_says_so(open_page, stand_in, result):
    run = range_test_run(stand_in, [2.3] * 600)
    run.finish(result)
    at = open_page("train", run=run.id)
    assert "Nothing was learnt at any rate" in words(at)
    assert "train_take_rate" not in {button.key for button in at.button}


def test_from_one_kind_to_the_other_and_back_nothing_is_left_over(open_page, stand_in):
    at = open_page("train", train_architecture="tutorial", train_kernel="5", train_dropout="0.5")
    at.selectbox("train_architecture").set_value("rnn-lstm").run()
    assert not at.exception
    assert {key for key in at.query_params if key.startswith("train_")} == {"train_architecture"}
    at.number_input("train_units").set_value(64).run()
    at.selectbox("train_architecture").set_value("fast").run()
    assert {key for key in at.query_params if key.startswith("train_")} == {"train_architecture"}
    at.button("train_start").click().run()
    (run,) = stand_in.runs.values()
    assert run.config == PRESETS["fast"]


def test_what_was_set_of_a_recurrent_network_is_there_after_another_page(open_page):
    at = open_page("train", train_architecture="rnn-simple", train_units="48")
    at.switch_page("pages/losses.py").run()
    at.switch_page("pages/train.py").run()
    assert at.selectbox("train_architecture").value == "rnn-simple"
    assert at.number_input("train_units").value == 48


@pytest.mark.parametrize("cell", ["rnn-simple", "rnn-lstm", "rnn-gru"])
def test_a_recurrent_network_is_shown_before_it_learns(open_page, cell):
    at = open_page("train", train_architecture=cell, train_layers="2")
    rows = table(layer_specs(replace(PRESETS[cell].network, layers=2)), INPUT_SHAPE)
    assert any(f"{parameter_count(rows):,}" in part.label for part in at.expander)
    assert "`Reshape`" in words(at)
    assert charts(at)
    compile(at.code[0].value, "train_mnist.py", "exec")


def test_a_recurrent_network_too_large_is_said_and_cannot_be_started(open_page, monkeypatch):
    monkeypatch.setattr(contract, "MAX_PARAMETERS", 100_000)
    at = open_page("train", train_architecture="rnn-lstm", train_units="256")
    (error,) = at.error
    assert "at most 100,000 parameters" in error.value
    assert at.button("train_start").disabled


def test_a_new_preset_leaves_nothing_of_the_old_one_in_the_address(open_page):
    at = open_page("train", train_architecture="fast", train_epochs="7")
    at.selectbox("train_architecture").set_value("tiny").run()
    assert "train_epochs" not in at.query_params
    assert at.query_params["train_architecture"] == "tiny"


def test_nonsense_in_the_address_is_said_and_the_usual_value_taken(open_page):
    nonsense = [
        ("train_epochs", "-3"),
        ("train_epochs", "many"),
        ("train_dropout", "nan"),
        ("train_learning_rate", "inf"),
        ("train_architecture", "vgg"),
        ("train_batch_size", "127"),
        ("train_batch_norm", "perhaps"),
        ("lang", "fr"),
    ]
    usual = open_page("train")
    for address in addresses(nonsense):
        at = open_page("train", **address)
        assert_refused(at, address, usual)
        assert "The address asks for train_epochs =" in words(at)
        assert at.number_input("train_epochs").value == 10


def test_settings_that_do_not_go_together_are_said_and_cannot_be_started(open_page):
    at = open_page("train", train_blocks="3", train_kernel="7")
    (error,) = at.error
    assert "do not go together" in error.value
    assert at.button("train_start").disabled


def test_an_unknown_run_is_said_and_forgotten(open_page):
    at = open_page("train", run="nobody")
    assert "no run at this address" in at.warning[0].value
    assert "run" not in at.query_params
    assert not at.button("train_start").disabled


def test_a_run_of_another_server_is_said_and_not_forgotten(open_page):
    keeping.store().save(record(1, VISITOR, status="running"))
    at = open_page("train", run="run-1")
    assert "cannot be shown at the moment" in words(at)
    assert at.query_params["run"] == "run-1"


def test_a_waiting_run_tells_its_place(open_page, run):
    run.move_to(2)
    at = open_page("train", run=run.id)
    assert "Trainings before this one: 2" in words(at)


def test_a_page_that_shows_a_waiting_run_keeps_its_place(open_page, run, monkeypatch):
    monkeypatch.setattr(Run, "note_seen", lambda run: seen.append(run))
    seen = []
    at = open_page("train", run=run.id)
    assert set(seen) == {run}
    assert "kept while this page is open, and 10 minutes longer" in words(at)


def test_a_run_that_left_the_line_unseen_says_why(open_page, run):
    run.stop("unseen")
    at = open_page("train", run=run.id)
    assert "its page had been closed for 10 minutes" in words(at)
    assert not at.button("train_start").disabled


def test_a_run_that_took_too_long_says_so_and_shows_what_it_has(open_page, run, result):
    run.begin()
    run.stop("limit")
    run.finish(replace(result, stopped=True))
    at = open_page("train", run=run.id)
    assert "Ended at this site's limit of 30 minutes. Epochs done: 3.0." in words(at)
    assert at.metric


def test_a_run_that_was_done_before_its_stop_came_is_done(open_page, run, result):
    run.begin()
    run.stop("limit")
    run.finish(result)
    assert "Done in" in words(open_page("train", run=run.id))


def test_a_running_run_tells_where_it_is_and_draws_its_curves(open_page, run):
    run.begin()
    run.receive({"phase": "training", "progress": PROGRESS, "series": SERIES})
    at = open_page("train", run=run.id)
    assert "Epoch 2/3 · step 100/422 · 5,000 images/s · 1 min 05 s left" in progress_text(at)
    assert len(charts(at)) >= 2


def test_a_run_that_will_not_be_through_in_time_says_so(open_page, run):
    run.begin()
    run.receive({"phase": "training", "progress": PROGRESS})
    assert "before it is through" not in words(open_page("train", run=run.id))
    run.receive({"progress": PROGRESS | {"seconds_left": 3600.0}})
    assert "before it is through" in words(open_page("train", run=run.id))


def test_before_start_it_says_how_long_one_like_it_took(open_page, stand_in):
    run = stand_in.start_run(tasks.train, PRESETS["tiny"], owner="somebody else")
    run.receive({"progress": PROGRESS | {"examples_per_second": 128 * 422 / 60}})
    assert "takes about 3 min 00 s" in words(open_page("train", train_architecture="tiny"))
    assert "At the pace" not in words(open_page("train", train_architecture="fast"))


def test_the_first_report_of_a_run_has_no_pace_yet(open_page, run):
    run.begin()
    early = {name: PROGRESS[name] for name in ("epoch", "epochs", "step", "steps_per_epoch")}
    run.receive({"phase": "training", "progress": early})
    at = open_page("train", run=run.id)
    assert progress_text(at) == "Epoch 2/3 · step 100/422"


def test_the_code_is_the_runs_and_not_the_settings(open_page, stand_in, result):
    run = stand_in.start_run(tasks.train, TrainConfig(optimizer="sgd", epochs=7))
    run.begin()
    run.finish(result)
    (code,) = open_page("train", run=run.id, train_architecture="fast").code
    assert "SGD" in code.value
    assert "EPOCHS = 7" in code.value


@pytest.mark.parametrize(
    ("architecture", "menus"),
    [
        ("tiny", {"train_activation": ACTIVATIONS, "train_pooling": POOLINGS}),
        ("tiny", {"train_optimizer": OPTIMIZERS, "train_schedule": SCHEDULES}),
        ("rnn-gru", {"train_state_activation": STATE_ACTIVATIONS}),
    ],
    ids=lambda part: part if isinstance(part, str) else " ".join(part),
)
def test_whatever_a_menu_offers_can_be_trained(open_page, subtests, architecture, menus):
    offered = [(key, option) for key, options in menus.items() for option in options]
    for address in addresses(offered):
        with subtests.test(**address):
            at = open_page("train", train_architecture=architecture, **address)
            assert {key: at.selectbox(key).value for key in address} == address
            assert not at.button("train_start").disabled


def test_a_block_that_was_added_just_before_the_start_is_trained(open_page, stand_in):
    at = open_page("train")
    at.slider("train_blocks").set_value(3)
    at.button("train_start").click().run()
    assert not at.exception
    (run,) = stand_in.runs.values()
    assert len(run.config.network.filters) == 3


def test_every_phase_has_words(open_page, run):
    run.begin()
    run.receive({"phase": "data", "fraction": 0.5})
    said = {progress_text(open_page("train", run=run.id, lang="zh"))}
    for phase in ("building", "evaluating"):
        run.receive({"phase": phase, "fraction": 0.5})
        said.add(progress_text(open_page("train", run=run.id, lang="zh")))
    assert len(said) == 3
    assert "" not in said


def test_stop_is_said_at_once(open_page, run):
    run.begin()
    at = open_page("train", run=run.id)
    at.button("train_stop").click().run()
    assert run.status == "stopping"
    assert "Stopping" in progress_text(at)
    assert at.button("train_stop").disabled


def test_a_finished_run_shows_what_came_out(open_page, run, result):
    run.begin()
    run.finish(result)
    at = open_page("train", run=run.id)
    assert [m.value for m in at.metric][:2] == ["98.76%", "0.0321"]
    assert "drawn at random" not in words(at)
    assert at.get("download_button")
    assert not at.button("train_start").disabled


def test_a_run_on_ones_own_set_speaks_of_its_classes(open_page, stand_in, result):
    names = ("α", "**b** <i>[x](y)</i>", *(f"class of a long name {i}" for i in range(60)))
    config = TrainConfig(MlpConfig((8,), classes=62), data=DataRecipe(set="0123456789abcdef"))
    run = stand_in.start_run(tasks.train, config, supply=b"images")
    image = np.zeros((28, 28), np.uint8)
    mistakes = (Mistake(image, 0, 1, 0.9), Mistake(image, 2, 0, 0.9))
    confusion = np.eye(62, dtype=int) + 2 * np.eye(62, k=1, dtype=int)
    run.finish(replace(result, classes=names, confusion=confusion, mistakes=mistakes))
    at = open_page("train", run=run.id)
    said = [caption.value for caption in at.caption]
    assert "Most often confused: α read as `**b** <i>[x](y)</i>`, 2 times." in said
    assert any(text.startswith("α, not class of …") for text in said)
    assert any("4.127 is guessing" in metric.help for metric in at.metric)
    assert any("Draw page" in link.label for link in at.get("page_link"))
    assert 'np.load("data.npz")' in at.code[0].value


def test_after_a_stop_it_says_of_how_many_images_its_figures_are(open_page, run, result):
    run.begin()
    run.stop()
    run.finish(replace(result, stopped=True, sampled=True, test_images=1_250))
    assert "Measured on 1,250 test images drawn at random" in words(open_page("train", run=run.id))


def test_a_run_stopped_in_line_has_no_result_and_that_is_fine(open_page, run):
    run.stop()
    at = open_page("train", run=run.id)
    assert "Stopped before it began" in words(at)
    assert not at.metric


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("worker_lost", "has died"),
        ("engine_lost", "engine was restarted"),
        ("exception", "ended with an error: the disk is full"),
    ],
)
def test_a_failure_is_said_in_words_and_can_be_started_again(open_page, run, kind, said):
    run.fail(Failure(kind, OSError("the disk is full")))
    at = open_page("train", run=run.id)
    assert said in at.error[0].value
    assert not at.button("train_start").disabled


def test_an_error_of_the_labs_own_is_said_in_the_visitors_language(open_page, run):
    run.fail(
        Failure(
            "exception",
            DataError(
                "{path} must hold the arrays {expected}. Found: {found}",
                path="f.npz",
                expected="x",
                found="y",
            ),
        )
    )
    at = open_page("train", run=run.id, lang="zh")
    assert "f.npz 应包含数组 x，实际有 y" in at.error[0].value


def test_nobody_sees_other_peoples_runs(open_page, run):
    assert run.id not in words(open_page("train"))


def test_the_sample_is_announced_on_the_page(open_page, stand_in):
    stand_in.answers[tasks.data_source] = tasks.DataInfo("sample", 4_000, 1_000)
    at = open_page("train")
    assert any("4,000 and 1,000 images" in e.value for e in at.info)


def test_a_data_file_that_is_not_mnist_is_said(open_page, stand_in):
    stand_in.answers[tasks.data_source] = ValueError("expected x_train")
    at = open_page("train")
    assert any("expected x_train" in e.value for e in at.error)


def test_the_code_that_is_shown_is_python(open_page):
    (code,) = open_page("train", train_architecture="fast").code
    ast.parse(code.value)


def test_a_wrong_data_file_is_named_without_its_place(open_page, stand_in, tmp_path):
    from dlcore.data.mnist import read_file

    with pytest.raises(DataError) as wrong:
        read_file(tmp_path / "private" / "mnist.npz", source="file")
    stand_in.answers[tasks.data_source] = wrong.value
    shown = open_page("train").error[0].value
    assert "Cannot read mnist.npz" in shown
    assert str(tmp_path) not in shown


def test_an_engine_that_cannot_be_reached_is_said_without_its_address(open_page, stand_in):
    stand_in.status = "failed"
    stand_in.error = "OSError: Timed out connecting to tls://10.0.0.5:8786 after 10 s"
    shown = [text.value for text in open_page("train").caption]
    assert any("Timed out connecting to … after 10 s" in text for text in shown)
    assert not any("10.0.0.5" in text for text in shown)
