"""Shrinking, gated, linear functions, and those of a whole vector."""

from __future__ import annotations

from dlcore.activations.table.record import Activation
from dlcore.messages import N_
from dlcore.parameters import Hyperparameter

_THRESHOLD = Hyperparameter(
    "threshold", 0.5, 0.0, 10.0, N_("Values nearer to 0 than this become 0."), 0.1
)

OTHERS = (
    Activation(
        name="linear",
        title="Linear",
        formula=r"f(x) = x",
        derivative=r"f'(x) = 1",
        range=r"(-\infty, \infty)",
        use=N_("The output of a regression, and logits that a loss turns into probabilities."),
        trouble=N_("Layers with nothing else between them are together one single layer."),
        reference="Bishop: Pattern Recognition and Machine Learning, chapter 3 (2006)",
    ),
    Activation(
        name="exponential",
        title="Exponential",
        formula=r"f(x) = e^{x}",
        derivative=r"f'(x) = e^{x}",
        range=r"(0, \infty)",
        use=N_("An output that has to be positive, such as the rate of a Poisson distribution."),
        trouble=N_("It grows without end: above x = 709.78 even a 64-bit number overflows."),
        reference="McCullagh, Nelder: Generalized Linear Models (1989)",
    ),
    Activation(
        name="hard_shrink",
        title="Hard shrink",
        formula=r"f(x) = x\ \text{for}\ |x| > t,\quad 0\ \text{for}\ |x| \le t",
        derivative=r"f'(x) = 1\ \text{for}\ |x| > t,\quad 0\ \text{for}\ |x| < t",
        range=r"(-\infty, -t) \cup \{0\} \cup (t, \infty)",
        use=N_("Sparse coding and denoising: small values are noise and go."),
        trouble=N_("It jumps at both thresholds, and between them it does not learn."),
        reference="Donoho, Johnstone: Ideal spatial adaptation by wavelet shrinkage (1994)",
        parameters=(_THRESHOLD,),
    ),
    Activation(
        name="soft_shrink",
        title="Soft shrink",
        formula=r"f(x) = \operatorname{sign}(x)\,\max(|x| - t, 0)",
        derivative=r"f'(x) = 1\ \text{for}\ |x| > t,\quad 0\ \text{for}\ |x| < t",
        range=r"(-\infty, \infty)",
        use=N_("The step of sparse coding that an L1 penalty asks for; denoising."),
        trouble=N_(
            "Between the thresholds it does not learn, and large values come out too small."
        ),
        reference="Donoho: De-noising by soft-thresholding (1995)",
        parameters=(_THRESHOLD,),
    ),
    Activation(
        name="tanh_shrink",
        title="Tanh shrink",
        formula=r"f(x) = x - \tanh(x)",
        derivative=r"f'(x) = \tanh^2(x)",
        range=r"(-\infty, \infty)",
        use=N_("Sparse coding: a soft shrink without corners."),
        trouble=N_("Flat around 0, just where most inputs of a new network lie."),
        reference="Kavukcuoglu, Ranzato, LeCun: Fast inference in sparse coding algorithms (2008)",
    ),
    Activation(
        name="threshold",
        title="Threshold",
        formula=r"f(x) = x\ \text{for}\ x > t,\quad d\ \text{for}\ x \le t",
        derivative=r"f'(x) = 1\ \text{for}\ x > t,\quad 0\ \text{for}\ x < t",
        range=r"\{d\} \cup (t, \infty)",
        use=N_("A ReLU whose corner and floor can be chosen; for experiments."),
        trouble=N_("It jumps where d is not t, and below t it does not learn."),
        reference="Keras: keras.activations.threshold",
        parameters=(
            Hyperparameter("threshold", 1.0, -10.0, 10.0, N_("Above it, x itself comes out."), 0.1),
            Hyperparameter("default_value", 0.0, -10.0, 10.0, N_("What comes out below it."), 0.1),
        ),
    ),
    Activation(
        name="glu",
        title="GLU",
        formula=r"f(x) = x\,\sigma(g)",
        derivative=r"f'(x) = \sigma(g)",
        range=r"(-\infty, \infty)",
        use=N_(
            "Language models: half of a layer's outputs decide how much of the other half passes. "
            "Drawn here for one value x and its gate g."
        ),
        trouble=N_("It halves the width of its layer, and a gate far below 0 is shut for good."),
        reference="Dauphin, Fan, Auli, Grangier: Language modeling with gated convolutional "
        "networks (2017)",
        parameters=(
            Hyperparameter(
                "gate", 0.0, -20.0, 20.0, N_("The second half of the input of GLU."), 0.5
            ),
        ),
        kind="gated",
    ),
    Activation(
        name="softmax",
        title="Softmax",
        formula=r"p_i = \frac{e^{z_i}}{\sum_j e^{z_j}}",
        derivative=r"\frac{\partial p_i}{\partial z_j} = p_i\,(\delta_{ij} - p_j)",
        range=r"(0, 1),\quad \sum_i p_i = 1",
        use=N_("The output of a classifier, and the weights of attention."),
        trouble=N_(
            "No probability is ever 0, and one large logit makes it surer than it should be."
        ),
        reference="Bridle: Probabilistic interpretation of feedforward classification network "
        "outputs (1990)",
        kind="vector",
    ),
    Activation(
        name="log_softmax",
        title="Log softmax",
        formula=r"\log p_i = z_i - \log \sum_j e^{z_j}",
        derivative=r"\frac{\partial \log p_i}{\partial z_j} = \delta_{ij} - p_j",
        range=r"(-\infty, 0)",
        use=N_("Inside the cross-entropy: the logarithm without a detour over a tiny probability."),
        trouble=N_("Its outputs are no probabilities: add them up only after an exponential."),
        reference="Goodfellow, Bengio, Courville: Deep Learning, section 6.2.2 (2016)",
        kind="vector",
    ),
    Activation(
        name="sparsemax",
        title="Sparsemax",
        formula=r"p = \operatorname*{arg\,min}_{q \in \Delta} \lVert q - z \rVert^2",
        derivative=r"\frac{\partial p_i}{\partial z_j} = \delta_{ij} - \frac{1}{|S|}"
        r"\ \text{for}\ i, j \in S = \{k : p_k > 0\},\quad 0\ \text{otherwise}",
        range=r"[0, 1],\quad \sum_i p_i = 1",
        use=N_("Attention and labels where most probabilities should be exactly 0."),
        trouble=N_(
            "A class at 0 has no gradient. Keras 3.15 computes it wrongly when more than one class "
            "gets through: the values then add up to less than 1."
        ),
        reference="Martins, Astudillo: From softmax to sparsemax (2016)",
        kind="vector",
    ),
)
