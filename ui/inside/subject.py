"""Which digit is looked at, by which network, and what it answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dlcore.figures import heat
from dlcore.figures.digits import probability_bars
from dlcore.inside import held_out
from dlcore.inside.layers import Opened, opened
from dlcore.inside.script import Program
from ui import canvas, chart, digit_source, pictures, upload, url, verdicts
from ui.i18n import N_
from ui.i18n import gettext as _
from ui.readers import Reader

SOURCES = {
    "test": N_("Test image"),
    "draw": N_("Draw"),
    "mistakes": N_("Mistakes"),
    "upload": N_("Upload"),
}
_SOURCE, _NUMBER, _MISTAKE = "cnn_source", "cnn_number", "cnn_mistake"
PARAMETERS = {
    _SOURCE: url.choice(*SOURCES),
    _NUMBER: url.number(0, digit_source.MOST),
    _MISTAKE: url.number(0, 11),
    canvas.DIGIT.pen_key: url.number(*canvas.DIGIT.pen_widths),
}
DEFAULTS = {
    _SOURCE: "test",
    _NUMBER: 7,
    _MISTAKE: 0,
    canvas.DIGIT.pen_key: canvas.DIGIT.pen_width,
}
_BARS_HEIGHT = 240  # px
_SEEN_WIDTH, _SMALL = 168, 84  # px
_UNDECIDED = 0.2  # twice the share that a digit would have by chance


@dataclass(frozen=True)
class Subject:
    """One digit in one network.

    Attributes:
        image: (28, 28) float32 in [0, 1], as the network sees it.
        truth: what it shows; None where nobody knows.
        reader: the network.
        network: opened, with its answer.
    """

    image: NDArray[np.float32]
    truth: int | None
    reader: Reader
    network: Opened

    @property
    def answer(self) -> int:
        return int(self.network.probabilities.argmax())

    @property
    def program(self) -> Program:
        """The beginning of the code behind what is shown of it."""
        file = f"models/{self.reader.name}.keras" if self.reader.name else "model.keras"
        return Program(file, self.network.layers, _test_number())

    def answers_now(self, probabilities: NDArray[np.float32]) -> str:
        """What it says of the digit after a change, in one sentence."""
        digit, share = int(probabilities.argmax()), float(probabilities.max())
        if share < _UNDECIDED:
            return _("Now all ten are about as likely: to this network it is no digit any more.")
        words = {"digit": digit, "share": verdicts.percent(share), "was": self.answer}
        if digit == self.answer:
            return _("Still read as **{digit}**, with {share}.").format(**words)
        return _("Now read as **{digit}**, with {share}; it was **{was}**.").format(**words)

    def ask(self, task: Callable, *args: Any) -> Any | None:
        """Asks the engine about this network; None after one sentence without an answer."""
        found = self.reader.ask(task, *args)
        return found.value if found else None


def choose_source() -> None:
    st.segmented_control(
        _("The digit"),
        list(SOURCES),
        format_func=lambda name: _(SOURCES[name]),
        key=_SOURCE,
        required=True,
        help=_("Where the digit comes from that is sent through the network."),
    )


def show(reader: Reader) -> Subject | None:
    """The digit, what can be chosen about it, and its ten probabilities.

    Returns:
        None where there is no digit, after a word about it.
    """
    paper, answer = st.columns([1, 1.6], gap="medium")
    with paper:
        image, truth = _CHOICES[st.session_state[_SOURCE]](reader)
    with answer:
        if image is None:
            st.info(_("There is no digit to look at yet."), icon=":material/draw:")
            return None
        found = reader.ask(opened, image)
        if found is None:
            return None
        subject = Subject(image, truth, reader, found.value)
        _answer(subject)
    return subject


Choice = tuple[NDArray[np.float32] | None, int | None]


def _test_number() -> int:
    """Of the test image that is looked at; the first, where it is something else."""
    return st.session_state[_NUMBER] if st.session_state[_SOURCE] == "test" else 0


def _test_image(reader: Reader) -> Choice:
    found = digit_source.test_digit(_NUMBER)
    if found is None:
        return None, None
    _seen(found.image)
    digit_source.caption(found)
    if found.source == "sample" and reader.name:
        st.caption(
            _(
                "The full MNIST is not on this server: this is an image of a sample, which the "
                "networks that ship were trained on."
            )
        )
    return found.image, found.truth


def _drawn(reader: Reader) -> Choice:
    return digit_source.drawn(), None


def _uploaded(reader: Reader) -> Choice:
    return digit_source.prepared(upload.show("digit")), None


def _mistake(reader: Reader) -> Choice:
    asked = reader.ask(held_out.mistakes)
    if asked is None:
        return None, None
    found = asked.value
    if not found:
        st.caption(
            _("This network reads all of the first {count:,} test images right.").format(
                count=held_out.LOOKED_AT
            )
        )
        return None, None
    chosen = min(st.session_state[_MISTAKE], len(found) - 1)
    st.caption(_("What it gets wrong, the surest first. Click on one."))
    pictures.tiles(
        heat.grey(np.stack([digit.image for digit in found]), 1.0),
        key="cnn_mistakes",
        columns=4,
        chosen=chosen,
        hover=[
            _("Test image {number}, a {truth}").format(number=d.number, truth=d.truth)
            for d in found
        ],
        alt=_("{count} test images that the network gets wrong").format(count=len(found)),
        on_choice=_choose_mistake,
    )
    return found[chosen].image, found[chosen].truth


def _choose_mistake(number: int) -> None:
    st.session_state[_MISTAKE] = number


def choose_test_image(number: int) -> None:
    """Takes a test image as the digit to look at; for use in callbacks."""
    st.session_state[_SOURCE] = "test"
    st.session_state[_NUMBER] = number


_CHOICES = {"test": _test_image, "draw": _drawn, "mistakes": _mistake, "upload": _uploaded}


def _seen(image: NDArray[np.float32], width: int = _SEEN_WIDTH) -> None:
    pictures.picture(
        heat.grey(image, 1.0), width, _("The digit as the network sees it, 28 by 28 pixels")
    )


def _answer(subject: Subject) -> None:
    probabilities = subject.network.probabilities
    texts = [verdicts.percent(p) if p >= 0.0005 else "" for p in probabilities]
    with st.container(key="cnn_answer", horizontal=True, vertical_alignment="center"):
        if subject.truth is None:  # else it stands beside already
            _seen(subject.image, _SMALL)
        st.markdown(_sentence(subject), width="content")
    chart.show(
        probability_bars(
            probabilities,
            [subject.answer],
            texts=texts,
            x_label=_("probability"),
            hover=_("{digit}: {probability}"),
            height=_BARS_HEIGHT,
        ),
        key="cnn_bars",
        alt=_sentence(subject).replace("**", ""),
    )


def _sentence(subject: Subject) -> str:
    read = {
        "answer": subject.answer,
        "share": verdicts.percent(float(subject.network.probabilities.max())),
    }
    if subject.truth is None:
        return _("Read as **{answer}** with {share}.").format(**read)
    if subject.truth == subject.answer:
        return _("Read as **{answer}** with {share}, which is right.").format(**read)
    return _("Read as **{answer}** with {share}, but it is a **{truth}**.").format(
        **read, truth=subject.truth
    )
