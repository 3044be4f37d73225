"""The optimizers of Keras, each with its update rule, its idea, its trouble and its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from dlcore.messages import N_

if TYPE_CHECKING:
    import keras


@dataclass(frozen=True)
class OptimizerSpec:
    """An optimizer: the name of a class in `keras.optimizers` and its keywords but the rate."""

    kind: str
    arguments: Mapping[str, Any] = field(default_factory=dict)

    def make(self, learning_rate: Any) -> keras.optimizers.Optimizer:
        """A new Keras optimizer; `learning_rate` as Keras takes it, a schedule too."""
        import keras

        return getattr(keras.optimizers, self.kind)(learning_rate=learning_rate, **self.arguments)


@dataclass(frozen=True)
class OptimizerRecord:
    """What is known of an optimizer, beside the Keras object itself.

    Attributes:
        label: its name, the same in every language.
        spec: how Keras makes it.
        formula: one step in LaTeX. theta: weights, g: gradient, eta: learning rate, t: step from 1;
            products, roots and quotients are taken elementwise.
        idea, trouble: one or two sentences each, English msgids.
        reference: where it was published.
        step: what the length of a step is proportional to: "gradient" (the rate times the size of
            the gradient) or "rate" (the rate alone, however steep it is).
        factor: its usual rate on a surface, in units of `Surface.usual_rates[step]`.
    """

    label: str
    spec: OptimizerSpec
    formula: str
    idea: str
    trouble: str
    reference: str
    step: Literal["gradient", "rate"] = "rate"
    factor: float = 1.0


OPTIMIZERS: dict[str, OptimizerRecord] = {
    "sgd": OptimizerRecord(
        "SGD",
        OptimizerSpec("SGD"),
        r"\theta \leftarrow \theta - \eta\, g",
        N_("Goes straight downhill: a step is the slope times the learning rate."),
        N_(
            "Above 2 / curvature it overshoots further each time. In a ravine the steep direction "
            "dictates a rate at which the flat one hardly moves."
        ),
        "Cauchy: Méthode générale pour la résolution des systèmes d'équations simultanées (1847); "
        "Robbins and Monro: A stochastic approximation method (1951)",
        step="gradient",
    ),
    "momentum": OptimizerRecord(
        "Momentum",
        OptimizerSpec("SGD", {"momentum": 0.9}),
        r"v \leftarrow \beta v - \eta\, g,\quad \theta \leftarrow \theta + v",
        N_(
            "A heavy ball: slopes that agree add up, slopes that change sign cancel. With a "
            "momentum of 0.9 it runs up to ten times as fast as SGD."
        ),
        N_("It rolls past the minimum and comes back in circles before it settles."),
        "Polyak: Some methods of speeding up the convergence of iteration methods (1964)",
        step="gradient",
        factor=0.25,
    ),
    "nesterov": OptimizerRecord(
        "Nesterov",
        OptimizerSpec("SGD", {"momentum": 0.9, "nesterov": True}),
        r"v \leftarrow \beta v - \eta\, g,\quad \theta \leftarrow \theta + \beta v - \eta\, g",
        N_("Momentum that looks ahead: it brakes before it has overshot, and circles less."),
        N_("The rate still has to suit the steepest direction."),
        "Nesterov: A method of solving a convex programming problem with convergence rate "
        "O(1/k²) (1983); Sutskever et al.: On the importance of initialization and momentum "
        "(2013)",
        step="gradient",
        factor=0.25,
    ),
    "rmsprop": OptimizerRecord(
        "RMSprop",
        OptimizerSpec("RMSprop"),
        r"s \leftarrow \rho s + (1-\rho)\, g^2,\quad "
        r"\theta \leftarrow \theta - \frac{\eta\, g}{\sqrt{s + \epsilon}}",
        N_(
            "Divides each slope by its own recent size, so that steep and flat directions move at "
            "the same pace."
        ),
        N_(
            "Near a minimum it still takes steps of about the learning rate, and jitters there "
            "until the rate falls."
        ),
        "Tieleman and Hinton: Lecture 6.5, COURSERA: Neural Networks for Machine Learning (2012)",
    ),
    "adam": OptimizerRecord(
        "Adam",
        OptimizerSpec("Adam"),
        r"m \leftarrow \beta_1 m + (1-\beta_1)\, g,\quad v \leftarrow \beta_2 v + (1-\beta_2)\, "
        r"g^2,\quad \theta \leftarrow \theta - \eta\, \frac{\sqrt{1-\beta_2^t}}{1-\beta_1^t}\, "
        r"\frac{m}{\sqrt{v} + \epsilon}",
        N_(
            "Momentum and RMSprop together, both corrected for having started at zero: the first "
            "steps are as long as the learning rate."
        ),
        N_(
            "It remembers steep slopes for about a thousand steps and is slow afterwards; with "
            "momentum it overshoots too."
        ),
        "Kingma and Ba: Adam, a method for stochastic optimization (2015), algorithm 1",
    ),
    "adamw": OptimizerRecord(
        "AdamW",
        OptimizerSpec("AdamW"),
        r"\theta \leftarrow \theta - \eta\lambda\theta,\quad \text{then Adam's step}",
        N_("Adam that also pulls all weights a little towards zero at each step."),
        N_(
            "The pull moves the place where it comes to rest: a little beside the minimum, towards "
            "the origin."
        ),
        "Loshchilov and Hutter: Decoupled weight decay regularization (2019), algorithm 2",
    ),
    "adagrad": OptimizerRecord(
        "Adagrad",
        OptimizerSpec("Adagrad"),
        r"s \leftarrow s + g^2,\quad "
        r"\theta \leftarrow \theta - \frac{\eta\, g}{\sqrt{s + \epsilon}}",
        N_(
            "Divides each slope by the root of the sum of all its squares so far: seldom moved "
            "weights keep long steps."
        ),
        N_("The sum only grows, so the steps only shrink: it may stop long before the minimum."),
        "Duchi, Hazan and Singer: Adaptive subgradient methods (2011)",
        factor=5.0,
    ),
    "lion": OptimizerRecord(
        "Lion",
        OptimizerSpec("Lion"),
        r"\theta \leftarrow \theta - \eta\, \operatorname{sign}(\beta_1 m + (1-\beta_1)\, g),\quad "
        r"m \leftarrow \beta_2 m + (1-\beta_2)\, g",
        N_(
            "Uses only the sign of a moving average: every step is the learning rate in each "
            "direction. The rule was found by a program search."
        ),
        N_(
            "It cannot take a short step: without a schedule it hops about the minimum for ever. "
            "It needs a rate several times lower than Adam's."
        ),
        "Chen et al.: Symbolic discovery of optimization algorithms (2023), algorithm 2",
        factor=0.5,
    ),
    "muon": OptimizerRecord(
        "Muon",
        OptimizerSpec("Muon"),
        r"\theta \leftarrow \theta - \eta\lambda\theta,\quad "
        r"m \leftarrow \mu m + g,\quad \theta \leftarrow \theta - 0.2\, \eta \sqrt{\max(n, k)}\; "
        r"\operatorname{NS}_5(g + \mu m)",
        N_(
            "Makes the momentum of an n × k weight matrix orthogonal, so that the step is equally "
            "long in all its directions (NS: five Newton–Schulz iterations). The point here is a "
            "1 × 2 matrix, so that Keras takes Muon's step and not Adam's. For one row it means a "
            "step of nearly the same length in the direction of the momentum."
        ),
        N_(
            "On a single row it cannot show its strength, which lies in large matrices. The steps "
            "do not become shorter by themselves."
        ),
        "Jordan et al.: Muon, an optimizer for hidden layers in neural networks (2024); "
        "Liu et al.: Muon is scalable for LLM training (2025)",
        factor=2.0,
    ),
    "nadam": OptimizerRecord(
        "Nadam",
        OptimizerSpec("Nadam"),
        r"\theta \leftarrow \theta - \frac{\eta}{\sqrt{\hat v} + \epsilon} \left( "
        r"\frac{\mu_{t+1}\, m}{1 - \prod_{i=1}^{t+1} \mu_i} + "
        r"\frac{(1-\mu_t)\, g}{1 - \prod_{i=1}^{t} \mu_i} \right)",
        N_("Adam with Nesterov's look ahead in place of plain momentum."),
        N_("Like Adam it is slow after steep slopes."),
        "Dozat: Incorporating Nesterov momentum into Adam (2016)",
    ),
    "adamax": OptimizerRecord(
        "Adamax",
        OptimizerSpec("Adamax"),
        r"u \leftarrow \max(\beta_2 u,\, |g|),\quad \theta \leftarrow \theta - "
        r"\frac{\eta}{1-\beta_1^t}\, \frac{m}{u + \epsilon}",
        N_("Adam that divides by the largest recent slope instead of a root mean square."),
        N_("One very steep slope makes its steps short for a long time."),
        "Kingma and Ba: Adam, a method for stochastic optimization (2015), algorithm 2",
        factor=2.0,
    ),
    "adadelta": OptimizerRecord(
        "Adadelta",
        OptimizerSpec("Adadelta"),
        r"\Delta = -\frac{\sqrt{d + \epsilon}}{\sqrt{s + \epsilon}}\, g,\quad "
        r"d \leftarrow \rho d + (1-\rho)\, \Delta^2,\quad "
        r"\theta \leftarrow \theta + \eta\, \Delta",
        N_(
            "Sets its own step length from the steps it has taken, so that it was meant to need no "
            "learning rate (η = 1)."
        ),
        N_("It starts with steps of a thousandth and takes hundreds of them to get going."),
        "Zeiler: ADADELTA, an adaptive learning rate method (2012), algorithm 1",
        factor=20.0,
    ),
    "adafactor": OptimizerRecord(
        "Adafactor",
        OptimizerSpec("Adafactor"),
        r"\theta \leftarrow \theta - \min\!\left(\eta, \tfrac{1}{\sqrt t}\right) "
        r"\max(\epsilon_2, \operatorname{RMS}(\theta))\, "
        r"\frac{u}{\max(1, \operatorname{RMS}(u))},\quad u = \frac{g}{\sqrt{\hat v}}",
        N_(
            "Adam with little memory: of the squared slopes of a matrix it keeps one mean a row "
            "and one a column. Steps are measured against the size of the weights."
        ),
        N_("Near the origin the weights are small and so are the steps."),
        "Shazeer and Stern: Adafactor, adaptive learning rates with sublinear memory cost (2018)",
    ),
    "ftrl": OptimizerRecord(
        "FTRL",
        OptimizerSpec("Ftrl"),
        r"z \leftarrow z + g - \frac{\sqrt{n + g^2} - \sqrt{n}}{\eta}\, \theta,\quad "
        r"n \leftarrow n + g^2,\quad \theta \leftarrow -\frac{\eta\, z}{\sqrt{n}}",
        N_(
            "“Follow the regularised leader”: the weights are worked out anew from the sum of all "
            "slopes. Made for click prediction with millions of sparse features."
        ),
        N_(
            "It takes the origin for the place where everything began: where the slopes are "
            "small, the first steps leap towards it, and a falling rate draws it back there."
        ),
        "McMahan et al.: Ad click prediction, a view from the trenches (2013), algorithm 1",
        factor=5.0,
    ),
    "lamb": OptimizerRecord(
        "LAMB",
        OptimizerSpec("Lamb"),
        r"\theta \leftarrow \theta - \eta\, \frac{\lVert\theta\rVert}{\lVert r\rVert}\, r,\quad "
        r"r = \frac{\hat m}{\sqrt{\hat v} + \epsilon}",
        N_(
            "Adam whose step is as long as a set share of the weights of the layer: made for "
            "batches of tens of thousands."
        ),
        N_("Its steps never shrink by themselves, and near the origin they are tiny."),
        "You et al.: Large batch optimization for deep learning (2020), algorithm 2",
        factor=0.5,
    ),
    "schedule_free_adamw": OptimizerRecord(
        "ScheduleFreeAdamW",
        OptimizerSpec("ScheduleFreeAdamW"),
        r"z \leftarrow z - \eta\, \frac{g}{\sqrt{\hat v} + \epsilon},\quad "
        r"x \leftarrow \left(1-\tfrac1t\right) x + \tfrac1t z,\quad "
        r"\theta = (1-\beta_1)\, z + \beta_1 x",
        N_(
            "Takes the slope between the running point and the mean of all points so far; "
            "averaging does what a falling learning rate would do."
        ),
        N_("The mean keeps its early, bad points for long: the end is slow without a warm-up."),
        "Defazio et al.: The road less scheduled (2024)",
        factor=3.0,
    ),
}
"""Every optimizer of Keras by name, the best known first. A new one is a new entry."""

WRAPPERS = ("LossScaleOptimizer", "MultiOptimizer", "OptimizerMap")
"""Classes of `keras.optimizers` that are no optimizers of their own: they hold others."""
