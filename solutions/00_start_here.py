# %% [markdown]
# # From samples to a distribution
#
# *A model is judged on points it has not seen.*
#
# Look at a few hundred handwritten digits, and you can write a new one: not a copy of any of them, but clearly a digit. A
# **generative model** does the same: it gets samples and makes new samples. Between the two stands something that nobody
# ever sees, the **distribution** that the samples come from. In this lesson you learn to compute with it.
#
# **You will** fit two models to data, draw new points from one, score both in nats, learn what that score measures, and
# recognise a model that has only memorised.
#
# **Time:** about 65 minutes, and 10 more for the stretch exercise. **You need:** tensors or arrays, mean and variance,
# matrix products. **Offline?** Everything here runs on this computer.

# %% tags=["setup"]
import math

import torch
from torch.nn.functional import adaptive_avg_pool2d

from gencourse.data import digits, two_moons
from gencourse.exercises import check, progress, show_fix
from gencourse.plots import (
    show_curves,
    show_density,
    show_histogram,
    show_images,
    show_points,
)
from gencourse.probability import gaussian_log_density, kernel_log_density
from gencourse.runtime import seed_everything
from gencourse.widgets import DensityExplorer

seed_everything(0)

# %% [markdown]
# **How a lesson works.** Run the cells from top to bottom with Shift+Enter. An exercise is a cell that you fill in. The
# check right below it answers *passed*, *open*, *not yet* or *crashed*. It names the mistake where it can, and shows an input
# on which your answer is wrong. Sometimes one small change would make the answer right; then the check says in which line,
# and `show_fix` with the exercise's name shows the change. Hints and the solution are folded under the check. If you leave an
# exercise open, the lesson goes on with the course's version. Exercises marked *stretch* are extra. Widgets follow mouse,
# touch and arrow keys.

# %% [markdown]
# ## Samples in, samples out
#
# These are real digits from the MNIST collection. Each is a picture of 28 by 28 pixels, so 784 numbers between 0 (paper)
# and 1 (ink). We learn from 4,000 of them, the **training set**. Another 500 are **held out**: no model may learn from them.

# %%
images, held_out_images = digits("train").images, digits("valid").images
show_images(
    images[:24],
    columns=12,
    alt="Twenty-four handwritten digits from 0 to 9, in two rows.",
)

# %% [markdown]
# No rule produced these pictures, people wrote them. But some pictures are likely and most are not: if you pick 784 numbers
# at random, you will not see a 7 in the age of the universe. A distribution says how likely each picture is. We begin
# with a distribution that we can draw: that of a single number per picture.

# %% [markdown]
# ## A density may exceed 1
#
# Take the **ink** of a picture, the mean of its pixels. The histogram below is our first model of a distribution. The
# *area* of a bar is the share of the pictures in it, so all areas add up to 1. The *height* is a **density**: share
# per unit of ink.

# %%
ink = images.mean(dim=(1, 2, 3))  # [4000]
heights, edges = torch.histogram(ink, bins=30, density=True)
print(f"the highest bar    {heights.max():.2f}")
print(f"all areas together {(heights * edges.diff()).sum():.2f}")
show_histogram(
    ink,
    xlabel="ink of a digit",
    alt="Histogram of ink: one hump between 0.03 and 0.31, its top near 10.",
)

# %% claim
assert 9.5 < heights.max() < 10.5, "The highest bar is about 10"
assert 0.025 < edges[0] and edges[-1] < 0.315, (
    "Here all of the data lies between 0.03 and 0.31"
)

# %% [markdown]
# The highest bar is about 10, and that is no mistake. A probability cannot exceed 1. A density can, wherever a short
# interval holds much of the data. Here all of the data lies between 0.03 and 0.31. If we measured ink in per cent, each height
# would be a hundredth of this, and the areas would stay the same. So a density alone is neither
# large nor small. What we do with densities is *compare* them.

# %% [markdown]
# ## Why not a histogram of whole pictures?
#
# It would need a bar for every possible picture. Let us shrink the pictures to a few blocks and sort each block's grey into 4
# levels. All pictures with the same levels share a bin. Then we count how many of the 500 held-out pictures fall into a
# bin that holds at least one of the 4,000.
#
# **Predict first:** with 1, 4, 16, 49 and 196 blocks, where does that share drop below one half?


# %%
def bins(pictures, side):
    grey = adaptive_avg_pool2d(pictures, side).flatten(1)  # [N, side * side]
    return [tuple(row) for row in (grey * 4).long().clamp(max=3).tolist()]


shares = {}
for side in (1, 2, 4, 7, 14):
    filled = set(bins(images, side))
    new = bins(held_out_images, side)
    shares[side**2] = sum(picture in filled for picture in new) / len(new)
    print(
        f"{side**2:3} blocks: {shares[side**2]:4.0%} of the new pictures in a filled bin"
    )

# %% claim
assert shares[16] > 0.5 > shares[49], (
    "The share drops below one half between 16 and 49 blocks"
)
assert 0.03 < shares[49] < 0.07, "with 49 blocks 5 % of the new pictures are left"
assert shares[196] == 0, "with 196 none"

# %% [markdown]
# The share drops below one half between 16 and 49 blocks: with 49 blocks 5 % of the new pictures are left, with 196 none. There
# are $4^{49} \approx 3 \cdot 10^{29}$ bins for 49 blocks, and 4,000 pictures fill 4,000 of them at most. The number of bins grows
# exponentially with the number of dimensions; this is the **curse of dimensionality**. The histogram gives probability 0 to
# nearly every new picture, because it knows only bins that it has already seen. A model of 784 pixels has to
# **generalise**: what it learned from one picture must also count for others. Each model in this course does that in its
# own way.

# %% [markdown]
# ## A Gaussian: five numbers
#
# To see a whole model we go to the plane. Here are points on two half moons, from one source: 200 to train on, and 200
# held out. Imagine that each point is a picture with two pixels. We draw 200 more and put them aside: `test` stays closed
# until the end.

# %%
train, valid = two_moons(200, seed=0), two_moons(200, seed=1)  # each [200, 2]
test = two_moons(200, seed=2)
show_points(
    {"train": train, "held-out": valid},
    alt="Two interleaved half moons; both sets of points cover them alike.",
)

# %% [markdown]
# The simplest model is one Gaussian. It has a **mean** $\mu$, the middle of the points, and a **covariance** $\Sigma$. The
# diagonal of $\Sigma$ holds the variances; the other entries say how the coordinates vary together:
#
# $$\mu = \frac1N \sum_n x_n \qquad \Sigma = \frac1N \sum_n (x_n - \mu)(x_n - \mu)^\top$$
#
# In the plane these are five numbers: two for $\mu$, three for $\Sigma$, which is symmetric.

# %% [markdown]
# ### Exercise 1 · Fit a Gaussian
#
# *5 minutes.* Return $\mu$ and $\Sigma$ of the points, one point in each row of `x`. The check in the cell below it tells you
# whether it is right, and if not, what went wrong. Dividing by $N$ or by $N - 1$ both count.


# %% exercise="start.fit_gaussian"
def fit_gaussian(x):
    """Return the mean [D] and the covariance [D, D] of the points.  x: [N, D]"""
    ### BEGIN SOLUTION
    mean = x.mean(0)
    centred = x - mean
    return mean, centred.T @ centred / len(x)
    ### END SOLUTION


# %% check="start.fit_gaussian"
fit_gaussian = check("start.fit_gaussian", fit_gaussian)

# %% [markdown] hint="start.fit_gaussian"
# `x.mean(0)` averages over the rows and has shape `[D]`. Subtracting it from `x` works row by row.

# %% [markdown] hint="start.fit_gaussian"
# With centred rows $c_n$, the sum $\sum_n c_n c_n^\top$ is one matrix product: `centred.T @ centred`, of shape `[D, D]`.

# %%
mean, cov = fit_gaussian(train)
print(mean, cov, sep="\n")

# %% claim
assert abs(mean[0] - 0.5) < 0.05, "a mean near (0.5, 0.25)"
assert abs(mean[1] - 0.25) < 0.05, "a mean near (0.5, 0.25)"
assert cov[0, 1] < -0.1, "a negative number beside the diagonal of the covariance"

# %% [markdown]
# You should see a mean near (0.5, 0.25), between the moons, and a negative number beside the diagonal of the covariance:
# points further right tend to lie lower.

# %% [markdown]
# ### Exercise 2 · Draw new points from it
#
# *10 minutes.* Start from noise $z$ that torch can draw: two independent standard normal numbers. Multiply it by a matrix $L$
# with $L L^\top = \Sigma$, and add the mean: $x = \mu + L z$. The covariance of $x$ is then $L\,I\,L^\top = \Sigma$.
# `torch.linalg.cholesky(cov)` gives such an $L$, the **Cholesky factor** of $\Sigma$. Mind that our points are rows.


# %% exercise="start.sample_gaussian"
def sample_gaussian(mean, cov, n):
    """Draw n points [n, D] from the Gaussian.  mean: [D], cov: [D, D]"""
    ### BEGIN SOLUTION
    L = torch.linalg.cholesky(cov)
    z = torch.randn(n, len(mean))
    return mean + z @ L.T
    ### END SOLUTION


# %% check="start.sample_gaussian"
sample_gaussian = check("start.sample_gaussian", sample_gaussian)

# %% [markdown] hint="start.sample_gaussian"
# `torch.randn(n, D)` gives one row of noise for each point; `torch.rand` would be uniform.

# %% [markdown] hint="start.sample_gaussian"
# For a column, $x = \mu + L z$. Transposed, for a row: $x^\top = \mu^\top + z^\top L^\top$.

# %%
samples = sample_gaussian(mean, cov, 200)
show_points(
    {"data": train, "samples": samples},
    apart=True,
    alt="Left the two moons, right the samples: one oval cloud, hollows filled.",
)

# %% claim
off_moons = torch.stack([torch.cdist(x, train).amin(1) for x in (valid, samples)])
assert (samples.mean(0) - mean).norm() < 0.2, (
    "The cloud has the right place, size and tilt"
)
assert (samples.T.cov() - cov).norm() < 0.3 * cov.norm(), (
    "The cloud has the right place, size and tilt"
)
far = (off_moons > 0.2).float().mean(1)
assert far[0] < 0.05 and far[1] > 0.12, "but it has no moons"

# %% [markdown]
# This is a generative model: it makes points that nobody measured. We also see what five numbers cannot express. The cloud
# has the right place, size and tilt, but it has no moons. To say *how much* worse that is than another model, we need a number.

# %% [markdown]
# ## How well does it fit? Nats per point
#
# A good model puts high density where the data is. For example, ink has a standard deviation of 0.042. A Gaussian of that width
# is $1/(0.042\sqrt{2\pi}) = 9.5$ high at its mean, so a picture with average ink gets a density of 9.5.
#
# What density does a model give to all 200 points together? We assume that the points are **independent** draws from the
# source, so it is the product of the 200 densities. Then we take the log, for two reasons. The product itself is too small for
# a computer: 200 factors of about 0.15 make $10^{-165}$, and float32 ends near $10^{-45}$. And the log turns the product into
# a sum. Divided by the number of points, that sum is the **log-likelihood** in **nats** per point. (A nat is a bit with $e$
# in place of 2.) Higher is better.


# %%
def ink_density(x):
    mean, variance = ink.mean(), ink.var()
    return gaussian_log_density(x[:, None], mean[None], variance[None, None]).exp()


show_histogram(
    ink,
    densities={"Gaussian": ink_density},
    xlabel="ink of a digit",
    alt="The ink histogram with a Gaussian curve over it; its top is at 9.5.",
)

# %% claim
product = gaussian_log_density(valid, mean, cov).exp().prod()
assert 9.4 < ink_density(ink.mean()[None]) < 9.6, (
    "so a picture with average ink gets a density of 9.5"
)
assert abs(ink.std() - 0.042) < 0.0005, "ink has a standard deviation of 0.042"
assert product == 0, "The product itself is too small for a computer"

# %% [markdown]
# In $D$ dimensions the formula is
#
# $$\log \mathcal N(x; \mu, \Sigma) = -\tfrac12 (x - \mu)^\top \Sigma^{-1} (x - \mu) - \tfrac12 \log\det\Sigma - \tfrac D2 \log 2\pi$$
#
# The first term is about distance: $(x - \mu)^\top \Sigma^{-1} (x - \mu)$ is the squared distance between $x$ and
# $\mu$ in units of standard deviations, the squared **Mahalanobis distance**. The second term is about width: a wide Gaussian has a large determinant, and its
# density is low everywhere. The third makes the density integrate to 1.

# %% [markdown]
# ### Exercise 3 · Log-likelihood
#
# *10 minutes.* Return the mean of $\log \mathcal N(x_n; \mu, \Sigma)$ over the points, one number. torch has this formula in
# `torch.distributions.MultivariateNormal`, but write it out once: later losses are made of these three terms.


# %% exercise="start.log_likelihood"
def log_likelihood(x, mean, cov):
    """Return the mean log density of the points, in nats per point.  x: [N, D]"""
    ### BEGIN SOLUTION
    d = x - mean
    distance = (d @ torch.linalg.inv(cov) * d).sum(1)
    log_norm = torch.logdet(cov) + len(mean) * math.log(2 * math.pi)
    return -0.5 * (distance + log_norm).mean()
    ### END SOLUTION


# %% check="start.log_likelihood"
log_likelihood = check("start.log_likelihood", log_likelihood)

# %% [markdown] hint="start.log_likelihood"
# For rows $d_n = x_n - \mu$, all the forms $d_n^\top \Sigma^{-1} d_n$ at once: `(d @ inverse * d).sum(1)`, shape `[N]`.

# %% [markdown] hint="start.log_likelihood"
# `torch.logdet(cov)` is $\log\det\Sigma$. The factor one half belongs to all three terms, and $D$ is `len(mean)`.

# %%
print(f"train    {log_likelihood(train, mean, cov):.2f} nats per point")
print(f"held-out {log_likelihood(valid, mean, cov):.2f} nats per point")

# %% claim
assert -1.97 < log_likelihood(train, mean, cov) < -1.85, "Both are about -1.9"
assert -1.97 < log_likelihood(valid, mean, cov) < -1.85, "Both are about -1.9"
assert log_likelihood(train, mean, cov) - log_likelihood(valid, mean, cov) < 0.06, (
    "fit nearly as well as"
)

# %% [markdown]
# Both are about -1.9: points that the model never saw fit nearly as well as those that it was made from. Five numbers cannot
# remember 200 points. The next model can.

# %% [markdown]
# ## Kernel density: a bump on every point
#
# Put a small round Gaussian of width $h$, the **bandwidth**, on each of the $N$ training points, and average them. This is a
# **kernel density estimate**:
#
# $$p(x) = \frac1N \sum_n \mathcal N(x; x_n, h^2 I)$$
#
# A small $h$ gives $N$ spikes, a large one a smooth hill. To sample, pick a training point at random and add noise of size $h$.


# %%
def kernel(h):
    return lambda points: kernel_log_density(points, train, h).exp()


show_density(
    {f"h = {h}": kernel(h) for h in (0.03, 0.1, 0.5)},
    train,
    alt="Three kernel densities: separate spikes, then two moons, then one hill.",
)

# %% [markdown]
# **Predict before you run the next cell.** We score 34 bandwidths from 0.001 to 2 on the training points and on the held-out
# points. Which bandwidth wins on the training points? Which on the held-out points? Write it down before you look.

# %% [markdown] question="which-bandwidth"
# On the training points the smallest wins. The log-likelihood there has no upper limit: each point sits on its own spike,
# and a narrower spike is a higher one. On the held-out points a bandwidth near 0.08 wins: wide enough that the
# spikes join, and narrow enough that the moons stay apart.

# %%
bandwidths = torch.logspace(-3, math.log10(2), 34)
scores = {
    name: torch.stack([kernel_log_density(x, train, h).mean() for h in bandwidths])
    for name, x in {"train": train, "held-out": valid}.items()
}
show_curves(
    bandwidths,
    scores,
    xlabel="bandwidth h",
    ylabel="nats per point",
    logx=True,
    ylim=(-8, 7),
    alt="Towards small h the train curve rises; held-out peaks near 0.08, then plunges.",
)

# %% claim
assert scores["train"].argmax() == 0, "On the training points the smallest wins"
assert (scores["train"].diff() < 0).all(), "On the training points the smallest wins"

# %%
best_h = bandwidths[scores["held-out"].argmax()].item()
for name, x in {"train": train, "held-out": valid, "test": test}.items():
    wide, narrow = (kernel_log_density(x, train, h).mean() for h in (best_h, 0.001))
    gaussian = log_likelihood(x, mean, cov)
    print(f"{name:8}  Gaussian {gaussian:.2f}  h = {best_h:.2f}: {wide:.2f}", end="  ")
    print(f"h = 0.001: {narrow:8.2f}")

# %% claim
seen, new = (kernel_log_density(x, train, 0.001).mean() for x in (train, test))
gain = kernel_log_density(test, train, best_h).mean() - log_likelihood(test, mean, cov)
assert 6.5 < seen < 6.9, "it scores 6.7 on the training points"
assert new < -2000, "below -2,000 on new ones"
assert 0.06 < best_h < 0.11, "a bandwidth near 0.08 wins"
assert 0.6 < gain < 0.9, "about 0.75 nats per point better than the Gaussian"

draws = torch.stack(  # [50, 10]: scores of ten bandwidths on as many sets of 200 points
    [
        torch.stack([kernel_log_density(x, train, h).mean() for h in bandwidths[15:25]])
        for x in two_moons(10_000, seed=4).split(200)
    ]
)
flattery = (draws.amax(1) - draws.mean(0)[draws.argmax(1)]).mean()
assert 0 < flattery < 0.01, "With one bandwidth to choose this is less than 0.01 nats"

# %% [markdown]
# If the training likelihood could choose, it would choose the worst model of all. With $h = 0.001$ it scores 6.7 on the training
# points, and below -2,000 on new ones: the model has stored 200 points and knows nothing about moons. It **overfits**. Hence
# the rule of this course: **a model is judged on points it has not seen.**
#
# Why three sets? We *chose* the bandwidth because it did best on the held-out points, so on average its score there is
# a little too good. With one bandwidth to choose this is less than 0.01 nats. (What else differs between the last two rows is
# chance.) With hundreds of settings to choose it can be much. So the **training set** fits the model, the **validation set**
# chooses between models (these were our held-out points), and the **test set** is opened once, at the end. There the kernel
# density is about 0.75 nats per point better than the Gaussian.

# %% [markdown]
# ### Play: be the optimiser
#
# In the first tab, drag the Gaussian's middle and the ends of its axes. Can you beat the fitted one on *train*? On *held-out*?
# In the second tab, move the bandwidth and watch the two bars. Where do they agree, and where is held-out best?

# %%
DensityExplorer(train, valid)

# %% claim
fitted = fit_gaussian(valid)
nudged = [
    (mean + 0.05 * torch.randn(2), cov * (1 + 0.1 * torch.randn(()))) for _ in range(20)
]
best_nudged = max(log_likelihood(train, *other) for other in nudged)
assert best_nudged < log_likelihood(train, mean, cov), "Nothing beats the fit on train"
assert log_likelihood(valid, *fitted) > log_likelihood(valid, mean, cov), (
    "On held-out points a slightly different Gaussian can win by chance"
)

# %% [markdown]
# Nothing beats the fit on train: of all Gaussians, the one with the mean and the covariance of the points has the highest
# likelihood. On held-out points a slightly different Gaussian can win by chance. With the kernel, the bars agree for wide bumps
# and move apart where the model begins to overfit.

# %% [markdown]
# ## What the score measures
#
# Is the kernel density's score good? What would the best possible model get? For our moons we can tell, because a program made
# them and we know how it works: it takes points on two half circles and adds Gaussian noise with standard deviation 0.1. So the density
# of the source is known: it has a bump of width 0.1 on every point of the half circles. We score it, and both models, on 2,000 new points.

# %%
half_circles = two_moons(2000, noise=0)  # evenly spaced
new_points = two_moons(2000, seed=3)
log_p = kernel_log_density(new_points, half_circles, 0.1)  # the source, [2000]
print(f"source    {log_p.mean():.2f} nats per point")
log_q = gaussian_log_density(new_points, mean, cov)
print(
    f"Gaussian  {log_q.mean():.2f}, {(log_p - log_q).mean():.2f} less than the source"
)
log_q = kernel_log_density(new_points, train, best_h)
print(
    f"kernel    {log_q.mean():.2f}, {(log_p - log_q).mean():.2f} less than the source"
)

# %% claim
lost = (
    (log_p - gaussian_log_density(new_points, mean, cov)).mean(),
    (log_p - log_q).mean(),
)
shifted = kernel_log_density(new_points, half_circles + 0.02, 0.1)
assert 0.8 < lost[0] < 1.0, "The Gaussian loses about 0.9 nats per point to the source"
assert 0.09 < lost[1] < 0.18, "the kernel density about 0.13"
assert (log_p - shifted).mean() > 0, "On average no model scores higher than the source"

# %% [markdown]
# The Gaussian loses about 0.9 nats per point to the source, the kernel density about 0.13. On average no model scores higher than
# the source, and this holds for every source $p$ and every model $q$. What the model loses is the **Kullback-Leibler divergence** of $p$
# and $q$:
#
# $$\mathrm{KL}(p \,\|\, q) = \mathbb E_p\left[\log \frac{p(x)}{q(x)}\right] = \mathbb E_p[\log p(x)] - \mathbb E_p[\log q(x)] \;\ge\; 0$$
#
# $\mathbb E_p$ is the average over points $x$ drawn from $p$: in the cell above, the mean over the new points. The KL divergence is 0 only
# if $q$ equals $p$.
#
# <details><summary>Why is it never negative?</summary>
#
# For every $t > 0$, $\log t \le t - 1$: try $t = 1$, 2 and 0.1. Put $t = q(x)/p(x)$ and average over $p$:
# $-\mathrm{KL}(p \,\|\, q) = \mathbb E_p[\log \frac{q(x)}{p(x)}] \le \mathbb E_p[\frac{q(x)}{p(x)}] - 1 = \int q(x)\,dx - 1 = 0$.
#
# </details>
#
# The first part, $\mathbb E_p[\log p(x)]$, belongs to the source alone; with a minus sign it is called its **entropy**. No
# model changes it. So these two are the same: *the highest log-likelihood*, averaged over all points that the source can
# make, and *the smallest KL divergence from the data to the model*. **Maximum likelihood** chooses a model's numbers such that
# the log-likelihood of the training points is highest. That is what Exercise 1 did for the Gaussian. It minimises
# $\mathrm{KL}(\text{data} \,\|\, \text{model})$, as far as a finite number of training points can tell. The order matters: the average
# runs over the *data*, so a model loses many nats wherever it gives real data a low density. Lesson 04 comes back to this.

# %% [markdown]
# ## A small distance proves copying, a large one proves nothing
#
# Now whole pictures. A Gaussian in 784 dimensions has a mean of 784 numbers and a covariance of 784 by 784, and your two
# functions can compute both. One thing is in the way: some pixels never change. Then $\Sigma$ has no inverse, the Gaussian
# has no density, and `torch.linalg.cholesky` refuses. Adding a thousandth to the diagonal of $\Sigma$ mends all three.

# %%
flat = images.flatten(1)  # [4000, 784]
pixel_mean, pixel_cov = fit_gaussian(flat)
dreams = sample_gaussian(pixel_mean, pixel_cov + 0.001 * torch.eye(784), 500)
show_images(
    dreams[:24].view(-1, 1, 28, 28),
    columns=12,
    alt="Twenty-four samples: smoky strokes, here and there almost a digit.",
)

# %% claim
assert (flat.var(0) == 0).any(), "some pixels never change"
assert torch.linalg.cholesky_ex(pixel_cov).info > 0, "torch.linalg.cholesky refuses"

# %% [markdown]
# We see smoke with a hint of strokes. The Gaussian knows only how pixels vary in pairs, and a digit is more than its pairs.
# How could a program notice that these are poor samples? One popular idea is to measure how near a sample is to the training
# pictures. Let us see what that tells us.

# %% [markdown]
# ### Exercise 4 · Distance to the nearest neighbour *(stretch)*
#
# *10 minutes.* For each row of `a` return the Euclidean distance to the nearest row of `b`. `torch.cdist(a, b)` gives all distances,
# `[N, M]`. A copy must get 0, and by default it will not quite: the check shows you why.


# %% exercise="start.nearest_neighbour_distance"
def nearest_neighbour_distance(a, b):
    """Return each row's distance to the nearest row of b, [N].  a: [N, D], b: [M, D]"""
    ### BEGIN SOLUTION
    plain = "donot_use_mm_for_euclid_dist"
    return torch.cdist(a, b, compute_mode=plain).min(dim=1).values
    ### END SOLUTION


# %% check="start.nearest_neighbour_distance"
nearest_neighbour_distance = check(
    "start.nearest_neighbour_distance", nearest_neighbour_distance
)

# %% [markdown] hint="start.nearest_neighbour_distance"
# The minimum over the rows of `b` runs along `dim=1`, and `.min(dim=1)` returns values *and* indices.

# %% [markdown] hint="start.nearest_neighbour_distance"
# cdist computes $|a|^2 + |b|^2 - 2ab$ when that is quicker, and for equal rows float32 leaves a small rest instead of 0. Its argument
# `compute_mode` can ask for plain differences.

# %%
copies = flat[:300]
candidates = {
    "held-out digits": held_out_images.flatten(1),
    "samples of the Gaussian": dreams,
    "copies of training digits": copies,
    "copies with noise 0.1": copies + 0.1 * torch.randn(copies.shape),
    "copies moved by one pixel": images[:300].roll(1, dims=3).flatten(1),
    "a black image": torch.zeros(1, 784),
}
distances = {}
for name, pictures in candidates.items():
    distances[name] = nearest_neighbour_distance(pictures, flat).mean().item()
    print(f"{distances[name]:5.2f}  {name}")

# %% claim
real, black = distances["held-out digits"], distances["a black image"]
assert 4.8 < real < 5.0, "Real new digits are 4.9 away"
assert 7.1 < distances["samples of the Gaussian"] < 7.5, (
    "the samples of the Gaussian 7.3"
)
assert distances["copies of training digits"] == 0, "Copies are nearest of all, at 0"
assert 2.75 < distances["copies with noise 0.1"] < 2.85, "with noise at 2.8"
assert 4.1 < black < 4.3 and black < real, (
    "An image without any ink, at 4.2, is nearer than real digits"
)
assert abs(distances["copies moved by one pixel"] - real) < 0.15, (
    "copies that were moved by a single pixel are as far away as real new digits"
)

# %% [markdown]
# Real new digits are 4.9 away from their nearest training digit, the samples of the Gaussian 7.3. So far, nearer seems
# better. But look at the other rows. Copies are nearest of all, at 0, and with noise at 2.8. An image without any ink, at 4.2, is
# nearer than real digits. And copies that were moved by a single pixel are as far away as real new digits, so their distance
# does not give them away. **A small distance proves copying, a large one proves nothing**: the pictures may be copies all
# the same, and they may be good or bad.

# %% [markdown]
# **Write it down:** a friend's generator produces digits at a mean distance of 0.3 from the training set. Another friend's are at 4.9. What
# do you know about each, and what would you ask to see?

# %% [markdown] question="copy-or-model"
# The first one copies, perhaps with a little noise: real new digits lie at 4.9. About the second one I know nothing. Real digits lie
# at 4.9, but so do copies moved by one pixel, and an image without ink is even nearer. I would look at samples beside the training
# digits, and ask for the log-likelihood of held-out digits if the model has one.

# %% [markdown]
# ## What you take with you
#
# - A generative model goes from samples to a distribution, and from there to new samples.
# - A density is share per unit and may exceed 1. Log densities, in nats, are for comparing.
# - A histogram needs a bin for every picture. A model has to generalise.
# - Training likelihood has no upper limit for a model that stores its data. Fit on the training set, choose on the
#   validation set, judge on the test set.
# - Maximum likelihood minimises KL(data || model), the nats per point that the model loses to the source.
# - A small distance to the training set proves copying. A large one proves nothing.

# %%
progress("start_here")

# %% [markdown]
# ### Three questions to recall
#
# Answer without scrolling up, then unfold.
#
# <details><summary>1. A Gaussian has density 9.5 at its mean. Can that be right?</summary>
#
# Yes, if it is narrow: $1/(\sigma\sqrt{2\pi}) = 9.5$ means $\sigma = 0.042$. Areas are at most 1, heights are not.
#
# </details>
#
# <details><summary>2. A kernel density with h = 0.001 scores 6.7 on train. What do you ask?</summary>
#
# What it scores on held-out points. It was below -2,000 on the test set.
#
# </details>
#
# <details><summary>3. What does a model minimise when it maximises the likelihood?</summary>
#
# KL(data || model), the average number of nats that it loses to the source. The source's own score does not depend on the model.
#
# </details>

# %% [markdown]
# ### Notation card
#
# | written | said | in code |
# |---|---|---|
# | $x_n$, $N$, $D$ | a data point, their number, its dimensions | `x[n]`, `len(x)`, `x.shape[1]` |
# | $\mu$, $\Sigma$ | mean and covariance | `mean`, `cov` |
# | $z$ | noise, standard normal | `torch.randn` |
# | $L$ | Cholesky factor, $L L^\top = \Sigma$ | `torch.linalg.cholesky(cov)` |
# | $\mathcal N(x; \mu, \Sigma)$ | density of a Gaussian at $x$ | `gaussian_log_density(x, mean, cov).exp()` |
# | $\log p(x)$ | log density, in nats | `kernel_log_density(x, train, h)` |
# | $h$ | bandwidth of a kernel density estimate | `best_h` |
# | $\mathbb E_p[\ldots]$ | average over points drawn from $p$ | `.mean()` over such points |
# | $\mathrm{KL}(p \,\Vert\, q)$ | Kullback-Leibler divergence: nats that $q$ loses to $p$ | `(log_p - log_q).mean()` |

# %% [markdown]
# ### What to try next
#
# - Fit the Gaussian to 5 points instead of 200, and compare train with held-out again. Can five numbers overfit after all?
# - Sample from the kernel density: a random training point plus `best_h * torch.randn(2)`. Do you see moons?
# - Plot the held-out curve for 20 training points. Where does the best bandwidth go, and why?
#
# The next lesson pushes signals of 1,000 numbers through a code of 10 and asks what is left of them.

# %% [markdown]
# ### References
#
# - Y. LeCun, L. Bottou, Y. Bengio, P. Haffner: *Gradient-based learning applied to document recognition*, Proceedings of the IEEE, 1998. The digits.
# - M. Rosenblatt: *Remarks on some nonparametric estimates of a density function*, 1956, and E. Parzen: *On estimation of a probability
#   density function and mode*, 1962, both in The Annals of Mathematical Statistics. Kernel density.
# - S. Kullback, R. Leibler: *On information and sufficiency*, The Annals of Mathematical Statistics, 1951.
# - L. Theis, A. van den Oord, M. Bethge: *A note on the evaluation of generative models*, ICLR 2016, arXiv:1511.01844. Why likelihood, samples and
#   nearest neighbours can each mislead.
