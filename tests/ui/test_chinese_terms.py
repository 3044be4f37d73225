"""Words that stay English in Chinese are explained where a lesson first has them."""

from __future__ import annotations

import re

import pytest

from ui.frame import i18n

CHINESE = sorted((i18n._UI / "lessons" / "zh").glob("*.md"))
GLOSSES = {"hinge": "合页", "PCA": "主成分分析", "logit": "对数几率"}


def unexplained(text: str) -> list[str]:
    """Those without their gloss in brackets where they first come; code does not count."""
    text = re.sub(r"`[^`]*`", "", text)
    firsts = {word: re.search(rf"{word}s?\b\**(.*)", text, re.IGNORECASE) for word in GLOSSES}
    return [
        word
        for word, found in firsts.items()
        if found and not found.group(1).startswith(f"（{GLOSSES[word]}")
    ]


def test_what_is_not_explained_is_found():
    assert unexplained("*Logit*（对数几率）是。logit。`hinge`") == []
    assert unexplained("PCA 是，Hinge（合页）") == ["PCA"]


@pytest.mark.parametrize("path", CHINESE, ids=lambda path: path.stem)
def test_a_lesson_explains_what_stays_english(path):
    assert unexplained(path.read_text("utf-8")) == []
