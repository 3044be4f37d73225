"""Telling how a run goes, often enough to watch and seldom enough to cost nothing."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from dlcore.reports import Report, ReportCallback

REPORT_SECONDS = 0.2


class Reporter:
    """Gathers what there is to say and says it at most every `REPORT_SECONDS`."""

    def __init__(self, report: ReportCallback) -> None:
        self._report = report
        self._pending: Report = {}
        self._last = float("-inf")

    def tell(self, **changes: Any) -> None:
        """Notes the changed fields of a report, and sends it when its time has come."""
        self._pending.update(changes)  # type: ignore[typeddict-item]
        if time.monotonic() - self._last >= REPORT_SECONDS:
            self.flush()

    def add_points(self, x: int, values: Mapping[str, float]) -> None:
        """Notes a new point of each series; sent with the next `tell` or `flush`."""
        series = self._pending.setdefault("series", {})
        for name, y in values.items():
            series.setdefault(name, []).append([x, y])

    def flush(self) -> None:
        """Sends what is left."""
        if self._pending:
            pending, self._pending = self._pending, {}
            self._last = time.monotonic()
            self._report(pending)
