"""What a GAN is made of and how it is trained: values alone, checked, no Keras."""

from __future__ import annotations

from dataclasses import dataclass

from dlcore.gan.losses import GAN_LOSSES, GanLoss
from dlcore.validation import ConfigError, check_choice, check_number, check_whole

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

    optimizer: str = "adam"
    learning_rate: float = 2e-3
    beta_1: float = 0.5
    beta_2: float = 0.99

    def __post_init__(self) -> None:
        check_choice("optimizer", self.optimizer, SIDE_OPTIMIZERS)
        check_number("learning_rate", self.learning_rate, 0.0, 1.0)
        check_number("beta_1", self.beta_1, 0.0, 0.999)
        check_number("beta_2", self.beta_2, 0.0, 0.9999)


@dataclass(frozen=True)
class GanConfig:
    """A generator, its discriminator and the game between them.

    Attributes:
        conditional: both networks take a label, the digit that is to be drawn or judged, beside
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

    Raises:
        ConfigError: a value outside its range, or two that contradict each other.
    """

    conditional: bool = True
    latent_dim: int = 64
    width: int = 32
    discriminator_width: int = 32
    loss: str = "hinge"
    generator: SideConfig = SideConfig()
    discriminator: SideConfig = SideConfig()
    discriminator_steps: int = 1
    label_smoothing: float = 0.0
    instance_noise: float = 0.0
    shift: int = 0
    r1: float | None = None
    r2: float | None = None
    class_weight: float = 0.0
    ema: float = 0.995

    def __post_init__(self) -> None:
        check_choice("conditional", self.conditional, (True, False))
        check_whole("latent_dim", self.latent_dim, 1, MAX_LATENT)
        check_whole("width", self.width, 4, MAX_WIDTH)
        check_whole("discriminator_width", self.discriminator_width, 4, MAX_WIDTH)
        check_choice("loss", self.loss, GAN_LOSSES)
        for name in ("generator", "discriminator"):
            _check_side(name, getattr(self, name))
        check_whole("discriminator_steps", self.discriminator_steps, 1, 10)
        check_number("label_smoothing", self.label_smoothing, 0.0, 0.5)
        check_number("instance_noise", self.instance_noise, 0.0, 1.0)
        check_whole("shift", self.shift, 0, 4)
        for name in ("r1", "r2"):
            if getattr(self, name) is not None:
                check_number(name, getattr(self, name), 0.0, 100.0)
        check_number("class_weight", self.class_weight, 0.0, 10.0)
        check_number("ema", self.ema, 0.0, 0.9999)
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


def _check_side(name: str, side: object) -> None:
    if not isinstance(side, SideConfig):
        raise ConfigError(
            "{field} must be a SideConfig. Received: {value}", field=name, value=repr(side)
        )
