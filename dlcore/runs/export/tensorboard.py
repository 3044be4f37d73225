"""A run as a log folder of TensorBoard, in a zip."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping

import numpy as np

from dlcore.figures import palette
from dlcore.runs.export import event_file, settings
from dlcore.runs.export.history import all_steps, moments
from dlcore.runs.export.run import RunToExport, Series, file_name

TRAIN, VALIDATION = "train", "validation"
"""Folders in the zip, each a run of TensorBoard: curves of one name lie over one another there."""

_VALIDATED = "val_"  # how the names of such series begin
_CELL = 32  # pixels of a cell of the confusion matrix


def to_tensorboard(run: RunToExport) -> bytes:
    """A zip with a folder named as the run, which `tensorboard --logdir` opens once it is unpacked.

    Several of them unpacked side by side are compared. The curves are scalars, at the moments when
    they were measured; the settings are hyperparameters and a text; the confusion matrix of the
    test is a picture, its rows the truth.
    """
    validated = {
        name.removeprefix(_VALIDATED): points
        for name, points in run.series.items()
        if name.startswith(_VALIDATED)
    }
    trained = {
        name: points
        for name, points in run.series.items()
        if not name.startswith(_VALIDATED) and name != "seconds"  # which is in each event
    }
    files = {TRAIN: [*_about(run), *_curves(run, trained), *_outcome(run)]}
    if validated:
        files[VALIDATION] = [*_curves(run, validated)]
    began = run.began
    folder = file_name(run.record, "")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, events in files.items():
            archive.writestr(
                f"{folder}/{name}/events.out.tfevents.{int(began)}.dlcore",
                event_file.event_file(began, events),
            )
    return buffer.getvalue()


def _curves(run: RunToExport, series: Mapping[str, Series]) -> Iterator[bytes]:
    """An event for each step at which anything was measured."""
    known = {name: dict(points.tolist()) for name, points in series.items()}
    steps = all_steps(series)
    for step, moment in zip(steps.tolist(), moments(run, steps).tolist(), strict=True):
        values = [
            event_file.scalar(name, points[step])
            for name, points in known.items()
            if step in points
        ]
        yield event_file.event(moment, int(step), *values)


def _about(run: RunToExport) -> Iterator[bytes]:
    began = run.began
    flat = settings.flat(run.record.config)
    rows = "".join(f"| {name} | `{value}` |\n" for name, value in flat.items())
    yield event_file.event(
        began,
        0,
        event_file.hyperparameters(flat, began),
        event_file.text("config", f"| setting | value |\n| --- | --- |\n{rows}"),
    )


def _outcome(run: RunToExport) -> Iterator[bytes]:
    matrix = getattr(run.result, "confusion", None)
    if matrix is None:
        return
    last = all_steps(run.series).max(initial=0)
    side = _CELL * len(matrix)
    yield event_file.event(
        run.record.finished or run.began,
        int(last),
        event_file.image("confusion", _picture(matrix), side, side),
    )


def _picture(matrix: np.ndarray) -> bytes:
    """Counts as a PNG: white is none, and a single error can be seen."""
    from PIL import Image

    shares = np.sqrt(matrix / max(matrix.max(), 1))[..., None]
    colours = 255 + shares * (np.array(palette.rgb(palette.TRAINING)) - 255)
    cells = np.rint(colours).astype(np.uint8).repeat(_CELL, axis=0).repeat(_CELL, axis=1)
    buffer = io.BytesIO()
    Image.fromarray(cells).save(buffer, format="PNG")
    return buffer.getvalue()
