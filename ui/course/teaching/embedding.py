"""A page of the lab in a frame of another site: the code for it."""

from __future__ import annotations

import html
import os
from dataclasses import replace

import streamlit as st

from dlcore.errors import LabError
from ui.course.teaching import addresses, titles
from ui.course.teaching.addresses import PageAddress
from ui.frame import hiding
from ui.frame.headers import EMBED_VARIABLE, ancestors
from ui.frame.i18n import N_, as_code, explain
from ui.frame.i18n import gettext as _
from ui.frame.setting import Whole, written

HIDE = replace(hiding.HIDE, key="course_hide", usual=["lesson", "exercises"])
HEIGHT = Whole(
    "course_height", 700, N_("Height (px)"), N_("Of the frame on the other page."), 200, 3000
)
SETTINGS = (HIDE, HEIGHT)
_ADDRESS, _KEPT = "course_embedded", "course_embedded_kept"


def show() -> None:
    """Which page, without what, and the code."""
    st.markdown(
        _(
            "Paste the address of a page, set as you want it, and choose what to leave out. The "
            "code goes into a page of your own site or of Moodle (“Embed”, “HTML”)."
        )
    )
    if _ADDRESS not in st.session_state:
        st.session_state[_ADDRESS] = st.session_state.get(_KEPT, "neuron?neuron_view=network")
    address = st.text_input(
        _("Address of a page of this lab"),
        key=_ADDRESS,
        max_chars=addresses.LONGEST,
        help=_("As copied, or typed by hand from the name of the page on: rnn?rnn_view=gates"),
    )
    st.session_state[_KEPT] = address
    with st.container(horizontal=True, vertical_alignment="bottom"):
        hidden = HIDE.pills()
        height = HEIGHT.number_input(step=50, width=160)
    try:
        place = addresses.read(address)
    except LabError as error:
        st.warning(explain(error), icon=":material/link_off:")
        return
    shown = place.with_settings(embed="true")
    if hidden:
        shown = shown.with_settings(hide=written(hidden))
    st.code(frame(shown, titles.title(place), height), language="html", wrap_lines=True)
    st.link_button(
        _("See it in a tab of its own"),
        addresses.base() + shown.path,
        icon=":material/open_in_new:",
    )
    _say_who()


def frame(place: PageAddress, title: str, height: int) -> str:
    """The HTML of a frame.

    Args:
        place: what is shown in it.
        title: for those who cannot see it.
        height: in px.
    """
    source = html.escape(addresses.base() + place.path)
    return (
        f'<iframe src="{source}" title="{html.escape(title)}" width="100%" height="{height}" '
        'style="border: 0" loading="lazy"></iframe>'
    )


def _say_who() -> None:
    """Which sites may do it: browsers refuse all others."""
    sites = ancestors(os.environ.get(EMBED_VARIABLE, ""))
    if sites == "*" or "*" in sites.split():
        st.caption(_("Every site may show this lab in a frame."))
    elif sites in ("'self'", "'none'"):
        st.caption(
            _(
                "No other site may show this lab in a frame yet: its owner names those that may in "
                "the variable {variable}."
            ).format(variable=as_code(EMBED_VARIABLE))
        )
    else:
        named = " ".join(site for site in sites.split() if site != "'self'")
        st.caption(
            _("These sites may show this lab in a frame: {sites}").format(sites=as_code(named))
        )
