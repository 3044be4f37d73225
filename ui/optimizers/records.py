"""What there is to know of the chosen surface and optimizers."""

from __future__ import annotations

import streamlit as st

from dlcore.optimizers import OPTIMIZERS
from dlcore.optimizers.config import DescentConfig
from dlcore.optimizers.surfaces import SURFACES
from ui.frame.i18n import gap
from ui.frame.i18n import gettext as _


def surface(name: str) -> None:
    record = SURFACES[name]
    st.markdown(f"$f(x, y) = {record.formula}$")
    st.caption(_(record.note))


def show(config: DescentConfig) -> None:
    """The rule of each chosen optimizer, its idea and its trouble."""
    with st.expander(_("The optimizers and their rules"), icon=":material/function:"):
        for name in config.optimizers:
            _record(name)
        st.caption(
            _(
                "θ: the weights, g: the gradient, η: the learning rate, t: the step. Products, "
                "quotients and roots are taken number by number. For other optimizers, choose them "
                "above."
            )
        )
        if SURFACES[config.surface].reference:
            st.caption(
                _("Surface: {reference}.").format(reference=SURFACES[config.surface].reference)
            )


def _record(name: str) -> None:
    record = OPTIMIZERS[name]
    trouble = _("Its trouble: {trouble}").format(trouble=_(record.trouble))
    st.markdown(f"**{record.label}** · `keras.optimizers.{record.spec.kind}`")
    st.latex(_stacked(record.formula))
    st.markdown(f"{_(record.idea)}{gap()}{trouble}")
    st.caption(f"*{record.reference}*")


def _stacked(formula: str) -> str:
    """The assignments of one step below each other: side by side they are wider than a phone."""
    lines = r" \\ ".join(formula.split(r",\quad "))
    return rf"\begin{{gathered}} {lines} \end{{gathered}}"
