"""Pages without an engine: what they show is what this stand-in answers."""

from __future__ import annotations

import base64
import functools
import pickle
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import numpy as np
import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from dlcore import data, registry, tasks
from dlcore.engine import Engine, Limits, Past, Run, TooManyRuns
from dlcore.registry import apart, shipped
from dlcore.training import Mistake, TrainConfig, TrainResult
from ui.frame import engine as engine_of_pages
from ui.frame import keeping, visitor
from ui.frame.engine import engine
from ui.shared import canvas
from ui.shared.canvas import Canvas

TOKEN = "the-token-of-the-visitor-who-is-here"
VISITOR = visitor._digest(TOKEN)
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session", autouse=True)
def components_are_looked_for_once():
    """Streamlit reads the metadata of all installed packages for each AppTest: half its time."""
    with pytest.MonkeyPatch.context() as patch:
        found = functools.cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", found)
        yield


_COMPUTED: dict[bytes, bytes] = {}  # the same questions are asked by many tests


def _computed(task: Callable, args: tuple):
    """What a page explains with is fast enough to be computed here, once; it comes as a copy, as
    from the engine."""
    asked = pickle.dumps((shipped.MODELS, task, args))
    if asked not in _COMPUTED:
        _COMPUTED[asked] = pickle.dumps(task(*args))
    return pickle.loads(_COMPUTED[asked])


class StandIn:
    """Answers as the engine does, from `answers` by task; runs are real ones that nobody runs."""

    limits = Limits()
    status = "ready"
    error = ""

    def __init__(self) -> None:
        self.answers = {tasks.data_source: tasks.DataInfo("file", 60_000, 10_000)}
        self.limited = False  # else a test has as many runs as it likes
        self.asked: list[tuple] = []
        self.apart: list[tuple] = []  # what was asked of a visitor's file
        self.runs: dict[str, Run] = {}
        self.orders: list[tuple] = []  # what runs were told
        self.kept: list[Run] = []  # what is written down

    def start(self) -> None:
        pass

    def wait_ready(self, timeout: float) -> bool:
        return self.status == "ready"

    def call(self, task, *args, timeout=None):
        if task is apart.ask and task not in self.answers:  # here, nothing computes for ever
            self.apart.append(args)
            task, args = args[0], (*args[1], *args[2:])
        self.asked.append((task, *args))
        small = task in (tasks.read_digit, tasks.read_drawing)
        explains = small or task.__module__ != tasks.__name__
        if task not in self.answers and explains:
            return _computed(task, args)
        answer = self.answers[task]
        if isinstance(answer, Exception):
            raise answer
        return answer

    def start_run(self, task, config, *, owner=VISITOR, supply=b"") -> Run:
        if self.limited and len(self.active_runs(owner)) >= self.limits.runs_per_visitor:
            raise TooManyRuns
        run = Run(task, config, self._note, owner, supply=supply)
        self.runs[run.id] = run
        return run

    def _note(self, run: Run, order: str, settings: dict[str, float]) -> None:
        self.orders.append((run, order, settings))

    def go_on(self, run: Run, *, ending: bool = False) -> None:
        run.go_on(ending=ending)

    def recall(self, task, config, past: Past, size: int = 0) -> Run:
        run = Run(task, config, self._note, past=past)
        return self.runs.setdefault(run.id, run)

    def forget(self, run: Run) -> None:
        del self.runs[run.id]

    def active_runs(self, owner: str) -> list[Run]:
        return [run for run in self.runs.values() if run.owner == owner and not run.over]

    def runs_of(self, task) -> list[Run]:
        return [run for run in reversed(self.runs.values()) if run.task is task]

    def run(self, run_id: str) -> Run | None:
        return self.runs.get(run_id)


@pytest.fixture
def only_the_sample(monkeypatch, keras_home):
    """The lab as it is where nobody named a file and there is no network: on every machine."""
    monkeypatch.delenv(data.ENVIRONMENT_VARIABLE, raising=False)


@pytest.fixture
def stand_in(monkeypatch, only_the_sample):
    double = StandIn()
    monkeypatch.setattr(Engine, "from_environment", lambda **options: double)
    monkeypatch.setattr(registry, "answers_alone", lambda name: False)  # it answers for all
    monkeypatch.setattr(visitor, "_in_browser", lambda: TOKEN)
    monkeypatch.setattr(keeping, "keep", double.kept.append)
    keeping._opened.cache_clear()
    monkeypatch.setattr(engine_of_pages, "_too_small", lambda: False)  # nor is this machine
    st.cache_data.clear()
    engine.cache_clear()
    yield double
    engine.cache_clear()


@pytest.fixture
def open_page(stand_in):
    """Opens a page as a browser with this address would: open_page("train", lang="zh").

    What widgets say from the beginning, where no address can have it, is `state`, by their keys.
    """

    def open_(name: str, state: Mapping[str, object] | None = None, **query: str) -> AppTest:
        at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
        for key, value in (state or {}).items():
            at.session_state[key] = value
        if name:
            at.switch_page(f"pages/{name}.py")
        for key, value in query.items():
            at.query_params[key] = value
        at.run()
        assert not at.exception
        assert len(at.title) == 1
        return at

    return open_


@pytest.fixture
def result() -> TrainResult:
    image = np.zeros((28, 28), np.uint8)
    return TrainResult(
        test_loss=0.0321,
        test_accuracy=0.9876,
        confusion=np.diag(np.full(10, 98)) + np.eye(10, k=1, dtype=int),
        mistakes=(Mistake(image, truth=4, guess=9, confidence=0.97),),
        model=b"weights",
        parameters=225_034,
        seconds=65.0,
        images_per_second=5_000.0,
        epochs_done=3.0,
        stopped=False,
        source="file",
        test_images=10_000,
    )


@pytest.fixture
def run(stand_in) -> Run:
    return stand_in.start_run(tasks.train, TrainConfig(epochs=3))


def rerun(at: AppTest) -> AppTest:
    """Runs the page again, as a browser does after a visitor touched it."""
    at.run()
    assert not at.exception
    return at


def asked(stand_in: StandIn, task: Callable) -> list[list]:
    """The arguments of each call of this task, in the order in which they came."""
    return [arguments for name, *arguments in stand_in.asked if name is task]


def addresses(nonsense: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    """As few addresses as these (name, value) go into: each name stands once in an address."""
    found: list[dict[str, str]] = []
    for name, value in nonsense:
        free = next((address for address in found if name not in address), None)
        if free is None:
            found.append(free := {})
        free[name] = value
    return found


def assert_refused(at: AppTest, nonsense: dict[str, str], usual: AppTest) -> None:
    """Each of these has a sentence of its own, and the page the values of an untouched one."""
    said = [warning.value for warning in at.warning]
    unsaid = [name for name in nonsense if sum(f"{name} = `" in one for one in said) != 1]
    assert not unsaid, said
    assert len(said) == len(nonsense), said
    assert _values(at, nonsense) == _values(usual, nonsense)


def _values(at: AppTest, names: Iterable[str]) -> dict:
    return {name: at.session_state[name] for name in names if name in at.session_state}


def words(at: AppTest) -> str:
    """All text of a page, in one string."""
    kinds = (
        "title",
        "header",
        "subheader",
        "markdown",
        "caption",
        "info",
        "warning",
        "error",
        "success",
    )
    return "\n".join(str(e.value) for kind in kinds for e in getattr(at, kind))


def charts(at: AppTest) -> list:
    """The charts of a page; the drawing canvas is such a component too."""
    return [c for c in at.get("bidi_component") if c.proto.component_name == "dlcore_chart"]


def put_ink(at: AppTest, png: Callable[[np.ndarray], bytes], sheet: Canvas = canvas.DIGIT) -> None:
    """As if a 1 had been drawn on this sheet, and the page redrawn."""
    width, height = sheet.size
    ink = np.zeros((height, width, 4), np.uint8)
    ink[height // 7 : -height // 7, width // 2 - 10 : width // 2 + 10] = 255
    data = "data:image/png;base64," + base64.b64encode(png(ink)).decode()
    at.session_state[sheet.key] = {"drawing": {"raw": {"objects": [{}]}, "data": data}}
    rerun(at)
