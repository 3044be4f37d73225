"""The program of the page runs, and says what the library says."""

from __future__ import annotations

import re

import numpy as np
import pytest

from dlcore.line.example import pulled, work
from dlcore.line.script import ctc_script


@pytest.mark.parametrize("labels", [(1,), (1, 1), (1, 2, 1)])
def test_it_says_what_the_library_and_keras_say(labels, capsys):
    logits = np.random.default_rng(1).normal(0, 1, (5, 3)).round(2)
    program = ctc_script(logits, labels)
    exec(compile(program, "script", "exec"), {"__name__": "__main__"})
    own, keras, *steps = (
        float(said) for said in re.findall(r": +([\d.]+)$", capsys.readouterr().out, re.M)
    )
    assert own == keras == pytest.approx(work(logits, labels).probability, abs=1e-4)
    expected = [work(pulled(logits, labels, n), labels).probability for n in range(1, 6)]
    assert steps == pytest.approx(expected, abs=1e-4)
