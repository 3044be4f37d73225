"""A verdict in words, never by colour alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dlcore.digits.verdict import Guess, Verdict
from ui.frame.i18n import gettext as _

MARKS = {
    "digit": ":green[:material/check_circle:]",
    "unsure": ":orange[:material/help:]",
    "not_digit": ":violet[:material/block:]",
}


def one_of(digits: Sequence[int]) -> str:
    """ "4", "4 or 9", "4, 7 or 9"."""
    *others, last = map(str, digits)
    if not others:
        return last
    return _("{others} or {last}").format(others=listed(others), last=last)


def all_of(items: Sequence[str]) -> str:
    """ "47", "47 and 12", "47, 12 and 5"."""
    *others, last = items
    return _("{others} and {last}").format(others=listed(others), last=last) if others else last


def shares(guesses: Sequence[Guess], digits: int = 1) -> str:
    """ "4 (97.0%), 9 (2.1%), 7 (0.3%)"."""
    return listed(f"{guess.digit} ({percent(guess.probability, digits)})" for guess in guesses)


def listed(items: Iterable[str]) -> str:
    """One after another, as the reader's language separates them."""
    return _(", ").join(items)


def percent(share: float, digits: int = 1) -> str:
    """A share that is never said to be all or nothing, for it is an estimate."""
    smallest = 10.0 ** -(digits + 2)
    if share < smallest:
        return f"<{smallest:.{digits}%}"
    if share > 1 - smallest:
        return f">{1 - smallest:.{digits}%}"
    return f"{share:.{digits}%}"


def sentence(verdict: Verdict) -> str:
    """What stands beside the answer, as Markdown."""
    mark = MARKS[verdict.kind] + " "
    if verdict.kind == "not_digit":
        return mark + _("If it were one: {guesses}").format(guesses=shares(verdict.guesses))
    if verdict.kind == "unsure":
        return mark + _("**Could be {digits}.**").format(digits=one_of(verdict.candidates))
    return mark + _("**This is a {digit}.** {share} sure.").format(
        digit=verdict.best.digit, share=percent(verdict.best.probability)
    )


def runners_up(verdict: Verdict) -> str:
    """The guesses that the sentence leaves out, and how probable all are."""
    if verdict.kind == "not_digit":
        return _("It is unlike the digits that this network has learnt.")
    if verdict.kind == "unsure":
        return _("How probable: {guesses}").format(guesses=shares(verdict.guesses))
    return _("Next: {guesses}").format(guesses=shares(verdict.guesses[1:]))
