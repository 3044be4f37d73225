"""Runs sent to MLflow: what is said of bad luck, and, slowly, a server that is real."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import numpy as np
import pytest

from dlcore.runs.export import ExportError, mlflow, settings
from dlcore.runs.export.mlflow import SERVER_VARIABLE
from tests.dlcore.runs.export.finished import SERIES, finished

PYTHON_VARIABLE = "DLCORE_TEST_MLFLOW"  # a Python that has MLflow; where it names none, one is made


class StandIn:
    """A server that answers what it is told to and notes what it was asked.

    Attributes:
        asked: (method, path, content, headers) of each question.
        answers: status and content by the end of a path; anything else is not found.
    """

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, bytes, dict[str, str]]] = []
        self.answers: dict[str, tuple[int, bytes]] = {}

    def handler(self) -> type[BaseHTTPRequestHandler]:
        stand_in = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                stand_in.asked.append((self.command, self.path, content, dict(self.headers)))
                path = self.path.partition("?")[0]
                found = [a for end, a in stand_in.answers.items() if path.endswith(end)]
                status, answer = found[0] if found else (404, b'{"message": "no such thing"}')
                self.send_response(status)
                self.end_headers()
                self.wfile.write(answer)

            do_POST = do_PUT = do_GET  # noqa: N815

            def log_message(self, *args) -> None:
                pass

        return Handler


@pytest.fixture(autouse=True)
def no_server_of_this_machine(monkeypatch):
    for name in os.environ:
        if name.startswith("MLFLOW_"):
            monkeypatch.delenv(name)


@pytest.fixture
def server(monkeypatch) -> Iterator[StandIn]:
    """A stand-in that knows no run yet and takes everything."""
    stand_in = StandIn()
    info = {"run_id": "r1", "artifact_uri": "mlflow-artifacts:/7/r1/artifacts"}
    taken = {
        "experiments/create": {"experiment_id": "7"},
        "runs/search": {},
        "runs/create": {"run": {"info": info}},
        "runs/log-batch": {},
        "runs/update": {},
        ".keras": {},
    }
    stand_in.answers = {end: (200, json.dumps(said).encode()) for end, said in taken.items()}
    with ThreadingHTTPServer(("127.0.0.1", 0), stand_in.handler()) as http:
        Thread(target=http.serve_forever, daemon=True).start()
        monkeypatch.setenv(SERVER_VARIABLE, f"http://127.0.0.1:{http.server_port}/")
        yield stand_in
        http.shutdown()


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("", "MLFLOW_TRACKING_URI is not set"),
        ("sqlite:///mlflow.db", "must be the address of a server"),
        ("http://", "must be the address of a server"),
        ("http://user:secret@host:5000", "must be the address of a server"),
    ],
)
def test_where_there_is_no_server_it_is_said(monkeypatch, address, said):
    monkeypatch.setenv(SERVER_VARIABLE, address)
    assert said in str(mlflow.trouble())
    assert "secret" not in str(mlflow.trouble())
    with pytest.raises(ExportError, match=said):
        mlflow.send(finished())


def test_long_curves_go_in_parts_and_what_is_no_number_stays_here(server):
    x = np.arange(1, 2502.0)
    run = replace(finished(), series={"loss": np.stack([x, np.sin(x)], axis=1)})
    run.series["loss"][1, 1] = np.inf
    sent = mlflow.send(run)
    assert sent.with_network
    assert sent.address.endswith("/#/experiments/7/runs/r1")
    batches = [json.loads(content) for _, path, content, _ in server.asked if "log-batch" in path]
    assert [len(one["metrics"]) for one in batches] == [1000, 1000, 501]
    points = [(one["step"], one["value"]) for batch in batches for one in batch["metrics"]][:-1]
    assert points == [(int(a), b) for a, b in run.series["loss"].tolist() if np.isfinite(b)]
    assert run.record.id not in str(server.asked)
    assert run.record.owner not in str(server.asked)


def test_credentials_are_sent_as_mlflow_sends_them(server, monkeypatch):
    monkeypatch.setenv("MLFLOW_TRACKING_USERNAME", "Aladdin")
    monkeypatch.setenv("MLFLOW_TRACKING_PASSWORD", "open sesame")
    mlflow.send(finished())
    basic = "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="  # RFC 7617
    assert {headers["Authorization"] for *_, headers in server.asked} == {basic}
    monkeypatch.setenv("MLFLOW_TRACKING_TOKEN", "abc")
    mlflow.send(finished())
    assert server.asked[-1][-1]["Authorization"] == "Bearer abc"


def test_a_network_that_the_server_does_not_keep_itself_is_not_sent(server):
    info = {"run_id": "r1", "artifact_uri": "s3://bucket/7/r1/artifacts"}
    server.answers["runs/create"] = (200, json.dumps({"run": {"info": info}}).encode())
    assert not mlflow.send(finished()).with_network
    assert "PUT" not in {method for method, *_ in server.asked}


@pytest.mark.parametrize(
    ("end", "answer", "said"),
    [
        ("runs/create", (403, b'{"message": "not yours"}'), "403 not yours"),
        ("experiments/get-by-name", (500, b"<html>"), "500 Internal Server Error"),
        ("runs/search", (200, b"<html>"), "Expecting value"),
        ("runs/create", (200, b"{}"), "'run'"),
        (".keras", (413, b"[]"), "413"),
    ],
)
def test_a_refusal_is_one_sentence(server, end, answer, said):
    server.answers = {end: answer, **{k: a for k, a in server.answers.items() if k != end}}
    with pytest.raises(ExportError, match=f"did not take the run: {said}"):
        mlflow.send(finished())


def test_a_server_that_is_gone_is_one_sentence(monkeypatch):
    monkeypatch.setenv(SERVER_VARIABLE, f"http://127.0.0.1:{_free_port()}")
    with pytest.raises(ExportError, match=r"did not take the run: .*refused"):
        mlflow.send(finished())


def _free_port() -> int:
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


# MLflow itself, in an environment of its own: it wants other versions of what is installed here.


@pytest.fixture(scope="module")
def mlflow_python(tmp_path_factory) -> str:
    if named := os.environ.get(PYTHON_VARIABLE):
        return named
    home = tmp_path_factory.mktemp("mlflow")
    subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
    python = str(home / "bin" / "python")
    done = subprocess.run([python, "-m", "pip", "install", "-q", "mlflow>=3,<4"], check=False)
    if done.returncode:
        pytest.skip("MLflow cannot be installed here")
    return python


@pytest.fixture
def real_server(mlflow_python, tmp_path, monkeypatch) -> Iterator[str]:
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    command = [
        *(mlflow_python, "-m", "mlflow", "server", "--host", "127.0.0.1", "--port", str(port)),
        *("--workers", "1", "--backend-store-uri", f"sqlite:///{tmp_path}/runs.db"),
        *("--artifacts-destination", str(tmp_path / "artifacts")),
    ]
    # A session of its own: the server starts workers, which have to go with it.
    process = subprocess.Popen(command, cwd=tmp_path, start_new_session=True)
    try:
        _wait_for(f"{address}/health", process)
        monkeypatch.setenv(SERVER_VARIABLE, address)
        yield address
    finally:
        os.killpg(process.pid, 15)
        process.wait(60)


def _wait_for(address: str, process: subprocess.Popen) -> None:
    for _ in range(600):
        assert process.poll() is None
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise AssertionError("the server never stood")


READ = """
import json, sys, mlflow
client = mlflow.MlflowClient(sys.argv[1])
(experiment,) = [one for one in client.search_experiments() if one.name == sys.argv[2]]
runs = client.search_runs([experiment.experiment_id])
(run,) = runs
(artifact,) = client.list_artifacts(run.info.run_id)
path = client.download_artifacts(run.info.run_id, artifact.path, sys.argv[3])
curves = {
    name: sorted([one.step, one.value] for one in client.get_metric_history(run.info.run_id, name))
    for name in run.data.metrics
}
print(json.dumps([vars(run.info), run.data.params, run.data.tags, curves, path], default=str))
"""


@pytest.mark.slow  # MLflow is installed first
@pytest.mark.timeout(1800)
def test_a_real_server_has_all_of_a_run_once(mlflow_python, real_server, tmp_path, monkeypatch):
    monkeypatch.setenv("MLFLOW_EXPERIMENT_NAME", "a class")
    run = finished(name="数字 run", model=b"stands for a network")
    sent = mlflow.send(run)
    assert sent == mlflow.send(run)
    assert sent.with_network
    read = subprocess.run(
        [mlflow_python, "-c", READ, real_server, "a class", str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
    )
    info, params, tags, curves, path = json.loads(read.stdout.splitlines()[-1])
    assert info["_run_name"] == "数字 run"
    assert info["_status"] == "FINISHED"
    assert info["_start_time"] == 1000 * run.record.started
    assert params == {name: str(one) for name, one in settings.flat(run.record.config).items()}
    assert tags["version.keras"] == "3.15.1"
    assert tags["dlcore.data"] == "0123abcd"
    for name in ("loss", "val_accuracy"):
        expected = [pair for pair in SERIES[name].tolist() if np.isfinite(pair[1])]
        assert curves[name] == expected
    assert curves["figure.accuracy"] == [[16, 0.875]]
    assert Path(path).name.endswith(".keras")
    assert Path(path).read_bytes() == b"stands for a network"
    assert sent.address.startswith(real_server)
