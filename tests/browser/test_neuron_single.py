"""One neuron in a browser: its chain rule against the library, its line dragged, its steps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from benchmarks.serving import ROOT, Server
from dlcore.neuron.single import EXERCISES, LOSSES, ONE_NUMBER, SingleNeuron, chain_rule, descend
from tests.browser.conftest import watched

FOLDERS = [ROOT / "ui" / "neuron" / part / "js" for part in ("single", "plane")]
SITE = "http://modules.test"
PLANE = ".one-left canvas"
FIELDS = ".one-weights input[type=number]"
# Mild, sure, flat in 64 bits, and z at 0, 1, -1 and 3, where many activations have a corner.
WEIGHTS = ((0.61, -0.43, 0.17), (-20.3, -20.1, -5.2), (60.0, 30.0, 10.7), (1.0, -1.0, 0.0))
WEIGHTS += ((3.0, -3.0, 3.0), (0.5, -0.5, 0.0), (6.0, 6.0, 0.0))


@pytest.fixture(scope="module")
def modules(browser: Browser) -> Iterator[Page]:
    """An empty page that may import the modules, without a server."""
    page = browser.new_page()
    paths = {path.name: path for folder in FOLDERS for path in folder.glob("*.js")}
    page.route(
        f"{SITE}/*.js",
        lambda route: route.fulfill(path=paths[route.request.url.rsplit("/", 1)[1]]),
    )
    page.route(f"{SITE}/", lambda route: route.fulfill(body="<p>", content_type="text/html"))
    page.goto(f"{SITE}/")
    yield page
    page.close()


def test_the_chain_rule_of_the_browser_is_that_of_the_library(modules):
    """For every activation, loss and point, at corners too."""
    names = ("z", "output", "slope", "loss", "byOutput")
    points = EXERCISES["xor"]
    found = modules.evaluate(
        """async ({activations, losses, weights, points, names}) => {
            const { Neuron } = await import("/chain.js");
            return activations.flatMap((activation) => losses.flatMap((loss) => {
                const neuron = new Neuron(activation, loss);
                return weights.flatMap((w) => points.map((point) => {
                    const chain = neuron.chain(w, point);
                    return [...names.map((name) => chain[name]), ...chain.gradient];
                }));
            }));
        }""",
        {
            "activations": list(ONE_NUMBER),
            "losses": list(LOSSES),
            "weights": [list(w) for w in WEIGHTS],
            "points": np.column_stack([points.x, points.y]).tolist(),
            "names": list(names),
        },
    )
    rows = iter(found)
    for activation, loss, weights in product(ONE_NUMBER, LOSSES, WEIGHTS):
        chain = chain_rule(SingleNeuron(*weights, activation, loss), points.x, points.y)
        factors = (chain.z, chain.output, chain.slope, chain.loss, chain.by_output)
        wanted = np.column_stack([*factors, chain.gradients])
        got = np.array([next(rows) for _point in points.y])
        # 1e-6: Keras has leaky ReLU's 0.2 in 32 bits, and GELU is a fit with an error of 1e-7.
        np.testing.assert_allclose(
            got, wanted, 1e-6, 2e-7, err_msg=f"{activation} {loss} {weights}"
        )


def test_where_an_answer_changes(modules):
    """The cuts of an activation: its output is on either side of one half there."""
    found = modules.evaluate(
        """async (names) => {
            const { Neuron } = await import("/chain.js");
            return names.map((name) => {
                const { cuts, output } = new Neuron(name, "mean_squared_error");
                return cuts.map((cut) => [cut, output(cut - 1e-6), output(cut + 1e-6)]);
            });
        }""",
        list(ONE_NUMBER),
    )
    for name, cuts in zip(ONE_NUMBER, found, strict=True):
        assert len(cuts) == (0 if name == "log_sigmoid" else 1), name
        for _cut, below, above in cuts:
            assert below <= 0.5 < above, name
    assert found[ONE_NUMBER.index("sigmoid")][0][0] == 0


# On the page ------------------------------------------------------------------------------------


def opened(page: Page, lab: Server, query: str = "") -> Page:
    page.goto(f"{lab.url}/neuron?lang=en{query}")
    expect(page.get_by_text("Keras says the same")).to_be_visible()
    return page


def at(page: Page, x1: float, x2: float) -> tuple[float, float]:
    """Where a place of the plane stands in the window."""
    page.locator(PLANE).scroll_into_view_if_needed()
    box = page.locator(PLANE).bounding_box()
    size = box["width"] - 31  # beside the numbers of the axes
    return box["x"] + 30 + (x1 + 0.5) / 2 * size, box["y"] + 1 + (1.5 - x2) / 2 * size


def weights(page: Page) -> list[float]:
    return [float(field.input_value()) for field in page.locator(FIELDS).all()]


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    page.mouse.move(*at(page, *start))
    page.mouse.down()
    page.mouse.move(*at(page, *end), steps=10)
    page.mouse.up()


def test_the_sum_of_what_is_pointed_at_is_written_out(page, lab):
    sent: list = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(frame)))
    opened(page, lab, "&single_w1=2&single_w2=-1.5&single_b=0.25")
    told = page.locator(".one-sum")
    expect(told).to_contain_text("At (1, 0)")  # the point that is looked at
    expect(told).to_contain_text("2·1 − 1.5·0 + 0.25")
    expect(told).to_contain_text("Sigmoid(2.25) = 0.905")
    expect(told).to_contain_text("Above ½, so it says 1. Wrong: 0 is right.")
    before = len(sent)
    page.mouse.move(*at(page, 0, 1))
    expect(told).to_contain_text("At (0, 1)")
    expect(told).to_contain_text("2·0 − 1.5·1 + 0.25")
    expect(told).to_contain_text("says 0. Right.")
    page.mouse.move(*at(page, 1.3, 0.6))
    expect(told).to_contain_text("At (1.3, 0.6)")
    expect(page.locator(".one-chain")).to_contain_text("at (1, 0), where 0 is right")
    page.mouse.move(5, 5)
    expect(told).to_contain_text("At (1, 0)")
    assert len(sent) == before
    page.mouse.click(*at(page, 0, 1))
    expect(page).to_have_url(re.compile("single_point=1"))
    page.locator(PLANE).press("ArrowRight")
    expect(told).to_contain_text("At (1, 0)")


@pytest.mark.slow
def test_the_line_is_moved_and_turned_and_the_address_follows(page, lab):
    sent: list = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(frame)))
    opened(page, lab)
    verdict = page.locator(".one-verdict")
    expect(verdict).to_contain_text("2 of 4 right")
    before = len(sent)
    page.mouse.move(*at(page, 0.25, 0.25))
    page.mouse.down()
    page.mouse.move(*at(page, 0.75, 0.75), steps=10)
    expect(verdict).to_contain_text("4 of 4 right")
    assert len(sent) == before  # while it is held, nobody is asked
    page.mouse.up()
    expect(page).to_have_url(re.compile(r"single_b=-1\.[45]"))
    expect(page.get_by_text("Keras says the same")).to_contain_text("4 of 4 right")
    w1, w2, b = weights(page)
    assert (w1, w2) == (1, 1)
    assert b == pytest.approx(-1.5, abs=0.02)
    # A grip stands 0.42 from the middle: half a turn makes the neuron say the opposite.
    arm = 0.42 / 2**0.5
    page.mouse.move(*at(page, 0.75 + arm, 0.75 - arm))
    page.mouse.down()
    for x1, x2 in ((1.2, 0.75), (0.75 + arm, 0.75 + arm), (0.75, 1.2), (0.75 - arm, 0.75 + arm)):
        page.mouse.move(*at(page, x1, x2), steps=5)
    page.mouse.up()
    np.testing.assert_allclose(weights(page), [-1, -1, 1.5], atol=0.03)
    expect(verdict).to_contain_text("0 of 4 right")


@pytest.mark.slow
def test_a_slider_and_a_number_do_the_same(page, lab):
    opened(page, lab)
    page.locator(".one-weights input[type=range]").nth(2).focus()
    page.keyboard.press("ArrowLeft")
    assert weights(page)[2] == pytest.approx(-0.55)
    page.locator(FIELDS).nth(2).fill("-1.5")
    expect(page.locator(".one-verdict")).to_contain_text("4 of 4 right")
    page.keyboard.press("Tab")
    expect(page).to_have_url(re.compile(r"single_b=-1\.5"))
    page.locator(FIELDS).nth(0).fill("1e308")  # no weight: what there was stays
    page.keyboard.press("Tab")
    assert weights(page) == [1, 1, -1.5]
    page.locator(FIELDS).nth(0).fill("0")
    page.locator(FIELDS).nth(1).fill("0")
    expect(page.locator(".one-verdict")).to_contain_text("there is no line")


@pytest.mark.slow
def test_each_step_is_one_of_gradient_descent(page, lab):
    opened(page, lab)
    path = descend(SingleNeuron(), EXERCISES["and"], 0.3, 5)
    step = page.get_by_role("button", name="One step")
    expect(page.locator(".one-gradient").first).to_have_text("0.11")
    expect(page.locator(".one-batch tfoot")).to_contain_text("0.656")
    for after in path[1:]:
        step.click()
        np.testing.assert_allclose(weights(page), [after.w1, after.w2, after.b], atol=6e-4)
    expect(page.locator(".one-verdict")).to_contain_text("4 of 4 right")
    expect(page.locator(".one-path")).to_contain_text("5 steps of gradient descent: L from 0.6559")
    expect(page).to_have_url(re.compile(r"single_b=-0\.9"))
    page.get_by_role("button", name="Back to the start").click()
    assert weights(page) == [1, 1, -0.5]
    page.locator(".one-steps select").select_option("point")
    expect(page.locator(".one-of")).to_contain_text("Gradient of the loss at (1, 0): L = 0.974")
    expect(page.locator(".one-gradient").nth(1)).to_have_text("0")  # its input is 0
    expect(page).to_have_url(re.compile("single_learns=point"))


@pytest.mark.slow
def test_playing_learns_nand_and_a_preset_ends_it(page, lab):
    opened(page, lab)
    page.get_by_role("button", name="It learns NAND").click()
    expect(page.locator(".one-verdict")).to_contain_text("2 of 4 right")
    page.get_by_role("button", name="Play").click()
    expect(page.locator(".one-verdict")).to_contain_text("4 of 4 right")
    page.get_by_role("button", name="XOR: no line can").click()
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    expect(page.locator(".one-verdict")).to_contain_text("3 of 4 right")
    assert weights(page) == [1, 1, -0.5]
    page.get_by_role("button", name="A dead ReLU").click()
    expect(page.locator(".one-drawing")).to_contain_text("ReLU")
    page.get_by_role("button", name="One step").click()
    expect(page.locator(".one-rest")).to_contain_text("The gradient is exactly 0")
    page.get_by_role("button", name="Steps too large").click()
    expect(page.locator(".one-drawing")).to_contain_text("Linear")
    page.get_by_role("button", name="Play").click()
    expect(page.locator(".one-rest")).to_contain_text("beyond ±100")


def test_a_finger_drags_the_line_and_nothing_is_wider_than_a_phone(browser, lab):
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, locale="en-GB"
    )
    for page in watched(context):
        opened(page, lab)
        fingers = context.new_cdp_session(page)
        start, end = at(page, 0.25, 0.25), at(page, 0.75, 0.75)
        scrolled = page.locator(PLANE).bounding_box()["y"]
        for share in range(11):
            x, y = (a + (b - a) * share / 10 for a, b in zip(start, end, strict=True))
            fingers.send(
                "Input.dispatchTouchEvent",
                {"type": "touchMove" if share else "touchStart", "touchPoints": [{"x": x, "y": y}]},
            )
        fingers.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        expect(page.locator(".one-verdict")).to_contain_text("4 of 4 right")
        assert page.locator(PLANE).bounding_box()["y"] == scrolled  # the page was not moved
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert page.locator(".one-factors").bounding_box()["width"] <= 390
