"""Pictures that a browser brings by itself: pasted from its clipboard, or from a phone's camera.

What is pasted goes into the page's uploader, as if it had been chosen there: it has the limits of
every file, and the server sees no other way in.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import streamlit as st

from ui.frame import door
from ui.frame.i18n import gettext as _
from ui.shared import sent
from ui.shared.scripts import ENTRY, Scripts

_HERE = Path(__file__).parent
SCRIPTS = Scripts("draw-intake", _HERE / "js")

_KEY = "draw_intake"


def show(on_paste: Callable[[], None], *, camera: bool) -> None:
    """A button that pastes a picture; keys do it anywhere on the page.

    Args:
        on_paste: called before the rerun that follows, when something is pasted and there is no
            uploader to put it into.
        camera: there is a camera on the page, which is to look ahead and not back.
    """

    def bring() -> None:
        if sent.event(_KEY, "paste") is not None:
            on_paste()

    door.has_no_state(_KEY)
    _component()(
        key=_KEY,
        data={"scripts": SCRIPTS.address("intake.js"), "camera": camera, "words": _words()},
        height="content",
        width="content",
        on_paste_change=bring,
    )


def _words() -> dict[str, str]:
    return {
        "paste": _("Paste"),
        "help": _("A picture from the clipboard. Ctrl+V (on a Mac ⌘V) does it too."),
        "keys": _("Here the keys do it: Ctrl+V, on a Mac ⌘V. The button needs https."),
        "none": _("There is no picture in the clipboard."),
        "refused": _("The browser does not let the page look. The keys do it: Ctrl+V or ⌘V."),
        "name": _("pasted"),
    }


@lru_cache(maxsize=1)
def _component() -> Callable:
    return st.components.v2.component(
        "dlcore_intake",
        html='<div class="intake-box"><button type="button"></button>'
        '<span role="status"></span></div>',
        css=(_HERE / "intake.css").read_text("utf-8"),
        js=ENTRY,
        isolate_styles=False,
    )
