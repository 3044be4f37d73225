"""Learning from few on the page: what is started, how it goes, what is found, and a try."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dlcore import tasks
from dlcore.data.formats import from_npz
from dlcore.data.symbols import symbols
from dlcore.few import NOTHING, TRANSFER, FewConfig, FewReading, FewResult, read_few
from dlcore.few.config import FewTest, Misread, Strangeness
from tests.pages.conftest import VISITOR, charts, put_ink, rerun, words
from ui.data import few
from ui.frame.jobs import FEW


@pytest.fixture
def open_view(open_page):
    return lambda **query: open_page("data", data_view="few", **query)


def found(names: tuple[str, ...] | None = None, **more) -> FewResult:
    """A result of so many classes, in which the second is once taken for the first."""
    data = symbols()
    names = names or data.classes
    confusion = 4 * np.eye(len(names), dtype=np.int64)
    confusion[1, 0] = 1
    images = data.x_test[:1]
    return replace(
        FewResult(
            config=FewConfig(),
            classes=names,
            fingerprint=data.fingerprint,
            model=b"",
            learnt=data.x_train[:4],
            learnt_labels=data.y_train[:4],
            tests={
                TRANSFER: FewTest(confusion, 3.0),
                NOTHING: FewTest(np.ones_like(confusion), 5.0),
            },
            misread=Misread(
                images, np.array([1], np.uint8), np.array([0], np.uint8), np.ones(1, np.float32)
            ),
            strangeness=Strangeness(0.5, 0.95, 0.8, 0.97, "digits"),
            seconds=9.0,
            stopped=False,
        ),
        **more,
    )


@pytest.fixture
def show(open_view, stand_in):
    """The view with a run that has left this result."""

    def show_(result, owner=VISITOR, **query):
        run = stand_in.start_run(tasks.learn_few, result.config, owner=owner)
        at = open_view(**{FEW.key: run.id} | query)
        run.begin()
        run.finish(result)
        return rerun(at)

    return show_


def test_start_sends_the_set_and_the_settings(open_view, stand_in):
    at = open_view()
    at.slider(key="data_few_images").set_value(3)
    at.toggle(key="data_few_compared").set_value(False)
    rerun(at)
    at.button(key="data_few_start").click()
    rerun(at)
    (run,) = stand_in.runs.values()
    assert run.task is tasks.learn_few
    assert run.config == FewConfig(images=3, compared=False)
    assert from_npz(run.supply).fingerprint == symbols().fingerprint


def test_both_lines_are_drawn_while_it_goes(open_view, stand_in):
    at = open_view()
    at.button(key="data_few_start").click()
    rerun(at)
    (run,) = stand_in.runs.values()
    run.begin()
    run.receive({"series": {TRANSFER: [[1, 0.5], [2, 0.75]], NOTHING: [[1, 0.1]]}})
    rerun(at)
    assert not at.exception
    assert len(charts(at)) == 1


def test_numbers_misread_drawings_and_the_confusion_are_shown(show):
    at = show(found())
    assert [metric.value for metric in at.metric] == ["98.8%", "5.0%"]
    assert "4 drawings of 20 classes, learnt in 3.0 s." in words(at)
    assert "94 points ahead" in words(at)
    assert "it refuses 80%; of the test drawings, 5%" in words(at)
    assert "α, not β" in words(at)


def test_a_result_in_part_and_one_of_another_set(show):
    alone = found().tests[TRANSFER]
    at = show(found(tests={TRANSFER: alone}, fingerprint="another", stopped=True))
    assert not at.exception
    assert "from another set" in words(at)
    assert len(at.metric) == 1


@pytest.mark.parametrize("count", [3, 26, 62])
def test_any_number_of_classes_and_any_names(show, count):
    names = ("<script>x</script>", "**b** :red[c]", *(f"class {i} with a name" for i in range(60)))
    at = show(found(names[:count]))
    assert not at.exception
    assert "`<script>x…`, not `**b** :re…`" in words(at)


def test_a_drawing_is_named_or_is_none_of_them(show, stand_in, png):
    at = show(found())
    shares = np.full(20, 0.01, np.float32)
    shares[2] = 0.81
    for familiarity, said in ((0.9, "**λ**"), (0.3, "**None of these**")):
        stand_in.answers[read_few] = FewReading(
            np.zeros((28, 28), np.float32), shares, familiarity, 0
        )
        put_ink(at, png, few.SHEET)
        assert said in words(at)
    stand_in.answers[read_few] = None
    rerun(at)
    assert "Nothing is drawn yet." in words(at)


@pytest.mark.parametrize("has_the_set", [True, False])
def test_the_drawings_are_for_their_owner_and_who_has_the_set(show, stand_in, png, has_the_set):
    fingerprint = symbols().fingerprint if has_the_set else "another"
    stand_in.answers[read_few] = FewReading(
        np.zeros((28, 28), np.float32), np.full(20, 0.05, np.float32), 0.9, 0
    )
    at = show(found(fingerprint=fingerprint), owner="somebody else")
    put_ink(at, png, few.SHEET)
    said = words(at)
    assert ("α, not β" in said) is has_the_set
    assert said.count("are shown to nobody but their owner") == (0 if has_the_set else 2)
    shown = [image.proto.imgs[0].caption for image in at.get("image")]
    assert ("the nearest that it learnt from" in shown) is has_the_set
    assert "what it saw" in shown


def test_what_it_says_of_nothing_fits_the_numbers():
    assert "as far" in few.said(found(tests={name: found().tests[TRANSFER] for name in few.STARTS}))
    other = dict(zip(few.STARTS, reversed(found().tests.values()), strict=True))
    assert "points further" in few.said(found(tests=other))
