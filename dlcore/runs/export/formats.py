"""Every format that a run can be taken away in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ParamSpec, Protocol, TypeVar

from dlcore.errors import LabError
from dlcore.messages import N_
from dlcore.registry import converted
from dlcore.runs.export import history, mlflow, networks, notebook, program, tensorboard
from dlcore.runs.export.run import Content, ExportedFile, RunToExport, file_name
from dlcore.training.script import OWN_SET

P = ParamSpec("P")
T = TypeVar("T")


class Ask(Protocol):
    """Has a task done where Keras is: `ask(task, *args)`; None where there is no answer."""

    def __call__(self, task: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None: ...


def at_once(task: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
    """Does it here and now."""
    return task(*args, **kwargs)


Make = Callable[[RunToExport, Ask], Content | None]


@dataclass(frozen=True)
class ExportFormat:
    """One format.

    Attributes:
        title, purpose: msgids; its name, and in one sentence what it is for.
        ending: of the file's name, with its dot.
        mime: its media type.
        content: makes it.
        is_network: there is none of a run that has left no network.
        is_images: there is none of a run on MNIST, and its file has no other name than its ending.
        packages: that it needs beside what every installation has.
    """

    title: str
    purpose: str
    ending: str
    mime: str
    content: Make
    is_network: bool = False
    is_images: bool = False
    packages: tuple[str, ...] = ()

    def make(self, run: RunToExport, ask: Ask = at_once) -> ExportedFile | None:
        """The file of a run.

        Args:
            run: what is exported.
            ask: who does what needs Keras; here and now where it is left out.

        Returns:
            None where `ask` had no answer.

        Raises:
            LabError: this run cannot be had in this format.
        """
        made = self.content(run, ask)
        if made is None:
            return None
        name = self.ending if self.is_images else file_name(run.record, self.ending)
        return ExportedFile(made.data, made.difference, name=name)


def available() -> dict[str, LabError | None]:
    """Why a format, or "mlflow", cannot be had on this server; None where it can."""
    found = {name: converted.trouble(one.packages) for name, one in FORMATS.items()}
    return {**found, "mlflow": mlflow.trouble()}


def _plain(write: Callable[[RunToExport], bytes]) -> Make:
    """Of what is written without Keras."""
    return lambda run, ask: Content(write(run))


FORMATS: Mapping[str, ExportFormat] = {
    "keras": ExportFormat(
        N_("Keras"),
        N_("The trained network, to be opened with keras.models.load_model and trained further."),
        ".keras",
        "application/zip",
        lambda run, ask: Content(run.model),
        is_network=True,
    ),
    "onnx": ExportFormat(
        N_("ONNX"),
        N_("The trained network for other programs and languages: ONNX Runtime runs it anywhere."),
        ".onnx",
        "application/octet-stream",
        lambda run, ask: ask(networks.convert_to_onnx, run.model, run.record.kind),
        is_network=True,
        packages=converted.ONNX_PACKAGES,
    ),
    "litert": ExportFormat(
        N_("LiteRT"),
        N_("The trained network for phones and small boards, one example at a time."),
        ".tflite",
        "application/octet-stream",
        lambda run, ask: ask(networks.convert_to_litert, run.model, run.record.kind),
        is_network=True,
    ),
    "weights": ExportFormat(
        N_("Weights"),
        N_("Every weight as a NumPy array under its name in Keras, to be opened with numpy.load."),
        ".npz",
        "application/zip",
        lambda run, ask: ask(networks.weights, run.model),
        is_network=True,
    ),
    "csv": ExportFormat(
        N_("Curves as a table"),
        N_("A row for each step at which something was measured, for a spreadsheet."),
        ".csv",
        "text/csv",
        _plain(history.to_csv),
    ),
    "json": ExportFormat(
        N_("All figures"),
        N_("Settings, versions, curves and results as JSON, for a program of your own."),
        ".json",
        "application/json",
        _plain(history.to_json),
    ),
    "script": ExportFormat(
        N_("Program"),
        N_("The run as a plain Keras program, to be read, changed and run again without this lab."),
        ".py",
        "text/x-python",
        _plain(lambda run: program.program(run).encode()),
    ),
    "images": ExportFormat(
        N_("Data set"),
        N_("The images and classes it learnt from, as the program and the notebook read them."),
        OWN_SET,
        "application/zip",
        _plain(lambda run: run.images),
        is_images=True,
    ),
    "notebook": ExportFormat(
        N_("Notebook"),
        N_("The same program cut into parts with words between them, for Jupyter or Colab."),
        ".ipynb",
        "application/x-ipynb+json",
        _plain(notebook.to_notebook),
    ),
    "tensorboard": ExportFormat(
        N_("TensorBoard log"),
        N_("Curves, settings and confusion matrix: unpack it, then tensorboard --logdir FOLDER."),
        ".zip",
        "application/zip",
        _plain(tensorboard.to_tensorboard),
    ),
}
"""By name, in the order of a menu: the network, the course, the code, logs of other programs."""
