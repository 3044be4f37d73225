"""A set as a file to take away, in the formats of other programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import streamlit as st

from dlcore import tasks
from dlcore.data import DataSet
from ui.frame import engine, later
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.shared.sets import kept

_PREPARED = "data_prepared"  # the one file that a session holds: of which set, which kind, it


@dataclass(frozen=True)
class SetFormat:
    """A kind of file.

    Attributes:
        title: in English; shown through gettext.
        ending: of its name.
        mime: of its content.
    """

    title: str
    ending: str
    mime: str


FORMATS: Mapping[str, SetFormat] = {
    "npz": SetFormat(
        N_("NumPy, in Keras' layout: all that is known of the set"),
        ".npz",
        "application/octet-stream",
    ),
    "zip": SetFormat(N_("Pictures in folders of their classes"), ".zip", "application/zip"),
    "idx": SetFormat(N_("MNIST's own four files"), "-idx.zip", "application/zip"),
    "csv": SetFormat(N_("Tables of a label and 784 pixels a line"), "-csv.zip", "application/zip"),
}


def show(data: DataSet, card: Callable[[], str]) -> None:
    """Each kind of file: prepared at a click, then to be downloaded.

    Args:
        card: makes the data sheet, which goes along with pictures.
    """
    with st.popover(_("Download"), icon=":material/download:"):
        for kind, one in FORMATS.items():
            file = _prepared(data, kind)
            st.caption(_(one.title))
            if file is None:
                st.button(
                    _("Prepare {ending}").format(ending=one.ending),
                    key=f"data_prepare_{kind}",
                    icon=":material/manufacturing:",
                    on_click=later.ask,
                    args=(_prepare, data, kind, card),
                )
            else:
                st.download_button(
                    _("Download {ending} ({size})").format(
                        ending=one.ending, size=f"{len(file) / 1e6:.1f} MB"
                    ),
                    file,
                    file_name=f"dlcore-{data.fingerprint}{one.ending}",
                    mime=one.mime,
                    key=f"data_get_{kind}",
                    icon=":material/download:",
                    on_click="ignore",
                )


def _prepare(data: DataSet, kind: str, card: Callable[[], str]) -> None:
    """Has the file made, and the one before forgotten."""
    st.session_state.pop(_PREPARED, None)
    file = engine.ask(tasks.exported, kept.npz(data), kind, card())
    if file:
        st.session_state[_PREPARED] = (data.fingerprint, data.name, kind, file)


def _prepared(data: DataSet, kind: str) -> bytes | None:
    *of, file = st.session_state.get(_PREPARED, (None, None))
    return file if of == [data.fingerprint, data.name, kind] else None
