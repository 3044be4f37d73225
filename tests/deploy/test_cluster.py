"""compose.yaml's own commands as processes: certificates, scheduler, two workers, web server.

Each runs in a folder that holds what the image would hold and nothing else. Host names, ports and
the folder of the certificates are this machine's; all else is as it is written.
"""

from __future__ import annotations

import base64
import contextlib
import http.client
import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import dask
import numpy as np
import pytest
import yaml
from distributed import Client
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from benchmarks.serving import free_port, wait_for
from dlcore import tasks
from dlcore.engine import Engine, certificates
from tests import nginx
from tests.deploy import image

PATIENCE = 120  # seconds, for a slow machine; nothing that passes waits so long
SERVICES = image.compose()["services"]
ONE = np.pad(np.full((160, 16), 255, np.uint8), ((60, 60), (132, 132)))


@dataclass
class Machine:
    """This machine in the place of all containers.

    Attributes:
        lab: what the image holds.
        certificates: in the place of the volume.
        scheduler, web: ports.
        home: of the user.
        running: processes of each service.
    """

    lab: Path
    certificates: Path
    scheduler: int
    web: int
    home: Path
    running: dict[str, list[subprocess.Popen]] = field(default_factory=dict)

    def here(self, text: str) -> str:
        """A word of the kit with what is different on this machine."""
        for theirs, ours in (
            ("scheduler:8786", f"127.0.0.1:{self.scheduler}"),
            ("--port=8786", f"--port={self.scheduler}"),
            ("--server.port=8501", f"--server.port={self.web}"),
            ("0.0.0.0", "127.0.0.1"),
            ("/certificates", str(self.certificates)),
            (f"{image.HOME}/deploy", str(self.lab / "deploy")),
        ):
            text = text.replace(theirs, ours)
        return text

    def environment(self, service: str) -> dict[str, str]:
        """Variables of the image and of the service; of this user none but the way to programs."""
        kit = image.environment() | SERVICES[service]["environment"]
        ours = {name: self.here(image.filled_in(value)) for name, value in kit.items()}
        places = {"HOME": str(self.home), "KERAS_HOME": str(self.home / "keras")}
        return {**ours, **places, "PYTHONPATH": str(self.lab), "PATH": os.environ["PATH"]}

    def command(self, service: str) -> list[str]:
        """What the service runs: its own command, else the image's."""
        program, *rest = SERVICES[service].get("command", image.only("CMD").listed())
        return [program_of_this_python(program), *map(self.here, rest)]

    def start(self, service: str) -> subprocess.Popen:
        """One container's process, and all that it starts, as a group."""
        process = subprocess.Popen(
            self.command(service),
            cwd=self.lab,
            env=self.environment(service),
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.running.setdefault(service, []).append(process)
        return process


def program_of_this_python(name: str) -> str:
    found = shutil.which(name, path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    assert found, name
    return found


def end(process: subprocess.Popen) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(PATIENCE)


@pytest.fixture(scope="module")
def machine(tmp_path_factory) -> Iterator[Machine]:
    """All services up, in the order in which they depend on each other."""
    folder = tmp_path_factory.mktemp("lab")
    made = tmp_path_factory.mktemp("volume") / "certificates"
    home = tmp_path_factory.mktemp("home")
    machine = Machine(image.build(folder), made, free_port(), free_port(), home)
    configuration = folder / "deploy" / "dask.yaml"
    configuration.write_text(machine.here(configuration.read_text("utf-8")), "utf-8")

    once = machine.start("certificates")
    assert once.wait(PATIENCE) == 0
    with contextlib.ExitStack() as stack:
        for service, spec in SERVICES.items():
            if service == "certificates":
                continue
            for _ in range(spec.get("deploy", {}).get("replicas", 1)):
                stack.callback(end, machine.start(service))
        yield machine


@pytest.fixture(scope="module")
def client_settings(machine: Machine) -> dict[str, object]:
    """What a client is told of the cluster's connections, each by its whole name."""
    whole = yaml.safe_load((machine.lab / "deploy" / "dask.yaml").read_text("utf-8"))
    return dict(flat({"distributed": {"comm": whole["distributed"]["comm"]}}))


def flat(settings: dict, path: str = "") -> Iterator[tuple[str, object]]:
    for name, value in settings.items():
        if isinstance(value, dict):
            yield from flat(value, f"{path}{name}.")
        else:
            yield path + name, value


@pytest.fixture
def scheduler(machine: Machine, monkeypatch) -> str:
    """Address of the scheduler, as the web server is told it."""
    address = machine.environment("web")["DLCORE_SCHEDULER"]
    monkeypatch.setenv("DLCORE_SCHEDULER", address)
    return address


def test_a_digit_is_read_by_one_of_two_workers_while_the_web_server_is_there_too(
    machine, scheduler, client_settings
):
    with dask.config.set(client_settings):
        engine = Engine.from_environment(warm_task=tasks.warm_up)
        engine.start()
        try:
            assert engine.wait_ready(PATIENCE), engine.error
            reading = engine.call(tasks.read_drawing, ONE, "cnn", timeout=PATIENCE)
            assert int(reading.probabilities.argmax()) == 1
        finally:
            engine.close()
        with Client(scheduler, timeout=PATIENCE, set_as_default=False) as client:
            client.wait_for_workers(2, PATIENCE)
            found = client.scheduler_info()["workers"].values()
    assert [worker["resources"] for worker in found] == [{"train": 1}] * 2


def test_the_web_server_is_healthy_by_the_check_of_its_container(machine):
    wait_for(f"http://127.0.0.1:{machine.web}/_stcore/health", machine.running["web"][0])
    assert health(machine) == 0
    assert health(machine, {"STREAMLIT_SERVER_BASE_URL_PATH": "elsewhere"}) == 1
    headers = nginx.head(f"http://127.0.0.1:{machine.web}/")[1]
    assert headers["content-security-policy"] == "frame-ancestors 'self'"


def test_browsers_come_under_the_host_names_of_the_compose_file_alone(machine):
    wait_for(f"http://127.0.0.1:{machine.web}/_stcore/health", machine.running["web"][0])
    assert {host: upgraded(machine.web, host) for host in ("localhost", "evil.example")} == {
        "localhost": 101,
        "evil.example": 403,
    }


def upgraded(port: int, host: str) -> int:
    """The answer to a browser that asks for a page's WebSocket under a name."""
    key = base64.b64encode(bytes(16)).decode()
    headers = {
        "Host": f"{host}:{port}",
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": key,
    }
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    with contextlib.closing(connection):
        connection.request("GET", "/_stcore/stream", headers=headers)
        return connection.getresponse().status


@pytest.mark.parametrize("page", ["", "draw", "train"])
def test_no_message_to_a_browser_names_a_folder_of_the_server(machine, page):
    wait_for(f"http://127.0.0.1:{machine.web}/_stcore/health", machine.running["web"][0])
    messages = list(messages_of(f"ws://127.0.0.1:{machine.web}/_stcore/stream", page))
    assert any(b"dlcore" in message for message in messages)
    for message in messages:
        for folder in (machine.lab, machine.home, machine.certificates, sys.prefix):
            assert str(folder).encode() not in message


def messages_of(address: str, page: str) -> Iterator[bytes]:
    """All that a page's first run sends to a browser, as it is on the wire."""
    ask = BackMsg()
    ask.rerun_script.page_name = page
    ask.rerun_script.query_string = "lang=en"
    with connect(address, subprotocols=["streamlit"], max_size=None) as socket:
        socket.send(ask.SerializeToString())
        kind = None
        while kind != "script_finished":
            message = socket.recv(timeout=PATIENCE)
            kind = ForwardMsg.FromString(message).WhichOneof("type")
            yield message


def health(machine: Machine, variables: dict[str, str] | None = None) -> int:
    program, *rest = image.health_command()
    command = [program_of_this_python(program), *rest, str(machine.web)]
    environment = {**machine.environment("web"), **(variables or {})}
    done = subprocess.run(command, cwd=machine.lab, env=environment, capture_output=True)
    return done.returncode


def test_a_client_with_a_strangers_certificate_is_refused(scheduler, client_settings, tmp_path):
    certificates.make(tmp_path)
    ca, cert, key = (str(tmp_path / name) for name in certificates.FILES)
    strange = {
        "distributed.comm.tls.ca-file": ca,
        "distributed.comm.tls.client.cert": cert,
        "distributed.comm.tls.client.key": key,
    }
    with (
        dask.config.set(client_settings | strange),
        pytest.raises(OSError, match="TLS certificate"),
    ):
        Client(scheduler, timeout=PATIENCE, set_as_default=False)


def test_a_client_without_a_certificate_is_refused(machine):
    """By the scheduler itself: Dask's own client would not even ask."""
    trusting = ssl.create_default_context(cafile=machine.certificates / "ca.pem")
    trusting.check_hostname = False
    with (
        socket.create_connection(("127.0.0.1", machine.scheduler), PATIENCE) as plain,
        pytest.raises(ssl.SSLError, match="CERTIFICATE_REQUIRED"),
        trusting.wrap_socket(plain) as stream,
    ):
        stream.recv(1)
