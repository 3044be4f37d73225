"""What the experiment amounts to: one sentence, and all numbers as a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import streamlit as st

from dlcore.limits.explanation.config import MEASURES, ExplanationResult
from dlcore.limits.explanation.methods import METHODS
from ui.frame.i18n import gettext as _
from ui.limits.explanation import names
from ui.limits.explanation.removing import areas, titles
from ui.limits.explanation.sanity import ALIKE, mean
from ui.shared.numbers import table
from ui.shared.verdicts import listed

LEARNT = 0.2  # read right, at least, by a network that has learnt something
_SHOWN = "integrated"  # the method whose picture stays while its signs go


def show(found: ExplanationResult) -> None:
    """The table in an expander, then the sentence."""
    with st.expander(_("All numbers as a table"), icon=":material/table_rows:"):
        st.markdown(_table(found))
        st.caption(
            _(
                "Likeness with all layers random: mean ± standard deviation over {count} digits, "
                "of {draws} random draws each. Areas: means."
            ).format(count=len(found.images), draws=found.draws)
        )
        st.caption(
            _(
                "Sources: random layers, Adebayo et al. 2018; deletion and insertion, Petsiuk et "
                "al. 2018; {methods}."
            ).format(
                methods="; ".join(
                    f"{names.title(n)}, {one.reference}" for n, one in METHODS.items()
                )
            )
        )
    with st.container(key="explanation_said"):
        st.markdown(f"**{_sentence(found)}**")


def _sentence(found: ExplanationResult) -> str:
    """What can be concluded, and what not."""
    if found.accuracy[0] < LEARNT:
        return _(
            "This network reads {accuracy:.0%} right: it has learnt nothing that could be "
            "explained, so what the methods draw of it says nothing about digits."
        ).format(accuracy=found.accuracy[0])
    if not found.all_random:
        return _(
            "Not all layers have been random: whether these maps notice that what the network has "
            "learnt is gone cannot be said yet."
        )
    likeness = _at_last(found, "strength")
    alike = [name for name in names.explainers() if likeness[name] >= ALIKE.value]
    if len(found.images) == 1:
        return _(
            "One digit is an example and no evidence: for this one, {alike} of {methods} methods "
            "draw as before although every layer is random."
        ).format(alike=len(alike), methods=len(METHODS) - 1)
    signed = _at_last(found, "signed")[_SHOWN]
    return _judgement(alike, signed).format(
        now=found.accuracy[-1],
        before=found.accuracy[0],
        alike=_values(likeness, alike),
        values=_values(likeness, names.explainers()),
        signed=names.two_places(signed),
    )


def _judgement(alike: Sequence[str], signed: float) -> str:
    """A sentence with gaps.

    Args:
        alike: the methods whose maps look as before.
        signed: how alike those of `_SHOWN` are with their signs.
    """
    if not alike:
        return _(
            "With every layer random the network reads {now:.0%} instead of {before:.0%}, and no "
            "method's maps still look as before ({values}): they do depend on what it has learnt."
        )
    if _SHOWN in alike and signed < ALIKE.value:
        return _(
            "With every layer random the network reads {now:.0%} instead of {before:.0%}, and yet "
            "the maps of {alike} look as before. Their signs tell more: those of integrated "
            "gradients agree to {signed}, where 0 is chance."
        )
    return _(
        "With every layer random the network reads {now:.0%} instead of {before:.0%}, and yet the "
        "maps of {alike} look as before: who believes them would not have noticed."
    )


def _at_last(found: ExplanationResult, measure: str) -> dict[str, float]:
    """How alike the maps of each method are once all layers are random."""
    values = mean(found.similarity[MEASURES.index(measure)])[:, -1]
    return dict(zip(METHODS, map(float, values), strict=True))


def _values(likeness: dict[str, float], which: Iterable[str]) -> str:
    """ "Saliency (0.58), Occlusion (0.85)"."""
    return listed(names.valued(name, likeness[name]) for name in which)


def _table(found: ExplanationResult) -> str:
    """A row a method, the control and the order by chance last."""
    deletion, insertion = (areas(found, inserted=kind) for kind in (False, True))
    rows = []
    for i, title in enumerate(titles()):
        likeness = ["–"] * len(MEASURES)
        if i < len(METHODS):
            likeness = [_spread(values[i, -1]) for values in found.similarity]
        rows.append(
            [title, *likeness, names.two_places(deletion[i]), names.two_places(insertion[i])]
        )
    head = [
        _("method"),
        _("strength"),
        _("with sign"),
        _("ink alone"),
        _("deletion (small is good)"),
        _("insertion (large is good)"),
    ]
    return table(head, rows)


def _spread(values: np.ndarray) -> str:
    known = values[np.isfinite(values)]
    if not len(known):
        return "–"
    return f"{names.two_places(float(known.mean()))} ± {names.two_places(float(known.std()))}"
