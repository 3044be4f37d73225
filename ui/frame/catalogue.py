"""Which pages there are: one entry a page, walked by the sidebar, the home page and a test."""

from __future__ import annotations

from dataclasses import dataclass

from ui.frame.i18n import N_


@dataclass(frozen=True)
class Page:
    """One page of the lab.

    Attributes:
        name: of its file in pages/ and so of its URL, and of its lesson; "" for the home page.
        title, summary: English; shown through gettext.
        icon: a Material symbol, as Streamlit writes it.
        group: key of `GROUPS`, or "" to stand before them.
        needs_keras: whether a visitor is likely to ask it for what only the engine can answer, so
            that the engine starts once it stands.
    """

    name: str
    title: str
    summary: str
    icon: str
    group: str = ""
    needs_keras: bool = True

    @property
    def file(self) -> str:
        return f"pages/{self.name}.py" if self.name else "app.py"


# What a visitor comes for, in the order of the sidebar.
GROUPS = {
    "understand": N_("Understand"),
    "train": N_("Train"),
    "use": N_("Use"),
}

HOME = Page(
    name="",
    title=N_("Deep learning, live"),
    summary=N_(
        "Train real Keras networks in the browser, watch them learn, and try them on what you draw."
    ),
    icon=":material/home:",
)
COURSE = Page(
    name="course",
    title=N_("The course"),
    summary=N_(
        "Twelve stations with exercises that check themselves: from one neuron to what networks "
        "cannot do."
    ),
    icon=":material/school:",
    needs_keras=False,
)
NEURON = Page(
    name="neuron",
    title=N_("One neuron, then a few"),
    summary=N_(
        "Hold a neuron's weights in your hand, then watch a small Keras network bend its boundary "
        "around the points, yours too."
    ),
    icon=":material/hub:",
    group="understand",
)
ACTIVATIONS = Page(
    name="activations",
    title=N_("Activation functions"),
    summary=N_(
        "Every activation of Keras with its slope, and what becomes of a signal in 50 layers of it."
    ),
    icon=":material/show_chart:",
    group="understand",
)
DATA = Page(
    name="data",
    title=N_("Your own data"),
    summary=N_(
        "Draw or upload images of anything, teach them to a network, and see how few it takes."
    ),
    icon=":material/stylus_note:",
    group="train",
)
TRAIN = Page(
    name="train",
    title=N_("Train a network"),
    summary=N_(
        "Build a dense, a convolutional or a recurrent network, start it on MNIST or on images of "
        "your own, watch it learn and steer it."
    ),
    icon=":material/model_training:",
    group="train",
)
RUNS = Page(
    name="runs",
    title=N_("Your runs"),
    summary=N_(
        "Every training of yours, kept: lay up to six beside one another and see what made the "
        "difference."
    ),
    icon=":material/stacked_line_chart:",
    group="train",
    needs_keras=False,
)
DRAW = Page(
    name="draw",
    title=N_("Draw a digit"),
    summary=N_("Draw with mouse or finger: see at once what a network reads, and what it saw."),
    icon=":material/draw:",
    group="use",
    needs_keras=False,
)
LOSSES = Page(
    name="losses",
    title=N_("Loss functions"),
    summary=N_(
        "What a network is told about its mistakes: see each loss and its gradient, and what a "
        "different choice does."
    ),
    icon=":material/target:",
    group="understand",
)
OPTIMIZERS = Page(
    name="optimizers",
    title=N_("Gradient descent"),
    summary=N_("Real Keras optimizers go down the same surface: who arrives, and by which way?"),
    icon=":material/landscape:",
    group="understand",
)
CNN = Page(
    name="cnn",
    title=N_("Inside a CNN"),
    summary=N_(
        "Send a digit through a trained network: see what each layer makes of it, why it answers "
        "as it does, and what breaks it."
    ),
    icon=":material/biotech:",
    group="use",
)
GAN = Page(
    name="gan",
    title=N_("Digits out of noise"),
    summary=N_(
        "A GAN: two networks play against each other until one of them draws digits. See what it "
        "draws, walk between its drawings, and train one while you watch."
    ),
    icon=":material/brush:",
    group="train",
)
RNN = Page(
    name="rnn",
    title=N_("Inside an RNN"),
    summary=N_(
        "A recurrent network reads a digit row by row: watch its state, its gates and its belief, "
        "and see what it forgets."
    ),
    icon=":material/replay:",
    group="use",
)
CONVOLUTION = Page(
    name="convolution",
    title=N_("Convolution and pooling"),
    summary=N_(
        "Be the filter: set its numbers, slide it over a picture, see the sum behind every cell."
    ),
    icon=":material/grid_on:",
    group="understand",
)
LIMITS = Page(
    name="limits",
    title=N_("What deep learning cannot do"),
    summary=N_(
        "Five experiments: what a network learns by heart, what it never saw, where it is sure and "
        "wrong, whether explanations explain, and what it all costs."
    ),
    icon=":material/troubleshoot:",
    group="use",
)
PAGES = (
    HOME,
    COURSE,
    NEURON,
    ACTIVATIONS,
    LOSSES,
    OPTIMIZERS,
    CONVOLUTION,
    DATA,
    TRAIN,
    RUNS,
    GAN,
    DRAW,
    CNN,
    RNN,
    LIMITS,
)
