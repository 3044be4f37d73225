"""The home page, and what every page has."""

from __future__ import annotations

import pytest

from tests.pages.conftest import rerun, words
from ui.frame.catalogue import PAGES
from ui.frame.engine import STATES
from ui.frame.i18n import catalogue
from ui.home.cards import RUN_STATES


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name or "home")
def test_every_page_opens_in_chinese(open_page, page):
    at = open_page(page.name, lang="zh")
    assert at.title[0].value == catalogue("zh")[page.title]
    assert not at.error


def test_the_language_can_be_switched(open_page):
    at = open_page("", lang="en")
    assert at.title[0].value == PAGES[0].title
    at.sidebar.segmented_control[0].set_value("zh").run()
    assert at.title[0].value == "看得见的深度学习"
    assert at.query_params["lang"] == "zh"


def test_home_says_how_the_engine_is(open_page, stand_in, subtests):
    at = open_page("", lang="en")
    for status, said in STATES.items():
        with subtests.test(status):
            stand_in.status = status
            assert said.split("{")[0] in words(rerun(at))


def test_home_leads_back_to_a_run(open_page, run):
    run.begin()
    assert RUN_STATES["running"] in words(open_page("", lang="en", run=run.id))
