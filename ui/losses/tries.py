"""What the lesson on losses says to try. Its claims are held by a test."""

from ui.frame.explore import Preset
from ui.frame.i18n import N_
from ui.losses import settings

TRIES = {
    "range": Preset(
        N_("Range −10,000 to 10,000"),
        N_("MSE alone is to be seen: far from the target it is larger than all others together."),
        settings.regression(
            3.0,
            "mean_squared_error",
            "mean_absolute_error",
            "huber",
            "log_cosh",
            losses_low_regression=-10_000.0,
            losses_high_regression=10_000.0,
        ),
    ),
    "gamma": Preset(
        N_("Focal with gamma 0"),
        N_(
            "It is cross-entropy: the two lines lie on each other. Then make gamma 5, and see how "
            "flat focal loss lies on the right."
        ),
        settings.probability(
            0.9, "binary_crossentropy", "binary_focal_crossentropy", losses_curve_gamma=0.0
        ),
    ),
    "on_the_line": Preset(
        N_("Outlier on the line"),
        N_(
            "The diamond lies exactly on y = x, and all four lines nearly agree. Move it along "
            "that line: they go on agreeing."
        ),
        settings.outlier(9.0, 9.0),
    ),
}
