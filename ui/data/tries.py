"""What the lesson on data sets says to try."""

from ui.frame.explore import Preset
from ui.frame.i18n import N_

_DRAW = {"data_from": "draw", "data_each": 10}
_LOOK = {"data_from": "ready", "data_view": "look"}

TRIES = {
    "letters": Preset(
        N_("Five letters"),
        N_(
            "Draw ten of each, and train. Now let somebody else draw. Whose letters are read "
            "better, and why?"
        ),
        {**_DRAW, "data_names": "ABCDE"},
    ),
    "pens": Preset(
        N_("Two pens"),
        N_(
            "Draw one class with a thick pen on paper and another with a thin one, and bring the "
            "pictures. What has the network learnt?"
        ),
        {"data_from": "upload"},
    ),
    "wrong": Preset(
        N_("In the wrong class"),
        N_(
            "Put five drawings into the wrong class, and look at the *suspects*. Which are found, "
            "and which are not?"
        ),
        {**_LOOK, "data_look": "classes"},
    ),
    "noise": Preset(
        N_("Every tenth label wrong"),
        N_(
            "How many of them are among the *suspects*, and how many of those found are none? Then "
            "learn from few with and without."
        ),
        {**_LOOK, "data_look": "suspects", "data_noise": 10},
    ),
    "alike": Preset(
        N_("Alike or different"),
        N_(
            "Draw all ten α as alike as you can, then ten as differently as you can. With which is "
            "the next α read better?"
        ),
        {**_DRAW, "data_names": "αβ"},
    ),
    "transfer": Preset(
        N_("With the transfer, from nothing"),
        N_(
            "Learn from few, with the transfer and from nothing. From how many drawings on does it "
            "make no difference?"
        ),
        {"data_from": "ready", "data_view": "few"},
    ),
}
