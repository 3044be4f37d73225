"""A class in its room: what students send, what they take away again, and what a teacher sees."""

from __future__ import annotations

import pytest

from dlcore.runs.classwork import Answered, Student
from tests.pages.conftest import VISITOR, charts, words
from ui.course.teaching import classroom
from ui.frame import keeping
from ui.shared import rooms

SECRET = "the secret of the teachers"


@pytest.fixture
def with_rooms(stand_in, tmp_path, monkeypatch):
    """A site with a database and rooms."""
    monkeypatch.setenv("DLCORE_DATABASE", f"sqlite:///{tmp_path}/runs.db")
    keeping._opened.cache_clear()
    keeping._recorder.cache_clear()
    monkeypatch.setenv(rooms.VARIABLE, SECRET)
    monkeypatch.setattr(rooms, "_WAIT_SECONDS", 0.0)
    yield
    keeping._recorder().close()
    keeping._recorder.cache_clear()
    keeping.store().close()
    keeping._opened.cache_clear()


def classwork():
    return keeping.tended().classwork


def test_a_site_without_a_secret_has_no_rooms(open_page, monkeypatch):
    monkeypatch.delenv(rooms.VARIABLE, raising=False)
    at = open_page("course", room="7b")
    assert "has no rooms" in words(at)
    assert "course_join" not in [button.key for button in at.button]
    assert "has no rooms" in words(open_page("course", course_view="desk", course_desk="class"))


def test_a_student_joins_sends_and_takes_it_back(open_page, with_rooms):
    at = open_page("course", room="7b")
    assert "Your teacher will see your guesses" in words(at)
    at.text_input(key="course_alias").set_value("***")
    at.button(key="course_join").click().run()
    assert "at least one letter" in at.warning[0].value
    at.text_input(key="course_alias").set_value("Ada")
    at.button(key="course_join").click().run()
    assert "The teacher of the room 7b sees what you guess and pass here, as done by Ada." in words(
        at
    )
    at.switch_page("pages/convolution.py")
    at.query_params["exercise"] = "convolution-count"
    at.run(timeout=120)
    at.button(key="course_begin_convolution-count").click().run(timeout=120)
    for guess in (18_432, 18_496):
        at.number_input(key="course_guess_convolution-count").set_value(guess).run(timeout=120)
        at.button(key="course_check_convolution-count").click().run(timeout=120)
    assert at.success
    sent = {"convolution-count": Answered(18_432, True)}  # the guess is that of before a check
    assert classwork().of_room("7b") == [Student("Ada", sent)]
    again = open_page("course")  # another day
    again.button(key="course_part").click().run()
    assert "deleted" in again.success[0].value
    assert classwork().of_room("7b") == []
    assert classwork().membership(VISITOR) == ("", "")


def test_who_is_in_no_room_sends_nothing(open_page, with_rooms):
    at = open_page("neuron", exercise="neuron-and")
    at.radio(key="course_guess_neuron-and").set_value("2").run(timeout=120)
    assert classwork().of_room("") == []
    assert classwork().membership(VISITOR) == ("", "")


def test_a_teacher_with_the_secret_sees_who_has_passed_what(open_page, with_rooms):
    for owner, alias, passed in (("a" * 64, "<b>Bob</b>", True), ("c" * 64, "عادل", False)):
        assert classwork().join(owner, "7b", alias)
        classwork().note_guess(owner, "neuron-xor", "3")
        classwork().note_check(owner, "neuron-xor", passed=passed)
    at = open_page("course", course_view="desk", course_desk="class", room="7b")
    assert "2 students" not in words(at)
    at.text_input(key="course_secret").set_value("a guess").run()
    assert "not the secret" in at.error[0].value
    at.text_input(key="course_secret").set_value(SECRET).run()
    assert "The room 7b: 2 students." in words(at)
    (shown,) = (html.proto.body for html in at.get("html") if '"course-class"' in html.proto.body)
    assert "&lt;b&gt;Bob&lt;/b&gt;" in shown
    assert "<b>" not in shown
    assert (shown.count("✓"), shown.count("…")) == (1, 1)
    at.selectbox(key="course_class_exercise").set_value("neuron-xor").run()
    (chart,) = charts(at)
    assert "2 guesses. 2: 0; 3: 2; 4: 0" in chart.proto.json
    at.text_input(key="room").set_value("8a").run()  # of which no secret was shown
    assert "The room 8a" not in words(at)


def test_the_table_has_a_row_a_student_and_a_column_an_exercise():
    students = [Student("Ada", {"neuron-and": Answered("2", True)}), Student("Bob")]
    shown = classroom.table(students)
    assert shown.count("<tr>") == 4
    assert shown.count('<th scope="row">') == 2
    body = shown.partition("<tbody>")[2]
    assert body.count("<td>") == 2 * (1 + shown.count('<th scope="col" title='))
