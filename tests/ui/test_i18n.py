"""Every string has its translation, and every lesson is there in both languages."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from ui import i18n
from ui.catalogue import GROUPS, PAGES

ROOT = Path(__file__).parents[2]
# Functions and errors whose first argument is shown to visitors.
ERRORS = ("LabError", "PictureError", "DataError", "RegistryError", "ConfigError", "TooManyParts")
KEYWORDS = dict.fromkeys(("_", "N_", "TrainingDiverged", *ERRORS))
OTHERS = [lang for lang in i18n.LANGUAGES if lang != "en"]


def in_code() -> set[str]:
    found = set()
    for folder in ("ui", "pages", "dlcore"):
        for _file, _line, message, _comments, _context in extract_from_dir(
            ROOT / folder, [("**.py", "python")], keywords=KEYWORDS
        ):
            found.add(message if isinstance(message, str) else message[0])
    return found


def catalogue(lang: str):
    path = ROOT / "ui" / "locales" / lang / "LC_MESSAGES" / "dlcore.po"
    with path.open("rb") as file:
        return {m.id: m for m in read_po(file) if m.id}


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("lang", OTHERS)
def test_every_string_is_translated(lang):
    known = catalogue(lang)
    assert {m for m in in_code() if not (m in known and known[m].string)} == set()


@pytest.mark.parametrize("lang", OTHERS)
def test_nothing_is_translated_that_is_not_there(lang):
    assert set(catalogue(lang)) - in_code() == set()


@pytest.mark.parametrize("lang", OTHERS)
def test_translations_keep_their_fields_and_their_symbols(lang):
    for source, message in catalogue(lang).items():
        assert not message.fuzzy, source
        assert fields(message.string) == fields(source), source
        assert re.findall(r"%\(\w+\)", message.string) == re.findall(r"%\(\w+\)", source)


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name or "home")
def test_every_page_has_a_lesson(page, lang):
    text = (ROOT / "ui" / "lessons" / lang / f"{page.name or 'home'}.md").read_text("utf-8")
    assert len(text) > 200


def test_chinese_lessons_are_chinese_and_have_the_same_formulas():
    for page in PAGES:
        name = f"{page.name or 'home'}.md"
        en, zh = (
            (ROOT / "ui" / "lessons" / lang / name).read_text("utf-8") for lang in ("en", "zh")
        )
        assert len(re.findall(r"[一-鿿]", zh)) > 150
        assert re.findall(r"\$[^$]*\\[^$]*\$", zh) == re.findall(r"\$[^$]*\\[^$]*\$", en), name


def test_the_catalogue_of_pages_is_shown_through_gettext():
    words = in_code()
    assert {page.title for page in PAGES} | {page.summary for page in PAGES} <= words
    assert set(GROUPS.values()) <= words


@pytest.mark.parametrize(
    ("locale", "expected"),
    [("zh-CN", "zh"), ("zh", "zh"), ("zh_TW", "zh"), ("en-GB", "en"), ("fr", "en"), (None, "en")],
)
def test_the_browser_decides_at_first(locale, expected):
    assert i18n.from_locale(locale) == expected
