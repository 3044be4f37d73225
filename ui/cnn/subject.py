"""Which digit is looked at, by which network, and what it answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dlcore import tasks
from dlcore.cnn.layers import NetworkSummary, summary
from dlcore.cnn.script import Program
from dlcore.figures.digits import probability_bars
from ui.frame.i18n import gettext as _
from ui.shared import chart, source, verdicts
from ui.shared.answer import sentence
from ui.shared.readers import Reader

SOURCE = source.Source("cnn", number=7)
T = TypeVar("T")
_BARS_HEIGHT = 240  # px
_UNDECIDED = 0.2  # twice the share that a digit would have by chance


@dataclass(frozen=True)
class CnnSubject:
    """One digit in one network.

    Attributes:
        image: (28, 28) float32 in [0, 1], as the network sees it.
        truth: what it shows; None where nobody knows.
        reader: the network.
        probabilities: (10,), its answer.
        network: its layers.
    """

    image: NDArray[np.float32]
    truth: int | None
    reader: Reader
    probabilities: NDArray[np.float32]
    network: NetworkSummary

    @property
    def answer(self) -> int:
        return int(self.probabilities.argmax())

    @property
    def program(self) -> Program:
        """The beginning of the code behind what is shown of it."""
        file = f"models/{self.reader.name}.keras" if self.reader.name else "model.keras"
        return Program(file, self.network.layers, SOURCE.test_image)

    def answers_now(self, probabilities: NDArray[np.float32]) -> str:
        """What it says of the digit after a change, in one sentence."""
        digit, share = int(probabilities.argmax()), float(probabilities.max())
        if share < _UNDECIDED:
            return _("Now all ten are about as likely: to this network it is no digit any more.")
        words = {"digit": digit, "share": verdicts.percent(share), "was": self.answer}
        if digit == self.answer:
            return _("Still read as **{digit}**, with {share}.").format(**words)
        return _("Now read as **{digit}**, with {share}; it was **{was}**.").format(**words)

    def ask(self, task: Callable[..., T], *args: Any) -> T | None:
        """Asks the engine about this network; None after one sentence without an answer."""
        return self.reader.ask(task, *args)


def show(reader: Reader) -> CnnSubject | None:
    """The digit, what can be chosen about it, and its ten probabilities.

    Returns:
        None where there is no digit, after a word about it.
    """
    paper, answer = st.columns([1, 1.6], gap="medium")
    with paper:
        image, truth = SOURCE.show(reader)
    with answer:
        if image is None:
            st.info(_("There is no digit to look at yet."), icon=":material/draw:")
            return None
        # The answer first: that of a network that ships is there before Keras is.
        probabilities = reader.answer(tasks.read_digit, image)
        if probabilities is None:
            return None
        _answer(image, truth, probabilities)
        network = reader.ask(summary)
    if network is None:
        return None
    return CnnSubject(image, truth, reader, probabilities, network)


def _answer(image: source.Digit, truth: int | None, probabilities: NDArray[np.float32]) -> None:
    said = sentence(probabilities, truth)
    texts = [verdicts.percent(p) if p >= 0.0005 else "" for p in probabilities]
    with st.container(key="cnn_answer", horizontal=True, vertical_alignment="center"):
        if truth is None:  # else it stands beside already
            source.seen(image, source.SMALL)
        st.markdown(said, width="content")
    chart.show(
        probability_bars(
            probabilities,
            [int(probabilities.argmax())],
            texts=texts,
            x_label=_("probability"),
            hover=_("{digit}: {probability}"),
            height=_BARS_HEIGHT,
        ),
        key="cnn_bars",
        alt=said.replace("**", ""),
    )
