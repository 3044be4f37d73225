"""What the tree promises: imports run one way, and Keras stays out of the web process."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = [
    *ROOT.glob("app.py"),
    *(ROOT / "pages").rglob("*.py"),
    *(ROOT / "ui").rglob("*.py"),
    *(ROOT / "dlcore").rglob("*.py"),
]
HEAVY = {"keras", "tensorflow"}
# What each part may not know of.
FORBIDDEN = {"dlcore": {"ui", "pages", "app", "streamlit"}, "ui": {"pages", "app"}}


def _imports(nodes) -> set[str]:
    found = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {name.name.split(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add((node.module or "").split(".")[0])
    return found


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_run_from_pages_over_ui_to_dlcore(path):
    part = path.relative_to(ROOT).parts[0]
    known = _imports(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    assert not known & FORBIDDEN.get(part, set())


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_nothing_imports_keras_when_it_is_imported(path):
    assert not _imports(ast.parse(path.read_text(encoding="utf-8")).body) & HEAVY


def test_the_web_process_imports_neither_tensorflow_nor_dask():
    program = (
        "import sys, ui.engine, ui.inputs, ui.live, ui.results, ui.shell, ui.cards\n"
        "import ui.canvas, ui.chart, ui.explore, ui.good, ui.number, ui.reading\n"
        "import ui.losses.curves, ui.losses.examples, ui.losses.outlier, ui.losses.saturation\n"
        "import ui.inside.attack, ui.inside.damage, ui.inside.layers, ui.inside.plane\n"
        "import ui.inside.subject, ui.inside.why\n"
        "import ui.addition.view\n"
        "import ui.convolution.channels, ui.convolution.filtering, ui.convolution.growing\n"
        "import ui.convolution.pooling\n"
        "import ui.gan.frames, ui.gan.generate, ui.gan.train\n"
        "import ui.gan_plane\n"
        "import ui.optimizers.records, ui.optimizers.settings, ui.optimizers.ways\n"
        "print(*(name for name in ('keras', 'tensorflow', 'distributed', 'scipy', 'sklearn')"
        " if name in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []


def test_every_page_is_in_the_catalogue():
    from ui.catalogue import PAGES

    on_disk = {p.stem for p in (ROOT / "pages").glob("*.py")}
    assert {page.name for page in PAGES if page.name} == on_disk
