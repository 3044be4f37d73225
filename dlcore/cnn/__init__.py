"""Convolutional networks: their configuration, building one, and what goes on inside.

Begin with `build_cnn(CnnConfig())`. Each other module is one question about a trained network
(layers, reasons, attacks, damage, plane, moments, mistakes); its functions end with `model` and
`data`, which name a network as `registry.at_hand.find_model` takes it. Images are (28, 28) float32
in [0, 1], white ink on black. Importable without Keras.
"""

from dlcore.cnn.network import (
    ACTIVATIONS,
    INPUT_SHAPE,
    POOLINGS,
    PRESETS,
    CnnConfig,
    build_cnn,
    layer_specs,
)

__all__ = [
    "ACTIVATIONS",
    "INPUT_SHAPE",
    "POOLINGS",
    "PRESETS",
    "CnnConfig",
    "build_cnn",
    "layer_specs",
]
