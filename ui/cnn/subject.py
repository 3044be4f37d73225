"""Which image is looked at, by which network, and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dlcore import tasks
from dlcore.cnn.layers import NetworkSummary, summary
from dlcore.cnn.script import Program
from dlcore.data.dataset import DIGITS
from dlcore.data.held_out import TestSet
from dlcore.figures.digits import probability_bars
from ui.frame.i18n import gettext as _
from ui.frame.i18n import plain
from ui.shared import chart, source, verdicts
from ui.shared.answer import likeliest, sentence, spoken
from ui.shared.readers import Reader

SOURCE = source.Source("cnn", number=7)
T = TypeVar("T")
_BARS_HEIGHT = 240  # px, of ten
_AROUND = 60  # px of a chart of bars that are none
_UNDECIDED = 0.1  # above what a class would have by chance; no more than that once again


@dataclass(frozen=True)
class CnnSubject:
    """One image in one network.

    Attributes:
        image: (28, 28) float32 in [0, 1], as the network sees it.
        truth: what it shows; None where nobody knows.
        reader: the network.
        probabilities: (k,), its answer.
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
        own_set = self.tests is not None or not self.reader.reads_digits
        return Program(file, self.network.layers, SOURCE.test_image, own_set)

    @property
    def classes(self) -> tuple[str, ...]:
        """What the network tells apart, a stranger's text."""
        return self.reader.called(len(self.probabilities))

    @property
    def knows_tests(self) -> bool:
        """Whether there are test images to ask about; see `ask_tests`."""
        return source.knows_tests(self.reader)

    def named(self, label: int) -> str:
        """A class, as Markdown."""
        return plain(self.classes[label])

    def answers_now(self, probabilities: NDArray[np.float32]) -> str:
        """What it says of the image after a change, in one sentence; as Markdown."""
        return self._now(probabilities, [plain(name) for name in self.classes])

    def spoken_now(self, probabilities: NDArray[np.float32]) -> str:
        """The same sentence as it stands, for those who cannot see a chart."""
        return self._now(probabilities, self.classes, bold="")

    def _now(
        self, probabilities: NDArray[np.float32], names: Sequence[str], bold: str = "**"
    ) -> str:
        answer, share = int(probabilities.argmax()), float(probabilities.max())
        words = {
            "digit": names[answer],
            "share": verdicts.percent(share),
            "was": names[self.answer],
            "count": len(names),
        }
        if share < 1 / len(names) + min(_UNDECIDED, 1 / len(names)):
            said = (
                _("Now all ten are about as likely: to this network it is no digit any more.")
                if self.classes == DIGITS
                else _(
                    "Now none of the {count} classes has more than {share}: to this network it is "
                    "none of them any more."
                )
            )
        elif answer == self.answer:
            said = _("Still read as **{digit}**, with {share}.")
        else:
            said = _("Now read as **{digit}**, with {share}; it was **{was}**.")
        return said.replace("**", bold).format(**words)

    def ask(self, task: Callable[..., T], *args: Any) -> T | None:
        """Asks the engine about this network; None after one sentence without an answer."""
        return self.reader.ask(task, *args)

    @property
    def tests(self) -> TestSet | None:
        """The test images of another set than MNIST, where they are known."""
        return source.tests_of(self.reader)

    def ask_tests(self, task: Callable[..., T], *args: Any) -> T | None:
        """The same of what takes the test images of its set, after the other arguments."""
        return self.reader.ask(task, *args, self.tests)


def show(reader: Reader) -> CnnSubject | None:
    """The image, what can be chosen about it, and the probabilities of its classes.

    Returns:
        None where there is no image, after a word about it.
    """
    paper, answer = st.columns([1, 1.6], gap="medium")
    with paper:
        image, truth = SOURCE.show(reader)
    with answer:
        if image is None:
            st.info(_("There is no image to look at yet."), icon=":material/draw:")
            return None
        # The answer first: that of a network that ships is there before Keras is.
        probabilities = reader.answer(tasks.read_digit, image)
        if probabilities is None:
            return None
        _answer(image, truth, probabilities, reader.called(len(probabilities)))
        network = reader.ask(summary)
    if network is None:
        return None
    return CnnSubject(image, truth, reader, probabilities, network)


def _answer(
    image: source.Digit,
    truth: int | None,
    probabilities: NDArray[np.float32],
    classes: Sequence[str],
) -> None:
    shown = likeliest(probabilities, classes)
    texts = [verdicts.percent(p) if p >= 0.0005 else "" for p in shown.probabilities]
    with st.container(key="cnn_answer", horizontal=True, vertical_alignment="center"):
        if truth is None:  # else it stands beside already
            source.seen(image, source.SMALL)
        st.markdown(sentence(probabilities, truth, classes), width="content")
    chart.show(
        probability_bars(
            shown.probabilities,
            shown.places([int(probabilities.argmax())]),
            shown.names,
            texts=texts,
            x_label=_("probability"),
            hover=_("{digit}: {probability}"),
            height=bars_height(len(shown.names), _BARS_HEIGHT),
        ),
        key="cnn_bars",
        alt=spoken(probabilities, truth, classes),
    )
    if shown.left_out:
        st.caption(shown.note())


def bars_height(count: int, of_ten: int) -> int:
    """Of a chart of so many bars, in px, where one of ten has this height."""
    return of_ten + (count - 10) * (of_ten - _AROUND) // 10
