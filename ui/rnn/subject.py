"""Which image is read, by which recurrent network, and all that there is to see of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import streamlit as st

from dlcore import registry, tasks
from dlcore.data.held_out import TestSet
from dlcore.engine import Run
from dlcore.rnn.reading import UnrolledLayer, UnrolledPass, unroll
from dlcore.rnn.script import reading_script
from ui.frame import shell
from ui.frame.catalogue import TRAIN
from ui.frame.i18n import N_, isolated, plain
from ui.frame.i18n import gettext as _
from ui.frame.setting import Choice
from ui.shared import readers, source
from ui.shared.answer import sentence
from ui.shared.readers import Reader

CELLS = {"simple": N_("Simple cell"), "lstm": "LSTM", "gru": "GRU"}
OWN = "run"
T = TypeVar("T")
_USUAL = "lstm"
SOURCE = source.Source("rnn", number=7, shows_test_image=False)
CELL = Choice(
    "rnn_cell",
    _USUAL,
    N_("Recurrent network"),
    N_(
        "The simple cell mixes its state with each row anew. LSTM and GRU have gates, which "
        "decide what is kept."
    ),
    (*CELLS, OWN),
)
SETTINGS = (*SOURCE.settings, CELL)


@dataclass(frozen=True)
class RnnSubject:
    """One image in one recurrent network.

    Attributes:
        image: (28, 28) float32 in [0, 1], as the network sees it.
        truth: the class that it is of; None where nobody knows.
        reader: the network.
        reading: what went on in it.
        readers: every recurrent network at hand, by key of `CELLS` or `OWN`.
    """

    image: source.Digit
    truth: int | None
    reader: Reader
    reading: UnrolledPass
    readers: dict[str, Reader]

    @property
    def last_layer(self) -> UnrolledLayer:
        return self.reading.layers[-1]

    @property
    def tests(self) -> TestSet | None:
        """The test images of the network's set, to be sent along with a question; None for MNIST's,
        and where they are not known."""
        return source.tests_of(self.reader)

    @property
    def images_known(self) -> bool:
        """Whether there are test images of its classes; those of another visitor's set are not."""
        return source.knows_tests(self.reader)

    @property
    def alike(self) -> dict[str, Reader]:
        """The networks at hand that tell the same classes apart, itself among them."""
        classes = self.reader.classes
        return {cell: one for cell, one in self.readers.items() if one.classes == classes}

    @property
    def script(self) -> str:
        """The program that reads the same test image."""
        # In the lab's folder, or where it is downloaded to.
        file = f"models/{self.reader.name}.keras" if self.reader.name else "dlcore-rnn.keras"
        number, tests = SOURCE.test_image, self.tests
        if tests is None:
            return reading_script(file, number)
        return reading_script(file, number % len(tests.images), of_own_set=True)

    def called(self, number: int) -> str:
        """What a class is called, as Markdown."""
        return plain(self.reader.classes[number])

    def text_of(self, number: int) -> str:
        """The same where no Markdown is read."""
        return isolated(self.reader.classes[number])

    def ask(self, task: Callable[..., T], *args: Any) -> T | None:
        """Asks the engine about this network; None after one sentence without an answer."""
        return self.reader.ask(task, *args)


def at_hand(trained: Run | None) -> dict[str, Reader]:
    """The recurrent networks that there are: those that ship, and the visitor's own."""
    there = registry.names()
    found = {cell: Reader(f"rnn-{cell}") for cell in CELLS if f"rnn-{cell}" in there}
    if trained and registry.is_recurrent(trained.result.model):
        found[OWN] = readers.of_run(trained)
    return found


def show(at_hand: dict[str, Reader]) -> RnnSubject | None:
    """The image, the network, and what it answers.

    Returns:
        None where there is no network or no image, after a word about it.
    """
    if not at_hand:
        _nothing_there()
        return None
    _settle(at_hand)
    paper, answer = st.columns([1, 1.35], gap="medium")
    with answer:
        reader = at_hand[CELL.segmented(options=list(at_hand), format_func=_label)]
    with paper:
        SOURCE.choose(reader)
        image, truth = SOURCE.show(reader)
    with answer:
        if image is None:
            st.info(_("There is no image to look at yet."), icon=":material/draw:")
            return None
        # The answer first: that of a network that ships is there before Keras is.
        probabilities = reader.answer(tasks.read_digit, image)
        if probabilities is None:
            return None
        with st.container(key="rnn_answer", horizontal=True, vertical_alignment="center"):
            source.seen(image, source.SMALL)
            st.markdown(sentence(probabilities, truth, reader.classes), width="stretch")
        found = reader.ask(unroll, image)
    if found is None:
        return None
    return RnnSubject(image, truth, reader, found, at_hand)


def _nothing_there() -> None:
    st.info(
        _(
            "The recurrent networks that ship are missing on this server, so there is nothing to "
            "look into yet. Train a recurrent network of your own, and it can be opened here."
        ),
        icon=":material/info:",
    )
    shell.link(TRAIN)


def _settle(at_hand: dict[str, Reader]) -> None:
    """Takes another network, and says so, where one is asked for that is not there."""
    asked = CELL.value
    if asked in at_hand:
        return
    taken = _USUAL if _USUAL in at_hand else next(iter(at_hand))
    st.info(
        _("There is no recurrent network of yours yet; {name} reads.").format(name=name(taken))
        if asked == OWN
        else _("This network is missing on this server; {name} reads.").format(name=name(taken)),
        icon=":material/info:",
    )
    CELL.set(taken)


def name(cell: str) -> str:
    """How a network is called."""
    return _("yours") if cell == OWN else _(CELLS[cell])


def _label(cell: str) -> str:
    """Its name, and what its card says of it, short enough for a phone."""
    accuracy = None if cell == OWN else readers.card(f"rnn-{cell}").get("test_accuracy")
    return name(cell) if accuracy is None else f"{name(cell)} · {accuracy:.1%}"
