"""What can be done with a run that is over: taken away in every format, compared, begun anew."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from dlcore import tasks
from dlcore.addition.config import AdditionConfig
from dlcore.engine import Failure
from dlcore.gan.run_config import GAN_PRESETS
from dlcore.registry import RegistryError
from dlcore.runs import examples
from dlcore.runs.export import FORMATS, ExportError, formats, mlflow, networks
from dlcore.runs.export.mlflow import SERVER_VARIABLE, SentRun
from dlcore.runs.export.run import Content
from dlcore.runs.store import Store
from dlcore.training import PRESETS, DataRecipe, TrainConfig
from tests.pages import runs
from tests.pages.conftest import VISITOR, rerun, words
from ui.frame import keeping
from ui.shared import take_away

OF_DIGITS = {name: one for name, one in FORMATS.items() if not one.is_images}
MADE = {
    "onnx": networks.convert_to_onnx,
    "litert": networks.convert_to_litert,
    "weights": networks.weights,
}
"""What the engine is asked for, by format."""


@pytest.fixture(autouse=True)
def no_other_server(monkeypatch):
    monkeypatch.delenv(SERVER_VARIABLE, raising=False)


@pytest.fixture
def store(monkeypatch):
    """In memory, and empty."""
    opened = Store.open("sqlite://")
    monkeypatch.setattr(keeping, "store", lambda: opened)
    for module in ("ui.shared.take_away", "ui.runs.kept", "ui.runs.menu", "ui.runs.room"):
        monkeypatch.setattr(f"{module}.store", lambda: opened)
    yield opened
    opened.close()


@pytest.fixture
def open_run(open_page, store):
    """Opens the page of a run with all formats shown: open_run(run, "gan", gan_view="train")."""

    def open_(run, page: str = "train", key: str = "run", **query: str):
        return open_page(page, {f"take_{run.id}": True}, **{"lang": "en", key: run.id} | query)

    return open_


@pytest.fixture
def over(run, result):
    """A run that is over."""
    run.begin()
    run.receive({"series": {"loss": [(16, 2.0), (32, 1.0)], "seconds": [(16, 1.0), (32, 2.0)]}})
    run.finish(result)
    return run


def offered(at) -> dict[str, str]:
    """The downloads that are there at once, by format."""
    found = {one.key: one.label for one in at.get("download_button")}
    return {
        key.removeprefix("take_get_").partition("_")[0]: label
        for key, label in found.items()
        if key and key.startswith("take_get_")
    }


def to_be_made(at) -> set[str]:
    keys = {button.key for button in at.button if button.key}
    return {key.split("_")[2] for key in keys if key.startswith("take_make_")}


def asked(stand_in) -> list:
    return [task for task, *_ in stand_in.asked if task in MADE.values()]


def test_every_format_is_offered_and_none_is_made_unasked(open_page, over, stand_in, store):
    at = open_page("train", lang="en", run=over.id)
    assert not offered(at)
    assert not to_be_made(at)
    at.session_state[f"take_{over.id}"] = True
    rerun(at)
    assert offered(at).keys() == OF_DIGITS.keys() - MADE.keys()
    assert to_be_made(at) == MADE.keys()
    assert offered(at)["keras"] == "Download .keras (0.1 kB)"
    assert not asked(stand_in)
    said = words(at)
    for one in OF_DIGITS.values():
        assert one.title in said
        assert one.purpose in said


def test_a_run_on_ones_own_set_has_its_images_to_take_away(open_run, stand_in, result):
    config = TrainConfig(data=DataRecipe(set="0123456789abcdef"))
    run = stand_in.start_run(tasks.train, config, supply=b"images")
    run.finish(result)
    found = offered(open_run(run))
    assert found.keys() == FORMATS.keys() - MADE.keys()
    assert found["images"] == "Download data.npz (0.1 kB)"
    others = stand_in.start_run(tasks.train, config, owner="somebody else", supply=b"images")
    others.finish(result)
    assert "images" not in offered(open_run(others))


def test_what_keras_makes_is_made_when_it_is_asked_for_and_one_is_kept(
    open_run, over, stand_in, result
):
    at = open_run(over)
    for name, task in MADE.items():
        difference = None if name == "weights" else 1.23e-6
        stand_in.answers[task] = Content(bytes(250_000), difference)
        at.button(f"take_make_{name}_{over.id}").click().run()
        assert not at.exception
        assert offered(at)[name] == f"Download {FORMATS[name].ending} (0.2 MB)"
        compared = "Differs by at most 1.2e-06 from Keras on 100 examples." in words(at)
        assert compared == (difference is not None)
        rerun(at)
        assert offered(at).keys() & MADE.keys() == {name}
        assert to_be_made(at) == MADE.keys() - {name}
    assert asked(stand_in) == list(MADE.values())
    assert stand_in.asked[-1][1] == result.model


def test_what_was_made_of_a_run_is_not_offered_after_it_was_gone_on_with(
    open_run, over, stand_in, result
):
    stand_in.answers[networks.weights] = Content(b"of then")
    at = open_run(over)
    at.button(f"take_make_weights_{over.id}").click().run()
    rerun(at)
    assert "weights" in offered(at)
    over.go_on()
    over.begin()
    over.finish(replace(result, model=b"other weights"))
    rerun(at)
    assert "weights" in to_be_made(at)


def test_no_file_says_where_anything_lies_on_this_server(open_page, stand_in, store, monkeypatch):
    failed = stand_in.start_run(tasks.train, TrainConfig())
    failed.fail(Failure("exception", OSError("No such file: '/srv/lab/secret/mnist.npz'")))
    made = []
    monkeypatch.setattr(take_away, "_file", lambda name, one, run: made.append((one, run)))
    open_page("train", {f"take_{failed.id}": True}, lang="en", run=failed.id)
    files = [one.make(run, lambda *asked: None) for one, run in made]
    told = [file.data for file in files if file]
    assert any(b"mnist.npz" in data for data in told)
    assert not any(b"secret" in data for data in told)


def test_what_cannot_be_made_is_said_in_a_sentence(open_run, over, stand_in):
    stand_in.answers[networks.convert_to_onnx] = ExportError(
        "This network cannot be written as {format}: {error}", format="ONNX", error="[x](//y.org)"
    )
    at = open_run(over)
    at.button(f"take_make_onnx_{over.id}").click().run()
    assert not at.exception
    assert "cannot be written as ONNX: `[x](//y.org)`" in words(at)
    assert to_be_made(at) == MADE.keys()


def test_a_package_that_is_absent_is_named(open_run, over, monkeypatch):
    poor = {**FORMATS, "onnx": replace(FORMATS["onnx"], packages=("no_such_converter",))}
    monkeypatch.setattr(formats, "FORMATS", poor)
    at = open_run(over)
    assert "pip install no_such_converter" in words(at).replace("`", "")
    assert to_be_made(at) == MADE.keys() - {"onnx"}
    assert FORMATS["onnx"].purpose in words(at)


def test_a_run_that_left_nothing_offers_what_it_has_and_says_why(open_run, stand_in):
    failed = stand_in.start_run(tasks.train, TrainConfig())
    failed.fail(Failure("exception", RegistryError("the disk is full")))
    stopped = stand_in.start_run(tasks.train, TrainConfig())
    stopped.stop()
    for run in (failed, stopped):
        at = open_run(run)
        assert "has left no network" in words(at)
        assert offered(at).keys() == {n for n, one in OF_DIGITS.items() if not one.is_network}
        assert not to_be_made(at)


def test_whoever_sees_a_run_may_take_it_away_but_not_send_it(
    open_run, stand_in, result, monkeypatch
):
    monkeypatch.setenv(SERVER_VARIABLE, "http://127.0.0.1:5000")
    run = stand_in.start_run(tasks.train, TrainConfig(), owner="somebody else")
    run.begin()
    run.finish(result)
    at = open_run(run)
    assert offered(at).keys() == OF_DIGITS.keys() - MADE.keys()
    assert "MLflow" not in words(at)
    assert "Compare it with others" not in {link.label for link in at.get("page_link")}


def test_a_run_is_sent_where_there_is_a_server(open_run, over, monkeypatch):
    sent = []

    def send(run):
        sent.append(run)
        return SentRun("http://mlflow.example/#/experiments/1/runs/2", with_network=False)

    monkeypatch.setattr(mlflow, "send", send)
    assert "MLflow" not in words(open_run(over))
    monkeypatch.setenv(SERVER_VARIABLE, "http://127.0.0.1:5000")
    at = open_run(over)
    at.button(f"take_mlflow_{over.id}").click().run()
    assert "(http://mlflow.example/#/experiments/1/runs/2)" in at.success[-1].value
    assert "Without its network" in words(at)
    assert [(run.record.id, run.result) for run in sent] == [(over.id, over.result)]
    assert sent[0].series["loss"].tolist() == [[16, 2.0], [32, 1.0]]


def test_a_server_that_refuses_is_slow_or_misnamed_is_said(open_run, over, monkeypatch):
    monkeypatch.setenv(SERVER_VARIABLE, "nonsense")
    at = open_run(over)
    assert "must be the address of a server" in words(at)
    monkeypatch.setenv(SERVER_VARIABLE, "http://127.0.0.1:5000")
    at = open_run(over)

    def refuse(run):
        raise ExportError("The MLflow server did not take the run: {error}", error="401 no")

    monkeypatch.setattr(mlflow, "send", refuse)
    at.button(f"take_mlflow_{over.id}").click().run()
    assert "did not take the run: 401 no" in at.error[-1].value

    answer = threading.Event()
    monkeypatch.setattr(mlflow, "send", lambda run: answer.wait(30))
    monkeypatch.setattr(take_away, "_SEND_SECONDS", 1.0)  # a busy machine starts threads late
    at.button(f"take_mlflow_{over.id}").click().run()
    answer.set()
    assert "still on its way" in at.error[-1].value


def test_other_kinds_of_runs_are_taken_away_on_their_pages(open_run, stand_in):
    for page, key, task, config, query in (
        ("gan", "gan_run", tasks.train_gan, GAN_PRESETS["live"], {"gan_view": "train"}),
        ("rnn", "addition_run", tasks.train_addition, AdditionConfig(), {"rnn_view": "addition"}),
    ):
        run = stand_in.start_run(task, config)
        run.stop()
        at = open_run(run, page, key, **query)
        assert offered(at).keys() == {n for n, one in OF_DIGITS.items() if not one.is_network}


def test_a_run_is_taken_away_from_the_table_of_runs(open_page, store, result, stand_in):
    stand_in.answers[networks.weights] = Content(b"arrays")
    record = runs.record(1, VISITOR, name="Mine")
    store.save(record, series=runs.curves(1), result=result)
    at = open_page("runs", {f"take_{record.id}": True}, lang="en")
    assert offered(at).keys() == OF_DIGITS.keys() - MADE.keys()
    at.button(f"take_make_weights_{record.id}").click().run()
    assert stand_in.asked[-1] == (networks.weights, result.model)


def test_an_example_says_that_it_has_no_network(open_page, store):
    (example, *_) = examples.by_id()
    at = open_page("runs", {f"take_{example}": True}, lang="en")
    assert "kept without its network" in words(at)
    assert offered(at).keys() == {n for n, one in OF_DIGITS.items() if not one.is_network}


def test_it_is_all_translated(open_run, over):
    at = open_run(over, lang="zh")
    said = words(at)
    assert not [one.purpose for one in FORMATS.values() if one.purpose in said]
    assert set(offered(at)) == OF_DIGITS.keys() - MADE.keys()


# What else can be done with a run.


def test_a_run_of_ones_own_leads_to_the_others(open_page, over):
    at = open_page("train", lang="en", run=over.id)
    (link,) = [one for one in at.get("page_link") if one.label == "Compare it with others"]
    assert f"run={over.id}" in link.proto.query_string


def test_its_settings_are_taken_where_the_widgets_say_others(open_page, stand_in, result, subtests):
    for name, preset in PRESETS.items():
        with subtests.test(name):
            config = replace(preset, epochs=7, seed=3, train_share=0.5, patience=2)
            run = stand_in.start_run(tasks.train, config)
            run.stop()
            at = open_page("train", lang="en", run=run.id, train_architecture="rnn-gru")
            at.button("train_take_settings").click().run()
            assert not at.exception
            assert at.selectbox("train_architecture").value == name
            assert "train_take_settings" not in {button.key for button in at.button}
            at.button("train_start").click().run()
            *_, again = stand_in.runs.values()
            assert again.config == config
            again.stop()


def test_while_it_goes_there_is_nothing_to_take(open_page, run, store):
    run.begin()
    at = open_page("train", lang="en", run=run.id)
    keys = {button.key for button in at.button}
    assert "train_take_settings" not in keys
    assert "Take it away" not in {one.label for one in at.expander}


def test_what_early_stopping_left_is_said(open_page, stand_in, result):
    said = {}
    for epochs, stopped in ((20, False), (3, False), (20, True)):
        run = stand_in.start_run(tasks.train, TrainConfig(epochs=epochs, patience=2))
        run.begin()
        run.finish(replace(result, best_epoch=1.0, stopped=stopped))
        said[epochs, stopped] = words(open_page("train", lang="en", run=run.id))
    early = "Ended by early stopping after epoch 3; the weights of epoch 1 are kept."
    assert [early in text for text in said.values()] == [True, False, False]
    best = "The weights of epoch 1 are kept"
    assert [best in text for text in said.values()] == [False, True, True]
