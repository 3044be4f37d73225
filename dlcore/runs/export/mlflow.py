"""A run handed to an MLflow server, by its REST API and so without its package.

Which server is the business of whoever runs this lab: MLFLOW_TRACKING_URI, and the variables that
MLflow itself has for the experiment's name and for credentials.
"""

from __future__ import annotations

import base64
import hashlib
import http.client
import json
import math
import os
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from dlcore.runs.export import settings
from dlcore.runs.export.history import CLOCKS, moments
from dlcore.runs.export.run import ExportError, RunToExport, file_name

SERVER_VARIABLE = "MLFLOW_TRACKING_URI"
EXPERIMENT_VARIABLE = "MLFLOW_EXPERIMENT_NAME"
TOKEN_VARIABLE = "MLFLOW_TRACKING_TOKEN"
USER_VARIABLE = "MLFLOW_TRACKING_USERNAME"
PASSWORD_VARIABLE = "MLFLOW_TRACKING_PASSWORD"
EXPERIMENT = "dlcore"  # where no name is set

_SECONDS = 10.0  # that one answer may take
_MOST_METRICS = 1000  # in one message, as the API has it
_MOST_ANSWER = 1 << 20  # bytes
Info = Mapping[str, Any]  # `RunInfo` of the API
_TAG = "dlcore.run"  # by which a run that is sent twice is found
_STATUS = {"done": "FINISHED", "failed": "FAILED"}


def trouble() -> ExportError | None:
    """Why no run can be sent from here; None where it can."""
    address = os.environ.get(SERVER_VARIABLE, "")
    if not address:
        return ExportError(
            "This server knows of no MLflow server: {variable} is not set.",
            variable=SERVER_VARIABLE,
        )
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        return ExportError(
            "{variable} must be the address of a server, as http://host:5000.",
            variable=SERVER_VARIABLE,
        )
    return None


@dataclass(frozen=True)
class SentRun:
    """A run on an MLflow server.

    Attributes:
        address: of its page there.
        with_network: whether its network was sent too: not where it has left none, nor where that
            server has its clients write such files to another one.
    """

    address: str
    with_network: bool


def send(run: RunToExport) -> SentRun:
    """Sends settings, curves and network; a run that was sent before is not sent again.

    Raises:
        ExportError: there is no such server, it does not answer, or it refuses.
    """
    if why := trouble():
        raise why
    try:
        return _sent(run, _Server(os.environ[SERVER_VARIABLE].rstrip("/")))
    except urllib.error.HTTPError as error:
        raise _refused(f"{error.code} {_message(error)}") from error
    except (OSError, http.client.HTTPException, KeyError, ValueError) as error:
        reason = getattr(error, "reason", None)  # of a URLError, whose own text is longer
        raise _refused(str(reason or error) or type(error).__name__) from error


def _refused(reason: str) -> ExportError:
    return ExportError("The MLflow server did not take the run: {error}", error=reason[:200])


def _message(error: urllib.error.HTTPError) -> str:
    try:
        return str(json.loads(error.read(_MOST_ANSWER))["message"])
    except (OSError, ValueError, KeyError, TypeError):
        return str(error.reason)


def _sent(run: RunToExport, server: _Server) -> SentRun:
    experiment = _experiment(server)
    info = _known(server, experiment, run) or _create(server, experiment, run)
    page = f"{server.address}/#/experiments/{quote(experiment)}/runs/{quote(str(info['run_id']))}"
    return SentRun(page, with_network=_network_path(info, run) is not None)


def _experiment(server: _Server) -> str:
    """Its id; it is made where there is none of this name."""
    name = os.environ.get(EXPERIMENT_VARIABLE) or EXPERIMENT
    query = urlencode({"experiment_name": name})
    try:
        found = server.call(f"experiments/get-by-name?{query}")
    except urllib.error.HTTPError as error:
        if error.code != http.client.NOT_FOUND:
            raise
        made = server.call("experiments/create", {"name": name})
        return str(made["experiment_id"])
    return str(found["experiment"]["experiment_id"])


def _known(server: _Server, experiment: str, run: RunToExport) -> Info | None:
    """The run that was made when this one was sent before."""
    found = server.call(
        "runs/search",
        {
            "experiment_ids": [experiment],
            "filter": f"tags.`{_TAG}` = '{_digest(run)}' and attributes.status != 'RUNNING'",
            "max_results": 1,
        },
    ).get("runs", [])
    return found[0]["info"] if found else None


def _digest(run: RunToExport) -> str:
    """What tells a run from others, and changes where it was gone on with; no way to its id."""
    record = run.record
    return hashlib.sha256(f"{record.id} {record.finished}".encode()).hexdigest()[:32]


def _create(server: _Server, experiment: str, run: RunToExport) -> Info:
    """Makes the run and fills it; one that was left half full is never taken for a whole one."""
    record = run.record
    info = server.call(
        "runs/create",
        {
            "experiment_id": experiment,
            "run_name": record.name or file_name(record, ""),
            "start_time": int(1000 * run.began),
            "tags": _pairs(
                {_TAG: _digest(run), "dlcore.kind": record.kind, "dlcore.data": record.data}
                | {f"version.{name}": version for name, version in record.versions.items()}
            ),
        },
    )["run"]["info"]
    params = _pairs(settings.flat(record.config))
    for metrics in _batches(run):
        server.call(
            "runs/log-batch", {"run_id": info["run_id"], "metrics": metrics, "params": params}
        )
    if path := _network_path(info, run):
        server.upload(path, run.model)
    server.call(
        "runs/update",
        {
            "run_id": info["run_id"],
            "status": _STATUS.get(record.status, "KILLED"),
            "end_time": int(1000 * (record.finished or run.began)),
        },
    )
    return info


def _network_path(info: Info, run: RunToExport) -> str | None:
    """Where the server itself keeps the .keras file of a run; None where none is kept there."""
    parts = urlsplit(str(info["artifact_uri"]))
    if parts.scheme != "mlflow-artifacts" or run.result is None:
        return None
    return f"{parts.path.strip('/')}/{file_name(run.record, '.keras')}"


def _pairs(named: Mapping[str, Any]) -> list[dict[str, str]]:
    return [{"key": name, "value": str(value)} for name, value in named.items() if value != ""]


def _batches(run: RunToExport) -> Iterator[list[dict[str, Any]]]:
    """The points of all curves and the figures, in parts; one part at least."""
    points = [*_points(run)]
    for start in range(0, max(len(points), 1), _MOST_METRICS):
        yield points[start : start + _MOST_METRICS]


def _points(run: RunToExport) -> Iterator[dict[str, Any]]:
    last = 0
    for name, points in run.series.items():
        if name in CLOCKS:
            continue
        times = moments(run, points[:, 0]).tolist()
        for (step, value), moment in zip(points.tolist(), times, strict=True):
            last = max(last, int(step))
            yield from _point(name, value, moment, int(step))
    ended = run.record.finished or run.began
    for name, value in run.record.figures.items():
        yield from _point(f"figure.{name}", value, ended, last)


def _point(name: str, value: float, moment: float, step: int) -> Iterator[dict[str, Any]]:
    if math.isfinite(value):  # JSON has no word for others
        yield {"key": name, "value": value, "timestamp": int(1000 * moment), "step": step}


class _Server:
    """An MLflow server, asked one thing at a time.

    Args:
        address: without a slash at its end.
    """

    def __init__(self, address: str) -> None:
        self.address = address

    def call(self, name: str, content: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Asks something of the API, or tells it where there is something to tell."""
        data = None if content is None else json.dumps(content).encode()
        answer = self._open(f"mlflow/{name}", data, "application/json")
        return json.loads(answer)

    def upload(self, path: str, data: bytes) -> None:
        """Hands a file to the server."""
        path = f"mlflow-artifacts/artifacts/{quote(path)}"
        self._open(path, data, "application/octet-stream", "PUT")

    def _open(self, path: str, data: bytes | None, kind: str, method: str | None = None) -> bytes:
        headers = {"Content-Type": kind, **_credentials()}
        address = f"{self.address}/api/2.0/{path}"
        request = urllib.request.Request(address, data, headers, method=method)
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:
            return answer.read(_MOST_ANSWER)


def _credentials() -> dict[str, str]:
    """As MLflow's own client sends them."""
    if token := os.environ.get(TOKEN_VARIABLE):
        return {"Authorization": f"Bearer {token}"}
    if user := os.environ.get(USER_VARIABLE):
        pair = f"{user}:{os.environ.get(PASSWORD_VARIABLE, '')}"
        return {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}
    return {}
