"""A run as a Jupyter notebook: its program, cut where a reader takes breath, and words between."""

from __future__ import annotations

import json
from typing import Any

from dlcore.messages import N_
from dlcore.runs.export import program
from dlcore.runs.export.run import RunToExport

TITLES = {
    "train": N_("A network that reads digits"),
    "gan": N_("A generator that draws digits"),
    "addition": N_("A network that adds"),
    "sweep": N_("The best network of a sweep"),
}
OTHER_DATA = N_(
    "The images of this run came from a file of the lab's server, which is not in this notebook. "
    "The program takes MNIST in their place, so its figures will differ from the run's."
)
OWN_TITLE = N_("A network that learnt a data set of one's own")
OWN_DATA = N_("The images of this run are in its file data.npz: put it beside this notebook.")
STEERED = N_(
    "Settings were changed while the run went. The program does not repeat that; its first lines "
    "say what it was."
)
FIGURES = N_("What the run came to: {figures}.")


def to_notebook(run: RunToExport) -> bytes:
    """The notebook, format 4.5 of nbformat, without output; UTF-8.

    Joined, the code of its cells is `program.program` but for blank lines between them.
    """
    cells = [_words("about", _about(run))]
    for number, (part, code) in enumerate(program.parts(run), start=1):
        about = f"## {run.translate(part.title)}\n\n{run.translate(part.purpose)}"
        cells.append(_words(f"words-{number}", about))
        cells.append(_code(f"code-{number}", code))
    content = {
        "cells": cells,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return f"{json.dumps(content, indent=1, ensure_ascii=False)}\n".encode()


def _about(run: RunToExport) -> str:
    title = OWN_TITLE if run.has_own_set else TITLES[run.record.kind]
    said = [f"# {run.translate(title)}"]
    if run.record.name:
        said.append(_literally(run.record.name))
    if run.record.figures:
        told = ", ".join(f"{name} {value:.6g}" for name, value in run.record.figures.items())
        said.append(run.translate(FIGURES).format(figures=told))
    if run.has_own_set:
        said.append(run.translate(OWN_DATA))
    elif run.source not in ("keras", "sample"):
        said.append(run.translate(OTHER_DATA))
    if run.record.changes:
        said.append(run.translate(STEERED))
    return "\n\n".join(said)


def _literally(text: str) -> str:
    """Markdown that shows a visitor's text as it is: as code, which nothing in it can end."""
    shown = "".join(c if c.isprintable() and c != "`" else "\ufffd" for c in text)
    return f"`{shown}`"


def _words(name: str, text: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": _lines(text)}


def _code(name: str, text: str) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": name,
        "metadata": {},
        "outputs": [],
        "source": _lines(text.strip("\n")),
    }


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)
