"""A verdict in words, never by colour alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dlcore.data.dataset import DIGITS
from dlcore.digits.verdict import Guess, Verdict
from ui.frame.i18n import gettext as _
from ui.frame.i18n import plain

NAMED = 12  # classes, in a sentence

MARKS = {
    "sure": ":green[:material/check_circle:]",
    "unsure": ":orange[:material/help:]",
    "none": ":violet[:material/block:]",
}


def some_of(classes: Sequence[str], most: int = NAMED) -> str:
    """Markdown of the first of some classes: "α, β, γ"."""
    return listed(map(plain, classes[:most])) + " …" * (len(classes) > most)


def one_of(names: Sequence[object]) -> str:
    """ "4", "4 or 9", "4, 7 or 9"."""
    *others, last = map(str, names)
    if not others:
        return last
    return _("{others} or {last}").format(others=listed(others), last=last)


def all_of(items: Sequence[str]) -> str:
    """ "47", "47 and 12", "47, 12 and 5"."""
    *others, last = items
    return _("{others} and {last}").format(others=listed(others), last=last) if others else last


def shares(guesses: Sequence[Guess], digits: int = 1, classes: Sequence[str] = DIGITS) -> str:
    """Markdown: "4 (97.0%), 9 (2.1%), 7 (0.3%)"; see `percent`."""
    return listed(
        f"{plain(classes[guess.label])} ({percent(guess.probability, digits)})" for guess in guesses
    )


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


def sentence(verdict: Verdict, classes: Sequence[str] = DIGITS) -> str:
    """What stands beside the answer, as Markdown.

    Args:
        classes: what the network tells apart.
    """
    mark = MARKS[verdict.kind] + " "
    if verdict.kind == "none":
        return mark + _none(verdict, classes)
    if verdict.kind == "unsure":
        could_be = [plain(classes[label]) for label in verdict.candidates]
        return mark + _("**Could be {digits}.**").format(digits=one_of(could_be))
    share = percent(verdict.best.probability)
    if classes == DIGITS:
        said = _("**This is a {digit}.** {share} sure.")
        return mark + said.format(digit=verdict.best.label, share=share)
    return mark + _("**This is {name}.** {share} sure.").format(
        name=plain(classes[verdict.best.label]), share=share
    )


def _none(verdict: Verdict, classes: Sequence[str]) -> str:
    if classes == DIGITS:
        return _("If it were one: {guesses}").format(guesses=shares(verdict.guesses))
    return _("**None of these:** {names}").format(names=some_of(classes))


def runners_up(verdict: Verdict, classes: Sequence[str] = DIGITS) -> str:
    """The guesses that the sentence leaves out, and how probable all are; see `sentence`."""
    if verdict.kind == "none":
        if classes == DIGITS:
            return _("It is unlike the digits that this network has learnt.")
        said = _("If it were one of them: {guesses}")
        return said.format(guesses=shares(verdict.guesses, 1, classes))
    if verdict.kind == "unsure":
        return _("How probable: {guesses}").format(guesses=shares(verdict.guesses, 1, classes))
    return _("Next: {guesses}").format(guesses=shares(verdict.guesses[1:], 1, classes))
