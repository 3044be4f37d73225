"""The teacher's desk, and a lesson as its class sees it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dlcore.exercises import EXERCISES
from tests.dlcore.exercises.test_exercises import CASES
from tests.pages.conftest import words
from ui.course.teaching import addresses
from ui.course.teaching.solutions import solved

LESSONS = Path(__file__).parents[2] / "ui" / "lessons"
PAGES_WITH_WAYS = {
    "neuron",
    "activations",
    "losses",
    "optimizers",
    "convolution",
    "draw",
    "rnn",
}


@pytest.fixture
def desk(open_page):
    return lambda part="lesson", **query: open_page(
        "course", course_view="desk", course_desk=part, **query
    )


def links(at) -> list[str]:
    return [link.proto.label for link in at.get("page_link")]


def add(at, *texts: str):
    at.text_area(key="course_pasted").set_value("\n".join(texts)).run()
    at.button(key="course_add").click().run()
    assert not at.exception
    return at


def planned(at) -> list[str]:
    return [step.place.path for step in at.session_state["course_plan"].values()]


def test_addresses_are_brought_into_an_order(desk):
    at = add(desk(), "http://localhost:8501/neuron?exercise=neuron-and", "", "rnn?addition_sum=4+5")
    assert planned(at) == ["neuron?exercise=neuron-and", "rnn?addition_sum=4+5"]
    assert "1. One neuron, then a few: AND by hand" in links(at)
    at.button(key="course_up_1").click().run()
    assert planned(at) == ["rnn?addition_sum=4+5", "neuron?exercise=neuron-and"]
    assert at.button(key="course_up_1").disabled
    at.button(key="course_down_1").click().run()
    at.button(key="course_drop_0").click().run()
    assert planned(at) == ["rnn?addition_sum=4+5"]


def test_what_is_no_address_is_said_and_stays_in_the_field(desk):
    bad = "javascript:alert(1)"
    at = add(desk(), "neuron", bad, "https://example.org/x")
    assert planned(at) == ["neuron"]
    assert len(at.warning) == 2
    assert all("no address of a page of this lab" in one.value for one in at.warning)
    assert "`javascript:alert(1)`" in at.warning[0].value
    assert at.text_area(key="course_pasted").value == f"{bad}\nhttps://example.org/x"
    at = add(at, *["neuron"] * 40)
    assert "at most 40" in at.warning[0].value
    assert len(planned(at)) == 1
    assert at.text_area(key="course_pasted").value.startswith("neuron\n")  # nothing is lost


def test_a_lesson_is_noted_tried_and_stepped_through(desk):
    at = add(desk(), "neuron?neuron_view=network", "losses")
    at.text_area(key="course_note_0").set_value("*Which* line?").run()
    at.text_input(key="course_plan_title").set_value("Monday").run()
    assert "# Monday" in at.code[0].value
    assert r"\*Which\* line?" in at.code[0].value
    at.button(key="course_try").click().run()
    assert not at.exception
    assert [text.value for text in at.text] == ["Monday", "*Which* line?"]
    assert "Step 1 of 2" in at.get("progress")[0].proto.text
    assert at.button(key="course_step_before").disabled
    at.button(key="course_step_next").click().run()
    assert "Loss functions" in links(at)
    assert at.button(key="course_step_next").disabled
    at.button(key="course_close").click().run()
    assert at.file_uploader
    at.segmented_control(key="course_view").set_value("desk").run()
    assert at.text_area(key="course_note_0").value == "*Which* line?"  # it is still on the desk


def test_a_class_opens_the_file_and_goes_on_at_the_foot_of_pages(open_page):
    at = open_page("course", course_view="lesson")
    content = (
        b"# Monday\n1. [x](https://other.org/lab/neuron?single_b=-1.5)\n\n   Look.\n2. /losses"
    )
    at.file_uploader(key="course_opened_file").set_value(("l.md", content, "text/markdown")).run()
    assert [text.value for text in at.text] == ["Monday", "Look."]
    at.switch_page("pages/neuron.py").run(timeout=120)
    assert not at.exception
    assert "(2 of 2)" in at.button(key="course_onward").label
    at.button(key="course_onward").click().run(timeout=120)
    assert at.title[0].value == "Loss functions"
    assert "course_onward" not in [button.key for button in at.button]  # it was the last


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<h1>no</h1>", "no address"),
        (b"- /neuron\n" * 10_000, "at most 40"),
        (b"\xff", "UTF-8"),
        (b"- x" * 100_000, "at most 200 kB"),
    ],
)
def test_what_is_no_lesson_is_said_and_loses_nothing(open_page, desk, content, said):
    at = open_page("course", course_view="lesson")
    at.file_uploader(key="course_opened_file").set_value(("l.md", content, "text/plain")).run()
    assert said in at.warning[0].value
    at = add(desk(), "neuron")
    at.file_uploader(key="course_plan_file").set_value(("l.md", content, "text/plain")).run()
    assert said in at.warning[0].value
    assert planned(at) == ["neuron"]


def test_a_file_is_added_to_what_is_there(desk):
    at = add(desk(), "neuron")
    content = b"# Monday\n- /losses\n- https://example.org/x\n"
    at.file_uploader(key="course_plan_file").set_value(("l.md", content, "text/markdown")).run()
    assert planned(at) == ["neuron", "losses"]
    assert "Left out" in at.warning[0].value
    assert at.text_input(key="course_plan_title").value == "Monday"


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_all_exercises_are_shown_with_the_way(desk, lang):
    at = desk("solutions", course_solutions="neuron", lang=lang)
    assert words(at).count("-1.5") == 1
    assert len([label for label in links(at) if label == "Open it solved"]) == 3 or lang == "zh"
    for page in PAGES_WITH_WAYS:
        assert all(one.way for one in EXERCISES.values() if one.page == page), page


# Those of the other pages are solved where their own tests are.
@pytest.mark.parametrize("name", [name for name in CASES if EXERCISES[name].solution])
def test_a_page_that_is_opened_solved_is(open_page, name):
    one = EXERCISES[name]
    at = open_page(one.page, **solved(one))
    assert not at.warning
    _state, guess = CASES[name][0]
    if one.guess.options:
        at.radio(key=f"course_guess_{name}").set_value(guess).run(timeout=120)
    else:
        at.number_input(key=f"course_guess_{name}").set_value(guess).run(timeout=120)
    at.button(key=f"course_check_{name}").click().run(timeout=120)
    assert at.success, [one.value for one in at.warning]


def test_the_code_of_a_frame(desk, monkeypatch):
    monkeypatch.setenv("DLCORE_EMBED", "https://moodle.example.edu")
    at = desk("embed")
    at.text_input(key="course_embedded").set_value('rnn?rnn_view=gates&a="><script>').run()
    assert at.code[0].value == (
        '<iframe src="/rnn?rnn_view=gates&amp;a=%22%3E%3Cscript%3E&amp;embed=true'
        '&amp;hide=lesson%2Cexercises" title="Inside an RNN" width="100%" height="700" '
        'style="border: 0" loading="lazy"></iframe>'
    )
    assert "`https://moodle.example.edu`" in at.caption[0].value
    at.text_input(key="course_embedded").set_value("https://example.org/").run()
    assert "no address" in at.warning[0].value
    assert not at.code


def guide(lang: str) -> list[str]:
    """The addresses that the guide for teachers links to."""
    return re.findall(r"\]\(([^)]+)\)", (LESSONS / lang / "course.md").read_text("utf-8"))


def test_the_guide_links_to_the_same_pages_in_each_language():
    assert [f"{address}&lang=zh" for address in guide("en")] == guide("zh")


@pytest.mark.parametrize("address", guide("en"))
def test_each_page_of_the_guide_opens_as_its_link_says(open_page, address):
    place = addresses.read(address)
    at = open_page(place.page.name, **dict(place.settings))
    assert not at.warning
    for key, value in place.settings:
        assert key in at.session_state, key
        assert at.query_params.get(key, value) == value, key


def test_what_an_address_says_of_a_frame_is_no_part_of_the_page(desk):
    # Streamlit raises where a link within the lab says so: the desk and its lesson would be lost.
    at = add(desk(), "neuron?embed=true&single_b=1&EMBED_OPTIONS=show_padding")
    assert planned(at) == ["neuron?single_b=1"]


def test_each_address_of_a_lesson_says_itself_what_it_hides(open_page):
    at = open_page("course", course_view="lesson", hide="lesson")
    content = b"1. /neuron?hide=exercises\n2. /losses"
    at.file_uploader(key="course_opened_file").set_value(("l.md", content, "text/markdown")).run()
    hiding = [link.proto.query_string.count("hide=exercises") for link in at.get("page_link")]
    assert sum(hiding) == 1
    at.switch_page("pages/neuron.py")
    at.query_params["hide"] = "exercises"
    at.run(timeout=120)
    assert at.query_params["hide"] == "exercises"
    at.button(key="course_onward").click().run(timeout=120)  # the way on stands there all the same
    assert at.title[0].value == "Loss functions"
    assert "hide" not in at.query_params
