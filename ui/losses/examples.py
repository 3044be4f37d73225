"""Three examples of a classifier: what each costs, written out."""

from __future__ import annotations

import streamlit as st

from dlcore.figures.losses import example_bars
from dlcore.losses import LOSSES
from dlcore.losses.examples import WRITTEN, ExampleLosses, example_losses
from dlcore.losses.script import examples_script
from ui.frame import explore
from ui.frame import settings as url
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.losses import settings
from ui.shared import chart

_CLASSES = ("3", "5", "8")
_RIGHT = (0, 1, 2)
_TITLES = {
    1: N_("Example 1: a 3"),
    2: N_("Example 2: a 5"),
    3: N_("Example 3: an 8"),
}


@st.fragment
def show() -> None:
    """Bars, weights, each loss with its numbers, the mean, the code."""
    url.restore(settings.PAGE, settings.DEFAULTS)
    st.subheader(_("What each example costs"), anchor=False)
    st.markdown(
        _(
            "Three pictures, three classes. The green bar (✓) is the right class. At first the "
            "network is right and sure, right and unsure, wrong and sure."
        )
    )
    picture, controls = st.columns(settings.WIDTHS, gap="large")
    with controls:
        chosen, name = _controls()
    choice = settings.choice(name, "example")
    weights = [
        [int(st.session_state[settings.weight_key(i, k)]) for k in (1, 2, 3)] for i in _TITLES
    ]
    found = explore.answer(example_losses, choice, _RIGHT, weights)
    if found is not None:
        with picture:
            _bars(found, chosen)
            _formulas(found)
        explore.code(examples_script(choice, _RIGHT, weights))
    url.publish(settings.PAGE, settings.URL, settings.DEFAULTS)


def _controls() -> tuple[int, str]:
    chosen = st.segmented_control(
        _("Example"),
        list(_TITLES),
        key="losses_example",
        required=True,
        help=_("Whose probabilities the sliders set."),
    )
    for k, digit in enumerate(_CLASSES, 1):
        st.slider(
            _("Weight of {digit}").format(digit=digit),
            0,
            100,
            key=settings.weight_key(chosen, k),
            help=_("The three weights are divided by their sum, which makes them probabilities."),
        )
    name = st.selectbox(
        _("Loss"),
        WRITTEN,
        format_func=lambda loss: _(LOSSES[loss].short),
        key="losses_written",
        help=_("What is written out for each example."),
    )
    settings.parameter_sliders("example", [name])
    return chosen, name


def _bars(found: ExampleLosses, chosen: int) -> None:
    titles = [_(title) for title in _TITLES.values()]
    said = "; ".join(
        _("{title} with {share:.0%}, loss {loss:.3f}").format(
            title=title, share=found.probabilities[i, _RIGHT[i]], loss=found.values[i]
        )
        for i, title in enumerate(titles)
    )
    chart.show(
        example_bars(
            found.probabilities, _RIGHT, chosen - 1, classes=_CLASSES, titles=titles, height=230
        ),
        key="losses_bars",
        alt=_("Probabilities of 3, 5 and 8 for three examples. {said}.").format(said=said),
    )


def _formulas(found: ExampleLosses) -> None:
    with st.container(key="losses_formulas"):
        wide = any("(" in formula or formula.count(r"\log") > 1 for formula in found.formulas)
        count = len(found.formulas)
        places = [st.container() for _row in range(count)] if wide else st.columns(count)
        for place, formula in zip(places, found.formulas, strict=True):
            place.latex(formula)
        values = " + ".join(f"{value:.3f}" for value in found.values)
        st.latex(rf"\text{{loss}} = \frac{{{values}}}{{{count}}} = {found.mean:.3f}")
        st.caption(
            _("log is the natural logarithm. The last line is what Keras returns for the batch.")
        )
