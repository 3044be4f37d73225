"""What the two players of a GAN minimise: a table of records.

Scores are what the discriminator gives before any squashing: high for real. Each loss is the mean
over a batch of what stands in its formula, for a batch of real and one of generated scores.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dlcore.messages import N_

Scores = Any
"""(n,) or (n, 1) tensor of discriminator outputs, before any squashing."""

DiscriminatorLoss = Callable[[Scores, Scores, float], Any]
"""From scores of real images, scores of generated ones and label smoothing to a scalar tensor."""

GeneratorLoss = Callable[[Scores, Scores], Any]
"""From scores of real and of generated images to a scalar tensor."""


# In two lines, for a phone and for a column.
_CROSS_ENTROPY = (
    r"\begin{gathered} -\tfrac12\,\mathbb E\log\sigma(d) \\"
    r" -\tfrac12\,\mathbb E\log(1-\sigma(g)) \end{gathered}"
)


@dataclass(frozen=True)
class GanLoss:
    """One pair of losses.

    Attributes:
        title: its usual name.
        discriminator_formula, generator_formula: LaTeX; d is the score of a real image, g that of
            a generated one, sigma the logistic function, E the mean over the batch.
        discriminator, generator: the functions that are minimised.
        idea, trouble: what it changes, and what it does badly.
        reference: where it comes from.
        balance: values of the discriminator's and the generator's loss where the discriminator
            can tell nothing and gives every image the same score: 0.69 = ln 2 where the losses are
            cross-entropies, other numbers elsewhere.
        squashed: D(x) is the logistic function of the score, a probability; else the score itself.
        smooths: label smoothing means something: there are targets to smooth.
        pairs: the generator's loss looks at real images too.
        threshold: score above which the discriminator takes an image for real; None where only
            differences of scores count.
        gradient_penalty: weight lambda of `penalties.gradient_penalty` that belongs to the loss; 0
            for none.
        r1, r2: usual weights gamma of gamma/2 times `penalties.zero_centred_penalty` at real and at
            generated images.
    """

    title: str
    discriminator_formula: str
    generator_formula: str
    discriminator: DiscriminatorLoss
    generator: GeneratorLoss
    idea: str
    trouble: str
    reference: str
    balance: tuple[float, float]
    squashed: bool = False
    smooths: bool = False
    pairs: bool = False
    threshold: float | None = 0.0
    gradient_penalty: float = 0.0
    r1: float = 0.0
    r2: float = 0.0

    @property
    def has_ln2_line(self) -> bool:
        """Whether the discriminator's loss is ln 2 = 0.69 where all scores are the same."""
        return math.isclose(self.balance[0], math.log(2))


def _softplus(x: Scores) -> Any:
    from keras import ops

    return ops.softplus(x)


def _mean(x: Any) -> Any:
    from keras import ops

    return ops.mean(x)


def _relu(x: Any) -> Any:
    from keras import ops

    return ops.relu(x)


def _cross_entropy(real: Scores, fake: Scores, smoothing: float) -> Any:
    """-log sigma(d) is softplus(-d); a target of 1 - s adds s times the score."""
    return (_mean(_softplus(-real) + smoothing * real) + _mean(_softplus(fake))) / 2


def _minimax(real: Scores, fake: Scores) -> Any:
    return -_mean(_softplus(fake))


def _non_saturating(real: Scores, fake: Scores) -> Any:
    return _mean(_softplus(-fake))


def _hinge(real: Scores, fake: Scores, smoothing: float) -> Any:
    return _mean(_relu(1.0 - real)) + _mean(_relu(1.0 + fake))


def _score(real: Scores, fake: Scores) -> Any:
    return -_mean(fake)


def _wasserstein(real: Scores, fake: Scores, smoothing: float) -> Any:
    return _mean(fake) - _mean(real)


def _least_squares(real: Scores, fake: Scores, smoothing: float) -> Any:
    return (_mean((real - (1.0 - smoothing)) ** 2) + _mean(fake**2)) / 2


def _least_squares_generator(real: Scores, fake: Scores) -> Any:
    return _mean((fake - 1.0) ** 2) / 2


def _relativistic(real: Scores, fake: Scores, smoothing: float) -> Any:
    return _mean(_softplus(fake - real))


def _relativistic_generator(real: Scores, fake: Scores) -> Any:
    return _mean(_softplus(real - fake))


LN2 = math.log(2)

GAN_LOSSES: dict[str, GanLoss] = {
    "non-saturating": GanLoss(
        N_("Non-saturating"),
        _CROSS_ENTROPY,
        r"-\mathbb E\log\sigma(g)",
        _cross_entropy,
        _non_saturating,
        N_(
            "The generator maximises the probability that its images pass for real: its slope is "
            "steepest where it does worst."
        ),
        N_("Without a penalty the discriminator grows too sure, and the two circle each other."),
        "Goodfellow et al., Generative adversarial nets (2014), section 3",
        balance=(LN2, LN2),
        squashed=True,
        smooths=True,
    ),
    "minimax": GanLoss(
        N_("Minimax"),
        _CROSS_ENTROPY,
        r"\mathbb E\log(1-\sigma(g))",
        _cross_entropy,
        _minimax,
        N_("The game as it was first written down: what one player wins the other loses."),
        N_(
            "Where the discriminator is sure that an image is generated, the slope for the "
            "generator vanishes. It learns least when it has most to learn."
        ),
        "Goodfellow et al., Generative adversarial nets (2014), eq. 1",
        balance=(LN2, -LN2),
        squashed=True,
        smooths=True,
    ),
    "hinge": GanLoss(
        N_("Hinge"),
        r"\mathbb E\max(0,\,1-d)+\mathbb E\max(0,\,1+g)",
        r"-\mathbb E\,g",
        _hinge,
        _score,
        N_(
            "The discriminator stops caring about images that it gets right by a margin of 1, and "
            "the generator always has a slope."
        ),
        N_("Scores are no probabilities, and their size can drift without a penalty."),
        "Lim and Ye, Geometric GAN (2017), eq. 17; Miyato et al. (2018)",
        balance=(2.0, 0.0),
    ),
    "wgan-gp": GanLoss(
        N_("Wasserstein with gradient penalty"),
        r"\mathbb E\,g-\mathbb E\,d+\lambda\,\mathbb E\,(\lVert\nabla_{\hat x}D\rVert-1)^2",
        r"-\mathbb E\,g",
        _wasserstein,
        _score,
        N_(
            "The discriminator measures how far the two distributions are apart, and its loss "
            "tells how good the images are. The penalty holds its slope at 1."
        ),
        N_("Wants several turns of the discriminator for each of the generator, and is slow."),
        "Gulrajani et al., Improved training of Wasserstein GANs (2017), eq. 3",
        balance=(0.0, 0.0),
        threshold=None,
        gradient_penalty=10.0,
    ),
    "lsgan": GanLoss(
        N_("Least squares"),
        r"\tfrac12\,\mathbb E\,(d-1)^2+\tfrac12\,\mathbb E\,g^2",
        r"\tfrac12\,\mathbb E\,(g-1)^2",
        _least_squares,
        _least_squares_generator,
        N_("Squared distance to the targets 1 and 0: no slope vanishes far from them."),
        N_("Outliers count squared, and the scores can still run away from each other."),
        "Mao et al., Least squares generative adversarial networks (2017), eq. 9",
        balance=(0.25, 0.125),
        smooths=True,
        threshold=0.5,
    ),
    "rpgan": GanLoss(
        N_("Relativistic pairs with R1 and R2"),
        r"\mathbb E\log(1+e^{\,g-d})+\tfrac{\gamma}{2}\,\mathbb E\,"
        r"(\lVert\nabla D\rVert^2_{\text{real}}+\lVert\nabla D\rVert^2_{\text{fake}})",
        r"\mathbb E\log(1+e^{\,d-g})",
        _relativistic,
        _relativistic_generator,
        N_(
            "Each generated image is compared with a real one, which keeps modes from being "
            "dropped. With both penalties on the slope the game provably settles once it is near "
            "its equilibrium."
        ),
        N_("The two penalties need second derivatives: a step costs about half as much again."),
        "Huang et al., The GAN is dead; long live the GAN! R3GAN (2024), eq. 2-4",
        balance=(LN2, LN2),
        pairs=True,
        threshold=None,
        r1=0.1,
        r2=0.1,
    ),
}
"""Every loss of the lab by name, the usual one first. A new one is a new entry."""
