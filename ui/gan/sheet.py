"""Drawings of chosen classes, or of a text that is typed: read, counted, and compared."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal

import numpy as np
import streamlit as st

from dlcore.figures import gan as drawing
from dlcore.figures import heat
from dlcore.gan.generator import samples
from dlcore.gan.generator.neighbours import Neighbours, neighbours, neighbours_in
from dlcore.gan.generator.samples import GeneratedSamples, Readings
from dlcore.gan.generator.shipped import DrawingError
from dlcore.gan.generator.typed import Typed, read_names, read_typed, written
from dlcore.gan.script import drawing_script
from ui.frame import explore
from ui.frame.engine import ask, here
from ui.frame.i18n import N_, explain, isolated, plain
from ui.frame.i18n import gettext as _
from ui.frame.setting import Choice, Name, Switch, Text, Whole
from ui.gan import ends, names, pictures, seed
from ui.gan.panel import who_reads
from ui.gan.seed import SEED
from ui.gan.source import Drawer
from ui.shared import chart
from ui.shared.pictures import picture, tiles

_ALL = ""  # which is the name of no class
DIGIT = Name("gan_digit", _ALL, N_("Digit or class"), N_("What the generator is told to draw."))
TYPED = Text(
    "gan_typed",
    "",
    N_("Or a number or a date"),
    N_(
        "Its digits are drawn one by one; - . / : , and spaces are set between them. A generator "
        "of other classes draws their names, with or without spaces between them."
    ),
)
COUNT = Whole(
    "gan_count",
    40,
    N_("How many"),
    N_("Drawings on the sheet. A typed text has as many as it has digits or names."),
    1,
    samples.MOST,
)
CUT = Choice(
    "gan_cut",
    math.inf,
    N_("Truncation"),
    N_(
        "Noise further out than this is not used. Near 0 all drawings of a class become the "
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
_SIDE_BY_SIDE = 12  # classes as buttons; more are a list
_BARS = 30  # classes that all have room for a bar


def show(reader: Drawer) -> None:
    typed = _controls(reader)
    if typed is False:
        return
    labels = typed.labels if typed else _labels(reader.classes)
    sheet = reader.answer(samples.samples, labels, SEED.value, CUT.value, reader.judge)
    if sheet is None:
        return
    beside = _beside(reader, sheet) if COMPARE.value else None
    with st.container(key="gan_samples"):
        if typed:
            _line(typed, sheet)
        _tiles(sheet, beside, reader.classes)
    _said(sheet, labels, beside, reader)
    explore.code(drawing_script(labels, SEED.value, reader.file))


def _beside(reader: Drawer, sheet: GeneratedSamples) -> Neighbours | None:
    """The nearest training images, where they are at hand."""
    if reader.of_mnist:
        return ask(neighbours, sheet.images)
    if not reader.supply:
        st.info(
            _("The images that this generator learnt from are at hand for their owner alone."),
            icon=":material/info:",
        )
        return None
    data = here(lambda: reader.data)
    return None if data is None else here(neighbours_in, sheet.images, data)


def _controls(reader: Drawer) -> Typed | Literal[False] | None:
    """All of them; what was typed, None where nothing was, False where it cannot be drawn."""
    _choose_class(reader.classes)
    left, middle, right = st.columns([1.3, 1, 1], gap="medium")
    with left:
        if reader.reads_digits:
            typed = TYPED.text_input(placeholder="2026-11-26")
        else:
            typed = TYPED.text_input(
                label=_("Or names of classes"), placeholder=" ".join(reader.classes[:3])
            )
    with middle:
        COUNT.slider(disabled=bool(typed.strip()))
    with right:
        CUT.select_slider()
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        seed.show()
        COMPARE.toggle()
    return _read(typed, reader)


def _choose_class(classes: Sequence[str]) -> None:
    options = (_ALL, *classes)
    ends.settle(DIGIT, options, _ALL)
    everything = _("all ten") if len(classes) == 10 else _("all")

    def called(option: str) -> str:
        return option or everything

    if len(classes) <= _SIDE_BY_SIDE:  # whose labels are Markdown
        DIGIT.segmented(options, format_func=lambda one: plain(one) if one else everything)
    else:
        DIGIT.selectbox(options, format_func=called)


def _read(text: str, reader: Drawer) -> Typed | Literal[False] | None:
    if not text.strip():
        return None
    try:
        return read_typed(text) if reader.reads_digits else read_names(text, reader.classes)
    except DrawingError as error:
        st.warning(explain(error), icon=":material/error:")
        return False


def _labels(classes: Sequence[str]) -> tuple[int, ...]:
    name, count = DIGIT.value, COUNT.value
    if name == _ALL:
        return tuple(i % len(classes) for i in range(count))
    return (list(classes).index(name),) * count


def _wrong(sheet: GeneratedSamples) -> np.ndarray:
    if sheet.asked is None or sheet.readings is None:
        return np.zeros(len(sheet.images), bool)
    return sheet.readings.guesses != sheet.asked


def _line(typed: Typed, sheet: GeneratedSamples) -> None:
    if sheet.asked is None:
        st.info(
            _(
                "This generator chooses itself what it draws, so it cannot write a text. Train a "
                "conditional one, or take the one that ships."
            ),
            icon=":material/info:",
        )
        return
    line = pictures.plain(written(typed, sheet.images))
    width = min(_LINE_WIDTH, 3 * line.shape[1])
    text = isolated(typed.text)
    picture(line, width, _("{text} in the machine's hand").format(text=text))
    pictures.download(line, "dlcore-number")


def _tiles(sheet: GeneratedSamples, beside: Neighbours | None, classes: Sequence[str]) -> None:
    shown = pictures.marked(sheet.images, _wrong(sheet))
    hover = pictures.words(sheet.readings, sheet.asked, classes, len(shown))
    columns = _columns(classes)
    if beside is not None:
        shown = np.concatenate([shown, pictures.tinted(beside.images)], axis=2)  # (n, 28, 56, 3)
        columns = 6
        hover = [
            said
            + _(" · nearest: {name}, distance {distance:.1f}").format(
                name=isolated(classes[label]), distance=far
            )
            for said, label, far in zip(hover, beside.labels, beside.distance, strict=True)
        ]
    columns = min(columns, len(shown))
    rows = -(-len(shown) // columns)
    tiles(
        shown,
        key="gan_sheet",
        columns=columns,
        chosen=None,
        hover=pictures.pointed(hover),
        alt=_("Drawings: {count}. {said}").format(count=len(shown), said=_agreement(sheet)),
        height=max(2 * _TILE, rows * _TILE),
    )
    pictures.download(heat.mosaic(shown, columns), "dlcore-drawings")


def _columns(classes: Sequence[str]) -> int:
    """So that each class has its column, where they are few and all are drawn."""
    few = DIGIT.value == _ALL and not TYPED.value.strip() and len(classes) <= _SIDE_BY_SIDE
    return len(classes) * max(1, 10 // len(classes)) if few else 10


def _agreement(sheet: GeneratedSamples) -> str:
    if sheet.readings is None:
        return _("Nobody reads these classes here until the training is over.")
    guesses = sheet.readings.guesses
    if sheet.asked is None:
        return _("The classifier reads {digits} different classes among them.").format(
            digits=len(set(guesses.tolist()))
        )
    right = int((guesses == sheet.asked).sum())
    if right == len(guesses):
        return _("The classifier reads all of them as what was asked for.")
    return _(
        "The classifier reads {right} of {count} as what was asked for; the others are blue."
    ).format(right=right, count=len(guesses))


def _said(
    sheet: GeneratedSamples, labels: Sequence[int], beside: Neighbours | None, reader: Drawer
) -> None:
    bars, words = st.columns([1.2, 1], gap="large")
    if sheet.readings is not None:
        with bars:
            _counts(sheet, sheet.readings, labels, reader.classes)
    with words:
        st.markdown(_agreement(sheet))
        if reader.set_judge:
            st.caption(who_reads(reader.set_judge.accuracy))
        _variety(sheet)
        if beside is not None:
            _copies(beside)


def _counts(
    sheet: GeneratedSamples, readings: Readings, labels: Sequence[int], classes: Sequence[str]
) -> None:
    asked = None if sheet.asked is None else np.bincount(labels, minlength=len(classes))
    there = _with_bars(readings.counts, asked)
    chart.show(
        drawing.counts(
            readings.counts[there],
            None if asked is None else asked[there],
            classes=[classes[i] for i in there],
            words=drawing.CountWords(
                read=_("read by the classifier"), asked=_("asked for"), label=_("digit or class")
            ),
        ),
        key="gan_counts",
        alt=_("Read as: {counts}.").format(counts=names.counted(readings.counts, classes)),
    )


def _with_bars(read: np.ndarray, asked: np.ndarray | None) -> np.ndarray:
    """The classes that get a bar: all, or of many those that were read or asked for."""
    if len(read) <= _BARS:
        return np.arange(len(read))
    return np.flatnonzero(read + (0 if asked is None else asked))


def _variety(sheet: GeneratedSamples) -> None:
    if sheet.variety is None:
        return
    st.markdown(
        _(
            "Two drawings of one class differ by **{share:.0%}** of what two real ones do. "
            "Near 0 % the modes have collapsed: always the same picture."
        ).format(share=sheet.variety)
    )
    if sheet.readings is None:
        return
    classes = len(sheet.readings.counts)
    if sheet.asked is None or len(set(sheet.asked.tolist())) == classes:
        st.markdown(
            _(
                "Evenness over the {classes} classes: **{evenness:.0%}**; 100 % is equally many of "
                "each."
            ).format(classes=classes, evenness=sheet.readings.evenness)
        )


def _copies(beside: Neighbours) -> None:
    st.markdown(
        _(
            "Orange: the nearest of {count:,} training images. Median distance {distance:.1f}, the "
            "least {least:.1f}; real images that nobody trained on are {usual:.1f} from theirs. A "
            "copy would have 0."
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
