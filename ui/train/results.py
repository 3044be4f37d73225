"""What is done with a training that is over, and what came out of it."""

from __future__ import annotations

import math

import numpy as np
import streamlit as st

from dlcore.engine import Run
from dlcore.training import TrainConfig, TrainResult
from dlcore.training.architectures import architecture
from ui.frame import shell, visitor
from ui.frame.catalogue import DRAW, RUNS
from ui.frame.i18n import gettext as _
from ui.frame.i18n import plain
from ui.shared import confusion, take_away
from ui.shared.pixels import tile, tiny
from ui.train import inputs

_SHOWN = 18


def show(run: Run, config: TrainConfig | None) -> None:
    """What can be done with a run that is over; what it learnt, where it came so far.

    Args:
        config: what the widgets say at the moment; None where they make none.
    """
    if run.status == "done" and run.result:
        st.header(_("What it learnt"), anchor=False)
        _figures(run.result)
        _say_which_weights(run)
    _ways_on(run, config)
    take_away.show_run(run)
    if run.status == "done" and run.result:
        _in_detail(run)


def _in_detail(run: Run) -> None:
    """Its worst mistakes, and what it confuses."""
    mistakes, matrix = st.tabs([_("Its worst mistakes"), _("Confusion matrix")])
    with mistakes, st.container(key="train_mistakes"):
        if run.config.data.set and not visitor.owns(run):
            st.caption(_("The images of a set of one's own are shown to nobody but their owner."))
        else:
            _mistakes(run.result)
    with matrix:
        _confusion(run.result)


def _figures(result: TrainResult) -> None:
    row = st.container(horizontal=True, gap="large")
    row.metric(
        _("Test accuracy"),
        f"{result.test_accuracy:.2%}",
        help=_("Share of {n:,} test images read right. None of them was used in training.").format(
            n=result.test_images
        ),
        width="content",
    )
    row.metric(
        _("Test loss"),
        f"{result.test_loss:.4f}",
        help=_(
            "Mean cross-entropy on the test images: 0 is perfect, {loss:.3f} is guessing."
        ).format(loss=math.log(len(result.classes))),
        width="content",
    )
    row.metric(_("Parameters"), f"{result.parameters:,}", width="content")
    row.metric(_("Images/s"), f"{result.images_per_second:,.0f}", width="content")
    if result.sampled:
        st.caption(
            _(
                "Measured on {n:,} test images drawn at random, so that the answer came soon after "
                "the stop: the fewer there are, the rougher it is."
            ).format(n=result.test_images)
        )


def _say_which_weights(run: Run) -> None:
    """Of which epoch they are, where a patience was set."""
    result: TrainResult = run.result
    if result.best_epoch is None:
        return
    if result.epochs_done < run.config.epochs and not result.stopped:
        said = _(
            "Ended by early stopping after epoch {last:g}; the weights of epoch {best:g} are kept."
        )
    else:
        said = _("The weights of epoch {best:g} are kept: its validation loss was the lowest.")
    st.caption(said.format(last=result.epochs_done, best=result.best_epoch))


def _ways_on(run: Run, config: TrainConfig | None) -> None:
    """Where to go with it, and from it."""
    with st.container(horizontal=True, vertical_alignment="center", key="train_ways_on"):
        if run.status == "done" and run.result:
            link = {"draw_model": "run"}
            shell.link(DRAW, _("Use it on the Draw page"), link, width="content")
            _download(run)
        if visitor.owns(run):
            shell.link(RUNS, _("Compare it with others"), width="content")
        if config != run.config:
            st.button(
                _("Take its settings"),
                key="train_take_settings",
                icon=":material/settings_backup_restore:",
                on_click=inputs.take_config,
                args=(run.config,),
                help=_("Sets all controls as they were for this run: change one, and press Start."),
            )


def _download(run: Run) -> None:
    """The format that most ask for, at once."""
    st.download_button(
        _("Download .keras"),
        run.result.model,
        file_name=f"dlcore-{architecture(run.config.network).name}.keras",
        mime="application/zip",
        icon=":material/download:",
        on_click="ignore",
        help=_("The trained network, to be opened with keras.models.load_model."),
    )


def _mistakes(result: TrainResult) -> None:
    if not result.mistakes:
        st.write(_("It made no mistake on the test images."))
        return
    st.caption(_("The wrong answers it was surest of: what it said, then what was true."))
    with st.container(horizontal=True, gap="small"):
        for mistake in result.mistakes[:_SHOWN]:
            guess, truth = (tiny(result.classes[i]) for i in (mistake.guess, mistake.truth))
            said = _("{guess}, not {truth}").format(guess=guess, truth=truth)
            tile(mistake.image, said, mistake.confidence)


def _confusion(result: TrainResult) -> None:
    matrix = result.confusion
    off = matrix - np.diag(np.diag(matrix))
    truth, guess = map(int, np.unravel_index(np.argmax(off), off.shape))
    if off.max():
        st.caption(
            _("Most often confused: {truth} read as {guess}, {count} times.").format(
                truth=plain(result.classes[truth]),
                guess=plain(result.classes[guess]),
                count=off.max(),
            )
        )
    confusion.show(matrix, result.classes, key="train_confusion")
