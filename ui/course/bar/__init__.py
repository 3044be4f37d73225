"""The way back, where one is, and the way on: one row at the foot of a page, on a phone too.

Three links of Streamlit's would be four elements of every page; this is one.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit as st

from ui.course.path import STATIONS, around
from ui.course.teaching.addresses import PageAddress
from ui.frame.catalogue import COURSE, Page
from ui.frame.i18n import gettext as _
from ui.frame.settings import luggage
from ui.shared.scripts import ENTRY, Scripts

_HERE = Path(__file__).parent
SCRIPTS = Scripts("course-bar", _HERE / "js")


def show(page: Page) -> None:
    """Shows the bar of a page of the course."""
    before, place, following = around(page)
    _component()(
        key="course_foot",
        data={
            "scripts": SCRIPTS.address("bar.js"),
            "name": _(COURSE.title),
            "here": _("Station {number} of {count}").format(number=place, count=len(STATIONS)),
            "ways": {
                "before": before and _way(before, _("The station before this one")),
                "following": _way(
                    following,
                    "" if following is COURSE else _("The station after this one"),
                ),
            },
        },
        height="content",
    )


def _way(to: Page, help: str) -> dict[str, str]:
    address = PageAddress(to, tuple(luggage().items())).path
    return {"title": _(to.title), "address": address, "help": help}


@lru_cache(maxsize=1)
def _component() -> Callable[..., Any]:
    return st.components.v2.component(
        "course_bar",
        html='<nav class="foot-bar">'
        '<a hidden data-way="before"><i aria-hidden="true">←</i><b></b></a><span></span>'
        '<a hidden data-way="following"><b></b><i aria-hidden="true">→</i></a></nav>',
        css=(_HERE / "bar.css").read_text("utf-8"),
        js=ENTRY,
        isolate_styles=False,
    )
