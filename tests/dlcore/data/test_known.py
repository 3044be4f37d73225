"""Known sets: what is downloaded is what it should be, is kept, and its absence is one sentence."""

from __future__ import annotations

import gzip
import hashlib
import http.server
import io
import struct
import threading
import zipfile
from dataclasses import replace

import numpy as np
import pytest

from dlcore.data import DataError, known
from dlcore.data.formats import ReadingStopped
from dlcore.data.formats.collected import MOST_IMAGES
from dlcore.data.known import KNOWN, is_here, load_known
from dlcore.data.origin import Origin

RANDOM = np.random.default_rng(0)
IMAGES = RANDOM.integers(0, 256, (20, 28, 28), dtype=np.uint8)
LABELS = np.arange(20, dtype=np.uint8) % 10


def idx(array: np.ndarray, code: int = 8) -> bytes:
    head = struct.pack(f">HBB{array.ndim}I", 0, code, array.ndim, *array.shape)
    return gzip.compress(head + array.tobytes())


def emnist() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for split, first in (("letters", 1), ("balanced", 0), ("digits", 0)):
            for part, images, labels in (
                ("train", IMAGES[:14], LABELS[:14]),
                ("test", IMAGES[14:], LABELS[14:]),
            ):
                begin = f"gzip/emnist-{split}-{part}"
                sideways = images.swapaxes(1, 2)
                archive.writestr(f"{begin}-images-idx3-ubyte.gz", idx(sideways))
                archive.writestr(f"{begin}-labels-idx1-ubyte.gz", idx(labels + np.uint8(first)))
    return buffer.getvalue()


def extended(first: int) -> bytes:
    """Labels as QMNIST has them: the digit, a series, the writer, and five more."""
    rows = np.zeros((10, 8), ">i4")
    rows[:, 0] = LABELS[:10]
    rows[:, 2] = first + np.arange(10)
    return idx(rows, 12)


PLAIN = {
    "train-images": idx(IMAGES[:10]),
    "train-labels": idx(LABELS[:10]),
    "t10k-images": idx(IMAGES[10:]),
    "t10k-labels": idx(LABELS[10:]),
}
EMNIST = {"all": emnist()}
FILES = {
    "fashion-mnist": PLAIN,
    "kmnist": PLAIN,
    "emnist-letters": EMNIST,
    "emnist-balanced": EMNIST,
    "emnist-digits": EMNIST,
    "qmnist": {
        "train-images": PLAIN["train-images"],
        "train-labels": extended(500),
        "test-images": PLAIN["t10k-images"],
        "test-labels": extended(2100),
    },
}


@pytest.fixture
def server():
    """Serves files on loopback and notes what is asked for."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.asked.append(self.path)
            content = self.files.get(self.path)
            self.send_response(404 if content is None else 200)
            self.send_header("Content-Length", str(len(content or b"")))
            self.end_headers()
            self.wfile.write(content or b"")

        def log_message(self, *args):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        Handler.files, Handler.asked = {}, []
        Handler.url = f"http://127.0.0.1:{running.server_port}"
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield Handler
        running.shutdown()


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    return tmp_path


def served(server, monkeypatch) -> None:
    """Makes all sets lie on the server, after a place that does not have them."""
    moved, emnist_origins = {}, {}
    for name, files in FILES.items():
        origins = emnist_origins if files is EMNIST else {}
        for file, content in files.items():
            path = f"/{name}/{file}"
            server.files[path] = content
            digest = hashlib.md5(content).hexdigest()
            places = (f"{server.url}/nowhere{path}", f"{server.url}{path}")
            origins[file] = tuple(Origin(place, digest, "md5") for place in places)
        moved[name] = replace(KNOWN[name], origins=origins)
    monkeypatch.setattr(known, "KNOWN", moved)


def test_each_set_is_downloaded_read_and_kept(server, monkeypatch, home):
    served(server, monkeypatch)
    assert KNOWN.keys() == FILES.keys()
    for name, described in KNOWN.items():
        cut = 14 if name.startswith("emnist") else 10
        shares: list[float] = []
        data = load_known(name, shares.append)
        assert shares == sorted(shares), name
        np.testing.assert_array_equal(np.concatenate([data.x_train, data.x_test]), IMAGES)
        np.testing.assert_array_equal(data.y_train, LABELS[:cut])
        assert (data.source, data.name, data.classes) == (name, described.title, described.classes)
        assert data.licence == described.licence
        assert is_here(name)
        before = len(server.asked)
        again = load_known(name)
        assert again.fingerprint == data.fingerprint
        assert len(server.asked) == before, name
    assert sum(path.startswith("/emnist") for path in server.asked) == 1
    assert load_known("qmnist").writers_test.tolist() == list(range(2100, 2110))
    (home / "datasets" / "dlcore" / "kmnist.npz").write_bytes(b"damaged")
    assert load_known("kmnist").classes[0] == "お"


def test_what_is_here_waits_for_no_download(server, monkeypatch):
    served(server, monkeypatch)
    load_known("kmnist")
    with known._loading:  # as while another set is downloaded
        thread = threading.Thread(target=load_known, args=("kmnist",), daemon=True)
        thread.start()
        thread.join(10)
        assert not thread.is_alive()


def test_what_is_not_the_file_is_refused_and_nothing_is_kept(server, monkeypatch, home):
    served(server, monkeypatch)
    server.files["/kmnist/t10k-labels"] = idx(LABELS[9::-1])
    with pytest.raises(DataError, match="KMNIST could not be downloaded"):
        load_known("kmnist")
    assert not is_here("kmnist")
    before = len(server.asked)
    with pytest.raises(DataError, match="KMNIST could not be downloaded"):
        load_known("kmnist")
    assert len(server.asked) <= before + 6  # what did not answer is left alone for a while


def test_without_a_network_one_sentence_comes_within_seconds(monkeypatch):
    there = (Origin("http://127.0.0.1:9/", "", "md5"), Origin("http://no.invalid/", "", "md5"))
    alone = replace(KNOWN["kmnist"], origins={"all": there})
    monkeypatch.setattr(known, "KNOWN", {"kmnist": alone})
    with pytest.raises(DataError, match="there is no network"):
        load_known("kmnist")
    assert not is_here("kmnist")


def test_a_download_can_be_stopped(server, monkeypatch):
    served(server, monkeypatch)
    with pytest.raises(ReadingStopped):
        load_known("qmnist", should_stop=lambda: True)
    assert not is_here("qmnist")


def test_the_table_says_what_a_visitor_has_to_know():
    for name, described in KNOWN.items():
        assert 2 <= len(described.classes) == len(set(described.classes)) <= 100, name
        assert described.licence
        assert described.source.startswith("http")
        for origins in described.origins.values():
            assert all(len(origin.digest) == 32 for origin in origins)


def test_of_a_set_that_is_too_large_a_fair_part_is_taken():
    labels = np.random.default_rng(1).integers(0, 10, 5_000).astype(np.uint8)
    some = known._fair(labels, 85)
    assert np.bincount(labels[some]).tolist() == [85] * 10
    assert (np.diff(some) > 0).all()
    assert some.tolist() == known._fair(labels, 85).tolist()
    assert some.mean() == pytest.approx(2_500, abs=150)  # from all of it
    assert all(one.count <= MOST_IMAGES for one in KNOWN.values())
