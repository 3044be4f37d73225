"""Dockerfile and compose.yaml as their readers understand them, and what an image would hold."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from benchmarks.serving import ROOT

HOME = "/lab"  # in the image


class Step(NamedTuple):
    """One instruction of a Dockerfile; continued lines are one."""

    word: str
    rest: str

    def listed(self) -> list[str]:
        """Its arguments: a JSON list, or words."""
        return json.loads(self.rest) if self.rest.startswith("[") else shlex.split(self.rest)


def steps() -> list[Step]:
    """The Dockerfile, comments left out."""
    text = (ROOT / "Dockerfile").read_text("utf-8")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    whole = re.sub(r"\\\n\s*", " ", "\n".join(lines))
    return [Step(*line.split(maxsplit=1)) for line in whole.splitlines()]


def only(word: str) -> Step:
    """The one instruction with this word."""
    (found,) = [step for step in steps() if step.word == word]
    return found


def environment() -> dict[str, str]:
    """What ENV sets."""
    return dict(pair.split("=", 1) for s in steps() if s.word == "ENV" for pair in s.listed())


def health_command() -> list[str]:
    """What HEALTHCHECK runs."""
    return json.loads(only("HEALTHCHECK").rest.split(" CMD ", 1)[1])


def copied() -> list[tuple[Path, str]]:
    """What COPY takes from the tree, and where it lies below the image's folder."""
    pairs = []
    for step in steps():
        if step.word == "COPY":
            *sources, target = step.listed()
            for source in sources:
                into = target.removeprefix("./")
                pairs.append((ROOT / source, into if (ROOT / source).is_dir() else source))
    return pairs


def build(folder: Path) -> Path:
    """Lays out in a folder, made where it is missing, what the image holds in /lab; returns it."""
    folder.mkdir(exist_ok=True)
    for source, target in copied():
        if source.is_dir():
            shutil.copytree(source, folder / target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / target)
    return folder


def compose() -> dict[str, Any]:
    """compose.yaml, with anchors resolved."""
    return yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))


def filled_in(text: str, variables: dict[str, str] | None = None) -> str:
    """`${NAME:-usual}` as compose would fill it in; an unknown form raises."""
    given = variables or {}

    def value(found: re.Match) -> str:
        return given.get(found[1]) or found[2]

    done = re.sub(r"\$\{(\w+):-([^}]*)\}", value, text)
    assert "$" not in done, text
    return done
