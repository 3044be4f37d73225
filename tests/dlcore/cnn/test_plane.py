import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from dlcore.cnn import plane as module
from dlcore.cnn.plane import NEIGHBOURS, plane
from dlcore.data import held_out
from dlcore.validation import ConfigError


def test_a_test_image_lies_where_it_lies(seven):
    found = plane(seven.image, "pca", None, "cnn")
    np.testing.assert_allclose(found.own, found.points[7], rtol=1e-3, atol=1e-3)
    assert 7 not in found.nearest
    assert (found.truth[found.nearest] == seven.truth).all()
    assert found.layer == "dropout"
    assert found.features == 1152


def test_pca_shows_the_two_directions_of_most_variance(seven):
    from dlcore.explain.features import feature_maps
    from dlcore.registry.at_hand import find_network

    found = plane(seven.image, "pca", None, "cnn")
    known = feature_maps(find_network("cnn"), held_out.first_images()[0], "dropout")
    values = np.linalg.svd(known - known.mean(axis=0), compute_uv=False) ** 2
    assert found.explained == pytest.approx(values[:2].sum() / values.sum(), rel=1e-3)


@pytest.fixture(scope="module")
def fewer():
    """A third of the test images, and no threads that wait for each other: t-SNE takes its time."""
    import sklearn.manifold  # noqa: F401 - the threads of what is loaded later have no limit

    images, truth = held_out.first_images()
    kept = (module._features, module._pca, module._tsne)
    for part in kept:
        part.cache_clear()
    with pytest.MonkeyPatch.context() as patch, threadpool_limits(1):
        patch.setattr(module, "first_images", lambda tests: (images[:300], truth[:300]))
        yield
    for part in kept:
        part.cache_clear()


@pytest.mark.parametrize(("method", "least"), [("pca", 0.5), ("tsne", 0.9)])
def test_digits_of_a_class_lie_together(seven, fewer, method, least):
    found = plane(seven.image, method, None, "cnn")
    distances = ((found.points[:, None] - found.points[None]) ** 2).sum(axis=-1)
    np.fill_diagonal(distances, np.inf)
    assert np.mean(found.truth[distances.argmin(axis=1)] == found.truth) > least


def test_in_tsne_a_digit_stands_in_the_middle_of_its_neighbours(seven, fewer):
    found = plane(seven.image, "tsne", None, "cnn")
    assert found.explained is None
    np.testing.assert_allclose(found.own, found.points[found.nearest].mean(axis=0), rtol=1e-5)
    assert len(found.nearest) == NEIGHBOURS


def test_no_other_method(seven):
    with pytest.raises(ConfigError, match="method must be one of pca, tsne"):
        plane(seven.image, "umap", None, "cnn")
