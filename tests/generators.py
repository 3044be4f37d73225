"""A small generator that stands where the shipped one does, and draws noise in an instant."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path

from dlcore import registry
from dlcore.data.dataset import DIGITS
from dlcore.gan.config import GanConfig
from dlcore.gan.generator import opened
from dlcore.gan.networks import build_generator
from dlcore.registry import shipped


@lru_cache(maxsize=8)
def small_generator(
    conditional: bool = True, classes: int = 10, names: tuple[str, ...] = DIGITS
) -> bytes:
    """An untrained generator as the bytes of a .keras file.

    Args:
        names: of the classes, as many.
    """
    import keras

    keras.utils.set_random_seed(1)
    config = GanConfig(conditional=conditional, latent_dim=8, width=4, classes=classes)
    return registry.to_bytes(build_generator(config), names)


def ship(folder: Path, monkeypatch, generator: bytes | None) -> None:
    """Lets the registry find the models that ship, and this generator instead of theirs."""
    for file in shipped.MODELS.iterdir():
        if not file.name.startswith("gan."):
            (folder / file.name).symlink_to(file)
    if generator is not None:
        (folder / "gan.keras").write_bytes(generator)
        card = {"sha256": hashlib.sha256(generator).hexdigest()}
        (folder / "gan.json").write_text(json.dumps(card))
    monkeypatch.setattr(shipped, "MODELS", folder)
    shipped.load.cache_clear()
    opened._opened.cache_clear()


def unship() -> None:
    """After the test: nothing that was loaded for it stays."""
    shipped.load.cache_clear()
    opened._opened.cache_clear()
