"""A stranger's text is never Markdown: in errors of the lab, and on its pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages

import dlcore
from dlcore.errors import LabError
from tests.strangers import HOSTILE, outside_code
from ui.frame.i18n import explain, plain
from ui.frame.setting import Text

HARMLESS = (
    *("relu", "batch_size", "'elman'", "(n, 28, 28, 1)", "-3.5", "47+85", "1,000", "50 %"),
    *("第 5 个字符", "log_sigmoid, hard_silu", "300 × 400"),
)
ACTIVE = re.compile(r"[\[\]`<>$*~|#&@\n]|:\w|//|www\.|__", re.IGNORECASE)


def assert_harmless(markdown: str, template: str = "") -> None:
    found = ACTIVE.findall(outside_code(markdown))
    assert found == ACTIVE.findall(outside_code(template)), markdown


def errors() -> Iterator[type[LabError]]:
    for module in walk_packages(dlcore.__path__, "dlcore."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    kinds = [LabError]
    for kind in kinds:
        kinds += kind.__subclasses__()
    yield from kinds


def test_no_value_of_an_error_is_markdown():
    kinds = list(errors())
    assert len(kinds) > 10
    for kind in kinds:
        for text in HOSTILE:
            assert_harmless(explain(kind("Received: {value}, {number}", value=text, number=3)))
    assert_harmless(explain(ValueError(HOSTILE[0])))


def test_what_is_harmless_stands_as_it_is():
    assert [plain(text) for text in HARMLESS] == list(HARMLESS)
    assert explain(LabError("{n:,} of {what}", n=1000, what="relu")) == "1,000 of relu"


def test_long_text_is_cut_and_takes_no_time():
    for text in ("x" * 10_000_000, "-" * 10_000_000, "a_" * 5_000_000 + "[", "www." * 2_500_000):
        assert len(plain(text)) <= 502


def test_every_setting_that_takes_text_is_bounded():
    assert Text("key", "").accepts("x" * 80)
    assert not Text("key", "").accepts("x" * 81)
