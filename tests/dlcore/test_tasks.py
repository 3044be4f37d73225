"""What the engine runs: small, and importable without Keras."""

import hashlib
import subprocess
import sys
import threading

import keras
import numpy as np
import pytest

from dlcore import data, tasks
from dlcore.addition.config import AdditionConfig
from dlcore.cnn import PRESETS, CnnConfig, build_cnn
from dlcore.digits import digit_score
from dlcore.gan.run_config import GanRunConfig
from dlcore.optimizers import descent
from dlcore.registry import at_hand, shipped
from dlcore.sweep import SweepAxis, SweepConfig
from dlcore.training import TrainConfig
from dlcore.training.pool import NothingLearnt

DRAWING = np.zeros((60, 60), np.uint8)
DRAWING[10:50, 28:34] = 255
TINY = TrainConfig(CnnConfig((4,), dense_units=8), batch_size=32, epochs=1)


@pytest.fixture(autouse=True)
def models(tmp_path, monkeypatch):
    """A registry with one untrained "cnn", and no visitor's model loaded."""
    monkeypatch.setattr(shipped, "MODELS", tmp_path)
    monkeypatch.setattr(at_hand, "MODELS_KEPT", 2)
    at_hand._models_from_bytes.cache_clear()
    shipped.load.cache_clear()
    shipped.save("cnn", build_cnn(PRESETS["tiny"]), {})
    yield
    shipped.load.cache_clear()
    at_hand._models_from_bytes.cache_clear()


@pytest.fixture
def visitors():
    """Three visitors' models: [(digest, bytes)]."""
    contents = [shipped.to_bytes(build_cnn(CnnConfig((2,), dense_units=n))) for n in (2, 3, 4)]
    return [(hashlib.sha256(content).hexdigest(), content) for content in contents]


def test_importing_tasks_leaves_keras_out():
    program = "import sys, dlcore.tasks; print({'keras', 'tensorflow'} & set(sys.modules))"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert found.stdout.strip() == "set()", found.stderr


def test_after_a_rehearsal_the_first_picture_is_compiled():
    tasks.rehearse()
    before = descent._made.cache_info().misses
    descent.picture(descent.DescentConfig())
    assert descent._made.cache_info().misses == before


def test_warm_up_returns_versions():
    assert tasks.warm_up()["keras"] == keras.__version__


def test_reading_with_a_shipped_model():
    reading = tasks.read_drawing(DRAWING, "cnn")
    assert reading.seen.shape == (28, 28)
    assert reading.probabilities.sum() == pytest.approx(1, rel=1e-5)
    assert reading.digit_score == pytest.approx(digit_score(reading.probabilities[None])[0])
    assert not reading.blank
    expected = shipped.load("cnn").predict(reading.seen[None, ..., None], verbose=0)
    np.testing.assert_allclose(reading.probabilities, expected[0], rtol=1e-4)


def test_blank_drawing_is_not_guessed():
    reading = tasks.read_drawing(np.zeros((280, 280, 4), np.uint8), "cnn")
    assert reading.blank
    assert reading.digit_score == 0


def test_unknown_name_is_refused():
    with pytest.raises(shipped.RegistryError, match=r"one of cnn\. Received: 'vgg'"):
        tasks.read_drawing(DRAWING, "vgg")


def test_visitors_model_is_asked_for_once(visitors):
    digest, content = visitors[0]
    with pytest.raises(at_hand.ModelNotLoaded, match="send its bytes"):
        tasks.read_drawing(DRAWING, digest)
    first = tasks.read_drawing(DRAWING, digest, content)
    again = tasks.read_drawing(DRAWING, digest)
    np.testing.assert_array_equal(first.probabilities, again.probabilities)


def test_models_used_last_are_kept(visitors):
    (first, one), (second, two), (third, three) = visitors
    tasks.read_drawing(DRAWING, first, one)
    tasks.read_drawing(DRAWING, second, two)
    tasks.read_drawing(DRAWING, first)
    tasks.read_drawing(DRAWING, third, three)
    tasks.read_drawing(DRAWING, first)
    with pytest.raises(at_hand.ModelNotLoaded):
        tasks.read_drawing(DRAWING, second)


def test_threads_may_ask_for_the_same_model(visitors):
    digest, content = visitors[0]
    readings = []
    threads = [
        threading.Thread(
            target=lambda: readings.append(tasks.read_drawing(DRAWING, digest, content))
        )
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({reading.probabilities.tobytes() for reading in readings}) == 1


@pytest.mark.parametrize(
    ("content", "digest", "message"),
    [
        (b"other bytes", "0" * 64, "model must have the sha256 0000"),
        (b"junk", hashlib.sha256(b"junk").hexdigest(), r"Expected a \.keras file"),
    ],
)
def test_damaged_bytes_are_refused(content, digest, message):
    with pytest.raises(shipped.RegistryError, match=message):
        tasks.read_drawing(DRAWING, digest, content)


def test_model_of_another_shape_is_refused():
    content = shipped.to_bytes(keras.Sequential([keras.Input((4,)), keras.layers.Dense(10)]))
    with pytest.raises(shipped.RegistryError, match=r"\(n, 784\) to \(n, k\), where k is"):
        tasks.read_drawing(DRAWING, hashlib.sha256(content).hexdigest(), content)


@pytest.fixture
def small_mnist(monkeypatch, few):
    def load(progress=None):
        if progress:
            progress(0.5)
        return few

    monkeypatch.setattr(tasks, "load_mnist", load)


def test_training_loads_the_data_and_tells_so(small_mnist):
    reports = []
    result = tasks.train(TINY, reports.append, lambda: False)
    assert reports[:2] == [{"phase": "data"}, {"fraction": 0.5}]
    assert [report["phase"] for report in reports if "phase" in report][1] == "building"
    assert result.source == "sample"
    digest = hashlib.sha256(result.model).hexdigest()
    assert not tasks.read_drawing(DRAWING, digest, result.model).blank


def test_a_sweep_loads_the_data_too(small_mnist):
    reports = []
    axes = (SweepAxis("learning_rate", (0.001,)), SweepAxis("seed", (0,)))
    result = tasks.sweep(SweepConfig(TINY, axes), reports.append, lambda: False)
    assert [report["phase"] for report in reports if "phase" in report][:2] == ["data", "building"]
    assert (result.source, len(result.trials)) == ("sample", 1)


def test_a_stop_is_heard_during_the_download(small_mnist):
    assert tasks.train(TINY, lambda report: None, lambda: True) is None


def test_data_source_does_not_download(monkeypatch):
    monkeypatch.setattr(tasks, "find_mnist", lambda: None)
    assert tasks.data_source().source == "download"


def test_data_source_counts(monkeypatch, few):
    monkeypatch.setattr(tasks, "find_mnist", lambda: few)
    assert tasks.data_source() == tasks.DataInfo("sample", 320, 100)


def test_bad_data_file_reaches_the_caller(monkeypatch, tmp_path):
    monkeypatch.setenv(data.ENVIRONMENT_VARIABLE, str(tmp_path / "absent.npz"))
    with pytest.raises(data.DataError):
        tasks.train(TINY, lambda report: None, lambda: False)


@pytest.mark.parametrize(
    ("task", "config"),
    [
        (tasks.train, TINY),
        (tasks.train_addition, AdditionConfig(units=4)),
        (tasks.train_gan, GanRunConfig()),
        (tasks.sweep, SweepConfig()),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_stop_before_there_is_a_network_leaves_nothing(task, config, small_mnist, monkeypatch):
    def told_to_stop(*args):
        raise NothingLearnt

    for module, name in (
        (tasks.training, "train"),
        (tasks.addition, "train_addition"),
        (tasks.gan_training, "train_gan"),
        (tasks.sweep_training, "sweep"),
    ):
        monkeypatch.setattr(module, name, told_to_stop)
    assert task(config, lambda report: None, lambda: True) is None
