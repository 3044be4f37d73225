"""Reports come at their pace, and nothing that was told is lost."""

from itertools import pairwise

from dlcore import reports as module
from dlcore.reports import Reporter


def points(reports, name):
    return [point for report in reports for point in report.get("series", {}).get(name, [])]


def test_reporter_loses_nothing_and_waits_between_reports(monkeypatch):
    now = 0.0
    monkeypatch.setattr(module.time, "monotonic", lambda: now)
    sent = []
    reporter = Reporter(lambda report: sent.append((now, report)))
    for x in range(30):
        now += 0.07
        reporter.add_points(x, {"loss": float(x)})
        reporter.tell(progress={"step": x})
    reporter.flush()
    times = [when for when, _ in sent[:-1]]
    assert all(later - earlier >= 0.2 for earlier, later in pairwise(times))
    assert points([report for _, report in sent], "loss") == [[x, float(x)] for x in range(30)]
    assert sent[-1][1]["progress"] == {"step": 29}
