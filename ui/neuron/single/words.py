"""What the component of one neuron says; the browser fills the numbers in."""

from __future__ import annotations

from ui.frame.i18n import gettext as _


def of_component() -> dict[str, str]:
    """By name; what stands in braces is filled in."""
    return {
        "hint": _(
            "Drag the line by its middle to move it, by a ring to turn it; the arrow points to "
            "where z grows. Point at a place, or click a point, and its sum is written out."
        ),
        "half": _("Dashed: f(z) = ½, where the answer changes."),
        "noLine": _("Both weights are 0, so there is no line: z = b everywhere."),
        "away": _("The line z = 0 is outside the picture. Move b to bring it back."),
        "ring": _("A ring marks what is wrong."),
        "verdict": _("{right} of {count} right"),
        "wrong": _("Wrong: {points}."),
        "gets": _("({x1}, {x2}) gets {output}, and {y} is right"),
        "never": _("f never comes above ½, so the neuron always says 0."),
        "at": _("At ({x1}, {x2})"),
        "says1": _("Above ½, so it says **1**."),
        "says0": _("Not above ½, so it says **0**."),
        "isRight": _("Right."),
        "isWrong": _("Wrong: {y} is right."),
        "sum": _("sum z"),
        "output": _("output f(z)"),
        "weight": _("weight"),
        "gradient": _("gradient"),
        "after": _("after a step"),
        "of": _("Gradient of the mean loss of all {count} points: L = {loss}"),
        "ofPoint": _("Gradient of the loss at ({x1}, {x2}): L = {loss}"),
        "lesson": _("learns from"),
        "lessonHelp": _("The mean of all gradients, or the gradient of one point alone."),
        "all": _("all points"),
        "alone": _("the point looked at"),
        "step": _("One step"),
        "play": _("Play"),
        "pause": _("Pause"),
        "back": _("Back to the start"),
        "path": _("{steps} steps of gradient descent: L from {first} to {last}"),
        "chain": _("The chain rule at ({x1}, {x2}), where {y} is right"),
        "clipped": _(
            "Keras makes a probability p of f, cut to lie between 10⁻⁷ and 1 − 10⁻⁷; what is cut "
            "has no slope."
        ),
        "byOutput": _("loss by output"),
        "bySum": _("output by sum"),
        "byWeight": _("sum by weight"),
        "together": _("together"),
        "point": _("point"),
        "answer": _("right"),
        "mean": _("mean"),
        "none": _("The gradient is exactly 0: a step changes nothing."),
        "beyond": _("The next step would take a weight beyond ±{most}: it is not taken."),
        "slider": _("{name}, slider"),
        "number": _("{name}, number"),
    }
