"""Log folders of TensorBoard, read back by TensorBoard itself."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.compat.proto import event_pb2
from tensorboard.plugins.hparams import plugin_data_pb2
from tensorboard.util.tensor_util import make_ndarray

from dlcore.runs.export import RunToExport, event_file, settings, tensorboard
from tests.dlcore.runs.export.finished import KINDS, SERIES, finished


def test_the_checksum_is_that_of_the_standard():
    """RFC 3720, appendix B.4."""
    assert event_file.crc32c(bytes(32)) == 0x8A9136AA
    assert event_file.crc32c(b"\xff" * 32) == 0x62A8AB43
    assert event_file.crc32c(bytes(range(32))) == 0x46DD794E
    assert event_file.crc32c(b"123456789") == 0xE3069283


def test_messages_are_what_protobuf_makes_of_the_same():
    for step in (0, 1, 127, 128, 300, 2**40):
        expected = event_pb2.Event(wall_time=1.5, step=step)
        expected.summary.value.add(tag="损失", simple_value=0.25)
        made = event_pb2.Event.FromString(
            event_file.event(1.5, step, event_file.scalar("损失", 0.25))
        )
        assert made == expected


@pytest.fixture
def unpacked(tmp_path):
    """Unpacks the log of a run; returns what TensorBoard reads in each of its folders."""

    def unpack(run: RunToExport) -> dict[str, EventAccumulator]:
        with zipfile.ZipFile(io.BytesIO(tensorboard.to_tensorboard(run))) as archive:
            archive.extractall(tmp_path)
        (folder,) = tmp_path.iterdir()
        assert folder.name.startswith("dlcore-")
        return {one.name: _read(one) for one in folder.iterdir()}

    return unpack


def _read(folder: Path) -> EventAccumulator:
    read = EventAccumulator(str(folder), size_guidance={"scalars": 0, "tensors": 0, "images": 0})
    return read.Reload()


def curve(read: EventAccumulator, tag: str) -> np.ndarray:
    return np.array([(point.step, point.value) for point in read.Scalars(tag)])


def test_curves_of_training_and_validation_lie_over_one_another(unpacked):
    read = unpacked(finished())
    assert read.keys() == {"train", "validation"}
    assert read["train"].Tags()["scalars"] == ["loss", "accuracy", "epoch"]
    assert read["validation"].Tags()["scalars"] == ["loss", "accuracy"]
    for name in ("loss", "accuracy"):
        np.testing.assert_allclose(curve(read["train"], name), SERIES[name])
        np.testing.assert_allclose(curve(read["validation"], name), SERIES[f"val_{name}"])


def test_moments_are_those_of_the_training(unpacked):
    run = finished()
    times = np.array([point.wall_time for point in unpacked(run)["train"].Scalars("loss")])
    np.testing.assert_allclose(times - run.record.started, [1, 2, 3, 5], atol=1e-6)


def test_without_a_clock_moments_are_spread_over_the_run(unpacked):
    run = replace(finished(), series={"loss": SERIES["loss"]})
    times = np.array([point.wall_time for point in unpacked(run)["train"].Scalars("loss")])
    np.testing.assert_allclose(times - run.record.started, [2.5, 5, 7.5, 10], atol=1e-6)


@pytest.mark.parametrize("kind", KINDS)
def test_settings_are_hyperparameters_and_a_text(unpacked, kind):
    run = finished(kind)
    read = unpacked(run)["train"]
    assert set(read.Tags()["tensors"]) == {"config", "_hparams_/session_start_info"}
    content = read.SummaryMetadata("_hparams_/session_start_info").plugin_data.content
    session = plugin_data_pb2.HParamsPluginData.FromString(content).session_start_info
    found = {name: getattr(one, one.WhichOneof("kind")) for name, one in session.hparams.items()}
    assert found == settings.flat(run.record.config)
    assert session.start_time_secs == run.record.started
    assert read.SummaryMetadata("config").plugin_data.plugin_name == "text"
    said = make_ndarray(read.Tensors("config")[0].tensor_proto).item().decode()
    name = "base.seed" if kind == "sweep" else "seed"
    assert f"| {name} | `{run.record.config.seed}` |\n" in said


def test_the_confusion_matrix_is_a_picture(unpacked):
    run = finished()
    (picture,) = unpacked(run)["train"].Images("confusion")
    assert picture.step == 16
    pixels = np.asarray(Image.open(io.BytesIO(picture.encoded_image_string)))
    assert pixels.shape == (picture.height, picture.width, 3)
    middles = pixels[16::32, 16::32].astype(int)
    assert middles.shape == (10, 10, 3)
    red = middles[..., 0].ravel()[np.argsort(run.result.confusion.ravel())]
    assert red[0] == 255  # of no images, and the more there are the less
    assert (np.diff(red) <= 0).all()
    assert red[-1] < 100


def test_a_run_that_has_only_begun_has_a_log_too(unpacked):
    begun = RunToExport(finished(status="queued", started=None, finished=None).record)
    read = unpacked(begun)
    assert read.keys() == {"train"}
    assert read["train"].Tags()["scalars"] == []
