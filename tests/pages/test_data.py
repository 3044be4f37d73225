"""The page on one's own data: sets that ship, sets that are drawn, what is kept of them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates

from dlcore import data, tasks
from dlcore.data import DataError, formats
from dlcore.data.collection import Collection
from dlcore.data.edits import NOTHING, apply
from dlcore.data.formats import from_npz
from dlcore.data.intake import IntakeConfig, IntakeResult
from dlcore.data.symbols import symbols
from dlcore.engine import Failure
from tests.pages.conftest import VISITOR, asked, rerun, words
from tests.strangers import HOSTILE, outside_code
from ui.data import draw, take
from ui.data.draw import Draft
from ui.data.pad import PadDrawing
from ui.frame import keeping
from ui.frame.jobs import INTAKE
from ui.frame.keeping import store
from ui.shared.sets import kept, known

SEVERAL = (3, 26, 62)
STROKE = [np.array([[0.2, 0.2], [0.8, 0.8]])]


@pytest.fixture(scope="module", autouse=True)
def symbols_are_there():
    """Made once, which takes a busy machine longer than a page may in a test."""
    symbols()


@pytest.fixture
def database(stand_in, tmp_path, monkeypatch):
    """A database of its own, where the other tests have memory alone."""
    monkeypatch.setenv("DLCORE_DATABASE", f"sqlite:///{tmp_path}/runs.db")
    keeping._opened.cache_clear()
    yield store()
    store().close()
    keeping._opened.cache_clear()


@pytest.fixture
def open_set(open_page):
    """Opens the page where a set is said what it is."""

    def open_(state=None, **query):
        return open_page("data", state, **{"data_view": "about", **query})

    return open_


def drawn(names: tuple[str, ...] = ("α", "β", "γ"), each: int = 6) -> Collection:
    images = data.sample().x_train
    collection = Collection(names, name="mine")
    for number in range(each * len(names)):
        collection = collection.with_drawing(images[number], number % len(names))
    return collection


def line(x: float) -> list[list[float]]:
    return [[x, 0.2, x, 0.8]]


def send(at, drawings: Any):
    """Drawings as the browser sends them."""
    told = json.dumps([{"event": "drawings", "value": drawings}])
    sent = WidgetStates()
    id = f"$$STREAMLIT_INTERNAL_KEY_{pad(at).id}__events"
    sent.widgets.append(WidgetState(id=id, json_trigger_value=told))
    at._run(sent)
    assert not at.exception
    return at


def pad(at):
    return next(c.proto for c in at.get("bidi_component") if c.proto.component_name == "dlcore_pad")


def handed(at) -> dict:
    return json.loads(pad(at).json)


def click(at, key: str):
    at.button(key=key).click()
    return rerun(at)


def chosen(at) -> str:
    return at.session_state["data_set"]


def test_it_opens_with_the_symbols_that_ship(open_set):
    at = open_set()
    assert "2,000 images" in words(at)
    assert "By 20 hands; 4 of them are only in the test." in words(at)
    assert not at.warning


def test_digits_come_from_the_engine_once(open_set, stand_in, monkeypatch):
    monkeypatch.setattr("ui.shared.sets.chosen._digits", [])
    stand_in.answers[tasks.some_digits] = tasks.some_digits()
    for _visitor in range(2):
        assert "5,000 images" in words(open_set(data_set="digits"))
    assert [task for task, *_args in stand_in.asked].count(tasks.some_digits) == 1


def test_a_set_is_drawn_kept_and_looked_at(open_set):
    at = open_set(data_from="draw", data_names="αβ", data_each="2")
    click(at, "data_begin")
    assert (handed(at)["name"], handed(at)["label"], handed(at)["taken"]) == ("α", 0, 0)
    assert at.button(key="data_keep").disabled
    send(at, [{"number": 1, "label": 0, "strokes": line(0.3)}])
    send(at, [{"number": n, "label": 0, "strokes": line(0.4)} for n in (1, 2)])  # the first again
    assert (handed(at)["name"], handed(at)["taken"]) == ("β", 2)
    # One that was begun while the page still asked for α.
    send(at, [{"number": 3, "label": 0, "strokes": line(0.5)}])
    send(at, [{"number": 4, "label": 1, "strokes": [[0.1, 0.5, 0.9, 0.5]]}])
    assert "α · 3/2" in words(at)
    click(at, "data_draw_undo")
    assert "β · 0/2" in words(at)
    send(at, [{"number": n, "label": 1, "strokes": line(0.5)} for n in (5, 6)])
    at.text_input(key="data_draft_name").set_value("two letters")
    click(at, "data_keep")
    assert "5 images" in words(at)
    (record,) = at.session_state["data_sets"].values()
    found = from_npz(record[1])
    assert (found.classes, found.name) == (("α", "β"), "two letters")
    assert at.query_params["data_set"] == record[0].id
    assert "in this window alone" in words(at)  # there is no database in this test


def test_what_no_sheet_sends_is_passed_over(open_set):
    at = open_set(data_from="draw", data_names="αβ")
    click(at, "data_begin")
    good = {"number": 1, "label": 0, "strokes": line(0.3)}
    for nonsense in (
        None,
        "drawings",
        {"number": 1},
        [5],
        [good | {"more": 1}],
        [good | {"number": -1}],
        [good | {"number": 1.5}],
        [good | {"label": "0"}],
        [good | {"strokes": []}],
        [good | {"strokes": [[0.1]]}],
        [good | {"strokes": [["a", "b"]]}],
        [good | {"strokes": [[float("1e999"), 0.1]]}],
        [good | {"strokes": [[0.1, 0.2]] * 61}],
        [good | {"strokes": [[0.1, 0.2] * 5000]}],
        [good] * 21,
    ):
        send(at, nonsense)
        assert len(at.session_state["data_draft"].collection) == 0
    send(at, [good | {"label": 7}])  # of another set, in another tab
    assert len(at.session_state["data_draft"].collection) == 0
    send(at, [good | {"number": 2, "strokes": [[5.0, -3.0, 1e300, 2.0]]}])
    assert len(at.session_state["data_draft"].collection) <= 1


def test_names_that_make_no_set_cannot_be_begun_with(open_set):
    for names, said in {"": "Found: 0", "a": "Found: 1", "a,a": "the same name"}.items():
        at = open_set(data_from="draw", data_names=names)
        assert said in words(at)
        assert at.button(key="data_begin").disabled


def test_what_is_half_drawn_is_there_after_a_reload(open_set, database):
    at = open_set(data_from="draw", data_names="αβγ", data_each="4")
    click(at, "data_begin")
    send(at, [{"number": n, "label": 0, "strokes": line(n / 10)} for n in (1, 2)])
    send(at, [{"number": 3, "label": 1, "strokes": line(0.5)}])
    again = open_set(data_from="draw")
    assert "α · 2/4" in words(again)
    assert "β · 1/4" in words(again)
    names = open_set().selectbox(key="data_set").options
    assert not [name for name in names if "α" in name]  # it is no set yet
    click(again, "data_discard")
    assert open_set(data_from="draw").button(key="data_begin")


def test_a_set_is_renamed_drawn_on_and_deleted(open_set, database):
    at = open_set({"data_draft": Draft(drawn(), 6)}, data_from="draw")
    click(at, "data_keep")
    set_id = chosen(at)
    at = open_set(data_set=set_id)  # another session of the same visitor
    assert "18 images" in words(at)
    at.text_input(key=f"data_name_{set_id}").set_value(" letters ")
    rerun(at)
    assert at.selectbox(key="data_set").options[0].startswith("letters · 3 classes, 18 images")
    click(at, "data_more")
    assert at.button(key="data_draw_undo").disabled  # only what was drawn now is taken back
    send(at, [{"number": 1, "label": 2, "strokes": line(0.5)}])
    click(at, "data_keep")
    assert (chosen(at), "19 images" in words(at)) == (set_id, True)
    assert [record.name for record in kept.store().sets_of(VISITOR)] == ["letters"]
    click(at, "data_delete")
    assert chosen(at) == "symbols"
    assert kept.store().sets_of(VISITOR) == []


def test_what_is_half_drawn_is_not_lost_to_another_set(open_set, database):
    at = open_set({"data_draft": Draft(drawn(), 6)}, data_from="draw")
    click(at, "data_keep")
    set_id = chosen(at)
    at = open_set({"data_draft": Draft(drawn(("a", "b")), 9)}, data_set=set_id)
    assert at.button(key="data_more").disabled
    more = draw.reopened(drawn().data(), set_id).with_drawing(PadDrawing(1, 0, STROKE))
    at = open_set({"data_draft": more}, data_set=set_id)
    click(at, "data_more")
    assert len(at.session_state["data_draft"].collection) == len(drawn()) + 1


def test_who_draws_on_in_a_set_of_several_is_none_of_them():
    begun = replace(drawn(), writers=tuple(n % 3 for n in range(len(drawn()))))
    there = draw.reopened(begun.data(), "id")
    for number in (1, 2):
        there = there.with_drawing(PadDrawing(number, 0, STROKE))
    assert there.collection.writers[-2:] == (3, 3)
    alone = draw.reopened(drawn().data(), "id").with_drawing(PadDrawing(1, 0, STROKE))
    assert set(alone.collection.writers) == {0}


def test_a_set_that_is_not_there_is_said_in_one_sentence(open_set, database):
    for nonsense in ("gone1234", "../x", "<b>x</b>", "☃"):
        at = open_set(data_set=nonsense)
        assert len(at.warning) == 1
        assert nonsense in at.warning[0].value
        assert chosen(at) == "symbols"


def test_a_set_of_somebody_else_is_not_shown(open_set, database):
    at = open_set({"data_draft": Draft(drawn(), 6)}, data_from="draw")
    click(at, "data_keep")
    set_id = chosen(at)
    record = database.sets_of(VISITOR)[0]
    content = database.set_content(set_id, VISITOR)
    database.delete_set(set_id, VISITOR)
    database.keep_set(replace(record, owner="somebody"), content)
    assert len(open_set(data_set=set_id).warning) == 1


def test_no_room_is_said_and_nothing_is_lost(open_set, monkeypatch):
    monkeypatch.setattr(kept, "MOST_IN_SESSION", 1000)
    at = open_set({"data_draft": Draft(drawn(), 6)}, data_from="draw")
    click(at, "data_keep")
    assert "Delete one of them first" in words(at)
    assert len(at.session_state["data_draft"].collection) == 18


def test_a_damaged_set_is_said(open_set, database):
    at = open_set({"data_draft": Draft(drawn(), 6)}, data_from="draw")
    click(at, "data_keep")
    (record,) = database.sets_of(VISITOR)
    database.keep_set(replace(record, changed=record.changed + 1), b"PK\x03\x04 and no more")
    at = open_set(data_set=record.id)
    assert "damaged" in words(at)


def test_a_set_that_the_database_does_not_hand_out_is_said(open_set, database, monkeypatch):
    at = open_set({"data_draft": Draft(drawn(), 6)}, data_from="draw")
    click(at, "data_keep")
    set_id = chosen(at)
    monkeypatch.setattr(kept, "OPENED", kept.Opened(10**9))
    monkeypatch.setattr(type(database), "set_content", lambda *args: None)
    at = open_set(data_set=set_id)
    assert "mine cannot be had at the moment" in words(at)


def test_thin_and_copied_classes_are_named(open_set):
    few = Collection(("α", "β"), name="mine")
    for number in range(12):
        image = draw.rendered([np.array([[0.5, 0.1], [0.5, 0.9]])])
        few = few.with_drawing(image, int(number > 9))
    at = open_set({"data_draft": Draft(few, 10)}, data_from="draw")
    assert "fewer than 10): β" in words(at)
    assert "All alike: draw them as differently as you will later. α" in words(at)


def test_names_of_strangers_are_never_markdown(open_set):
    names = tuple(name[:40] for name in HOSTILE[:3])
    at = open_set({"data_draft": Draft(drawn(names), 6)}, data_from="draw")
    _assert_harmless(at)
    at.text_input(key="data_draft_name").set_value(HOSTILE[0])
    click(at, "data_keep")
    _assert_harmless(at)


def _assert_harmless(at) -> None:
    for kind in ("markdown", "caption", "info", "warning", "error", "success"):
        for element in getattr(at, kind):
            assert "example.org" not in outside_code(str(element.value))


def test_sets_of_few_and_many_classes_open(open_set):
    for count in SEVERAL:
        names = tuple(chr(0x4E00 + number) for number in range(count))
        at = open_set({"data_draft": Draft(drawn(names, 2), 2)}, data_from="draw")
        click(at, "data_keep")
        assert f"{2 * count} images** of {count} classes" in words(at)


def test_what_is_put_right_is_kept(open_set, database):
    at = open_set({"data_draft": Draft(drawn(), 6)}, data_from="draw")
    click(at, "data_keep")
    (record,) = database.sets_of(VISITOR)
    found = from_npz(database.set_content(record.id, VISITOR))
    changed = {found.fingerprint: (NOTHING, NOTHING.throw(0).move(1, 2))}
    at = open_set({"data_edits": changed}, data_set=record.id)
    assert "17 images" in words(at)  # trainings see it at once
    at.segmented_control(key="data_view").set_value("look")
    rerun(at)
    click(at, "data_keep_changes")
    (record,) = database.sets_of(VISITOR)
    assert record.images == 17
    left = from_npz(database.set_content(record.id, VISITOR))
    assert left.fingerprint == apply(found, NOTHING.throw(0).move(1, 2)).fingerprint
    assert "data_keep_changes" not in {button.key for button in at.button}


def test_what_is_put_right_in_a_shipped_set_becomes_ones_own(open_set, database):
    edits = NOTHING.throw(3)
    changed = {symbols().fingerprint: (NOTHING, edits)}
    at = open_set({"data_edits": changed}, data_view="look")
    click(at, "data_keep_changes")
    (record,) = database.sets_of(VISITOR)
    assert (record.images, record.name, chosen(at)) == (1999, "Symbols", record.id)


def test_changes_that_leave_no_set_are_passed_over(open_set):
    few = drawn(each=2).data()
    thrown = NOTHING.throw(0).throw(1).throw(2).throw(3)
    at = open_set({"data_draft": Draft(drawn(each=2), 2)}, data_from="draw")
    at.session_state["data_edits"] = {few.fingerprint: (NOTHING, thrown)}
    click(at, "data_keep")
    assert "6 images" in words(at)


def test_a_set_is_taken_away_and_comes_back_the_same(open_set, stand_in):
    whole = symbols()
    at = open_set()
    for kind in take.FORMATS:
        stand_in.answers[tasks.exported] = tasks.exported(formats.to_npz(whole), kind, "card")
        click(at, f"data_prepare_{kind}")
        (button,) = at.get("download_button")
        assert button.label.startswith("Download")
    assert [kind for _content, kind, _card in asked(stand_in, tasks.exported)] == list(take.FORMATS)
    assert "# Symbols" in asked(stand_in, tasks.exported)[1][2]
    back = formats.read_upload("x.zip", stand_in.answers[tasks.exported]).data_set()
    assert set(back.classes) == set(whole.classes)
    assert len(back.x_train) == len(whole.x_train)


def test_a_known_set_is_fetched_once_for_all(open_set, stand_in, monkeypatch):
    monkeypatch.setattr(known, "OPENED", kept.Opened(10**9))
    stand_in.answers[tasks.known_set] = None
    at = open_set(data_set="fashion-mnist")
    assert "70,000 images of 10 classes, 31 MB to be fetched once" in words(at)
    click(at, "data_fetch")
    (run,) = stand_in.runs.values()
    assert (run.task, run.config) == (tasks.take_in, IntakeConfig("fashion-mnist", known=True))
    run.begin()
    run.fail(Failure("exception", DataError("It could not be downloaded.")))
    rerun(at)
    assert "It could not be downloaded." in words(at)
    for elsewhere in ({"data_set": "kmnist"}, {"data_from": "upload"}):  # where nobody asked for it
        at = open_set({INTAKE.key: run.id}, **elsewhere)
        assert "It could not be downloaded." not in words(at)
    at = open_set({INTAKE.key: run.id}, data_set="fashion-mnist")
    assert "It could not be downloaded." in words(at)
    click(at, "data_fetch")
    run = list(stand_in.runs.values())[-1]
    run.begin()
    stand_in.answers[tasks.known_set] = replace(symbols(), name="Fashion-MNIST")
    run.finish(
        IntakeResult(
            seconds=1.0, stopped=False, content=b"", images=2, left_out=(), left_out_count=0
        )
    )
    rerun(at)
    assert "2,000 images" in words(at)
    assert "Draw more of these" not in {button.label for button in at.button}
    stand_in.answers[tasks.known_set] = None  # the next visitor asks nobody
    assert "2,000 images" in words(open_set(data_set="fashion-mnist"))


def test_the_data_sheet_says_what_its_maker_says(open_set):
    at = open_set({"data_sheet": True})
    at.text_area(key="data_sheet_symbols_purpose").set_value(HOSTILE[0])
    rerun(at)
    assert "Licence: CC0" in at.code[0].value
    assert "example" in at.code[0].value
    _assert_harmless(at)
    at.segmented_control(key="data_view").set_value("look")
    rerun(at)
    at.segmented_control(key="data_view").set_value("about")
    rerun(at)
    assert at.text_area(key="data_sheet_symbols_purpose").value == HOSTILE[0]


def test_what_is_trained_on_is_what_is_shown(open_set, stand_in):
    changed = {symbols().fingerprint: (NOTHING, NOTHING.throw(0))}
    at = open_set({"data_edits": changed}, data_view="few")
    click(at, "data_few_start")
    (run,) = stand_in.runs.values()
    assert run.task is tasks.learn_few
    learnt = from_npz(run.supply)
    assert learnt.fingerprint == apply(symbols(), NOTHING.throw(0)).fingerprint
    assert learnt.classes == symbols().classes


def test_what_the_database_did_not_take_stands_for_what_it_has(open_set, database, monkeypatch):
    at = open_set({"data_draft": Draft(drawn(), 6)}, data_from="draw")
    click(at, "data_keep")
    set_id = chosen(at)
    monkeypatch.setattr(type(database), "keep_set", lambda *args: False)
    at.text_input(key=f"data_name_{set_id}").set_value("newer\n name")
    rerun(at)
    named = [name for name in at.selectbox(key="data_set").options if "18 images" in name]
    assert named == ["newer name · 3 classes, 18 images"]
    click(at, "data_delete")
    assert database.sets_of(VISITOR) == []
