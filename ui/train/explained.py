"""The program of most tutorials, which is what the first run exports, taken apart."""

from __future__ import annotations

from functools import partial

from ui.frame.i18n import gettext as _
from ui.shared.reading import on_opening, text


def show() -> None:
    """An expander with the code and what each line of it does."""
    title = _("The tutorial's code, line by line")
    on_opening(title, ":material/segment:", "train_explained", partial(text, "tutorial"))
