"""A picture of a digit from a visitor's file."""

from __future__ import annotations

import numpy as np
import streamlit as st

from dlcore.pictures import PictureError, is_animated, read_picture
from ui.i18n import explain
from ui.i18n import gettext as _


def show() -> np.ndarray | None:
    """An upload and what was uploaded.

    Returns:
        (height, width, 4) uint8 RGBA, or None without a file or after one sentence about it.
    """
    file = st.file_uploader(
        _("A picture of one digit"),
        type=["png", "jpg", "jpeg", "webp", "gif", "bmp"],
        key="draw_upload",
        help=_("Dark on light or light on dark, at most 16 megapixels. It is not kept."),
    )
    if file is None:
        return None
    try:
        image = read_picture(file.getvalue())
    except PictureError as error:
        st.error(explain(error), icon=":material/broken_image:")
        return None
    if is_animated(file.getvalue()):
        st.info(_("This picture is animated; its first frame is read."), icon=":material/gif:")
    st.image(image, width=200, alt=_("The uploaded picture"))
    return image
