"""The columns of the table of runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import streamlit as st

from dlcore.runs.compare import CORE_WATTS
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.runs import kept, sets, words
from ui.runs.kept import KeptRun


@dataclass(frozen=True)
class RunColumn:
    """A column of the table.

    Attributes:
        title, help: in English; shown through gettext.
        value: of a run; None where it is not known.
        kind: of `st.column_config`.
        look: how that shows it.
    """

    title: str
    help: str
    value: Callable[[KeptRun], Any]
    kind: Callable[..., Any]
    look: Mapping[str, Any]


def _text(title: str, help: str, value: Callable[[KeptRun], Any], **look: Any) -> RunColumn:
    return RunColumn(title, help, value, st.column_config.TextColumn, look)


def _number(
    title: str, help: str, value: Callable[[KeptRun], Any], format: str, **look: Any
) -> RunColumn:
    return RunColumn(
        title, help, value, st.column_config.NumberColumn, {"format": format, "width": 90, **look}
    )


def _figure(name: str) -> Callable[[KeptRun], float | None]:
    return lambda run: run.figure(name)


def _pace(run: KeptRun) -> int | None:
    pace = run.figure("per_second")
    return None if pace is None else round(pace)


def _percent(run: KeptRun) -> float | None:
    accuracy = run.figure("accuracy")
    return None if accuracy is None else 100 * accuracy


def _when(run: KeptRun) -> datetime:
    return datetime.fromtimestamp(run.record.created, UTC)


COLUMNS = {
    "name": _text(
        N_("Name"),
        N_("Yours, or what the network is. A star says that it is pinned: it is kept longest."),
        lambda run: f"★ {run.name}" if run.record.pinned else run.name,
        pinned=True,
        width=150,
    ),
    "special": _text(
        N_("What is special"),
        N_("Every setting that is not as it is for this kind of network."),
        lambda run: words.special(run.record),
        width="medium",
    ),
    "data": _text(
        N_("Data set"),
        N_("What it learnt from. Figures of runs on different sets cannot be compared."),
        lambda run: sets.title(run.record),
        width=130,
    ),
    "state": _text(
        N_("State"),
        N_("Whether it is through."),
        lambda run: _(words.STATES.get(run.record.status, run.record.status)),
        width=85,
    ),
    "accuracy": _number(
        N_("Accuracy"),
        N_("On test images or sums; of a run that is not through, on its validation images."),
        _percent,
        "%.2f %%",
    ),
    "loss": _number(
        N_("Loss"), N_("Mean cross-entropy, measured on the same."), _figure("loss"), "%.4f"
    ),
    "parameters": _number(
        N_("Parameters"), N_("Numbers that were learnt."), _figure("parameters"), "localized"
    ),
    "seconds": _number(
        N_("Time (s)"), N_("Of the whole training, in seconds."), _figure("seconds"), "%.0f"
    ),
    "per_second": _number(N_("Images/s"), N_("Images or sums a second."), _pace, "localized"),
    "energy": _number(
        N_("Energy (Wh)"),
        N_(
            "An estimate and not a measurement: time × {watts:g} W, about what one busy core of a "
            "server draws. A training that keeps several busy takes as many times more."
        ),
        kept.energy,
        "%.2f",
    ),
    "when": RunColumn(
        N_("When"),
        N_("When it was started."),
        _when,
        st.column_config.DatetimeColumn,
        {"format": "distance", "width": 110},
    ),
}


def cells(runs: Sequence[KeptRun]) -> dict[str, list[Any]]:
    """What stands in the table, column by column."""
    return {name: [column.value(run) for run in runs] for name, column in COLUMNS.items()}


def config() -> dict[str, Any]:
    """How Streamlit shows the columns."""
    return {
        name: column.kind(
            _(column.title), help=_(column.help).format(watts=CORE_WATTS), **column.look
        )
        for name, column in COLUMNS.items()
    }
