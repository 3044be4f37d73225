"""Everything that can be set on the Losses page, and things to try."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dlcore.figures.palette import LineStyle, line_styles
from dlcore.losses import FAMILIES, LOSSES, LossChoice, of_family
from dlcore.losses.curves import FAR
from dlcore.losses.examples import WRITTEN
from dlcore.losses.line_fit import FITTED
from dlcore.losses.parameters import PARAMETERS
from dlcore.losses.saturation import REACH
from ui.frame import settings as url
from ui.frame.explore import Preset
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _

PAGE = "losses"
STYLES = line_styles(LOSSES)
FAMILY = "losses_family"
LOGITS = "losses_logits"
WIDTHS = (1.7, 1)  # of a picture and of what stands beside it

# How far the sliders of parameters go, and their steps.
SLIDERS = {
    "delta": (0.1, 5.0, 0.1),
    "gamma": (0.0, 5.0, 0.25),
    "alpha": (0.0, 1.0, 0.05),
    "label_smoothing": (0.0, 0.5, 0.05),
}
LABELS = {
    "delta": N_("delta (Huber)"),
    "gamma": N_("gamma (focal)"),
    "alpha": N_("alpha (categorical focal)"),
    "label_smoothing": N_("label smoothing"),
}
PARTS = {
    "curve": tuple(PARAMETERS),
    "fit": ("delta",),
    "example": ("alpha", "gamma", "label_smoothing"),
}

# What the x axis of the curves is, and where it begins and ends at first.
AXES = {
    "regression": (-4.0, 4.0),
    "probability": (0.0, 1.0),
    "logit": (-8.0, 8.0),
    "margin": (-3.0, 3.0),
}
FREE_AXES = ("regression", "logit", "margin")  # a probability goes from 0 to 1
USUAL_LOSSES = {
    "regression": ("mean_squared_error", "mean_absolute_error"),
    "probability": ("binary_crossentropy", "binary_focal_crossentropy"),
    "margin": of_family("margin"),
}
OUTLIER_X, OUTLIER_Y = (0.0, 10.0), (-15.0, 20.0)
WEIGHTS = ((90, 7, 3), (30, 45, 25), (82, 6, 12))


def look(name: str) -> tuple[str, LineStyle]:
    """What a loss is called in a picture, and how it is drawn."""
    return _(LOSSES[name].short), STYLES[name]


def parameter_key(part: str, keyword: str) -> str:
    return f"losses_{part}_{keyword}"


def weight_key(example: int, which: int) -> str:
    return f"losses_weight_{example}_{which}"


_PARAMETER_KEYS = [(parameter_key(part, k), k) for part, words in PARTS.items() for k in words]
_WEIGHT_KEYS = {
    weight_key(i, k): weight for i, row in enumerate(WEIGHTS, 1) for k, weight in enumerate(row, 1)
}

URL = {
    FAMILY: url.choice(*FAMILIES),
    **{f"losses_{f}": url.several(*of_family(f), at_most=6) for f in FAMILIES},
    LOGITS: url.flag(),
    "losses_target": url.number(-4, 4, float),
    "losses_truth": url.number(0, 1, float),
    "losses_label": url.choice(-1, 1),
    **{f"losses_at_{axis}": url.number(-FAR, FAR, float) for axis in FREE_AXES},
    "losses_at_probability": url.number(0, 1, float),
    **{f"losses_low_{axis}": url.number(-FAR, FAR, float) for axis in FREE_AXES},
    **{f"losses_high_{axis}": url.number(-FAR, FAR, float) for axis in FREE_AXES},
    **{key: url.number(*SLIDERS[k][:2], float) for key, k in _PARAMETER_KEYS},
    "losses_fitted": url.several(*FITTED, at_most=len(FITTED)),
    "losses_outlier": url.flag(),
    "losses_outlier_x": url.number(*OUTLIER_X, float),
    "losses_outlier_y": url.number(*OUTLIER_Y, float),
    "losses_z": url.number(-REACH, REACH, float),
    "losses_written": url.choice(*WRITTEN),
    "losses_example": url.choice(1, 2, 3),
    **{key: url.number(0, 100) for key in _WEIGHT_KEYS},
}
DEFAULTS: dict[str, Any] = {
    FAMILY: "regression",
    **{f"losses_{family}": list(names) for family, names in USUAL_LOSSES.items()},
    LOGITS: False,
    "losses_target": 0.0,
    "losses_truth": 1.0,
    "losses_label": 1,
    "losses_at_regression": 3.0,
    "losses_at_probability": 0.1,
    "losses_at_logit": -4.0,
    "losses_at_margin": 0.5,
    **{f"losses_low_{axis}": AXES[axis][0] for axis in FREE_AXES},
    **{f"losses_high_{axis}": AXES[axis][1] for axis in FREE_AXES},
    **{key: PARAMETERS[k].default for key, k in _PARAMETER_KEYS},
    "losses_fitted": list(FITTED),
    "losses_outlier": True,
    "losses_outlier_x": 9.0,
    "losses_outlier_y": -8.0,
    "losses_z": -6.0,
    "losses_written": "categorical_crossentropy",
    "losses_example": 3,
    **_WEIGHT_KEYS,
}


def _regression(at: float, *names: str, **more: Any) -> dict[str, Any]:
    return {
        FAMILY: "regression",
        "losses_regression": list(names),
        "losses_target": 0.0,
        "losses_low_regression": -4.0,
        "losses_high_regression": 4.0,
        "losses_at_regression": at,
        **more,
    }


def _probability(at: float, *names: str, **more: Any) -> dict[str, Any]:
    return {
        FAMILY: "probability",
        "losses_probability": list(names),
        LOGITS: False,
        "losses_truth": 1.0,
        "losses_at_probability": at,
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
        _regression(3.0, "mean_squared_error", "mean_absolute_error"),
    ),
    "huber": Preset(
        N_("Huber: both at once"),
        N_(
            "Within delta of the target Huber is a parabola whose gradient fades, as MSE's does; "
            "outside it is a line whose gradient stays, as MAE's does. Log-cosh is its smooth twin."
        ),
        _regression(1.5, "mean_absolute_error", "huber", "log_cosh", losses_curve_delta=1.0),
    ),
    "sure": Preset(
        N_("Sure and wrong: cross-entropy"),
        N_(
            "The target is 1 and the network says 2 %. The loss is 3.9 and its slope −50: the "
            "surer of the wrong answer, the steeper. At 50 % they are 0.69 and −2."
        ),
        _probability(0.02, "binary_crossentropy"),
    ),
    "focal": Preset(
        N_("Focal: easy examples count less"),
        N_(
            "At 90 % for the right answer cross-entropy still costs 0.105; focal loss costs a "
            "hundredth of that. At 10 % the two differ by a fifth only. Move gamma."
        ),
        _probability(
            0.9,
            "binary_crossentropy",
            "binary_focal_crossentropy",
            losses_curve_gamma=2.0,
        ),
    ),
}


def _outlier(x: float, y: float) -> dict[str, Any]:
    return {"losses_outlier": True, "losses_outlier_x": x, "losses_outlier_y": y}


LINES = {
    "below": Preset(
        N_("Far below"),
        N_("MSE turns its whole line for one point of thirteen. The others hardly move."),
        _outlier(9.0, -8.0),
    ),
    "middle": Preset(
        N_("In the middle"),
        N_("There it has no lever: MSE shifts its line down, and the slope stays."),
        _outlier(5.0, -8.0),
    ),
    "none": Preset(
        N_("No outlier"),
        N_("With well-behaved noise all four say nearly the same."),
        {"losses_outlier": False},
    ),
}

DEFAULTS |= CURVES["outliers"].settings


def choice(name: str, part: str) -> LossChoice:
    """A loss with the parameters that the widgets of one part of the page say."""
    keywords = [p.keyword for p in LOSSES[name].parameters]
    return LossChoice(name, {k: float(st.session_state[parameter_key(part, k)]) for k in keywords})


def parameter_sliders(part: str, names: tuple[str, ...] | list[str]) -> None:
    """A slider for each parameter that one of these losses has."""
    used = {p.keyword for name in names for p in LOSSES[name].parameters}
    for keyword in PARTS[part]:
        if keyword in used:
            low, high, step = SLIDERS[keyword]
            st.slider(
                _(LABELS[keyword]),
                low,
                high,
                step=step,
                key=parameter_key(part, keyword),
                help=_(PARAMETERS[keyword].meaning),
            )
