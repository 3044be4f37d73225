"""The programs that the page shows, executed: the same numbers as the page's."""

from __future__ import annotations

import keras
import numpy as np
import pytest
from PIL import Image

from dlcore.convolution import (
    channels,
    filtered,
    kernels,
    patterns,
    pooled,
    script,
    transposed,
)
from dlcore.convolution.window import Window

PATTERN = script.from_pattern("circle", 15)
PICTURE = patterns.drawn("circle", 15)


def run(source: str) -> dict:
    space: dict = {}
    exec(compile(source, "shown", "exec"), space)
    return space


@pytest.mark.parametrize(
    ("name", "window"),
    [
        ("sobel_x", Window(3)),
        ("gabor", Window(5, 2, "same")),
        ("laplacian", Window(7, 1, "valid", 2)),
    ],
)
def test_the_code_of_a_filter(name, window):
    kernel = kernels.made(name, window.size)
    space = run(script.filtered_script(PATTERN, kernel, window))
    expected = filtered.filtered(PICTURE, kernel, window).output
    np.testing.assert_allclose(space["output"], expected, atol=1e-4)


@pytest.mark.parametrize(("right", "down"), [(1, 0), (-3, 2), (0, 0)])
def test_the_code_of_pooling(right, down):
    window = Window(3, 2, "same")
    space = run(script.pooled_script(PATTERN, window, right, down))
    expected = pooled.pooled(PICTURE, window, right, down)
    assert space["changes"] == pytest.approx(
        {
            "MaxPooling2D": expected.largest.change,
            "AveragePooling2D": expected.mean.change,
        },
        abs=1e-6,
    )


@pytest.mark.parametrize("window", [Window(3, 2, "same"), Window(4, 3)], ids=str)
def test_the_code_of_a_transposed_convolution(window, capsys):
    kernel = transposed.stamp("hat", window.size)
    space = run(script.transposed_script(PATTERN, kernel, window))
    expected = transposed.transposed(PICTURE, kernel, window)
    np.testing.assert_allclose(space["output"], expected.output, atol=1e-5)
    np.testing.assert_allclose(space["overlap"], expected.overlap, atol=1e-5)
    assert "(15, 15) ->" in capsys.readouterr().out


def test_the_code_of_channels(capsys):
    made = np.stack([channels.kernel("edges", 3), channels.kernel("blue", 3)], axis=-1)
    space = run(script.mixed_script(PATTERN, made, (0.1, -0.2)))
    expected = channels.mixed(patterns.painted(PICTURE), made, (0.1, -0.2))
    np.testing.assert_allclose(space["output"], expected.output, atol=1e-3)
    assert f"{channels.parameters(3, 3, 2)} parameters" in capsys.readouterr().out


def test_the_code_of_a_test_image(monkeypatch, few):
    data = (few.x_train, few.y_train), (few.x_test, few.y_test)
    monkeypatch.setattr(keras.datasets.mnist, "load_data", lambda: data)
    kernel = kernels.made("blur", 3)
    space = run(script.filtered_script(script.from_mnist(7), kernel, Window(3)))
    expected = filtered.filtered(few.x_test[7] / np.float32(255), kernel, Window(3)).output
    np.testing.assert_allclose(space["output"], expected, atol=1e-5)


def test_the_code_of_a_file(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    Image.fromarray((PICTURE * 255).astype(np.uint8)).save("picture.png")
    kernel = kernels.made("sharpen", 3)
    space = run(script.filtered_script(script.FROM_FILE, kernel, Window(3)))
    expected = filtered.filtered(PICTURE, kernel, Window(3)).output
    np.testing.assert_allclose(space["output"], expected, atol=1e-5)
