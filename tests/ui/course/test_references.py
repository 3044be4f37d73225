"""Every work that a lesson cites is among the references, with an address that can be one."""

from __future__ import annotations

import re

import pytest

from ui.course.references import OTHERS, TO_BEGIN_WITH, Reference
from ui.frame import i18n

LESSONS = i18n._UI / "lessons"
ALL = (*TO_BEGIN_WITH, *OTHERS)
_NAME = r"(?:van der )?[A-ZÄÖÜ][\w'’-]+"
_MORE = rf"(?: et al\.?|(?:, {_NAME})*,? and {_NAME})"
# In a sentence: "Zhang et al. 2017", "Gebru et al. (2021)", "Elman 1990".
CITED = re.compile(rf"({_NAME})(?:{_MORE},? \(?| )((?:19|20)\d\d)\b")
# In the last lines: "Le, Jaitly, Hinton: A simple way to initialize (2015)".
LISTED = re.compile(
    rf"({_NAME})(?:(?:,| and) {_NAME}|,? and {_NAME}| et al\.)*[:,] [^()]*?\(((?:19|20)\d\d)"
)


def first_author(reference: Reference) -> str:
    return re.split(r",| et al", reference.authors)[0]


KNOWN = {(first_author(one), one.year) for one in ALL}


def cited(text: str) -> set[tuple[str, int]]:
    """First authors and years, as the sentences of a lesson and its last lines have them."""
    paragraphs = [" ".join(lines.split()) for lines in text.split("\n\n")]
    last = [one for one in paragraphs if re.match(r"\*\w|Sutskever", one)]
    found = {*CITED.findall(" ".join(paragraphs)), *LISTED.findall(" ".join(last))}
    return {(name, int(year)) for name, year in found}


def test_citations_are_found():
    text = "(Zhang et al. 2017, Elman 1990) Gebru et al. (2021) Bengio, Simard and Frasconi 1994"
    assert cited(text) == {("Zhang", 2017), ("Elman", 1990), ("Gebru", 2021), ("Bengio", 1994)}
    text = "*Le, Jaitly, Hinton: A way (2015). Sun and Ming: Out; of\nRISE (2022).*"
    assert cited(text) == {("Le", 2015), ("Sun", 2022)}


@pytest.mark.parametrize("path", sorted((LESSONS / "en").glob("*.md")), ids=lambda p: p.stem)
def test_what_a_lesson_cites_is_listed(path):
    assert cited(path.read_text("utf-8")) - KNOWN == set()


def test_every_reference_is_cited_somewhere():
    texts = [path.read_text("utf-8") for path in (LESSONS / "en").glob("*.md")]
    assert KNOWN - {one for text in texts for one in cited(text)} == set()


def test_each_has_an_address_of_its_own():
    for one in ALL:
        assert re.fullmatch(r"|arXiv:\d{4}\.\d{4,5}|doi:10\.\d{4,5}/\S+|https?://\S+", one.link), (
            one
        )
        assert one.address == "" or one.address.startswith("http")
    links = [one.link for one in ALL if one.link]
    assert len(set(links)) == len(links)
    assert len(links) >= len(ALL) - 2


def test_they_stand_by_author_and_year():
    """A paper in arXiv is no older than its number."""
    order = [first_author(one).casefold().replace("ä", "a").replace("ü", "u") for one in OTHERS]
    assert order == sorted(order)
    for one in ALL:
        if one.link.startswith("arXiv:"):
            year = 2000 + int(one.link[6:8])
            assert year - 1 <= one.year <= year + 4, one
