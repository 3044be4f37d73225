"""The whole course as somebody takes it: every exercise guessed, done and checked in a browser."""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Locator, Page, TimeoutError, WebSocket, expect

from benchmarks.serving import Server
from dlcore.exercises import EXERCISES, CourseExercise, of_page
from tests.browser.conftest import watched
from tests.browser.test_draw import draw
from tests.drawn import open_nine
from ui.course.path import STATIONS
from ui.frame.i18n import LANGUAGES
from ui.frame.setting import written

PASSED = '.st-key-course_open [data-testid="stAlertContentSuccess"]'
SAID = '.st-key-course_open [data-testid^="stAlertContent"]'
AT_REST = '[data-testid="stApp"][data-test-script-state="notRunning"]'
LONG = 300  # seconds, for a training on a slow machine

# A run is what these need: the settings, the button that begins it and, where the guess must be
# right, the guess. The lab of these tests has the sample of MNIST alone.
RUNS: Mapping[str, tuple[dict[str, Any], str]] = {
    "train-foretold": (
        {"train_architecture": "tiny", "train_epochs": 10, "train_learning_rate": 0.003},
        "train_start",
    ),
    "train-by-heart": (
        {
            "train_architecture": "tutorial",
            "train_share": 0.05,
            "train_epochs": 30,
            "train_batch_size": 32,
        },
        "train_start",
    ),
    "train-small": (
        {
            "train_architecture": "fast",
            "train_dense": 10,
            "train_epochs": 50,
            "train_learning_rate": 0.1,
            "train_batch_size": 64,
            "train_shift": 2,
            "train_rotation": 10,
            "train_zoom": 10,
        },
        "train_start",
    ),
    "data-few": ({"data_few_images": 1}, "data_few_start"),
    "data-noisy": ({"data_noise": 40, "data_few_images": 20}, "data_few_start"),
    "limits-heart": (
        {"membership_label_noise": 20, "membership_images": 600, "membership_epochs": 40},
        "membership_start",
    ),
    "limits-rare": ({"bias_left": 10, "bias_collected": 200}, "bias_start"),
    "limits-discreet": (
        {
            "membership_label_noise": 0,
            "membership_images": 1750,
            "membership_epochs": 30,
        },
        "membership_start",
    ),
}
# Settings that help, before something else is done; images are those of the sample of MNIST.
MORE: Mapping[str, dict[str, Any]] = {
    "gan-eight": {"gan_plane_rounds": 1000},
    "gan-collapse": {"gan_plane_g_rate": 0.01, "gan_plane_d_rate": 0.001},
    "gan-cure": {"gan_plane_d_steps": 10},
    "rnn-early": {"rnn_number": 1},
    "rnn-late": {"rnn_number": 6},
}
W = [[(40, 60), (90, 220), (140, 90), (190, 220), (240, 60)]]
M = [[(60, 220), (75, 60), (140, 160), (205, 60), (220, 220)]]
A = [[(60, 230), (140, 50), (220, 230)], [(95, 160), (185, 160)]]


SMALL_SEVEN = [[(30, 30), (66, 30), (44, 88)], [(34, 60), (64, 58)]]
SMALL_ONE = [[(215, 190), (232, 172), (232, 250)], [(210, 250), (256, 250)]]
# What is drawn, one after another until it passes, as anybody would.
DRAWN = {
    "draw-refused": (W, M, A),
    "draw-unsure": tuple(open_nine(gap) for gap in (112, 114, 110, 117, 107, 120)),
    "draw-differ": (SMALL_SEVEN, SMALL_ONE, W, M),
    "limits-sure": (M, A, W),
}


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_whole_path_is_walked_and_every_exercise_done(lab: Server, browser: Browser, lang: str):
    failed: dict[str, str] = {}
    for page in watched(browser.new_context(viewport={"width": 1280, "height": 900})):
        for station in STATIONS:
            for one in of_page(station.page.name):
                if not passes(page, lab, one, lang):
                    failed[one.id] = page.locator(SAID).first.inner_text()
        assert failed == {}
        page.goto(f"{lab.url}/course?lang={lang}")
        count = len(EXERCISES)
        bar = page.locator('.st-key-course_where [data-testid="stProgress"]')
        expect(bar).to_contain_text(f"{count} of {count}" if lang == "en" else f"{count}")


def test_the_bar_goes_on_within_the_session_and_opens_other_windows(lab: Server, page: Page):
    page.goto(f"{lab.url}/losses?lang=zh&losses_view=more")
    page.wait_for_selector(AT_REST)
    link = page.locator(".foot-bar a")
    expect(link.last).to_have_attribute("href", re.compile(r"^optimizers\?.*lang=zh"))
    connections: list[WebSocket] = []
    page.on("websocket", lambda socket: connections.append(socket))
    set_to = page.url
    link.last.click()
    expect(page).to_have_url(re.compile(rf"{lab.url}/optimizers\?.*lang=zh"))
    page.wait_for_selector(AT_REST)
    page.go_back()
    expect(page).to_have_url(set_to)
    page.wait_for_selector(AT_REST)
    page.set_viewport_size({"width": 390, "height": 844})  # where the sidebar is folded away
    link.first.click()
    expect(page).to_have_url(re.compile(rf"{lab.url}/activations\?.*lang=zh"))
    page.wait_for_selector(AT_REST)
    assert connections == []
    with page.context.expect_page() as opened:
        link.last.click(modifiers=["Control"])
    expect(opened.value).to_have_url(re.compile(rf"{lab.url}/losses\?.*lang=zh"))
    expect(page).to_have_url(re.compile(rf"{lab.url}/activations\?"))


@pytest.mark.parametrize(
    "one",
    [
        pytest.param(one, id=one.id, marks=pytest.mark.slow if number else [])
        for number, one in enumerate(of_page("draw"))
    ],
)
def test_what_is_to_be_drawn_is_drawn_by_keys_alone(lab: Server, page: Page, one: CourseExercise):
    opened(page, lab, one, "en", {})
    page.locator(f".st-key-course_guess_{one.id} input").first.focus()
    page.keyboard.press("Space")
    check = page.locator(f".st-key-course_check_{one.id} button:visible").first
    expect(check).to_be_enabled()
    assert any(typed(page, one, strokes, check) for strokes in DRAWN[one.id])


def typed(page: Page, one: CourseExercise, strokes: list, check: Locator) -> bool:
    """Types the strokes, and says whether the page finds the exercise done."""
    field = page.locator(".st-key-draw_strokes input")
    field.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type(
        " | ".join(" ".join(f"{x / 2.8:.1f},{y / 2.8:.1f}" for x, y in line) for line in strokes)
    )
    page.keyboard.press("Enter")
    page.wait_for_timeout(1500)
    check.focus()
    page.keyboard.press("Enter")
    expect(page.locator(SAID).first).to_be_visible()
    page.wait_for_timeout(500)
    return page.locator(PASSED).count() > 0


def passes(page: Page, lab: Server, one: CourseExercise, lang: str) -> bool:
    """Does an exercise, and says whether the page finds it done."""
    settings, start = RUNS.get(one.id, ({}, ""))
    opened(page, lab, one, lang, dict(one.solution) | MORE.get(one.id, {}) | settings)
    guess(page, one)
    if start:
        begin(page, start)
        return at_last(page, one, LONG)
    if one.id in DOINGS:
        return DOINGS[one.id](page, one)
    return checked(page, one)


def begin(page: Page, start: str) -> None:
    """Presses Start, and once more where the page moved away from under the press."""
    for _turn in range(3):
        page.locator(f".st-key-{start} button:visible").first.click()
        with contextlib.suppress(TimeoutError):
            page.wait_for_url(re.compile("run="), timeout=20_000, wait_until="commit")
            return
    raise AssertionError(f"{start} begins nothing")


def opened(page: Page, lab: Server, one: CourseExercise, lang: str, more: Mapping[str, Any]):
    values = dict(one.start) | more
    query = {"lang": lang, "exercise": one.id} | {k: written(v) for k, v in values.items()}
    page.goto(f"{lab.url}/{one.page}?{urlencode(query)}")
    expect(page.locator(f".st-key-course_check_{one.id}")).to_be_visible()


def guess(page: Page, one: CourseExercise) -> None:
    """The first that there is; where it counts, what is right."""
    field = page.locator(f".st-key-course_guess_{one.id}")
    if one.guess.options:
        field.locator("label:has(input)").first.click()
    else:
        field.locator("input").fill(str(NUMBERS[one.id]))
        field.locator("input").press("Enter")
    expect(page.locator(f".st-key-course_check_{one.id} button:visible").first).to_be_enabled()


def checked(page: Page, one: CourseExercise) -> bool:
    page.locator(f".st-key-course_check_{one.id} button:visible").first.click()
    page.wait_for_timeout(500)  # what the last check has said stands there until this one is run
    page.wait_for_selector(AT_REST)
    expect(page.locator(SAID).first).to_be_visible()
    return page.locator(PASSED).count() > 0


def at_last(page: Page, one: CourseExercise, patience: float) -> bool:
    """Checks again and again, as long as what is checked is under way."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if checked(page, one):
            return True
        page.wait_for_timeout(5000)
    return False


def drawn(page: Page, one: CourseExercise) -> bool:
    """Draws one thing after another until one passes."""
    for strokes in DRAWN[one.id]:
        if page.locator(".st-key-draw_clear button:visible").first.is_enabled():
            page.locator(".st-key-draw_clear button:visible").first.click()
            page.wait_for_timeout(1000)
        draw(page, strokes)
        page.wait_for_timeout(3000)  # it is read once the pen rests
        if checked(page, one):
            return True
    return False


def scribbled(page: Page, one: CourseExercise) -> bool:
    page.get_by_text("Your own scribble").or_(page.get_by_text("你自己的涂鸦")).first.click()
    return drawn(page, one)


def played(page: Page, one: CourseExercise) -> bool:
    """Lets the game in the plane be played, and on where that is not enough."""
    for _turn in range(3):
        page.locator(".st-key-gan_plane_do_film button:visible").first.click()
        page.wait_for_timeout(1000)
        page.wait_for_selector(AT_REST)
        if checked(page, one):
            return True
    return False


NUMBERS = {"convolution-count": 18_496, "train-foretold": 95}
DOINGS: Mapping[str, Callable[[Page, CourseExercise], bool]] = {
    "draw-refused": drawn,
    "draw-unsure": drawn,
    "draw-differ": drawn,
    "limits-sure": scribbled,
    "gan-eight": played,
    "gan-collapse": played,
    "gan-cure": played,
}
