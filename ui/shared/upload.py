"""Pictures from a visitor's files, or from another widget that hands over a file."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import streamlit as st
from PIL import Image
from streamlit.runtime.uploaded_file_manager import UploadedFile

from dlcore.digits.pictures import Picture, PictureError, read_picture
from ui.frame import uploads
from ui.frame.i18n import N_, explain
from ui.frame.i18n import gettext as _
from ui.shared import canvas

_KEY = "draw_upload"
_DECODED = "draw_upload_decoded"
_DIGIT_SIZE = (200, 300)  # px, at most
_ENDINGS = ["png", "jpg", "jpeg", "jfif", "mpo", "webp", "gif", "bmp", "avif", "heic", "heif"]
_LABELS = {
    "digit": N_("A picture of one digit"),
    "number": N_("A picture of a number"),
    "picture": N_("A picture"),
}
_SEVERAL = {
    "digit": N_("Pictures, each of one digit"),
    "number": N_("Pictures, each of a number"),
    "drawing": N_("Pictures, each of one drawing"),
}


def show(what: str) -> np.ndarray | None:
    """An upload and what was uploaded.

    Args:
        what: a key of `_LABELS`.

    Returns:
        (height, width, 4) uint8 RGBA, or None without a file or after one sentence about it.
    """
    file = st.file_uploader(
        _(_LABELS[what]), type=_ENDINGS, key=_KEY, help=_help(), max_upload_size=uploads.SMALL
    )
    return picture(file, what)


def several(what: str, on_change: Callable[[], None]) -> list[UploadedFile]:
    """An upload of many files.

    Args:
        what: a key of `_SEVERAL`.
        on_change: called before the rerun that follows, when files come or go.

    Returns:
        Those that are here, the latest last.
    """
    files = st.file_uploader(
        _(_SEVERAL[what]),
        type=_ENDINGS,
        accept_multiple_files=True,
        key=_KEY,
        help=_help(),
        max_upload_size=uploads.SMALL,
        on_change=on_change,
    )
    st.caption(
        _("Up to {count} pictures of {size} MB together; of more, the latest.").format(
            count=uploads.MOST_FILES, size=uploads.MOST_BYTES >> 20
        )
    )
    return files


def picture(file: UploadedFile | None, what: str) -> np.ndarray | None:
    """Shows what is in a file.

    Args:
        what: a key of `_LABELS` or `_SEVERAL`.

    Returns:
        As `show`.
    """
    if file is None:
        return None
    try:
        found = _decoded(file)
    except PictureError as error:
        st.error(explain(error), icon=":material/broken_image:")
        return None
    if found.animated:
        st.info(_("This picture is animated; its first frame is read."), icon=":material/gif:")
    _show(found.pixels, canvas.NUMBER.size if what == "number" else _DIGIT_SIZE)
    return found.pixels


def _help() -> str:
    return _("Dark on light or light on dark; photos of phones too. It is not kept.")


def _show(pixels: np.ndarray, most: tuple[int, int]) -> None:
    """A picture as large as fits, however high or wide it is: Streamlit's own scaling leaves
    nothing of a picture that is one pixel high."""
    height, width = pixels.shape[:2]
    scale = min(most[0] / width, most[1] / height)
    size = max(1, round(scale * width)), max(1, round(scale * height))
    shown = np.asarray(Image.fromarray(pixels).resize(size)) if scale < 1 else pixels
    st.image(shown, width=size[0], alt=_("The uploaded picture"))


def _decoded(file: UploadedFile) -> Picture:
    """Decoded once, not each time that something else on the page changes."""
    if st.session_state.get(_DECODED, ("", None))[0] != file.file_id:
        st.session_state[_DECODED] = (file.file_id, read_picture(file.getvalue()))
    return st.session_state[_DECODED][1]
