"""The Dockerfile's own commands in a new environment: it installs, starts, and is healthy."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import time
from pathlib import Path

import pytest

from benchmarks.serving import free_port
from tests.deploy import image

PATIENCE = 120  # seconds from the start to health, on a slow machine


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_what_the_image_runs_installs_starts_and_is_healthy(tmp_path: Path):
    lab = image.build(tmp_path / "lab")
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "python"], check=True)
    programs = tmp_path / "python" / "bin"
    environment = {
        **image.environment(),
        "HOME": str(tmp_path),
        "KERAS_HOME": str(tmp_path / "keras"),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "PATH": f"{programs}:{os.defpath}",
        "PYTHONPATH": str(lab),
    }
    # What makes a user and folders is for an image alone.
    runs = [shlex.split(step.rest) for step in image.steps() if step.word == "RUN"]
    ours = [words for words in runs if words[0] in ("pip", "python")]
    assert [words[0] for words in runs if words not in ours] == ["useradd"]
    for words in ours:
        subprocess.run([programs / words[0], *words[1:]], cwd=lab, env=environment, check=True)

    port = str(free_port())
    program, *options = (
        word.replace("=8501", f"={port}").replace("0.0.0.0", "127.0.0.1")
        for word in image.only("CMD").listed()
    )
    server = subprocess.Popen([programs / program, *options], cwd=lab, env=environment)
    try:
        python, *check = image.health_command()
        deadline = time.monotonic() + PATIENCE
        while subprocess.run(
            [programs / python, *check, port], cwd=lab, env=environment
        ).returncode:
            assert server.poll() is None, "the server ended as it started"
            assert time.monotonic() < deadline, "not healthy in time"
            time.sleep(1)
    finally:
        server.terminate()
        server.wait(60)
