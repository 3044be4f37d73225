"""CTC by hand: a few places, two digits and the blank, every path before one's eyes."""

from __future__ import annotations

from functools import partial

import numpy as np
import streamlit as st

from dlcore.figures import line as drawing
from dlcore.line.ctc import Array, Labels
from dlcore.line.example import RATE, WorkedExample, pulled, reachable, work
from ui.frame import explore
from ui.frame.explore import Preset
from ui.frame.i18n import N_, gap
from ui.frame.i18n import gettext as _
from ui.frame.setting import Choice, Numbers
from ui.shared import chart
from ui.shared.verdicts import percent

_SIGNS = ("–", "7", "0")
_LIMIT = 6.0  # of a logit, either way
_MOST_PLACES = 6
_PATHS = 9  # that are shown one by one
_BAR = 26  # px
_HEIGHT = 300  # px

_OPENING = [
    [0.5, 2.0, -1.0],
    [1.5, 1.0, 0.0],
    [1.0, 0.0, 0.5],
    [0.0, -1.0, 1.5],
    [1.5, -0.5, 0.0],
    [1.0, 0.0, 0.0],
]

TARGET = Choice(
    "ctc_target",
    "70",
    N_("To be read"),
    N_("The answer whose probability is worked out, and that training would make likelier."),
    ("7", "70", "77", "707"),
)
PLACES = Choice(
    "ctc_places",
    5,
    N_("Places"),
    N_("At each place the network says one symbol: 3 symbols at 5 places are 243 paths."),
    (4, 5, 6),
)
LOGITS = Numbers(
    "ctc_logits",
    [logit for place in _OPENING for logit in place],
    low=-_LIMIT,
    high=_LIMIT,
    counts=(len(_SIGNS) * _MOST_PLACES,),
    expects=f"{len(_SIGNS) * _MOST_PLACES} × [-{_LIMIT:g}, {_LIMIT:g}]",
)
SETTINGS = (TARGET, PLACES, LOGITS)


def _preset(title: str, look_for: str, target: str, places: int, logits: list[float]) -> Preset:
    """Its settings name it still when the logits have been moved."""
    return Preset(title, look_for, {TARGET.key: target, PLACES.key: places}, {LOGITS.key: logits})


def _everywhere(*logits: float) -> list[float]:
    """The same at each place."""
    return [*logits] * _MOST_PLACES


PRESETS = {
    "begin": _preset(
        N_("As it opens"),
        N_(
            "A 7 near the left, a 0 further right, and no place of which it is sure. Many paths "
            "are read as 70; none of them alone is likely."
        ),
        *("70", 5, LOGITS.usual),
    ),
    "untrained": _preset(
        N_("Nothing learnt"),
        N_(
            "All paths are equally likely, so that 70 is as probable as it has paths. Now train "
            "it: the 7 goes to the left and the 0 to the right, though nobody said where they are."
        ),
        *("70", 6, _everywhere(0.0, 0.0, 0.0)),
    ),
    "twice": _preset(
        N_("Twice the same"),
        N_(
            "77 needs a blank in between: the trellis has no step from the one 7 to the other. "
            "Train it, and see where the blank appears."
        ),
        *("77", 5, _everywhere(0.0, 1.5, -2.0)),
    ),
    "outvoted": _preset(
        N_("The best path loses"),
        N_(
            "At every place the blank is likeliest, and the likeliest path is read as nothing at "
            "all. Yet 7 is more probable: so many paths lead there."
        ),
        *("7", 5, _everywhere(1.2, 0.6, -3.0)),
    ),
}


def logits() -> Array:
    """(T, 3), of the places that are shown."""
    return np.array(LOGITS.value, float).reshape(-1, len(_SIGNS))[: PLACES.value]


def target() -> Labels:
    """The reading, as symbols."""
    return tuple(_SIGNS.index(sign) for sign in TARGET.value)


def show() -> None:
    """What is set, the trellis, the paths, and where the gradient pulls."""
    st.header(_("CTC by hand"), anchor=False)
    explore.presets("ctc", PRESETS)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        TARGET.segmented()
        PLACES.segmented()
        _train()
    found = work(logits(), target())
    _probability(found)
    with st.container(key="ctc_charts"):
        left, right = st.columns(2, gap="large")
    with left:
        _logits()
        _pull(found)
    with right:
        _trellis(found)
        _paths(found)
    _as_numbers()


def _train() -> None:
    said = _("Gradient descent on −log p, at a learning rate of {rate:g}.").format(rate=RATE)
    for times, title in ((1, _("One step of training")), (10, _("Ten steps"))):
        st.button(title, key=f"ctc_pull_{times}", on_click=_learn, args=(times,), help=said)


def _learn(times: int) -> None:
    _take(pulled(logits(), target(), times))


def _take(shown: Array) -> None:
    """Puts logits of the places that are shown in the place of those that were."""
    kept = np.array(LOGITS.value, float)
    kept[: shown.size] = np.clip(shown.ravel(), -_LIMIT, _LIMIT)
    # As the address writes them, so that a link gives the same numbers.
    LOGITS.set([float(f"{value:.4g}") for value in kept])


def _set(at: int, value: float) -> None:
    shown = logits()
    shown.flat[at] = value
    _take(shown)


def _probability(found: WorkedExample) -> None:
    with st.container(key="ctc_probability"):
        st.markdown(
            _(
                "**p({target}) = {share}**, the sum over {count} paths. One step of gradient "
                "descent makes it {after}."
            ).format(
                target=TARGET.value,
                share=percent(found.probability),
                count=len(found.paths),
                after=percent(found.after),
            )
        )


def _logits() -> None:
    st.markdown(_("**What the network says**, as logits. Drag any of them."))
    shown = logits()
    figure = drawing.logits(
        shown,
        (-_LIMIT, _LIMIT),
        words=drawing.PullWords(_SIGNS, _("place"), _("logit")),
        height=_HEIGHT,
    )
    chart.show(
        figure,
        key="ctc_logits_chart",
        alt="; ".join(
            _("place {place}: {logits}").format(
                place=place,
                logits=", ".join(f"{s} {v:.2f}" for s, v in zip(_SIGNS, row, strict=True)),
            )
            for place, row in enumerate(shown, 1)
        ),
        handle=len(figure.data) - 1,
        on_drag=lambda at, _x, y: _set(at, round(y, 2)),
    )


def _trellis(found: WorkedExample) -> None:
    st.markdown(
        _("**All paths at once.** Down the states of {target}, from left to right.").format(
            target=TARGET.value
        )
    )
    hover = _states_in_words(found)
    chart.show(
        drawing.trellis(
            found.alpha,
            found.shares,
            found.steps,
            reachable(found.states),
            colours=[drawing.colours(_SIGNS)[s] for s in found.states],
            words=drawing.TrellisWords(
                [_SIGNS[s] for s in found.states], _("place"), _("state"), hover
            ),
            height=_HEIGHT,
        ),
        key="ctc_trellis",
        alt=gap().join(text for at, text in enumerate(hover) if found.shares.flat[at] > 0.25),
    )
    st.caption(
        _(
            "The numbers are α: all ways to a state up to its place, summed. The last two states "
            "at the last place make p. The more of p passes a state, the larger it is."
        )
    )


def _states_in_words(found: WorkedExample) -> list[str]:
    """Of each state at each place, place by place."""
    return [
        _("place {place}, {sign}: α = {alpha:.3g}; {share} of p passes here").format(
            place=t + 1,
            sign=_SIGNS[found.states[s]],
            alpha=alpha,
            share=percent(float(found.shares[t, s])),
        )
        for (t, s), alpha in np.ndenumerate(found.alpha)
    ]


def _paths(found: WorkedExample) -> None:
    shown = found.paths[:_PATHS]
    names = ["".join(_SIGNS[s] for s in path) for path, _p in shown]
    shares = [share for _path, share in shown]
    if len(found.paths) > _PATHS:
        names.append(_("{count} others").format(count=len(found.paths) - _PATHS))
        shares.append(sum(share for _path, share in found.paths[_PATHS:]))
    texts = [percent(share) for share in shares]
    st.markdown(_("**The likeliest paths** that are read as {target}:").format(target=TARGET.value))
    chart.show(
        drawing.ranked(names, shares, texts, best=len(shown), height=_BAR * len(names) + 16),
        key="ctc_paths",
        alt="; ".join(f"{name} {text}" for name, text in zip(names, texts, strict=True)),
    )


def _pull(found: WorkedExample) -> None:
    st.markdown(_("**Where training pulls.** Each bar is drawn to its diamond."))
    chart.show(
        drawing.pull(
            found.beliefs,
            found.occupancy,
            words=drawing.PullWords(
                _SIGNS,
                _("place"),
                "",
                is_believed=_("believed"),
                is_needed=_("expected, given the answer"),
                hover=_("{sign}: believed {b}, expected {n}, gradient {g}").format(
                    sign="%{customdata[0]}",
                    b="%{customdata[1]:.1%}",
                    n="%{customdata[2]:.1%}",
                    g="%{customdata[3]:+.3f}",
                ),
            ),
            height=_HEIGHT,
        ),
        key="ctc_pull",
        alt="; ".join(
            _("place {place}: gradient {gradient}").format(
                place=place,
                gradient=", ".join(f"{s} {g:+.2f}" for s, g in zip(_SIGNS, row, strict=True)),
            )
            for place, row in enumerate(found.gradient, 1)
        ),
    )
    st.caption(
        _(
            "The gradient of −log p by a logit is its bar less its diamond. That is what the "
            "network says, less how often the symbol stands there on the paths that are read "
            "right."
        )
    )


def _as_numbers() -> None:
    """The same logits for those who cannot drag."""
    with st.expander(_("The logits as numbers"), icon=":material/keyboard:"):
        shown = logits()
        for place, column in enumerate(st.columns(len(shown))):
            for number, sign in enumerate(_SIGNS):
                at = place * len(_SIGNS) + number
                key = f"ctc_logit_{at}"
                st.session_state[key] = float(shown[place, number])
                column.number_input(
                    _("Place {place}, {sign}").format(place=place + 1, sign=sign),
                    -_LIMIT,
                    _LIMIT,
                    step=0.5,
                    key=key,
                    on_change=partial(_typed, at),
                    help=_("The logit of one symbol at one place."),
                )


def _typed(at: int) -> None:
    value = st.session_state[f"ctc_logit_{at}"]
    if value is not None:  # a field that was emptied
        _set(at, value)
