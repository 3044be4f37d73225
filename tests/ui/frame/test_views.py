"""Which view an address opens that names none."""

from types import ModuleType

import pytest

from ui.frame.setting import Whole
from ui.frame.views import View, Views

FIRST, SECOND, BOTH, SHARED = (Whole(name, 0) for name in ("first", "second", "both", "shared"))


def part(*settings: Whole) -> ModuleType:
    made = ModuleType("part")
    made.SETTINGS = settings
    return made


VIEWS = Views(
    "view",
    "View",
    "What to see.",
    {
        "a": View("A", part(FIRST, BOTH), of_the_subject=False),
        "b": View("B", part(SECOND, BOTH)),
        "c": View("C", part()),
    },
    subject=(SHARED,),
)


@pytest.mark.parametrize(
    ("asked", "opened"),
    [
        ({}, {}),
        ({"lang": "zh"}, {}),
        ({"first": 1}, {}),
        ({"second": 1}, {"view": "b"}),
        ({"shared": 1}, {"view": "b"}),
        ({"both": 1}, {}),
        ({"first": 1, "second": 1}, {}),
        ({"second": 1, "view": "a"}, {}),
    ],
)
def test_settings_of_another_view_open_that_one(asked, opened):
    assert VIEWS.opened(asked) == opened
