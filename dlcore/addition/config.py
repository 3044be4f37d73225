"""An adding network and its training: values alone, checked, no Keras."""

from __future__ import annotations

from dataclasses import dataclass

from dlcore.validation import check_fields, one_of, real, whole

CELLS = {"gru": "GRU", "lstm": "LSTM", "simple": "SimpleRNN"}
"""The Keras layer of each kind of cell."""

MOST_DIGITS = 4


@dataclass(frozen=True)
class AdditionConfig:
    """An encoder-decoder for sums, and one training of it.

    Attributes:
        digits: the most that either number has, 1-4.
        cell: a name in `CELLS`.
        units: of the hidden state, 1-512; encoder and decoder have as many.
        reverse: the question is read from its end (Sutskever et al. 2014), as "58+74" for "47+85".
        ones_first: the answer is written from its end, ones first as on paper: "231" for "132".
        batch_size: sums a step, 1-4096.
        learning_rate: of Adam, 1e-7 to 1; the peak of one cycle (Smith 2018): up over the first
            30 % of the run, then down to zero along a cosine.
        epochs: 1-400; each has sums of its own, so none is a second pass over the same.
        sums_per_epoch: 1 to 1,000,000; as many full batches as fit in, at least one.
        seed: of the weights and of the sums that are drawn.

    Raises:
        ConfigError: a value outside its range.
    """

    digits: int = whole(3, 1, MOST_DIGITS)
    cell: str = one_of("lstm", CELLS)
    units: int = whole(128, 1, 512)
    reverse: bool = one_of(True)
    ones_first: bool = one_of(False)
    batch_size: int = whole(512, 1, 4096)
    learning_rate: float = real(1e-2, 1e-7, 1.0)
    epochs: int = whole(25, 1, 400)
    sums_per_epoch: int = whole(40_960, 1, 1_000_000)
    seed: int = whole(0, 0, 2**32 - 1)

    def __post_init__(self) -> None:
        check_fields(self)

    @property
    def steps_per_epoch(self) -> int:
        """Batches in an epoch."""
        return max(1, self.sums_per_epoch // self.batch_size)

    @property
    def steps(self) -> int:
        """Batches in the whole run."""
        return self.epochs * self.steps_per_epoch


def question_length(digits: int) -> int:
    """Characters of the longest question: two numbers and a plus."""
    return 2 * digits + 1


def answer_length(digits: int) -> int:
    """Characters of the longest answer: 999 + 999 has one digit more than 999."""
    return digits + 1
