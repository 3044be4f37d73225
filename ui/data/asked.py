"""What is to be drawn next, to be seen from where the hand is."""

from __future__ import annotations

import html

import streamlit as st

from ui.frame.i18n import gettext as _


def show(name: str, count: int, each: int) -> None:
    """The name of a class, and which drawing of it is the next one.

    Args:
        name: a stranger's text, which is why this is HTML: a heading would be Markdown.
        count: drawings of it that there are.
        each: that there are to be.
    """
    st.html(
        f'<p class="data-asked"><b>{html.escape(name)}</b> '
        f"<span>{html.escape(_number(count, each))}</span></p>"
    )


def _number(count: int, each: int) -> str:
    if count < each:
        return _("drawing {number} of {each}").format(number=count + 1, each=each)
    return _("{count} drawings: enough, and more do no harm").format(count=count)
