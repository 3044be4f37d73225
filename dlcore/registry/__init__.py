"""Networks: those that ship with their cards, the files they are kept in, and those in use.

Begin with `names`, `card` and `load`. shipped: models/ and its cards. keras_file: the bytes of a
.keras file. onnx_file, litert_file: answers without Keras. converted: what makes such files.
weight_history: checkpoints of a training. at_hand: loaded networks, by name or digest. guest: those
from visitors' files. apart: computing with them.
"""

from dlcore.registry.keras_file import (
    RegistryError,
    class_names,
    is_recurrent,
    load_bytes,
    to_bytes,
)
from dlcore.registry.shipped import (
    MODELS,
    Card,
    answers_alone,
    card,
    has_history,
    history,
    load,
    load_onnx,
    load_to_answer,
    names,
    path,
    save,
    threshold,
)

__all__ = [
    "MODELS",
    "Card",
    "RegistryError",
    "answers_alone",
    "card",
    "class_names",
    "has_history",
    "history",
    "is_recurrent",
    "load",
    "load_bytes",
    "load_onnx",
    "load_to_answer",
    "names",
    "path",
    "save",
    "threshold",
    "to_bytes",
]
