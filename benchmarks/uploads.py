"""Files that visitors bring: how long reading one takes, and how much memory.

    python -m benchmarks.uploads [--count 20000]

Printed for each kind of file: its size, the seconds that reading it took by the clock and of
processor time, and by how much the memory of the process, a new one each time, grew at its peak,
the file's own bytes included. The images are MNIST's sample, again and again; pictures in a zip are
28 to 100 px a side, black on white.
"""

from __future__ import annotations

import argparse
import io
import multiprocessing
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image

from dlcore.data import DataSet, sample
from dlcore.data.formats import read_upload, to_csv, to_idx, to_npz, to_zip


def zip_of_pictures(data: DataSet) -> bytes:
    """Folders of PNGs as a visitor may have them: grey, of any size."""
    random = np.random.default_rng(0)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for index, (image, label) in enumerate(zip(data.x_train, data.y_train, strict=True)):
            side = int(random.integers(28, 101))
            png = io.BytesIO()
            Image.fromarray(255 - image).resize((side, side)).save(png, "PNG")
            archive.writestr(f"{data.classes[label]}/{index}.png", png.getvalue())
    return buffer.getvalue()


KINDS: dict[str, Callable[[DataSet], bytes]] = {
    "pictures": zip_of_pictures,
    "zip": to_zip,
    "npz": to_npz,
    "idx": to_idx,
    "csv": to_csv,
}


def peak() -> float:
    """The most memory that this process has had, in MB. On Linux only.

    Not `resource.getrusage`, whose peak a new process has from the one that started it.
    """
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def measure(path: Path, ink: bool) -> tuple[float, float, float]:
    """Seconds by the clock, seconds of processor time, and MB more at the peak."""
    before = peak()
    clock, processor = time.perf_counter(), time.process_time()
    read_upload(path.name, path.read_bytes(), ink=ink)
    seconds = time.perf_counter() - clock, time.process_time() - processor
    return *seconds, peak() - before


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20_000, help="images to learn from")
    count = parser.parse_args().count
    some = sample()
    chosen = np.arange(count) % len(some.x_train)
    data = DataSet(
        some.x_train[chosen], some.y_train[chosen], some.x_test, some.y_test, "own", name="MNIST"
    )
    processes = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder:
        for kind, make in KINDS.items():
            path = Path(folder) / kind
            path.write_bytes(make(data))
            for ink in (True, False) if kind == "pictures" else (False,):
                with processes.Pool(1) as pool:
                    clock, processor, more = pool.apply(measure, (path, ink))
                print(
                    f"{kind + ' (ink)' * ink:15s} {path.stat().st_size / 1e6:6.1f} MB "
                    f"{clock:6.1f} s {processor:6.1f} s of processor {more:6.0f} MB more",
                    flush=True,
                )


if __name__ == "__main__":
    main()
