"""What keeps the weights of a network small while it is trained."""

from __future__ import annotations

from dataclasses import dataclass

from dlcore.validation import check_fields, real


@dataclass(frozen=True)
class Regularisation:
    """What is added to a run against overfitting and against steps that are too long; 0 is off.

    Attributes:
        l1, l2: weights of the penalties l1 sum |w| and l2 sum w^2 over all weights w that multiply,
            biases not counted, 0 to 1. They are added to the loss that training lessens and
            reports; validation and test losses are without them.
        weight_decay: at each step every weight shrinks by this times the learning rate, apart from
            the gradient (Loshchilov & Hutter 2019), 0 to 1; where it is 0 the optimizer has its
            own, which for "adamw" is 0.004.
        clip_norm: longest gradient of all weights together, 0 to 1000; a longer one is shortened to
            it (Pascanu et al. 2013).

    Raises:
        ConfigError: a value outside its range.
    """

    l1: float = real(0.0, 0.0, 1.0)
    l2: float = real(0.0, 0.0, 1.0)
    weight_decay: float = real(0.0, 0.0, 1.0)
    clip_norm: float = real(0.0, 0.0, 1000.0)

    def __post_init__(self) -> None:
        check_fields(self)
