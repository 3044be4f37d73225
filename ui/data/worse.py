"""A set made worse on purpose: what noise, a rare class or another look do to what is learnt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from dlcore.data import DataSet
from dlcore.data.dataset import MOST_CLASSES
from dlcore.data.naming import MOST_SET_NAME, clean_name
from dlcore.data.recipes import Alteration, AlteredSet, counted
from ui.frame import engine, later
from ui.frame.i18n import N_, gap, isolated, plain
from ui.frame.i18n import gettext as _
from ui.frame.setting import Percent, Switch, Whole
from ui.frame.settings import configured, take, values_of
from ui.shared.latest import Latest
from ui.shared.sets import kept

_USUAL = Alteration()
_NONE = -1
NOISE = Percent.of(
    _USUAL,
    "label_noise",
    "data_noise",
    N_("Wrong labels (%)"),
    N_("So many of the images to learn from get the name of another class, drawn by lot."),
)
MOVED = Whole.of(
    _USUAL,
    "moved",
    "data_moved",
    N_("Moved by up to (px)"),
    N_("Each image is moved to some side; what leaves it is lost. Those of the test, too."),
)
INVERTED = Switch.of(
    _USUAL,
    "inverted",
    "data_inverted",
    N_("Black on white"),
    N_("Ink and paper change places, in the test too."),
)
THIN = Whole(
    "data_thin",
    _NONE,
    N_("A class made rare"),
    N_("Of this class, only so many images are left to learn from; the test stays as it is."),
    low=_NONE,
    high=MOST_CLASSES - 1,
)
LEFT = Whole.of(
    _USUAL,
    "thin_to",
    "data_thin_to",
    N_("Images left of it"),
    N_("The first ones of the class, to learn from."),
)
SEED = Whole.of(
    _USUAL,
    "seed",
    "data_worse_seed",
    N_("Seed"),
    N_("Of all chance in it: the same seed makes the same."),
)
_CONFIGURED = (NOISE, MOVED, INVERTED, LEFT, SEED)
SETTINGS = (*_CONFIGURED, THIN)
_MADE: Latest[AlteredSet] = Latest(
    100_000_000, lambda one: one.data.x_train.nbytes + one.data.x_test.nbytes
)


def show(data: DataSet) -> AlteredSet | None:
    """What can be done to a set, and the set after it; None where nothing is.

    Args:
        data: the set as it is.
    """
    if THIN.value >= len(data.classes):  # of another set
        THIN.set(_NONE)
    with st.expander(_("Make it worse"), icon=":material/experiment:"):
        st.caption(
            _(
                "Real sets have wrong labels, rare classes and pictures that nobody has put in "
                "their place. Here you know exactly what is wrong: see what finds it, and what it "
                "costs a network."
            )
        )
        _controls(data)
    alteration = set_to()
    if replace(alteration, seed=0, thin_to=_USUAL.thin_to) == _USUAL:
        return None
    return engine.here(_made, data, alteration)


def say(data: DataSet, found: AlteredSet, keep: Callable[[], None]) -> None:
    """What was done, in words, and two buttons: to keep it, and to have the set as it is.

    Args:
        data: the set as it is.
        found: after what was done.
        keep: called before the widgets; keeps it.
    """
    st.warning(gap().join(sentences(data, found)), icon=":material/experiment:")
    with st.container(horizontal=True):
        st.button(
            _("Keep it as a set of your own"),
            key="data_keep_worse",
            icon=":material/check:",
            on_click=later.ask,
            args=(keep,),
            help=_("Then every page can learn from it. The set that it was made of stays."),
        )
        st.button(
            _("As it was"),
            key="data_better",
            icon=":material/undo:",
            on_click=reset,
            help=_("Nothing is made worse any more."),
        )


def kept_as_own(data: DataSet, finish: Callable[[str], None]) -> None:
    """Keeps a set as it is now, and stops making it worse; before the widgets.

    Args:
        finish: called with the id of the set.
    """
    set_id = engine.here(kept.keep, data)
    if set_id:
        reset()
        finish(set_id)


def reset() -> None:
    """Makes nothing worse any more; before the widgets and in callbacks."""
    take({**values_of(_USUAL, _CONFIGURED), THIN.key: _NONE})


def sentences(data: DataSet, found: AlteredSet) -> list[str]:
    """What was done to a set, counted, as Markdown."""
    alteration, said = set_to(), [_("**Made worse on purpose.**")]
    if alteration.thin_class is not None:
        count = int((data.y_train == alteration.thin_class).sum())
        said.append(
            _("Of {name}, {left:,} of {count:,} images are left to learn from.").format(
                name=plain(data.classes[alteration.thin_class]),
                left=count - found.left_out,
                count=count,
            )
        )
    if alteration.label_noise:
        said.append(
            _("{wrong:,} of {count:,} images to learn from have a wrong label.").format(
                wrong=len(found.wrong), count=len(found.data.y_train)
            )
        )
    if alteration.moved:
        said.append(
            _(
                "Each image is moved by up to {most} px; {cut:,} of {count:,} have lost ink over "
                "an edge."
            ).format(
                most=alteration.moved,
                cut=found.cut,
                count=len(found.data.y_train) + len(found.data.y_test),
            )
        )
    if alteration.inverted:
        said.append(_("Ink is black, and paper white."))
    return said


def _controls(data: DataSet) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        NOISE.slider(width=220)
        MOVED.slider(width=220)
        INVERTED.toggle()
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        st.selectbox(
            _(THIN.label),
            [_NONE, *range(len(data.classes))],
            key=THIN.key,
            format_func=lambda label: (
                _("none") if label == _NONE else isolated(data.classes[label])
            ),
            help=_(THIN.help),
            width=220,
        )
        LEFT.number_input(width=160)
        SEED.number_input(width=160)


def set_to() -> Alteration:
    """What the controls say."""
    label = THIN.value
    thin = None if label == _NONE else label
    return configured(_USUAL, _CONFIGURED, st.session_state, thin_class=thin)


def _made(data: DataSet, alteration: Alteration) -> AlteredSet:
    """What comes of it, by the name that says so; at hand where it was made lately."""
    name = _name(data, alteration)
    asked = (*kept.content_of(data), alteration, name)
    found = _MADE.get(asked)
    if found is None:
        with st.spinner(_("It is being made …"), show_time=True):
            found = counted(data, alteration)
        found = replace(found, data=replace(found.data, name=name))
        _MADE.put(asked, found)
    return found


def _name(data: DataSet, alteration: Alteration) -> str:
    """What was done behind the name of the set, which is cut where there is no room for both."""
    done = []
    if alteration.label_noise:
        done.append(_("{share:.0%} wrong").format(share=alteration.label_noise))
    if alteration.thin_class is not None:
        rare = data.classes[alteration.thin_class][:8]
        done.append(_("{left} of {name}").format(left=alteration.thin_to, name=rare))
    if alteration.moved:
        done.append(_("moved {most}").format(most=alteration.moved))
    if alteration.inverted:
        done.append(_("inverted"))
    words = ", ".join(done)
    room = max(MOST_SET_NAME - len(words) - 2, 0)
    return clean_name(f"{data.name[:room].strip()}: {words}", MOST_SET_NAME)
