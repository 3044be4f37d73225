"""Learning from few: a network that has learnt digits learns the classes of a set, and reads."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import streamlit as st

from dlcore.data import DataSet
from dlcore.engine import Run
from dlcore.few import NOTHING, TRANSFER, FewConfig, FewReading, FewResult, read_few
from dlcore.few.config import FewTest
from dlcore.figures import palette
from dlcore.figures.classes import short
from dlcore.figures.few import PassesWords, answer_bars, passes
from dlcore.figures.lines import Line
from ui.frame import live, visitor
from ui.frame.engine import ask, current_run
from ui.frame.i18n import N_, gap, isolated, plain
from ui.frame.i18n import gettext as _
from ui.frame.jobs import FEW
from ui.frame.setting import Setting, Switch, Whole
from ui.frame.settings import configured
from ui.shared import canvas, chart, confusion, pixels, run_buttons, verdicts
from ui.shared.canvas import Canvas

_USUAL = FewConfig()
IMAGES = Whole.of(
    _USUAL,
    "images",
    "data_few_images",
    N_("Drawings of each class"),
    N_("So many at most are learnt from, drawn by lot. All test drawings are tested, up to 2,000."),
)
EPOCHS = Whole.of(
    _USUAL,
    "epochs",
    "data_few_epochs",
    N_("Passes"),
    N_("How often each is seen. In the second half, all layers learn."),
)
AUGMENTED = Switch.of(
    _USUAL,
    "augmented",
    "data_few_augmented",
    N_("Augmentation"),
    N_("Each drawing is turned, bent and shifted a little, anew in each pass."),
)
COMPARED = Switch.of(
    _USUAL,
    "compared",
    "data_few_compared",
    N_("Also from nothing"),
    N_("Afterwards the same network is taught from random weights, by the same drawings."),
)
SEED = Whole.of(
    _USUAL,
    "seed",
    "data_few_seed",
    N_("Seed"),
    N_("Of all chance in it: the same seed finds the same."),
)
SHEET = Canvas(
    name="data_try",
    size=canvas.DIGIT.size,
    pen_widths=canvas.DIGIT.pen_widths,
    hint=N_("Draw one of its classes, or something else."),
    samples=(),
)
_CONFIGURED = (IMAGES, EPOCHS, AUGMENTED, COMPARED, SEED)
SETTINGS: tuple[Setting, ...] = (*_CONFIGURED, *SHEET.settings)
STARTS = {
    TRANSFER: (N_("from the network that ships"), palette.SERIES[0], "solid"),
    NOTHING: (N_("from nothing"), palette.SERIES[1], "dash"),
}
"""What a network began with: in words, and how its line looks."""
_BARS = 5  # classes that an answer shows
_MISREAD = 12
_FACTOR = 4  # px a pixel of what the network saw


def show(data: DataSet, npz: Callable[[], bytes]) -> None:
    """What to set, how it goes, what was learnt, and a sheet to try it on.

    Args:
        data: the set that is learnt from.
        npz: makes the file of it, for the engine; called once Train is pressed.
    """
    run = current_run(FEW)
    controls, results = st.columns([3, 8], gap="large")
    with controls:
        config = _controls()
        _buttons(run, config, npz)
    with results:
        if run is None:
            st.info(_what_for(data), icon=":material/school:")
            return
        config = run.config
        live.show(run, live.is_active(run), lambda run: _curves(run, config))
        if isinstance(run.result, FewResult):
            of_others = not visitor.owns(run) and run.result.fingerprint != data.fingerprint
            _found(run.result, data, of_others)


def _what_for(data: DataSet) -> str:
    return _(
        "A network that has learnt ten digits from 60,000 images learns the {count} classes of "
        "this set from a few drawings of each. Press Start."
    ).format(count=len(data.classes))


def _controls() -> FewConfig:
    IMAGES.slider()
    COMPARED.toggle()
    with st.expander(_("More"), icon=":material/tune:"):
        AUGMENTED.toggle()
        EPOCHS.number_input()
        SEED.number_input()
    return configured(_USUAL, _CONFIGURED, st.session_state)


def _buttons(run: Run | None, config: FewConfig, npz: Callable[[], bytes]) -> None:

    def start() -> None:
        run_buttons.start(FEW, config, npz)

    with st.container(key="data_train"):
        run_buttons.show(
            FEW,
            run,
            live.is_active(run),
            start,
            said=_("Start learns with these settings; Stop shows what was learnt by then."),
        )


def _curves(run: Run, config: FewConfig) -> None:
    """Both networks side by side, as they learn."""
    history = run.history
    lines = [
        Line.measured(history[start], _(label), colour, dash)
        for start, (label, colour, dash) in STARTS.items()
        if start in history
    ]
    chart.show(
        passes(
            lines,
            epochs=config.epochs,
            frozen=config.frozen,
            words=PassesWords(
                _("test drawings read right"), _("passes"), _("from here on, all layers learn")
            ),
        ),
        key="data_few_passes",
        alt=gap().join(
            _("{label}: {accuracy:.0%} after {passes} passes.").format(
                label=line.label, accuracy=line.y[-1], passes=int(line.x[-1])
            )
            for line in lines
        )
        or _("Nothing is learnt yet."),
    )


def _found(result: FewResult, data: DataSet, of_others: bool) -> None:
    """What was learnt.

    Args:
        of_others: its drawings are somebody else's, who alone may see them; of the set above, who
            looks at this page has them anyway.
    """
    if result.fingerprint != data.fingerprint:
        st.warning(
            _("This was learnt from another set than the one above: from {names}.").format(
                names=verdicts.some_of(result.classes, _BARS)
            ),
            icon=":material/swap_horiz:",
        )
    _numbers(result)
    tried, misread, matrix = st.tabs([_("Try it"), _("What it misreads"), _("Confusion matrix")])
    with tried:
        _try(result, of_others)
    with misread:
        if of_others:
            _kept_back()
        else:
            _misread(result)
    with matrix:
        confusion.show(result.tests[TRANSFER].confusion, result.classes, key="data_few_confusion")


def _numbers(result: FewResult) -> None:
    row = st.container(horizontal=True, gap="large", key="data_few_numbers")
    for start, test in result.tests.items():
        row.metric(
            _(STARTS[start][0]),
            f"{test.accuracy:.1%}",
            help=_("Of {n:,} test drawings, none of which it has learnt from.").format(
                n=int(test.confusion.sum())
            ),
            width="content",
        )
    st.caption(said(result))


def said(result: FewResult) -> str:
    """What was learnt from how much, how fast, and how far a refusal can be trusted."""
    transfer = result.tests[TRANSFER]
    text = _("{learnt} drawings of {classes} classes, learnt in {seconds:.1f} s.").format(
        learnt=len(result.learnt), classes=len(result.classes), seconds=transfer.seconds
    )
    if NOTHING in result.tests:
        text += gap() + _against(transfer, result.tests[NOTHING])
    strange = result.strangeness
    kinds = {
        "symbols": _("Of drawn symbols that are none of them"),
        "digits": _("Of digits, which are none of them"),
    }
    return (
        text
        + gap()
        + _("{strangers}, it refuses {refused:.0%}; of the test drawings, {lost:.0%}.").format(
            strangers=kinds[strange.strangers], refused=strange.refused, lost=1 - strange.kept
        )
    )


def _against(transfer: FewTest, nothing: FewTest) -> str:
    ahead = 100 * (transfer.accuracy - nothing.accuracy)
    if abs(ahead) < 1:
        return _("From nothing it gets as far in as many passes, and later.")
    if ahead > 0:
        return _("That is {points:.0f} points ahead of the same network from nothing.").format(
            points=ahead
        )
    return _("From nothing it gets {points:.0f} points further: these drawings are enough.").format(
        points=-ahead
    )


@st.fragment
def _try(result: FewResult, of_others: bool) -> None:
    """A sheet, and what the network makes of it; a fragment, for the strokes."""
    sheet, answer = st.columns(2, gap="medium")
    with sheet:
        drawing = canvas.show(SHEET)
    with answer, st.container(key="data_try_answer"):
        reading = None if drawing is None else ask(read_few, drawing, result.model, result.learnt)
        if reading is None:
            st.caption(_("Nothing is drawn yet."))
        else:
            _answer(result, reading, of_others)


def _answer(result: FewResult, reading: FewReading, of_others: bool) -> None:
    best = int(reading.probabilities.argmax())
    is_none = reading.familiarity < result.strangeness.threshold
    if is_none:
        st.markdown(_("**None of these**, and nearest to:"))
    else:
        st.markdown(f"**{plain(result.classes[best])}**")
    some = np.argsort(-reading.probabilities, kind="stable")[:_BARS]
    names = [result.classes[i] for i in some]
    chart.show(
        answer_bars(
            reading.probabilities[some],
            names,
            colour=palette.MUTED if is_none else palette.RIGHT,
        ),
        key="data_try_bars",
        alt=", ".join(
            f"{isolated(name)}: {share:.0%}"
            for name, share in zip(names, reading.probabilities[some], strict=True)
        ),
    )
    with st.container(horizontal=True):
        _picture(reading.seen, _("what it saw"))
        if not of_others:
            _picture(result.learnt[reading.nearest], _("the nearest that it learnt from"))
    if of_others:
        _kept_back()


def _kept_back() -> None:
    st.caption(_("The images of a set of one's own are shown to nobody but their owner."))


def _picture(image: np.ndarray, caption: str) -> None:
    with st.container(width=28 * _FACTOR):
        st.image(pixels.enlarged(image, _FACTOR), caption=caption, alt=caption)


def _misread(result: FewResult) -> None:
    found = result.misread
    if not len(found.images):
        st.success(_("All test drawings are read right."), icon=":material/check:")
        return
    st.caption(_("The surest errors first: what was said, and what it is."))
    with st.container(horizontal=True, gap="small", key="data_few_misread"):
        for image, truth, guess in list(zip(found.images, found.truth, found.said, strict=True))[
            :_MISREAD
        ]:
            words = _("{guess}, not {truth}").format(
                guess=plain(short(result.classes[guess])), truth=plain(short(result.classes[truth]))
            )
            with st.container(width=pixels.TILE, gap="small"):
                st.image(pixels.enlarged(image, 3), alt=words, width=pixels.TILE)
                st.caption(words)
