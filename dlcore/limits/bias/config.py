"""What the experiment is set to, and what it finds."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dlcore.contract import CLASSES, MOST_CLASSES
from dlcore.data.dataset import DIGITS
from dlcore.limits.bias.groups import KINDS, members
from dlcore.training import DataRecipe
from dlcore.training.result import TaskResult
from dlcore.validation import ConfigError, check_fields, check_whole, one_of, whole

FEWEST_IMAGES = 20


@dataclass(frozen=True)
class BiasConfig:
    """What the experiment is set to.

    Attributes:
        kind: what is thinned: a name in `KINDS`.
        digit: which class, where that is one: a digit, or the index of another class.
        rival: the class that is thinned for another network, which fails others. Where a kind of
            writing is thinned, that is the opposite one.
        left: how many images of it are left, 0-1000; the first ones.
        images: how many there are before, 1-20,000; the first ones.
        epochs: of each network, 0-100.
        collected: how many more of the rare ones are found where data is the cure, 0-1000.
        seed: of all chance in it.
        set: which data set it is, by its fingerprint, see `DataSet.fingerprint`; "" for MNIST.
        classes: how many it has.

    Raises:
        ConfigError: a value outside its range; settings with which nothing can be found out.
    """

    kind: str = one_of("digit", KINDS)
    digit: int = whole(8, 0, MOST_CLASSES - 1)
    rival: int = whole(3, 0, MOST_CLASSES - 1)
    left: int = whole(20, 0, 1000)
    images: int = whole(12_000, 1, 20_000)
    epochs: int = whole(2, 0, 100)
    collected: int = whole(200, 0, 1000)
    seed: int = whole(0, 0, 2**31 - 1)
    set: str = ""
    classes: int = whole(CLASSES, 2, MOST_CLASSES)

    def __post_init__(self) -> None:
        check_fields(self)
        DataRecipe(set=self.set)  # which knows what a fingerprint is
        if self.kind == "digit":
            self._check_classes()
        if self.images < FEWEST_IMAGES:
            raise ConfigError(
                "With fewer than {fewest} images there is no network to speak of, and so nothing "
                "to say of whom it fails. Received: {images}",
                fewest=FEWEST_IMAGES,
                images=self.images,
            )
        if not self.epochs:
            raise ConfigError(
                "With 0 epochs nothing is learnt: whom a network fails then says nothing of its "
                "data."
            )

    def _check_classes(self) -> None:
        for name in ("digit", "rival"):
            check_whole(name, getattr(self, name), 0, self.classes - 1)
        if self.digit == self.rival and not self.set:
            raise ConfigError(
                "Both networks would lack the {digit}: two victims can be compared only where they "
                "differ.",
                digit=self.digit,
            )
        if self.digit == self.rival:
            raise ConfigError(
                "Both networks would lack the same class: two victims can be compared only where "
                "they differ."
            )
        if self.classes == 2 and not self.left:
            raise ConfigError(
                "Of two classes with none left of one there is nothing to tell apart: leave one "
                "image at least."
            )

    @property
    def opposite(self) -> tuple[str, int]:
        """Kind and digit of what the other network lacks."""
        return KINDS[self.kind].opposite, self.rival


def check_set(there: int) -> None:
    """Raises ConfigError where a data set has too few training images for any network."""
    if there < FEWEST_IMAGES:
        raise ConfigError(
            "Whom a network fails takes {fewest} images to learn from at least. This set has "
            "{there}.",
            fewest=FEWEST_IMAGES,
            there=there,
        )


@dataclass(frozen=True, kw_only=True)
class BiasNetwork:
    """One of the networks.

    Attributes:
        name: in `NETWORKS`.
        images: different ones that it was trained on, or copies that were made.
        shown: images in an epoch, with those that come more than once.
        rare: different real images of the thinned kind among them.
        seconds: that its training took, test included.
        guesses: (n,) uint8, what it says of each test image.
    """

    name: str
    images: int
    shown: int
    rare: int
    seconds: float
    guesses: NDArray[np.uint8]


@dataclass(frozen=True, kw_only=True)
class BiasResult(TaskResult):
    """What it has found; in part where it was stopped or still goes.

    Attributes, beside those of every task:
        config: with which.
        source: of the images, see `Mnist.source`.
        labels: (n,) uint8, the digits or classes of the test images.
        parts: of each way to group writing, "stroke" and "slant", which fifth each test image
            belongs to, (n,) uint8.
        middles: of each, the medians of its fifths, pixels or degrees; NaN where one is empty.
        available: images of the thinned kind before it was thinned.
        examples: (k, 28, 28) uint8, the first test images of the thinned kind.
        places: (k,) int32, which test images these are.
        networks: those that are trained, see `NETWORKS`; perhaps none.
        names: what the classes are called.
        name: of the data set.
        writers: (n,) int32, who drew each test image; None where unknown.
    """

    config: BiasConfig
    source: str
    labels: NDArray[np.uint8]
    parts: dict[str, NDArray[np.uint8]]
    middles: dict[str, tuple[float, ...]]
    available: int
    examples: NDArray[np.uint8]
    places: NDArray[np.int32]
    networks: tuple[BiasNetwork, ...] = field(default=())
    names: tuple[str, ...] = DIGITS
    name: str = "MNIST"
    writers: NDArray[np.int32] | None = None

    def network(self, name: str) -> BiasNetwork | None:
        """The one of that name; None where it was not trained."""
        return next((one for one in self.networks if one.name == name), None)

    @property
    def rare(self) -> NDArray[np.bool_]:
        """(n,) which test images are of the thinned kind."""
        return members(self.config.kind, self.config.digit, self.labels, self.parts)

    @property
    def rival(self) -> NDArray[np.bool_]:
        """(n,) which are of the kind that the other network lacks."""
        return members(*self.config.opposite, self.labels, self.parts)
