"""What is known of a data set, and what can be done with it as a whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import streamlit as st

from dlcore.data import DataSet
from dlcore.data.naming import MOST_SET_NAME, clean_name
from ui.data import draw, sheet, take
from ui.frame import engine, later
from ui.frame.i18n import N_, plain
from ui.frame.i18n import gettext as _
from ui.shared.sets import kept
from ui.shared.sets.chosen import ChosenSet

SETTINGS = ()
SOURCES = {
    "own": N_("Drawn or brought by a visitor."),
    "symbols": N_("Drawn by a program, in twenty made hands."),
    "file": N_("From the file that this server was given."),
    "keras": N_("From Keras' own copy of MNIST."),
    "sample": N_("From the 5,000 images of MNIST that need no network."),
}


def show(
    subject: ChosenSet, data: DataSet, leave: Callable[[], None], go_on: Callable[[], None]
) -> None:
    """The card in words, the numbers of each class, and the buttons of a set of one's own.

    Args:
        data: the set as it is trained on, with what was mended.
        leave: called in a callback once the set is deleted.
        go_on: called before the widgets once the set is being drawn on.
    """
    left, right = st.columns([1.2, 1], gap="large")
    with left:
        st.markdown("\n".join(f"- {line}" for line in lines(data)))
        if subject.record and kept.is_held(subject.record):
            st.info(
                _(
                    "This server cannot write it down at the moment: the set is in this window "
                    "alone, and gone with it. Download it."
                ),
                icon=":material/cloud_off:",
            )
    with right:
        _counts(data)
    with st.container(horizontal=True, key="data_own"):
        take.show(data, lambda: sheet.written(subject.id, data))
        if subject.record:
            _own(subject, leave, go_on)
    sheet.show(subject, data)


def lines(data: DataSet) -> list[str]:
    """What a data sheet says first, as Markdown."""
    train, test = len(data.x_train), len(data.x_test)
    counts = np.bincount(np.concatenate([data.y_train, data.y_test]), minlength=len(data.classes))
    said = [
        _("**{images:,} images** of {classes} classes").format(
            images=train + test, classes=len(data.classes)
        ),
        _("{train:,} to learn from, {test:,} to test with").format(train=train, test=test),
        _of_a_class(int(counts.min()), int(counts.max())),
        _(SOURCES.get(data.source, SOURCES["own"])),
    ]
    if data.writers_train is not None and data.writers_test is not None:
        said.append(_writers(data))
    licence = plain(data.licence) if data.licence else _("nobody has said; it is yours to say")
    said.append(_("Licence: {licence}").format(licence=licence))
    said.append(_("Fingerprint: {digits}").format(digits=f"`{data.fingerprint}`"))
    return said


def _of_a_class(least: int, most: int) -> str:
    if least == most:
        return _("{count:,} images of each class").format(count=least)
    return _("{least:,} to {most:,} images of a class").format(least=least, most=most)


def _writers(data: DataSet) -> str:
    assert data.writers_train is not None
    assert data.writers_test is not None
    learnt, tested = set(data.writers_train.tolist()), set(data.writers_test.tolist())
    if len(learnt | tested) == 1:
        return _("By one hand: what is learnt from it knows no other.")
    if not learnt & tested:
        return _("By {hands} hands; {tested} of them are only in the test.").format(
            hands=len(learnt | tested), tested=len(tested)
        )
    return _("By {hands} hands.").format(hands=len(learnt | tested))


def _counts(data: DataSet) -> None:
    train = np.bincount(data.y_train, minlength=len(data.classes))
    test = np.bincount(data.y_test, minlength=len(data.classes))
    st.dataframe(
        {
            _("Class"): list(data.classes),
            _("to learn from"): train,
            _("to test with"): test,
        },
        key="data_counts",
        hide_index=True,
        height=min(35 * (len(data.classes) + 1) + 2, 300),
    )


def _own(subject: ChosenSet, leave: Callable[[], None], go_on: Callable[[], None]) -> None:
    drawing = draw.unfinished()
    is_other = drawing is not None and drawing.set_id != subject.id
    st.button(
        _("Draw more of these"),
        key="data_more",
        icon=":material/draw:",
        on_click=later.ask,
        args=(_draw_on, subject, go_on),
        disabled=is_other,
        help=_("Another set is half drawn: keep it first, or throw it away.")
        if is_other
        else _("More drawings for its classes; those that are there stay."),
    )
    with st.popover(_("Rename"), icon=":material/edit:"):
        st.text_input(
            _("Name of the set"),
            value=subject.data.name,
            key=f"data_name_{subject.id}",
            max_chars=MOST_SET_NAME,
            help=_("By which you find it again."),
            on_change=later.ask,
            args=(_rename, subject),
        )
    with st.popover(_("Delete"), icon=":material/delete:"):
        st.markdown(_("The set is gone then; runs that have learnt from it stay."))
        st.button(
            _("Delete for good"),
            key="data_delete",
            type="primary",
            on_click=_delete,
            args=(subject, leave),
        )


def _draw_on(subject: ChosenSet, then: Callable[[], None]) -> None:
    draft = draw.unfinished() or engine.here(draw.reopened, subject.data, subject.id)
    if draft and draft.set_id == subject.id:  # a button that is disabled can still be pressed
        draw.put(draft)
        then()


def _rename(subject: ChosenSet) -> None:
    name = clean_name(st.session_state.get(f"data_name_{subject.id}", ""), MOST_SET_NAME)
    if name:
        engine.here(kept.keep, replace(subject.data, name=name), subject.id)


def _delete(subject: ChosenSet, leave: Callable[[], None]) -> None:
    kept.delete(subject.id)
    leave()
