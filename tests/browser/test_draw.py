"""Digits drawn with the mouse, digits without one, and files that are no digits."""

from __future__ import annotations

import io
import re

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, Route, expect

from benchmarks.serving import Server
from dlcore import registry

RESULT = ".st-key-draw_result"

# Pen strokes on the canvas of 280 x 280 px.
STROKES = {
    0: [[(140, 50), (90, 90), (85, 170), (120, 228), (170, 225), (198, 160), (185, 85), (140, 50)]],
    1: [[(140, 45), (140, 235)]],
    2: [[(88, 98), (110, 55), (165, 52), (192, 95), (160, 150), (88, 228), (202, 228)]],
    4: [[(105, 55), (90, 150), (195, 150)], [(170, 60), (165, 235)]],
    7: [[(80, 60), (200, 60), (130, 235)]],
}
FIVE = [
    [(192, 54), (106, 54), (98, 130), (150, 115), (198, 140), (200, 190), (150, 230), (86, 212)]
]
# What is no digit.
NO_DIGITS = {
    "K": [[(100, 50), (100, 230)], [(195, 50), (104, 145), (200, 230)]],
    "scribble": [
        [(60, 60), (220, 220), (60, 220), (220, 60), (140, 40), (140, 240), (40, 140), (240, 140)],
        [(70, 100), (210, 90), (80, 180), (215, 190), (100, 60), (190, 225)],
    ],
}
PHONE = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/131.0.0.0 Mobile Safari/537.36"
)


def draw(page: Page, strokes: list[list[tuple[int, int]]]) -> None:
    """Moves the mouse over the canvas as a hand would."""
    canvas = page.locator(".st-key-draw_canvas canvas").last
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    for (x, y), *rest in strokes:
        page.mouse.move(box["x"] + x, box["y"] + y)
        page.mouse.down()
        for x, y in rest:
            page.mouse.move(box["x"] + x, box["y"] + y, steps=6)
        page.mouse.up()


def open_draw(page: Page, lab: Server, query: str = "lang=en") -> None:
    """Opens the page with an empty sheet."""
    page.goto(f"{lab.url}/draw?draw_example=none&{query}")
    expect(page.locator(RESULT)).to_be_visible()
    expect(page.locator(".st-key-draw_canvas canvas").last).to_be_visible()


def expect_digit(page: Page, digit: int) -> None:
    expect(page.locator(RESULT)).to_have_text(re.compile(rf"^\s*{digit}\s*$"))


def clear(page: Page) -> None:
    page.locator(".st-key-draw_clear button").click()
    expect(page.locator(RESULT)).to_contain_text("Nothing is drawn yet")


def test_digits_drawn_with_the_mouse_are_read_and_cleared(lab: Server, page: Page):
    open_draw(page, lab)
    expect(page.locator(RESULT)).to_contain_text("Nothing is drawn yet")
    place = "document.querySelector('.st-key-draw_pen').offsetTop"
    before = page.evaluate(place)
    for digit, strokes in STROKES.items():
        draw(page, strokes)
        expect_digit(page, digit)
        expect(page.get_by_text(re.compile(r"answered in \d+ ms"))).to_be_visible()
        expect(page.locator(".st-key-draw_bars .js-plotly-plot")).to_be_visible()
        assert page.evaluate(place) == before  # nothing jumps, with the first reading least of all
        clear(page)


def test_a_digit_stands_there_to_be_broken(lab: Server, page: Page):
    page.goto(f"{lab.url}/draw?lang=en")
    expect_digit(page, 3)
    draw(page, [[(92, 74), (84, 105), (126, 136), (84, 165), (82, 204)]])
    expect_digit(page, 8)
    page.get_by_role("button", name="Undo").first.click()
    expect_digit(page, 3)
    clear(page)
    draw(page, STROKES[7])
    expect_digit(page, 7)


@pytest.mark.slow
def test_the_digit_that_stands_there_is_cleared_before_it_is_touched(lab: Server, page: Page):
    page.goto(f"{lab.url}/draw?lang=en")
    expect_digit(page, 3)
    clear(page)
    draw(page, STROKES[2])
    expect_digit(page, 2)


@pytest.mark.slow
def test_what_is_no_digit_gets_none(lab: Server, page: Page):
    open_draw(page, lab)
    for strokes in NO_DIGITS.values():
        draw(page, strokes)
        expect(page.locator(RESULT)).to_contain_text("does not look like a digit")
        expect(page.get_by_text("If it were one:")).to_be_visible()
        clear(page)


def side_by_side(digits: list, width: int, height: int) -> list[list[tuple[float, float]]]:
    """Strokes of digits on a sheet for a number, made smaller so that all have a place."""
    room = width / len(digits)
    scale = min(height / 280, room / 180)
    return [
        [((i + 0.5) * room + (x - 140) * scale, y * scale) for x, y in stroke]
        for i, strokes in enumerate(digits)
        for stroke in strokes
    ]


@pytest.mark.slow
def test_a_number_drawn_with_the_mouse_is_read_kept_and_cleared(lab: Server, page: Page):
    open_draw(page, lab, "lang=en&draw_what=number")
    draw(page, side_by_side([STROKES[2], STROKES[0], STROKES[2], FIVE], 640, 240))
    expect(page.locator(RESULT)).to_have_text(re.compile(r"^\s*2025\s*$"))
    expect(page.locator(".st-key-draw_seen img")).to_have_count(8)  # seen, and ten bars, of each

    page.get_by_text("One digit", exact=True).click()
    expect(page.locator(RESULT)).to_contain_text("Nothing is drawn yet")
    draw(page, STROKES[7])
    expect_digit(page, 7)
    page.get_by_test_id("stSidebar").get_by_role("link", name="Train a network").click()
    expect(page.locator(".st-key-train_start")).to_be_visible()
    page.get_by_test_id("stSidebar").get_by_role("link", name="Draw a digit").click()
    expect_digit(page, 7)
    page.get_by_text("A whole number", exact=True).click()
    expect(page.locator(RESULT)).to_have_text(re.compile(r"^\s*2025\s*$"))

    clear(page)


@pytest.mark.slow
def test_every_sample_is_read_without_a_mouse(lab: Server, page: Page):
    open_draw(page, lab)
    for digit in range(10):
        page.locator(f".st-key-draw_sample_{digit} button").press("Enter")
        expect_digit(page, digit)
    page.get_by_text("A whole number", exact=True).click()
    for number in ("2025", "314", "40"):
        page.locator(f".st-key-draw_sample_{number} button").press("Enter")
        expect(page.locator(RESULT)).to_have_text(re.compile(rf"^\s*{number}\s*$"))


@pytest.mark.slow
def test_a_sample_is_read_on_a_canvas_that_is_late(lab: Server, page: Page):
    """It would show the sample and, as nobody has touched it, not say what it shows."""
    held: list[Route] = []

    def hold(route: Route) -> None:  # Playwright marks it, which it cannot do with list.append
        held.append(route)

    page.route(re.compile(r"drawable-canvas.*\.js"), hold)
    page.goto(f"{lab.url}/draw?lang=en")
    expect_digit(page, 3)  # it stands there at first
    page.locator(".st-key-draw_sample_5 button").click()
    expect_digit(page, 5)
    assert held
    for route in held:
        route.continue_()
    expect(page.locator(".st-key-draw_canvas canvas").last).to_be_visible()
    expect_digit(page, 5)
    page.locator(".st-key-draw_sample_4 button").click()
    expect_digit(page, 4)


@pytest.mark.slow
def test_a_number_fits_a_phone(lab: Server, browser):
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, user_agent=PHONE, has_touch=True
    )
    page = context.new_page()
    open_draw(page, lab, "lang=en&draw_what=number")
    assert page.locator(".st-key-draw_canvas canvas").last.bounding_box()["width"] <= 358
    page.locator(".st-key-draw_sample_2025 button").press("Enter")
    expect(page.locator(RESULT)).to_have_text(re.compile(r"^\s*2025\s*$"))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.get_by_test_id("stMain").evaluate("e => e.scrollWidth") <= 390
    context.close()


@pytest.mark.slow
def test_how_good_it_is_can_be_looked_up(lab: Server, page: Page):
    open_draw(page, lab)
    page.get_by_text("How good is the network that ships?").click()
    accuracy = registry.card("cnn")["test_accuracy"]
    expect(page.get_by_test_id("stMetric").first).to_contain_text(f"{accuracy:.2%}")
    page.get_by_role("tab", name="How it was made").click()
    expect(page.get_by_text("This makes it again:")).to_be_visible()


def test_drawing_works_in_chinese_on_a_phone(lab: Server, browser):
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN")
    page = context.new_page()
    page.goto(lab.url + "/draw?draw_example=none")
    expect(page.locator(RESULT)).to_contain_text("还没有写数字", timeout=60_000)
    draw(page, STROKES[1])
    expect_digit(page, 1)
    context.close()


def upload(page: Page, name: str, data: bytes) -> None:
    chooser = page.locator(".st-key-draw_upload input[type=file]")
    chooser.set_input_files({"name": name, "mimeType": "image/png", "buffer": data})


def picture(image: Image.Image, fmt: str, **options) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, format=fmt, **options)
    return buffer.getvalue()


def seven() -> Image.Image:
    """Dark ink on white, off-centre, as from a drawing program."""
    pixels = np.full((200, 300), 255, np.uint8)
    pixels[40:52, 60:140] = 20
    for y in range(52, 170):
        x = 134 - (y - 52) // 3
        pixels[y, x - 6 : x + 6] = 20
    return Image.fromarray(pixels)


def test_a_picture_of_a_number_is_read(lab: Server, page: Page):
    page.goto(f"{lab.url}/draw?lang=en&draw_what=number&draw_source=upload")
    two = Image.new("L", (600, 200), 255)
    two.paste(seven(), (0, 0))
    two.paste(seven(), (300, 0))
    upload(page, "77.png", picture(two, "PNG"))
    expect(page.locator(RESULT)).to_have_text(re.compile(r"^\s*77\s*$"))


def test_pictures_are_read_and_what_is_none_gets_one_sentence(lab: Server, page: Page):
    page.goto(f"{lab.url}/draw?lang=en&draw_source=upload")
    noise = picture(Image.effect_noise((200, 200), 90), "PNG")
    for data, said in (
        (b"no picture at all\n", "This is not a picture that can be read"),
        (picture(Image.new("L", (8000, 6000)), "WEBP"), "The picture is 8000 × 6000 pixels large"),
        (noise[:9000], "The picture is damaged"),
    ):
        upload(page, "digit.png", data)
        expect(page.get_by_text(said)).to_be_visible()
        expect(page.locator(RESULT)).to_contain_text("Nothing is drawn yet")
    upload(page, "seven.png", picture(seven(), "PNG"))
    expect_digit(page, 7)
    upload(page, "no.png", b"no picture at all\n")
    expect(page.locator(RESULT)).to_contain_text("Nothing is drawn yet")
    frames = [Image.new("L", (300, 200), 255)]  # of an animation the first one is read
    upload(page, "seven.gif", picture(seven(), "GIF", save_all=True, append_images=frames))
    expect(page.get_by_text("animated; its first frame is read")).to_be_visible()
    expect_digit(page, 7)


# Puts a 1 into the clipboard, black on white.
COPY = """async () => {
    const canvas = Object.assign(document.createElement("canvas"), {width: 200, height: 200});
    const pen = canvas.getContext("2d");
    pen.fillStyle = "white";
    pen.fillRect(0, 0, 200, 200);
    pen.fillStyle = "black";
    pen.fillRect(93, 30, 14, 140);
    const picture = await new Promise((done) => canvas.toBlob(done, "image/png"));
    await navigator.clipboard.write([new ClipboardItem({"image/png": picture})]);
}"""


def test_a_picture_is_pasted_by_keys_from_wherever_one_is_and_by_the_button(
    lab: Server, page: Page
):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_draw(page, lab)
    page.evaluate(COPY)
    page.locator("h1").first.click()
    page.keyboard.press("ControlOrMeta+v")
    expect_digit(page, 1)
    expect(page.locator(".st-key-draw_upload")).to_contain_text("pasted 1.png")
    page.get_by_role("button", name="Paste", exact=True).click()
    expect(page.locator(".st-key-draw_upload")).to_contain_text("pasted 2.png")
    expect(page.locator(".st-key-draw_several")).to_be_visible()


@pytest.mark.slow
def test_without_a_picture_in_the_clipboard_pasting_says_so(lab: Server, page: Page):
    open_draw(page, lab)
    button = page.get_by_role("button", name="Paste", exact=True)
    button.click()
    expect(page.get_by_text("The browser does not let the page look.")).to_be_visible()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("navigator.clipboard.writeText('7')")
    button.click()
    expect(page.get_by_text("There is no picture in the clipboard.")).to_be_visible()
    page.locator("h1").first.click()
    page.keyboard.press("ControlOrMeta+v")
    expect(page.locator(".st-key-draw_canvas canvas").last).to_be_visible()


@pytest.mark.slow
def test_of_many_pictures_a_click_chooses_and_the_table_is_a_file(lab: Server, page: Page):
    page.goto(f"{lab.url}/draw?lang=en&draw_source=upload")
    one = Image.new("L", (200, 200), 255)
    one.paste(0, (93, 30, 107, 170))
    chooser = page.locator(".st-key-draw_upload input[type=file]")
    files = {"seven.png": picture(seven(), "PNG"), "no.png": b"no", "one.png": picture(one, "PNG")}
    chooser.set_input_files(
        [{"name": name, "mimeType": "image/png", "buffer": data} for name, data in files.items()]
    )
    expect_digit(page, 1)
    table = page.locator(".st-key-draw_several").get_by_test_id("stDataFrame")
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    page.mouse.click(box["x"] + 60, box["y"] + 3.5 * 35)  # the third row below the head
    expect_digit(page, 7)
    with page.expect_download() as download:
        page.locator(".st-key-draw_several_csv button").first.click()
    names = [
        line.split(",")[0] for line in download.value.path().read_text("utf-8-sig").splitlines()
    ]
    assert names == ["Picture", "one.png", "no.png", "seven.png"]


@pytest.mark.slow
def test_an_eraser_takes_ink_away_and_undo_brings_it_back(lab: Server, page: Page):
    open_draw(page, lab, "lang=en&draw_pen=40")
    draw(page, STROKES[1])
    expect_digit(page, 1)
    page.get_by_text("Eraser", exact=True).click()
    draw(page, STROKES[1])
    expect(page.locator(RESULT)).not_to_have_text(re.compile(r"^\s*1\s*$"))
    page.get_by_role("button", name="Undo").first.click()
    expect_digit(page, 1)


@pytest.mark.slow
def test_nonsense_in_the_address_gets_a_sentence_and_the_usual_value(lab: Server, page: Page):
    open_draw(page, lab, "lang=xx&draw_pen=wide&draw_model=%5Bx%5D(http://a.b)&draw_what=word")
    for name in ("lang", "draw_pen", "draw_model", "draw_what"):
        expect(page.get_by_text(f"The address asks for {name} =")).to_be_visible()


@pytest.mark.slow
def test_typed_strokes_that_were_cleared_do_not_come_back(lab: Server, page: Page):
    """A browser sends again what a field holds with whatever is done next."""
    open_draw(page, lab)
    field = page.locator(".st-key-draw_strokes input")
    field.fill("50,50")  # a dot, which the canvas shows too
    field.press("Enter")
    expect(page.locator(RESULT)).not_to_contain_text("Nothing is drawn yet")
    page.wait_for_timeout(1500)
    expect(page.locator(RESULT)).not_to_contain_text("Nothing is drawn yet")
    field.fill("30,20 70,20 45,90")
    field.press("Enter")
    expect_digit(page, 7)
    page.wait_for_url("**draw_strokes=30*")
    clear(page)
    page.wait_for_function("!location.search.includes('draw_strokes')")
    draw(page, [[(140, 40), (140, 240)]])
    expect_digit(page, 1)
    page.wait_for_timeout(1500)  # nothing comes after it
    expect_digit(page, 1)
