"""Sets that are made of a visitor's files: small ones at once, large ones by the engine."""

from __future__ import annotations

import io
import zipfile
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

from dlcore import data, tasks
from dlcore.data import DataError, formats
from dlcore.data.intake import IntakeConfig
from dlcore.engine import EngineUnavailable, Failure
from tests.pages.conftest import asked, rerun, words
from tests.strangers import HOSTILE, outside_code
from ui.data import upload
from ui.shared.sets import kept


def picture(image: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(image).save(buffer, "PNG")
    return buffer.getvalue()


def zipped(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.fixture(scope="module")
def folders() -> dict[str, bytes]:
    """Six pictures of each of three classes, as files."""
    sample = data.sample()
    return {
        f"{name}/{number}.png": picture(image)
        for digit, name in enumerate(("cat", "hat", "<b>mat</b>"))
        for number, image in enumerate(sample.x_train[sample.y_train == digit][:6])
    }


@pytest.fixture
def uploaded(open_page, stand_in):
    """Opens the page, and puts these files into it."""
    stand_in.answers |= {tasks.some_pairs: ()}

    def open_(files: dict[str, bytes], **query):
        at = open_page("data", data_from="upload", data_view="about", **query)
        put(at, files)
        return at

    return open_


def put(at, files: dict[str, bytes]) -> None:
    kind = "application/zip"
    at.file_uploader(key="data_upload").set_value([(n, data, kind) for n, data in files.items()])
    rerun(at)


def read(at):
    at.button(key="data_read").click()
    return rerun(at)


def test_a_small_file_is_read_at_once(uploaded, stand_in, folders):
    content = zipped(folders | {"cat/notes.pdf": b"no picture", "hat/x.png": b"\x89PNG broken"})
    stand_in.answers[tasks.some_pairs] = tasks.some_pairs(content, True)
    at = uploaded({"pets.zip": content})
    assert "what a network will be given" in words(at)
    assert asked(stand_in, tasks.some_pairs) == [[content, True]]
    stand_in.answers[tasks.take_in_now] = tasks.take_in_now(IntakeConfig("pets.zip"), content)
    read(at)
    assert asked(stand_in, tasks.take_in_now) == [[IntakeConfig("pets.zip"), content]]
    assert "18 images** of 3 classes" in words(at)
    assert at.selectbox(key="data_set").options[0].startswith("pets · ")
    (left_out,) = [one for one in at.expander if one.label.startswith("Left out")]
    assert left_out.label == "Left out: 2"
    assert "x.png" in words(at)
    assert not stand_in.runs


def test_the_switch_says_how_it_is_read(uploaded, stand_in, folders):
    at = uploaded({"pets.zip": zipped(folders)})
    at.toggle(key="data_ink").set_value(False)
    rerun(at)
    assert [ink for _content, ink in asked(stand_in, tasks.some_pairs)] == [True, False]
    stand_in.answers[tasks.take_in_now] = DataError("There is nothing.")
    read(at)
    ((config, _content),) = asked(stand_in, tasks.take_in_now)
    assert config == IntakeConfig("pets.zip", ink=False)


def test_several_files_are_one_set(uploaded, stand_in):
    files = {"images.gz": b"first", "labels.gz": b"second"}
    at = uploaded(files)
    stand_in.answers[tasks.take_in_now] = DataError("There is nothing.")
    read(at)
    ((_config, content),) = asked(stand_in, tasks.take_in_now)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == files
    assert "There is nothing." in words(at)
    assert at.session_state["data_from"] == "upload"


def test_of_two_files_of_one_name_none_is_lost():
    rows = [",".join([word, *["7"] * 784]).encode() + b"\n" for word in "ab"]
    files = [
        SimpleNamespace(name="x.csv", size=len(row), getvalue=lambda row=row: 2 * row)
        for row in rows
    ]
    assert formats.read_upload("x", upload._content([*files, *files])).classes == ("a", "b")


def test_files_that_are_too_much_together_are_not_copied(uploaded, stand_in, monkeypatch):
    monkeypatch.setattr(upload, "MOST_BYTES", 100)
    at = uploaded({"a.csv": b"1" * 60, "b.csv": b"2" * 60})
    read(at)
    assert {error.value for error in at.error} == {"A file must have 0 MB at most."}
    assert not asked(stand_in, tasks.some_pairs)
    assert not asked(stand_in, tasks.take_in_now)


def test_a_large_file_is_read_by_a_run(uploaded, stand_in, folders, monkeypatch):
    monkeypatch.setattr(upload, "_AT_ONCE", 10)
    content = zipped(folders)
    at = read(uploaded({"pets.zip": content}))
    (run,) = stand_in.runs.values()
    assert (run.task, run.supply) == (tasks.take_in, content)
    assert not stand_in.kept
    run.begin()
    run.receive({"phase": "data", "fraction": 0.5})
    assert at.button(key="data_read").disabled
    rerun(at)
    run.finish(tasks.take_in(run.config, lambda said: None, lambda: False, supply=run.supply))
    rerun(at)
    assert "18 images** of 3 classes" in words(at)
    assert (at.session_state["data_from"], "data_intake" in at.query_params) == ("ready", False)
    rerun(at)  # it is kept once
    assert len(kept.Held(at.session_state["data_sets"])) == 1


def test_what_has_no_room_waits_until_there_is_some(uploaded, stand_in, folders, monkeypatch):
    monkeypatch.setattr(upload, "_AT_ONCE", 10)
    monkeypatch.setattr(kept, "MOST_IN_SESSION", 1000)
    at = read(uploaded({"pets.zip": zipped(folders)}))
    (run,) = stand_in.runs.values()
    run.begin()
    run.finish(tasks.take_in(run.config, lambda said: None, lambda: False, supply=run.supply))
    rerun(at)
    assert "Delete one of them first" in words(at)
    rerun(at)
    assert "Delete one of them first" not in words(at)  # said once
    at.button(key="data_keep_waiting").click()
    rerun(at)
    assert "Delete one of them first" in words(at)
    monkeypatch.setattr(kept, "MOST_IN_SESSION", 10**7)
    at.button(key="data_keep_waiting").click()
    rerun(at)
    assert "18 images** of 3 classes" in words(at)
    at.segmented_control(key="data_from").set_value("upload")
    rerun(at)
    assert "data_keep_waiting" not in {one.key for one in at.button}


def test_a_run_that_is_stopped_or_fails_is_said(uploaded, stand_in, monkeypatch):
    monkeypatch.setattr(upload, "_AT_ONCE", 0)
    for end, said in (
        (lambda run: run.finish(None), "Stopped: nothing of the file was kept."),
        (lambda run: run.fail(Failure("exception", DataError("No set."))), "No set."),
        (lambda run: run.fail(Failure("worker_lost", RuntimeError("x"))), "Read it once more"),
    ):
        at = read(uploaded({"pets.zip": b"PK\x03\x04"}))
        run = list(stand_in.runs.values())[-1]
        run.begin()
        rerun(at)
        at.button(key="data_intake_stop").click()
        rerun(at)
        end(run)
        rerun(at)
        assert said in words(at)
        assert not at.button(key="data_read").disabled


def test_an_engine_that_is_gone_is_said(uploaded, stand_in):
    stand_in.answers[tasks.take_in_now] = EngineUnavailable("gone")
    at = read(uploaded({"pets.zip": b"PK\x03\x04"}))
    assert "restarted" in words(at)


def test_names_of_files_are_never_markdown(uploaded, stand_in, folders):
    names = {f"cat/{name.replace('/', '_')}": b"none" for name in HOSTILE[:4]}
    content = zipped(folders | names)
    stand_in.answers[tasks.take_in_now] = tasks.take_in_now(IntakeConfig(HOSTILE[0]), content)
    at = read(uploaded({f"{HOSTILE[0]}.zip": content}))
    assert "Left out" in at.expander[0].label
    for element in [*at.markdown, *at.caption]:
        assert "example.org" not in outside_code(str(element.value))


def test_a_file_as_the_lab_writes_it_comes_back(uploaded, stand_in):
    sample = data.sample()
    few = data.parted(
        sample.x_train[:120], sample.y_train[:120], data.dataset.DIGITS, name="few", licence="CC0"
    )
    content = formats.to_zip(few)
    stand_in.answers[tasks.take_in_now] = tasks.take_in_now(IntakeConfig("x.zip"), content)
    at = read(uploaded({"x.zip": content}))
    assert few.fingerprint in words(at)
    assert "Licence: CC0" in words(at)
