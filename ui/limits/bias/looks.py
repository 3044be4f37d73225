"""Four ways to look at the same networks; a fragment, for none of them needs the engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from dlcore.limits.bias.config import BiasResult
from ui.limits.bias import cures, hit, mix, victims
from ui.limits.bias.controls import LOOK, OF_THE_LOOKS

_LOOKS: Mapping[str, Callable[[BiasResult], None]] = {
    "hit": hit.show,
    "cures": cures.show,
    "victims": victims.show,
    "mix": mix.show,
}
_KEPT, _LEFT = "bias_looks", "bias_looks_left"


def leave() -> None:
    """Says that there is nothing to look at: what a browser shows is made anew afterwards."""
    st.session_state[_LEFT] = True


@st.fragment
def show(found: BiasResult) -> None:
    """The choice, and what is chosen."""
    _restore()
    look = LOOK.segmented(label_visibility="collapsed")
    with st.container(key=f"bias_look_{look}"):
        _LOOKS[look](found)
    st.session_state[_KEPT] = {
        one.key: one.value for one in OF_THE_LOOKS if one.key in st.session_state
    }


def _restore() -> None:
    """Gives each widget what it last said: Streamlit forgets those of a look that is left, and the
    page's settings are not asked while a fragment within it runs alone."""
    kept = st.session_state.get(_KEPT, {})
    anew = st.session_state.pop(_LEFT, False)  # else the browser would show what is usual
    for one in OF_THE_LOOKS:
        if one.key not in st.session_state:
            one.set(kept.get(one.key, one.usual))
        elif anew:
            one.set(one.value)
