"""A file with a lesson that somebody brings."""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from dlcore.errors import LabError
from ui.course.teaching.lesson import Lesson, from_markdown
from ui.frame.i18n import explain, plain
from ui.frame.i18n import gettext as _

_NAMED = 3  # addresses in a warning


def read(file: UploadedFile) -> Lesson | None:
    """What is in it; None after a sentence why nothing is."""
    try:
        found = from_markdown(file.getvalue())
    except LabError as error:
        st.warning(explain(error), icon=":material/error:")
        return None
    say_refused(found.refused)
    return found.lesson


def say_refused(refused: tuple[str, ...]) -> None:
    """Which addresses were left out, if any were."""
    if refused:
        named = ", ".join(plain(one) for one in refused[:_NAMED])
        more = " …" if len(refused) > _NAMED else ""
        st.warning(
            _("Left out, for they are no addresses of pages of this lab ({count}): {named}").format(
                count=len(refused), named=named + more
            ),
            icon=":material/link_off:",
        )
