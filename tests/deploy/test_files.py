"""The deploy kit, read as its tools would: what it names is there, and what it promises holds."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
import tomllib
import urllib.parse
from pathlib import Path

import pytest
import yaml

from benchmarks.serving import ROOT
from tests.deploy import image

STEPS = image.steps()
COMPOSE = image.compose()
SERVICES = COMPOSE["services"]
WEB_PORT = "8501"


def test_the_base_is_slim_pinned_and_of_a_python_that_the_lab_runs_on():
    (base,) = [step.rest for step in STEPS if step.word == "FROM"]
    version, *kind = base.removeprefix("python:").split("-")
    assert kind == ["slim", "bookworm"]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    low, high = re.findall(r"3\.\d+", project["requires-python"])
    assert int(low[2:]) <= int(version[2:]) < int(high[2:])


def test_the_image_is_built_of_what_is_in_the_tree():
    assert not [step for step in STEPS if step.word == "ADD"]
    for source, target in image.copied():
        assert source.exists(), source
        assert target == source.name  # /lab is this tree again
    held = {source.name for source, _ in image.copied()}
    importable = {p.parent.name for p in ROOT.glob("*/__init__.py")} | {"pages", "app.py"}
    assert importable - held == {"benchmarks", "tests"}  # the lab needs neither
    assert {"requirements.txt", "LICENSE", ".streamlit", "models", "deploy"} <= held


def test_nothing_else_and_no_secret_reaches_the_builder():
    lines = (ROOT / ".dockerignore").read_text("utf-8").split("\n")
    rules = [line for line in lines if line and not line.startswith("#")]
    kept = {rule.removeprefix("!") for rule in rules if rule.startswith("!")}
    assert rules[0] == "*"
    assert kept == {source.name for source, _ in image.copied()}
    after = rules[rules.index("!pages") + 1 :]
    assert {".streamlit/secrets.toml", "**/__pycache__"} <= set(after)


def test_nothing_runs_as_root_and_no_cache_stays():
    words = [step.word for step in STEPS]
    (user,) = [step.rest for step in STEPS if step.word == "USER"]
    assert int(user) > 0  # a number, which a cluster can hold against its rules
    assert words.index("USER") < words.index("CMD")
    after = STEPS[words.index("USER") :]
    assert not [step for step in after if step.word in ("RUN", "COPY")]
    runs = [step.rest for step in STEPS if step.word == "RUN"]
    assert any(re.search(rf"useradd .*--uid {user} \w+", run) for run in runs)
    for run in runs:
        assert "apt-get" not in run  # its lists would have to go again
        assert "pip install" not in run or "--no-cache-dir" in run
        assert not re.search(r"\b(sudo|curl|wget|chmod 777)\b", run)


def test_the_port_is_the_same_everywhere():
    command = image.only("CMD").listed()
    assert f"--server.port={WEB_PORT}" in command
    assert "--server.address=0.0.0.0" in command
    assert image.only("EXPOSE").rest == WEB_PORT
    assert (ROOT / image.health_command()[1]).read_text("utf-8").count(f'"{WEB_PORT}"') == 1
    (published,) = SERVICES["web"]["ports"]
    assert image.filled_in(published) == f"127.0.0.1:{WEB_PORT}:{WEB_PORT}"
    assert [name for name in SERVICES if "ports" in SERVICES[name]] == ["web"]


def test_a_command_of_each_service_is_there_and_written_as_a_list():
    for name, service in SERVICES.items():
        command = service.get("command", image.only("CMD").listed())
        assert isinstance(command, list), name
        match command:
            case ["python", "-m", module, *_]:
                assert importlib.util.find_spec(module), module
            case ["python", file, *_]:
                assert (ROOT / file).is_file(), file
            case [program, *_]:
                assert shutil.which(program), program
        if name != "web":  # the image's health check is the web server's
            assert service["healthcheck"] == {"disable": True}


def test_every_volume_and_service_that_is_named_is_there():
    folders = set(re.findall(r"/(?:data|certificates)\b", " ".join(s.rest for s in STEPS)))
    for name, service in SERVICES.items():
        assert service["image"] == "dlcore:local", name
        assert service["cap_drop"] == ["ALL"], name
        for volume in service["volumes"]:
            source, target, *mode = volume.split(":")
            assert source in COMPOSE["volumes"]
            assert target in folders
            # Who only reads the certificates cannot put others in their place.
            assert (mode == ["ro"]) == (source == "certificates" and name != "certificates")
        for other, condition in service.get("depends_on", {}).items():
            assert other in SERVICES
            (kind,) = condition.values()
            assert kind in ("service_started", "service_completed_successfully")
    assert [n for n in SERVICES if "build" in SERVICES[n]] == ["web"]
    assert SERVICES["worker"]["deploy"]["replicas"] == 2
    assert "latest" not in (ROOT / "compose.yaml").read_text("utf-8")


def test_all_talk_over_tls_and_the_web_server_answers_to_known_hosts():
    scheduler = SERVICES["scheduler"]["command"]
    port = next(o.split("=")[1] for o in scheduler if o.startswith("--port="))
    address = f"tls://scheduler:{port}"
    assert "--protocol=tls" in scheduler
    assert address in SERVICES["worker"]["command"]
    web = SERVICES["web"]["environment"]
    assert web["DLCORE_SCHEDULER"] == address
    hosts = web["STREAMLIT_SERVER_ALLOWED_HOSTS"]
    assert image.filled_in(hosts) == "localhost 127.0.0.1"
    assert image.filled_in(hosts, {"LAB_HOSTS": "lab.example.edu"}) == "lab.example.edu"
    for service in SERVICES.values():
        named = service["environment"]["DASK_CONFIG"].removeprefix(f"{image.HOME}/")
        dask = yaml.safe_load((ROOT / named).read_text("utf-8"))["distributed"]
        assert dask["comm"]["require-encryption"] is True
        assert (dask["scheduler"]["http"], dask["worker"]["http"]) == ({"routes": []},) * 2


def test_dask_knows_every_setting_of_the_cluster():
    """A slip in a name would be ignored, and the scheduler be open to all."""
    import distributed

    usual = yaml.safe_load(Path(distributed.__file__).with_name("distributed.yaml").read_text())
    ours = yaml.safe_load((ROOT / "deploy" / "dask.yaml").read_text("utf-8"))

    def unknown(settings, known, path=""):
        for name, value in settings.items():
            if name not in known:
                yield f"{path}.{name}"
            elif isinstance(value, dict) and value:
                yield from unknown(value, known[name] or {}, f"{path}.{name}")

    assert list(unknown(ours, usual)) == []


def test_the_development_container_starts_the_lab():
    folder = ROOT / ".devcontainer"
    said = json.loads((folder / "devcontainer.json").read_text("utf-8"))
    assert re.search(r"python:3\.1[123]-", said["image"])
    assert (ROOT / said["postCreateCommand"].split()[-1]).is_file()
    script = said["postAttachCommand"].removeprefix("bash ")
    text = (ROOT / script).read_text("utf-8")
    assert said["forwardPorts"] == [int(WEB_PORT)]
    assert f"--server.port={WEB_PORT}" in text


@pytest.mark.parametrize("space", ["", "fluffy-lamp"])
def test_a_codespace_names_its_own_address_alone(tmp_path, space):
    spoken = tmp_path / "streamlit"
    spoken.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
    spoken.chmod(0o755)
    variables = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "CODESPACE_NAME": space}
    done = subprocess.run(
        ["bash", ROOT / ".devcontainer" / "start.sh"],
        env={**variables, "GITHUB_CODESPACES_PORT_FORWARDING_DOMAIN": "app.github.dev"},
        capture_output=True,
        text=True,
        check=True,
    )
    origins = [o for o in done.stdout.split() if o.startswith("--server.corsAllowedOrigins")]
    there = f"--server.corsAllowedOrigins=https://fluffy-lamp-{WEB_PORT}.app.github.dev"
    assert origins == ([there] if space else [])


def test_the_pages_name_only_what_is_in_the_tree():
    for page in ("README.md", "docs/deploy.md"):
        text = (ROOT / page).read_text("utf-8")
        for target in re.findall(r"\]\(([^)#\s]+)[)#]", text):
            if not urllib.parse.urlparse(target).scheme:
                assert (ROOT / page).parent.joinpath(target).exists(), (page, target)
    variables = set(re.findall(r"\$\{(\w+):-", (ROOT / "compose.yaml").read_text("utf-8")))
    explained = (ROOT / "docs" / "deploy.md").read_text("utf-8")
    assert {name for name in variables if name not in explained} == set()


def test_the_sample_for_a_proxy_is_the_one_on_the_page():
    page = (ROOT / "docs" / "deploy.md").read_text("utf-8")
    sample = (ROOT / "deploy" / "nginx.conf").read_text("utf-8")
    (block,) = re.findall(r"```nginx\n(.*?)```", page, re.DOTALL)
    assert block in sample
