"""A page's question reaches the network it is meant for."""

import hashlib

import pytest

from dlcore import registry, tasks
from dlcore.addition.asking import asked
from dlcore.cnn import PRESETS, build_cnn
from dlcore.registry import RegistryError, at_hand
from dlcore.registry.at_hand import ModelNotLoaded
from dlcore.reports import Orders


def test_the_network_that_ships_answers():
    found = asked("123 + 456", "addition")
    assert (found.said, found.right) == ("579", True)


def test_a_visitors_network_is_sent_once(trained):
    content = trained[0].model
    digest = hashlib.sha256(content).hexdigest()
    with pytest.raises(ModelNotLoaded):
        asked("1+2", digest)
    assert asked("1+2", digest, content) == asked("1+2", digest)


def test_a_network_for_digits_does_not_add_and_one_that_adds_reads_no_digits():
    content = registry.to_bytes(build_cnn(PRESETS["tiny"]))
    with pytest.raises(RegistryError, match="must add two numbers that are written as text"):
        asked("1+2", hashlib.sha256(content).hexdigest(), content)
    with pytest.raises(RegistryError, match="must add two numbers"):
        asked("1+2", "cnn")
    with pytest.raises(RegistryError, match=r"\(n, 28, 28, 1\) to \(n, k\)"):
        at_hand.find_model("addition")


def test_the_engines_task_is_this_training(tiny, monkeypatch):
    calls = []
    monkeypatch.setattr(
        tasks.addition, "train_addition", lambda *args: calls.append(args) or "done"
    )
    orders = Orders()
    assert tasks.train_addition(tiny, print, orders, b"at 7") == "done"
    assert calls == [(tiny, print, orders, b"at 7")]
