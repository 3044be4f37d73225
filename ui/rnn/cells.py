"""Several networks beside each other: their names and colours, and one image read by all."""

from __future__ import annotations

from dlcore.figures.palette import line_styles
from dlcore.rnn.reading import UnrolledPass, unroll
from ui.rnn.subject import CELLS, OWN, RnnSubject

STYLES = line_styles([*CELLS, OWN])
KINDS = {"SimpleRNN": "simple", "LSTM": "lstm", "GRU": "gru"}
"""Keys of `CELLS` by the class of a layer."""


def readings(subject: RnnSubject) -> dict[str, UnrolledPass]:
    """The image as every network of `RnnSubject.alike` reads it, by its key there.

    One that cannot be followed is left out, after a sentence.
    """
    found = {}
    for cell, reader in subject.alike.items():
        if reader == subject.reader:
            found[cell] = subject.reading
            continue
        reading = reader.ask(unroll, subject.image)
        if reading:
            found[cell] = reading
    return found
