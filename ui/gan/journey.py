"""Between drawings: a walk between two, a grid between four, and the main directions."""

from __future__ import annotations

import numpy as np
import streamlit as st

from dlcore.figures import heat
from dlcore.figures.tiles import tiles as mosaic
from dlcore.gan.generator import journeys
from dlcore.gan.generator.journeys import DIRECTIONS, FAR, SIDE, Interpolation, LatentEdit
from dlcore.gan.script import walk_script
from ui.frame import explore
from ui.frame import settings as url
from ui.frame.i18n import gettext as _
from ui.gan import pictures, seed
from ui.shared import chart
from ui.shared.pictures import data_uri, picture, tiles
from ui.shared.readers import Reader

_WALK = ("gan_from", "gan_to")
_CORNERS = tuple(f"gan_corner_{i}" for i in range(1, 5))
_TURNED = "gan_turned"
_AMOUNTS = tuple(f"gan_direction_{i}" for i in range(1, DIRECTIONS + 1))
_DIGIT = url.number(0, 9)

PARAMETERS = {
    **dict.fromkeys((*_WALK, *_CORNERS, _TURNED), _DIGIT),
    **dict.fromkeys(_AMOUNTS, url.number(-FAR, FAR, float)),
}
DEFAULTS = {
    **dict(zip(_WALK, (3, 8), strict=True)),
    **dict(zip(_CORNERS, (4, 9, 6, 0), strict=True)),
    _TURNED: 5,
    **dict.fromkeys(_AMOUNTS, 0.0),
}
_STOPS = 11  # of a walk, shown side by side
_BIG = 168  # px


def walk(reader: Reader) -> None:
    """From one drawing to another, played as a film."""
    _numbers(dict(zip(_WALK, (_("From"), _("To")), strict=True)))
    seed.show()
    digits = tuple(st.session_state[key] for key in _WALK)
    found = reader.ask(journeys.walk, digits, st.session_state[seed.KEY])
    if found is None:
        return
    path: Interpolation = found.value
    with st.container(key="gan_samples"):
        film, words = st.columns([1, 1.2], gap="large")
        with film:
            _film(path)
        with words:
            st.markdown(
                _(
                    "Every point of the space of noise is a drawing, and near points are drawings "
                    "that look alike. The way goes along the sphere on which nearly all noise "
                    "lies, and not straight through its inside, where the generator has never "
                    "been. What the classifier reads jumps from one digit to the other; what is "
                    "drawn does not."
                )
            )
        _stops(path)
    explore.code(walk_script(digits, st.session_state[seed.KEY], reader.name or "generator"))


def _film(path: Interpolation) -> None:
    frames = pictures.plain(path.images)
    sources = tuple(data_uri(frame, _BIG) for frame in frames)
    figure = mosaic(sources[0], 1, 1, 1.0, chosen=None, hover=[""], height=300)
    chart.show(
        figure,
        key="gan_walk",
        alt=_("A film of {count} drawings, from one to the other.").format(count=len(frames)),
        film=chart.Film(
            (),
            (),
            len(frames) - 1,
            says=tuple(pictures.words(path.predictions, None)),
            pictures=sources,
        ),
    )


def _stops(path: Interpolation) -> None:
    at = np.linspace(0, len(path.images) - 1, _STOPS).round().astype(int)
    words = pictures.words(path.predictions, None)
    tiles(
        pictures.plain(path.images[at]),
        key="gan_stops",
        columns=_STOPS,
        chosen=None,
        hover=[words[i] for i in at],
        alt=_("Stops of the walk; read as {digits}.").format(
            digits=pictures.listed_digits(path.predictions.guesses[at])
        ),
        height=100,
    )
    pictures.download(pictures.sheet(path.images[at], _STOPS), "dlcore-walk")


def grid(reader: Reader) -> None:
    """A square between four drawings."""
    labels = (_("Top left"), _("Top right"), _("Bottom left"), _("Bottom right"))
    _numbers(dict(zip(_CORNERS, labels, strict=True)))
    seed.show()
    digits = tuple(st.session_state[key] for key in _CORNERS)
    found = reader.ask(journeys.grid, digits, st.session_state[seed.KEY])
    if found is None:
        return
    path: Interpolation = found.value
    st.markdown(
        _(
            "The four corners are drawings from four points of noise; all others are between them, "
            "on the sphere. Point at one to see what the classifier reads."
        )
    )
    with st.container(key="gan_samples"):
        tiles(
            pictures.plain(path.images),
            key="gan_grid",
            columns=SIDE,
            chosen=None,
            hover=pictures.words(path.predictions, None),
            alt=_("A grid of {count} drawings between four.").format(count=len(path.images)),
            height=480,
        )
        pictures.download(pictures.sheet(path.images, SIDE), "dlcore-grid")
    explore.code(walk_script(digits[:2], st.session_state[seed.KEY], reader.name or "generator"))


def directions(reader: Reader) -> None:
    """One drawing, and sliders for what changes it most."""
    sliders, drawings = st.columns([1, 1.7], gap="large")
    with sliders:
        _numbers({_TURNED: _("Digit")})
        seed.show()
        _sliders()
    found = reader.ask(
        journeys.edited,
        st.session_state[_TURNED],
        st.session_state[seed.KEY],
        tuple(st.session_state[key] for key in _AMOUNTS),
    )
    if found is None:
        return
    with drawings, st.container(key="gan_samples"):
        _turned(found.value)
    explore.code(
        walk_script(
            (st.session_state[_TURNED],) * 2,
            st.session_state[seed.KEY],
            reader.name or "generator",
        )
    )


def _sliders() -> None:
    for number, key in enumerate(_AMOUNTS, 1):
        st.slider(
            _("Direction {number}").format(number=number),
            -FAR,
            FAR,
            step=0.5,
            key=key,
            help=_("How far the noise is moved along it, in standard deviations."),
        )
    st.button(
        _("All back to 0"),
        key="gan_directions_back",
        icon=":material/restart_alt:",
        on_click=lambda: st.session_state.update(dict.fromkeys(_AMOUNTS, 0.0)),
        help=_("Back to the drawing as it was."),
    )


def _turned(found: LatentEdit) -> None:
    words = pictures.words(found.predictions, None)
    with st.container(horizontal=True, gap="medium"):
        for image, title, said in zip(
            (found.before, found.after), (_("before"), _("moved")), words, strict=True
        ):
            picture(heat.grey(image, 255), _BIG, title, f"{title} · {said}")
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


def _numbers(labels: dict[str, str]) -> None:
    with st.container(horizontal=True, gap="small"):
        for key, label in labels.items():
            st.number_input(label, 0, 9, key=key, width=130, help=_("Which digit is drawn there."))
