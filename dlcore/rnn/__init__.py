"""Recurrent networks: their configuration, building one, and what goes on inside.

Begin with `build_rnn(RnnConfig())`. Each other module is one question about a network (reading:
unrolled over an image; crowd: over test images; forgetting: vanishing gradients; order); their
functions end with `model` and `data`, which name a network as `registry.at_hand.find_model` takes
it. Images are (28, 28) float32 in [0, 1], white ink on black. Importable without Keras.
"""

from dlcore.rnn.network import (
    ACTIVATIONS,
    CELL_LAYERS,
    CELLS,
    INPUT_SHAPE,
    MAX_LAYERS,
    PRESETS,
    READS,
    RnnConfig,
    build_rnn,
    layer_specs,
)

__all__ = [
    "ACTIVATIONS",
    "CELLS",
    "CELL_LAYERS",
    "INPUT_SHAPE",
    "MAX_LAYERS",
    "PRESETS",
    "READS",
    "RnnConfig",
    "build_rnn",
    "layer_specs",
]
