"""Charts of a sweep: accuracy by two settings, as a table of cells, as points, and as lines."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dlcore.figures import marks, palette
from dlcore.figures.layout import Spec, axis, margin, spec

_LOW, _HIGH = palette.MUTED, palette.RIGHT
_PADDING = 0.08  # of a scale, on either side of its values


@dataclass(frozen=True)
class SweepScale:
    """One setting as an axis.

    Attributes:
        title: what it is called.
        names: its values, as they are written at the axis.
        places: where these are on it, ascending.
    """

    title: str
    names: tuple[str, ...]
    places: tuple[float, ...]

    @property
    def ends(self) -> list[float]:
        """Of the axis: a little more than from the first place to the last."""
        low, high = self.places[0], self.places[-1]
        more = _PADDING * (high - low) or 0.5
        return [low - more, high + more]


@dataclass(frozen=True)
class SweepMark:
    """One training.

    Attributes:
        places: on the two scales.
        accuracy: in [0, 1]; None where it is not known.
        said: what stands in its cell, or where a pointer rests on it.
    """

    places: tuple[float, float]
    accuracy: float | None
    said: str


def sweep_cells(
    first: SweepScale,
    second: SweepScale,
    trials: Sequence[SweepMark],
    *,
    text_colour: str,
    height: int = 320,
) -> Spec:
    """Accuracy in a cell for each pair of values; the first setting goes up, the second across.

    Args:
        trials: perhaps fewer than cells; what is missing stays empty.
        text_colour: of the page.
    """
    by_place = {trial.places: trial for trial in trials}
    cells = [[by_place.get((row, column)) for column in second.places] for row in first.places]
    low, high = _extent(trials)
    table = marks.table(
        [[cell.accuracy if cell else None for cell in row] for row in cells],
        list(second.names),
        list(first.names),
        [[_plain(cell.said) if cell else "" for cell in row] for row in cells],
        text_colour,
        hoverinfo="skip",
        colorscale=[[0, palette.rgba(_HIGH, 0.06)], [1, palette.rgba(_HIGH, 0.7)]],
        zmin=low,
        zmax=high,
    )
    # A heat map writes nothing where there is no number: a word about a cell is a note.
    notes = [
        marks.note(column, row, _plain(cell.said), font={"color": text_colour})
        for row, line in enumerate(cells)
        for column, cell in enumerate(line)
        if cell and cell.accuracy is None
    ]
    shared: dict[str, Any] = {"type": "category", "showgrid": False}
    return spec(
        [table],
        height,
        margin=margin(t=8),
        xaxis=axis(second.title, **shared, categoryarray=list(second.names)),
        yaxis=axis(first.title, **shared, categoryarray=list(first.names)),
        annotations=notes,
    )


def sweep_dots(
    first: SweepScale, second: SweepScale, trials: Sequence[SweepMark], *, height: int = 320
) -> Spec:
    """Accuracy as the colour of points between the values; what diverged is a cross.

    Args:
        trials: perhaps none.
    """
    low, high = _extent(trials)
    measured = [trial for trial in trials if trial.accuracy is not None]
    others = [trial for trial in trials if trial.accuracy is None]
    dots = _points(measured, "circle", _LOW)
    dots["marker"] |= {
        "color": [trial.accuracy for trial in measured],
        "colorscale": _scale(),
        "cmin": low,
        "cmax": high,
    }
    return spec(
        [dots, _points(others, "x-thin-open", palette.MUTED)],
        height,
        margin=margin(t=8),
        xaxis=_ticks(second),
        yaxis=_ticks(first),
        showlegend=False,
        hovermode="closest",
    )


def _points(trials: Sequence[SweepMark], symbol: str, colour: str) -> marks.Mark:
    return marks.points(
        [trial.places[1] for trial in trials],
        [trial.places[0] for trial in trials],
        colour,
        16,
        symbol=symbol,
        hovertext=[_plain(trial.said) for trial in trials],
        hoverinfo="text",
    )


def _ticks(scale: SweepScale) -> dict[str, Any]:
    return axis(
        scale.title,
        tickvals=list(scale.places),
        ticktext=list(scale.names),
        range=scale.ends,
        zeroline=False,
    )


def sweep_lines(
    first: SweepScale,
    second: SweepScale,
    trials: Sequence[SweepMark],
    *,
    accuracy: str,
    text_colour: str,
    height: int = 300,
) -> Spec:
    """Parallel coordinates (Inselberg 1985): a line for each training, through its two values to
    its accuracy. What has none is left out.

    Args:
        accuracy: what it is called.
        text_colour: of the page.
    """
    measured = [trial for trial in trials if trial.accuracy is not None]
    reached = [trial.accuracy for trial in measured]
    low, high = _extent(trials)
    dimensions: list[dict[str, Any]] = [
        {
            "label": scale.title,
            "values": [trial.places[number] for trial in measured],
            "tickvals": list(scale.places),
            "ticktext": list(scale.names),
            "range": scale.ends,
        }
        for number, scale in enumerate((first, second))
    ]
    dimensions.append(
        {"label": accuracy, "values": reached, "range": [low, high], "tickformat": ".1%"}
    )
    font = {"color": text_colour, "size": 12}
    lines = {
        "type": "parcoords",
        "dimensions": dimensions,
        "line": {"color": reached, "colorscale": _scale(), "cmin": low, "cmax": high},
        "labelfont": font,
        "tickfont": font,
        "rangefont": {"color": "rgba(0,0,0,0)", "size": 1},  # the ticks say the same
    }
    return spec([lines], height, margin=margin(t=44, b=20, l=64, r=56))


def _scale() -> list[list[Any]]:
    return [[0, _LOW], [1, _HIGH]]


def _extent(trials: Sequence[SweepMark]) -> tuple[float, float]:
    """The lowest and the highest accuracy, apart even where there is one or none."""
    reached = [trial.accuracy for trial in trials if trial.accuracy is not None] or [0.0, 1.0]
    low, high = min(reached), max(reached)
    return (low, high) if high > low else (low - 0.01, high + 0.01)


def _plain(text: str) -> str:
    return html.escape(text, quote=False)
