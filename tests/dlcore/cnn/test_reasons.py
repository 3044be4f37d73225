import numpy as np
import pytest

from dlcore.cnn.reasons import attributions, occluded
from dlcore.explain.attribution import occlusion
from dlcore.explain.network import ExplainError
from dlcore.registry.at_hand import find_network


def test_four_reasons_of_one_size(seven):
    found = attributions(seven.image, seven.truth, "conv2d_4", "cnn")
    hidden = occluded(seven.image, seven.truth, 5, "cnn")
    for values in (found.grad_cam, found.saliency, found.integrated, hidden):
        assert values.shape == (28, 28)
        assert np.isfinite(values).all()
    assert found.grad_cam_size == 6
    assert found.grad_cam.min() >= 0
    assert found.integrated.sum() == pytest.approx(found.difference, rel=0.0101)


@pytest.mark.parametrize("digit", [4, 9])
def test_occlusion_of_each_digit_is_its_own(seven, digit):
    network = find_network("cnn")
    expected = occlusion(network, seven.image[..., None], digit, 3)
    np.testing.assert_allclose(occluded(seven.image, digit, 3, "cnn"), expected, atol=1e-6)


def test_what_is_black_has_no_part_in_the_integral(seven):
    found = attributions(seven.image, seven.truth, None, "cnn")
    assert found.grad_cam is None
    assert not found.integrated[seven.image == 0].any()


def test_a_layer_without_maps_is_refused(seven):
    with pytest.raises(ExplainError, match="gives no maps"):
        attributions(seven.image, 3, "dropout", "cnn")
