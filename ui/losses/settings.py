"""Everything that can be set on the Losses page, and things to try."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import Any

from dlcore.figures.palette import LineStyle, line_styles
from dlcore.losses import FAMILIES, LOSSES, LossChoice, of_family
from dlcore.losses.curves import FAR
from dlcore.losses.examples import WRITTEN
from dlcore.losses.line_fit import FITTED
from dlcore.losses.parameters import PARAMETERS
from dlcore.losses.saturation import REACH
from ui.course import foot
from ui.frame.explore import Preset
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.frame.setting import Choice, Number, Several, Switch, Whole
from ui.frame.settings import Settings
from ui.frame.views import opening

PAGE = "losses"
STYLES = line_styles(LOSSES)
WIDTHS = (1.7, 1)  # of a picture and of what stands beside it

# What the x axis of the curves is, and where it begins and ends at first.
AXES = {
    "regression": (-4.0, 4.0),
    "probability": (0.0, 1.0),
    "logit": (-8.0, 8.0),
    "margin": (-3.0, 3.0),
}
FREE_AXES = ("regression", "logit", "margin")  # a probability goes from 0 to 1
_USUAL_LOSSES = {
    "regression": ("mean_squared_error", "mean_absolute_error"),
    "probability": ("binary_crossentropy", "binary_focal_crossentropy"),
    "margin": of_family("margin"),
}
_USUAL_AT = {"regression": 3.0, "probability": 0.1, "logit": -4.0, "margin": 0.5}
_USUAL_WEIGHTS = ((90, 7, 3), (30, 45, 25), (82, 6, 12))


def look(name: str) -> tuple[str, LineStyle]:
    """What a loss is called in a picture, and how it is drawn."""
    return _(LOSSES[name].short), STYLES[name]


def _short(names: Iterable[str]) -> dict[str, str]:
    return {name: LOSSES[name].short for name in names}


# What the page opens with, and all the rest.
VIEW = Choice(
    "losses_view",
    "hand",
    N_("View"),
    N_("A line by hand and what it costs; or all losses of Keras, and what becomes of each."),
    {"hand": N_("Draw the line yourself"), "more": N_("All losses")},
)
SLOPE = Number(
    "losses_slope",
    0.2,
    N_("Slope of your line"),
    N_("How far it rises from one x to the next. The same as dragging an end."),
    -2.0,
    2.0,
    step=0.01,
)
INTERCEPT = Number(
    "losses_intercept",
    2.0,
    N_("Intercept of your line"),
    N_("How high it is at x = 0. The same as dragging an end."),
    -3.0,
    13.0,
    step=0.01,
)
FOUND = Switch(
    "losses_found",
    False,
    N_("Let the loss find it"),
    N_("Shows the line whose mean squared error is the least there is, and how much yours lacks."),
)

# The curves.
FAMILY = Choice(
    "losses_family",
    "regression",
    N_("What is predicted"),
    N_(
        "Numbers; probabilities of yes or no; or scores whose sign is the answer, as support "
        "vector machines have them."
    ),
    FAMILIES,
)
CHOSEN = {
    family: Several(
        f"losses_{family}",
        list(names),
        N_("Losses"),
        N_("Each is the Keras object of that name."),
        _short(of_family(family)),
        at_most=6,
    )
    for family, names in _USUAL_LOSSES.items()
}
LOGITS = Switch(
    "losses_logits",
    False,
    N_("from logits"),
    N_(
        "The prediction is a logit z, as the last layer gives it without a sigmoid: Keras' "
        "keyword from_logits. KL divergence takes none and gets the sigmoid in front."
    ),
)
TARGETS: dict[str, Number | Choice] = {
    "regression": Number(
        "losses_target", 0.0, N_("Target y"), N_("The right value."), -4.0, 4.0, step=0.1
    ),
    "probability": Number(
        "losses_truth", 1.0, N_("Target y"), N_("1 is yes, 0 is no."), 0.0, 1.0, step=0.05
    ),
    "margin": Choice(
        "losses_label",
        1,
        N_("Target y"),
        N_("The two classes are called −1 and +1 here."),
        {-1: "-1", 1: "+1"},
    ),
}
AT = {
    axis: Number(
        f"losses_at_{axis}",
        at,
        N_("Logit z") if axis == "logit" else N_("Prediction ŷ"),
        N_("Where the values in the table are read."),
        *((-FAR, FAR) if axis in FREE_AXES else AXES[axis]),
    )
    for axis, at in _USUAL_AT.items()
}
ENDS = {
    axis: tuple(
        Number(
            f"losses_{end}_{axis}",
            usual,
            label,
            N_("Any number from −10,000 to 10,000."),
            -FAR,
            FAR,
            step=1.0,
        )
        for end, label, usual in zip(
            ("low", "high"), (N_("from"), N_("to")), AXES[axis], strict=True
        )
    )
    for axis in FREE_AXES
}

# What losses themselves can be set to, in each part of the page.
_LABELS = {
    "delta": N_("delta (Huber)"),
    "gamma": N_("gamma (focal)"),
    "alpha": N_("alpha (categorical focal)"),
    "label_smoothing": N_("label smoothing"),
}
_SLIDERS = {
    "delta": (0.1, 5.0, 0.1),
    "gamma": (0.0, 5.0, 0.25),
    "alpha": (0.0, 1.0, 0.05),
    "label_smoothing": (0.0, 0.5, 0.05),
}


def _parameters(part: str, *keywords: str) -> dict[str, Number]:
    return {
        keyword: Number(
            f"losses_{part}_{keyword}",
            PARAMETERS[keyword].default,
            _LABELS[keyword],
            PARAMETERS[keyword].meaning,
            low,
            high,
            step=step,
        )
        for keyword, (low, high, step) in _SLIDERS.items()
        if keyword in keywords
    }


OF_LOSSES = {
    "curve": _parameters("curve", *PARAMETERS),
    "fit": _parameters("fit", "delta"),
    "example": _parameters("example", "alpha", "gamma", "label_smoothing"),
}

# The outlier.
FIT = Several(
    "losses_fitted",
    list(FITTED),
    N_("Lines"),
    N_("Under which losses a line is fitted."),
    _short(FITTED),
    at_most=len(FITTED),
)
OUTLIER = Switch(
    "losses_outlier",
    True,
    N_("with the outlier"),
    N_("The thirteenth point, the diamond in the picture."),
)
_DRAG = N_("The same as dragging the diamond, for keyboards.")
OUTLIER_X = Number("losses_outlier_x", 9.0, N_("Outlier x"), _DRAG, 0.0, 10.0, step=0.1)
OUTLIER_Y = Number("losses_outlier_y", -8.0, N_("Outlier y"), _DRAG, -15.0, 20.0, step=0.1)

# Sure and wrong.
Z = Number(
    "losses_z",
    -6.0,
    N_("Logit z of the network"),
    N_("Below 0 the network is wrong, and the further below, the surer."),
    -REACH,
    REACH,
    step=0.1,
)

# What each example costs.
EXAMPLE = Choice(
    "losses_example", 3, N_("Example"), N_("Whose probabilities the sliders set."), (1, 2, 3)
)
WEIGHTS = tuple(
    tuple(
        Whole(
            f"losses_weight_{example}_{which}",
            weight,
            N_("Weight of {digit}"),
            N_("The three weights are divided by their sum, which makes them probabilities."),
            0,
            100,
            terms=False,
        )
        for which, weight in enumerate(weights, start=1)
    )
    for example, weights in enumerate(_USUAL_WEIGHTS, start=1)
)
WRITTEN_OUT = Choice(
    "losses_written",
    "categorical_crossentropy",
    N_("Loss"),
    N_("What is written out for each example."),
    _short(WRITTEN),
)

_BY_HAND = (SLOPE, INTERCEPT, FOUND)
_MORE = (
    foot.EXERCISE,
    FAMILY,
    *CHOSEN.values(),
    LOGITS,
    *TARGETS.values(),
    *AT.values(),
    *chain(*ENDS.values()),
    *chain(*(numbers.values() for numbers in OF_LOSSES.values())),
    FIT,
    OUTLIER,
    OUTLIER_X,
    OUTLIER_Y,
    Z,
    EXAMPLE,
    *chain(*WEIGHTS),
    WRITTEN_OUT,
)
SETTINGS = Settings(
    PAGE,
    VIEW,
    *_BY_HAND,
    *_MORE,
    opened=opening(VIEW, {"hand": _BY_HAND, "more": _MORE}),
)


def regression(at: float, *names: str, **more: Any) -> dict[str, Any]:
    """The curves of losses of numbers, read at one prediction."""
    return {
        VIEW.key: "more",
        FAMILY.key: "regression",
        CHOSEN["regression"].key: list(names),
        TARGETS["regression"].key: 0.0,
        **{end.key: end.usual for end in ENDS["regression"]},
        AT["regression"].key: at,
        **more,
    }


def probability(at: float, *names: str, **more: Any) -> dict[str, Any]:
    """The curves of losses of probabilities, read at one prediction."""
    return {
        VIEW.key: "more",
        FAMILY.key: "probability",
        CHOSEN["probability"].key: list(names),
        LOGITS.key: False,
        TARGETS["probability"].key: 1.0,
        AT["probability"].key: at,
        "losses_curve_label_smoothing": 0.0,
        **more,
    }


CURVES = {
    "outliers": Preset(
        N_("Outliers: MSE and MAE"),
        N_(
            "At an error of 3, MSE costs 9 and pulls with 6; MAE costs 3 and pulls with 1, as it "
            "does everywhere. That is why one outlier can turn a line fitted with MSE."
        ),
        regression(3.0, "mean_squared_error", "mean_absolute_error"),
    ),
    "huber": Preset(
        N_("Huber: both at once"),
        N_(
            "Within delta of the target Huber is a parabola whose gradient fades, as MSE's does; "
            "outside it is a line whose gradient stays, as MAE's does. Log-cosh is its smooth twin."
        ),
        regression(1.5, "mean_absolute_error", "huber", "log_cosh", losses_curve_delta=1.0),
    ),
    "sure": Preset(
        N_("Sure and wrong: cross-entropy"),
        N_(
            "The target is 1 and the network says 2 %. The loss is 3.9 and its slope −50: the "
            "surer of the wrong answer, the steeper. At 50 % they are 0.69 and −2."
        ),
        probability(0.02, "binary_crossentropy"),
    ),
    "focal": Preset(
        N_("Focal: easy examples count less"),
        N_(
            "At 90 % for the right answer cross-entropy still costs 0.105; focal loss costs a "
            "hundredth of that. At 10 % the two differ by a fifth only. Move gamma."
        ),
        probability(
            0.9,
            "binary_crossentropy",
            "binary_focal_crossentropy",
            losses_curve_gamma=2.0,
        ),
    ),
}


def outlier(x: float, y: float) -> dict[str, Any]:
    """The outlier at a place."""
    return {VIEW.key: "more", OUTLIER.key: True, OUTLIER_X.key: x, OUTLIER_Y.key: y}


LINES = {
    "below": Preset(
        N_("Far below"),
        N_("MSE turns its whole line for one point of thirteen. The others hardly move."),
        outlier(9.0, -8.0),
    ),
    "middle": Preset(
        N_("In the middle"),
        N_("There it has no lever: MSE shifts its line down, and the slope stays."),
        outlier(5.0, -8.0),
    ),
    "none": Preset(
        N_("No outlier"),
        N_("With well-behaved noise all four say nearly the same."),
        {OUTLIER.key: False},
    ),
}


def choice(name: str, part: str) -> LossChoice:
    """A loss with the parameters that the widgets of one part of the page say."""
    keywords = [p.keyword for p in LOSSES[name].parameters]
    return LossChoice(name, {k: float(OF_LOSSES[part][k].value) for k in keywords})


def parameter_sliders(part: str, names: Iterable[str]) -> None:
    """A slider for each parameter that one of these losses has."""
    used = {p.keyword for name in names for p in LOSSES[name].parameters}
    for keyword, one in OF_LOSSES[part].items():
        if keyword in used:
            one.slider()
