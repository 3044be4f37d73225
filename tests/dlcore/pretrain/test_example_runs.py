"""Example runs are made, written and read again."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from dlcore.data import sample
from dlcore.pretrain import example_runs
from dlcore.runs import examples
from dlcore.runs.examples import ExampleRun
from dlcore.training import PRESETS


@pytest.mark.slow
def test_an_example_is_trained_and_comes_back_as_it_was():
    data = sample()
    few = replace(data, x_train=data.x_train[:256], y_train=data.y_train[:256])
    config = replace(PRESETS["mlp"], epochs=1, batch_size=32)
    made = example_runs.make("tiny", config, few)
    again = ExampleRun.from_bytes(made.to_bytes())
    assert again.record == made.record
    np.testing.assert_array_equal(again.series["loss"], made.series["loss"])
    assert len(again.result.wrong) == round(1000 * (1 - again.record.figures["accuracy"]))


def test_those_that_ship_are_as_their_cards_say():
    found = examples.by_id()
    assert {one.id for one in (example.record for example in found.values())} == {
        f"example-{name}" for name in example_runs.EXAMPLES
    }
    for name, config in example_runs.EXAMPLES.items():
        example = found[f"example-{name}"]
        card = json.loads((examples.FOLDER / f"{name}.json").read_text("utf-8"))
        assert card == json.loads(json.dumps(example_runs.card_of(example)))
        assert example.record.config == config
        assert example.record.figures["accuracy"] > 0.9
        assert {"loss", "val_loss", "epoch", "seconds"} <= example.series.keys()
        result = example.result
        assert len(result.wrong) == result.confusion.sum() - np.trace(result.confusion)
        assert (examples.FOLDER / f"{name}.zip").stat().st_size < 300_000
