"""A run taken away: its network, its course and its program, in the formats of other programs.

Begin with `FORMATS` and `RunToExport`. formats: the table of all. networks: what is done where
Keras is. history, program, notebook, tensorboard: what is written without it. mlflow: a run sent to
a server instead of into a file.
"""

from dlcore.runs.export.formats import FORMATS, ExportFormat, available
from dlcore.runs.export.run import ExportedFile, ExportError, RunToExport, file_name

__all__ = [
    "FORMATS",
    "ExportError",
    "ExportFormat",
    "ExportedFile",
    "RunToExport",
    "available",
    "file_name",
]
