"""What the tree promises: imports run one way, and Keras stays out of the web process.

Each test walks the tree and names every offender: a new file is held without a new line here.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCES = [
    *ROOT.glob("app.py"),
    *(ROOT / "pages").rglob("*.py"),
    *(ROOT / "ui").rglob("*.py"),
    *(ROOT / "dlcore").rglob("*.py"),
    *(ROOT / "benchmarks").rglob("*.py"),
]
HEAVY = ("keras", "tensorflow", "distributed", "scipy", "sklearn")
# What each part may not know of.
FORBIDDEN = {
    "dlcore": ("ui", "pages", "app", "streamlit"),
    "ui": ("pages", "app", "dlcore.pretrain"),
    "pages": ("dlcore.pretrain",),
    "benchmarks": ("tests",),
}
# What of dlcore these parts may know besides themselves.
ALLOWED = {
    "dlcore.figures": (),
    "dlcore.engine": ("dlcore.reports", "dlcore.thinned", "dlcore.errors"),
}


def _imports(nodes) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from (f"{node.module}.{name.name}" for name in node.names)


def _of(name: str, packages: tuple[str, ...]) -> bool:
    return any(f"{name}.".startswith(f"{package}.") for package in packages)


def _module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def _everywhere(path: Path) -> set[str]:
    return set(_imports(ast.walk(ast.parse(path.read_text(encoding="utf-8")))))


def test_imports_run_from_pages_over_ui_to_dlcore():
    offenders = [
        f"{_module(path)} imports {name}"
        for path in SOURCES
        for name in _everywhere(path)
        if _of(name, FORBIDDEN.get(path.relative_to(ROOT).parts[0], ()))
    ]
    assert not offenders


def test_figures_and_engine_stand_alone():
    offenders = [
        f"{_module(path)} imports {name}"
        for path in SOURCES
        for part, others in ALLOWED.items()
        if _of(_module(path), (part,))
        for name in _everywhere(path)
        if _of(name, ("dlcore",)) and not _of(name, (part, *others))
    ]
    assert not offenders


def test_nothing_imports_keras_when_it_is_imported():
    offenders = [
        f"{_module(path)} imports {name}"
        for path in SOURCES
        if path.relative_to(ROOT).parts[0] != "benchmarks"
        for name in _imports(ast.parse(path.read_text(encoding="utf-8")).body)
        if _of(name, ("keras", "tensorflow"))
    ]
    assert not offenders


def test_the_web_process_imports_neither_tensorflow_nor_dask():
    """Not even by way of the modules that a page imports."""
    modules = [_module(path) for path in (ROOT / "ui").rglob("*.py") if path.stem != "__init__"]
    program = (
        f"import importlib, sys\n"
        f"for name in {modules}: importlib.import_module(name)\n"
        f"print(*(name for name in {HEAVY} if name in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []


def test_faces_of_the_library_import_no_keras():
    """`from dlcore.cnn import CnnConfig` is for notebooks and web processes alike."""
    faces = [_module(path.parent) for path in (ROOT / "dlcore").rglob("__init__.py")]
    program = (
        f"import importlib, sys\n"
        f"for name in {faces}: importlib.import_module(name)\n"
        f"print(*(name for name in ('keras', 'tensorflow') if name in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []


def test_every_page_is_in_the_catalogue():
    from ui.frame.catalogue import PAGES

    on_disk = {p.stem for p in (ROOT / "pages").glob("*.py")}
    assert {page.name for page in PAGES if page.name} == on_disk


def test_few_modules_lie_directly_in_the_library():
    """What all of it stands on; everything else has a subject, and so a package."""
    flat = [path.stem for path in (ROOT / "dlcore").glob("*.py")]
    assert len(flat) <= 14, sorted(flat)


def test_a_class_name_means_one_thing():
    """In the library, in what is shown of it, and in the pages."""
    places: dict[str, list[str]] = {}
    for path in SOURCES:
        if path.relative_to(ROOT).parts[0] == "benchmarks":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                places.setdefault(node.name, []).append(_module(path))
    assert not {name: modules for name, modules in places.items() if len(modules) > 1}
