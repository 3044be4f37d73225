"""What the lesson on the limits says to try."""

from ui.frame.explore import Preset
from ui.frame.i18n import N_

TRIES = {
    "membership": Preset(
        N_("Learnt by heart"),
        N_(
            "A fifth of the labels are random: watch both losses. Then take more images, and fewer "
            "epochs: what helps most against the attack? Can you beat it? Then choose a set that "
            "you have drawn: does its network tell which drawings it learnt?"
        ),
        {"limits_view": "membership", "membership_label_noise": 20},
    ),
    "bias": Preset(
        N_("What it never saw"),
        N_(
            "A digit is thinned to nothing. Press Start: how much of the accuracy goes? What do "
            "weights do when there is nothing left to weigh? Where a set says who drew what, group "
            "by hand: whose writing is read worst?"
        ),
        {"limits_view": "bias", "bias_kind": "digit", "bias_left": 0},
    ),
    "confidence": Preset(
        N_("Sure and wrong"),
        N_(
            "Draw your initials below. How sure is each network? Find a strength of noise at which "
            "it is wrong and still sure."
        ),
        {"limits_view": "confidence", "confidence_shift": "noise"},
    ),
    "explanation": Preset(
        N_("Does the explanation explain?"),
        N_("Guess first which map survives, then slide over the layers."),
        {"limits_view": "explanation", "explanation_moment": 0},
    ),
    "cost": Preset(
        N_("What it costs"),
        N_(
            "Change what is assumed: the watts, and where the current comes from. What matters "
            "most?"
        ),
        {"limits_view": "cost", "cost_part": "race", "cost_against": "carbon"},
    ),
}
