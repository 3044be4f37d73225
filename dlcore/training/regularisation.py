"""What keeps the weights of a network small while it is trained."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from dlcore.layers import LayerSpec, WeightPenalty
from dlcore.optimizers.table import OptimizerSpec
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

    @property
    def penalises(self) -> bool:
        """Whether something is added to the loss."""
        return bool(self.l1 or self.l2)


_RECURRENT = ("kernel_regularizer", "recurrent_regularizer")
_PENALISED = {
    "Conv2D": ("kernel_regularizer",),
    "Dense": ("kernel_regularizer",),
    "SimpleRNN": _RECURRENT,
    "LSTM": _RECURRENT,
    "GRU": _RECURRENT,
}


def regularised(
    specs: Iterable[LayerSpec], regularisation: Regularisation
) -> tuple[LayerSpec, ...]:
    """The same network, as it is written down to be trained with these penalties."""
    if not regularisation.penalises:
        return tuple(specs)
    penalty = WeightPenalty(regularisation.l1, regularisation.l2)
    return tuple(_penalised(spec, penalty) for spec in specs)


def _penalised(spec: LayerSpec, penalty: WeightPenalty) -> LayerSpec:
    arguments = {
        name: _penalised(value, penalty) if isinstance(value, LayerSpec) else value
        for name, value in spec.arguments.items()
    }
    return LayerSpec(spec.kind, arguments | dict.fromkeys(_PENALISED.get(spec.kind, ()), penalty))


def regularised_optimizer(spec: OptimizerSpec, regularisation: Regularisation) -> OptimizerSpec:
    """The same optimizer, with weight decay and clipping where they are on."""
    asked = {
        "weight_decay": regularisation.weight_decay,
        "global_clipnorm": regularisation.clip_norm,
    }
    more = {name: value for name, value in asked.items() if value}
    return replace(spec, arguments={**spec.arguments, **more})
