"""Networks from visitors' files compute in a process apart."""

import hashlib
import os

import pytest

from dlcore import registry, tasks
from dlcore.data import held_out
from dlcore.engine.metered import MeteredProcess
from dlcore.registry import RegistryError, apart
from dlcore.registry.at_hand import ModelNotLoaded, find_fit

DIGEST, OTHER = 64 * "a", 64 * "b"


def echo(value, digest, data):
    return value, digest, data


def burn(*_anything):
    while True:
        pass


@pytest.fixture
def process(monkeypatch):
    """In which a second is enough, and that knows nothing of Keras."""
    process = MeteredProcess(os.getpid, 1.0)
    monkeypatch.setattr(apart, "_process", lambda: process)
    monkeypatch.setattr(apart, "_too_slow", apart._too_slow.copy())
    yield process
    process._end()


def test_what_takes_too_long_is_refused_and_remembered(process, monkeypatch):
    with pytest.raises(RegistryError, match="takes more than 20 s"):
        apart.ask(burn, (), DIGEST)
    assert apart.ask(echo, (1,), DIGEST, b"data") == (1, DIGEST, b"data")
    monkeypatch.delattr(MeteredProcess, "call")
    with pytest.raises(RegistryError, match="takes more than 20 s"):
        apart.ask(burn, (), DIGEST)


def test_a_network_that_cannot_even_be_looked_at_is_not_asked_again(process):
    apart._too_slow.append((DIGEST, find_fit))
    with pytest.raises(RegistryError, match="takes more than 20 s"):
        apart.ask(echo, (1,), DIGEST)
    assert apart.ask(echo, (1,), OTHER) == (1, OTHER, None)


def test_a_network_answers_there_as_it_does_here():
    data = registry.path("cnn").read_bytes()
    digest, image = hashlib.sha256(data).hexdigest(), held_out.digit(7).image
    try:
        with pytest.raises(ModelNotLoaded):
            apart.ask(tasks.read_digit, (image,), digest)
        found = apart.ask(tasks.read_digit, (image,), digest, data)
        assert found == pytest.approx(tasks.read_digit(image, "cnn"), abs=1e-5)
        with pytest.raises(RegistryError, match="whole"):
            apart.ask(find_fit, (), hashlib.sha256(b"no such").hexdigest(), b"no such")
    finally:
        apart._process()._end()
