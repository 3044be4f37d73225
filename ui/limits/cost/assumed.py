"""What has to be assumed: a control and a source for each number, and all of them as a table."""

from __future__ import annotations

import streamlit as st

from dlcore.limits.cost.energy import ASSUMPTIONS, USUAL
from ui.frame.i18n import gettext as _
from ui.frame.setting import Number
from ui.limits.cost.numbers import short
from ui.shared.numbers import table

_NAMED = {
    name: Number(
        f"cost_{name}",
        one.value,
        one.title,
        one.means,
        one.low,
        one.high,
    )
    for name, one in ASSUMPTIONS.items()
}
SETTINGS = tuple(_NAMED.values())


def values() -> dict[str, float]:
    """What is assumed now, by the names of `ASSUMPTIONS`."""
    return {name: one.value for name, one in _NAMED.items()}


def controls() -> None:
    """A field for each."""
    with st.expander(_("What is assumed"), icon=":material/tune:"):
        for name, setting in _NAMED.items():
            one = ASSUMPTIONS[name]
            label = f"{_(one.title)} ({one.unit})" if one.unit else _(one.title)
            source = _("Usual: {value}. Source: {source}.").format(
                value=short(one.value), source=one.source
            )
            setting.number_input(label=label, help=f"{_(one.means)} {source}")


def show() -> None:
    """All of them as a table, with where the usual ones come from."""
    with st.expander(_("What is assumed, and where it comes from"), icon=":material/menu_book:"):
        rows = [
            [
                _(one.title),
                f"{short(_NAMED[name].value)} {one.unit}".strip(),
                f"{short(USUAL[name])} {one.unit}".strip(),
                one.source,
            ]
            for name, one in ASSUMPTIONS.items()
        ]
        st.markdown(table([_("number"), _("here"), _("usual"), _("source of the usual one")], rows))
