"""What .streamlit/config.toml lets in: all that a visitor has to say, and little more."""

from __future__ import annotations

import base64
import json
import math
import re
import tomllib
from pathlib import Path

import numpy as np
import pytest

from dlcore.data import formats
from ui.shared import canvas
from ui.shared.pixels import enlarged

ROOT = Path(__file__).parents[3]
POINTS = 60 * 240  # a minute of a pen that is read 240 times a second


@pytest.fixture(scope="module")
def config() -> dict:
    return tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))


def dense_drawing() -> str:
    """As the canvas sends it: fabric.js paths with coordinates to the last digit, and a PNG."""
    width, height = canvas.NUMBER.size
    curve = [
        ["Q", *(width * math.sin(i + d) ** 2 for d in (0, 0.1)), *(height * math.cos(i) ** 2,) * 2]
        for i in range(POINTS)
    ]
    noise = np.random.default_rng(0).integers(0, 256, (height, width), np.uint8)
    picture = base64.b64encode(enlarged(noise, 1)).decode()
    raw = {"objects": [{"type": "path", "path": curve}]}
    return json.dumps({"drawing": {"raw": raw, "data": f"data:image/png;base64,{picture}"}})


def test_a_minute_of_dense_drawing_is_let_in_twice_over(config):
    most = config["server"]["maxWidgetStateSize"] * 1e6
    assert 2 * len(dense_drawing()) < most < 8 * len(dense_drawing())


def test_a_file_of_the_largest_size_is_kept_and_a_second_one(config):
    from ui.frame import uploads

    largest = config["server"]["maxUploadSize"] << 20
    assert 2 * largest == uploads.MOST_BYTES
    assert largest <= formats.upload.MOST_BYTES  # which is read, of a set
    assert largest < _of_the_proxy() < 1.1 * largest


def _of_the_proxy() -> int:
    (most,) = re.findall(
        r"client_max_body_size (\d+)m;", (ROOT / "deploy" / "nginx.conf").read_text("utf-8")
    )
    return int(most) << 20


def test_what_is_let_in_is_what_is_said(config):
    most = config["server"]["maxUploadSize"]
    page = (ROOT / "docs" / "deploy.md").read_text("utf-8")
    assert f"uploads of {most} MB" in page
    assert f"允许 {most} MB 的上传" in page
    assert f"Up to {most} MB each." in (ROOT / "ui" / "data" / "upload.py").read_text("utf-8")


def test_no_run_of_a_page_walks_through_what_all_visitors_hold(config):
    assert config["runner"]["postScriptGC"] is False
