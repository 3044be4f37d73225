"""What the lesson on runs says to try. Start is the visitor's."""

from typing import Any

from ui.frame.explore import Preset
from ui.frame.i18n import N_
from ui.frame.settings import Values
from ui.runs.sweep.settings import AXES, BASE, DATA_SET, METHOD, PART
from ui.shared.sets.ids import DIGITS

_SEEDS = ("0", "1", "2")


def _sweep(title: str, look_for: str, first: tuple[str, Any], second: tuple[str, Any]) -> Preset:
    """Trains with all values of both settings.

    Args:
        first, second: a field of a `TrainConfig`, and values as an address has them.
    """
    said: Values = {PART.key: "sweep", BASE.key: "tiny", DATA_SET.key: DIGITS, METHOD.key: "grid"}
    for (field, values), (name, tried) in zip(AXES, (first, second), strict=True):
        said |= {field.key: name, values.key: list(tried)}
    return Preset(title, look_for, said)


TRIES = {
    "seeds": _sweep(
        N_("The same, three seeds"),
        N_(
            "Press Start: how far apart are they? Whatever differs less than that, differs by "
            "chance."
        ),
        ("seed", _SEEDS),
        ("learning_rate", ("0.002",)),
    ),
    "rates": _sweep(
        N_("Three learning rates"),
        N_("Press Start: one leaps and learns nothing, one crawls."),
        ("learning_rate", ("0.0001", "0.002", "0.3")),
        ("batch_size", ("128",)),
    ),
    "half": _sweep(
        N_("Half of the data"),
        N_(
            "Press Start: what is half of the images worth? Then give that half twice the epochs: "
            "as many steps, but which is better?"
        ),
        ("train_share", ("0.5", "1")),
        ("seed", _SEEDS),
    ),
    "diagonal": _sweep(
        N_("Learning rate × batch size"),
        N_("Press Start: batches of 512 want longer steps than batches of 32 do."),
        ("learning_rate", ("0.0005", "0.002", "0.008")),
        ("batch_size", ("32", "128", "512")),
    ),
    "chance": _sweep(
        N_("Learning rate × seed"),
        N_("Press Start: how much of a difference is chance?"),
        ("learning_rate", ("0.0005", "0.002", "0.008")),
        ("seed", _SEEDS),
    ),
    "readers": Preset(
        N_("Who reads what"),
        N_(
            "A CNN beside an LSTM: they stumble over different images. Together they would read "
            "more."
        ),
        {PART.key: "compare", "runs_view": "images"},
    ),
}
