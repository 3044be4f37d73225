"""The view of a GAN in the plane: its settings for the address, and `show`."""

from ui.gan.plane.settings import DEFAULTS, PARAMETERS
from ui.gan.plane.view import show

__all__ = ["DEFAULTS", "PARAMETERS", "show"]
