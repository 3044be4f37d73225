"""Dense networks (multilayer perceptrons): their configuration and building one.

Begin with `build_mlp(MlpConfig())`. Importable without Keras.
"""

from dlcore.mlp.network import (
    ACTIVATIONS,
    MAX_LAYERS,
    MAX_UNITS,
    PRESETS,
    MlpConfig,
    build_mlp,
    layer_specs,
)

__all__ = [
    "ACTIVATIONS",
    "MAX_LAYERS",
    "MAX_UNITS",
    "PRESETS",
    "MlpConfig",
    "build_mlp",
    "layer_specs",
]
