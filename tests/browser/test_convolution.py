"""The page about convolution in a browser: cells to click and step through, numbers to type."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from benchmarks.serving import Server

PICTURES = ".st-key-convolution_window canvas"
SUM = ".st-key-convolution_window .window-sum"
PLACE = ".st-key-convolution_window .window-steps span"
WEIGHTS = ".st-key-convolution_weights input"


def opened(page: Page, lab: Server, query: str = "") -> Page:
    page.goto(f"{lab.url}/convolution?lang=en{query}")
    return page


def filtering(page: Page, lab: Server, query: str = "") -> Page:
    opened(page, lab, query)
    expect(page.locator(SUM)).to_contain_text("Conv2D gives")
    return page


def click_cell(picture: Locator, row: int, column: int, side: int) -> None:
    """Clicks into the middle of a cell, counted from 0, of a picture with so many on a side."""
    box = picture.bounding_box()
    at = {
        "x": (column + 0.5) / side * box["width"],
        "y": (row + 0.5) / side * box["height"],
    }
    picture.click(position=at)


def numbers(page: Page) -> tuple[float, float]:
    """The sum that is written out, and what the layer of Keras gave."""
    said = page.locator(f"{SUM} p").inner_text().replace("−", "-")
    ours, keras = re.search(r"together: ([-\d.]+)\. Conv2D gives ([-\d.]+)\.", said).groups()
    return float(ours), float(keras)


def products(page: Page) -> list[float]:
    cells = page.locator(f"{SUM} table").last.locator("td").all_inner_texts()
    return [float(cell.replace("−", "-")) for cell in cells]


def test_a_click_on_a_cell_writes_its_sum_out(page: Page, lab: Server):
    filtering(page, lab)
    result = page.locator(PICTURES).last
    totals = set()
    for row, column in ((9, 12), (13, 8), (20, 15)):
        click_cell(result, row, column, 26)
        expect(page.locator(PLACE)).to_have_text(f"row {row + 1}, column {column + 1}")
        ours, keras = numbers(page)
        assert ours == pytest.approx(keras, abs=0.0015)
        assert sum(products(page)) == pytest.approx(keras, abs=0.05)  # two decimals each
        totals.add(keras)
    assert len(totals) > 1
    expect(page).to_have_url(re.compile("convolution_row=20&convolution_column=15"))
    click_cell(page.locator(PICTURES).first, 14, 11, 28)  # on the picture: the window around it
    expect(page.locator(PLACE)).to_have_text("row 14, column 11")  # its middle, less the border


def test_cells_are_stepped_through_and_played(page: Page, lab: Server):
    filtering(page, lab, "&convolution_row=3&convolution_column=24")
    place = page.locator(PLACE)
    expect(place).to_have_text("row 4, column 25")
    page.get_by_role("button", name="One step on").click(click_count=2)
    expect(place).to_have_text("row 5, column 1")
    page.get_by_role("button", name="One step back").click()
    expect(place).to_have_text("row 4, column 26")
    page.locator(PICTURES).last.press("ArrowUp")
    expect(place).to_have_text("row 3, column 26")
    expect(page).to_have_url(re.compile("convolution_row=2&convolution_column=25"))
    page.get_by_role("button", name="Play").click()
    expect(place).to_contain_text(re.compile("row ([5-9]|1.),"))
    page.get_by_role("button", name="Pause").click()
    ours, keras = numbers(page)
    assert ours == pytest.approx(keras, abs=0.0015)
    expect(page).not_to_have_url(re.compile("convolution_row=3&"))


def test_a_weight_is_typed_and_stands_in_the_address(page: Page, lab: Server):
    filtering(page, lab, "&convolution_filter=identity&convolution_row=9&convolution_column=12")
    before, _keras = numbers(page)
    middle = page.locator(WEIGHTS).nth(4)
    middle.fill("-2,5")
    middle.press("Enter")
    expect(page).to_have_url(re.compile(r"convolution_kernel=0%2C0%2C0%2C0%2C-2\.5%2C0"))
    expect(page.get_by_text("Your numbers.")).to_be_visible()
    expect(page.locator(SUM)).to_contain_text("−2.5")
    ours, keras = numbers(page)
    assert ours == pytest.approx(keras, abs=0.0015)
    assert keras == pytest.approx(-2.5 * before, abs=0.005)
    middle.fill("many")
    middle.press("Tab")
    expect(middle).to_have_value("-2.5")


@pytest.mark.slow
def test_padding_is_drawn_and_dilation_is_seen(page: Page, lab: Server):
    filtering(page, lab, "&convolution_padding=same&convolution_dilation=3&convolution_size=5")
    click_cell(page.locator(PICTURES).last, 0, 14, 28)
    expect(page.locator(f"{SUM} .window-padding")).to_have_count(10)  # two rows above the picture
    ours, keras = numbers(page)
    assert ours == pytest.approx(keras, abs=0.0015)


@pytest.mark.slow
def test_a_refused_combination_gives_the_picture_back(page: Page, lab: Server):
    filtering(page, lab, "&convolution_dilation=2")
    stride = page.locator(".st-key-convolution_stride input[type=range]")
    stride.focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("Keras does not combine a stride above 1")).to_be_visible()
    page.keyboard.press("ArrowLeft")
    expect(page.locator(SUM)).to_be_visible()


@pytest.mark.slow
def test_a_picture_grows_stamp_by_stamp(page: Page, lab: Server):
    opened(page, lab, "&convolution_view=transposed&convolution_source=pattern")
    grown = page.locator(".st-key-convolution_stamps canvas").last
    expect(grown).to_be_visible()
    whole = grown.evaluate("c => c.toDataURL()")
    place = page.locator(".st-key-convolution_stamps .window-steps span")
    page.locator(".st-key-convolution_stamps input[type=range]").fill("0")
    expect(place).to_have_text("row 1, column 1")
    # The server's answer to that would stop a film that has begun before it.
    expect(page).to_have_url(re.compile("convolution_stamp_row=0&convolution_stamp_column=0"))
    page.get_by_role("button", name="Play").click()
    expect(place).to_contain_text(re.compile(r"row ([2-9]|1\d),"))
    assert grown.evaluate("c => c.toDataURL()") != whole
    page.get_by_role("button", name="Pause").click()
    expect(page.locator(".st-key-convolution_overlap .js-plotly-plot")).to_be_visible()


@pytest.mark.slow
def test_nothing_is_wider_than_a_phone(page: Page, lab: Server):
    page.set_viewport_size({"width": 390, "height": 800})
    opened(page, lab, "&convolution_size=7")
    for view, sign in (
        ("One filter", SUM),
        ("Pooling", ".st-key-convolution_sweep .js-plotly-plot"),
        ("Channels", ".st-key-convolution_all_maps .js-plotly-plot"),
        ("Transposed convolution", ".st-key-convolution_overlap .js-plotly-plot"),
    ):
        page.get_by_role("radio", name=view, exact=True).click()
        expect(page.locator(sign)).to_be_visible()
        assert page.locator("[data-testid=stMain]").evaluate("m => m.scrollWidth") <= 390
        for formula in page.locator(".katex-display").all():
            assert formula.evaluate("f => f.scrollWidth - f.clientWidth") <= 3
