"""The programs that the page shows, executed: the same numbers as the page's."""

from __future__ import annotations

from pathlib import Path

import keras
import numpy as np
import pytest

from dlcore.cnn import attacks, damage, layers, plane
from dlcore.cnn.script import Program
from dlcore.data import sample
from dlcore.data.formats import to_npz
from dlcore.data.held_out import first_images as held_out_images
from dlcore.explain import attribution
from dlcore.registry import MODELS
from dlcore.registry.at_hand import find_network

NETWORKS = ("cnn", "cnn-tutorial")


@pytest.fixture(autouse=True)
def no_download(monkeypatch):
    """Keras' MNIST is the sample's: a few images to train on, and those that the page shows."""
    data = sample()
    few = (data.x_train[:256], data.y_train[:256]), (data.x_test, data.y_test)
    monkeypatch.setattr(keras.datasets.mnist, "load_data", lambda: few)


def program(model: str, number: int = 7) -> Program:
    file = str(Path(MODELS) / f"{model}.keras")
    return Program(file, find_network(model).layers, number)


@pytest.fixture
def own(network_of, tmp_path, monkeypatch):
    """A network of 26 classes and its set, in files where its programs look for them."""
    network = network_of(26)
    (tmp_path / "model.keras").write_bytes(network.file)
    (tmp_path / "data.npz").write_bytes(to_npz(network.data))
    monkeypatch.chdir(tmp_path)
    return network


@pytest.fixture
def own_program(own):
    return Program("model.keras", find_network(own.digest, own.file).layers, 3, own_set=True)


def run(source: str) -> dict:
    space: dict = {}
    exec(compile(source, "shown", "exec"), space)
    return space


@pytest.mark.parametrize("model", NETWORKS)
def test_the_code_of_layers(seven, model):
    name = find_network(model).layers[0].name
    space = run(program(model).layers_script(name, 3))
    passed_on = layers.passed_on(seven.image, name, model)
    np.testing.assert_allclose(space["passed_on"], passed_on, atol=1e-5)
    strongest = held_out_images()[0][space["strongest"], ..., 0]
    np.testing.assert_array_equal(strongest, layers.unit(name, 3, None, model).images)


def test_the_code_of_reasons(seven):
    network = find_network("cnn-tutorial")
    cam = network.last_convolution()
    space = run(program("cnn-tutorial").reasons_script(seven.truth, cam, 3))
    batch = seven.image[None, ..., None]
    expected = {
        "saliency": attribution.saliency(network, batch, seven.truth)[0],
        "occlusion": attribution.occlusion(network, seven.image[..., None], seven.truth, 3),
        "grad_cam": attribution.grad_cam(network, batch, seven.truth, cam)[0],
    }
    for name, values in expected.items():
        np.testing.assert_allclose(space[name], values, atol=1e-4)
    integrated = attribution.integrated_gradients(network, batch, seven.truth)
    assert space["difference"] == pytest.approx(integrated.difference[0], rel=1e-4)
    assert space["integrated"].sum() == pytest.approx(space["difference"], rel=0.02)


def test_without_convolution_there_is_no_code_of_grad_cam():
    assert "grad_cam" not in program("cnn").reasons_script(3, None, 5)


@pytest.mark.parametrize("target", [None, 3])
def test_the_code_of_an_attack(seven, target):
    space = run(program("cnn-tutorial").attack_script(seven.truth, target, 0.15))
    found = attacks.adversarial_example(seven.image, seven.truth, target, 0.15, "cnn-tutorial")
    # A gradient near 0 may have either sign.
    assert np.mean(np.abs(space["attacked"][0, ..., 0] - found.image) < 1e-3) > 0.97


@pytest.mark.parametrize("off", [0, 8])
def test_the_code_of_damage(seven, off):
    spoilt = damage.Damage(rotation=20.0, right=2, down=-1, stripes=3, noise=0.1, seed=5)
    name = find_network("cnn").layers[0].name
    space = run(program("cnn").damage_script(spoilt, name, off))
    found = damage.broken(seven.image, spoilt, name, tuple(range(off)), "cnn")
    np.testing.assert_allclose(space["spoilt"][0, ..., 0], found.image, atol=1e-6)
    np.testing.assert_allclose(space["answer"], found.probabilities, atol=1e-5)


def test_the_code_of_the_plane(seven):
    found = plane.plane(seven.image, "pca", None, "cnn")
    space = run(program("cnn").plane_script(found.layer))
    for axis in (0, 1):  # an axis of PCA may point either way
        ours, theirs = found.points[:, axis], space["points"][:, axis]
        assert abs(np.corrcoef(ours, theirs)[0, 1]) > 0.999
    assert set(found.nearest) <= set(space["nearest"])


def test_the_code_of_the_time_machine(capsys):
    space = run(program("cnn-tutorial").moments_script(epochs=1))
    assert len(space["kept"]) == 2
    assert "after 1 epochs" in capsys.readouterr().out


def test_the_code_of_layers_of_ones_own_set(own, own_program, capsys):
    name = own.model.layers[0].name
    space = run(own_program.layers_script(name, 1))
    np.testing.assert_array_equal(space["image"][0, ..., 0], own.tests.digit(3).image)
    strongest = own.tests.images[space["strongest"]] / np.float32(255)
    np.testing.assert_array_equal(strongest, layers.unit(name, 1, *own.asked).images)
    shown = own.data.classes[own.tests.labels[space["strongest"][0]]]
    assert f"classes: ['{shown}'" in capsys.readouterr().out


def test_the_code_of_the_plane_of_ones_own_set(own, own_program, capsys):
    found = plane.plane(own.tests.digit(3).image, "pca", *own.asked)
    space = run(own_program.plane_script(found.layer))
    assert abs(np.corrcoef(found.points[:, 0], space["points"][:, 0])[0, 1]) > 0.999
    assert set(found.nearest) <= set(space["nearest"])
    assert own.data.classes[own.tests.labels[found.nearest[0]]] in capsys.readouterr().out


@pytest.mark.parametrize("target", [None, 25])
def test_the_code_of_an_attack_on_ones_own_network(own, own_program, target, capsys):
    image = own.tests.digit(3)
    space = run(own_program.attack_script(image.truth, target, 0.15))
    found = attacks.adversarial_example(
        image.image, image.truth, target, 0.15, own.digest, own.file
    )
    assert np.mean(np.abs(space["attacked"][0, ..., 0] - found.image) < 1e-3) > 0.97
    assert own.data.classes[space["answer"].argmax()] in capsys.readouterr().out


def test_the_code_of_reasons_and_of_damage_of_ones_own_network(own, own_program):
    image = own.tests.digit(3).image
    space = run(own_program.reasons_script(25, own.model.layers[0].name, 5))
    found = attribution.saliency(find_network(own.digest, own.file), image[None, ..., None], 25)[0]
    np.testing.assert_allclose(space["saliency"], found, atol=1e-5)
    spoilt = damage.Damage(rotation=20.0, noise=0.1)
    space = run(own_program.damage_script(spoilt, own.model.layers[0].name, 1))
    found = damage.broken(image, spoilt, own.model.layers[0].name, (0,), own.digest, own.file)
    np.testing.assert_allclose(space["answer"], found.probabilities, atol=1e-5)


def test_the_code_of_the_time_machine_of_ones_own_set(own, own_program, capsys):
    space = run(own_program.moments_script(epochs=1))
    assert space["model"].output_shape == (None, 26)
    assert own.data.classes[space["answer"].argmax()] in capsys.readouterr().out


def test_programs_of_ones_own_set_know_of_no_digits(own_program):
    for source in (
        own_program.layers_script("conv2d", 1),
        own_program.reasons_script(25, "conv2d", 5),
        own_program.attack_script(3, None, 0.1),
        own_program.damage_script(damage.Damage(), None, 0),
        own_program.plane_script("dense"),
        own_program.moments_script(2),
    ):
        assert 'np.load("data.npz")' in source
        assert "digit" not in source
        assert "mnist" not in source
        assert max(map(len, source.splitlines())) <= 100
