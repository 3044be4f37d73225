"""Makes the results of experiments that ship: `python -m dlcore.pretrain.limits [NAME ...]`.

Each experiment is done with three seeds. The result of the first ships; the card has the numbers
that the page ends with for each of them, and so how far they spread.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import logging
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

from dlcore.data import Mnist, load_mnist
from dlcore.limits.experiment import Experiment
from dlcore.limits.kept import FOLDER, pack
from dlcore.limits.table import EXPERIMENTS
from dlcore.runs.recorder import versions

SEEDS = (0, 1, 2)


def main(arguments: Sequence[str] | None = None) -> None:
    """Does the experiments that are named, all where none is, and writes results and cards.

    Args:
        arguments: of the command line; those of the process where they are left out.
    """
    parser = argparse.ArgumentParser(prog="python -m dlcore.pretrain.limits", description=__doc__)
    parser.add_argument("names", nargs="*", help=", ".join(EXPERIMENTS))
    parser.add_argument("--mnist", type=Path, help="an mnist.npz; else as the lab itself finds it")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    options = parser.parse_args(arguments)
    options.folder.mkdir(parents=True, exist_ok=True)
    data = load_mnist(options.mnist)
    for name in options.names or EXPERIMENTS:
        make(name, data, options.folder)


def make(name: str, data: Mnist, folder: Path, seeds: Sequence[int] = SEEDS) -> None:
    """Does one of them and writes its result and its card."""
    record, found = EXPERIMENTS[name], []
    for seed in seeds:
        experiment = Experiment(lambda report: None, lambda: False)
        result = record.run(replace(record.config, seed=seed), data, experiment)
        assert result is not None  # nobody stops it
        found.append(result)
        logging.info("%s, seed %d: %.1f s, %s", name, seed, result.seconds, record.headline(result))
    written = pack(found[0])
    (folder / f"{name}.zip").write_bytes(written)
    headlines = [record.headline(result) for result in found]
    card = {
        "name": name,
        "data": {
            "name": "MNIST (LeCun, Cortes, Burges), CC BY-SA 3.0",
            "source": data.source,
            "fingerprint": data.fingerprint,
        },
        "config": asdict(record.config),
        "seeds": list(seeds),
        "seconds": [round(result.seconds, 1) for result in found],
        "headline": {key: [one[key] for one in headlines] for key in headlines[0]},
        "command": f"python -m dlcore.pretrain.limits {name} --mnist mnist.npz",
        "versions": dict(versions()),
        "bytes": len(written),
        "sha256": hashlib.sha256(written).hexdigest(),
    }
    (folder / f"{name}.json").write_text(json.dumps(card, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    main()
