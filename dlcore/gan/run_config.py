"""One training of a GAN, and ready-made ones by name."""

from __future__ import annotations

from dataclasses import dataclass, field

from dlcore.gan.config import GanConfig
from dlcore.training.recipe import DataRecipe
from dlcore.validation import ConfigError, check_fields, one_of, real, whole

GAN_SCHEDULES = ("constant", "cosine")


@dataclass(frozen=True)
class GanRunConfig:
    """One run, told apart from another by its values alone.

    Attributes:
        gan: who plays.
        batch_size: real images a turn of the discriminator, 8-1024, and images of the generator.
        epochs: passes over the training images, 1-500; of a small set of one's own over as many
            copies as `training.make_gan_plan` makes of it.
        schedule: of both learning rates: "constant", or "cosine", which is constant over the first
            half and then falls to nothing.
        train_share: the first share of the training images that is used, 0.001 to 1.
        seed: of the initial weights, the order of the images and all noise.
        judge: name of the shipped classifier that looks at the drawings while it trains. It teaches
            the generator nothing. Of another set than MNIST it measures the distance alone: what
            reads its classes is a `SetJudge`.
        set: which data set it is, by its fingerprint, see `DataSet.fingerprint`; "" for MNIST.

    Raises:
        ConfigError: a value outside its range.
    """

    gan: GanConfig = field(default_factory=GanConfig)
    batch_size: int = whole(64, 8, 1024)
    epochs: int = whole(10, 1, 500)
    schedule: str = one_of("constant", GAN_SCHEDULES)
    train_share: float = real(1.0, 0.001, 1.0)
    seed: int = whole(0, 0, 2**32 - 1)
    judge: str = one_of("cnn-tutorial", ("cnn", "cnn-tutorial"))
    set: str = ""

    def __post_init__(self) -> None:
        if not isinstance(self.gan, GanConfig):
            raise ConfigError("gan must be a GanConfig. Received: {value}", value=repr(self.gan))
        check_fields(self)
        DataRecipe(set=self.set)  # which says what is wrong with it

    @property
    def data(self) -> DataRecipe:
        """The same as a training of a classifier has it: which images, as they are."""
        return DataRecipe(set=self.set)


GAN_PRESETS: dict[str, GanRunConfig] = {
    "live": GanRunConfig(GanConfig(class_weight=0.3), epochs=6, schedule="cosine"),
    "shipped": GanRunConfig(GanConfig(class_weight=0.2, r1=0.05, ema=0.999), epochs=62),
}
"""Ready-made runs by name: one to watch, and the one of the generator that ships."""
