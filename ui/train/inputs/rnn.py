"""The widgets of a recurrent network; its cell is the architecture that was chosen."""

from __future__ import annotations

from dlcore.rnn import RnnConfig
from ui.frame.i18n import N_
from ui.frame.setting import Choice, Switch, Whole
from ui.frame.settings import Said, Values, configured, values_of
from ui.train.inputs.shared import DROPOUT

_USUAL = RnnConfig()

UNITS = Whole.of(
    _USUAL,
    "units",
    "train_units",
    N_("Units"),
    N_("How many numbers the hidden state has: all that it remembers of the lines so far."),
    high=256,
)
LAYERS = Whole.of(
    _USUAL,
    "layers",
    "train_layers",
    N_("Recurrent layers"),
    N_("Each but the first reads, step by step, the states of the one before."),
)
READ = Choice.of(
    _USUAL,
    "read",
    "train_read",
    N_("A step reads"),
    N_("The 28 × 28 image is a sequence of 28 lines of 28 pixels, read one after another."),
    {"rows": N_("rows, from the top"), "columns": N_("columns, from the left")},
)
BOTH_WAYS = Switch.of(
    _USUAL,
    "bidirectional",
    "train_both_ways",
    N_("Both ways"),
    N_("A second network reads from the end; the answer is made of both. Twice the work."),
)
ACTIVATION = Choice.of(
    _USUAL,
    "activation",
    "train_state_activation",
    N_("Activation"),
    N_(
        "The function of the new state. tanh keeps it between −1 and 1; with relu a simple "
        "cell starts as one that keeps what it has."
    ),
)
SETTINGS = (UNITS, LAYERS, READ, BOTH_WAYS, ACTIVATION, DROPOUT)


def values(network: RnnConfig) -> Values:
    """What the widgets show for a network; `config` is its inverse."""
    return values_of(network, SETTINGS)


def config(said: Said, preset: RnnConfig) -> RnnConfig:
    """The network that the widgets describe, of the preset's cell."""
    return configured(preset, SETTINGS, said)


def widgets() -> None:
    UNITS.number_input()
    LAYERS.slider()
    READ.segmented()
    BOTH_WAYS.toggle()
    ACTIVATION.selectbox()
    DROPOUT.slider()
