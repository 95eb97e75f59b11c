"""PCA against scikit-learn and against its laws."""

import pytest
import torch
from sklearn import decomposition
from torch.testing import assert_close

from gencourse.models import PCA
from gencourse.probability import fit_gaussian


@pytest.fixture
def x():
    "Points with a different spread along each of 8 skewed directions, far from the origin"
    spread = torch.linspace(3, 0.5, 8, dtype=torch.float64)
    return torch.randn(200, 8, dtype=torch.float64) * spread @ torch.randn(8, 8, dtype=torch.float64) + 10


@pytest.mark.parametrize("k", [1, 3, 8])
def test_pca_agrees_with_scikit_learn(x, k):
    "Signs included; scikit-learn's variances divide by N - 1"
    ours, theirs = PCA(k).fit(x), decomposition.PCA(k, svd_solver="full").fit(x.numpy())
    assert_close(ours.mean, torch.from_numpy(theirs.mean_))
    assert_close(ours.components, torch.from_numpy(theirs.components_))
    assert_close(ours.variances * 200 / 199, torch.from_numpy(theirs.explained_variance_))
    assert_close(ours.variances / ours.total_variance, torch.from_numpy(theirs.explained_variance_ratio_))
    assert_close(ours.encode(x), torch.from_numpy(theirs.transform(x.numpy())))
    assert_close(ours(x), torch.from_numpy(theirs.inverse_transform(theirs.transform(x.numpy()))))


def test_components_are_orthonormal(x):
    components = PCA(5).fit(x).components
    assert_close(components @ components.T, torch.eye(5, dtype=torch.float64))


def test_the_largest_entry_of_each_component_is_positive(x):
    components = PCA(6).fit(x).components
    assert (components.amax(1) == components.abs().amax(1)).all()


@pytest.mark.parametrize("k", [1, 4, 8])
def test_the_loss_is_the_variance_left_out(x, k):
    pca = PCA(k).fit(x)
    assert_close(pca.loss(x)["loss"], pca.total_variance - pca.variances.sum(), atol=1e-9, rtol=1e-7)


def test_no_other_flat_is_nearer(x):
    pca = PCA(3).fit(x)
    best = pca.loss(x)["loss"]
    for _ in range(20):
        turned = torch.linalg.qr(pca.components.T + 0.1 * torch.randn(8, 3, dtype=torch.float64)).Q.T
        other = pca.mean + (x - pca.mean) @ turned.T @ turned
        assert (other - x).square().sum(1).mean() > best


def test_codes_of_the_data_have_mean_zero_and_the_variances(x):
    pca = PCA(4).fit(x)
    mean, cov = fit_gaussian(pca.encode(x))
    assert_close(mean, torch.zeros(4, dtype=torch.float64), atol=1e-9, rtol=0)
    assert_close(cov, pca.variances.diag(), atol=1e-9, rtol=1e-7)


def test_encoding_undoes_decoding(x):
    pca, z = PCA(3).fit(x), torch.randn(6, 3, dtype=torch.float64)
    assert_close(pca.encode(pca.decode(z)), z)


def test_samples_of_all_components_have_the_mean_and_covariance_of_the_data(x):
    mean, cov = fit_gaussian(x)
    sampled_mean, sampled_cov = fit_gaussian(PCA(8).fit(x).sample(200_000))
    scale = float(cov.diagonal().max())
    assert_close(sampled_mean, mean, atol=0.02 * scale**0.5, rtol=0)
    assert_close(sampled_cov, cov, atol=0.02 * scale, rtol=0)


def test_float32_data_far_from_the_origin_keeps_its_components(x):
    "The fit is in float64, the buffers in the data's own precision"
    far = x + 1000
    ours = PCA(3).fit(far.float())
    assert ours.components.dtype == ours.mean.dtype == torch.float32
    assert_close(ours.components.double(), PCA(3).fit(far).components, atol=2e-3, rtol=0)


def test_directions_without_spread_have_variance_zero():
    for _ in range(10):  # by rounding, an eigenvalue that should be 0 lies now above, now below
        flat = torch.randn(40, 2, dtype=torch.float64) @ torch.randn(2, 6, dtype=torch.float64)
        pca = PCA(6).fit(flat)
        assert (pca.variances >= 0).all() and (pca.variances[2:] < 1e-9).all()
        assert pca.sample(5).isfinite().all()


def test_a_second_fit_forgets_the_first(x):
    again = PCA(2).fit(torch.randn(30, 4)).fit(x)
    assert torch.equal(again.components, PCA(2).fit(x).components)


@pytest.mark.parametrize(
    ("call", "error", "sentence"),
    [
        (lambda: PCA(0), ValueError, "k should be at least 1, got 0"),
        (lambda: PCA(6).fit(torch.randn(50, 5)), ValueError, "k should be at most 5, got 6: 50 points of 5 features"),
        (lambda: PCA(5).fit(torch.randn(5, 9)), ValueError, "k should be at most 4, got 5: 5 points of 9 features"),
        (lambda: PCA(2).fit(torch.rand(9, 1, 4, 4)), ValueError, r"x should have shape \[N, D\].* x.flatten\(1\)"),
        (lambda: PCA(2).fit(torch.zeros(9, 4, dtype=torch.uint8)), TypeError, "floating point, got torch.uint8"),
        (lambda: PCA(2).encode(torch.zeros(3, 4)), RuntimeError, "should be fitted before"),
        (lambda: PCA(2).decode(torch.zeros(3, 2)), RuntimeError, "should be fitted before"),
        (lambda: PCA(2).sample(3), RuntimeError, "should be fitted before"),
        (lambda: PCA(2).fit(torch.randn(9, 4)).encode(torch.zeros(3, 5)), ValueError, r"x should have shape \[B, 4\]"),
        (lambda: PCA(2).fit(torch.randn(9, 4)).decode(torch.zeros(3, 4)), ValueError, r"z should have shape \[B, 2\]"),
    ],
)
def test_errors_say_what_was_expected(call, error, sentence):
    with pytest.raises(error, match=sentence):
        call()
