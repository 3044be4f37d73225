"""A sum of the visitor's own: the answer, and how sure the network is of each character."""

from __future__ import annotations

import streamlit as st

from dlcore.addition.answering import Character, DecodedAnswer
from dlcore.addition.asking import asked
from dlcore.addition.config import MOST_DIGITS
from dlcore.addition.question import read_sum
from dlcore.engine import Run
from dlcore.figures.addition import ConfidenceWords, confidence
from ui.frame import explore
from ui.frame.explore import Preset
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.frame.setting import Choice, Text
from ui.shared import chart
from ui.shared.readers import Reader
from ui.shared.verdicts import percent

SHIPPED = "addition"  # in the registry
SUM = Text(
    "addition_sum",
    "47+85",
    N_("A sum"),
    N_("Two whole numbers with a plus between them. Press Enter to ask."),
    at_most=60,
    sense=lambda text: read_sum(text, MOST_DIGITS),
)
WHO = Choice(
    "addition_who",
    "ships",
    N_("Who answers"),
    N_("Train one below, and it can be asked here."),
    {"ships": N_("The network that ships"), "run": N_("The network you trained")},
)
SETTINGS = (SUM, WHO)
PRESETS = {
    "plain": Preset(
        "47+85", N_("Two carries, and one digit more than before."), {SUM.key: "47+85"}
    ),
    "carry": Preset(
        "999+1",
        N_("One carry goes through all places: the first character depends on the last."),
        {SUM.key: "999+1"},
    ),
    "zero": Preset(
        "0+0",
        N_(
            "Held out, as ten in a hundred pairs are: it never saw this sum. It has not understood "
            "what zero is; it goes by what it has seen."
        ),
        {SUM.key: "0+0"},
    ),
    "wide": Preset(
        "１２３＋４５６",
        N_("Full-width characters, as Chinese keyboards write them, are understood too."),
        {SUM.key: "１２３＋４５６"},
    ),
}


def show(trained: Run | None) -> None:
    """The box, and what the network says to what is in it.

    Args:
        trained: the visitor's own training, where it has left a network.
    """
    explore.presets("addition_ask", PRESETS)
    question, answer = st.columns([1, 1.4], gap="large")
    with question:
        typed = SUM.text_input()
        by = _choose(trained)
        found = by.ask(asked, typed)  # what is wrong with it is said here
    with question, st.container(key="addition_answer"):
        if found:
            _say(found)
    with answer, st.container(key="addition_confidence_place"):
        if found:
            _confidence(found)


def _choose(trained: Run | None) -> Reader:
    """Who answers: the visitor's own network where it is wanted and there."""
    who = WHO.segmented()
    if who == "run" and trained:
        return Reader(None, trained.result.model)
    if who == "run":
        st.caption(_("Until you have trained one, the network that ships answers."))
    return Reader(SHIPPED)


def _say(answer: DecodedAnswer) -> None:
    """The answer as text, and whether it is right."""
    st.markdown(f"## {answer.question.text} = {answer.said or '?'}")
    if answer.right:
        st.markdown(":green[:material/check_circle:] " + _("**Right.**"))
    else:
        st.markdown(
            ":violet[:material/cancel:] "
            + _("**Wrong**: it is {answer}.").format(answer=answer.question.answer)
        )


def _confidence(answer: DecodedAnswer) -> None:
    shares = [percent(c.probability) for c in answer.characters]
    said = ", ".join(
        f"{_shown(c.said)} {share}" for c, share in zip(answer.characters, shares, strict=True)
    )
    chart.show(
        confidence(
            [c.said for c in answer.characters],
            answer.expected,
            [c.probability for c in answer.characters],
            shares=shares,
            hover=[_hover(c) for c in answer.characters],
            words=ConfidenceWords(
                end=_("end"),
                right=_("right"),
                wrong=_("wrong"),
                x=_("what it writes, from its last digit to its first")
                if answer.ones_first
                else _("what it writes, character by character"),
                y=_("how sure it is"),
            ),
            height=300,
        ),
        key="addition_confidence",
        alt=_("How sure the network is of each character: {said}").format(said=said),
    )


def _hover(character: Character) -> str:
    return _("{said}: {share}; next {other}: {other_share}").format(
        said=_shown(character.said),
        share=percent(character.probability, 2),
        other=_shown(character.runner_up),
        other_share=percent(character.runner_up_probability, 2),
    )


def _shown(character: str) -> str:
    """A blank says that the answer is over."""
    return _("end") if character.isspace() else character
