"""A photo of what is to be read, by the camera of the visitor's computer or phone."""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from ui.frame.i18n import gettext as _

_HOME = ("localhost", "127.0.0.1", "::1")


def show() -> UploadedFile | None:
    """The camera, and the photo that was taken; None before, or after a word on why there is no
    camera."""
    if not _is_trusted(st.context.url or ""):
        st.info(
            _(
                "Browsers give a camera only to pages with https. On a phone, “Upload pictures” "
                "offers the camera too."
            ),
            icon=":material/no_photography:",
        )
        return None
    photo = st.camera_input(
        _("A photo"),
        key="draw_camera",
        resolution="720p",
        help=_(
            "Hold it close, straight above, so that the ink fills half of the picture. It is not "
            "kept."
        ),
    )
    return photo if isinstance(photo, UploadedFile) else None


def _is_trusted(address: str) -> bool:
    """Whether browsers give a page at this address what they hold back from others."""
    parts = urlsplit(address)
    return parts.scheme != "http" or parts.hostname in _HOME
