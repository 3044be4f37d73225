"""How many drawings each class has, and what is wrong with that."""

from __future__ import annotations

import math

import streamlit as st

from dlcore.data.look import Balance
from dlcore.data.look import balance as counted
from dlcore.figures import data as drawing
from ui.data.look.looked import Looked
from ui.frame.i18n import gap, plain
from ui.frame.i18n import gettext as _
from ui.frame.setting import Setting
from ui.shared import chart
from ui.shared.verdicts import listed

SETTINGS: tuple[Setting, ...] = ()
_NAMED = 8  # classes in a sentence


def show(looked: Looked) -> None:
    found = counted(looked.data, looked.edits)
    st.markdown(_said(found))
    for sentence in warnings(looked.data.classes, found):
        st.warning(sentence, icon=":material/warning:")
    chart.show(
        drawing.balance(
            looked.data.classes,
            found.train.tolist(),
            found.test.tolist(),
            words=drawing.BalanceWords(_("drawings"), _("to learn from"), _("to test with")),
        ),
        key="data_balance",
        alt=_said(found),
    )


def _said(found: Balance) -> str:
    said = _("{train:,} drawings to learn from, {test:,} to test with.").format(
        train=int(found.train.sum()), test=int(found.test.sum())
    )
    if not math.isfinite(found.ratio):
        return said
    if found.ratio == 1:
        return f"{said} " + _("Each class has as many as any other.")
    more = _("The largest class has {ratio:.1f} times as many as the smallest.")
    return f"{said}{gap()}{more.format(ratio=found.ratio)}"


def warnings(classes: tuple[str, ...], found: Balance) -> list[str]:
    """What is wrong with a set, in sentences of Markdown; none where nothing is."""
    said = []
    if found.thin:
        said.append(
            _("Few drawings to learn from: {names}. A network learns to do without them.").format(
                names=_names(classes, found.thin)
            )
        )
    if found.same:
        said.append(
            _(
                "All drawings look the same: {names}. A network learns this one drawing and not "
                "what makes the class. Draw it smaller, larger, crooked, in another hand."
            ).format(names=_names(classes, found.same))
        )
    if found.blank:
        said.append(_("Without any ink: {count:,}.").format(count=len(found.blank)))
    return said


def _names(classes: tuple[str, ...], chosen: tuple[int, ...]) -> str:
    names = listed(plain(classes[label]) for label in chosen[:_NAMED])
    more = len(chosen) - _NAMED
    return names if more <= 0 else _("{names} and {count} more").format(names=names, count=more)
