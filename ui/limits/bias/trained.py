"""Choosing one of the networks that were trained."""

from __future__ import annotations

from dlcore.limits.bias.config import BiasNetwork, BiasResult
from ui.frame.setting import Choice


def choose(found: BiasResult, choice: Choice) -> BiasNetwork:
    """The network that a control says; the first where that one was not trained.

    Args:
        found: with at least one network.
    """
    names = [network.name for network in found.networks]
    if choice.value not in names:
        choice.set(names[0])
    name = choice.selectbox(options=names)
    return next(network for network in found.networks if network.name == name)
