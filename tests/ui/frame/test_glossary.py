"""Terms are explained where they first come, and nowhere that Markdown means something else."""

from __future__ import annotations

import html
import re

import pytest

from ui.frame import i18n
from ui.frame.glossary import explained, marked
from ui.frame.setting import Number, Switch
from ui.frame.terms import TERMS

MARK = re.compile(r'<abbr class="term" tabindex="0" data-meaning="([^"<>]*)">([^<]*)</abbr>')


def words(text: str, lang: str = "en") -> list[str]:
    return [word for _meaning, word in MARK.findall(marked(text, lang))]


def test_a_term_is_marked_once_and_the_longest_wins():
    assert words("The loss. A loss is a Loss.") == ["loss"]
    assert words("Gradient descent goes by the gradient.") == ["Gradient descent", "gradient"]
    assert words("Weights, and a weight.") == ["Weights"]
    assert words("权重与权重衰减，梯度下降", "zh") == ["权重", "权重衰减", "梯度下降"]


def test_a_help_ends_with_the_terms_of_its_label():
    meaning = {term.word: term.meaning for term in TERMS}
    said = explained("Learning rate", "The length of a step.", "en")
    assert said == f"The length of a step.\n\n**Learning rate**: {meaning['learning rate']}"
    assert explained("Angle", "In degrees.", "en") == "In degrees."
    assert explained("Epochs", f"It is this: {meaning['epoch']}", "en").count(meaning["epoch"]) == 1
    assert explained("Loss, layers, batch, seed", "", "en").count("**: ") == 2
    chinese = i18n.catalogue("zh")
    assert chinese[meaning["learning rate"]] in explained("学习率", "一步有多长。", "zh")


def test_a_setting_explains_the_terms_of_its_label_unless_it_means_something_else():
    assert "for how wrong" in Switch("any", False, "Loss", "On or off.")._words({})["help"]
    other = Number("any", 0.5, "Weight of the teacher", "A share.", terms=False)
    assert other._words({})["help"] == "A share."


def test_parts_of_words_and_what_is_no_text_stay():
    for text in (
        "lossless colossus re-loss_2",
        "`loss` and ```\nloss = 1\n```",
        "$loss$ and $$\nloss\n$$",
        "[the loss](https://example.org/loss)",
        "## The loss\n",
        '<b title="loss">x</b>',
        "gan and sgd are not written so, and no mnist",
    ):
        assert words(text) == [], text
        assert marked(text, "en") == text
    assert words("专门的部门", "zh") == []


def test_meanings_cannot_break_out_of_their_attribute(monkeypatch):
    text = "A “confusion matrix” is a table."
    ((meaning, _word),) = MARK.findall(marked(text, "en"))
    assert html.unescape(meaning).startswith("A table of what was there")


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_each_lesson_explains_some_and_loses_nothing(lang):
    folder = i18n._UI / "lessons" / lang
    for lesson in folder.glob("*.md"):
        text = lesson.read_text(encoding="utf-8")
        found = marked(text, lang)
        assert re.sub(r"</?abbr[^>]*>", "", found) == text
        assert len(words(text, lang)) >= 3, lesson


def test_one_term_has_one_translation():
    chinese = i18n.catalogue("zh")
    translated = [chinese[term.word] for term in TERMS]
    assert len(set(translated)) == len(TERMS) >= 80
    forms = [form for term in TERMS for form in (term.word, *term.forms)]
    assert len(set(forms)) == len(forms)


def test_nearly_every_message_with_a_term_has_its_translation():
    """But for a few that say it in another way, and names of fields, which are no words."""
    roots = {"epoch": "轮", "mini-batch": "批", "seed": "种子", "recurrent": "循环", "class": "类"}
    chinese = {
        re.sub(r"\{[^}]*\}", "", english): text for english, text in i18n.catalogue("zh").items()
    }
    strays = {}
    for term in TERMS:
        root = roots.get(term.word, i18n.catalogue("zh")[term.word]).lower()
        form = "|".join(map(re.escape, (term.word, *term.forms)))
        word = re.compile(rf"(?<![\w-])({form})(?![\w-])", re.IGNORECASE)
        having = [english for english in chinese if word.search(english)]
        stray = [english for english in having if root not in chinese[english].lower()]
        if len(stray) > max(1, 0.12 * len(having)):
            strays[term.word] = stray
    assert not strays


def test_every_lesson_stays_marked_in_every_language():
    lessons = list((i18n._UI / "lessons").glob("*/*.md"))
    assert len(lessons) <= (marked.cache_info().maxsize or 0)
