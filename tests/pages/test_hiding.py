"""Parts of a page that its address leaves out."""

from __future__ import annotations

import pytest

from tests.pages.conftest import words
from ui.frame.catalogue import PAGES
from ui.frame.i18n import lesson


def labels(at) -> set[str]:
    return {expander.label for expander in at.expander}


def styles(at) -> str:
    """The rules that hide widgets; not those of the frame."""
    bodies = [html.proto.body for html in at.get("html")]
    return "".join(body for body in bodies if body.startswith('<style>[data-testid="stMain"]'))


@pytest.mark.parametrize("page", ["neuron", "optimizers", "gan"])
def test_a_page_leaves_out_what_its_address_says(open_page, page):
    whole, bare = open_page(page), open_page(page, hide="lesson,exercises,settings")
    assert "How it works" in labels(whole) - labels(bare)
    assert not {label for label in labels(bare) if label.startswith("Exercises")}
    assert f".st-key-{page}_" in styles(bare)
    assert not styles(whole)
    assert bare.query_params["hide"] == "lesson,exercises,settings"  # it goes along


def test_settings_alone_are_hidden_and_keep_what_the_address_says(open_page):
    at = open_page("neuron", hide="settings", neuron_view="single", single_b="-1.5")
    assert at.session_state["single_b"] == -1.5
    assert "How it works" in labels(at)
    assert any(label.startswith("Exercises") for label in labels(at))
    assert ".st-key-exercise" not in styles(at)  # it belongs to the exercises
    links = [link.proto.query_string for link in at.get("page_link")]
    assert all("hide=settings" in query for query in links)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name or "home")
def test_every_page_can_be_without_its_lesson(open_page, page):
    assert "How it works" not in labels(open_page(page.name, hide="lesson"))


@pytest.mark.parametrize("page", ["", "course"])
def test_so_can_those_whose_lesson_is_open(open_page, page):
    first = lesson(page or "home").split("\n\n")[1]
    assert first in words(open_page(page))
    assert first not in words(open_page(page, hide="lesson"))


@pytest.mark.parametrize("text", ["nonsense", "lesson,lesson", "x</style>", "lesson,,nonsense"])
def test_nonsense_hides_nothing_and_is_said(open_page, text):
    at = open_page("losses", hide=text)
    assert [warning for warning in at.warning if "hide = `" in warning.value]
    assert "How it works" in labels(at)
    assert not styles(at)
    assert "hide" not in at.query_params
