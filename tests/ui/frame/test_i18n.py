"""Every string has its translation, and every lesson is there in both languages."""

from __future__ import annotations

import ast
import functools
import re
import string
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from ui.frame import i18n
from ui.frame.catalogue import GROUPS, PAGES

ROOT = Path(__file__).parents[3]
FOLDERS = ("ui", "pages", "dlcore")
# Functions and errors whose first argument is shown to visitors.
ERRORS = (
    "LabError",
    "PictureError",
    "DataError",
    "RegistryError",
    "ConfigError",
    "StrokesError",
    "ExplainError",
    "DrawingError",
    "CodecError",
    "StoreError",
    "UnwritableError",
    "FullError",
    "GatheringError",
    "EndedError",
    "ExportError",
    "StateError",
    "TableError",
    "TooManyParts",
)
KEYWORDS = dict.fromkeys(("_", "N_", "TrainingDiverged", *ERRORS))
OTHERS = [lang for lang in i18n.LANGUAGES if lang != "en"]


@functools.cache
def in_code() -> frozenset[str]:
    """All strings that the sources show through gettext."""
    found = set()
    for folder in FOLDERS:
        for _file, _line, message, _comments, _context in extract_from_dir(
            ROOT / folder, [("**.py", "python")], keywords=KEYWORDS
        ):
            found.add(message if isinstance(message, str) else message[0])
    return frozenset(found)


def catalogue(lang: str):
    path = ROOT / "ui" / "locales" / lang / "LC_MESSAGES" / "dlcore.po"
    with path.open("rb") as file:
        return {m.id: m for m in read_po(file) if m.id}


def without_an_end(text: str) -> list[str]:
    """What is meant to be bold and is not."""
    bold = re.findall(r"\*\*([^*]+)\*\*(\w?)", text)
    return [words for words, after in bold if after and words[-1] in "。，：；！？”）…"]


def fields(text: str) -> set[tuple[str, str]]:
    """The named fields of a string, each with how it is written: ("share", ".1%")."""
    return {(name, spec) for _, name, spec, _ in string.Formatter().parse(text) if name}


def calls_in_f_strings(source: str) -> list[int]:
    """Lines where a string is translated inside an f-string."""
    f_strings = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.JoinedStr))
    return [
        call.lineno
        for f_string in f_strings
        for call in ast.walk(f_string)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in KEYWORDS
        and any(isinstance(argument, ast.Constant) for argument in call.args)
    ]


@pytest.mark.parametrize("lang", OTHERS)
def test_every_string_is_translated(lang):
    known = catalogue(lang)
    assert {m for m in in_code() if not (m in known and known[m].string)} == set()


def test_no_string_is_translated_inside_an_f_string():
    """There, the extraction of strings does not look on Python 3.11."""
    sources = [ROOT / "app.py", *(p for d in FOLDERS for p in (ROOT / d).rglob("*.py"))]
    offenders = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sources
        for line in calls_in_f_strings(path.read_text("utf-8"))
    ]
    assert not offenders


def test_a_translation_inside_an_f_string_is_found():
    assert calls_in_f_strings("a = 1\nb = f'{_(\"Start\")} {name}'") == [2]
    assert calls_in_f_strings("b = f'{_(title)}'") == []  # extracted where the title is written


@pytest.mark.parametrize("lang", OTHERS)
def test_nothing_is_translated_that_is_not_there(lang):
    assert set(catalogue(lang)) - in_code() == set()


@pytest.mark.parametrize("lang", OTHERS)
def test_bold_ends_where_markdown_sees_its_end(lang):
    """After a full stop and before a word it is shown as asterisks (CommonMark 6.2)."""
    texts = [message.string for message in catalogue(lang).values()]
    texts += [path.read_text("utf-8") for path in (ROOT / "ui" / "lessons" / lang).iterdir()]
    assert [bold for text in texts for bold in without_an_end(text)] == []
    assert without_an_end("x，**Paused。**x") == ["Paused。"]
    assert without_an_end("**Paused**。x，**x** **A: b.** c") == []


@pytest.mark.parametrize("lang", OTHERS)
def test_translations_keep_their_fields_with_their_formats_and_their_symbols(lang):
    for source, message in catalogue(lang).items():
        assert not message.fuzzy, source
        assert fields(message.string) == fields(source), source
        assert re.findall(r"%\(\w+\)", message.string) == re.findall(r"%\(\w+\)", source)


def lesson(page, lang: str) -> str:
    return (ROOT / "ui" / "lessons" / lang / f"{page.name or 'home'}.md").read_text("utf-8")


def test_every_page_has_a_lesson():
    assert [
        (page.name, lang)
        for page in PAGES
        for lang in i18n.LANGUAGES
        if len(lesson(page, lang)) <= 200
    ] == []


def test_chinese_lessons_are_chinese_and_have_the_same_formulas():
    for page in PAGES:
        en, zh = lesson(page, "en"), lesson(page, "zh")
        assert len(re.findall(r"[一-鿿]", zh)) > 150, page.name
        assert re.findall(r"\$[^$]*\\[^$]*\$", zh) == re.findall(r"\$[^$]*\\[^$]*\$", en), page.name


def test_the_catalogue_of_pages_is_shown_through_gettext():
    words = in_code()
    assert {page.title for page in PAGES} | {page.summary for page in PAGES} <= words
    assert set(GROUPS.values()) <= words


def test_the_browser_decides_at_first():
    wanted = {"zh-CN": "zh", "zh": "zh", "zh_TW": "zh", "en-GB": "en", "fr": "en", None: "en"}
    assert {locale: i18n.from_locale(locale) for locale in wanted} == wanted


def test_joiners_are_shown_between_what_can_be_seen_and_nowhere_else():
    family, persian = (
        "\U0001f469\u200d\U0001f467",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
    )
    for text in (family, persian):
        assert i18n.as_code(text) == f"`{text}`"
    for text in ("\u200da", "a\u200c", "a\u200d \u200db", "a\u200d\u200db", "a\u200d`"):
        assert not set(i18n.as_code(text)) & set("\u200c\u200d"), ascii(text)
    assert i18n.as_code("a\u202eb\0") == "`a\ufffdb\ufffd`"


def test_what_runs_from_right_to_left_moves_nothing_beside_it():
    for name in ("שלום", "کتاب", "<b>שלום</b>"):
        assert i18n.isolated(name) == f"\u2068{name}\u2069"
        assert i18n.plain(name).startswith("\u2068")
        assert i18n.plain(name).endswith("\u2069")
    for name in ("α", "日本", "a b", "*x*"):
        assert "\u2068" not in i18n.plain(name) + i18n.isolated(name)


def test_what_stands_between_two_sentences(monkeypatch):
    for language, sentences, together in (
        ("en", ("One.", "Two."), "One. Two."),
        ("zh", ("一。", "二。"), "一。二。"),
    ):
        monkeypatch.setattr(i18n, "language", lambda chosen=language: chosen)
        assert i18n.gap().join(sentences) == together
