"""What a visitor types or an address says comes back as it is: never as Markdown."""

from __future__ import annotations

from tests.strangers import HOSTILE, outside_code
from ui.activations.inputs import FORMULA
from ui.cnn.layers import LAYER
from ui.gan.sheet import TYPED
from ui.rnn.addition.ask import SUM

# Each text setting that only a part of a page shows, with what leads to that part.
PLACES = (
    ("activations", FORMULA, {}),
    ("gan", TYPED, {}),
    ("rnn", SUM, {"rnn_view": "addition"}),
    ("cnn", LAYER, {}),
)
KINDS = ("markdown", "caption", "info", "warning", "error", "success", "title", "subheader")


def test_a_strangers_text_is_nowhere_markdown(open_page):
    for page, setting, way in PLACES:
        for text in HOSTILE[:3]:
            at = open_page(page, **way, **{setting.key: f"x{text}"[: setting.at_most]})
            for kind in KINDS:
                for element in getattr(at, kind):
                    assert "example.org" not in outside_code(str(element.value)), (page, kind)
