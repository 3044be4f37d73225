"""Several networks beside each other: their names and colours, and one digit read by all."""

from __future__ import annotations

from dlcore.figures.palette import line_styles
from dlcore.rnn.reading import UnrolledPass, unroll
from ui.rnn.subject import CELLS, OWN, RnnSubject

STYLES = line_styles([*CELLS, OWN])
KINDS = {"SimpleRNN": "simple", "LSTM": "lstm", "GRU": "gru"}
"""Keys of `CELLS` by the class of a layer."""


def readings(subject: RnnSubject) -> dict[str, UnrolledPass]:
    """The digit as every recurrent network at hand reads it, by key of `RnnSubject.readers`.

    One that cannot be followed is left out, after a sentence.
    """
    found = {}
    for cell, reader in subject.readers.items():
        if reader == subject.reader:
            found[cell] = subject.reading
            continue
        reading = reader.ask(unroll, subject.image)
        if reading:
            found[cell] = reading
    return found
