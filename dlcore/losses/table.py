"""Loss functions: a table of records over the real Keras objects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dlcore.losses.parameters import ALPHA, DELTA, GAMMA, SMOOTHING
from dlcore.messages import N_
from dlcore.parameters import Hyperparameter
from dlcore.validation import check_choice, check_number

if TYPE_CHECKING:
    import keras

FAMILIES = {
    "regression": N_("Regression"),
    "probability": N_("Probability"),
    "margin": N_("Margin"),
}
"""What target and prediction are: two real numbers; a probability each; the label -1 or +1 and a
score of any size."""


@dataclass(frozen=True)
class Loss:
    """One loss function.

    Attributes:
        name: of the function in `keras.losses`.
        title: its usual name.
        short: its name in few words.
        keras_class: name of the class in `keras.losses`.
        family: a key of `FAMILIES`.
        formula: LaTeX; y is the target, ŷ the prediction, k a class.
        gradient: LaTeX of its derivative with respect to ŷ, or to ŷ of class k.
        use: what it is taken for.
        trouble: what it does badly.
        reference: where it comes from or is treated.
        parameters: keywords that can be set.
        two_classes: it compares distributions; of one number it is that of (1 - ŷ, ŷ) against
            (1 - y, y).
        takes_logits: it has the keyword `from_logits`.
    """

    name: str
    title: str
    short: str
    keras_class: str
    family: str
    formula: str
    gradient: str
    use: str
    trouble: str
    reference: str
    parameters: tuple[Hyperparameter, ...] = ()
    two_classes: bool = False
    takes_logits: bool = False


@dataclass(frozen=True)
class LossChoice:
    """A loss with its parameters.

    Attributes:
        name: a key of `LOSSES`.
        arguments: by keyword; what is left out has Keras' default.

    Raises:
        ConfigError: an unknown name or keyword, or a value outside its range.
    """

    name: str
    arguments: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        check_choice("loss", self.name, LOSSES)
        known = {p.keyword: p for p in self.record.parameters}
        for keyword, value in self.arguments.items():
            check_choice("parameter", keyword, known)
            check_number(keyword, value, known[keyword].low, known[keyword].high)

    @property
    def record(self) -> Loss:
        return LOSSES[self.name]

    def build(self, from_logits: bool = False, **more: object) -> keras.losses.Loss:
        """The Keras object, in float64.

        Args:
            from_logits: passed on where the loss has this keyword.
            more: further keywords of the class, such as `reduction`.
        """
        import keras

        logits = {"from_logits": from_logits} if self.record.takes_logits else {}
        kind = getattr(keras.losses, self.record.keras_class)
        return kind(**self.arguments, **logits, dtype="float64", **more)


LOSSES: dict[str, Loss] = {
    loss.name: loss
    for loss in (
        Loss(
            name="mean_squared_error",
            title=N_("Mean squared error (MSE)"),
            short=N_("MSE"),
            keras_class="MeanSquaredError",
            family="regression",
            formula=r"(\hat y - y)^2",
            gradient=r"2\,(\hat y - y)",
            use=N_("The usual one for regression. Its best constant prediction is the mean."),
            trouble=N_("An error ten times as large counts a hundred times: one outlier rules."),
            reference="Gauss, Theoria motus corporum coelestium (1809)",
        ),
        Loss(
            name="mean_absolute_error",
            title=N_("Mean absolute error (MAE)"),
            short=N_("MAE"),
            keras_class="MeanAbsoluteError",
            family="regression",
            formula=r"|\hat y - y|",
            gradient=r"\operatorname{sign}(\hat y - y)",
            use=N_("Data with outliers. Its best constant prediction is the median."),
            trouble=N_(
                "The gradient is as large next to the target as far away: with a constant learning "
                "rate the prediction goes to and fro around it. At 0 TensorFlow takes the slope 0."
            ),
            reference="Laplace (1774); Koenker and Bassett, Regression quantiles (1978)",
        ),
        Loss(
            name="huber",
            title=N_("Huber"),
            short=N_("Huber"),
            keras_class="Huber",
            family="regression",
            formula=(
                r"\begin{cases}\frac12(\hat y-y)^2 & |\hat y-y|\le\delta\\"
                r"\delta\,|\hat y-y|-\frac12\delta^2 & \text{else}\end{cases}"
            ),
            gradient=r"\max(-\delta,\ \min(\delta,\ \hat y-y))",
            use=N_("Outliers, and precision near the target too: squared inside, linear outside."),
            trouble=N_("Delta has to be chosen, in the unit of the target."),
            reference="Huber, Robust estimation of a location parameter (1964), eq. 3.6",
            parameters=(DELTA,),
        ),
        Loss(
            name="log_cosh",
            title=N_("Log-cosh"),
            short=N_("Log-cosh"),
            keras_class="LogCosh",
            family="regression",
            formula=r"\log\cosh(\hat y - y)",
            gradient=r"\tanh(\hat y - y)",
            use=N_("As Huber with delta 1, but smooth everywhere and with nothing to choose."),
            trouble=N_("Where it turns from squared to linear is fixed: scale the targets first."),
            reference="Saleh and Saleh, Statistical properties of the log-cosh loss (2022)",
        ),
        Loss(
            name="binary_crossentropy",
            title=N_("Binary cross-entropy"),
            short=N_("Binary cross-entropy"),
            keras_class="BinaryCrossentropy",
            family="probability",
            formula=r"-y\log\hat y-(1-y)\log(1-\hat y)",
            gradient=r"\frac{\hat y-y}{\hat y\,(1-\hat y)}",
            use=N_("Yes or no, and several labels at once. With a sigmoid its gradient is p − y."),
            trouble=N_(
                "Sure and wrong costs without limit. Keras clips probabilities to 1e-7 … 1 − 1e-7: "
                "the loss ends at 16.1, and the gradient at exactly 0 and 1 is 0. Logits avoid it."
            ),
            reference="Cox, The regression analysis of binary sequences (1958)",
            parameters=(SMOOTHING,),
            takes_logits=True,
        ),
        Loss(
            name="binary_focal_crossentropy",
            title=N_("Binary focal"),
            short=N_("Binary focal"),
            keras_class="BinaryFocalCrossentropy",
            family="probability",
            formula=(
                r"\begin{aligned}&-(1-p_t)^\gamma\,\log p_t\\"
                r"&p_t=y\hat y+(1-y)(1-\hat y)\end{aligned}"
            ),
            gradient=(
                r"\begin{aligned}\pm\Big[&\gamma(1-p_t)^{\gamma-1}\log p_t\\"
                r"&-(1-p_t)^\gamma/p_t\Big],\ y\in\{1,0\}\end{aligned}"
            ),
            use=N_("Many easy examples and few that matter, as in object detection."),
            trouble=N_(
                "Gamma has to be chosen, and the probabilities come out less sure than they should."
            ),
            reference="Lin et al., Focal loss for dense object detection (2017), eq. 4",
            parameters=(GAMMA, SMOOTHING),
            takes_logits=True,
        ),
        Loss(
            name="categorical_crossentropy",
            title=N_("Categorical cross-entropy"),
            short=N_("Categorical cross-entropy"),
            keras_class="CategoricalCrossentropy",
            family="probability",
            formula=r"-\sum_k y_k\log\hat y_k",
            gradient=r"-\frac{y_k}{\hat y_k}",
            use=N_("One of several classes. For two classes it equals binary cross-entropy."),
            trouble=N_(
                "Only the probability of the right class counts. Keras clips it to 1e-7 … 1 − 1e-7."
            ),
            reference="Bridle, Probabilistic interpretation of feedforward networks (1990)",
            parameters=(SMOOTHING,),
            two_classes=True,
            takes_logits=True,
        ),
        Loss(
            name="categorical_focal_crossentropy",
            title=N_("Categorical focal"),
            short=N_("Categorical focal"),
            keras_class="CategoricalFocalCrossentropy",
            family="probability",
            formula=r"-\sum_k \alpha\,(1-\hat y_k)^\gamma\,y_k\log\hat y_k",
            gradient=(
                r"\begin{aligned}\alpha\,y_k\Big[&\gamma(1-\hat y_k)^{\gamma-1}\log\hat y_k\\"
                r"&-(1-\hat y_k)^\gamma/\hat y_k\Big]\end{aligned}"
            ),
            use=N_("One of several classes, some of which are rare."),
            trouble=N_("Keras sets alpha to 0.25: a quarter of the loss one may expect."),
            reference="Lin et al., Focal loss for dense object detection (2017), eq. 5",
            parameters=(ALPHA, GAMMA, SMOOTHING),
            two_classes=True,
            takes_logits=True,
        ),
        Loss(
            name="kl_divergence",
            title=N_("KL divergence"),
            short=N_("KL divergence"),
            keras_class="KLDivergence",
            family="probability",
            formula=r"\sum_k y_k\log\frac{y_k}{\hat y_k}",
            gradient=r"-\frac{y_k}{\hat y_k}",
            use=N_("Targets that are distributions: distillation, variational autoencoders."),
            trouble=N_(
                "Takes no logits: a softmax or sigmoid must come first. Keras clips target and "
                "prediction at 1e-7."
            ),
            reference="Kullback and Leibler, On information and sufficiency (1951)",
            two_classes=True,
        ),
        Loss(
            name="hinge",
            title=N_("Hinge"),
            short=N_("Hinge"),
            keras_class="Hinge",
            family="margin",
            formula=r"\max(0,\ 1-y\hat y)",
            gradient=r"-y\ \text{if}\ y\hat y<1,\ \text{else}\ 0",
            use=N_("Support vector machines: right with a margin of 1 costs nothing more."),
            trouble=N_("A kink at the margin, and a score that is no probability."),
            reference="Cortes and Vapnik, Support-vector networks (1995)",
        ),
        Loss(
            name="squared_hinge",
            title=N_("Squared hinge"),
            short=N_("Squared hinge"),
            keras_class="SquaredHinge",
            family="margin",
            formula=r"\max(0,\ 1-y\hat y)^2",
            gradient=r"-2y\,\max(0,\ 1-y\hat y)",
            use=N_("As hinge, without the kink: the gradient fades towards the margin."),
            trouble=N_("Sensitive to outliers, as everything squared."),
            reference="Tang, Deep learning using linear support vector machines (2013)",
        ),
    )
}
"""Every loss of the lab, by the name of the Keras function. A new one is a new entry."""


def of_family(family: str) -> tuple[str, ...]:
    """Names of the losses of one family, in the order of the table."""
    return tuple(loss.name for loss in LOSSES.values() if loss.family == family)
