"""Several visitors draw into one set: its maker, those who have the link, and what is refused."""

from __future__ import annotations

import json
import secrets

import numpy as np
import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates

from dlcore.data.formats import from_npz
from dlcore.runs import gatherings
from dlcore.runs.gatherings import Gatherings
from tests.pages.conftest import VISITOR, rerun, words
from tests.pages.test_data import _assert_harmless, click, handed, line, pad
from tests.strangers import HOSTILE
from ui.frame import keeping, visitor
from ui.frame.keeping import store
from ui.shared.sets import kept

OTHER = visitor._digest("another-visitors-token-of-some-length")
MAKER = visitor._digest("the-token-of-who-has-made-it-first")
SEVERAL = (3, 26, 62)


@pytest.fixture
def database(stand_in, tmp_path, monkeypatch):
    monkeypatch.setenv("DLCORE_DATABASE", f"sqlite:///{tmp_path}/runs.db")
    keeping._opened.cache_clear()
    keeping._recorder.cache_clear()
    yield store()
    keeping._recorder().close()
    keeping._recorder.cache_clear()
    store().close()
    keeping._opened.cache_clear()


@pytest.fixture
def open_draw(open_page, database):
    def open_(**query):
        return open_page("data", **{"data_from": "draw", **query})

    return open_


@pytest.fixture
def as_other(monkeypatch):
    """From now on it is another visitor who is here; a session begun before stays whose it was."""

    def become(token: str = "another-visitors-token-of-some-length") -> None:
        monkeypatch.setattr(visitor, "_in_browser", lambda: token)

    return become


def begun(database, owner: str = MAKER, classes=("α", "β"), each: int = 2) -> str:
    name = secrets.token_urlsafe(16)
    assert database.gatherings.begin(name, owner, classes, each)
    return name


def add(database, name: str, owner: str, label: int = 0, times: int = 1) -> None:
    for _time in range(times):
        image = np.random.default_rng().integers(0, 256, (28, 28)).astype(np.uint8)
        database.gatherings.add(name, owner, label, image, secrets.token_hex(8))


def send(at, *drawings, first: int = 1):
    """Drawings as the browser sends them: (class, where) each."""
    value = [
        {"number": first + i, "label": label, "strokes": line(x)}
        for i, (label, x) in enumerate(drawings)
    ]
    sent = WidgetStates()
    told = json.dumps([{"event": "drawings", "value": value}])
    id = f"$$STREAMLIT_INTERNAL_KEY_{pad(at).id}__events"
    sent.widgets.append(WidgetState(id=id, json_trigger_value=told))
    at._run(sent)
    assert not at.exception
    return at


def counts(at) -> str:
    return next(one.proto.body for one in at.get("html") if "data-counts" in one.proto.body)


def has_sheet(at) -> bool:
    return any(c.proto.component_name == "dlcore_pad" for c in at.get("bidi_component"))


def test_it_is_made_drawn_in_by_two_and_taken(open_draw, database, as_other):
    at = open_draw(data_names="αβ", data_each="2")
    click(at, "data_gathering_begin")
    name = at.query_params["data_gathering"]
    assert any(f"data_from=draw&data_gathering={name}" in one.value for one in at.code)
    assert not has_sheet(at)
    at.toggle(key="data_gathering_along").set_value(True)
    rerun(at)
    send(at, (0, 0.3), (0, 0.5))
    assert handed(at)["name"] == "β"  # enough of the first
    send(at, (1, 0.4), first=3)
    as_other()
    other = open_draw(data_gathering=name)
    assert (handed(other)["name"], handed(other)["taken"]) == ("α", 0)
    send(other, (0, 0.2), (1, 0.6))
    assert "**Drawings: 5.** Yours: 2." in words(other)
    assert "data_gathering_close" not in {button.key for button in other.button}
    as_other("the-token-of-the-visitor-who-is-here")
    rerun(at)
    assert "Hands: 2; in the last minute: 2." in words(at)
    click(at, "data_gathering_harvest")
    (record,) = database.sets_of(VISITOR)
    found = from_npz(database.set_content(record.id, VISITOR))
    assert (found.classes, len(found.x_train) + len(found.x_test)) == (("α", "β"), 5)
    assert set(found.writers_train.tolist() + found.writers_test.tolist()) == {0, 1}
    assert at.query_params["data_set"] == record.id


def test_what_is_drawn_is_there_after_a_reload_and_is_not_there_twice(open_draw, database):
    name = begun(database)
    at = open_draw(data_gathering=name)
    send(at, (0, 0.3))
    assert database.gatherings.find(name).count == 1
    again = open_draw(data_gathering=name)
    assert "drawing 2 of 2" in "".join(one.proto.body for one in again.get("html"))
    send(again, (0, 0.3))  # by a sheet that has not heard of it
    assert database.gatherings.find(name).count == 1
    assert handed(again)["taken"] == 1


def test_only_ones_own_are_taken_back(open_draw, database):
    name = begun(database, each=9)
    add(database, name, OTHER, 1)
    at = open_draw(data_gathering=name)
    assert at.button(key="data_gathering_undo").disabled
    send(at, (0, 0.3), (0, 0.4))
    add(database, name, OTHER, 1)  # the last of all is another's
    click(at, "data_gathering_undo")
    tally = database.gatherings.tally(name, VISITOR)
    assert (tally.all, tally.own) == ((1, 2), (1, 0))
    at.toggle(key="data_gathering_wall").set_value(True)
    rerun(at)
    assert len(at.session_state["data_gathering_hand"].own) == 2
    own = database.gatherings.latest(name, 9, VISITOR)[0].id
    at.session_state["data_gathering_chosen"] = own
    rerun(at)
    click(at, "data_gathering_throw")
    assert database.gatherings.tally(name, VISITOR).own == (0, 0)
    at.session_state["data_gathering_chosen"] = database.gatherings.latest(name, 9)[0].id
    rerun(at)
    assert "data_gathering_throw" not in {button.key for button in at.button}  # none of theirs


def test_the_maker_throws_out_what_strangers_draw(open_draw, database):
    name = begun(database, VISITOR)
    add(database, name, OTHER, 0, 3)
    add(database, name, MAKER, 1)
    at = open_draw(data_gathering=name)
    at.session_state["data_gathering_chosen"] = database.gatherings.latest(name, 9, OTHER)[0].id
    rerun(at)
    click(at, "data_gathering_throw")
    assert database.gatherings.find(name).count == 3
    at.session_state["data_gathering_chosen"] = database.gatherings.latest(name, 9, OTHER)[0].id
    rerun(at)
    click(at, "data_gathering_throw_hand")
    assert database.gatherings.tally(name, OTHER).all == (0, 1)


def test_closed_in_mid_stroke_is_said_in_one_sentence_and_nothing_else_is_lost(open_draw, database):
    name = begun(database)
    at = open_draw(data_gathering=name)
    send(at, (0, 0.3))
    database.gatherings.close(name, MAKER, closed=True)
    send(at, (0, 0.5), first=2)
    assert [one.value for one in at.info] == [
        "The gathering was closed before your last drawing came: that one is not in it. "
        "Of yours it has 1."
    ]
    assert not at.warning
    assert not has_sheet(at)
    assert database.gatherings.find(name).count == 1
    assert "Of yours it has 1." in words(open_draw(data_gathering=name))
    database.gatherings.close(name, MAKER, closed=False)
    rerun(at)
    assert has_sheet(at)


def test_the_maker_closes_opens_and_deletes(open_draw, database):
    name = begun(database, VISITOR)
    add(database, name, OTHER)
    at = open_draw(data_gathering=name)
    click(at, "data_gathering_close")
    assert database.gatherings.find(name).closed is not None
    click(at, "data_gathering_close")
    assert database.gatherings.find(name).closed is None
    click(at, "data_gathering_delete")
    assert database.gatherings.find(name) is None
    assert "data_gathering" not in at.query_params
    assert at.button(key="data_begin")


def test_one_finds_ones_own_again_and_leaves(open_draw, database):
    name = begun(database, VISITOR)
    add(database, name, OTHER, times=3)
    begun(database, OTHER)
    at = open_draw()
    (button,) = (one for one in at.button if (one.key or "").startswith("data_gathering_open"))
    assert button.label == "α β: 3 drawings"
    click(at, button.key)
    assert at.query_params["data_gathering"] == name
    click(at, "data_gathering_leave")
    assert "data_gathering" not in at.query_params


def test_links_that_lead_nowhere_are_said_in_one_sentence(open_draw, database):
    gone = begun(database)
    database.gatherings.delete(gone, MAKER)
    for nonsense in (gone, "x", "../../etc/passwd-of-this", "'; drop table gathered; --", "☃" * 20):
        at = open_draw(data_gathering=nonsense)
        assert [one.value for one in at.warning] == [str(gatherings.gone())]
        assert not has_sheet(at)
    click(at, "data_gathering_leave")
    assert at.button(key="data_begin")
    at = open_draw(data_gathering="x" * 65)
    assert "which is not possible here" in at.warning[0].value


def test_it_is_deleted_while_somebody_draws(open_draw, database):
    name = begun(database)
    at = open_draw(data_gathering=name)
    database.gatherings.delete(name, MAKER)
    send(at, (0, 0.3))
    assert [one.value for one in at.warning] == [str(gatherings.gone())]


def test_what_is_not_taken_is_said_and_the_next_is_drawn(open_draw, database, monkeypatch):
    name = begun(database)
    at = open_draw(data_gathering=name)
    send(at, (7, 0.3))  # a class of another set
    assert "no such class" in words(at)
    monkeypatch.setattr(gatherings, "MOST_OF_ONE", 1)
    send(at, (0, 0.3), first=2)
    assert "no such class" not in words(at)
    send(at, (0, 0.4), first=3)
    assert "You have 1 drawings here" in words(at)
    assert handed(at)["taken"] == 3
    monkeypatch.setattr(gatherings, "MOST_DRAWINGS", 1)
    monkeypatch.setattr(gatherings, "MOST_OF_ONE", 9)
    send(at, (0, 0.5), first=4)
    assert "full" in words(at)
    assert database.gatherings.find(name).count == 1


def test_a_drawing_waits_while_the_database_does_not_answer(open_draw, database, monkeypatch):
    name = begun(database)
    at = open_draw(data_gathering=name)
    with monkeypatch.context() as patch:
        patch.setattr(Gatherings, "add", lambda *args: None)
        send(at, (0, 0.3), (0, 0.4))
        assert handed(at)["taken"] == 0  # so the sheet sends them again
        assert "waits in this window" in words(at)
    send(at, (0, 0.3), (0, 0.4))
    assert handed(at)["taken"] == 2
    assert "waits in this window" not in words(at)
    assert database.gatherings.find(name).count == 2


def test_where_there_is_no_database_it_is_said(open_page):
    at = open_page("data", data_from="draw", data_names="αβ")
    assert "needs a database" in words(at)
    assert "data_gathering_begin" not in {button.key for button in at.button}
    at = open_page("data", data_from="draw", data_gathering="x" * 22)
    assert "needs a database" in words(at)


def test_what_makes_no_set_yet_is_said(open_draw, database):
    name = begun(database, VISITOR)
    at = open_draw(data_gathering=name)
    click(at, "data_gathering_harvest")
    assert "Nobody has drawn anything yet" in words(at)
    add(database, name, OTHER, 0, 2)
    click(at, "data_gathering_harvest")
    assert "Too few are of: β" in words(at)
    assert kept.store().sets_of(VISITOR) == []


def test_names_make_no_gathering_and_too_many_are_said(open_draw, database, monkeypatch):
    at = open_draw(data_names="a")
    assert at.button(key="data_gathering_begin").disabled
    monkeypatch.setattr(gatherings, "MOST_GATHERINGS", 1)
    begun(database, VISITOR)
    at = open_draw(data_names="αβ")
    click(at, "data_gathering_begin")
    assert "You have 1 gatherings" in words(at)


def test_names_of_strangers_are_never_markdown(open_draw, database):
    names = tuple(name[:40] for name in HOSTILE[:3])
    for owner in (VISITOR, MAKER):
        name = begun(database, owner, names)
        add(database, name, VISITOR, 1)
        at = open_draw(data_gathering=name)
        at.session_state["data_gathering_chosen"] = database.gatherings.latest(name, 1)[0].id
        at.session_state["data_gathering_wall"] = True
        rerun(at)
        _assert_harmless(at)
        assert "<script" not in counts(at)


def test_sets_of_few_and_many_classes_open(open_draw, database):
    for count in SEVERAL:
        classes = tuple(chr(0x4E00 + number) for number in range(count))
        at = open_draw(data_gathering=begun(database, classes=classes))
        assert all(name in counts(at) for name in classes)
