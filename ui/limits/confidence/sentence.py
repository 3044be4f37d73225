"""What the view ends with, and what its numbers do not allow to be said."""

from __future__ import annotations

from collections.abc import Iterator
from math import isnan, sqrt

import numpy as np

from dlcore.limits.confidence.config import (
    OUTLIER_CLASS,
    REFUSED,
    REFUSING,
    SURE,
    TUTORIAL,
    ConfidenceResult,
    OnPictures,
)
from dlcore.limits.confidence.nonsense import NONSENSE
from dlcore.limits.confidence.run import of_inverted
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _

_APART = 0.05  # sure and right by less are about the same
_FEW_IMAGES, _FEW_PICTURES = 50, 20
_LEARNT = 0.5  # of digits as they are; what reads fewer has forgotten them
CURES = {
    OUTLIER_CLASS: N_("taught an eleventh class"),
    REFUSING: N_("for the network that ships, which may refuse,"),
}


def said(found: ConfidenceResult) -> str:
    """One sentence with the numbers that there are, as Markdown."""
    inverted = of_inverted(found)
    if isnan(inverted.accuracy):
        return _("Nothing was asked yet, so nothing can be said.")
    text = _(
        "Of inverted digits the tutorial's network reads {right:.0%} right and is {sure:.0%} sure"
    )
    if inverted.confidence < inverted.accuracy - _APART:
        text = _(
            "Inverted digits the tutorial's network reads {right:.0%} right and is only {sure:.0%} "
            "sure: here it is less sure than it could be"
        )
    elif inverted.confidence - inverted.accuracy <= _APART:
        text = _(
            "Inverted digits the tutorial's network reads {right:.0%} right and is only {sure:.0%} "
            "sure: here its confidence can be believed"
        )
    parts = [text.format(right=inverted.accuracy, sure=inverted.confidence)]
    parts += _of_nonsense(found)
    return "**" + _("; ").join(parts) + _(".") + "**"


def _of_nonsense(found: ConfidenceResult) -> Iterator[str]:
    tutorial = found.on_pictures.get(TUTORIAL)
    if tutorial is None:
        return
    kinds = _not_taught(found)
    sure = _surely_answered(tutorial, kinds)
    text = _("of what shows no digit it reads {share:.0%} as one with more than {bound:.0%}")
    if len(kinds) < len(NONSENSE):
        text = _(
            "of what shows no digit, of the kinds that the eleventh class is not taught, it reads "
            "{share:.0%} as one with more than {bound:.0%}"
        )
    yield text.format(share=sure, bound=SURE)
    tried = {name: found.on_pictures[name] for name in CURES if name in found.on_pictures}
    if not found.config.teaches:
        tried.pop(OUTLIER_CLASS, None)
    if not tried:
        return
    best = min(tried, key=lambda name: _surely_answered(tried[name], kinds))
    share, lost = _surely_answered(tried[best], kinds), _refused(tried[best])
    text = _("{cure} it is {share:.0%}, and {lost:.1%} of the good digits are refused")
    if share >= sure:
        text = _("{cure} it is {share:.0%}: that has not helped")
    yield text.format(cure=_(CURES[best]), share=share, lost=lost)


def _not_taught(found: ConfidenceResult) -> list[int]:
    """The kinds that tell whether a network knows what it has never seen; all where none do."""
    taught = found.config.taught if found.config.teaches else ()
    kinds = [number for number, name in enumerate(NONSENSE) if name not in taught]
    return kinds or list(range(len(NONSENSE)))


def _surely_answered(pictures: OnPictures, kinds: list[int]) -> float:
    return float((pictures.confidence[kinds] > SURE).mean())


def _refused(pictures: OnPictures) -> float:
    return float((pictures.digit_answers == REFUSED).mean())


def warnings(found: ConfidenceResult) -> Iterator[str]:
    """What can no longer be concluded from this result, a sentence each."""
    config, images = found.config, len(found.labels)
    if images == 1:
        yield _("One image was asked about: a share of one image says nothing about others.")
    elif images < _FEW_IMAGES:
        yield _(
            "Only {count} images were asked about: a share of them can be off by {error:.0%} "
            "either way."
        ).format(count=images, error=1 / sqrt(images))
    if config.pictures < _FEW_PICTURES:
        yield _(
            "Of each kind of nonsense only {count} pictures were shown: whether it is read as a "
            "digit rarely or never cannot be told."
        ).format(count=config.pictures)
    if not config.teaches:
        yield _(
            "The eleventh class was taught nothing, so its answers do not say what teaching it "
            "would do."
        )
    elif set(config.taught) == set(NONSENSE):
        yield _("Every kind was taught: nothing shows whether it knows what it has never seen.")
    yield from _forgotten(found)
    if found.source == "sample":
        yield _(
            "These are images of the sample, which the networks that ship were trained on: with "
            "digits as they are they do better here than on new ones."
        )


def _forgotten(found: ConfidenceResult) -> Iterator[str]:
    """A network that reads hardly any digit cannot be praised for refusing the rest."""
    for name in (TUTORIAL, OUTLIER_CLASS):
        pictures = found.on_pictures.get(name)
        if pictures is None:
            continue
        right = float(np.mean(pictures.digit_answers == found.labels))
        if right < _LEARNT and len(found.labels) > 1:
            text = {
                TUTORIAL: N_(
                    "The tutorial's network reads only {right:.0%} of these digits as they are: "
                    "it has not learnt them, and its confidence says nothing."
                ),
                OUTLIER_CLASS: N_(
                    "Taught an eleventh class, the network reads only {right:.0%} of digits as "
                    "they are: it has forgotten them, so that it refuses proves nothing."
                ),
            }[name]
            yield _(text).format(right=right)
