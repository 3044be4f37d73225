"""Functions that flatten on both sides, and those made from the sigmoid."""

from __future__ import annotations

from dlcore.activations.table.record import Activation
from dlcore.messages import N_

SIGMOIDS = (
    Activation(
        name="sigmoid",
        title="Sigmoid",
        formula=r"f(x) = \sigma(x) = \frac{1}{1 + e^{-x}}",
        derivative=r"f'(x) = \sigma(x)\,(1 - \sigma(x))",
        range=r"(0, 1)",
        use=N_(
            "The output of a yes-or-no classifier, and the gates of LSTM and GRU. A value between "
            "0 and 1 is a probability or a share that is let through."
        ),
        trouble=N_(
            "The slope is never above 1/4, and both ends are flat: through many layers the "
            "gradient vanishes. The outputs are all positive, not centred on 0."
        ),
        reference="Rumelhart, Hinton, Williams: Learning representations by back-propagating "
        "errors, Nature 323 (1986)",
    ),
    Activation(
        name="tanh",
        title="Tanh",
        formula=r"f(x) = \tanh(x) = \frac{e^{x} - e^{-x}}{e^{x} + e^{-x}}",
        derivative=r"f'(x) = 1 - \tanh^2(x)",
        range=r"(-1, 1)",
        use=N_(
            "The state of recurrent networks and the pixels at the end of a GAN's generator; "
            "centred on 0, with slope 1 there."
        ),
        trouble=N_(
            "Both ends are flat: large inputs stop learning, and deep stacks of it need weights "
            "of just the right size (Glorot)."
        ),
        reference="LeCun, Bottou, Orr, Müller: Efficient BackProp (1998)",
    ),
    Activation(
        name="hard_sigmoid",
        title="Hard sigmoid",
        formula=r"f(x) = \min\!\left(1, \max\!\left(0, \tfrac{x}{6} + \tfrac{1}{2}\right)\right)",
        derivative=r"f'(x) = \tfrac{1}{6}\ \text{for}\ |x| < 3,\quad 0\ \text{for}\ |x| > 3",
        range=r"[0, 1]",
        use=N_("A sigmoid without an exponential, for phones and small chips."),
        trouble=N_("Outside of [-3, 3] the slope is exactly 0: such a unit does not learn at all."),
        reference="Courbariaux, Bengio, David: BinaryConnect (2015)",
    ),
    Activation(
        name="hard_tanh",
        title="Hard tanh",
        formula=r"f(x) = \max(-1, \min(1, x))",
        derivative=r"f'(x) = 1\ \text{for}\ |x| < 1,\quad 0\ \text{for}\ |x| > 1",
        range=r"[-1, 1]",
        use=N_("A cheap tanh, in small networks and in networks with weights of one bit."),
        trouble=N_("Outside of [-1, 1] the slope is exactly 0: such a unit does not learn at all."),
        reference="Collobert: Large scale machine learning (2004)",
    ),
    Activation(
        name="softsign",
        title="Softsign",
        formula=r"f(x) = \frac{x}{1 + |x|}",
        derivative=r"f'(x) = \frac{1}{(1 + |x|)^2}",
        range=r"(-1, 1)",
        use=N_("In place of tanh where its ends are too flat: these level off slowly."),
        trouble=N_("Its slope falls quickly: at x = 1 only a quarter of it is left."),
        reference="Bergstra, Desjardins, Lamblin, Bengio: Quadratic polynomials learn better "
        "image features (2009)",
    ),
    Activation(
        name="sparse_sigmoid",
        title="Sparse sigmoid",
        formula=r"f(x) = \min\!\left(1, \max\!\left(0, \tfrac{x + 1}{2}\right)\right)",
        derivative=r"f'(x) = \tfrac{1}{2}\ \text{for}\ |x| < 1,\quad 0\ \text{for}\ |x| > 1",
        range=r"[0, 1]",
        use=N_("A probability that can be exactly 0 or 1: sparsemax of the two logits x and 0."),
        trouble=N_("A confident wrong answer has slope 0 and is not corrected by its gradient."),
        reference="Blondel, Martins, Niculae: Learning classifiers with Fenchel-Young losses "
        "(2019)",
    ),
    Activation(
        name="log_sigmoid",
        title="Log sigmoid",
        formula=r"f(x) = \log \sigma(x) = -\log(1 + e^{-x})",
        derivative=r"f'(x) = \sigma(-x)",
        range=r"(-\infty, 0)",
        use=N_("Inside losses: the logarithm of a probability without a detour over 0."),
        trouble=N_("Not for hidden layers: all outputs are negative and the right side is flat."),
        reference="Goodfellow, Bengio, Courville: Deep Learning, section 3.10 (2016)",
    ),
)
