"""A small lesson with every kind of cell, for tests of the authoring tools."""

from pathlib import Path

LESSON = '''\
# %% [markdown]
# # Start here
#
# A model of points: *fit*, then draw. Gaußian, Σ = L Lᵀ.

# %% tags=["setup"]
from gencourse.exercises import check, progress

# %% [markdown]
# ## Fit a Gaussian

# %% exercise="start.fit_gaussian"
def fit_gaussian(x):
    """Return the mean and the covariance of x: [N, D]"""
    ### BEGIN SOLUTION
    mean = x.mean(0)
    centred = x - mean
    return mean, centred.T @ centred / len(x)
    ### END SOLUTION

# %% check="start.fit_gaussian"
fit_gaussian = check("start.fit_gaussian", fit_gaussian)

# %% [markdown] hint="start.fit_gaussian"
# Take the mean over the points, not over the coordinates.

# %% [markdown] hint="start.fit_gaussian"
# Centre the points **first**.

# %% exercise="start.sample_gaussian"
def sample_gaussian(mean, cov, n, generator=None):
    import torch

    ### BEGIN SOLUTION
    z = torch.randn(n, len(mean), generator=generator)
    return mean + z @ torch.linalg.cholesky(cov).T
    ### END SOLUTION

# %% check="start.sample_gaussian"
sample_gaussian = check("start.sample_gaussian", sample_gaussian)

# %% [markdown]
# Did the model copy the data?

# %% [markdown] question="copy-or-model"
# A copy would lie at distance zero from its neighbour.

# %%
progress("start_here")
'''


def make_checkout(folder: Path, source: str = LESSON, name: str = "00_start_here.py") -> Path:
    """Lay out solutions/ and lessons/ in a folder; return the path of the source."""
    (folder / "lessons").mkdir(parents=True, exist_ok=True)
    (folder / "solutions").mkdir(exist_ok=True)
    path = folder / "solutions" / name
    path.write_bytes(source.encode("utf-8"))
    return path


def line_of(text: str, source: str) -> int:
    """The number of the line on which this text first begins."""
    return source[: source.index(text)].count("\n") + 1
