"""What the experiment has shown, in one sentence that is true of any result."""

from __future__ import annotations

from dlcore.limits.membership import MembershipResult
from dlcore.limits.membership.config import PLAIN, MembershipNetwork
from dlcore.limits.membership.cures import WAYS
from ui.frame.i18n import gettext as _

_TOO_LUCKY = 0.25


def hardly(classes: int) -> float:
    """Share of images read right below which a network has learnt next to nothing.

    A ninth of the way from a guess to all of them: of ten classes, where a guess is 0.1, it is 0.2.
    """
    return 1 / classes + (1 - 1 / classes) / 9


def auc_text(auc: float) -> str:
    """As it stands in sentences and at bars."""
    return f"{auc:.2f}"


def sentence(found: MembershipResult) -> str:
    """The sentence, as Markdown without emphasis."""
    plain = found.network(PLAIN)
    if plain is None:
        return _("No network is trained yet, so nothing can be said about what it remembers.")
    return _nothing_to_conclude(found, plain) or _remembered(found, plain)


def _nothing_to_conclude(found: MembershipResult, plain: MembershipNetwork) -> str:
    """Where the numbers do not say what they seem to; else ""."""
    attack = plain.attack
    count, luck = len(plain.inside), attack.luck
    values = {
        "auc": auc_text(attack.auc),
        "accuracy": f"{plain.accuracy:.0%}",
        "low": auc_text(max(0.0, 0.5 - luck)),
        "high": auc_text(min(1.0, 0.5 + luck)),
        "images": f"{count:,}",
        "guess": f"{1 / len(found.classes):.0%}",
    }
    if not found.config.epochs:
        said = _(
            "Zero epochs: this network has seen no image, so it has nothing to give away, and the "
            "attack’s AUC of {auc} is luck."
        )
    elif luck > _TOO_LUCKY and count == 1:
        said = _(
            "With one image inside and one outside, an AUC is 0, ½ or 1 whatever the network has "
            "learnt: nothing can be concluded."
        )
    elif luck > _TOO_LUCKY:
        said = _(
            "With {images} images inside and as many outside, luck alone takes the AUC anywhere "
            "from {low} to {high}: nothing can be concluded from {auc}."
        )
    elif found.config.label_noise == 1 and attack.auc - 0.5 > luck:
        said = _(
            "All labels were random, so there was nothing to understand ({accuracy} of new images "
            "are read right, a guess is {guess}). The AUC of {auc} is learning by heart, nothing "
            "else."
        )
    elif found.config.label_noise == 1:
        said = _(
            "All labels were random, so there was nothing to understand, and in this time the "
            "network has not learnt them by heart either. An AUC of {auc} is what luck gives too."
        )
    elif plain.accuracy < hardly(len(found.classes)) and abs(attack.auc - 0.5) <= luck:
        said = _(
            "This network never learnt: it reads {accuracy} of new images right, and a guess is "
            "{guess}. Its AUC of {auc} says nothing about networks that have learnt something."
        )
    elif abs(attack.auc - 0.5) <= luck:
        said = _(
            "This attack cannot tell what was learnt: an AUC of {auc} is what luck gives too "
            "({low} to {high}). That proves no privacy, for another attack may be better."
        )
    else:
        return ""
    return said.format(**values)


def _remembered(found: MembershipResult, plain: MembershipNetwork) -> str:
    """What the attack can do, and which cure helps most."""
    auc = plain.attack.auc
    values = {"pairs": f"{100 * auc:.0f}", "plain": f"{plain.accuracy:.1%}"}
    if not found.cured:
        return _(
            "Of an image that it learnt and one that it never saw, the loss tells which is which "
            "in {pairs} of 100 pairs. A coin gets 50. {plain} of new images are read right."
        ).format(**values)
    best = min(found.cured, key=lambda one: one.attack.auc)
    cured = best.attack.auc
    values |= {
        "cure": _(WAYS[best.name].title),
        "cured": f"{100 * cured:.0f}",
        "accuracy": f"{best.accuracy:.1%}",
    }
    if auc - cured <= plain.attack.luck:
        said = _(
            "Of an image that it learnt and one that it never saw, the loss tells which is which "
            "in {pairs} of 100 pairs. A coin gets 50. No cure tried here lowers that by more than "
            "luck may."
        )
    elif best.accuracy < hardly(len(found.classes)) <= plain.accuracy:
        said = _(
            "Of an image that it learnt and one that it never saw, the loss tells which is which "
            "in {pairs} of 100 pairs. “{cure}” makes that {cured}, but that network has hardly "
            "learnt to read: it gets {accuracy} of new images right."
        )
    else:
        said = _(
            "Of an image that it learnt and one that it never saw, the loss tells which is which "
            "in {pairs} of 100 pairs. A coin gets 50. “{cure}” makes that {cured}, and reads "
            "{accuracy} of new images right instead of {plain}."
        )
    return said.format(**values)
