"""Memory: what an early row still does at the end, and how it fades over long sequences."""

from __future__ import annotations

import numpy as np
import streamlit as st

from dlcore.data.held_out import TestSet
from dlcore.explain.vanishing import RECURRENT, VanishingConfig
from dlcore.figures import rnn as drawing
from dlcore.figures.lines import Line
from dlcore.initializers import INITIALIZERS
from dlcore.rnn.forgetting import LENGTHS, VanishingGradients, vanishing_gradients
from dlcore.rnn.reading import UnrolledPass
from ui.frame import explore
from ui.frame.engine import ask
from ui.frame.explore import Preset
from ui.frame.i18n import N_, gap
from ui.frame.i18n import gettext as _
from ui.frame.setting import Choice
from ui.rnn import units
from ui.rnn.cells import KINDS, STYLES, readings
from ui.rnn.subject import RnnSubject, name
from ui.shared import chart
from ui.shared.verdicts import percent

_AS_KERAS = "keras"
_BIASES = (-3, -1, 0, 1, 2, 3, 4, 5, 6, 8)
MATRIX = Choice(
    "rnn_matrix",
    "orthogonal",
    N_("Matrix from state to state"),
    N_("How the first weights between one state and the next are drawn."),
    {name: INITIALIZERS[name].title for name in RECURRENT},
)
BIAS = Choice(
    "rnn_gate_bias",
    _AS_KERAS,
    N_("Bias of the gates that keep"),
    N_(
        "Of the forget gate of the LSTM and the update gate of the GRU. Keras begins with +1 "
        "and 0. A gate keeps sigmoid(bias) of the state: 0.73 at +1, 0.998 at +6."
    ),
    {_AS_KERAS: N_("Keras'")} | {bias: f"{bias:+d}" for bias in _BIASES},
)
LENGTH = Choice(
    "rnn_length",
    784,
    N_("Steps"),
    N_("Of the picture on the right: in how many pieces an image is read."),
    LENGTHS,
)
SETTINGS = (MATRIX, BIAS, LENGTH)
_GONE = 1e-45  # float32 knows nothing below
_FAINTEST = 1e-60  # what is drawn
_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
PRESETS = {
    "keras": Preset(
        N_("As Keras makes them"),
        N_(
            "All three forget before they have learnt anything. Over 784 steps the simple cell's "
            "rotation matrix holds on longest; the GRU's gates stand half open and halve what they "
            "keep at every step, and the LSTM's forget gate keeps 73 % of it."
        ),
        {MATRIX.key: "orthogonal", BIAS.key: _AS_KERAS},
    ),
    "open": Preset(
        N_("Gates that keep"),
        N_(
            "One number in each gate is changed, as training can change it: now the GRU remembers "
            "its first pixel after 784 steps, and so does the LSTM, whose gradient may even grow. "
            "The simple cell has no such number."
        ),
        {MATRIX.key: "orthogonal", BIAS.key: 6},
    ),
    "small": Preset(
        N_("A small random matrix"),
        N_(
            "As networks were begun in the 1990s: each step back multiplies with a small matrix, "
            "and the simple cell's gradient is gone within a few rows."
        ),
        {MATRIX.key: "random_normal", BIAS.key: 4},
    ),
}


def show(subject: RnnSubject) -> None:
    _this_image(subject)
    st.markdown("**" + _("The vanishing gradient") + "**")
    st.caption(
        _(
            "Cells with fresh weights read test images in ever shorter rows: 28 rows of 28 pixels, "
            "and in the end 784 of one. What does the first step still do at the last?"
        )
    )
    _vanishing(subject.tests)


def _this_image(subject: RnnSubject) -> None:
    found = readings(subject)
    x = np.arange(1, max(reading.steps for reading in found.values()) + 1)
    shown = [
        Line(x, _shares(reading), name(cell), *STYLES[cell]) for cell, reading in found.items()
    ]
    st.markdown(
        _("How strongly each {step} of this image still acts on the answer").format(
            step=units.step_word(subject)
        )
    )
    chart.show(
        drawing.lines(
            shown,
            x_label=units.step_word(subject),
            y_label=_("share of all influence"),
            height=280,
            percent=True,
            y_range=(0, 1.1 * max(float(line.y.max()) for line in shown)),
        ),
        key="rnn_memory",
        alt=gap().join(_halves(cell, reading) for cell, reading in found.items()),
    )
    with st.container(key="rnn_memory_said", gap="xsmall"):
        for cell, reading in found.items():
            st.markdown("- " + _halves(cell, reading))
    st.caption(
        _(
            "The length of the gradient of the answer's score by each {step}, as a share of the "
            "sum: what a little ink there would do, even where there is none."
        ).format(step=units.step_word(subject))
    )


def _shares(reading: UnrolledPass) -> np.ndarray:
    return reading.memory / max(float(reading.memory.sum()), 1e-30)


def _halves(cell: str, reading: UnrolledPass) -> str:
    half = reading.steps // 2
    return _("**{name}**: {share} of its influence comes from the first half.").format(
        name=name(cell), share=percent(float(_shares(reading)[:half].sum()))
    )


# In a fragment of its own: its controls have nothing to do with the image.
@st.fragment
def _vanishing(tests: TestSet | None) -> None:
    explore.presets("rnn_memory", PRESETS)
    config = _config()
    found = ask(vanishing_gradients, config, tests)
    if found is None:
        return
    by_length, by_step = st.columns(2, gap="medium")
    with by_length:
        _by_length(found)
    with by_step:
        _by_step(found)


def _config() -> VanishingConfig:
    matrix, gates, length = st.columns(3, gap="medium")
    with matrix:
        recurrent = MATRIX.selectbox()
    with gates:
        bias = BIAS.select_slider()
    with length:
        LENGTH.select_slider()
    return VanishingConfig(recurrent, None if bias == _AS_KERAS else float(bias))


def _lines(x: np.ndarray, values: dict[str, np.ndarray], *, marked: bool = False) -> list[Line]:
    return [
        Line(x, np.maximum(y, 1e-300), name(KINDS[kind]), *STYLES[KINDS[kind]], marked)
        for kind, y in values.items()
    ]


def _range(values: dict[str, np.ndarray]) -> tuple[float, float]:
    """As low as there is something to see: a line that leaves it is gone for good."""
    low = min(float(y.min()) for y in values.values())
    high = max(float(y.max()) for y in values.values())
    return max(low, _FAINTEST) / 3, 3 * high


def _by_length(found: VanishingGradients) -> None:
    said = [
        _("**{name}**: {left} at 28 steps, {end} at 784.").format(
            name=name(KINDS[kind]), left=_amount(left[0]), end=_amount(left[-1])
        )
        for kind, left in found.left.items()
    ]
    st.markdown(_("What is left of the first step, by length"))
    chart.show(
        drawing.lines(
            _lines(np.array(LENGTHS), found.left, marked=True),
            y_range=_range(found.left),
            x_label=_("steps"),
            y_label=_("first step / last step"),
            height=320,
            logs="xy",
            levels=((_GONE, _("float32 ends here")),),
        ),
        key="rnn_vanishing",
        alt=gap().join(said).replace("**", ""),
    )
    with st.container(key="rnn_vanishing_said", gap="xsmall"):
        for sentence in said:
            st.markdown("- " + sentence)


def _by_step(found: VanishingGradients) -> None:
    length = LENGTH.value
    sizes = {kind: ones[LENGTHS.index(length)] for kind, ones in found.sizes.items()}
    relative = {kind: one / one[-1] for kind, one in sizes.items()}
    back = np.arange(1, length + 1)
    st.markdown(_("Going back from the last of {steps} steps").format(steps=length))
    chart.show(
        drawing.lines(
            _lines(back, relative),
            y_range=_range(relative),
            x_label=_("step"),
            y_label=_("gradient, last step = 1"),
            height=320,
            logs="y",
            levels=((_GONE, _("float32 ends here")),),
        ),
        key="rnn_vanishing_steps",
        alt=_("Size of the gradient at each of {steps} steps, for three cells.").format(
            steps=length
        ),
    )
    st.caption(
        _(
            "A straight line on this scale is a factor at each step: below 1 the gradient "
            "vanishes, above 1 it explodes. Training feels only what is left."
        )
    )


def _amount(share: float) -> str:
    """A share that may be smaller than anything percent can say."""
    if share < _GONE:
        return _("nothing that float32 can hold")
    return f"{share:.2g}" if 0.01 <= share < 1000 else _power(share)


def _power(share: float) -> str:
    mantissa, exponent = f"{share:.0e}".split("e")
    return f"{mantissa} · 10{str(int(exponent)).translate(_SUPERSCRIPT)}"
