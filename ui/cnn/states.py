"""What a recurrent layer passes on: its states, one row of the picture after each step."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dlcore.figures import heat
from ui.frame.i18n import gettext as _
from ui.shared import pictures

_WIDTH = 520  # px


def show(output: NDArray[np.float32]) -> None:
    """Draws (steps, units), the first step on top, as the first row of the image is."""
    steps, units = output.shape
    pictures.picture(
        heat.scaled(output),
        _WIDTH,
        _("States of {units} units after each of {steps} steps").format(units=units, steps=steps),
        _(
            "Each row of this picture is what the layer passes on after one step, {units} numbers; "
            "the first of {steps} steps is on top. White or orange: above 0. Blue: below."
        ).format(units=units, steps=steps),
    )
