"""What a record of an activation function holds."""

from __future__ import annotations

from dataclasses import dataclass, field

from dlcore.parameters import Hyperparameter


@dataclass(frozen=True)
class Activation:
    r"""One activation function of Keras.

    Attributes:
        name: in `keras.activations`.
        title: what people call it; the same in every language.
        formula, derivative, range: LaTeX without dollar signs.
        use, trouble: where it is used and what is known to go wrong; English msgids.
        reference: where it comes from.
        parameters: its keywords with a numeric or boolean value.
        kind: "scalar" for one number to one number; "gated" for `glu`, whose second half is held
            at one value; "vector" for one that looks at all values of a vector at once.
    """

    name: str
    title: str
    formula: str
    derivative: str
    range: str
    use: str
    trouble: str
    reference: str
    parameters: tuple[Hyperparameter, ...] = field(default=())
    kind: str = "scalar"
