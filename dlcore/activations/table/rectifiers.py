"""ReLU, its cures and its smooth relatives."""

from __future__ import annotations

from dlcore.activations.table.record import Activation
from dlcore.messages import N_
from dlcore.parameters import Hyperparameter

_NEGATIVE_SLOPE = N_("Slope on the negative side; 0 is plain ReLU.")

RECTIFIERS = (
    Activation(
        name="relu",
        title="ReLU",
        formula=r"f(x) = \max(0, x)",
        derivative=r"f'(x) = 1\ \text{for}\ x > 0,\quad 0\ \text{for}\ x < 0",
        range=r"[0, \infty)",
        use=N_(
            "The usual choice for hidden layers of convolutional and dense networks: cheap, and "
            "the gradient passes through the positive side unchanged."
        ),
        trouble=N_(
            "Dying ReLU: a unit that is negative for every input has slope 0 and never comes back. "
            "It has a corner at 0, where Keras takes the slope 0."
        ),
        reference="Nair, Hinton: Rectified linear units improve restricted Boltzmann machines "
        "(2010)",
        parameters=(
            Hyperparameter("negative_slope", 0.0, 0.0, 1.0, _NEGATIVE_SLOPE),
            Hyperparameter(
                "max_value",
                None,
                0.0,
                100.0,
                N_("The largest value that comes out; empty for no limit."),
                0.5,
            ),
            Hyperparameter(
                "threshold", 0.0, -10.0, 10.0, N_("Below it, the function is on its low side."), 0.1
            ),
        ),
    ),
    Activation(
        name="gelu",
        title="GELU",
        formula=r"f(x) = x\,\Phi(x) = \tfrac{x}{2}\left(1 + \operatorname{erf}"
        r"\tfrac{x}{\sqrt{2}}\right)",
        derivative=r"f'(x) = \Phi(x) + x\,\tfrac{1}{\sqrt{2\pi}}\,e^{-x^2/2}",
        range=r"[-0.170, \infty)",
        use=N_("Transformers (BERT, GPT, vision transformers): a ReLU with a round corner."),
        trouble=N_("More arithmetic than ReLU, and it falls before it rises: not monotonic."),
        reference="Hendrycks, Gimpel: Gaussian error linear units (2016)",
        parameters=(
            Hyperparameter(
                "approximate",
                False,
                0.0,
                1.0,
                N_("Use the formula with tanh in place of erf, as the first GPT did."),
            ),
        ),
    ),
    Activation(
        name="silu",
        title="SiLU (Swish)",
        formula=r"f(x) = x\,\sigma(x)",
        derivative=r"f'(x) = \sigma(x)\,(1 + x\,(1 - \sigma(x)))",
        range=r"[-0.278, \infty)",
        use=N_("EfficientNet, YOLO and, with a gate, many language models; found by a search."),
        trouble=N_("More arithmetic than ReLU; not monotonic left of -1.28."),
        reference="Ramachandran, Zoph, Le: Searching for activation functions (2017)",
    ),
    Activation(
        name="elu",
        title="ELU",
        formula=r"f(x) = x\ \text{for}\ x > 0,\quad \alpha\,(e^{x} - 1)\ \text{for}\ x \le 0",
        derivative=r"f'(x) = 1\ \text{for}\ x > 0,\quad \alpha\,e^{x}\ \text{for}\ x < 0",
        range=r"(-\alpha, \infty)",
        use=N_("Hidden layers, in place of ReLU: negative outputs bring the mean nearer to 0."),
        trouble=N_("Far left it is flat, and with alpha other than 1 it has a corner at 0."),
        reference="Clevert, Unterthiner, Hochreiter: Exponential linear units (2016)",
        parameters=(
            Hyperparameter(
                "alpha", 1.0, 0.0, 10.0, N_("How far down the negative side goes: to -alpha.")
            ),
        ),
    ),
    Activation(
        name="leaky_relu",
        title="Leaky ReLU",
        formula=r"f(x) = x\ \text{for}\ x > 0,\quad s\,x\ \text{for}\ x \le 0",
        derivative=r"f'(x) = 1\ \text{for}\ x > 0,\quad s\ \text{for}\ x < 0",
        range=r"(-\infty, \infty)",
        use=N_("The discriminator of a GAN, and wherever ReLU units die: no side is flat."),
        trouble=N_("The slope s is one more number to choose; Keras takes 0.2, the paper 0.01."),
        reference="Maas, Hannun, Ng: Rectifier nonlinearities improve neural network acoustic "
        "models (2013)",
        parameters=(Hyperparameter("negative_slope", 0.2, 0.0, 1.0, _NEGATIVE_SLOPE),),
    ),
    Activation(
        name="selu",
        title="SELU",
        formula=r"f(x) = \lambda x\ \text{for}\ x > 0,\quad \lambda\alpha\,(e^{x} - 1)"
        r"\ \text{for}\ x \le 0,\quad \lambda \approx 1.0507,\ \alpha \approx 1.6733",
        derivative=r"f'(x) = \lambda\ \text{for}\ x > 0,\quad \lambda\alpha\,e^{x}"
        r"\ \text{for}\ x < 0",
        range=r"(-\lambda\alpha, \infty)",
        use=N_("Deep dense networks without batch normalisation: it keeps mean 0 and variance 1."),
        trouble=N_("It does so with LeCun normal weights and AlphaDropout only."),
        reference="Klambauer, Unterthiner, Mayr, Hochreiter: Self-normalizing neural networks "
        "(2017)",
    ),
    Activation(
        name="softplus",
        title="Softplus",
        formula=r"f(x) = \log(1 + e^{x})",
        derivative=r"f'(x) = \sigma(x)",
        range=r"(0, \infty)",
        use=N_("For an output that has to be positive, such as a standard deviation."),
        trouble=N_("Never 0 and not centred; as a hidden layer it learns worse than ReLU."),
        reference="Dugas, Bengio, Bélisle, Nadeau, Garcia: Incorporating second-order functional "
        "knowledge (2001)",
    ),
    Activation(
        name="mish",
        title="Mish",
        formula=r"f(x) = x \tanh(\log(1 + e^{x}))",
        derivative=r"f'(x) = \tanh(s) + x\,\sigma(x)\,(1 - \tanh^2 s),\quad s = \log(1 + e^{x})",
        range=r"[-0.309, \infty)",
        use=N_("Object detectors such as YOLOv4; a little deeper on the left than SiLU."),
        trouble=N_("Three functions inside one another: slower than ReLU, and not monotonic."),
        reference="Misra: Mish, a self regularized non-monotonic activation function (2019)",
    ),
    Activation(
        name="relu6",
        title="ReLU6",
        formula=r"f(x) = \min(6, \max(0, x))",
        derivative=r"f'(x) = 1\ \text{for}\ 0 < x < 6,\quad 0\ \text{otherwise}",
        range=r"[0, 6]",
        use=N_("MobileNet: values that stay below 6 fit into few bits."),
        trouble=N_("Flat on both sides: a unit can die on the left and saturate on the right."),
        reference="Krizhevsky: Convolutional deep belief networks on CIFAR-10 (2010)",
    ),
    Activation(
        name="hard_silu",
        title="Hard SiLU (Hard Swish)",
        formula=r"f(x) = x \min\!\left(1, \max\!\left(0, \tfrac{x}{6} + \tfrac{1}{2}"
        r"\right)\right)",
        derivative=r"f'(x) = \tfrac{x}{3} + \tfrac{1}{2}\ \text{for}\ |x| < 3,\quad "
        r"0\ \text{left},\ 1\ \text{right}",
        range=r"[-0.375, \infty)",
        use=N_("MobileNetV3: a SiLU without an exponential."),
        trouble=N_("The slope is exactly 0 left of -3 and jumps at -3 and 3."),
        reference="Howard et al.: Searching for MobileNetV3 (2019)",
    ),
    Activation(
        name="celu",
        title="CELU",
        formula=r"f(x) = \max(0, x) + \min(0, \alpha\,(e^{x/\alpha} - 1))",
        derivative=r"f'(x) = 1\ \text{for}\ x \ge 0,\quad e^{x/\alpha}\ \text{for}\ x < 0",
        range=r"(-\alpha, \infty)",
        use=N_("An ELU that is smooth at 0 for every alpha."),
        trouble=N_(
            "Flat far left. Keras 3.15 gives the slope 2 at exactly x = 0, where 1 is right: it "
            "adds both branches there. The spike in the picture is that."
        ),
        reference="Barron: Continuously differentiable exponential linear units (2017)",
        parameters=(
            Hyperparameter(
                "alpha", 1.0, 0.01, 10.0, N_("How far down the negative side goes: to -alpha.")
            ),
        ),
    ),
    Activation(
        name="squareplus",
        title="Squareplus",
        formula=r"f(x) = \tfrac{1}{2}\left(x + \sqrt{x^2 + b}\right)",
        derivative=r"f'(x) = \tfrac{1}{2}\left(1 + \frac{x}{\sqrt{x^2 + b}}\right)",
        range=r"(0, \infty)",
        use=N_("A softplus of additions and one root, for shaders and small chips."),
        trouble=N_("It nears 0 on the left slowly, like b/4|x|; with b = 0 it has no slope at 0."),
        reference="Barron: Squareplus, a softplus-like algebraic rectifier (2021)",
        parameters=(
            Hyperparameter("b", 4.0, 0.0, 100.0, N_("How round the corner is; 0 is ReLU."), 0.5),
        ),
    ),
    Activation(
        name="sparse_plus",
        title="Sparse plus",
        formula=r"f(x) = 0\ \text{for}\ x \le -1,\quad \tfrac{1}{4}(x + 1)^2\ \text{for}\ |x| < 1,"
        r"\quad x\ \text{for}\ x \ge 1",
        derivative=r"f'(x) = \min\!\left(1, \max\!\left(0, \tfrac{x + 1}{2}\right)\right)",
        range=r"[0, \infty)",
        use=N_("A softplus that is exactly 0 on the left; its slope is the sparse sigmoid."),
        trouble=N_("Left of -1 it dies just as ReLU does."),
        reference="Blondel, Martins, Niculae: Learning classifiers with Fenchel-Young losses "
        "(2019)",
    ),
)
