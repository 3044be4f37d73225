"""Who reads: the network that ships, or the one that a visitor has trained."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from dlcore import registry
from dlcore.engine import Run
from dlcore.errors import LabError
from dlcore.networks import ModelNotLoaded
from ui import shell
from ui.catalogue import TRAIN
from ui.engine import ask
from ui.i18n import explain
from ui.i18n import gettext as _

KEY = "draw_model"
MODELS = ("cnn", "run")  # the one that ships, and the one from the visitor's run


@dataclass(frozen=True)
class Answer:
    """What a network answered, and the milliseconds between question and answer."""

    value: Any
    ms: float


@dataclass(frozen=True)
class Reader:
    """A network that reads drawings.

    Attributes:
        model: the bytes of a visitor's .keras file; None for the network that ships.
    """

    model: bytes | None

    @property
    def threshold(self) -> float | None:
        """The digit score below which it takes a drawing for no digit; None if it cannot tell."""
        return None if self.model else threshold(card())

    def ask(self, task: Callable, *args: Any) -> Answer | None:
        """Asks the engine something; None after one sentence where there is no answer.

        Args:
            task: takes `args`, a model and its bytes; see `networks.find_model`.
        """
        begun = time.perf_counter()
        try:
            value = self._ask(task, *args)
        except LabError as error:
            st.error(explain(error), icon=":material/error:")
            return None
        return Answer(value, 1000 * (time.perf_counter() - begun)) if value is not None else None

    def _ask(self, task: Callable, *args: Any) -> Any | None:
        if self.model is None:
            return ask(task, *args, "cnn")
        digest = hashlib.sha256(self.model).hexdigest()
        try:  # the megabyte travels once to each worker, not with each stroke
            return ask(task, *args, digest)
        except ModelNotLoaded:
            return ask(task, *args, digest, self.model)


def settle(trained: Run | None) -> None:
    """Takes the network that ships, and says so, where the visitor's own is asked for in vain."""
    if trained is None and st.session_state[KEY] == "run":
        st.session_state[KEY] = "cnn"
        st.info(
            _("There is no network of yours yet, so the one that ships reads."),
            icon=":material/info:",
        )


def chosen(trained: Run | None) -> Reader:
    return Reader(trained.result.model if trained and st.session_state[KEY] == "run" else None)


def choose(trained: Run | None) -> None:
    """The choice of the network, and what the chosen one cannot do."""
    labels = {"cnn": _("The network that ships with the lab") + _accuracy()}
    if trained:
        labels["run"] = _("The network you trained · {accuracy:.2%}").format(
            accuracy=trained.result.test_accuracy
        )
    st.selectbox(
        _("Read by"),
        list(labels),
        format_func=labels.get,
        key=KEY,
        help=_("Train your own on the Train page and it can be chosen here."),
    )
    if chosen(trained).threshold is None:
        st.caption(
            _("This network has only ever seen digits: whatever is drawn, it will name one.")
        )
    if not trained:
        shell.link(TRAIN, label=_("Train one of your own"))


def card() -> registry.Card:
    """The card of the network that ships; empty where that is missing."""
    try:
        return registry.card("cnn")
    except registry.RegistryError:
        return {}


def threshold(of: registry.Card) -> float | None:
    """The digit score that the page goes by, from a network's card; None if it names none."""
    knowing = of.get("knowing") or {}
    return (knowing.get("page") or knowing).get("threshold")


def _accuracy() -> str:
    """What the shipped network's card says of it, if it does."""
    accuracy = card().get("test_accuracy")
    return f" · {accuracy:.2%}" if accuracy is not None else ""
