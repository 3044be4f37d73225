"""What a game in the plane is made of: values alone, checked, no Keras."""

from __future__ import annotations

from dataclasses import dataclass

from dlcore.gan.losses import GAN_LOSSES, GanLoss
from dlcore.gan.plane.points import OWN, POINT_SETS, PointDistribution, check_own, point_set
from dlcore.messages import N_
from dlcore.validation import check_fields, one_of, real, whole

LATENTS = {"normal": N_("standard normal"), "uniform": N_("uniform from −1 to 1")}
LATENT_DIMS = (1, 2, 4, 8)
UNITS = (4, 8, 16, 32, 64)
LAYERS = (1, 2, 3)
BATCH_SIZES = (4, 8, 16, 32, 64, 128)
MAX_DISCRIMINATOR_STEPS = 10
MAX_RATE = 0.3
MAX_PENALTY = 10.0
MAX_SEED = 999


@dataclass(frozen=True)
class PlaneConfig:
    """A generator of points, its discriminator, and the game between them.

    Attributes:
        points: a name in `POINT_SETS`, or `OWN`.
        own: centres (x, y) of own clouds where `points` is `OWN`, 2-40 within `points.VIEW`.
        latent: a name in `LATENTS`, how each number that the generator starts from is distributed.
        latent_dim: how many of them, one of `LATENT_DIMS`.
        units, layers: of both networks' hidden layers, of `UNITS` and `LAYERS`.
        loss: a name in `GAN_LOSSES`.
        generator_rate, discriminator_rate: learning rates of Adam, 0 to 0.3; 0 freezes a side.
        discriminator_steps: updates of the discriminator in one turn, 1-10.
        batch_size: real and generated points in one update, of `BATCH_SIZES`.
        penalty: weight gamma of gamma/2 |grad D|^2 at real and at generated points, 0 to 10
            (Mescheder et al. 2018, eq. 9); added to what belongs to the loss.
        seed: of weights, points and noise, 0-999.

    Raises:
        LabError: own points that make no game.
        ConfigError: a value outside its range.
    """

    points: str = one_of("ring", (*POINT_SETS, OWN))
    own: tuple[tuple[float, float], ...] = ()
    latent: str = one_of("normal", LATENTS)
    latent_dim: int = one_of(2, LATENT_DIMS)
    units: int = one_of(32, UNITS)
    layers: int = one_of(2, LAYERS)
    loss: str = one_of("non-saturating", GAN_LOSSES)
    generator_rate: float = real(0.002, 0.0, MAX_RATE)
    discriminator_rate: float = real(0.002, 0.0, MAX_RATE)
    discriminator_steps: int = whole(1, 1, MAX_DISCRIMINATOR_STEPS)
    batch_size: int = one_of(128, BATCH_SIZES)
    penalty: float = real(0.0, 0.0, MAX_PENALTY)
    seed: int = whole(0, 0, MAX_SEED)

    def __post_init__(self) -> None:
        check_fields(self)
        if self.points == OWN:
            check_own(self.own)

    @property
    def record(self) -> GanLoss:
        """The loss."""
        return GAN_LOSSES[self.loss]

    @property
    def real(self) -> PointDistribution:
        """What the generator is to imitate."""
        return point_set(self.points, self.own if self.points == OWN else ())

    @property
    def penalties(self) -> tuple[float, float, float]:
        """Weights of R1, of R2 and of the gradient penalty; see `dlcore.gan.penalties`."""
        record = self.record
        return (
            record.r1 + self.penalty,
            record.r2 + self.penalty,
            record.gradient_penalty,
        )
