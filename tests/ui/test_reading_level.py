"""English that a pupil of fifteen can read: Flesch and Kincaid's grade of what visitors read.

The grade is 0.39 words a sentence + 11.8 syllables a word - 15.59 (Kincaid et al. 1975), counted
by textstat. Formulas, code, tables, headings, references and what there is to try stay out of it.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import textstat
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
LESSONS = sorted((ROOT / "ui" / "lessons" / "en").glob("*.md"))
HIGHEST = 9  # of a lesson, and of each of its paragraphs that is long enough to be measured
HIGHEST_OF_ONE_MESSAGE = 12  # of two or three sentences: a single long word weighs much
FEWEST_WORDS = {"paragraph": 40, "message": 25}


def prose(text: str) -> list[str]:
    """The paragraphs of Markdown, as they would be read aloud."""
    text = re.sub(r"```.*?```|\$\$.*?\$\$", "\n\n", text, flags=re.DOTALL)
    text = re.sub(r"^\*\*Try this\.\*\*(\n- .*(\n(?!\n|- ).*)*)*", "", text, flags=re.MULTILINE)
    paragraphs = re.split(r"\n\s*\n|\n(?=[-*] |\d+\. )", text)
    kept = [one for one in paragraphs if not re.match(r"\s*(\||#|\*\w|Sutskever,|$)", one)]
    return [_spoken(one) for one in kept]


def _spoken(text: str) -> str:
    """Without marks, and with a dot only where a sentence ends."""
    text = re.sub(r"\$[^$]*\$|`[^`]*`|\{[^}]*\}|:material/\w+:", "x", text)
    text = re.sub(r"(?<=\d)[.,](?=\d)", "", text)
    text = re.sub(r"\bet al\.", "et al", text)
    return re.sub(r"^\s*(- |\d+\. )|[*_#>|]", "", text).strip()


def grade(text: str) -> float:
    return textstat.flesch_kincaid_grade(text)


def length(text: str) -> int:
    return len(text.split())


def worst(texts: list[str], kind: str, highest: float) -> list[str]:
    """Those above a grade, with it, the hardest first."""
    long = [(grade(text), text) for text in texts if length(text) >= FEWEST_WORDS[kind]]
    return [f"{level:.1f}: {text}" for level, text in sorted(long, reverse=True) if level > highest]


def test_prose_is_what_is_read_aloud():
    text = (
        "**A b.** Of $x^2$ and `y`, 0.5 (He et al. 2015).\n\n$$\nx\n$$\n\n- One\n- Two\n\n"
        "**Try this.**\n- *a*: b.\n  c\n- d\n\n| a |\n|--|\n\n*He et al.: Title (2015).*\n\nEnd."
    )
    assert prose(text) == ["A b. Of x and x, 05 (He et al 2015).", "One", "Two", "End."]


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_a_lesson_can_be_read_after_nine_years_of_school(path):
    paragraphs = prose(path.read_text("utf-8"))
    assert worst(paragraphs, "paragraph", HIGHEST) == []
    assert grade(" ".join(paragraphs)) <= HIGHEST


def test_messages_can_be_read_after_twelve_and_on_the_whole_after_nine():
    po = ROOT / "ui" / "locales" / "zh" / "LC_MESSAGES" / "dlcore.po"
    with po.open("rb") as file:
        messages = [" ".join(prose(str(one.id))) for one in read_po(file) if one.id]
    assert worst(messages, "message", HIGHEST_OF_ONE_MESSAGE) == []
    long = [one for one in messages if length(one) >= FEWEST_WORDS["message"]]
    assert grade(" ".join(long)) <= HIGHEST
