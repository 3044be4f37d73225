"""The page of limits on a set that is not MNIST: what is started, shown and said, and bad input."""

from __future__ import annotations

import html
import json
from dataclasses import replace

import numpy as np
import pytest

from dlcore import tasks
from dlcore.data.dataset import DataSet
from dlcore.data.formats import from_npz, to_npz
from dlcore.data.symbols import symbols
from dlcore.limits.bias import BiasConfig, BiasResult
from dlcore.limits.bias.config import BiasNetwork
from dlcore.limits.bias.networks import NETWORKS
from dlcore.limits.kept import pack
from dlcore.limits.membership import MembershipConfig, MembershipResult
from dlcore.limits.membership.config import MembershipCards, MembershipNetwork
from tests.dlcore.training.sets import bars
from tests.pages.conftest import charts, rerun, words
from ui.frame import jobs
from ui.limits import subject
from ui.limits.bias.controls import LOOK
from ui.limits.subject import ExperimentSet

HOSTILE = "<b>|*x*|</b> :red[y] `z`"


@pytest.fixture
def open_limits(open_page):
    return lambda view, **query: open_page(
        "limits", limits_view=view, **{"limits_data_set": "symbols", "lang": "en", **query}
    )


@pytest.fixture
def chosen(monkeypatch):
    """Has the page ask about this set."""

    def choose(data: DataSet) -> None:
        asked = ExperimentSet(data, lambda: to_npz(data))
        monkeypatch.setattr(subject, "choose", lambda: asked)

    return choose


def start(at, stand_in, name):
    at.button(key=f"{name}_start").click()
    rerun(at)
    *_others, run = stand_in.runs.values()
    return run


def finish(at, run, found):
    run.begin()
    run.finish(found)
    return rerun(at)


def spoken(at) -> str:
    """What the charts say of themselves."""
    return " ".join(json.loads(c.proto.json)["alt"] for c in charts(at))


def figures(at) -> dict[str, dict]:
    """What the charts draw, by their key."""
    return {
        c.proto.id.split("-")[-1]: json.loads(json.loads(c.proto.json)["figure"])
        for c in charts(at)
    }


def attacked(names: tuple[str, ...], fingerprint: str) -> MembershipResult:
    random = np.random.default_rng(0)
    classes = len(names)
    network = replace(MembershipConfig().network, classes=classes)
    inside, outside = random.exponential(1, 40), random.exponential(3, 40)
    return MembershipResult(
        config=MembershipConfig(images=40, network=network, set=fingerprint),
        source="own",
        seconds=1.0,
        stopped=False,
        networks=(
            MembershipNetwork(
                name="plain",
                training=np.ones((1, 2), np.float32),
                validation=np.ones((1, 2), np.float32),
                inside=inside.astype(np.float32),
                outside=outside.astype(np.float32),
                right_inside=1.0,
                right_outside=0.5,
                accuracy=0.6,
                epochs=1.0,
            ),
        ),
        cards=MembershipCards(
            images=np.zeros((2, 28, 28), np.uint8),
            labels=np.full(2, classes - 1, np.uint8),
            probabilities=np.tile(
                np.linspace(1, 2, classes)[::-1] / (1.5 * classes), (2, 1)
            ).astype(np.float32),
            losses=np.ones(2, np.float32),
            inside=np.array([True, False]),
        ),
        classes=names,
        name="My *set*",
    )


def failed(names: tuple[str, ...], fingerprint: str, hands: int = 4) -> BiasResult:
    """Networks that read each class, but for the first one, right four times of five."""
    classes, count = len(names), 20
    labels = np.repeat(np.arange(classes), count).astype(np.uint8)
    guesses = np.where(np.arange(len(labels)) % 5 == 0, (labels + 1) % classes, labels)
    guesses[:count] = 1
    parts = {one: (np.arange(len(labels)) % 5).astype(np.uint8) for one in ("stroke", "slant")}
    return BiasResult(
        seconds=1.0,
        stopped=False,
        config=BiasConfig(digit=0, rival=1, left=2, set=fingerprint, classes=classes),
        source="own",
        labels=labels,
        parts=parts,
        middles={"stroke": (1.6, 2.0, 2.4, 2.8, 3.5), "slant": (-15.0, -2.0, 7.0, 15.0, 26.0)},
        available=80,
        examples=np.zeros((2, 28, 28), np.uint8),
        places=np.array([0, 1], np.int32),
        networks=tuple(
            BiasNetwork(
                name=name,
                images=100,
                shown=100,
                rare=2,
                seconds=1.0,
                guesses=(labels if name == "full" else guesses).astype(np.uint8),
            )
            for name in NETWORKS
        ),
        names=names,
        name="My *set*",
        writers=(np.arange(len(labels)) % hands).astype(np.int32) if hands else None,
    )


def test_what_ships_is_not_shown_as_if_it_were_the_sets(open_limits):
    for view in ("membership", "bias"):
        at = open_limits(view)
        assert "Nothing is known of this set yet" in words(at)
        assert "ships with the lab" not in words(at)
        assert "is usual" not in words(at)  # Streamlit shows each text that stands by itself
        assert not charts(at)
        assert f"{view}_try_" not in str([one.key for one in at.button])


def test_an_attack_is_started_with_the_set(open_limits, stand_in):
    at = open_limits("membership")
    assert at.number_input(key="membership_images").value == 550  # of 1,600
    assert "1,600 images that this set has to learn from, 550 at most" in words(at)
    run = start(at, stand_in, "membership")
    assert run.task is tasks.membership
    usual = MembershipConfig()
    assert run.config == replace(
        usual,
        images=550,
        label_noise=0.0,
        network=replace(usual.network, classes=20),
        set=symbols().fingerprint,
    )
    assert from_npz(run.supply).fingerprint == symbols().fingerprint


def test_a_class_is_thinned_by_its_name(open_limits, stand_in):
    at = open_limits("bias")
    names = symbols().classes
    assert at.selectbox(key="bias_digit").options == list(names)
    at.selectbox(key="bias_digit").set_value(7)
    rerun(at)
    run = start(at, stand_in, "bias")
    assert run.config == BiasConfig(
        digit=7,
        rival=1,
        left=2,
        epochs=20,
        collected=20,
        set=symbols().fingerprint,
        classes=20,
    )
    assert from_npz(run.supply).classes == names


def test_settings_are_what_is_usual_for_the_set_and_go_back(open_limits):
    at = open_limits("bias", limits_data_set="digits", bias_epochs="5")
    assert at.slider(key="bias_epochs").value == 5
    for name, epochs, noise in (("symbols", 20, 0), ("digits", 2, 20)):
        at.selectbox(key="limits_data_set").set_value(name)
        rerun(at)
        assert at.slider(key="bias_epochs").value == epochs
        at.session_state["limits_view"] = "membership"
        rerun(at)
        assert at.slider(key="membership_label_noise").value == noise
        at.session_state["limits_view"] = "bias"
        rerun(at)
    assert at.number_input(key="bias_digit").value == 8


@pytest.mark.parametrize("named", ["symbols", symbols().fingerprint], ids=["by id", "by images"])
def test_a_link_followed_from_another_set_says_what_it_says(open_limits, named):
    at = open_limits("bias", limits_data_set="digits")
    for key, value in {"limits_data_set": named, "bias_left": "5", "bias_epochs": "7"}.items():
        at.query_params[key] = value
    at.run()
    assert at.selectbox(key="limits_data_set").value == "symbols"
    assert (at.session_state["bias_left"], at.session_state["bias_epochs"]) == (5, 7)
    assert at.session_state["bias_rival"] == 1  # not said: as is usual for that set


@pytest.mark.parametrize("count", [3, 26, 62])
def test_an_attack_is_shown_with_the_names_of_its_classes(open_limits, stand_in, chosen, count):
    names = (*(f"class {n}" for n in range(count - 1)), HOSTILE)
    data = replace(bars(count, 40), classes=names)
    chosen(data)
    at = open_limits("membership")
    run = start(at, stand_in, "membership")
    finish(at, run, attacked(names, data.fingerprint))
    said = words(at)
    assert "Its label: **`<b>|*x*|</b> :red[y] \ufffdz\ufffd`**" in said
    assert "60.0% of new images are read right" in said
    assert "another set" not in said
    assert f"gives the label {HOSTILE}" in spoken(at)
    shown = figures(at)["membership_bars"]["data"][0]["y"]
    assert len(shown) == min(count, 12)
    assert html.escape(HOSTILE, quote=False) in shown  # the label, though it is the least likely
    assert "<b>|" not in json.dumps(figures(at))


@pytest.mark.parametrize("count", [3, 26, 62])
def test_recall_is_shown_with_the_names_of_the_classes(open_limits, stand_in, chosen, count):
    names = (HOSTILE, *(f"a rather long name {n}" for n in range(1, count)))
    data = replace(bars(count, 20), classes=names)
    chosen(data)
    at = open_limits("bias")
    run = start(at, stand_in, "bias")
    finish(at, run, failed(names, data.fingerprint))
    said = words(at)
    assert "the class `<b>|*x*|</b>" in said
    assert r"the class `<b>\|*x*\|</b>" in said  # in the table
    assert f"{HOSTILE} 0.0%" in spoken(at)
    figure = figures(at)["bias_recalls"]
    assert len(figure["layout"]["yaxis"]["ticktext"]) == min(count, 12)
    assert len(set(figure["data"][0]["y"])) == min(count, 12)  # names that are cut stay apart
    assert (f"Of {count} groups, these 12: what is thinned" in said) == (count > 12)
    for look in LOOK.options:
        at.session_state["bias_look"] = look
        rerun(at)
        assert charts(at)
        assert "<b>|" not in json.dumps(figures(at))


def test_recall_by_hand_is_there_where_hands_are_known(open_limits, stand_in):
    fingerprint = symbols().fingerprint
    at = open_limits("bias", bias_grouping="hand")
    run = start(at, stand_in, "bias")
    run.begin()
    found = failed(symbols().classes, fingerprint)
    run.receive({"phase": "training", "snapshot": {"found": pack(found)}})
    rerun(at)
    right = found.network("thinned").guesses == found.labels
    for number in range(4):
        assert f"hand {number} {right[found.writers == number].mean():.1%}" in spoken(at)
    run.finish(failed(symbols().classes, fingerprint, hands=0))
    rerun(at)
    assert at.session_state["bias_grouping"] == "own"
    assert "hand" not in spoken(at)


def test_a_result_of_another_set_says_so(open_limits, stand_in):
    at = open_limits("bias")
    run = start(at, stand_in, "bias")
    finish(at, run, failed(symbols().classes, symbols().fingerprint))
    assert not at.warning
    at.selectbox(key="limits_data_set").set_value("digits")
    rerun(at)
    assert any("of another set than the one that is chosen: of `My *set*`" in one.value
               for one in at.warning)  # fmt: skip
    at.button(key="bias_back").click()
    rerun(at)
    assert "ships with the lab" in words(at)


def test_what_makes_no_experiment_is_said_and_cannot_be_started(open_limits, chosen):
    for view, data, query, said in (
        ("membership", bars(3, 13), {}, "33 images to learn from at least"),
        ("bias", bars(3, 5), {}, "20 images to learn from at least"),
        ("bias", bars(2, 40), {"bias_left": "0"}, "nothing to tell apart"),
        ("bias", bars(3, 40), {"bias_rival": "0"}, "the same class"),
    ):
        chosen(data)
        at = open_limits(view, **query)
        assert said in " ".join(one.value for one in (*at.warning, *at.error))
        assert at.button(key=f"{view}_start").disabled


def test_what_a_set_does_not_have_is_refused(open_limits):
    for query, said in (
        ({"bias_digit": "12", "limits_data_set": "digits"}, "bias_digit = 12"),
        ({"bias_epochs": "50", "limits_data_set": "digits"}, "bias_epochs = 50"),
        ({"bias_rival": "20"}, "bias_rival = 20"),
        ({"limits_data_set": "nobody's"}, "limits_data_set = "),
    ):
        at = open_limits("bias", **query)
        assert said in " ".join(one.value for one in at.warning).replace("`", "")
        assert not at.button(key="bias_start").disabled


def test_experiments_on_mnist_say_so(open_limits):
    for view in ("confidence", "explanation", "cost"):
        assert "Whatever set is chosen, this is about MNIST" in words(open_limits(view))
        assert "Whatever set" not in words(open_limits(view, limits_data_set="digits"))


def test_each_view_in_chinese(open_limits):
    for job in jobs.EXPERIMENTS:
        assert words(open_limits(job.name, lang="zh"))
