"""The picture of the Gradient descent page, and what became of each optimizer in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dlcore.figures import optimizers as drawing
from dlcore.figures import relief
from dlcore.figures.palette import line_styles
from dlcore.optimizers import OPTIMIZERS
from dlcore.optimizers.config import DescentConfig
from dlcore.optimizers.descent import Trajectory, picture
from dlcore.optimizers.surfaces import SURFACES
from dlcore.optimizers.terrain import Terrain
from ui.frame.engine import ask
from ui.frame.i18n import N_, gap
from ui.frame.i18n import gettext as _
from ui.optimizers import settings
from ui.shared import chart

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

STYLES = line_styles(OPTIMIZERS)
ICONS = {
    "converged": ":material/check_circle:",
    "saddle": ":material/pause_circle:",
    "oscillating": ":material/sync_alt:",
    "going": ":material/hourglass_top:",
    "diverged": ":material/warning:",
}
SENTENCES = {
    "converged": N_("**converged**: from step {step} on it is at a minimum. Loss {loss}."),
    "saddle": N_(
        "**stuck at a saddle** since step {step}: it is flat there, yet no minimum. Loss {loss}."
    ),
    "oscillating": N_("**to and fro**: it keeps moving, and the loss falls no more. Loss {loss}."),
    "going": N_("**still going** after {step} steps. Loss {loss}."),
    "diverged": N_("**diverged**: at step {step} it is far outside or not finite any more."),
}


def show(config: DescentConfig) -> None:
    """Asks the engine, draws the answer, and says it."""
    place = st.container()  # before a word about waiting, which then moves nothing
    found = ask(picture, config)
    if found is None:
        return
    ground, paths = found
    with place:
        _chart(config, ground, paths)
    st.caption(_("Click on the contour, or drag the diamond: the start. Stars are minima."))
    with st.container(key="optimizers_outcomes", gap="xsmall"):
        for path in paths:
            st.markdown(f"{ICONS[path.outcome.kind]} {sentence(path)}")


def _chart(config: DescentConfig, ground: Terrain, paths: tuple[Trajectory, ...]) -> None:
    grown, heads = drawing.moving(len(paths))
    chart.show(
        _figure(config, ground, paths),
        key="optimizers_picture",
        alt=_summary(config, paths),
        on_click=settings.move_start,
        handle=drawing.START_TRACE,
        on_drag=lambda point, x, y: settings.move_start(x, y),
        film=chart.Film(grown, heads, config.steps),
    )


def _figure(config: DescentConfig, ground: Terrain, paths: tuple[Trajectory, ...]) -> Figure:
    return drawing.descent(
        [
            drawing.DescentPath(
                OPTIMIZERS[path.optimizer].label, path.points, path.losses, STYLES[path.optimizer]
            )
            for path in paths
        ],
        view=SURFACES[config.surface].view,
        relief=_relief(config.surface, ground),
        minima=ground.minima,
        lowest=ground.lowest,
        start=config.origin,
        steps=config.steps,
        words=drawing.DescentWords(
            minimum=_("minimum"),
            start=_("start"),
            step=_("step"),
            loss=_("loss above the lowest") if ground.lowest else _("loss"),
        ),
    )


@st.cache_data(max_entries=len(SURFACES), show_spinner=False)
def _relief(surface: str, _ground: Terrain) -> str:
    return relief.data_uri(_ground.z, _ground.lowest)


def sentence(path: Trajectory) -> str:
    """Name, rate and outcome of one optimizer, in words."""
    outcome = path.outcome
    said = _(SENTENCES[outcome.kind]).format(step=outcome.step, loss=_number(path.losses[-1]))
    if outcome.left_view is not None and outcome.kind != "diverged":
        said += gap() + _("It left the picture at step {step}.").format(step=outcome.left_view)
    return _("**{name}**, rate {rate}: {outcome}").format(
        name=OPTIMIZERS[path.optimizer].label, rate=_number(path.learning_rate), outcome=said
    )


def _number(value: float) -> str:
    """Three digits, and a minus at which no line is broken."""
    return f"{value:.3g}".replace("-", "\N{MINUS SIGN}")


def _summary(config: DescentConfig, paths: tuple[Trajectory, ...]) -> str:
    x, y = config.origin
    said = _("Contour of the surface “{surface}” with paths from ({x:.3g}, {y:.3g}).").format(
        surface=_(SURFACES[config.surface].title), x=x, y=y
    )
    return gap().join([said, *(sentence(path).replace("**", "") for path in paths)])
