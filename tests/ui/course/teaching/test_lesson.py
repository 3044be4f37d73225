"""A lesson goes to a file and comes back whole; whatever else is in a file does no harm."""

from __future__ import annotations

import pytest

from dlcore.errors import LabError
from ui.course.teaching import addresses
from ui.course.teaching.lesson import (
    LONGEST_NOTE,
    MOST_BYTES,
    MOST_STEPS,
    Lesson,
    Step,
    clean_note,
    from_markdown,
    to_markdown,
)
from ui.frame.catalogue import HOME, NEURON, RNN

BASE = "https://lab.example.org/deep/"


@pytest.mark.parametrize(
    ("text", "page", "settings"),
    [
        ("https://lab.example.org/neuron?neuron_view=network&lang=zh", "neuron", 2),
        ("http://localhost:8501/neuron", "neuron", 0),
        ("localhost:8501/neuron", "neuron", 0),
        ("lab.example.org/deep/rnn?rnn_view=gates#foot", "rnn", 1),
        ("/losses?losses_z=-7.5", "losses", 1),
        ("losses", "losses", 0),
        (" data?data_set=own ", "data", 1),
        ("/", "", 0),
        ("?lang=en", "", 1),
    ],
)
def test_an_address_of_the_lab_is_read(text, page, settings):
    place = addresses.read(text)
    assert (place.page.name, len(place.settings)) == (page, settings)
    assert addresses.read(place.path or "/") == place


def test_the_labs_own_address_is_its_first_page_with_and_without_a_slash(monkeypatch):
    monkeypatch.setattr(addresses, "base", lambda: BASE)
    bare = BASE.rstrip("/")
    for text in (BASE, bare, f"{bare}?lang=zh"):
        assert addresses.read(text).page is HOME
    for other in ("https://lab.example.org", f"{bare}er", f"https://lab.example.com?{BASE}"):
        with pytest.raises(LabError):
            addresses.read(other)


@pytest.mark.parametrize("typed", ["47+85", "47%2B85"])
def test_a_sum_that_is_typed_by_hand_is_kept_as_it_is_meant(typed):
    """A plus in an address is a blank; the page knows better, see `Text.sense`."""
    place = addresses.read(f"rnn?rnn_view=addition&addition_sum={typed}")
    assert place.path.endswith(typed)


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/",
        "https://example.org/?lang=en",
        "https://example.org/nowhere",
        "javascript:alert(1)",
        "javascript://lab.example.org/neuron",
        "data:text/html,<script>alert(1)</script>",
        "ftp://lab.example.org/neuron",
        "neuron\u202e?x=1",
        "neuron?x=%E2%80%AE",
        "neuron?x=%00",
        "https://[/neuron",
        "neuron?" + "&".join(f"a{i}=1" for i in range(101)),
        "neuron?a=" + "1" * addresses.LONGEST,
        "<b>neuron</b>",
        "#foot",
        "",
    ],
)
def test_nothing_else_is_an_address_of_the_lab(text):
    with pytest.raises(LabError):
        addresses.read(text)


LESSON = Lesson(
    "*One* morning, [two] lines & a #",
    (
        Step(addresses.PageAddress(NEURON, (("neuron_view", "single"), ("single_b", "-0.5")))),
        Step(
            addresses.PageAddress(RNN, (("addition_sum", "47 + 85"), ("a", "(x)>[y] 中"))),
            "Why?\n\n- not a list\n1. nor this\n1) nor this\n# no heading\n"
            "<b onclick='x'>\n[x](javascript:alert(1)) `code` \\ *a* _b_ $x^2$ &amp; | ~\n"
            "שלום عربي 中文",
        ),
        Step(addresses.PageAddress(HOME), "x" * LONGEST_NOTE),
    ),
)


def test_a_lesson_comes_back_from_its_file():
    text = to_markdown(LESSON, BASE, lambda place: f"[{place.page.title}] (x)")
    assert from_markdown(text.encode()).refused == (f"{BASE}",)  # the first page of another site
    found = from_markdown(to_markdown(LESSON, "/", lambda place: place.page.title).encode())
    assert found.lesson == LESSON
    assert not found.refused


def test_what_is_written_in_notes_is_no_markdown():
    from markdown_it import MarkdownIt

    html = MarkdownIt("commonmark").render(to_markdown(LESSON, "/", lambda place: "x"))
    assert html.count("<a ") == 3
    assert html.count("<li>") == 3
    assert html.count("<h1>") == 1
    for mark in ("<b", "<em>", "<ul>", "<code>", 'javascript:alert(1)"'):
        assert mark not in html, mark


def test_a_list_that_somebody_wrote_by_hand_is_a_lesson():
    text = """# Monday
Read this first.
* [A neuron](https://lab.example.org/neuron) – what is it?
- /losses
1) <https://lab.example.org/rnn?rnn_view=gates>
   Look at the gates.
2. [elsewhere](https://example.org/x)
   This belongs to that.
"""
    found = from_markdown(text.replace("\n", "\r\n").encode("utf-8-sig"))
    assert found.lesson.title == "Monday"
    assert [(step.place.path, step.note) for step in found.lesson.steps] == [
        ("neuron", "what is it?"),
        ("losses", ""),
        ("rnn?rnn_view=gates", "Look at the gates."),
    ]
    assert found.refused == ("https://example.org/x",)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        b"x" * (MOST_BYTES + 1),
        b"- /neuron\n" * (MOST_STEPS + 1),
        b"\n" * 10_000,
        b"- x\n" * 10_000,
        b"<html><body><a href='/neuron'>x</a></body></html>",
        b"- [x](javascript:alert(1))",
        b"1. [" + b"\\" * 90_000,
    ],
)
def test_what_is_no_lesson_is_refused(content):
    with pytest.raises(LabError):
        from_markdown(content)


def test_a_note_is_cleaned_and_no_longer_than_it_may_be():
    text = f"- /neuron\n{'  word' * 20_000}"
    (step,) = from_markdown(text.encode()).lesson.steps
    assert len(step.note) <= LONGEST_NOTE
    assert clean_note("a\u202eb\x00\r\n  c\u200d") == "ab\nc\u200d"
