"""A plotly chart that is updated in place, can be clicked and dragged, and played as a film.

All charts of the lab are shown here, and so each has its words and its numbers, as a table."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from dlcore.figures.layout import Spec
from ui.frame import door, garbage
from ui.frame.i18n import gettext as _
from ui.shared import sent
from ui.shared.chart.library import ADDRESS
from ui.shared.scripts import Scripts

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_HERE = Path(__file__).parent
SCRIPTS = Scripts("chart", _HERE / "js")
_HTML = (
    '<div class="chart-frame"><div class="chart-box" role="img"></div>'
    '<button class="chart-numbers" type="button" hidden></button></div>'
    '<div class="chart-film" hidden></div><div class="chart-save" hidden></div>'
)


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
    save: str | None = None,
) -> None:
    """Shows a figure, or turns the one that stands there under this key into it.

    Args:
        figure: its layout says its height; colours of text and grid are the page's. Or the same as
            plain data, to look at alone, which needs no plotly in this process.
        key: the widget's, also a CSS class.
        alt: what the chart shows in words and numbers, for those who cannot see it.
        on_click: called with the data coordinates, on the first axes, of a click anywhere in the
            plot, before the rerun that follows.
        handle: index of a trace of markers whose points can be dragged.
        on_drag: called with index and data coordinates of the point that is dragged, several times
            a second while it moves and once when it is let go.
        film: what moves in it.
        save: name, without an ending, of the file that a reader can save the picture as, in PNG or
            SVG: as it stands there, zoomed and in the page's colours, wide enough for a text. None
            for a picture that nobody would put into one.
    """

    shown = _Shown.of(figure, handle)  # and not the figure, which a session would keep

    def click() -> None:
        at = sent.fields(sent.event(key, "click"), "x", "y")
        if on_click and at:
            on_click(*shown.nearest(*at))

    def drag() -> None:
        point, *to = sent.fields(sent.event(key, "drag"), "point", "x", "y") or (-1, 0, 0)
        number = sent.index(point, shown.handles)
        if on_drag and number is not None:
            on_drag(number, *shown.nearest(*to))

    door.has_no_state(key)
    _component()(
        key=key,
        data={
            "figure": _json(figure),
            "alt": alt,
            "numbers": _numbers(figure, alt) | {"name": save or key},
            "library": ADDRESS,
            "options": {
                "click": on_click is not None,
                "handle": handle if on_drag else None,
                "film": None if film is None else vars(film),
                "save": save,
            },
            "words": (_film_words() if film else {}) | (_save_words() if save else {}),
        },
        height="content",
        on_click_change=click,
        on_drag_change=drag,
    )


def _save_words() -> dict[str, str]:
    return {
        "png": _("Save this chart as a PNG, a picture for a text or a slide"),
        "svg": _("Save this chart as an SVG, drawn in lines that stay sharp at any size"),
    }


def _numbers(figure: Figure | Spec, alt: str) -> dict[str, str]:
    """The words around a chart's numbers, and what those hear who cannot see it: `says`."""
    layout = figure["layout"] if isinstance(figure, dict) else figure.layout.to_plotly_json()
    axes = {
        _("horizontal axis: {titles}"): _titles(layout, "xaxis"),
        _("vertical axis: {titles}"): _titles(layout, "yaxis"),
    }
    named = [text.format(titles=titles) for text, titles in axes.items() if titles]
    return {
        "scripts": SCRIPTS.address("numbers.js"),
        "says": f"{alt} ({'; '.join(named)})" if named else alt,
        "title": _("The numbers of this chart"),
        "csv": _("Download as CSV"),
        "close": _("Close"),
        "rows": _("Rows × columns that stand here: {shown}. In the file: {all}."),
    }


def _titles(layout: dict[str, Any], axis: str) -> str:
    """What the axes of one direction say, each once."""
    axes = [one for name, one in layout.items() if name.startswith(axis)]
    said = [((one or {}).get("title") or {}).get("text") or "" for one in axes]
    return ", ".join(dict.fromkeys(re.sub(r"<[^>]*>", "", text) for text in said if text))


def _film_words() -> dict[str, str]:
    return {
        "play": _("Play"),
        "pause": _("Pause"),
        "back": _("One step back"),
        "next": _("One step on"),
        "slider": _("Step"),
        "step": _("step {step} of {steps}"),
    }


@dataclass(frozen=True)
class _Shown:
    """Where a pointer can be in a picture.

    Attributes:
        ends: of the first axes, lowest and highest; infinite where the browser chooses them.
        handles: how many points can be dragged.
    """

    ends: tuple[tuple[float, float], ...]
    handles: int

    @classmethod
    def of(cls, figure: Figure | Spec, handle: int | None) -> _Shown:
        if isinstance(figure, dict):
            return cls(((-math.inf, math.inf),) * 2, 0)
        ends = tuple(_ends(axis) for axis in (figure.layout.xaxis, figure.layout.yaxis))
        return cls(ends, 0 if handle is None else len(figure.data[handle].x))

    def nearest(self, *at: float) -> list[float]:
        """Data coordinates, or the nearest to them that the picture shows."""
        return [min(max(v, low), high) for v, (low, high) in zip(at, self.ends, strict=True)]


def _ends(axis: Any) -> tuple[float, float]:
    if axis.range is None or None in axis.range:
        return -math.inf, math.inf
    low, high = sorted(10.0**end if axis.type == "log" else end for end in axis.range)
    return low, high


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
