"""Ten bars as small as a stamp, as SVG: a page can show twenty at once."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from dlcore.figures import palette

WIDTH, HEIGHT = 100, 56  # px
_LABELS = 12  # px below the bars
_BAR = 0.7  # of the room that each has


def probability_strip(
    probabilities: np.ndarray, answers: Collection[int], *, text_colour: str
) -> str:
    """Ten upright bars over their digits.

    Args:
        probabilities: (10,) in [0, 1].
        answers: digits in the colour of the answer and in bold; none for no answer.
        text_colour: of the page.

    Returns:
        An SVG document of `WIDTH` x `HEIGHT` px on no background.
    """
    room = WIDTH / len(probabilities)
    floor = HEIGHT - _LABELS
    parts = [f'<path d="M 0 {floor + 0.5} H {WIDTH}" stroke="{palette.MUTED}"/>']
    for digit, share in enumerate(probabilities):
        is_answer = digit in answers
        colour = palette.RIGHT if is_answer else palette.MUTED
        height = float(share) * floor
        left = (digit + (1 - _BAR) / 2) * room
        parts.append(
            f'<rect x="{left:.1f}" y="{floor - height:.1f}" width="{_BAR * room:.1f}" '
            f'height="{height:.1f}" fill="{colour}"/>'
            f'<text x="{(digit + 0.5) * room:.1f}" y="{HEIGHT - 2}" fill="{text_colour}" '
            f'font-weight="{"bold" if is_answer else "normal"}">{digit}</text>'
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="9" '
        f'text-anchor="middle">{"".join(parts)}</svg>'
    )
