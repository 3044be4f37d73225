"""What there is to read: drawn when it is opened, in both languages, with links that lead away."""

from __future__ import annotations

import re

import pytest

from tests.pages.conftest import words
from ui.course.reading import TEXTS
from ui.course.references import OTHERS, TO_BEGIN_WITH
from ui.frame import i18n
from ui.frame.i18n import LANGUAGES


def beginning(name: str, lang: str) -> str:
    text = (i18n._UI / "lessons" / lang / f"{name}.md").read_text("utf-8")
    return text.split("**")[1]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_texts_are_drawn_when_they_are_opened(open_page, lang):
    closed = words(open_page("course", lang=lang))
    shown = words(open_page("course", {f"course_{name}": True for name in TEXTS}, lang=lang))
    shown = re.sub(r"</?abbr[^>]*>", "", shown)  # of the terms that are explained
    for name in TEXTS:
        assert beginning(name, lang) not in closed
        assert beginning(name, lang) in shown


@pytest.mark.parametrize("lang", LANGUAGES)
def test_references_lead_to_where_they_can_be_read(open_page, lang):
    assert "doi.org" not in words(open_page("course", lang=lang))
    shown = words(open_page("course", {"course_references": True}, lang=lang))
    for one in (*TO_BEGIN_WITH, *OTHERS):
        assert one.title in shown
        assert not one.address or f"]({one.address})" in shown
    assert len(re.findall(r"\]\(https?://", shown)) >= len(OTHERS)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_tutorials_code_is_explained_beside_what_is_exported(open_page, lang):
    line = "x_train[..., np.newaxis]"  # of the program that is exported, too
    closed, shown = (
        words(open_page("train", {"train_explained": is_open}, lang=lang))
        for is_open in (False, True)
    )
    assert line not in closed
    assert line in shown
