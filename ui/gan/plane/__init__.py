"""The view of a GAN in the plane: its settings, and `show`."""

from ui.gan.plane.settings import SETTINGS
from ui.gan.plane.view import show

__all__ = ["SETTINGS", "show"]
