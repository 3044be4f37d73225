"""Three units read a word of two letters: every number of a step, to be followed by hand."""

from __future__ import annotations

import numpy as np
import streamlit as st

from dlcore.figures import rnn_toy as drawing
from dlcore.rnn.toy import LETTERS, LONGEST, TOYS, UNITS, ToyCell, ToyPass, read_word, toy_pass
from dlcore.rnn.toy import toy_script as script
from ui.frame import explore
from ui.frame.engine import here
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.frame.setting import Choice, Text, Whole
from ui.shared import chart

WORD = Text(
    "rnn_toy_word",
    "bbabb",
    N_("A word of a's and b's"),
    N_("One to eight letters. The network reads them one by one, from left to right."),
    at_most=400,
    sense=read_word,
)
CELL = Choice(
    "rnn_toy_cell",
    "memory",
    N_("The network"),
    N_("Both have the same W and b. Without U nothing of one step reaches the next."),
    {name: cell.title for name, cell in TOYS.items()},
)
STEP = Whole(
    "rnn_toy_step",
    4,
    N_("Step"),
    N_("Which letter is being read. A click in the picture chooses a step and a unit too."),
    1,
    LONGEST,
)
UNIT = Choice(
    "rnn_toy_unit",
    3,
    N_("Unit"),
    N_("Whose number is worked out."),
    tuple(range(1, UNITS + 1)),
)
SETTINGS = (WORD, CELL, STEP, UNIT)
_ROLES = {
    "memory": (
        N_("Unit 1 hears the letter of now: above 0 at an a. It forgets it at once."),
        N_("Unit 2 hears, by way of U, what unit 1 said: above 0 one step after an a."),
        N_(
            "Unit 3 hears itself with a weight of 3, and so keeps its sign: above 0 from the first "
            "a on, however long ago that was."
        ),
    ),
    "none": (
        N_("Unit 1 hears the letter of now, as before: for that no memory is needed."),
        N_("Unit 2 heard only what was carried along: now it stays at 0."),
        N_("Unit 3 has forgotten each a one step later: the same letter, the same state."),
    ),
}


def show() -> None:
    st.markdown(
        _(
            "The whole of a recurrent network in three numbers. It reads a letter, and makes its "
            "new **hidden state** $h_t$ of that letter and of the state before. Step through it."
        )
    )
    with st.container(horizontal=True, gap="medium"):
        # Without a count of characters: it would be of 400, which are refused in a sentence.
        word = WORD.text_input(width=240, max_chars=None)
        cell = CELL.segmented(width="content")
    with st.container(key="rnn_toy"):
        found = here(toy_pass, word, cell)
        if found is None:
            return
        letters = read_word(word)
        STEP.set(min(STEP.value, len(letters)))
        picture, sums = st.columns([1.25, 1], gap="large")
        with picture:
            _states(letters, found)
            _steps(len(letters))
            _equation(TOYS[cell], found)
        with sums:
            unit = UNIT.segmented()
            st.markdown(_(_ROLES[cell][unit - 1]))
            st.markdown(_sum(TOYS[cell], found, STEP.value, unit))
            st.caption(_("Shown with two decimals; the network computes with all of them."))
        explore.code(script(word, cell))


def _states(letters: str, found: ToyPass) -> None:
    step, unit = STEP.value, UNIT.value
    chart.show(
        drawing.states(
            letters,
            found.states,
            step=step,
            unit=unit - 1,
            names=[_("unit {number}").format(number=i) for i in range(1, UNITS + 1)],
            before=_("start"),
            height=210,
        ),
        key="rnn_toy_states",
        alt=_("After letter {step}, {letter}, the hidden state is {state}.").format(
            step=step,
            letter=letters[step - 1],
            state=", ".join(map(_plain, found.states[step])),
        ),
        on_click=lambda x, y: _choose(x, y, len(letters)),
    )


def _choose(x: float, y: float, steps: int) -> None:
    STEP.set(int(np.clip(round(x), 1, steps)))
    if y > -0.5:  # a click on a letter leaves the unit as it is
        UNIT.set(int(np.clip(round(y), 0, UNITS - 1)) + 1)


def _steps(count: int) -> None:
    """Which step is looked at: one a click, or with the slider."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _move("back", -1, _("One step back"), STEP.value <= 1)
        _move("forward", 1, _("One step on"), STEP.value >= count)
        if count > 1:
            STEP.slider(max_value=count)


def _move(name: str, by: int, label: str, disabled: bool) -> None:
    st.button(
        f":material/arrow_{name}:",
        key=f"rnn_toy_{name}",
        help=label,
        on_click=lambda: STEP.set(STEP.value + by),
        disabled=disabled,
    )


def _equation(cell: ToyCell, found: ToyPass) -> None:
    """The step as the matrices have it, the unit's row in the colour of its frame."""
    t, row = STEP.value, UNIT.value - 1

    def column(values: np.ndarray) -> str:
        return _matrix(values[:, None], row)

    lines = (
        rf"\textcolor{{{drawing.FROM_INPUT}}}{{W x_{t}}} &= {_matrix(cell.kernel, row)}"
        rf"{_matrix(found.inputs[t - 1][:, None])} = {column(found.read[t - 1])}",
        rf"\textcolor{{{drawing.FROM_STATE}}}{{U h_{t - 1}}} &= {_matrix(cell.recurrent, row)}"
        rf"{_matrix(found.states[t - 1][:, None])} = {column(found.carried[t - 1])}",
        rf"h_{t} &= \tanh(\textcolor{{{drawing.FROM_INPUT}}}{{W x_{t}}} + "
        rf"\textcolor{{{drawing.FROM_STATE}}}{{U h_{t - 1}}} + b)",
        rf"&= \tanh {column(found.sums[t - 1])} = {column(found.states[t])}",
    )
    with st.container(key="rnn_toy_equation"):
        st.latex(r"\begin{aligned} " + r" \\[4pt] ".join(lines) + r" \end{aligned}")


def _matrix(values: np.ndarray, row: int | None = None) -> str:
    """In LaTeX, with one row in bold."""
    rows = (
        " & ".join(rf"\mathbf{{{_short(v)}}}" if i == row else _short(v) for v in line)
        for i, line in enumerate(values)
    )
    return r"\begin{bmatrix} " + r" \\ ".join(rows) + r" \end{bmatrix}"


def _sum(cell: ToyCell, found: ToyPass, step: int, unit: int) -> str:
    """One unit's number as a Markdown table: each weight, what it is multiplied by, the product."""
    row, t = unit - 1, step - 1
    pairs = [
        ("W", f"x_{{{step},{letter}}}", weight, x)
        for letter, weight, x in zip(LETTERS, cell.kernel[row], found.inputs[t], strict=True)
    ] + [
        ("U", f"h_{{{t},{i}}}", weight, h)
        for i, (weight, h) in enumerate(zip(cell.recurrent[row], found.states[t], strict=True), 1)
    ]
    lines = [
        "| {} | {} | {} | {} |".format(
            _("weight"), _("weight × number"), _("input or state"), _("product")
        ),
        "|:--|:--|:--|--:|",
        *(
            f"| ${matrix}$ | {_plain(weight)} × {_factor(x)} | ${name}$ | {_plain(weight * x)} |"
            for matrix, name, weight, x in pairs
        ),
        f"| $b$ | | | {_plain(cell.bias[row])} |",
        "| | **{}** | | **{}** |".format(_("sum"), _plain(found.sums[t, row])),
        f"| | **tanh** | $h_{{{step},{unit}}}$ | **{_plain(found.states[step, row])}** |",
    ]
    return "\n".join(lines)


def _factor(value: float) -> str:
    return f"({_plain(value)})" if value < 0 else _plain(value)


def _plain(value: float) -> str:
    """For text, with the minus of mathematics."""
    return _short(value).replace("-", "−")


def _short(value: float) -> str:
    """With at most two decimals, and no minus before a 0."""
    return f"{round(float(value), 2) + 0.0:g}"
