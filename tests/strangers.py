"""Text that does something where it is read as Markdown, and a look for it."""

from __future__ import annotations

import re

HOSTILE = (
    "![x](http://example.org/x.png)",
    "-![x](//example.org/x)",
    "[a](http://example.org)",
    "http://example.org",
    "www.example.org",
    "a WWW.example.org",
    "someone@example.org",
    "`![x](http://example.org/x)`",
    "``![x](http://example.org/x)",
    "<img src=//example.org/x>",
    ":material/home: :smile: :red[a] $x$",
    "__init__ **b** ~~c~~",
    "a\n\n# b\n\n![x](http://example.org/x)",
    "a\n    b",
    "| a | b |",
    "&lt;",
)


def outside_code(markdown: str) -> str:
    return re.sub(r"`[^`\n]+`", "", markdown)
