"""Makes the runs that ship as examples: `python -m dlcore.pretrain.example_runs`.

Short trainings on the sample of MNIST that comes with the lab, so that anybody can make them again.
"""

from __future__ import annotations

import argparse
import json
import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np

from dlcore.data import Mnist, sample
from dlcore.reports import Report
from dlcore.runs import RunRecord, summary
from dlcore.runs.compare import Series
from dlcore.runs.examples import FOLDER, ExampleRun
from dlcore.runs.recorder import versions
from dlcore.thinned import Thinned
from dlcore.training import PRESETS, TrainConfig, TrainResult, train

EXAMPLES: Mapping[str, TrainConfig] = {
    "cnn": replace(PRESETS["tutorial"], epochs=8),
    "lstm": replace(PRESETS["rnn-lstm"], epochs=8),
    "mlp": replace(PRESETS["mlp"], epochs=8),
}
"""Three networks that see the same images as often, by name."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Trains all of them and writes each with its card.

    Args:
        arguments: of the command line; those of the process where they are left out.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    folder = parser.parse_args(arguments).folder
    folder.mkdir(parents=True, exist_ok=True)
    for name, config in EXAMPLES.items():
        made = make(name, config, sample())
        (folder / f"{name}.zip").write_bytes(made.to_bytes())
        card = json.dumps(card_of(made), indent=2) + "\n"
        (folder / f"{name}.json").write_text(card, "utf-8")
        logging.info("%s: %.2f %%", name, 100 * made.record.figures["accuracy"])


def make(name: str, config: TrainConfig, data: Mnist) -> ExampleRun:
    """Trains one."""
    kept: dict[str, Thinned[tuple[float, float]]] = {}

    def note(report: Report) -> None:
        for series, points in report.get("series", {}).items():
            for x, y in points:
                kept.setdefault(series, Thinned()).append((x, y))

    began = time.time()
    result = train(config, data, note, should_stop=lambda: False)
    assert isinstance(result, TrainResult)  # nobody holds it
    history = {series: points.items() for series, points in kept.items()}
    record = RunRecord(
        id=f"example-{name}",
        kind="train",
        owner=None,
        config=config,
        status="done",
        created=began,
        started=began,
        finished=time.time(),
        figures=summary.figures("train", history, None, result),
        versions=versions(),
    )
    return ExampleRun(record, _series(history), _small(result))


def card_of(example: ExampleRun) -> dict[str, object]:
    """How it was made and what came out."""
    record = example.record
    return {
        "name": record.id,
        "data": "the sample of MNIST (LeCun, Cortes, Burges; CC BY-SA 3.0) that comes with the lab",
        "config": asdict(record.config),
        "command": "python -m dlcore.pretrain.example_runs",
        "versions": dict(record.versions),
        "figures": dict(record.figures),
    }


def _series(history: Mapping[str, Sequence[Sequence[float]]]) -> Series:
    return {name: np.asarray(points, float) for name, points in history.items()}


def _small(result: TrainResult) -> TrainResult:
    """Without the network, which nobody looks into."""
    return replace(result, model=b"", history=None, mistakes=())


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    main()
