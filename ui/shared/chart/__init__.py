"""A plotly chart that is updated in place, can be clicked and dragged, and played as a film."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from dlcore.figures.layout import Spec
from ui.frame import garbage
from ui.frame.i18n import gettext as _
from ui.shared.chart.library import ADDRESS

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_HERE = Path(__file__).parent
_HTML = '<div class="chart-box" role="img"></div><div class="chart-film" hidden></div>'


@dataclass(frozen=True)
class Film:
    """A chart whose lines grow, step by step, in the browser and without asking the server.

    Attributes:
        traces: indices of the traces that show their first `step` + 1 points.
        heads: indices of the traces that show only the point they have come to.
        steps: of the whole film, at least 1; a trace with fewer points rests at its last.
        edges: of shapes of the layout, each by index and name ("x0"), which move along: at `step` +
            1/2.
        says: what stands below the picture at each step from 0 to `steps`, in words; the number of
            the step where it is left out.
        name: charts on one page whose films have the same name move together.
        leads: whether this one has the controls.
        crowds: of traces that show at each step some points of their own, each by index and number
            of points a step; their arrays hold those of all steps, one step after the other.
        pictures: one for each step from 0 on, shown in turn as the first image of the layout: data
            URIs, or paths on this server. A film that gets longer is shown at its end until a
            reader goes back in it.
        plays: a name that no film had before; this one then runs by itself, once.
    """

    traces: tuple[int, ...]
    heads: tuple[int, ...]
    steps: int
    edges: tuple[tuple[int, str], ...] = ()
    says: tuple[str, ...] = ()
    name: str = ""
    leads: bool = True
    crowds: tuple[tuple[int, int], ...] = ()
    pictures: tuple[str, ...] = ()
    plays: str = ""


def show(
    figure: Figure | Spec,
    *,
    key: str,
    alt: str,
    on_click: Callable[[float, float], None] | None = None,
    handle: int | None = None,
    on_drag: Callable[[int, float, float], None] | None = None,
    film: Film | None = None,
) -> None:
    """Shows a figure, or turns the one that stands there under this key into it.

    Args:
        figure: its layout says its height; colours of text and grid are the page's. Or the same as
            plain data, which needs no plotly in this process.
        key: the widget's, also a CSS class.
        alt: what the chart shows in words and numbers, for those who cannot see it.
        on_click: called with the data coordinates, on the first axes, of a click anywhere in the
            plot, before the rerun that follows.
        handle: index of a trace of markers whose points can be dragged.
        on_drag: called with index and data coordinates of the point that is dragged, several times
            a second while it moves and once when it is let go.
        film: what moves in it.
    """
    calls = {
        "on_click_change": _told(key, "click", on_click, "x", "y"),
        "on_drag_change": _told(key, "drag", on_drag, "point", "x", "y"),
    }
    _component()(
        key=key,
        data={
            "figure": _json(figure),
            "alt": alt,
            "library": ADDRESS,
            "options": {
                "click": on_click is not None,
                "handle": handle if on_drag else None,
                "film": None if film is None else vars(film),
            },
            "words": _words() if film else {},
        },
        height="content",
        **calls,
    )


def _words() -> dict[str, str]:
    return {
        "play": _("Play"),
        "pause": _("Pause"),
        "back": _("One step back"),
        "next": _("One step on"),
        "slider": _("Step"),
        "step": _("step {step} of {steps}"),
    }


def _told(key: str, event: str, call: Callable | None, *names: str) -> Callable[[], None]:
    def tell() -> None:
        value = getattr(st.session_state[key], event)
        if call and value:
            call(*(value[name] for name in names))

    return tell


def _json(figure: Figure | Spec) -> str:
    if isinstance(figure, dict):
        return json.dumps(figure)
    from plotly.io.json import to_json_plotly

    spec: dict[str, Any] = figure.to_dict()
    spec["layout"].pop("template", None)  # plotly's own colours, many kilobytes
    garbage.spare_once()  # plotly came with the first chart
    return to_json_plotly(spec)


@lru_cache(maxsize=1)
def _component() -> Callable:
    return st.components.v2.component(
        "dlcore_chart",
        html=_HTML,
        css=(_HERE / "chart.css").read_text("utf-8"),
        js=(_HERE / "chart.js").read_text("utf-8"),
        isolate_styles=False,
    )
