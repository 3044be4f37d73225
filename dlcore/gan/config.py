"""What a GAN is made of and how it is trained: values alone, checked, no Keras."""

from __future__ import annotations

from dataclasses import dataclass

from dlcore.contract import CLASSES, MOST_CLASSES
from dlcore.gan.losses import GAN_LOSSES, GanLoss
from dlcore.validation import ConfigError, check_fields, check_kind, one_of, real, whole

MAX_LATENT = 512
MAX_WIDTH = 256
SIDE_OPTIMIZERS = ("adam", "rmsprop", "sgd")


@dataclass(frozen=True)
class SideConfig:
    """How one of the two players learns.

    Attributes:
        optimizer: one of `SIDE_OPTIMIZERS`.
        learning_rate: 0 to 1; 0 freezes this side.
        beta_1: decay of the running mean of the gradient, 0 to 0.999; momentum for "sgd"; unused
            by "rmsprop".
        beta_2: decay of the running mean of its square, 0 to 0.9999; rho for "rmsprop"; unused by
            "sgd".

    Raises:
        ConfigError: a value outside its range.
    """

    optimizer: str = one_of("adam", SIDE_OPTIMIZERS)
    learning_rate: float = real(2e-3, 0.0, 1.0)
    beta_1: float = real(0.5, 0.0, 0.999)
    beta_2: float = real(0.99, 0.0, 0.9999)

    def __post_init__(self) -> None:
        check_fields(self)


@dataclass(frozen=True)
class GanConfig:
    """A generator, its discriminator and the game between them.

    Attributes:
        conditional: both networks take a label, the class that is to be drawn or judged, beside
            their other input (Mirza and Osindero 2014).
        latent_dim: numbers in the noise vector z, 1-512, each from the standard normal.
        width: feature maps of the generator at 14x14 pixels, 4-256; twice as many at 7x7.
        discriminator_width: of the discriminator's first convolution, 4-256; twice as many after.
        loss: a name in `GAN_LOSSES`.
        generator, discriminator: how each side learns.
        discriminator_steps: turns of the discriminator for each turn of the generator, 1-10, each
            on images of its own.
        label_smoothing: real images are to score 1 minus this, 0 to 0.5 (Salimans et al. 2016);
            for losses that have targets.
        instance_noise: standard deviation of noise on what the discriminator sees, in units where
            an image goes from -1 to 1, 0 to 1; falls to nothing over the run (Sonderby et al.
            2017).
        shift: all that the discriminator sees is moved by up to so many pixels, 0-4, real and
            generated images alike, so that it cannot learn the real ones by heart (Zhao et al.
            2020).
        r1, r2: weights gamma of gamma/2 |grad D|^2 at real and at generated images, 0 to 100
            (Mescheder et al. 2018, eq. 9); None takes what belongs to the loss.
        class_weight: weight of an auxiliary classifier in both losses, 0 to 10 (Odena et al.
            2017); for a conditional GAN.
        ema: decay of the exponential moving average of the generator's weights, with which samples
            are drawn (Yazici et al. 2019): w_ema = ema w_ema + (1 - ema) w after each step, 0 to
            0.9999; 0 draws with the generator as it is.
        classes: how many the images are of, 2-100; ten digits.

    Raises:
        ConfigError: a value outside its range, or two that contradict each other.
    """

    conditional: bool = one_of(True)
    latent_dim: int = whole(64, 1, MAX_LATENT)
    width: int = whole(32, 4, MAX_WIDTH)
    discriminator_width: int = whole(32, 4, MAX_WIDTH)
    loss: str = one_of("hinge", GAN_LOSSES)
    generator: SideConfig = SideConfig()
    discriminator: SideConfig = SideConfig()
    discriminator_steps: int = whole(1, 1, 10)
    label_smoothing: float = real(0.0, 0.0, 0.5)
    instance_noise: float = real(0.0, 0.0, 1.0)
    shift: int = whole(0, 0, 4)
    r1: float | None = real(None, 0.0, 100.0, optional=True)
    r2: float | None = real(None, 0.0, 100.0, optional=True)
    class_weight: float = real(0.0, 0.0, 10.0)
    ema: float = real(0.995, 0.0, 0.9999)
    classes: int = whole(CLASSES, 2, MOST_CLASSES)

    def __post_init__(self) -> None:
        check_fields(self)
        for name in ("generator", "discriminator"):
            check_kind(name, getattr(self, name), SideConfig)
        self._check_agreement()

    @property
    def record(self) -> GanLoss:
        """The loss."""
        return GAN_LOSSES[self.loss]

    @property
    def penalties(self) -> tuple[float, float]:
        """Weights of R1 and R2, those of the loss where none are set."""
        record = self.record
        r1 = record.r1 if self.r1 is None else self.r1
        r2 = record.r2 if self.r2 is None else self.r2
        return float(r1), float(r2)

    def _check_agreement(self) -> None:
        if self.label_smoothing and not self.record.smooths:
            raise ConfigError(
                "label_smoothing needs a loss with targets, one of {expected}. Received: {loss}",
                expected=", ".join(name for name, loss in GAN_LOSSES.items() if loss.smooths),
                loss=self.loss,
            )
        if self.class_weight and not self.conditional:
            raise ConfigError(
                "class_weight must be 0 where the generator is not told which digit to draw. "
                "Received: {value}",
                value=self.class_weight,
            )
