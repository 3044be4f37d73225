"""A digit that stands on the sheet at first, to be changed until it is read otherwise."""

from __future__ import annotations

from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.frame.setting import Choice
from ui.shared import canvas
from ui.shared.readers import Reader

NONE = "none"
EXAMPLE = Choice(
    "draw_example",
    "3",
    N_("What the sheet begins with"),
    N_("A digit that is drawn for you until you draw something yourself, or none."),
    (*canvas.DIGIT.samples, NONE),
)


def begin(by: Reader) -> str:
    """Has an untouched sheet begin with the digit, for who reads digits.

    Returns:
        What to do with it, in words; empty for an empty sheet.
    """
    wanted = EXAMPLE.value if by.reads_digits and EXAMPLE.value != NONE else ""
    canvas.begin(canvas.DIGIT, wanted)
    return wanted and _(
        "This {digit} was drawn for you. Draw into it until it is read as another digit, or "
        "clear the sheet for one of your own."
    ).format(digit=wanted)
