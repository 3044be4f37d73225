"""A classifier that is sure and wrong: squared error sits on a plateau, cross-entropy does not."""

from __future__ import annotations

import streamlit as st

from dlcore.figures.lines import ValueAndGradient
from dlcore.figures.losses import LossWords, Shade, descents, loss_and_gradient
from dlcore.losses.saturation import PLATEAU, STEPS, Saturation, saturate
from dlcore.losses.script import saturation_script
from ui.frame import explore
from ui.frame.engine import ask
from ui.frame.i18n import gettext as _
from ui.losses import settings
from ui.shared import chart

_SQUARED, _ENTROPY = "mean_squared_error", "binary_crossentropy"


@settings.SETTINGS.fragment
def show() -> None:
    """Chart, the logit, what it means in words, the way down, the code."""
    st.header(_("Sure and wrong"), anchor=False)
    st.markdown(
        _(
            "The right answer is 1, and the network says p = sigmoid(z). Which loss gets it out of "
            "a mistake it is sure of?"
        )
    )
    picture, controls = st.columns(settings.WIDTHS, gap="large")
    with controls:
        z = settings.Z.slider()
        words = st.container(key="losses_z_words")
    found = ask(saturate, z)
    if found is not None:
        with words:
            st.markdown(_pull(found))
            st.markdown(_way(found))
        with picture:
            _slopes(found)
        with words:
            _descents(found)
    explore.code(saturation_script(z))


def _pull(found: Saturation) -> str:
    """How sure the network is of what, and how strongly each loss pulls."""
    wrong, right = 1 - found.probability, found.probability
    if found.at < 0:
        said = _("At z = {z:.1f} the network is **{sure} sure of the wrong answer.**")
    elif found.at > 0:
        said = _("At z = {z:.1f} the network is **{sure} sure of the right answer.**")
    else:
        said = _("At z = 0 the network is **undecided**: {sure} for either answer.")
    squared, entropy = (abs(found.descents[name].gradient_at) for name in (_SQUARED, _ENTROPY))
    pulls = _(
        "MSE pulls with {squared:.3g}, cross-entropy with {entropy:.3g}: "
        "**{times:,.0f} times** as strongly."
    ).format(squared=squared, entropy=entropy, times=entropy / squared)
    return f"{said.format(z=found.at, sure=_percent(max(wrong, right)))} {pulls}"


def _way(found: Saturation) -> str:
    if found.probability > 0.5:
        return _("Right already: more steps only make it surer.")
    squared, entropy = (_steps(found.descents[n].steps_until_right) for n in (_SQUARED, _ENTROPY))
    return _(
        "Gradient descent (Keras' SGD, learning rate 1) gets it right after **{entropy}** with "
        "cross-entropy and after **{squared}** with MSE."
    ).format(entropy=entropy, squared=squared)


def _steps(count: int | None) -> str:
    if count is None:
        return _("more than {count:,} steps").format(count=STEPS)
    return _("1 step") if count == 1 else _("{count:,} steps").format(count=count)


def _percent(share: float) -> str:
    return f"{share:.1%}" if share < 0.9995 else f"{share:.3%}"


def _slopes(found: Saturation) -> None:
    drawn = {
        name: ValueAndGradient(*settings.look(name), d.loss, d.gradient, d.loss_at, d.gradient_at)
        for name, d in found.descents.items()
    }
    low, high = found.plateau
    chart.show(
        loss_and_gradient(
            found.z,
            drawn,
            found.at,
            words=LossWords(x=_("logit z"), loss=_("loss L"), gradient="∂L/∂z"),
            shade=Shade(low, high, _("plateau of MSE")),
            height=440,
        ),
        key="losses_saturation",
        alt=_(
            "Loss and gradient of MSE and cross-entropy for logits from -10 to 10, target 1. From "
            "{low:.1f} to {high:.1f} MSE is on a plateau: wrong, with a gradient below {flat:g}. "
            "{said}"
        ).format(low=low, high=high, flat=PLATEAU, said=_pull(found).replace("**", "")),
    )


def _descents(found: Saturation) -> None:
    chart.show(
        descents(
            {name: d.path for name, d in found.descents.items()},
            {name: settings.look(name) for name in found.descents},
            step_label=_("step of gradient descent"),
            probability_label=_("p of the right answer"),
        ),
        key="losses_descents",
        alt=_("Probability of the right answer against step. {said}").format(
            said=_way(found).replace("**", "")
        ),
    )
