"""What the parts of the picture say, in the visitor's language."""

from __future__ import annotations

from ui.frame.i18n import gettext as _


def of(part: str) -> dict[str, str]:
    """Texts by name; "{...}" in them is filled in by the browser."""
    return _OF[part]()


def _graph() -> dict[str, str]:
    return {
        "unit": _("layer {layer}, unit {unit}"),
        "class": _("class {label}"),
        "output": _("output"),
        "link": _("weight from {source} to {target}"),
        "bias": _("bias"),
        "on": _("switched on"),
        "close": _("Close"),
        "past": _("Numbers are set at the newest moment."),
        "newest": _("Go there"),
    }


def _boundary() -> dict[str, str]:
    return {
        "value": _("{place}: output {outputs}"),
        "sorted": _("{place}: output {outputs}, class {label}"),
        "class": _("class {label}"),
        "test": _("test"),
        "point": _("x₁ = {x1}, x₂ = {x2}"),
        "sharp": _("Sharp boundary"),
        "show_test": _("Test points"),
        "bare": _("No points yet."),
        "full": _("There is no room for more points."),
    }


def _curve() -> dict[str, str]:
    return {
        "train": _("training"),
        "test": _("test"),
        "loss": _("{points}: loss {loss}"),
        "steps": _("steps"),
        "log": _("Logarithmic"),
        "right": _("{points}: loss {loss}, {share} right"),
        "picture": _("Loss over the steps, of training and of test points."),
    }


def _controls() -> dict[str, str]:
    return {
        "play": _("Play"),
        "pause": _("Pause"),
        "step": _("One step"),
        "reset": _("Reset"),
        "film": _("Film"),
        "at": _("step {step}"),
        "of": _("step {step} of {steps}"),
    }


_OF = {"graph": _graph, "boundary": _boundary, "curve": _curve, "controls": _controls}
