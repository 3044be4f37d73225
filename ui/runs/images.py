"""The test images that one network reads and another does not."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dlcore.data import held_out
from dlcore.data.held_out import TestDigit
from dlcore.runs.compare import Disagreement
from dlcore.training import TrainResult
from ui.frame.engine import ask, here
from ui.frame.i18n import N_, plain
from ui.frame.i18n import gettext as _
from ui.frame.keeping import store
from ui.frame.setting import Name
from ui.runs import readers, sets
from ui.runs.kept import KeptRun
from ui.shared.pixels import TILE, enlarged, tiny
from ui.shared.sets.kept import opened

FIRST = Name("runs_first", "", N_("This network"), N_("One of those that are compared."))
SECOND = Name("runs_second", "", N_("and this one"), N_("Another of them."))
SETTINGS = (FIRST, SECOND)
_SHOWN = 12  # images of each kind

Read = tuple[KeptRun, TrainResult]


def show(runs: Sequence[KeptRun], _all: Sequence[KeptRun]) -> None:
    """Two of the runs, how many images each of them alone reads, and some of those."""
    found = readers.of(runs)
    if len(found) < 2:
        if found:
            st.info(_("Choose two runs that have read the test images."), icon=":material/info:")
        return
    first, second = _pair(found)
    if sets.fingerprint(first[0].record) != sets.fingerprint(second[0].record):
        st.info(
            _(
                "These two learnt from different data sets: there is no image that both were "
                "tested on. Choose two runs on one set."
            ),
            icon=":material/info:",
        )
        return
    if not (_is_told(first[1]) and _is_told(second[1])) or _tested(first) != _tested(second):
        st.info(
            _(
                "These two cannot be compared image by image: one was stopped and tested on some "
                "images only, or they had other test images."
            ),
            icon=":material/info:",
        )
        return
    apart = Disagreement.of(first[1].wrong, second[1].wrong)
    _say_counts(first[0], second[0], apart)
    _images(first, second, apart.only_first)
    _images(second, first, apart.only_second)


def _pair(found: Sequence[Read]) -> tuple[Read, Read]:
    by_id = {read[0].record.id: read for read in found}
    ids = list(by_id)

    def name(run_id: str) -> str:
        return by_id[run_id][0].name

    chosen = []
    for setting, column in zip(SETTINGS, st.columns(2), strict=True):
        free = [run_id for run_id in ids if run_id not in chosen]
        if setting.value not in free:
            setting.set(free[0])
        with column:
            chosen.append(setting.selectbox(free, format_func=name))
    return by_id[chosen[0]], by_id[chosen[1]]


def _is_told(result: TrainResult) -> bool:
    """Whether it is known of every test image how it was read."""
    mistakes = int(result.confusion.sum() - np.trace(result.confusion))
    return not result.sampled and len(result.wrong) == mistakes


def _tested(read: Read) -> tuple[str, int, str]:
    return read[1].source, read[1].test_images, read[0].record.data


def _say_counts(first: KeptRun, second: KeptRun, apart: Disagreement) -> None:
    st.markdown(
        _(
            "{first} alone reads **{only_first:,}** test images, {second} alone "
            "**{only_second:,}**; neither reads {neither:,}."
        ).format(
            first=plain(first.name),
            second=plain(second.name),
            only_first=len(apart.only_first),
            only_second=len(apart.only_second),
            neither=len(apart.neither),
        )
    )
    st.caption(
        _(
            "Two equally good networks would be at least so far apart in {chance:.3g} % of such "
            "comparisons (McNemar's exact test). What another seed would change is not in it."
        ).format(chance=100 * apart.chance)
    )


def _images(reads: Read, fails: Read, numbers: NDArray[np.int32]) -> None:
    """Images that one reads, and what the other takes them for."""
    if not len(numbers):
        return
    st.markdown(
        _("**Read by {reads}, not by {fails}**").format(
            reads=plain(reads[0].name), fails=plain(fails[0].name)
        )
    )
    shown = numbers[:_SHOWN]
    tested = _tested_on(fails, tuple(map(int, shown)))
    if not tested:
        return
    guesses = dict(zip(fails[1].wrong.tolist(), fails[1].guesses.tolist(), strict=True))
    with st.container(horizontal=True, gap="small"):
        for digit in tested:
            names = [fails[1].classes[i] for i in (guesses[digit.number], digit.truth)]
            said = _("{guess}, not {truth}")
            with st.container(width=TILE, gap="small"):
                alt = said.format(guess=names[0], truth=names[1])
                st.image(enlarged(digit.image, 3), alt=alt, width=TILE)
                below = [tiny(name) for name in names]
                st.caption(said.format(guess=below[0], truth=below[1]))
    if len(numbers) > len(shown):
        st.caption(
            _("The first {shown} of {count:,}, by their numbers.").format(
                shown=len(shown), count=len(numbers)
            )
        )


def _tested_on(read: Read, numbers: tuple[int, ...]) -> Sequence[TestDigit]:
    """Test images by their numbers; none after a sentence where they cannot be shown."""
    run, result = read
    if not sets.fingerprint(run.record):
        digits = ask(held_out.of_source, numbers, result.source)
        if digits is None:
            return ()
        if not digits or digits[0].count != result.test_images:
            st.caption(_("The images are not here: this server has another data set."))
            return ()
        return digits
    if not run.own:
        st.caption(_("The images of a set of one's own are shown to nobody but their owner."))
        return ()
    supply = store().supply(run.record.id)
    data = here(opened, supply) if supply else None
    if data is None:
        st.caption(_("The images of this run cannot be had at the moment."))
        return ()
    return held_out.of_set(data, numbers)
