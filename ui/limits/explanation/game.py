"""A map without its picture: can a visitor say which digit it explains?"""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st

from dlcore.figures import heat
from dlcore.limits.explanation.config import ExplanationResult
from dlcore.limits.explanation.methods import CONTROL, LEVELS, METHODS
from ui.frame.i18n import gettext as _
from ui.limits.explanation import names
from ui.shared import pictures
from ui.shared.verdicts import listed

ROUNDS = 10
FEWEST = 5  # digits: with fewer one would know them all
_GAME = "explanation_game_now"
_WIDTH = 224  # px

Game = dict[str, Any]
"""Of one visitor: `of`, what it is played with; `rounds`, (method, image) each; `said`, a digit for
each that is over; `tally`, (right, asked) of each method over all games."""


@st.fragment
def show(found: ExplanationResult) -> None:
    """The map, ten buttons, and what was true."""
    st.markdown("## " + _("Read the explanation, without the picture"))
    if len(found.images) < FEWEST:
        st.info(
            _("With fewer than {count} digits there is nothing to guess.").format(count=FEWEST),
            icon=":material/info:",
        )
        return
    game = _of(found)
    if len(game["said"]) == ROUNDS and not game["open"]:
        _over(found, game)
        return
    _round(found, game)


def _of(found: ExplanationResult) -> Game:
    """The game that is on, or a new one where there are other digits."""
    of = (found.config, found.images.tobytes())
    game = st.session_state.get(_GAME)
    if game is None or game["of"] != of:
        game = {"of": of, "tally": dict.fromkeys(METHODS, (0, 0))} | _rounds(found)
        st.session_state[_GAME] = game
    return game


def _rounds(found: ExplanationResult) -> Game:
    """Each method equally often, and images as different as there are."""
    random = np.random.default_rng()
    methods = random.permutation(np.resize(list(METHODS), ROUNDS)).tolist()
    count = len(found.images)
    images = np.concatenate([random.permutation(count) for _again in range(-(-ROUNDS // count))])
    rounds = list(zip(methods, images[:ROUNDS].tolist(), strict=True))
    return {"rounds": rounds, "said": [], "open": False}


def _round(found: ExplanationResult, game: Game) -> None:
    """`open`: the answer to the last map is known, and it still stands there."""
    at = len(game["said"]) - game["open"]
    name, number = game["rounds"][at]
    values = found.maps[list(METHODS).index(name), 0, number]
    draw = heat.signed if METHODS[name].signed else heat.grey
    shown, asked = st.columns([1, 2], gap="medium")
    with shown:
        pictures.picture(draw(values, LEVELS), _WIDTH, _("An explanation, without its digit"))
    with asked:
        st.caption(
            _("Map {number} of {all}. Which digit does it explain?").format(
                number=at + 1, all=ROUNDS
            )
        )
        with st.container(horizontal=True, gap="small"):
            for digit in range(10):
                st.button(
                    str(digit),
                    key=f"explanation_say_{digit}",
                    disabled=game["open"],
                    on_click=_say,
                    args=(found, game, digit),
                )
        place = st.container(key="explanation_told")
    if game["open"]:
        with place:
            _told(found, game, name, number)


def _say(found: ExplanationResult, game: Game, digit: int) -> None:
    if game["open"] or len(game["said"]) == ROUNDS:
        return  # a second click on its way
    name, number = game["rounds"][len(game["said"])]
    right, asked = game["tally"][name]
    game["said"].append(digit)
    game["tally"][name] = (right + (digit == found.truth[number]), asked + 1)
    game["open"] = True


def _told(found: ExplanationResult, game: Game, name: str, number: int) -> None:
    truth, guess = int(found.truth[number]), game["said"][-1]
    said = _("**Right, a {truth}.**") if guess == truth else _("**No, it is a {truth}.**")
    picture, words = st.columns([1, 3], vertical_alignment="center")
    with picture:
        pictures.picture(heat.grey(found.images[number], 255), 84, _("The digit itself"))
    with words:
        st.markdown(said.format(truth=truth))
        st.caption(
            _("{method}; the network took it for a {answer}.").format(
                method=names.title(name), answer=found.answers[number]
            )
        )
        st.button(
            _("Next map") if len(game["said"]) < ROUNDS else _("See the score"),
            key="explanation_next",
            type="primary",
            on_click=game.update,
            kwargs={"open": False},
        )


def _over(found: ExplanationResult, game: Game) -> None:
    tally = game["tally"]
    said = listed(f"{names.title(n)} {right}/{asked}" for n, (right, asked) in tally.items())
    st.markdown(_("You read: {scores}.").format(scores=said))
    st.markdown(_moral({n: right / asked for n, (right, asked) in tally.items()}))
    st.button(
        _("New round"),
        key="explanation_again",
        icon=":material/replay:",
        on_click=game.update,
        kwargs=_rounds(found),
    )


def _moral(shares: dict[str, float]) -> str:
    """What the scores tell of explanations.

    Args:
        shares: of the maps of each method that were read right.
    """
    most = max(shares.values())
    best = [name for name, share in shares.items() if share == most]
    if not most:
        return _("None of these maps has told you the digit.")
    if CONTROL in best:
        return _(
            "The edge detector, which has never seen the network, is among those that you read "
            "best: that a picture can be read does not make it an explanation."
        )
    return _(
        "You read best: {names}. That a picture can be read does not yet make it an explanation."
    ).format(names=listed(map(names.title, best)))
