"""The view of a GAN in the plane: its settings for the address, and `show`."""

from ui.gan_plane.settings import DEFAULTS, PARAMETERS
from ui.gan_plane.view import show

__all__ = ["DEFAULTS", "PARAMETERS", "show"]
