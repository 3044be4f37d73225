"""A data set looked at and put right, on a page of nothing else."""

from __future__ import annotations

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from dlcore.data import DataSet, numbered, parted, sample
from dlcore.data import look as library
from dlcore.data.edits import NOTHING, Edits
from tests.pages.conftest import asked, charts, rerun, words
from ui.data import look
from ui.data.look import changes
from ui.data.look.looked import ALL, OUT, PICTURE
from ui.shared import chart

STRANGE = "<b>β</b> *x* :smile:"


def made(classes: int) -> DataSet:
    """Twelve drawings a class; the last image to learn from is one of the others twice."""
    digits = sample()
    images = [digits.x_train[digits.y_train == label % 10] for label in range(classes)]
    some = np.concatenate([own[12 * (k // 10) :][:12] for k, own in enumerate(images)])
    names = ["α", STRANGE, *map(str, range(2, classes))]
    data = parted(some, np.repeat(np.arange(classes, dtype=np.uint8), 12), names, name="n")
    data.x_train[-1] = data.x_train[0]
    return data


@pytest.fixture(scope="module")
def few() -> DataSet:
    return made(3)


def page() -> None:
    """What a page that mounts it does."""
    import streamlit as st

    from ui.data import look
    from ui.frame.settings import Settings

    settings = Settings("data", *look.SETTINGS)
    settings.seed()
    data = st.session_state["the_set"]
    settings.fragment(lambda: look.show(data, look.kept(data)))()


@pytest.fixture
def open_look(stand_in):
    def open_(data: DataSet, **said: object) -> AppTest:
        at = AppTest.from_function(page, default_timeout=30)
        at.session_state["the_set"] = data
        for key, value in said.items():
            at.query_params[key] = str(value)
        return rerun(at)

    return open_


def thrown(at: AppTest, data: DataSet) -> set[int]:
    return set(edits(at, data).thrown)


def edits(at: AppTest, data: DataSet) -> Edits:
    kept = at.session_state.get(changes._KEY, {})
    return kept.get(data.fingerprint, (NOTHING,))[-1]


def test_every_way_to_look_is_there_in_both_languages(open_look, few):
    for view in look.VIEWS.choice.options:
        for language in ("en", "zh"):
            at = open_look(few, data_look=view)
            at.session_state["language"] = language
            rerun(at)
            assert not at.error
            assert not at.warning


@pytest.mark.parametrize("classes", [3, 26, 62])
def test_a_class_is_opened_from_the_overview(open_look, classes):
    data = made(classes)
    at = open_look(data)
    names = [one.label for one in at.button if one.key.startswith("data_open_")]
    assert len(names) == min(classes, 30)
    assert f"`{STRANGE}`" in names[1]  # no Markdown
    at.button(key="data_open_2").click()
    rerun(at)
    assert at.session_state["data_class"] == 2
    assert len(charts(at)) == 1
    assert "2" in at.query_params["data_class"]


def test_where_a_pointer_rests_a_name_is_text(open_look, few):
    at = open_look(few, data_look="odd", data_class=1)
    said = "".join(chart.proto.json for chart in charts(at))
    assert "&lt;b&gt;" in said
    assert STRANGE not in said


def test_the_rest_of_many_classes_is_a_button_away(open_look):
    at = open_look(made(62))
    at.button(key="data_more").click()
    rerun(at)
    assert at.button(key="data_open_30")
    at.button(key="data_more").click()
    rerun(at)
    assert at.button(key="data_open_61")
    assert at.button(key="data_more").disabled
    at.segmented_control(key="data_look").set_value("mean")
    rerun(at)
    assert "1 to 36 of 62" in words(at)  # another view begins at its beginning


def test_a_drawing_is_moved_thrown_out_and_put_back(open_look, few):
    at = open_look(few, data_class=0, data_picture=4)
    own = int(numbered.labels(few)[4])
    other = (own + 1) % 3
    assert "number 5 of 36" in words(at)
    at.selectbox(key="data_move").set_value(other)
    rerun(at)
    assert edits(at, few).moved == ((4, other),)
    assert at.selectbox(key="data_move").value == other
    at.selectbox(key="data_move").set_value(own)
    rerun(at)
    assert not edits(at, few)  # where it came from: that is no change
    at.button(key="data_throw_4").click()
    rerun(at)
    assert thrown(at, few) == {4}
    at.selectbox(key="data_class").set_value(OUT)
    rerun(at)
    assert len(charts(at)) == 1
    at.button(key="data_as_it_was_4").click()
    rerun(at)
    assert not edits(at, few)
    assert at.selectbox(key="data_class").value == ALL  # nothing is thrown out any more


def test_changes_are_taken_back_one_by_one_and_all_at_once(open_look, few):
    at = open_look(few)
    for number in (3, 5):
        at.session_state[PICTURE.key] = number
        at.session_state["data_class"] = 0
        rerun(at)
        at.button(key=f"data_throw_{number}").click()
        rerun(at)
    assert "2 thrown out" in words(at)
    at.button(key="data_undo").click()
    rerun(at)
    assert thrown(at, few) == {3}
    at.button(key="data_undo_all").click()
    rerun(at)
    assert thrown(at, few) == set()
    assert "data_undo" not in [one.key for one in at.button]


def test_two_buttons_pressed_at_once_are_two_changes(open_look, few):
    at = open_look(few, data_look="twins")
    pair = library.twins(few).pairs[0]
    at.button(key=f"data_throw_{pair.first}").click()
    at.button(key=f"data_throw_{pair.second}").click()
    rerun(at)
    assert thrown(at, few) == {pair.first, pair.second}
    assert "dealt with" in "\n".join(one.value for one in at.success)


def test_a_class_without_a_drawing_is_said_in_one_sentence(open_look, few):
    at = open_look(few)
    rest = np.flatnonzero(few.y_train == 0).tolist()
    history = NOTHING
    for number in rest:
        history = history.throw(number)
    at.session_state[changes._KEY] = {few.fingerprint: (NOTHING, history)}
    rerun(at)
    assert ["no image left to learn from" in one.value for one in at.warning] == [True]
    at.segmented_control(key="data_look").set_value("balance")
    rerun(at)
    assert "Few drawings" in "\n".join(one.value for one in at.warning)


def test_a_suspect_is_moved_to_what_it_looks_like(open_look, stand_in):
    digits = sample()
    two = np.isin(digits.y_train, (0, 1))
    labels = digits.y_train[two][:120].copy()
    labels[:3] = 1 - labels[:3]
    data = parted(digits.x_train[two][:120], labels, ("0", "1"), name="n")
    at = open_look(data, data_look="suspects")
    found = library.suspects(data).found
    assert found
    at.button(key=f"data_move_{found[0].number}").click()
    rerun(at)
    assert edits(at, data).moved == ((found[0].number, found[0].likely),)
    assert f"data_move_{found[0].number}" not in [one.key for one in at.button]
    assert len(asked(stand_in, library.suspects)) == 1  # what was found is kept


def test_a_click_in_the_plane_chooses_the_nearest_drawing(open_look, few, monkeypatch):
    clicked = []
    monkeypatch.setattr(chart, "show", lambda *_, on_click, **__: clicked.append(on_click))
    at = open_look(few, data_look="plane")
    assert "36 of 36 drawings" in words(at)
    found = library.plane(few, "pca")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PICTURE.__class__, "set", lambda self, value: clicked.append(value))
        clicked[0](*map(float, found.points[11] + 1e-3))
    assert clicked[1] == found.numbers[11]


def test_another_set_begins_without_a_choice(open_look, few):
    at = open_look(few, data_class=1, data_picture=3)
    assert at.session_state[PICTURE.key] == 3
    at.session_state["the_set"] = made(4)
    rerun(at)
    assert (at.session_state["data_class"], at.session_state[PICTURE.key]) == (ALL, -1)


def test_what_no_set_has_is_let_go(open_look, few):
    at = open_look(few, data_class=70, data_picture=4000)
    assert at.session_state["data_class"] == ALL
    assert at.session_state[PICTURE.key] == -1
