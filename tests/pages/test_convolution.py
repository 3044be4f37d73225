"""The page about convolution and pooling: what it asks and says, and what it does with nonsense."""

from __future__ import annotations

import keras
import numpy as np
import pytest

from dlcore.convolution import (
    channels,
    filtered,
    kernels,
    learnt,
    patterns,
    pooled,
    transposed,
)
from dlcore.convolution.window import Window
from dlcore.data.held_out import digit
from tests.pages.conftest import addresses, asked, assert_refused, put_ink, rerun, words

VIEWS = {
    "filter": {"dlcore_window", "dlcore_weights"},
    "pooling": {"dlcore_chart"},
    "channels": {"dlcore_chart"},
    "transposed": {"dlcore_window", "dlcore_chart"},
}


@pytest.fixture
def open_it(open_page):
    return lambda **query: open_page("convolution", **query)


def components(at) -> set[str]:
    shown = {component.proto.component_name for component in at.get("bidi_component")}
    return shown - {"course_bar"}


def formulas(at) -> str:
    return "\n".join(latex.value for latex in at.latex)


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_shows_something_at_once(open_it, view):
    at = open_it(convolution_view=view)
    assert components(at) == VIEWS[view]
    assert len(at.latex) == 1
    assert len(at.code) == 1
    assert not at.warning
    assert not at.error


def test_it_opens_with_a_digit_and_an_edge_filter(open_it, stand_in):
    open_it()
    ((picture, kernel, window),) = asked(stand_in, filtered.filtered)
    np.testing.assert_array_equal(picture, digit(7).image)
    np.testing.assert_array_equal(kernel, kernels.made("sobel_x", 3))
    assert window == Window(3)


def test_the_output_size_is_worked_out_with_the_numbers(open_it):
    at = open_it(convolution_stride="2", convolution_size="5")
    assert r"\frac{28 + 0 - 1 \cdot (5 - 1) - 1}{2}" in formulas(at)
    assert r"\mathbf{12}" in formulas(at)
    at.segmented_control(key="convolution_padding").set_value("same")
    rerun(at)
    assert r"\frac{28 + 3 - 1 \cdot (5 - 1) - 1}{2}" in formulas(at)
    assert r"\mathbf{14}" in formulas(at)


def test_ones_own_numbers_are_in_the_address_and_come_from_it(open_it, stand_in):
    own = [0.5, 0, 0, 0, 2, 0, 0, 0, -1.25]
    at = open_it(convolution_kernel=",".join(map(str, own)))
    assert at.selectbox(key="convolution_filter").value == "own"
    kernel = asked(stand_in, filtered.filtered)[-1][1]
    np.testing.assert_array_equal(kernel.ravel(), own)
    assert "Your numbers." in words(at)
    assert "add up to 1.25" in words(at)
    assert at.query_params["convolution_kernel"] == "0.5,0,0,0,2,0,0,0,-1.25"


def test_ones_own_numbers_stay_in_the_middle_of_a_larger_window(open_it, stand_in):
    at = open_it(convolution_kernel="1,2,3,4,5,6,7,8,9")
    at.segmented_control(key="convolution_size").set_value(5)
    rerun(at)
    kernel = asked(stand_in, filtered.filtered)[-1][1]
    np.testing.assert_array_equal(kernel[1:-1, 1:-1].ravel(), range(1, 10))
    assert kernel.sum() == 45


def test_a_named_filter_takes_the_place_of_ones_own(open_it, stand_in):
    at = open_it(convolution_kernel="1,2,3,4,5,6,7,8,9")
    at.selectbox(key="convolution_filter").set_value("gaussian")
    rerun(at)
    np.testing.assert_array_equal(
        asked(stand_in, filtered.filtered)[-1][1], kernels.made("gaussian", 3)
    )
    assert "convolution_kernel" not in at.query_params


@pytest.mark.parametrize(("name", "size"), [("cnn", 5), ("cnn-tutorial", 3)])
def test_a_learnt_filter_has_the_size_it_has(open_it, stand_in, name, size):
    open_it(convolution_filter=name, convolution_learnt="9", convolution_size="7")
    kernel = asked(stand_in, filtered.filtered)[-1][1]
    np.testing.assert_allclose(kernel, learnt.filters(name)[..., 9], atol=1e-4)
    assert kernel.shape == (size, size)


def test_a_preset_sets_the_filter(open_it, stand_in):
    at = open_it()
    at.button(key="convolution_filtering_try_dilation").click()
    rerun(at)
    assert asked(stand_in, filtered.filtered)[-1][2] == Window(3, 1, "same", 3)
    assert "for the price of 3 × 3" in words(at)


def test_what_keras_refuses_is_explained(open_it, stand_in):
    at = open_it(convolution_stride="2", convolution_dilation="3")
    (warning,) = at.warning
    assert "stride 2, dilation 3" in warning.value
    assert not asked(stand_in, filtered.filtered)
    at.slider(key="convolution_dilation").set_value(1)
    rerun(at)
    assert not at.warning
    assert asked(stand_in, filtered.filtered)[-1][2] == Window(3, 2)


def test_a_window_larger_than_the_picture_is_explained(open_it):
    settings = {"convolution_source": "pattern", "convolution_side": "6", "convolution_size": "7"}
    at = open_it(**settings)
    (warning,) = at.warning
    assert "reaches over 7 pixels, the picture has only 6" in warning.value
    at.segmented_control(key="convolution_padding").set_value("same")
    rerun(at)
    assert not at.warning
    assert r"\mathbf{6}" in formulas(at)


def test_a_pattern_is_drawn_in_its_size(open_it, stand_in):
    at = open_it(convolution_source="pattern")
    at.selectbox(key="convolution_pattern").set_value("checker")
    at.slider(key="convolution_side").set_value(9)
    rerun(at)
    picture = asked(stand_in, filtered.filtered)[-1][0]
    np.testing.assert_array_equal(picture, patterns.drawn("checker", 9))
    assert "side = 9" in at.code[0].value


def test_a_drawing_is_filtered(open_it, stand_in, png):
    at = open_it(convolution_source="draw")
    assert "There is no picture yet." in [i.value for i in at.info]
    put_ink(at, png)
    assert asked(stand_in, filtered.filtered)[-1][0].shape == (28, 28)


def test_an_upload_keeps_its_aspect_and_its_colours(open_it, stand_in, png):
    at = open_it(convolution_source="upload", convolution_view="channels")
    pixels = np.zeros((50, 100, 3), np.uint8)
    pixels[..., 2] = 255
    at.file_uploader(key="draw_upload").set_value(("blue.png", png(pixels), "image/png"))
    rerun(at)
    colours = asked(stand_in, channels.mixed)[-1][0]
    assert colours.shape == (32, 64, 3)
    assert (colours[..., 2] == 1).all()
    assert "it is painted" not in words(at)
    at.segmented_control(key="convolution_view").set_value("filter")
    rerun(at)
    assert [r"\mathbf{30}" in latex.value for latex in at.latex] == [True, False]
    assert [r"\mathbf{62}" in latex.value for latex in at.latex] == [False, True]


def test_a_picture_of_one_line_is_shown_and_filtered(open_it, stand_in, png):
    for shape, seen in (((1, 300, 3), (1, 64)), ((300, 1, 3), (64, 1))):
        at = open_it(convolution_source="upload", convolution_padding="same")
        file = ("line.png", png(np.full(shape, 200, np.uint8)), "image/png")
        at.file_uploader(key="draw_upload").set_value(file)
        rerun(at)
        assert not at.error
        assert asked(stand_in, filtered.filtered)[-1][0].shape == seen


def test_what_is_no_picture_is_refused_and_loses_nothing(open_it):
    at = open_it(convolution_source="upload", convolution_size="5")
    at.file_uploader(key="draw_upload").set_value(("no.png", b"no picture", "image/png"))
    rerun(at)
    assert len(at.error) == 1
    at.segmented_control(key="convolution_source").set_value("test")
    rerun(at)
    assert not at.error
    assert at.segmented_control(key="convolution_size").value == 5


def test_a_shift_reaches_the_engine_and_its_share_is_said(open_it, stand_in):
    at = open_it(convolution_view="pooling")
    at.slider(key="convolution_right").set_value(-2)
    at.slider(key="convolution_pool_size").set_value(3)
    rerun(at)
    picture, window, right, down = asked(stand_in, pooled.pooled)[-1]
    assert (window, right, down) == (Window(3, 2), -2, 0)
    found = pooled.pooled(picture, window, right, down)
    for before in (found.picture, found.largest, found.mean):
        assert f"**{before.change:.0%}** of all values before" in words(at)


def test_the_checkerboard_is_told_by_the_numbers(open_it, stand_in):
    at = open_it(convolution_view="transposed")
    assert "on some pixels lie **1** stamps, on others **4**" in words(at)
    at.slider(key="convolution_stamp_size").set_value(4)
    rerun(at)
    assert "away from the border, **4** stamps lie on every pixel" in words(at)
    assert asked(stand_in, transposed.transposed)[-1][2] == Window(4, 2, "same")
    assert r"2 \cdot 28 = \mathbf{56}" in formulas(at)
    at.segmented_control(key="convolution_stamp_padding").set_value("valid")
    rerun(at)
    assert r"2 \cdot 28 + 2 = \mathbf{58}" in formulas(at)


def test_two_filters_and_their_biases_reach_the_engine(open_it, stand_in):
    at = open_it(convolution_view="channels", convolution_first="blue")
    at.slider(key="convolution_second_bias").set_value(-0.5)
    rerun(at)
    _picture, made, biases = asked(stand_in, channels.mixed)[-1]
    np.testing.assert_array_equal(made[..., 0], channels.kernel("blue", 3))
    assert biases == (0.0, -0.5)


def test_parameters_are_counted_with_their_arithmetic(open_it):
    at = open_it(convolution_view="channels")
    assert r"28 \cdot 32 = \mathbf{896}" in formulas(at)
    at.slider(key="convolution_count_in").set_value(64)
    at.select_slider(key="convolution_count_side").set_value(5)
    rerun(at)
    layer = keras.layers.Conv2D(32, 5)
    layer.build((None, 28, 28, 64))
    counted = f"{layer.count_params():,}".replace(",", "{,}")
    assert rf"1601 \cdot 32 = \mathbf{{{counted}}}" in formulas(at)


def test_nonsense_in_the_address_is_said_and_left(open_it, stand_in):
    nonsense = [
        ("convolution_view", "outside"),
        ("convolution_kernel", "1,2,3"),
        ("convolution_kernel", "1,2,3,4,five,6,7,8,9"),
        ("convolution_kernel", "1,2,3,4,nan,6,7,8,9"),
        ("convolution_kernel", "1,2,3,4,1e9,6,7,8,9"),
        ("convolution_size", "4"),
        ("convolution_stride", "0"),
        ("convolution_row", "-1"),
        ("convolution_side", "1000"),
    ]
    usual = open_it()
    for address in addresses(nonsense):
        assert_refused(open_it(**address), address, usual)
    first, *others = asked(stand_in, filtered.filtered)
    assert len(others) == 4
    for question in others:
        for ours, theirs in zip(question, first, strict=True):
            np.testing.assert_equal(ours, theirs)
