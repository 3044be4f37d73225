"""A game: ten images one after the other, and whether the network has learnt each."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dlcore.figures import heat
from dlcore.figures.digits import probability_bars
from dlcore.limits.membership import MembershipResult
from dlcore.limits.membership.config import PLAIN, MembershipCards
from ui.frame.i18n import gettext as _
from ui.frame.i18n import plain
from ui.shared import chart, pictures
from ui.shared.answer import likeliest
from ui.shared.verdicts import percent

CARDS = 10
_KEPT = "membership_game"
_PICTURE, _BAR = 168, 24  # px, the second of each bar
_SHOWN = 0.005  # a smaller probability has no number


@dataclass(frozen=True)
class GuessedCards:
    """How far the game is.

    Attributes:
        of: which images it is played with, as a number.
        round: from 0 on; each has other images.
        guesses: so far, whether the visitor said "learnt".
    """

    of: int
    round: int = 0
    guesses: tuple[bool, ...] = ()

    def dealt(self, cards: MembershipCards) -> NDArray[np.intp]:
        """Which of the cards this round has."""
        return np.random.default_rng(self.round).permutation(len(cards.labels))[:CARDS]


@st.fragment
def show(found: MembershipResult) -> None:
    """The card that is asked about, and what the last one was; in the end who was right."""
    cards, plain = found.cards, found.network(PLAIN)
    if cards is None or plain is None:
        st.caption(_("The game begins once the first network is trained."))
        return
    game = _game(cards)
    dealt = game.dealt(cards)
    attack = cards.losses[dealt] <= plain.attack.best
    truth = cards.inside[dealt]
    done = len(game.guesses)
    with st.container(key="membership_card"):
        if done < len(dealt):
            _card(found, int(dealt[done]), done, len(dealt))
        else:
            _score(game, attack, truth)
    if done < len(dealt):
        with st.container(horizontal=True):
            _guess_button("in", _("It learnt this one"), ":material/psychology:", game, True)
            _guess_button("out", _("It never saw it"), ":material/visibility_off:", game, False)
    else:
        st.button(
            _("Ten others"), key="membership_again", icon=":material/casino:", on_click=_again
        )
    with st.container(key="membership_last"):
        if game.guesses:
            _last(game, attack, truth)


def _game(cards: MembershipCards) -> GuessedCards:
    """The one of this visitor; a new one where the images are others."""
    of = hash(cards.images.tobytes())
    game = st.session_state.get(_KEPT)
    if game is None or game.of != of:
        game = st.session_state[_KEPT] = GuessedCards(of)
    return game


def _guess_button(name: str, label: str, icon: str, game: GuessedCards, guess: bool) -> None:
    st.button(label, key=f"membership_{name}", icon=icon, on_click=_guess, args=(game, guess))


def _guess(game: GuessedCards, guess: bool) -> None:
    """Of the card that was shown: a second click on it changes nothing."""
    if st.session_state.get(_KEPT) == game:
        st.session_state[_KEPT] = replace(game, guesses=(*game.guesses, guess))


def _again() -> None:
    game = st.session_state.get(_KEPT)
    if game:
        st.session_state[_KEPT] = GuessedCards(game.of, game.round + 1)


def _card(found: MembershipResult, which: int, number: int, count: int) -> None:
    cards = found.cards
    assert cards is not None  # `show` has seen to it
    label, said = int(cards.labels[which]), cards.probabilities[which]
    its_own = np.where(np.arange(len(said)) == label, np.inf, said)  # shown, however unlikely
    name, shown = found.classes[label], likeliest(said, found.classes, weights=its_own)
    picture, bars = st.columns([2, 3], vertical_alignment="center")
    with picture:
        pictures.picture(
            heat.grey(cards.images[which], 255),
            _PICTURE,
            alt=_("An image, labelled {label}").format(label=name),
        )
        st.markdown(
            _(
                "**{number} of {count}.** Its label: **{label}**. The network gives that {share}."
            ).format(
                number=number + 1,
                count=count,
                label=plain(name),
                share=percent(float(said[label])),
            )
        )
    with bars:
        chart.show(
            probability_bars(
                shown.probabilities,
                shown.places([label]),
                shown.names,
                texts=[percent(one) if one >= _SHOWN else "" for one in shown.probabilities],
                x_label=_("probability"),
                hover=_("{digit}: {probability}"),
                height=_BAR * max(10, len(shown.names)),
            ),
            key="membership_bars",
            alt=_("The network gives the label {label} {share}.").format(
                label=name, share=percent(float(said[label]))
            ),
        )


def _last(game: GuessedCards, attack: NDArray[np.bool_], truth: NDArray[np.bool_]) -> None:
    """What the card before this one was."""
    at = len(game.guesses) - 1
    was = (
        _("It had **learnt** the last one.")
        if truth[at]
        else _("It had **never seen** the last one.")
    )
    right = {True: _("right"), False: _("wrong")}
    st.markdown(
        was
        + " "
        + _("You were {yours}, the attack was {its}.").format(
            yours=right[bool(game.guesses[at] == truth[at])],
            its=right[bool(attack[at] == truth[at])],
        )
    )


def _score(game: GuessedCards, attack: NDArray[np.bool_], truth: NDArray[np.bool_]) -> None:
    mine = int((np.array(game.guesses) == truth).sum())
    its = int((attack == truth).sum())
    st.markdown(
        _("**You were right {yours} times of {count}, the attack {its} times.**").format(
            yours=mine, its=its, count=len(truth)
        )
    )
    st.caption(
        _(
            "The attack knows nothing but the loss, and says “learnt” below the threshold that is "
            "best for all images. With so few cards either of you can be lucky."
        )
    )
