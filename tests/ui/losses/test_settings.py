"""How losses look wherever they are drawn."""

from dlcore.losses import FAMILIES, LOSSES, of_family
from ui.losses.settings import STYLES


def test_losses_of_a_family_differ_in_colour():
    assert STYLES.keys() == LOSSES.keys()
    for family in FAMILIES:
        colours = [STYLES[name].colour for name in of_family(family)]
        assert len(set(colours)) == len(colours), family
