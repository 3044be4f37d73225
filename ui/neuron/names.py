"""What the outputs of a network on the plane are called."""

from __future__ import annotations

from ui.frame.i18n import gettext as _


def output(classes: int, number: int) -> str:
    """Of output `number`, from 0, where there are so many classes; 0 where there are values."""
    return _("class {label}").format(label=number) if classes > 2 else _("output")
