"""What the lesson on training says to try. Start is the visitor's."""

from typing import Any

from ui.frame.explore import Preset
from ui.frame.i18n import N_
from ui.shared.sets.ids import DIGITS
from ui.train.inputs import ARCHITECTURE, DATA_SET


def _try(title: str, look_for: str, architecture: str, **changed: Any) -> Preset:
    """Of MNIST, which is what the sentences are about."""
    named = {f"train_{name}": value for name, value in changed.items()}
    return Preset(
        title,
        look_for,
        {DATA_SET.key: DIGITS, ARCHITECTURE.key: architecture, **named},
    )


_DEEP: dict[str, Any] = {"layers": 3, "epochs": 2, "share": 20, "state_activation": "tanh"}

TRIES = {
    "high": _try(
        N_("Learning rate 0.1 with Adam"),
        N_(
            "Press Start: the loss jumps and stays near 2.3. Each step is longer than the valley "
            "is wide."
        ),
        "tutorial",
        learning_rate=0.1,
        epochs=2,
    ),
    "overfit": _try(
        N_("1 % of the data, 50 epochs"),
        N_(
            "Press Start: the training line falls to almost nothing, the diamonds come to rest far "
            "above it. That gap is overfitting; add dropout."
        ),
        "tutorial",
        share=1,
        epochs=50,
        dropout=0.0,
    ),
    "sigmoid": _try(
        N_("Sigmoid, three blocks"),
        N_(
            "Press Start: it starts much more slowly, because its gradient is at most ¼ a layer. "
            "Then compare ReLU."
        ),
        "tutorial",
        activation="sigmoid",
        blocks=3,
        epochs=2,
    ),
    "columns": _try(
        N_("LSTM that reads columns"),
        N_(
            "The same digits, read from the left. Press Start, then let it read rows. Does it "
            "matter in which direction one reads?"
        ),
        "rnn-lstm",
        read="columns",
    ),
    "simple": _try(
        N_("SimpleRNN, three layers"),
        N_("Two epochs of a fifth of the data. Press Start, and remember how far it comes."),
        "rnn-simple",
        **_DEEP,
    ),
    "gru": _try(
        N_("GRU, three layers"),
        N_("The same with gates: which one is ahead, and by how much?"),
        "rnn-gru",
        **_DEEP,
    ),
}
