"""One drawing, and sliders for what changes it most."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dlcore.figures import heat
from dlcore.gan.generator import journeys
from dlcore.gan.generator.journeys import DIRECTIONS, FAR, LatentEdit
from dlcore.gan.script import walk_script
from ui.frame import explore
from ui.frame.i18n import N_, plain
from ui.frame.i18n import gettext as _
from ui.frame.setting import Number
from ui.gan import ends, pictures
from ui.gan.source import Drawer
from ui.shared.pictures import picture, tiles

DIGIT = ends.digit("gan_turned", 5, N_("Digit or class"))
AMOUNTS = tuple(
    Number(
        f"gan_direction_{number}",
        0.0,
        N_("Direction {number}"),
        N_("How far the noise is moved along it, in standard deviations."),
        -FAR,
        FAR,
        step=0.5,
    )
    for number in range(1, DIRECTIONS + 1)
)
SETTINGS = (DIGIT, *AMOUNTS)
_BIG = 168  # px


def show(reader: Drawer) -> None:
    sliders, drawings = st.columns([1, 1.7], gap="large")
    with sliders:
        (label,), seed = ends.choose([DIGIT], reader.classes)
        amounts = _amounts()
    found = reader.ask(journeys.edited, label, seed, amounts, reader.judge)
    if found is None:
        return
    with drawings, st.container(key="gan_samples"):
        _edited(found, reader.classes)
    explore.code(walk_script((label, label), seed, reader.file))


def _amounts() -> tuple[float, ...]:
    amounts = tuple(
        amount.slider(label=_(amount.label).format(number=number))
        for number, amount in enumerate(AMOUNTS, 1)
    )
    st.button(
        _("All back to 0"),
        key="gan_directions_back",
        icon=":material/restart_alt:",
        on_click=_back,
        help=_("Back to the drawing as it was."),
    )
    return amounts


def _back() -> None:
    for amount in AMOUNTS:
        amount.set(amount.usual)


def _edited(found: LatentEdit, classes: Sequence[str]) -> None:
    words = pictures.words(found.readings, None, classes, 2, plain)
    with st.container(horizontal=True, gap="medium"):
        for image, title, said in zip(
            (found.before, found.after), (_("before"), _("moved")), words, strict=True
        ):
            picture(heat.grey(image, 255), _BIG, title, " · ".join(filter(None, (title, said))))
    count, steps = found.along.shape[:2]
    st.caption(
        _(
            "Each row goes along one direction, from {low:g} to {high:g}. What it means nobody has "
            "told the generator: look for slant, width, stroke. Together they bring {share:.0%} of "
            "all variation after the first layer ({shares})."
        ).format(
            low=found.steps[0],
            high=found.steps[-1],
            share=float(found.shares.sum()),
            shares=", ".join(f"{share:.0%}" for share in found.shares),
        )
    )
    tiles(
        pictures.plain(found.along.reshape(-1, 28, 28)),
        key="gan_directions",
        columns=steps,
        chosen=None,
        hover=[
            _("direction {number}, {step:+.1f}").format(number=i + 1, step=step)
            for i in range(count)
            for step in found.steps
        ],
        alt=_("A drawing moved along each of the {count} strongest directions.").format(
            count=count
        ),
        height=330,
    )
