"""What the numbers mean, in one sentence, and what can no longer be concluded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dlcore.limits.bias import metrics
from dlcore.limits.bias.config import BiasNetwork, BiasResult
from dlcore.limits.bias.metrics import RightShare
from dlcore.limits.bias.networks import CURES
from ui.frame.i18n import gettext as _
from ui.limits.bias import words
from ui.shared.numbers import percent

_LEARNT = 2 / 9  # of the way from chance to all others, from which on a network can be said to read
_FEW = 50  # test images, below which an interval is wider than what is looked for


def sentence(found: BiasResult) -> str:
    """The sentence that the view ends with."""
    thinned, full = found.network("thinned"), found.network("full")
    if thinned is None:
        return _("No network is trained to its end yet: there is nothing to conclude.")
    values = _values(found, thinned)
    if not found.rare.any():
        said = _("The test has no image of {victim}: whom the network fails there, nobody can say.")
    elif not _reads(found, thinned):
        said = _(
            "With {others} right of all others this network never learnt to read: whom it fails "
            "says nothing of what its data lacked."
        )
    elif found.available <= found.config.left:
        said = _(
            "Nothing was taken away, for there are only {available:,} images of {victim}: what the "
            "networks differ in here is chance."
        )
    elif full is None:
        said = _(
            "Accuracy says {accuracy}, but the recall of {victim} is {rare}; what it would be with "
            "nothing thinned is not known yet."
        )
    else:
        values["full"] = percent(_rare(found, full).value)
        said = _compared(found, thinned, full, values)
    return said.format(**values)


def _compared(
    found: BiasResult, thinned: BiasNetwork, full: BiasNetwork, values: dict[str, Any]
) -> str:
    """The sentence where there are both networks; adds to the values what it needs."""
    if not metrics.reads_more(found, full, thinned, found.rare):
        return _(
            "Thinning has not hurt {victim} as far as {tested:,} test images can show: a recall of "
            "{rare}, and {full} with nothing thinned."
        )
    cures = [one for name in CURES if (one := found.network(name))]
    if not cures:
        return _(
            "Accuracy says {accuracy}, but the recall of {victim} is {rare}, where nothing thinned "
            "gives {full}: one number hides whom a network fails."
        )
    best = max(cures, key=lambda one: _rare(found, one).value)
    values |= {
        "cure": words.network(best.name),
        "cured": percent(_rare(found, best).value),
        "others_then": percent(metrics.right_of(found, best, ~found.rare).value),
    }
    if not metrics.reads_more(found, best, thinned, found.rare):
        return _(
            "Accuracy says {accuracy}, but the recall of {victim} is {rare}, where nothing thinned "
            "gives {full}, and no cure that was tried changes that beyond chance: the best, "
            "“{cure}”, gives {cured}."
        )
    return _(
        "Accuracy says {accuracy}, but the recall of {victim} is {rare}, where nothing thinned "
        "gives {full}. “{cure}” brings it to {cured}, and the accuracy of all others from "
        "{others} to {others_then}."
    )


def doubts(found: BiasResult) -> Iterator[str]:
    """What these numbers cannot say, one sentence each."""
    tested = int(found.rare.sum())
    if found.stopped:
        yield _("It was stopped: networks that are missing were not trained, or not to their end.")
    if found.source == "sample":
        yield _(
            "These are the 4,000 training and 1,000 test images that come with the lab, and not "
            "MNIST: groups are small, and intervals wide."
        )
    if 0 < tested < _FEW:
        yield _(
            "Only {tested} test images are of {victim}: smaller differences than the interval say "
            "nothing."
        ).format(tested=tested, victim=words.victim(found))
    if not found.config.left and found.available:
        yield _none_left(found)


def _none_left(found: BiasResult) -> str:
    if found.config.kind == "digit":
        return _(
            "None are left: there is nothing to count more often or to copy, and a class that "
            "never occurs is never said. Only more data repairs that."
        )
    return _(
        "None are left: there is nothing to count more often. More data can repair that, or images "
        "made from those of others."
    )


def _values(found: BiasResult, thinned: BiasNetwork) -> dict[str, Any]:
    return {
        "victim": words.victim(found),
        "accuracy": percent(metrics.accuracy(found, thinned).value),
        "rare": percent(_rare(found, thinned).value),
        "others": percent(metrics.right_of(found, thinned, ~found.rare).value),
        "available": found.available,
        "tested": int(found.rare.sum()),
    }


def _rare(found: BiasResult, network: BiasNetwork) -> RightShare:
    return metrics.right_of(found, network, found.rare)


def _reads(found: BiasResult, network: BiasNetwork) -> bool:
    chance = 1 / len(found.names)
    least = chance + _LEARNT * (1 - chance)
    return metrics.right_of(found, network, ~found.rare).value >= least
