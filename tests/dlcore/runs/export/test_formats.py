"""The table of formats, walked: every one makes a file of every kind of run, or says why not."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from dlcore.registry import RegistryError
from dlcore.runs.export import FORMATS, ExportError, RunToExport, available, file_name, formats
from dlcore.training import DataRecipe
from tests.dlcore.runs.export.finished import CONFIGS, KINDS, finished, network

SAFE = re.compile(r"dlcore-[a-z]+(-[A-Za-z0-9-]+)?-\d{8}-\d{6}\.[a-z]+")


@pytest.mark.parametrize("kind", KINDS)
def test_every_format_makes_a_file_of_every_kind_of_run(kind):
    run = finished(kind, model=network(kind))
    for name, one in FORMATS.items():
        if one.is_images:
            continue
        made = one.make(run)
        assert made.data, name
        assert SAFE.fullmatch(made.name), name
        assert made.name.endswith(one.ending)
        converted = name in ("onnx", "litert")
        assert (made.difference is not None) == converted, name
    assert FORMATS["keras"].make(run).data == network(kind)


def test_titles_and_endings_tell_formats_apart():
    assert len({one.title for one in FORMATS.values()}) == len(FORMATS)
    assert len({one.ending for one in FORMATS.values()}) == len(FORMATS)
    assert all(one.purpose.endswith(".") for one in FORMATS.values())


def test_where_there_is_no_network_there_is_the_rest():
    early = RunToExport(finished(status="failed").record)
    for one in FORMATS.values():
        if one.is_network:
            with pytest.raises(ExportError, match="has left no network"):
                one.make(early)
        elif one.is_images:
            with pytest.raises(ExportError, match="no images of its own"):
                one.make(early)
        else:
            assert one.make(early).data


def test_the_images_of_a_run_are_a_file_that_its_program_reads():
    run = replace(finished(), supply=b"images")
    (made,) = (one.make(run) for one in FORMATS.values() if one.is_images)
    assert (made.name, made.data) == ("data.npz", b"images")
    own = replace(CONFIGS["train"], data=DataRecipe(set="0123456789abcdef"))
    assert made.name in FORMATS["script"].make(finished(config=own)).data.decode()


def test_what_needs_keras_is_asked_for_and_nothing_else_is():
    asked = []

    def ask(task, *args):
        asked.append(task.__name__)

    run = finished(model=b"a network")
    made = {name: one.make(run, ask) for name, one in FORMATS.items() if not one.is_images}
    assert asked == ["convert_to_onnx", "convert_to_litert", "weights"]
    assert [name for name, file in made.items() if file is None] == ["onnx", "litert", "weights"]


def test_what_is_absent_is_said_before_anybody_asks(monkeypatch):
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    found = available()
    assert found.keys() == {*FORMATS, "mlflow"}
    assert [name for name, why in found.items() if why] == ["mlflow"]
    poor = replace(FORMATS["onnx"], packages=("no_such_converter",))
    monkeypatch.setattr(formats, "FORMATS", {**FORMATS, "onnx": poor})
    why = available()["onnx"]
    assert isinstance(why, RegistryError)
    assert str(why).endswith("pip install no_such_converter")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("", "dlcore-train-20231114-221320.csv"),
        ("数字", "dlcore-train-20231114-221320.csv"),
        ("../../etc/passwd", "dlcore-train-etc-passwd-20231114-221320.csv"),
        ("My run, No. 7", "dlcore-train-My-run-No-7-20231114-221320.csv"),
        ("x" * 80, f"dlcore-train-{'x' * 40}-20231114-221320.csv"),
        ("con\0\n<b>", "dlcore-train-con-b-20231114-221320.csv"),
    ],
)
def test_names_of_files_are_plain_and_short(name, expected):
    assert file_name(finished(name=name).record, ".csv") == expected
