"""What is seen of a GAN while it trains, and after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import streamlit as st

from dlcore.engine import Run
from dlcore.figures import gan as drawing
from dlcore.figures import palette, strip
from dlcore.figures.lines import Line
from dlcore.figures.tiles import tiles
from dlcore.gan.film import COLUMNS, ROWS, columns
from dlcore.gan.run_config import GanRunConfig
from dlcore.gan.troubles import Trouble, troubles
from dlcore.reports import RunPicture
from ui.frame import live, shell
from ui.frame.i18n import N_, gap, isolated, plain
from ui.frame.i18n import gettext as _
from ui.gan import frames, names
from ui.gan.pictures import pointed
from ui.shared import chart
from ui.shared.verdicts import some_of

TROUBLES = {
    "runaway": N_(
        "**A loss has run away** ({loss:,.0f}): the steps are too long. Lower both learning rates."
    ),
    "discriminator": N_(
        "**The discriminator has won.** It is right about {share:.0%} of all images, so the "
        "generator hardly learns from it any more. Slow it down, add noise to what it sees, or "
        "penalise its slope (R1)."
    ),
    "generator": N_(
        "**The discriminator has been outplayed.** It is right about {share:.0%}, as if it tossed "
        "a coin, while the drawings are not what they should be. Let it learn faster or have more "
        "turns."
    ),
    "few": N_("**Modes have collapsed.** Nearly every drawing is read as one of: {classes}."),
    "missing": N_("**Modes are missing.** Hardly any drawing is read as one of: {classes}."),
    "alike": N_(
        "**All drawings of a class look alike**: they differ by {variety:.0%} of what real images "
        "do. Compare the rows: a mode has collapsed within each class."
    ),
}
_EVERY = 1.0  # s; the film has a new picture about as often
_FILM_HEIGHT = 370  # px


def show(run: Run, active: bool) -> None:
    """Status, film, charts; refreshed as long as the run is active."""
    live.show(run, active, _charts, _EVERY)


def _charts(run: Run) -> None:
    shown, history = run.pictures, run.history
    config = run.config
    if not shown:
        st.caption(_("The first drawings come as soon as the networks are built."))
        return
    with st.container(key="gan_troubles"):  # of its own: a film that moves down is begun anew
        for trouble in troubles(config.gan, history, shown[-1]):
            st.warning(_said(trouble, names.of_run(run)), icon=":material/warning:")
    _film(run, shown)
    _figures(run, shown)
    _lines(run, config)


def _said(trouble: Trouble, classes: Sequence[str]) -> str:
    values = dict(trouble.values)
    if "classes" in values:
        values["classes"] = some_of([classes[i] for i in values["classes"]])
    return _(TROUBLES[trouble.kind]).format(**values)


def _film(run: Run, shown: list[RunPicture]) -> None:
    sources = tuple(frames.address(run.id, picture["step"]) for picture in shown)
    labels = tuple(
        _("step {step:,} · {time}").format(
            step=picture["step"], time=live.duration(picture["seconds"])
        )
        for picture in shown
    )
    classes, across = names.of_run(run), columns(run.config.gan)
    wide = len(across) or COLUMNS
    count = ROWS * wide
    figure = tiles(
        sources[-1],
        count,
        wide,
        1.0,
        chosen=None,
        hover=pointed([isolated(classes[i]) for i in across] * ROWS or [""] * count),
        height=_FILM_HEIGHT,
    )
    with st.container(key="gan_film"):
        chart.show(
            figure,
            key="gan_film_chart",
            alt=_(
                "{count} drawings from the same noise, in {rows} rows, after {step} steps."
            ).format(count=count, rows=ROWS, step=shown[-1]["step"]),
            film=chart.Film((), (), len(sources) - 1, says=labels, pictures=sources)
            if len(sources) > 1
            else None,
        )
    said = _("Always drawn from the same noise. Slide back to see how the drawings came about.")
    if run.config.set and across:
        said += gap() + _columns_said(classes, across)
    st.caption(said)


def _columns_said(classes: Sequence[str], across: Sequence[int]) -> str:
    """Which class stands in which column."""
    listed = some_of([classes[i] for i in dict.fromkeys(across)], len(across))
    if len(classes) <= len(across):
        return _("The columns, from left to right: {names}.").format(names=listed)
    return _("The columns are {shown} of the {count} classes, from left to right: {names}.").format(
        shown=len(across), count=len(classes), names=listed
    )


def _figures(run: Run, shown: list[RunPicture]) -> None:
    newest = shown[-1]["facts"]
    row = st.container(horizontal=True, gap="medium")
    if newest["agreement"] is not None:
        row.metric(
            _("Read as asked"),
            f"{newest['agreement']:.1%}",
            help=_(
                "Share of the drawings that a classifier reads as what was asked for. The GAN "
                "never sees that classifier."
            ),
            width="content",
        )
    row.metric(
        _("Evenness"),
        f"{newest['evenness']:.0%}",
        help=_("How evenly the drawings are spread over the classes; 100 % is equally."),
        width="content",
    )
    measured = [picture for picture in shown if "distance" in picture["facts"]]
    row.metric(
        _("Distance to real images"),
        f"{measured[-1]['facts']['distance']:.1f}" if measured else "–",
        _("at step {step:,}").format(step=measured[-1]["step"]) if measured else None,
        delta_color="off",
        delta_arrow="off",
        help=_(
            "Fréchet distance between the features of drawings and of real images. Real images "
            "are {floor:.1f} from other real ones: better than that it cannot get."
        ).format(floor=newest["floor"]),
        width="content",
    )
    if not run.config.set:
        _strip(row, newest["counts"])
        return
    read = names.counted(newest["counts"], names.of_run(run), plain)
    st.caption(
        _("Read as: {counts}.").format(counts=read) + gap() + who_reads(newest["judge_accuracy"])
    )


def who_reads(accuracy: float) -> str:
    """Who reads drawings of other classes than digits, and how far that can be trusted."""
    return _(
        "Read by a small network that learnt the same images before the game, and took no part in "
        "it. Of the test images it reads {accuracy:.1%} right."
    ).format(accuracy=accuracy)


def _strip(row: Any, counts: Sequence[int]) -> None:
    """How many drawings were read as each digit."""
    with row.container(width=150, gap="xsmall"):
        st.caption(_("Read as"))
        shares = np.array(counts) / max(1, sum(counts))
        st.image(
            strip.probability_strip(shares / max(shares), (), text_colour=shell.text_colour()),
            width=150,
            alt=_("Read as each digit from 0 to 9: {counts}.").format(
                counts=", ".join(map(str, counts))
            ),
        )


def _lines(run: Run, config: GanRunConfig) -> None:
    steps = _steps(run)
    left, middle, right = st.columns(3)
    with left:
        _losses(run, config, steps)
    with middle:
        _scores(run, config, steps)
    with right:
        _quality(run, steps)


def _steps(run: Run) -> int:
    progress = run.progress or {}
    return progress.get("epochs", 1) * progress.get("steps_per_epoch", 1)


def _line(run: Run, series: str, label: str, colour: str, dash: str = "solid") -> Line:
    return Line.measured(run.history.get(series, ()), label, colour, dash)


def _losses(run: Run, config: GanRunConfig, steps: int) -> None:
    record, history = config.gan.record, run.history
    balance = record.balance[0]
    said = _("0.69: it can only guess") if record.has_ln2_line else f"{balance:.3g}"
    chart.show(
        drawing.game(
            [
                _line(run, "d_loss", _("discriminator"), drawing.DISCRIMINATOR),
                _line(run, "g_loss", _("generator"), drawing.GENERATOR, "dash"),
            ],
            title=_("Losses"),
            step_label=_("step"),
            steps=steps,
            level=(balance, said) if balance else None,
        ),
        key="gan_losses",
        alt=_("Losses: discriminator {d:.2f}, generator {g:.2f}.").format(
            d=drawing.last(history, "d_loss") or 0.0, g=drawing.last(history, "g_loss") or 0.0
        ),
    )


def _scores(run: Run, config: GanRunConfig, steps: int) -> None:
    history, squashed = run.history, config.gan.record.squashed
    chart.show(
        drawing.game(
            [
                _line(run, "d_real", "D(real)", palette.TRAINING),
                _line(run, "d_fake", "D(fake)", palette.VALIDATION, "dash"),
            ],
            title=_("What it takes them for") if squashed else _("Scores"),
            step_label=_("step"),
            steps=steps,
            level=(0.5, "0.5") if squashed else None,
            bounds=(-0.03, 1.03) if squashed else None,
        ),
        key="gan_scores",
        alt=_("D(real) {real:.2f}, D(fake) {fake:.2f}.").format(
            real=drawing.last(history, "d_real") or 0.0,
            fake=drawing.last(history, "d_fake") or 0.0,
        ),
    )


def _quality(run: Run, steps: int) -> None:
    history = run.history
    lines = [
        _line(run, "agreement", _("read as asked"), palette.RIGHT),
        _line(run, "evenness", _("evenness"), palette.MUTED, "dot"),
        _line(run, "d_right", _("discriminator is right"), drawing.DISCRIMINATOR, "dash"),
    ]
    chart.show(
        drawing.game(
            [line for line in lines if len(line.x)],
            title=_("How good"),
            step_label=_("step"),
            steps=steps,
            bounds=(-0.02, 1.03),
            percent=True,
        ),
        key="gan_quality",
        alt=_("Read as asked {share:.0%}, evenness {evenness:.0%}.").format(
            share=drawing.last(history, "agreement") or 0.0,
            evenness=drawing.last(history, "evenness") or 0.0,
        ),
    )
