"""Drawings of chosen digits, or of a number that is typed: read, counted, and compared."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np
import streamlit as st

from dlcore.figures import gan as drawing
from dlcore.figures import heat
from dlcore.gan.generator import samples
from dlcore.gan.generator.neighbours import Neighbours, neighbours
from dlcore.gan.generator.samples import GeneratedSamples
from dlcore.gan.generator.shipped import DrawingError
from dlcore.gan.generator.typed import Typed, read_typed, written
from dlcore.gan.script import drawing_script
from ui.frame import explore
from ui.frame.engine import ask
from ui.frame.i18n import N_, explain
from ui.frame.i18n import gettext as _
from ui.frame.setting import Choice, Switch, Text, Whole
from ui.gan import pictures, seed
from ui.gan.seed import SEED
from ui.shared import chart
from ui.shared.pictures import picture, tiles
from ui.shared.readers import Reader

_ALL = "all"
DIGIT = Choice(
    "gan_digit",
    _ALL,
    N_("Digit"),
    N_("What the generator is told to draw."),
    {_ALL: N_("all ten"), **{digit: digit for digit in "0123456789"}},
)
TYPED = Text(
    "gan_typed",
    "",
    N_("Or a number or a date"),
    N_("Its digits are drawn one by one; - . / : , and spaces are set between them."),
)
COUNT = Whole(
    "gan_count",
    40,
    N_("How many"),
    N_("Drawings on the sheet. A typed number has as many as it has digits."),
    1,
    samples.MOST,
)
CUT = Choice(
    "gan_cut",
    math.inf,
    N_("Truncation"),
    N_(
        "Noise further out than this is not used. Near 0 all drawings of a digit become the "
        "same typical one: more certain, less various."
    ),
    {**{cut: f"± {cut:g}" for cut in (0.25, 0.5, 0.75, 1.0, 1.5, 2.0)}, math.inf: N_("off")},
)
COMPARE = Switch(
    "gan_compare",
    False,
    N_("Beside its nearest training image"),
    N_("To see whether a drawing was copied: what is most like it in the data."),
)
SETTINGS = (DIGIT, TYPED, COUNT, CUT, COMPARE)
_TILE = 56  # px on the page
_LINE_WIDTH = 700  # px


def show(reader: Reader) -> None:
    typed = _controls()
    if typed is False:
        return
    labels = typed.digits if typed else _labels()
    sheet = reader.answer(samples.samples, labels, SEED.value, CUT.value)
    if sheet is None:
        return
    beside = ask(neighbours, sheet.images) if COMPARE.value else None
    with st.container(key="gan_samples"):
        if typed:
            _line(typed, sheet)
        _tiles(sheet, beside)
    _said(sheet, labels, beside)
    explore.code(drawing_script(labels, SEED.value, reader.name or "generator"))


def _controls() -> Typed | Literal[False] | None:
    """All of them; what was typed, None where nothing was, False where it cannot be drawn."""
    DIGIT.segmented()
    left, middle, right = st.columns([1.3, 1, 1], gap="medium")
    with left:
        typed = TYPED.text_input(placeholder="2026-11-26")
    with middle:
        COUNT.slider(disabled=bool(typed.strip()))
    with right:
        CUT.select_slider()
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        seed.show()
        COMPARE.toggle()
    return _read(typed)


def _read(text: str) -> Typed | Literal[False] | None:
    if not text.strip():
        return None
    try:
        return read_typed(text)
    except DrawingError as error:
        st.warning(explain(error), icon=":material/error:")
        return False


def _labels() -> tuple[int, ...]:
    digit, count = DIGIT.value, COUNT.value
    return tuple(i % 10 for i in range(count)) if digit == _ALL else (int(digit),) * count


def _wrong(sheet: GeneratedSamples) -> np.ndarray:
    if sheet.asked is None:
        return np.zeros(len(sheet.images), bool)
    return sheet.predictions.guesses != sheet.asked


def _line(typed: Typed, sheet: GeneratedSamples) -> None:
    if sheet.asked is None:
        st.info(
            _(
                "This generator chooses its digits itself, so it cannot write a number. Train a "
                "conditional one, or take the one that ships."
            ),
            icon=":material/info:",
        )
        return
    line = pictures.plain(written(typed, sheet.images))
    width = min(_LINE_WIDTH, 3 * line.shape[1])
    picture(line, width, _("{text} in the machine's hand").format(text=typed.text))
    pictures.download(line, "dlcore-number")


def _tiles(sheet: GeneratedSamples, beside: Neighbours | None) -> None:
    shown = pictures.marked(sheet.images, _wrong(sheet))
    hover = pictures.words(sheet.predictions, sheet.asked)
    columns = 10
    if beside is not None:
        shown = np.concatenate([shown, pictures.tinted(beside.images)], axis=2)  # (n, 28, 56, 3)
        columns = 6
        hover = [
            said
            + _(" · nearest: a {digit}, distance {distance:.1f}").format(digit=digit, distance=far)
            for said, digit, far in zip(hover, beside.labels, beside.distance, strict=True)
        ]
    columns = min(columns, len(shown))
    rows = -(-len(shown) // columns)
    tiles(
        shown,
        key="gan_sheet",
        columns=columns,
        chosen=None,
        hover=hover,
        alt=_("Drawings: {count}. {said}").format(count=len(shown), said=_agreement(sheet)),
        height=max(2 * _TILE, rows * _TILE),
    )
    pictures.download(heat.mosaic(shown, columns), "dlcore-digits")


def _agreement(sheet: GeneratedSamples) -> str:
    guesses = sheet.predictions.guesses
    if sheet.asked is None:
        return _("The classifier reads {digits} different digits among them.").format(
            digits=len(set(guesses.tolist()))
        )
    right = int((guesses == sheet.asked).sum())
    if right == len(guesses):
        return _("The classifier reads all of them as the digit that was asked for.")
    return _(
        "The classifier reads {right} of {count} as the digit that was asked for; the others are "
        "blue."
    ).format(right=right, count=len(guesses))


def _said(sheet: GeneratedSamples, labels: tuple[int, ...], beside: Neighbours | None) -> None:
    bars, words = st.columns([1.2, 1], gap="large")
    with bars:
        _counts(sheet, labels)
    with words:
        st.markdown(_agreement(sheet))
        _variety(sheet)
        if beside is not None:
            _copies(beside)


def _counts(sheet: GeneratedSamples, labels: tuple[int, ...]) -> None:
    asked = None if sheet.asked is None else np.bincount(labels, minlength=10)
    chart.show(
        drawing.counts(
            sheet.predictions.counts,
            asked,
            words=drawing.CountWords(
                read=_("read by the classifier"), asked=_("asked for"), digit=_("digit")
            ),
        ),
        key="gan_counts",
        alt=_("Read as each digit from 0 to 9: {counts}.").format(
            counts=pictures.listed_digits(sheet.predictions.counts)
        ),
    )


def _variety(sheet: GeneratedSamples) -> None:
    if sheet.variety is None:
        return
    st.markdown(
        _(
            "Two drawings of one digit differ by **{share:.0%}** of what two handwritten ones do. "
            "Near 0 % the modes have collapsed: always the same picture."
        ).format(share=sheet.variety)
    )
    if sheet.asked is None or len(set(sheet.asked.tolist())) == 10:
        st.markdown(
            _(
                "Evenness over the ten digits: **{evenness:.0%}**; 100 % is equally many of each."
            ).format(evenness=sheet.predictions.evenness)
        )


def _copies(beside: Neighbours) -> None:
    st.markdown(
        _(
            "Orange: the nearest of {count:,} training images. Median distance {distance:.1f}, the "
            "least {least:.1f}; handwritten digits that nobody trained on are {usual:.1f} from "
            "theirs. A copy would have 0."
        ).format(
            count=beside.searched,
            distance=float(np.median(beside.distance)),
            least=float(beside.distance.min()),
            usual=beside.usual,
        )
    )
    if beside.source == "sample":
        st.caption(
            _(
                "Only the sample of MNIST is at hand here. The generator that ships learnt from "
                "all 60,000 images, so nearer ones may exist."
            )
        )
