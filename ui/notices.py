"""Plain words about the data a page uses, where they are not the whole of MNIST."""

from __future__ import annotations

import streamlit as st

from dlcore import tasks
from dlcore.engine import EngineTimeout, EngineUnavailable
from ui.engine import engine
from ui.i18n import explain
from ui.i18n import gettext as _

_KEEP_SECONDS = 600  # a server that finds the network again shows the full set


def data_notice() -> None:
    """Says so where the engine trains on the 5,000-image sample, once the engine knows.

    Call it last: it fills in by itself and keeps nothing waiting.
    """
    ready = engine().status == "ready"
    st.fragment(_notice, run_every=None if ready else 1.0)()


def _notice() -> None:
    if engine().status != "ready":
        st.caption(_("Keras is starting in the background; pages work meanwhile."))
        return
    try:
        info = _data_source()
    except (EngineUnavailable, EngineTimeout):
        return  # asked again at the next rerun; the page itself says what an engine's end means
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
def _data_source() -> tasks.DataInfo:
    return engine().call(tasks.data_source, timeout=120)
