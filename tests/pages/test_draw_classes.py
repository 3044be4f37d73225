"""The Draw page with networks of other classes: a run's, one taught from few, a visitor's file."""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import io

import keras
import numpy as np
import pytest

from dlcore import registry, tasks
from dlcore.cnn import CnnConfig
from dlcore.data import parted
from dlcore.data.formats import to_npz
from dlcore.few.acquaintance import Likeness, Taught
from dlcore.few.config import Strangeness
from dlcore.registry.at_hand import ModelNotLoaded
from dlcore.training import TrainConfig
from dlcore.training.recipe import DataRecipe
from tests.pages.conftest import charts, put_ink, rerun, words
from tests.pages.test_data_few import found as few_result
from tests.pages.test_draw import number, reading
from tests.pages.test_draw_files import picture, put, table
from ui.draw.reading import _BARS, _width
from ui.draw.several import PictureRow, as_csv
from ui.frame.i18n import plain
from ui.frame.jobs import FEW
from ui.shared import canvas, readers
from ui.shared.answer import likeliest

STRANGE = (
    "<b>x</b>",
    "**bold** :red[c]",
    "=1+1",
    "שלום",
    "🙂",
    "👩🏽‍🚀",
    "क्ष",
    "a very long name of what is drawn",
)


def names(count: int) -> tuple[str, ...]:
    return (*STRANGE, *(f"class {i}" for i in range(100)))[:count]


def small_set(classes: tuple[str, ...]):
    """Three images of each class."""
    random = np.random.default_rng(0)
    images = random.integers(0, 255, (3 * len(classes), 28, 28), np.uint8)
    labels = np.repeat(np.arange(len(classes), dtype=np.uint8), 3)
    return parted(images, labels, classes, name="letters **of** mine")


def network(classes: tuple[str, ...], told: bool = True) -> bytes:
    layers = [keras.layers.Flatten(), keras.layers.Dense(len(classes), activation="softmax")]
    model = keras.Sequential([keras.Input((28, 28, 1)), *layers])
    return registry.to_bytes(model, classes if told else registry.class_names(b""))


def known(share: float, label: int, count: int, familiarity: float = 0.9) -> tasks.Reading:
    """A reading of one of so many classes; it needs a familiarity of 0.6."""
    probabilities = np.full(count, (1 - share) / (count - 1), np.float32)
    probabilities[label] = share
    strange = Strangeness(0.6, kept=0.93, refused=0.82, area=0.95, strangers="digits")
    likeness = Likeness(familiarity, np.zeros((28, 28), np.uint8), label, strange)
    return tasks.Reading(
        np.zeros((28, 28), np.float32), probabilities, 0.1, False, likeness=likeness
    )


@pytest.fixture
def trained(stand_in, result):
    """A run on a set of these classes."""

    def train(classes: tuple[str, ...], owner: str | None = None):
        data = small_set(classes)
        config = TrainConfig(
            CnnConfig((2,), dense_units=4, classes=len(classes)),
            data=DataRecipe(set=data.fingerprint),
        )
        more = {} if owner is None else {"owner": owner}
        run = stand_in.start_run(tasks.train, config, supply=to_npz(data), **more)
        run.begin()
        run.finish(dataclasses.replace(result, model=network(classes), classes=classes))
        return run

    return train


@pytest.fixture
def drawn(open_page, stand_in, png):
    """Opens the page where a run's network reads, with something on the canvas."""

    def open_(run, **query):
        at = open_page("draw", **{"run": run.id, "draw_model": "run"} | query)
        put_ink(at, png)
        return at

    return open_


def test_where_the_images_are_laid_out_otherwise_than_a_drawing_it_is_said(
    open_page, stand_in, trained, result
):
    run = trained(("α", "β", "γ"))  # of images that are full of noise
    assert "mostly 28 pixels long" in words(open_page("draw", run=run.id, draw_model="run"))
    twenty = np.zeros((12, 28, 28), np.uint8)
    twenty[:, 4:24, 10:18] = 200
    data = parted(twenty, np.repeat(np.arange(3, dtype=np.uint8), 4), ("α", "β", "γ"), name="bars")
    config = dataclasses.replace(run.config, data=DataRecipe(set=data.fingerprint))
    other = stand_in.start_run(tasks.train, config, supply=to_npz(data))
    other.begin()
    other.finish(run.result)
    said = words(open_page("draw", run=other.id, draw_model="run"))
    assert "compares a drawing with images" in said
    assert "pixels long" not in said


def test_it_is_read_by_its_name(drawn, stand_in, trained):
    run = trained(("α", "β", "γ"))
    stand_in.answers[tasks.read_known] = known(0.97, 1, 3)
    at = drawn(run)
    assert [h.value for h in at.header] == ["β"]
    said = words(at)
    assert "**This is β.** 97.0% sure." in said
    assert "Next: α (1.5%), γ (1.5%) · answered in" in said
    assert "The nearest that it learnt from is: β." in said
    assert "Of digits, which are none of them, it refuses 82%; of its own test images, 7%." in said
    assert "One drawing" in at.segmented_control("draw_what").options
    option = at.selectbox("draw_model").options[-1]
    assert option == "The network you trained on “letters **of** mine” · 98.76%"
    digest = hashlib.sha256(run.result.model).hexdigest()
    assert stand_in.asked[-1][0] is tasks.read_known
    assert stand_in.asked[-1][2:] == (digest,)


def test_the_set_is_sent_along_where_it_is_not_there(drawn, stand_in, trained):
    run = trained(("α", "β", "γ"))
    real = stand_in.call

    def forgetful(task, *args, **kwargs):
        if task is tasks.read_known and len(args) == 2:
            raise ModelNotLoaded(args[1])
        return real(task, *args, **kwargs)

    stand_in.call = forgetful
    stand_in.answers[tasks.read_known] = known(0.97, 1, 3)
    drawn(run)
    sent = Taught(run.config, run.supply, "file")
    assert stand_in.asked[-1][3:] == (run.result.model, sent)


def test_what_is_none_of_them_is_said_and_which_they_are(drawn, stand_in, trained):
    stand_in.answers[tasks.read_known] = known(0.99, 1, 3, familiarity=0.5)
    at = drawn(trained(("α", "β", "γ")))
    said = words(at)
    assert not at.header
    assert "This looks like none of them." in said
    assert "**None of these:** α, β, γ" in said
    assert "If it were one of them: β (99.0%), α (0.5%)" in said


def test_between_two_both_are_named(drawn, stand_in, trained):
    read = known(0.55, 1, 3)
    read.probabilities[:] = [0.4, 0.55, 0.05]
    stand_in.answers[tasks.read_known] = read
    said = words(drawn(trained(("α", "β", "γ")), lang="en"))
    assert "**Could be β or α.**" in said


@pytest.mark.parametrize(("count", "label"), [(2, 0), (100, 1)])
def test_any_number_of_classes_and_any_names(drawn, stand_in, trained, count, label):
    stand_in.answers[tasks.read_known] = known(0.9, label, count)
    at = drawn(trained(names(count)))
    assert plain(names(count)[label]) in [s.value for s in at.subheader]
    assert len(charts(at)) == 1
    assert "<b>x</b>" not in words(at).replace("`<b>x</b>`", "")
    assert "**bold**" not in words(at).replace("`**bold** :red[c]`", "")
    assert not at.error


@pytest.mark.parametrize(("name", "width"), [("β", 1), ("🙂", 1), ("👍🏽", 1), ("é", 1), ("ab", 2)])
def test_what_is_one_character_to_the_eye_is_written_large(name, width):
    assert _width(name) == width


def test_ten_have_a_bar_each_and_of_more_the_likeliest():
    few = np.array([0.2, 0.5, 0.3])
    assert likeliest(few, names(3), _BARS).numbers.tolist() == [0, 1, 2]
    many = np.random.default_rng(0).dirichlet(np.ones(62))
    wanted = sorted(range(62), key=lambda i: -many[i])[:10]
    assert likeliest(many, names(62), _BARS).numbers.tolist() == wanted


def test_a_watcher_gets_no_images_and_is_told_so(drawn, stand_in, trained):
    stand_in.answers[tasks.read_drawing] = dataclasses.replace(known(0.97, 1, 3), likeness=None)
    at = drawn(trained(("α", "β", "γ"), owner="somebody else"))
    assert stand_in.asked[-1][0] is tasks.read_drawing
    assert "are for their owner alone: whatever is drawn, it will name one." in words(at)
    assert [h.value for h in at.header] == ["β"]
    assert "nearest that it learnt from" not in words(at)
    assert at.selectbox("draw_model").options[-1] == (
        "A network that tells 3 classes apart · 98.76%"
    )


def test_a_number_is_read_by_the_network_that_ships(open_page, stand_in, trained, png):
    run = trained(("α", "β", "γ"))
    stand_in.answers[tasks.read_number] = number(reading(4), reading(2))
    at = open_page("draw", run=run.id, draw_model="run", draw_what="number")
    assert "so the one that ships reads it." in words(at)
    put_ink(at, png, canvas.NUMBER)
    assert [h.value for h in at.header] == ["42"]
    assert stand_in.asked[-1][2] == "cnn"


def test_in_a_table_a_name_is_text_and_in_a_csv_no_formula(open_page, stand_in, trained):
    run = trained(names(8))
    stand_in.answers[tasks.read_known] = known(0.9, 2, 8)
    at = open_page("draw", run=run.id, draw_model="run", draw_source="upload")
    put(at, ("1.png", picture(1)), ("2.png", picture(2)))
    assert [row[1:] for row in table(at).values.tolist()] == [["=1+1", "90.0%", "sure"]] * 2
    text = as_csv([PictureRow("a", "=1+1", 0.9, "sure")]).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text)))[1][1] == "'=1+1"
    stand_in.answers[tasks.read_known] = known(0.9, 2, 8, familiarity=0.1)
    put(at, ("3.png", picture(3)), ("4.png", picture(4)))
    assert [row[1:] for row in table(at).values.tolist()] == [["", "", "none of these"]] * 2


@pytest.fixture
def taught(stand_in):
    def teach(**more):
        run = stand_in.start_run(tasks.learn_few, few_result().config, **more)
        run.begin()
        result = few_result()
        run.finish(dataclasses.replace(result, model=network(result.classes)))
        return run

    return teach


def test_one_that_was_taught_from_few_reads(open_page, stand_in, taught, png):
    run = taught()
    stand_in.answers[tasks.read_known] = known(0.97, 2, 20)
    at = open_page("draw", draw_model="few", **{FEW.key: run.id})
    put_ink(at, png)
    assert [h.value for h in at.header] == ["λ"]
    assert at.selectbox("draw_model").options[-1] == "Taught 20 classes from few · 98.8%"
    assert "It compares a drawing with images" in words(at)


def test_who_watches_one_taught_from_few_gets_none_of_its_images(open_page, stand_in, taught, png):
    run = taught(owner="somebody else")
    stand_in.answers[tasks.read_drawing] = dataclasses.replace(known(0.97, 2, 20), likeness=None)
    at = open_page("draw", draw_model="few", **{FEW.key: run.id})
    put_ink(at, png)
    assert stand_in.asked[-1][0] is tasks.read_drawing
    assert "for their owner alone" in words(at)


def test_without_one_the_network_that_ships_reads(open_page):
    at = open_page("draw", draw_model="few")
    assert "No network taught from few is here" in words(at)
    assert at.selectbox("draw_model").value == "cnn"


@pytest.mark.parametrize("told", [True, False])
def test_a_file_of_other_classes(open_page, stand_in, png, monkeypatch, told):
    """One that does not say what they are called has numbers."""
    monkeypatch.setenv(readers.UPLOADS, "1")
    stand_in.answers[tasks.read_drawing] = dataclasses.replace(known(0.97, 3, 26), likeness=None)
    at = open_page("draw", draw_model="upload")
    data = network(names(26), told)
    at.file_uploader(key="draw_model_file").set_value(("own.keras", data, "application/zip"))
    rerun(at)
    assert ("does not say what they are called" in words(at)) is not told
    assert ("It tells 26 classes apart, and they are no digits:" in words(at)) is told
    put_ink(at, png)
    assert f"**This is {plain(names(26)[3]) if told else 3}.**" in words(at)
    assert "for their owner alone" in words(at)
