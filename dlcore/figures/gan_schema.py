"""The game of a GAN as a drawing: who is handed what, and how the generator learns."""

from __future__ import annotations

from dataclasses import dataclass

from dlcore.figures import palette
from dlcore.figures.gan import DISCRIMINATOR, GENERATOR

WIDTH, HEIGHT = 680, 250  # px
_BOX = 44  # px high


@dataclass(frozen=True)
class SchemaWords:
    """What stands in the drawing, in the reader's language.

    Attributes:
        noise, generator, drawing, real, discriminator, verdict: of the boxes.
        slope: of the way back from the discriminator to the generator.
    """

    noise: str
    generator: str
    drawing: str
    real: str
    discriminator: str
    verdict: str
    slope: str


def game_schema(words: SchemaWords, *, text_colour: str) -> str:
    """Noise to generator to drawing; drawing and real image to discriminator to verdict; and back.

    Args:
        text_colour: of the page.

    Returns:
        An SVG document of `WIDTH` x `HEIGHT` px on no background.
    """
    boxes = [
        (10, 60, 90, words.noise, palette.MUTED),
        (135, 60, 120, words.generator, GENERATOR),
        (290, 60, 110, words.drawing, palette.VALIDATION),
        (290, 150, 110, words.real, palette.TRAINING),
        (435, 105, 120, words.discriminator, DISCRIMINATOR),
        (590, 105, 84, words.verdict, palette.MUTED),
    ]
    arrows = [
        "M 100 82 H 131",
        "M 255 82 H 286",
        "M 400 82 C 420 82 415 118 431 121",
        "M 400 172 C 420 172 415 136 431 133",
        "M 555 127 H 586",
    ]
    back = "M 495 105 C 495 10 195 10 195 56"
    parts = [_box(*box, text_colour) for box in boxes]
    parts += [_arrow(path, palette.MUTED, "") for path in arrows]
    parts.append(_arrow(back, GENERATOR, ' stroke-dasharray="5 4"'))
    parts.append(f'<text x="345" y="22" fill="{text_colour}" font-size="13">{words.slope}</text>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="14" '
        f'text-anchor="middle"><defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" '
        f'markerWidth="8" markerHeight="8" orient="auto"><path d="M 0 0 L 8 4 L 0 8 z" '
        f'fill="{palette.MUTED}"/></marker></defs>{"".join(parts)}</svg>'
    )


def _box(left: int, top: int, width: int, text: str, colour: str, text_colour: str) -> str:
    return (
        f'<rect x="{left}" y="{top}" width="{width}" height="{_BOX}" rx="8" '
        f'fill="{palette.rgba(colour, 0.15)}" stroke="{colour}" stroke-width="1.5"/>'
        f'<text x="{left + width / 2:g}" y="{top + _BOX / 2 + 5:g}" fill="{text_colour}">'
        f"{text}</text>"
    )


def _arrow(path: str, colour: str, more: str) -> str:
    return (
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="1.8"{more} '
        'marker-end="url(#head)"/>'
    )
