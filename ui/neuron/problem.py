"""The points and the network that three views of the page share: their settings."""

from __future__ import annotations

from ui.frame.setting import Setting

SETTINGS: tuple[Setting, ...] = ()
