"""The page on one's own data: sets that ship, sets that are drawn, what is kept of them."""

from __future__ import annotations

from tests.pages.conftest import words


def test_it_opens_with_the_symbols_that_ship(open_page):
    at = open_page("data")
    assert "2,000 images" in words(at)
