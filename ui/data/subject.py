"""Which set the page is about."""

from __future__ import annotations

from ui.shared.sets import chosen
from ui.shared.sets.chosen import SetChoice

DATA_SET = SetChoice("data_set", chosen.SYMBOLS)
