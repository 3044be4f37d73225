"""Deletion and insertion: pixels go or come in the order of each map, and the answer fades."""

from __future__ import annotations

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dlcore.figures import heat
from dlcore.figures.limits.explanation import removal
from dlcore.figures.runs import CurvesWords
from dlcore.limits.explanation import deletion
from dlcore.limits.explanation.config import ExplanationResult
from dlcore.limits.explanation.methods import CONTROL, METHODS
from ui.frame.i18n import N_, gap
from ui.frame.i18n import gettext as _
from ui.frame.setting import Choice, Percent
from ui.limits.explanation import names
from ui.limits.explanation.sanity import DIGIT
from ui.shared import chart, pictures
from ui.shared.verdicts import listed

KIND = Choice(
    "explanation_kind",
    "deletion",
    N_("Pixels are"),
    N_(
        "Removed: painted black, the most important first; the faster the answer is lost, the "
        "better the map. Put in: shown alone on black; the sooner it is found, the better."
    ),
    {"deletion": N_("removed"), "insertion": N_("put in")},
)
SHARE = Percent(
    "explanation_share",
    7,
    N_("Share of pixels"),
    N_("So many of the 784, from the one that a map says matters most."),
    0,
    100,
)
SETTINGS = (KIND, SHARE)
_TILE, _CURVES = 84, 430  # px


def show(found: ExplanationResult) -> None:
    """A digit as each map would have it, and the curves of all digits."""
    st.markdown("## " + _("Take its pixels away. Does the answer go?"))
    left, right = st.columns(2, gap="medium")
    with left:
        inserted = KIND.segmented() == "insertion"
    with right:
        share = SHARE.slider(format="%d%%") / 100
    if not found.removed:
        st.info(_("Not known yet: no pixel has been removed."), icon=":material/hourglass_top:")
        return
    number = min(st.session_state.get(DIGIT.key, DIGIT.usual), len(found.images) - 1)
    tiles, curves = st.columns(2, gap="medium")
    with tiles:
        _tiles(found, number, share, inserted=inserted)
    with curves:
        _curves(found, share, inserted=inserted)


def titles() -> list[str]:
    """Of the methods, and of the order by chance."""
    return [*(names.title(name) for name in METHODS), _("By chance")]


def areas(found: ExplanationResult, *, inserted: bool) -> NDArray[np.float64]:
    """(m + 1,): mean area below the curves."""
    return deletion.area(found.insertion if inserted else found.deletion).mean(axis=1)


def _tiles(found: ExplanationResult, number: int, share: float, *, inserted: bool) -> None:
    image = found.images[number] / 255
    curves = (found.insertion if inserted else found.deletion)[:, number]
    step = round(share * deletion.STEPS)
    at = deletion.shares()[[step]]
    orders = [deletion.order(one) for one in found.maps[:, 0, number]]
    orders.append(deletion.random_order(image.size, number))
    with st.container(horizontal=True, gap="small"):
        for title, order, curve in zip(titles(), orders, curves, strict=True):
            left = deletion.deleted(image, order, at, inserted=inserted)[0]
            said = _("{title}: {share:.0%}").format(title=title, share=curve[step])
            with st.container(width=_TILE, gap="small"):
                pictures.picture(heat.grey(left, 1.0), _TILE, said)
                st.caption(f"{title}  \n**{curve[step]:.0%}**")
    st.caption(
        _(
            "Below each: how probable the network still finds its answer, {answer}, with {count} "
            "of 784 pixels {kind}."
        ).format(
            answer=found.answers[number],
            count=round(at[0] * 784),
            kind=_("put in") if inserted else _("removed"),
        )
    )


def _curves(found: ExplanationResult, share: float, *, inserted: bool) -> None:
    values = (found.insertion if inserted else found.deletion).mean(axis=1)
    said = _judged(found, inserted=inserted)
    chart.show(
        removal(
            dict(zip(titles(), values, strict=True)),
            deletion.shares(),
            now=share,
            words=CurvesWords(
                _("pixels put in") if inserted else _("pixels removed"),
                _("probability of the answer"),
            ),
            height=_CURVES,
        ),
        key="explanation_removal",
        alt=said,
    )
    st.markdown(said)


def _judged(found: ExplanationResult, *, inserted: bool) -> str:
    """The best area, and who is no better than the edge detector."""
    area = dict(zip([*METHODS, ""], areas(found, inserted=inserted), strict=True))
    looks = [name for name in METHODS if name != CONTROL]
    best = (max if inserted else min)(looks, key=lambda name: area[name])
    control = area[CONTROL]
    worse = [n for n in looks if (area[n] <= control if inserted else area[n] >= control)]
    said = _(
        "Mean area below the curve, {better}: {best} {value}, edge detector {control}, by chance "
        "{chance}."
    ).format(
        better=_("larger is better") if inserted else _("smaller is better"),
        best=names.title(best),
        value=names.two_places(area[best]),
        control=names.two_places(control),
        chance=names.two_places(area[""]),
    )
    if worse:
        said += gap() + _("No better than edges, which never saw the network: {names}.").format(
            names=listed(names.valued(n, area[n]) for n in worse)
        )
    return said
