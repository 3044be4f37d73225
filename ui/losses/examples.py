"""Three examples of a classifier: what each costs, written out."""

from __future__ import annotations

import streamlit as st

from dlcore.figures.losses import example_bars
from dlcore.losses.examples import ExampleLosses, example_losses
from dlcore.losses.script import examples_script
from ui.frame import explore
from ui.frame.engine import ask
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.losses import settings
from ui.shared import chart

_CLASSES = ("3", "5", "8")
RIGHT = (0, 1, 2)
_TITLES = {
    1: N_("Example 1: a 3"),
    2: N_("Example 2: a 5"),
    3: N_("Example 3: an 8"),
}


@settings.SETTINGS.fragment
def show() -> None:
    """Bars, weights, each loss with its numbers, the mean, the code."""
    st.header(_("What each example costs"), anchor=False)
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
    weights = [[one.value for one in three] for three in settings.WEIGHTS]
    found = ask(example_losses, choice, RIGHT, weights)
    if found is not None:
        with picture:
            _bars(found, chosen)
            _formulas(found)
        explore.code(examples_script(choice, RIGHT, weights))


def _controls() -> tuple[int, str]:
    chosen = settings.EXAMPLE.segmented()
    for digit, weight in zip(_CLASSES, settings.WEIGHTS[chosen - 1], strict=True):
        weight.slider(label=_(weight.label).format(digit=digit))
    name = settings.WRITTEN_OUT.selectbox()
    settings.parameter_sliders("example", [name])
    return chosen, name


def _bars(found: ExampleLosses, chosen: int) -> None:
    titles = [_(title) for title in _TITLES.values()]
    said = "; ".join(
        _("{title} with {share:.0%}, loss {loss:.3f}").format(
            title=title, share=found.probabilities[i, RIGHT[i]], loss=found.values[i]
        )
        for i, title in enumerate(titles)
    )
    chart.show(
        example_bars(
            found.probabilities, RIGHT, chosen - 1, classes=_CLASSES, titles=titles, height=230
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
