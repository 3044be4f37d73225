"""What is said of one neuron in words."""

from __future__ import annotations

from dlcore.neuron.single import Exercise, GridBest, Measured
from ui.frame.i18n import gettext as _


def plane(exercise: Exercise) -> str:
    """What the picture shows, for those who cannot see it; the browser adds how it stands."""
    return _(
        "The plane of x1 and x2 with {count} points of “{title}”, coloured by the neuron's output, "
        "and the line where the sum is 0. Arrow keys go from point to point."
    ).format(count=len(exercise.y), title=_(exercise.title))


def most(best: GridBest, exercise: Exercise) -> str:
    """How far one neuron can come."""
    count = len(exercise.y)
    if best.right == count:
        said = _("One neuron can get all {count} right.")
    else:
        said = _(
            "**No neuron gets more than {right} of {count} right**: none of {tried:,} that were "
            "tried, w₁, w₂ and b from −10 to 10 in steps of ½."
        )
    return said.format(right=best.right, count=count, tried=best.tried)


def by_keras(measured: Measured, exercise: Exercise) -> str:
    """Loss and gradient as Keras has them, for the weights at which one let go."""
    w1, w2, b = measured.gradient
    return _(
        "Keras says the same, by its own automatic differentiation: {right} of {count} right, "
        "L = {loss:.4g}, ∂L/∂w₁ = {w1:.4g}, ∂L/∂w₂ = {w2:.4g}, ∂L/∂b = {b:.4g}."
    ).format(
        right=measured.right(exercise),
        count=len(exercise.y),
        loss=measured.loss,
        w1=w1 + 0.0,  # and no negative zero
        w2=w2 + 0.0,
        b=b + 0.0,
    )
