"""What a record of an activation function holds."""

from __future__ import annotations

from dataclasses import dataclass, field

Value = float | bool | None
"""What a parameter can be: a number, a switch, or nothing where Keras takes None."""


@dataclass(frozen=True)
class Parameter:
    """One keyword of a Keras activation that a visitor can set.

    Attributes:
        keyword: as Keras calls it, e.g. "negative_slope".
        default: Keras' own; where it has none, a value that shows something.
        low, high: what the lab accepts, both included; not used by a switch.
        meaning: one English sentence, shown through gettext.
        step: of its control.
    """

    keyword: str
    default: Value
    low: float
    high: float
    meaning: str
    step: float = 0.05

    @property
    def is_switch(self) -> bool:
        return isinstance(self.default, bool)


@dataclass(frozen=True)
class Activation:
    r"""One activation function of Keras.

    Attributes:
        name: in `keras.activations`.
        title: what people call it; the same in every language.
        formula, derivative, range: LaTeX without dollar signs.
        use, trouble: where it is used and what is known to go wrong; English, shown through
            gettext.
        reference: where it comes from.
        parameters: its keywords that can be set.
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
    parameters: tuple[Parameter, ...] = field(default=())
    kind: str = "scalar"
