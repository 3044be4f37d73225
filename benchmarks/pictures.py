"""Pictures as people take them, one digit each: how many are read, how many are wrong.

    python -m benchmarks.pictures --strokes FILE [--count 100] [--writers 24-26] [--kinds box,desk]

FILE is an .npz of digits as pen strokes, as `benchmarks.numbers` takes it. Kinds are those of
`dlcore.pretrain.scenes`. Printed for each: the share of pictures that are read; read as one of
two or three; refused or found empty; named alone and wrong. Then the milliseconds of processor
time that one takes, and how many readings of its ink there were.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from pathlib import Path
from statistics import mean, median

import numpy as np

from dlcore import registry, tasks
from dlcore.digits.ink import hypotheses
from dlcore.digits.verdict import judge
from dlcore.pretrain import evaluation, scenes
from dlcore.pretrain.evaluation import OUTCOMES
from dlcore.pretrain.handwriting.fonts import find_fonts, of_families
from dlcore.pretrain.handwriting.printed import OTHER_FAMILIES
from dlcore.pretrain.handwriting.strokes import load_strokes


def judged(reading: tasks.Reading, label: int, threshold: float | None) -> str:
    """One of `evaluation.OUTCOMES`."""
    verdict = judge(reading.probabilities, reading.digit_score, threshold)
    return evaluation.outcome(None if reading.blank else verdict, label)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--strokes", required=True, type=Path)
    parser.add_argument("--count", type=int, default=100, help="pictures of each kind")
    parser.add_argument("--writers", default="24-26", help="first-last; others are for tuning")
    parser.add_argument("--kinds", default=",".join(scenes.SCENES))
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    first, last = (int(end) for end in arguments.writers.split("-"))
    people = load_strokes(arguments.strokes)
    people = people.take((people.writers >= first) & (people.writers <= last))
    fonts = of_families(find_fonts(), OTHER_FAMILIES)
    threshold = registry.threshold(registry.card("cnn"))
    for kind in arguments.kinds.split(","):
        random = np.random.default_rng(arguments.seed)
        found: Counter[str] = Counter()
        seconds, ways = [], []
        for _ in range(arguments.count):
            picture, _mask, label = scenes.taken(kind, people, random, fonts)
            begun = time.process_time()
            reading = tasks.read_drawing(picture, "cnn")
            seconds.append(time.process_time() - begun)
            ways.append(len(hypotheses(picture)))
            found[judged(reading, label, threshold)] += 1
        shares = " ".join(f"{one} {100 * found[one] / arguments.count:5.1f} %" for one in OUTCOMES)
        print(
            f"{kind:12s} {shares}  {1000 * median(seconds):6.1f} ms  {mean(ways):.1f} ways",
            flush=True,
        )


if __name__ == "__main__":
    main()
