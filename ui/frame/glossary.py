"""Words of the field explained where they stand, in lessons and in labels: on hover, on a tap, by
keyboard."""

from __future__ import annotations

import html
import re
from functools import lru_cache

from ui.frame.i18n import N_, catalogue
from ui.frame.terms import TERMS, Term

# What stays as it is: code, formulas, links, headings, HTML.
_KEPT = r"```.*?```|`[^`\n]*`|\$\$.*?\$\$|\$[^$\n]+\$|!?\[[^\]]*\]\([^)]*\)|^#.*?$|<[^>]+>"
_MOST = 2  # of a label's terms that its help explains: it is read in passing
_ADDED = N_("**{word}**: {meaning}")
_LATIN = re.compile(r"[A-Za-z]")


@lru_cache(maxsize=64)  # more than there are lessons, in each language: it takes up to 50 ms
def marked(text: str, lang: str) -> str:
    """A lesson in Markdown in which each term is explained where it first comes; as HTML.

    Args:
        text: ours, no stranger's.
        lang: its language, a key of `i18n.LANGUAGES`.
    """
    words, pattern = _words(lang)
    seen: set[str] = set()

    def mark(found: re.Match[str]) -> str:
        word = found.group("word")
        term = word and _term(word, words)
        if not term or term.word in seen:
            return found.group()
        seen.add(term.word)
        meaning = html.escape(_translated(term.meaning, lang))
        return f'<abbr class="term" tabindex="0" data-meaning="{meaning}">{word}</abbr>'

    return pattern.sub(mark, text)


@lru_cache(maxsize=1024)  # of the labels in each language
def explained(label: str, help: str, lang: str) -> str:
    """The help of a widget, and behind it what the terms in its label mean; as Markdown.

    Args:
        label, help: ours, in this language; what the help says itself is not said twice.
        lang: a key of `i18n.LANGUAGES`.
    """
    words, pattern = _words(lang)
    meanings: dict[str, str] = {}
    for found in pattern.finditer(label):
        word = found.group("word")
        term = word and _term(word, words)
        meaning = term and _translated(term.meaning, lang)
        if meaning and meaning.rstrip(".。") not in help and meaning not in meanings.values():
            meanings[word] = meaning
    template = _translated(_ADDED, lang)
    added = [template.format(word=word, meaning=said) for word, said in meanings.items()]
    return "\n\n".join(part for part in (help, *added[:_MOST]) if part)


def _term(word: str, words: dict[str, Term]) -> Term | None:
    """The term of a word, which may begin a sentence."""
    return words.get(word) or words.get(word[0].lower() + word[1:])


@lru_cache(maxsize=2)
def _words(lang: str) -> tuple[dict[str, Term], re.Pattern[str]]:
    """Each form of each term, and what finds them, the longest first."""
    words: dict[str, Term] = {}
    for term in TERMS:
        forms = (term.word, *term.forms) if lang == "en" else (_translated(term.word, lang),)
        for form in forms if lang == "en" or len(forms[0]) > 1 else ():  # 门 is in many words
            words.setdefault(form, term)
    longest = sorted(words, key=len, reverse=True)
    one = "|".join(_bounded(word) for word in longest)
    return words, re.compile(f"{_KEPT}|(?P<word>{one})", re.DOTALL | re.MULTILINE)


def _bounded(word: str) -> str:
    """A word of Latin letters ends where they end, and may begin a sentence; Han are not parted."""
    if not _LATIN.match(word):
        return re.escape(word)
    first = f"[{word[0].upper()}{word[0].lower()}]" if word[1:].islower() else re.escape(word[0])
    return rf"(?<![A-Za-z_-]){first}{re.escape(word[1:])}(?![A-Za-z_-])"


def _translated(text: str, lang: str) -> str:
    return catalogue(lang).get(text, text)
