"""The choice of one of a network's classes, or of none in particular."""

from __future__ import annotations

from typing import Any

from dlcore.data.dataset import DIGITS
from ui.cnn.subject import CnnSubject
from ui.frame.setting import Whole

ANY = -1  # instead of a class


def choose(setting: Whole, subject: CnnSubject, unnamed: str, **more: Any) -> int | None:
    """Digits on a slider, the names of other classes in a list.

    Args:
        setting: from `ANY` on.
        unnamed: what stands for `ANY`.
        more: handed on to the widget.

    Returns:
        The class; None for `ANY`, also where this network has none of the number that was chosen.
    """
    classes = subject.classes
    if setting.value >= len(classes):
        setting.set(ANY)
    widget = setting.select_slider if classes == DIGITS else setting.selectbox
    chosen = widget(
        range(ANY, len(classes)),
        format_func=lambda label: unnamed if label == ANY else classes[label],
        **more,
    )
    return None if chosen == ANY else chosen
