"""What a browser computes and draws of a small network, against Keras and as a visitor sees it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import numpy as np
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from benchmarks.serving import ROOT, Server
from dlcore.activations.functions import keras_function
from dlcore.losses.table import LOSSES
from dlcore.neuron.config import HIDDEN_ACTIVATIONS, NeuronConfig
from dlcore.neuron.features import FEATURES, SPAN, expand
from dlcore.neuron.heads import HEADS

MODULES = ROOT / "ui" / "neuron" / "plane" / "js"
SITE = "http://modules.test"

PLAY = ".st-key-neuron_play button"
STEP = ".st-key-neuron_step button"
AT = ".neuron-at"
FILM = ".neuron-film input"
PLANE = ".st-key-neuron_boundary canvas"
READ = ".st-key-neuron_boundary .neuron-readout"
PANEL = ".neuron-panel"
# What stands beside the plane is there too: it is as wide as it was at the last look.
SETTLED = """(plane) => {
    const before = window.planeWidth;
    window.planeWidth = document.querySelector(plane)?.width;
    return before !== undefined && window.planeWidth === before;
}"""


@pytest.fixture(scope="module")
def modules(browser: Browser) -> Iterator[Page]:
    """An empty page that may import the modules, without a server."""
    page = browser.new_page()
    page.route(
        f"{SITE}/*.js",
        lambda route: route.fulfill(path=MODULES / route.request.url.rsplit("/", 1)[1]),
    )
    page.route(f"{SITE}/", lambda route: route.fulfill(body="<p>", content_type="text/html"))
    page.goto(f"{SITE}/")
    yield page
    page.close()


def keras_network(config: NeuronConfig, rng: np.random.Generator):
    """A network as the settings say, with weights of a usual size."""
    import keras

    network = keras.Sequential([keras.Input((config.widths[0],))])
    for units, name in zip(config.widths[1:], config.layers, strict=True):
        network.add(keras.layers.Dense(units))
        network.add(keras.layers.Activation(keras_function(name, {})))
    network.set_weights([rng.normal(0, 0.7, w.shape) for w in network.get_weights()])
    return network


def spec_of(config: NeuronConfig) -> dict:
    return {
        "features": list(config.features),
        "widths": list(config.widths),
        "layers": list(config.layers),
        "classes": config.classes,
        "loss": config.loss,
    }


def in_browser(page: Page, config: NeuronConfig, network, x: np.ndarray, y: np.ndarray) -> dict:
    """The outputs of each layer, (units, n) each, and how good it is, by the modules."""
    weights = np.concatenate([w.ravel() for w in network.get_weights()])
    return page.evaluate(
        """async ({spec, weights, x1, x2, y}) => {
            const { Field } = await import("/forward.js");
            const { measure } = await import("/losses.js");
            const field = new Field(spec, x1, x2);
            field.run(Float32Array.from(weights));
            const values = field.values.map((layer) => layer.map((unit) => Array.from(unit)));
            return { values, ...measure(spec, field, y, () => true) };
        }""",
        {
            "spec": spec_of(config),
            "weights": weights.tolist(),
            "x1": x[:, 0].tolist(),
            "x2": x[:, 1].tolist(),
            "y": y.tolist(),
        },
    )


def configs() -> Iterator[NeuronConfig]:
    """Every activation, feature and loss that there is, in networks of all depths."""
    depths = ((), (3,), (8, 2), (8, 8, 8))
    for i, name in enumerate(HIDDEN_ACTIVATIONS):
        yield NeuronConfig(
            units=(8,) * (1 + i % 3),
            activations=(name,) * (1 + i % 3),
            features=tuple(FEATURES)[: 2 + i % 6],
        )
    for classes, question in ((0, "value"), (2, "two_classes"), (3, "classes"), (4, "classes")):
        for i, loss in enumerate(HEADS[question].losses):
            units = depths[i % len(depths)]
            yield NeuronConfig(
                units=units, activations=("tanh",) * len(units), classes=classes, loss=loss
            )


def test_the_browser_computes_what_keras_computes(modules: Page):
    rng = np.random.default_rng(7)
    x = rng.uniform(-SPAN, SPAN, (60, 2)).astype(np.float32)
    for config in configs():
        y = rng.integers(0, config.classes, 60) if config.classes else rng.uniform(-1, 1, 60)
        network = keras_network(config, rng)
        found = in_browser(modules, config, network, x, y)
        given = [expand(x, config.features)]
        for layer in network.layers:
            given.append(np.asarray(layer(given[-1])))  # sums and outputs in turn
        for values, expected in zip(found["values"][1:], given[2::2], strict=True):
            np.testing.assert_allclose(
                np.array(values, float).T,
                expected,
                rtol=1e-5,
                atol=1e-5 * np.abs(expected).max(),
                err_msg=str(config),
            )
        loss, accuracy = by_keras(config, *given[-2:], y)
        assert found["loss"] == pytest.approx(loss, rel=1e-4, abs=1e-6), config
        assert config.classes == 0 or found["accuracy"] == pytest.approx(accuracy), config


def by_keras(
    config: NeuronConfig, sums: np.ndarray, outputs: np.ndarray, y: np.ndarray
) -> tuple[float, float]:
    """The loss of Keras for some outputs, and the share of right answers."""
    import keras

    record = LOSSES[config.loss]
    more = {"from_logits": True} if record.takes_logits else {}
    loss = getattr(keras.losses, record.keras_class)(**more)
    target = np.eye(config.classes)[y] if config.classes > 2 else y[:, None].astype("float32")
    value = float(loss(target, sums if record.takes_logits else outputs))
    if config.classes > 2:
        return value, float((outputs.argmax(1) == y).mean())
    half = 0.5 if config.layers[-1] == "sigmoid" else 0
    return value, float(((outputs[:, 0] > half) == y).mean())


def test_units_that_are_switched_off_give_nothing(modules: Page):
    answer = modules.evaluate(
        """async () => {
            const { Field, Shape } = await import("/forward.js");
            const spec = { features: ["x1", "x2"], widths: [2, 2, 1], layers: ["tanh", "linear"] };
            const shape = new Shape(spec);
            const weights = new Float32Array(shape.parameters).fill(1);
            const field = new Field(spec, [0.5], [0.25]);
            const all = field.run(weights)[0][0];
            const less = field.run(weights, [[0, 1]])[0][0];
            return { parameters: shape.parameters, bias: shape.bias(1, 0), all, less };
        }"""
    )
    assert (answer["parameters"], answer["bias"]) == (9, 8)
    one = np.tanh(1.75)
    assert answer["all"] == pytest.approx(2 * one + 1)
    assert answer["less"] == pytest.approx(one + 1)


def test_a_grid_runs_from_edge_to_edge_and_from_the_top_down(modules: Page):
    found = modules.evaluate(
        """async () => {
            const { grid } = await import("/forward.js");
            const { x1, x2 } = grid(3, 6);
            return JSON.stringify([Array.from(x1), Array.from(x2)]);
        }"""
    )
    assert json.loads(found) == [[-6, 0, 6] * 3, [6, 6, 6, 0, 0, 0, -6, -6, -6]]


def test_the_plane_has_its_colours_its_boundary_and_its_pointer_where_they_belong(modules: Page):
    found = modules.evaluate(
        """async () => {
            const { Plane, Tile, Tint } = await import("/plane.js");
            const { grid } = await import("/forward.js");
            const canvas = document.body.appendChild(document.createElement("canvas"));
            const plane = new Plane(canvas, { span: 6 });
            plane.fit(331);
            const { x1, x2 } = grid(31, 6);
            const [tile, tint] = [new Tile(31), new Tint(1)];
            tile.paint((i) => tint.signed(x1[i] / 6));
            plane.begin();
            plane.ground(tile);
            plane.contour(x2.map((value) => value - 3), 31, "#00FF00", 4);  // where x2 is 3
            const pixel = (a, b) => {
                const [x, y] = plane.toPixels(a, b);
                return Array.from(plane.context.getImageData(x, y, 1, 1).data);
            };
            const frame = canvas.getBoundingClientRect();
            const pointed = ([x, y]) =>
                plane.toData({ clientX: frame.left + x, clientY: frame.top + y });
            return { left: pixel(-5.9, 0), right: pixel(5.9, 0), middle: pixel(0, 0),
                line: pixel(1, 3), back: pointed(plane.toPixels(2.5, -4)),
                outside: pointed([2, 2]), again: plane.fit(331) };
        }"""
    )
    assert found["left"][:3] == pytest.approx([31, 131, 196], abs=3)  # blue below 0
    assert found["right"][:3] == pytest.approx([216, 115, 0], abs=3)  # orange above
    assert found["middle"][3] < 10  # clear
    assert found["line"][:3] == pytest.approx([0, 255, 0], abs=3)
    assert found["back"] == pytest.approx([2.5, -4])
    assert found["outside"] is None
    assert found["again"] is False


# A server that answers what the player asks with moments whose weights are all their step; and time
# that passes at once. `asked` is what was sent.
PLAYER = """async (act) => {
    const { Player } = await import("/player.js");
    const b64 = (array) => btoa(String.fromCharCode(...new Uint8Array(array.buffer)));
    const spec = { features: ["x1"], labels: ["x1"], widths: [1, 1], layers: ["sigmoid"],
        classes: 2, loss: "binary_crossentropy", span: 6 };
    const points = { x: b64(Float32Array.of(1, 0, -1, 0)), y: b64(Float32Array.of(1, 0)),
        test: b64(Uint8Array.of(0, 0)) };
    let number = 0;
    const player = new Player();
    const asked = [];
    const scene = (steps, more = {}) => ({ run: "a", settings: "s", spec, points, off: [], every: 5,
        packet: { id: `${number++}`, steps, diverged: false,
            weights: b64(Float32Array.from(steps.flatMap((step) => [step, step]))),
            measures: b64(new Float32Array(4 * steps.length)) }, ...more });
    const answer = ({ step, every, moments }) =>
        player.take(scene(Array.from({ length: moments }, (_, i) => step + (i + 1) * every)));
    player.most = 60;
    player.send = (event, value) => asked.push([event, value]);
    const wait = (ms) => new Promise((done) => setTimeout(done, ms));
    return eval(`(async () => { ${act} })()`);
}"""


def test_presses_of_step_wait_for_one_another_and_none_is_lost(modules: Page):
    found = modules.evaluate(
        PLAYER,
        """
        player.take(scene([0]));
        player.step(); player.step(); player.step();
        const first = asked.length;
        answer(asked.at(-1)[1]);
        const place = player.place;
        for (let i = 0; i < 7; i++) player.step();
        return { first, asked: asked.map(([, value]) => [value.step, value.every, value.moments]),
            steps: player.moments.map((m) => m.step), place, then: player.place };
        """,
    )
    assert found["first"] == 1
    assert found["asked"] == [[0, 1, 12], [12, 1, 12]]  # again before there are none left
    assert (found["steps"], found["place"], found["then"]) == (list(range(13)), 3, 10)


def test_a_hand_near_the_button_has_its_step_without_a_question(modules: Page):
    found = modules.evaluate(
        PLAYER,
        """
        player.rests = true;
        player.take(scene([0]));
        player.readySteps();
        answer(asked.at(-1)[1]);
        const before = player.place;
        player.step();
        const after = player.place;
        await wait(600);  // it rests there, and keeps what it has
        player.step();
        const told = asked.filter(([event]) => event === "rest").map(([, value]) => value.step);
        player.play();
        return { before, after, told, questions: asked.length - told.length,
            next: player.moments.map((m) => m.step) };
        """,
    )
    assert (found["before"], found["after"], found["told"], found["questions"]) == (0, 1, [1], 1)
    assert found["next"] == [0, 1, 2]  # played on at the film's own pace


@pytest.mark.slow
def test_a_film_is_played_asked_for_in_time_and_slid_back_in(modules: Page):
    found = modules.evaluate(
        PLAYER,
        """
        player.take(scene([0]));
        player.play();
        const times = [];
        player.send = (event, value) => {
            asked.push(value);
            times.push(performance.now());
            setTimeout(() => answer(value), 30);
        };
        await wait(4000);
        player.pause();
        const [place, head] = [player.place, player.head];
        const rests = player.moments.length > head + 1;
        const shown = player.now.weights[0] === player.now.step;
        await wait(200);
        const still = player.place === place;
        player.go(2);
        const back = [player.now.step, player.head];
        player.step();
        return { place, head, rests, shown, still, back, next: player.now.step,
            gaps: times.slice(1).map((time, i) => time - times[i]),
            joined: player.moments.every((m, i) => m.step === 5 * i) };
        """,
    )
    assert found["place"] == found["head"] > 10
    assert found["rests"]
    assert found["shown"]
    assert found["still"]
    assert found["joined"]
    assert found["back"] == [10, found["head"]]
    assert found["next"] == 15  # the film's own next moment, and no question
    assert min(found["gaps"], default=1000) > 499  # no more than two messages a second


def test_a_pause_tells_the_server_where_the_film_is(modules: Page):
    found = modules.evaluate(
        PLAYER,
        """
        player.rests = true;
        player.take(scene([0]));
        player.play();
        await wait(50);
        answer(asked.at(-1)[1]);
        await wait(250);
        player.pause();
        const kept = player.moments.length > player.head + 1;
        await wait(600);
        return { kept, told: asked.at(-1), now: player.now.step,
            dropped: player.moments.length === player.head + 1 };
        """,
    )
    assert found["kept"]
    assert found["dropped"]
    assert found["told"] == ["rest", {"run": "a", "step": found["now"]}]


def test_what_was_computed_ahead_ends_where_a_hand_sets_a_weight(modules: Page):
    found = modules.evaluate(
        PLAYER,
        """
        player.take(scene([0]));
        player.step();
        answer(asked.at(-1)[1]);
        player.play();
        await wait(100);
        const question = asked.at(-1)[1];
        player.setWeight(0, -9);
        answer(question);  // too late: it knows nothing of the weight
        const late = player.moments.map((m) => m.step);
        const { loss } = player.measures();
        player.step();
        answer(asked.at(-1)[1]);
        return { late, loss, playing: Boolean(player.playing),
            weights: Array.from(player.moments[1].weights),
            steps: player.moments.slice(0, 3).map((m) => m.step) };
        """,
    )
    assert found["late"] == [0, 1]
    assert not found["playing"]
    assert found["weights"] == [-9, 1]
    # By hand: sigmoid(-9 x + 1) for x = 1 of class 1 and x = -1 of class 0.
    expected = np.mean([np.log1p(np.exp(8)), np.log1p(np.exp(10))])
    assert found["loss"] == pytest.approx(expected, rel=1e-6)
    assert found["steps"] == [0, 1, 2]


def test_a_long_film_keeps_its_beginning_its_end_and_what_is_shown(modules: Page):
    found = modules.evaluate(
        PLAYER,
        """
        player.take(scene([0]));
        for (let i = 0; i < 2500; i++) {
            player.step();
            answer(asked.at(-1)[1]);
        }
        const steps = player.moments.slice(0, player.head + 1).map((m) => m.step);
        return { count: steps.length, first: steps[0], last: steps.at(-1), shown: player.now.step,
            rising: steps.every((step, i) => !i || step > steps[i - 1]) };
        """,
    )
    assert found["count"] <= 1001
    assert (found["first"], found["last"], found["shown"]) == (0, 2500, 2500)
    assert found["rising"]


def test_a_training_that_blows_up_ends_and_may_be_tried_once_more(modules: Page):
    found = modules.evaluate(
        PLAYER,
        """
        player.take(scene([0]));
        player.step();
        const end = scene([0]);  // as it stood: the first step already is not finite
        end.packet.diverged = true;
        player.take(end);
        const first = [player.diverged, player.moments.length];
        player.play();
        await wait(700);
        return { first, asked: asked.length, playing: Boolean(player.playing) };
        """,
    )
    assert found["first"] == [True, 1]
    assert found["asked"] == 2
    assert found["playing"]


def test_other_settings_end_what_was_computed_ahead_and_another_run_begins_anew(modules: Page):
    found = modules.evaluate(
        PLAYER,
        """
        player.take(scene([0]));
        player.play();
        await wait(50);
        answer(asked.at(-1)[1]);
        await wait(300);
        const ahead = player.moments.length > player.head + 1;
        player.take({ ...scene([1]), packet: null, settings: "another learning rate" });
        const none = player.moments.length === player.head + 1;
        player.take({ ...scene([0]), run: "b", off: [[0, 0]] });
        return { ahead, none, steps: player.moments.map((m) => m.step), off: player.off,
            playing: Boolean(player.playing) };
        """,
    )
    assert found == {"ahead": True, "none": True, "steps": [0], "off": [[0, 0]], "playing": False}


def test_who_paints_on_and_on_does_not_stop_the_film(modules: Page):
    """Points that arrive between a question and its answer: it was computed with them."""
    found = modules.evaluate(
        PLAYER,
        """
        player.take(scene([0]));
        player.play();
        await wait(50);
        for (let stroke = 1; stroke < 4; stroke++) {
            const x = b64(Float32Array.of(stroke, 0, -1, 0));
            player.take({ ...scene([0]), packet: null, points: { ...points, x } });
        }
        answer(asked.at(-1)[1]);
        return { asked: asked.length, steps: player.moments.map((m) => m.step).slice(0, 3) };
        """,
    )
    assert found == {"asked": 1, "steps": [0, 5, 10]}


def test_a_question_that_has_no_answer_is_asked_again_from_what_the_server_has(modules: Page):
    found = modules.evaluate(
        PLAYER,
        """
        player.take(scene([0]));
        player.play();
        await wait(50);
        const first = asked.at(-1)[1].step;
        const there = scene([0, 5]);
        player.take({ ...there, refused: 1 });
        const steps = player.moments.map((m) => m.step);
        await wait(2500);
        return { first, steps, again: asked.at(-1)[1].step, playing: Boolean(player.playing) };
        """,
    )
    assert found == {"first": 0, "steps": [0, 5], "again": 5, "playing": True}


def test_no_question_takes_the_place_of_a_reset(modules: Page):
    found = modules.evaluate(
        PLAYER,
        """
        player.take(scene([0]));
        player.reset();
        player.play();
        await wait(100);
        const meanwhile = asked.map(([event]) => event);
        player.take({ ...scene([0]), run: "b" });
        player.play();
        await wait(100);
        return { meanwhile, then: asked.map(([event, { run }]) => event + " " + run) };
        """,
    )
    assert found == {"meanwhile": ["reset"], "then": ["reset a", "more b"]}


def opened(page: Page, lab: Server, query: str = "") -> Page:
    """The network before its first step."""
    page.goto(f"{lab.url}/neuron?lang=en&neuron_view=network{query}")
    expect(page.locator(PLAY)).to_be_enabled()
    expect(page.locator(PLANE).first).to_be_visible()
    expect(page.locator(AT)).to_have_text("step 0")
    page.wait_for_function(SETTLED, arg=PLANE, polling=800)
    return page


def picture(page: Page) -> str:
    return page.locator(PLANE).first.evaluate("canvas => canvas.toDataURL()")


def unit(page: Page, name: str) -> Locator:
    return page.locator(".neuron-units").get_by_role("button", name=name, exact=True)


def step_of(page: Page) -> int:
    return int(re.findall(r"[\d,]+", page.locator(AT).inner_text())[0].replace(",", ""))


@pytest.mark.slow
def test_it_is_played_paused_slid_back_in_and_reset(page: Page, lab: Server):
    opened(page, lab)
    before = picture(page)
    page.locator(PLAY).click()
    expect(page.locator(AT)).to_have_text(re.compile(r"step [1-9]\d\d"))
    page.locator(PLAY).click()
    expect(page.locator(PLAY)).to_have_text("Play")
    rests, after = step_of(page), picture(page)
    assert after != before
    page.wait_for_timeout(300)
    assert step_of(page) == rests
    page.locator(FILM).focus()
    page.keyboard.press("Home")
    expect(page.locator(AT)).to_have_text(f"step 0 of {rests}")
    assert picture(page) == before
    page.keyboard.press("End")
    expect(page.locator(AT)).to_have_text(f"step {rests}")
    assert picture(page) == after
    page.get_by_role("button", name="Reset").click()
    expect(page.locator(AT)).to_have_text("step 0")
    assert picture(page) == before  # the same seed


def test_a_step_is_one_update_and_presses_are_counted(page: Page, lab: Server):
    opened(page, lab)
    page.locator(STEP).click()
    expect(page.locator(AT)).to_have_text("step 1")
    page.locator(STEP).click(click_count=3)
    expect(page.locator(AT)).to_have_text("step 4")


def test_a_weight_is_set_by_keyboard_and_it_learns_on_from_there(page: Page, lab: Server):
    opened(page, lab)
    page.locator(STEP).click()
    expect(page.locator(AT)).to_have_text("step 1")
    before = picture(page)
    unit(page, "layer 2, unit 1").press("Enter")
    weight = page.locator(PANEL).get_by_role("textbox").nth(2)
    expect(weight).to_have_attribute("aria-label", "weight from layer 1, unit 2 to layer 2, unit 1")
    weight.fill("-3,5")
    weight.press("Enter")
    expect(weight).to_have_value("−3.5")
    page.locator(AT).hover()
    expect(page.locator(READ)).to_have_text("")
    assert picture(page) != before
    page.locator(STEP).click()
    expect(page.locator(AT)).to_have_text("step 2")
    moved = float(weight.input_value().replace("−", "-"))
    assert moved == pytest.approx(-3.5, abs=0.3)
    assert moved != -3.5
    weight.fill("many")
    weight.press("Enter")
    expect(weight).not_to_have_value("many")
    page.keyboard.press("Escape")


@pytest.mark.slow
def test_a_unit_is_switched_off_and_looked_at(page: Page, lab: Server):
    opened(page, lab)
    whole = picture(page)
    unit(page, "layer 1, unit 1").click()
    expect(page.locator(READ)).to_have_text("layer 1, unit 1")
    assert picture(page) != whole  # its own map
    page.get_by_label("switched on").uncheck()
    page.get_by_role("button", name="Close").click()
    expect(page.locator(PANEL)).to_be_hidden()
    page.locator(AT).hover()
    expect(page.locator(READ)).to_have_text("")
    assert picture(page) != whole
    page.locator(STEP).click()
    expect(page.locator(AT)).to_have_text("step 1")
    unit(page, "layer 1, unit 1").click()
    expect(page.get_by_label("switched on")).not_to_be_checked()


def test_the_plane_is_read_by_keyboard(page: Page, lab: Server):
    opened(page, lab)
    page.locator(PLANE).first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(READ)).to_contain_text("x₁ = 0.25, x₂ = 0: output 0.")
    page.keyboard.press("ArrowUp")
    expect(page.locator(READ)).to_contain_text("x₁ = 0.25, x₂ = 0.25: output 0.")


def drag(page: Page, points: list[tuple[float, float]]) -> None:
    """From one place of the plane to the next, as shares of the picture."""
    box = page.locator(PLANE).first.bounding_box()
    for i, (right, down) in enumerate(points):
        page.mouse.move(box["x"] + right * box["width"], box["y"] + down * box["height"])
        if not i:
            page.mouse.down()
    page.mouse.up()


@pytest.mark.slow
def test_own_points_are_painted_and_learnt(page: Page, lab: Server):
    page.goto(f"{lab.url}/neuron?lang=en&neuron_view=network&neuron_data=own")
    expect(page.locator(READ)).to_have_text("No points yet.")
    drag(page, [(0.2, 0.2), (0.3, 0.2), (0.4, 0.2), (0.5, 0.2)])
    expect(page.locator(PLAY)).to_be_enabled()
    page.locator(".st-key-neuron_tools").get_by_text("◆", exact=True).click()
    expect(page).to_have_url(re.compile("neuron_class=1"))
    drag(page, [(0.4, 0.8), (0.5, 0.8), (0.6, 0.8), (0.7, 0.8)])
    page.locator(STEP).click()
    expect(page.locator(AT)).to_have_text("step 1")
    expect(page).to_have_url(re.compile("neuron_own=."))
    painted = page.url
    page.goto("about:blank")
    page.goto(painted)
    expect(page.locator(AT)).to_have_text("step 0")
    expect(page.locator(".st-key-neuron_curve")).to_contain_text("training: loss")


@pytest.mark.slow
def test_no_part_is_wider_than_a_phone(page: Page, lab: Server):
    page.set_viewport_size({"width": 390, "height": 800})
    wide = "&neuron_layers=3&neuron_units_1=8&neuron_units_2=8&neuron_units_3=8"
    opened(page, lab, wide + "&neuron_features=x1,x2,x1_squared,x2_squared,product,sin_x1,sin_x2")
    unit(page, "layer 3, unit 8").click()
    expect(page.locator(PANEL)).to_be_visible()
    assert page.locator("[data-testid=stMain]").evaluate("m => m.scrollWidth") <= 390
    for part in ("graph", "boundary", "curve", "controls"):
        width = page.locator(f".neuron-{part}-box").evaluate("b => b.scrollWidth - b.clientWidth")
        assert width <= 0, part
