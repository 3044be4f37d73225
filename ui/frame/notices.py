"""Plain words about the data a page uses, where they are not the whole of MNIST."""

from __future__ import annotations

import streamlit as st

from dlcore import tasks
from dlcore.engine import EngineTimeout, EngineUnavailable
from ui.frame.engine import engine, is_coming, state
from ui.frame.i18n import explain
from ui.frame.i18n import gettext as _

_KEEP_SECONDS = 600  # a server that finds the network again shows the full set


def data_notice(of_mnist: bool = True) -> None:
    """Says so where the engine trains on the 5,000-image sample, once the engine knows.

    Until then it says how the engine is, and asks again by itself.

    Args:
        of_mnist: the page is about MNIST, and not about another set.
    """
    waiting = is_coming()

    def panel() -> None:
        if engine().status != "ready":
            st.caption(state())
            return
        if waiting:
            st.rerun()  # once, and this asks no more
        if of_mnist:
            _notice()

    st.fragment(panel, run_every=1.0 if waiting else None)()


def data_source() -> str:
    """Where the engine takes its images from, as `tasks.DataInfo.source`; "keras" until it says."""
    try:
        return _data_info().source if engine().status == "ready" else "keras"
    except (EngineUnavailable, EngineTimeout, ValueError):
        return "keras"


def _notice() -> None:
    try:
        info = _data_info()
    except (EngineUnavailable, EngineTimeout):
        return  # asked again at the next rerun; a page that needs the engine says what is wrong
    except ValueError as error:
        st.error(
            _("The data file cannot be used: {reason}").format(reason=explain(error)),
            icon=":material/error:",
        )
        return
    if info.source == "sample":
        st.info(
            _(
                "Trained and tested on a sample of MNIST: {train:,} and {test:,} images instead of "
                "60,000 and 10,000, because there is no network here. For the full set, download "
                "mnist.npz and start the server with DLCORE_MNIST=/path/to/mnist.npz."
            ).format(train=info.train_images, test=info.test_images),
            icon=":material/dataset:",
        )


@st.cache_data(max_entries=1, ttl=_KEEP_SECONDS, show_spinner=False)
def _data_info() -> tasks.DataInfo:
    return engine().call(tasks.data_source)
