# %% [markdown]
# # From samples to a distribution
#
# *A model is judged on points it has not seen.*
#
# Look at a few hundred handwritten digits, and you could write a new one: no copy, and yet plainly a digit. A
# **generative model** is a machine for that step: samples in, new samples out. Between the two stands something that
# nobody ever sees, the **distribution** behind the samples. This lesson makes that word something you can compute with.
#
# **You will** fit two models to data, draw new points from one, score both in nats, and catch a model that only memorised.
#
# **Time:** about 60 minutes. **You need:** tensors or arrays, mean and variance, matrix products. **Offline?** Everything
# here runs on this computer.

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
# **How a lesson works.** Run the cells from top to bottom with Shift+Enter. An exercise is a cell to fill, with a check
# right below it, which answers *passed*, *open*, *not yet* or *crashed*, names the mistake where it can, and shows an input
# on which the answer is wrong. Where it finds one small change that makes it right, it says in which line; `show_fix` with
# the exercise's name shows the change. Hints and the solution are folded under the check. Leave an exercise open, and the
# lesson goes on with the course's version. Those marked *stretch* are extra.
# Widgets follow mouse, touch and arrow keys.

# %% [markdown]
# ## Samples in, samples out
#
# These are real digits from the MNIST collection. Each is a picture of 28 by 28 pixels, so 784 numbers between 0 (paper)
# and 1 (ink). We have 4,000 to learn from, and keep 500 apart that no model of ours may learn from.

# %%
images, held_out_images = digits("train").images, digits("valid").images
show_images(
    images[:24],
    columns=12,
    alt="Twenty-four handwritten digits from 0 to 9, in two rows.",
)

# %% [markdown]
# No rule produced these pictures, only hands. But some pictures are likely and most are not: pick 784 numbers at random
# and a 7 will not turn up in the age of the universe. A distribution says how likely each picture is. We begin where one
# can be seen: with a single number per picture.

# %% [markdown]
# ## A density may exceed 1
#
# Take the **ink** of a picture, the mean of its pixels. The histogram below is our first model of a distribution. The
# *area* of a bar is the share of the pictures in it, so all areas add up to 1. The *height* is a **density**: share
# per unit of ink.

# %%
ink = images.mean(dim=(1, 2, 3))  # [4000]
show_histogram(
    ink,
    xlabel="ink of a digit",
    alt="Histogram of ink: one hump between 0.03 and 0.30, its top near 10.",
)

# %%
heights, edges = torch.histogram(ink, bins=30, density=True)
print(f"the highest bar    {heights.max():.2f}")
print(f"all areas together {(heights * edges.diff()).sum():.2f}")

# %% [markdown]
# The highest bar reaches 10, and nothing is wrong. A probability cannot exceed 1; a density can, wherever much of the
# data lies in a short interval. Measure ink in per cent instead and every height falls to a hundredth, while the areas
# stay. So a density by itself is neither large nor small. What we will do with densities is *compare* them.

# %% [markdown]
# ## Why not a histogram of whole pictures?
#
# It would need a bar for every possible picture. Let us shrink the pictures to a few blocks, sort each block's grey
# into 4 levels, and count how many of the 500 pictures kept apart fall into a bin that holds at least one of the 4,000.
#
# **Predict first:** with 1, 4, 16, 49 and 196 blocks, where does that share drop below one half?


# %%
def bins(pictures, side):
    grey = adaptive_avg_pool2d(pictures, side).flatten(1)  # [N, side * side]
    return [tuple(row) for row in (grey * 4).long().clamp(max=3).tolist()]


for side in (1, 2, 4, 7, 14):
    filled = set(bins(images, side))
    new = bins(held_out_images, side)
    share = sum(picture in filled for picture in new) / len(new)
    print(f"{side**2:3} blocks: {share:4.0%} of the new pictures in a filled bin")

# %% [markdown]
# With 49 blocks 5 % are left, with 196 none: 4,000 pictures cannot fill $4^{49} \approx 3 \cdot 10^{29}$ bins. The histogram
# has nothing to say about a new picture, since it puts all its probability on bins that it has already seen. Whatever
# models 784 pixels must **generalise**: spread what it learned from one picture over others. Every model in this
# course is a way to do that.

# %% [markdown]
# ## A Gaussian: five numbers
#
# To see a model whole we go to the plane. Here are 200 points on two half moons, and 200 more from the same source that
# we keep apart. Imagine each point to be a picture with two pixels.

# %%
train, held_out = two_moons(200, seed=0), two_moons(200, seed=1)  # each [200, 2]
show_points(
    {"train": train, "held-out": held_out},
    alt="Two interleaved half moons; both sets of points cover them alike.",
)

# %% [markdown]
# The simplest model is one Gaussian. It has a **mean** $\mu$, the middle of the points, and a **covariance** $\Sigma$,
# which holds the variances on its diagonal and beside them how the coordinates vary together:
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

# %% [markdown]
# You should see a mean near (0.49, 0.25), between the moons, and a negative number beside the diagonal of the covariance:
# points further right tend to lie lower.

# %% [markdown]
# ### Exercise 2 · Draw new points from it
#
# *10 minutes.* Start from noise $z$ that torch can draw: two independent standard normal numbers. Stretch and turn it with a
# matrix $L$ for which $L L^\top = \Sigma$, then move it: $x = \mu + L z$. The points then have covariance $L\,I\,L^\top = \Sigma$.
# `torch.linalg.cholesky(cov)` gives such an $L$. Mind that our points are rows.


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

# %% [markdown]
# This is a generative model: new points that nobody measured. And we see at once what five numbers cannot say. The cloud
# has the right place, size and tilt, and no moons. To tell *how much* worse that is than another model, we need a number.

# %% [markdown]
# ## How well does it fit? Nats per point
#
# A good model puts high density where the data is. Take the Gaussian of ink: with a standard deviation of 0.042 its top
# is at $1/(0.042\sqrt{2\pi}) = 9.5$, and a picture with average ink gets that density. The density of 200 points together
# is a product of 200 factors, so we take logs and average: the **log-likelihood**, in **nats** per point (a nat is a bit
# with $e$ in place of 2). Higher is better.


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

# %% [markdown]
# In $D$ dimensions the square of "how many standard deviations away" becomes a form with $\Sigma^{-1}$, and the width becomes a
# determinant:
#
# $$\log \mathcal N(x; \mu, \Sigma) = -\tfrac12 (x - \mu)^\top \Sigma^{-1} (x - \mu) - \tfrac12 \log\det\Sigma - \tfrac D2 \log 2\pi$$
#
# The first term is about distance. The other two are the price of width: who spreads far is low everywhere.

# %% [markdown]
# ### Exercise 3 · Log-likelihood
#
# *10 minutes.* Return the mean of $\log \mathcal N(x_n; \mu, \Sigma)$ over the points, one number. torch has this formula in
# `torch.distributions.MultivariateNormal`; write it out once yourself, and you will know what every later loss is made of.


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
print(f"held-out {log_likelihood(held_out, mean, cov):.2f} nats per point")

# %% [markdown]
# About -1.90 and -1.91: points that the model never saw fit as well as those it was made from. (Other draws of the moons
# gave -1.93 and -1.91, -1.91 and -1.90.) Five numbers cannot remember 200 points. The next model can.

# %% [markdown]
# ## Kernel density: a bump on every point
#
# Put a small round Gaussian of width $h$, the **bandwidth**, on each of the $N$ training points, and average:
#
# $$p(x) = \frac1N \sum_n \mathcal N(x; x_n, h^2 I)$$
#
# A small $h$ gives $N$ spikes, a large one a smooth hill. To sample: pick a training point at random, add noise of size $h$.


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
# points. Which bandwidth wins on the training points? Which on the held-out points? Write it down: a guess that was wrong
# is remembered best.

# %% [markdown] question="which-bandwidth"
# On the training points the smallest wins, however small: the log-likelihood has no upper end, since each point sits on its
# own spike. On the held-out points a bandwidth near 0.08 wins: wide enough that the spikes join, narrow enough that the
# moons stay apart.

# %%
bandwidths = torch.logspace(-3, math.log10(2), 34)
scores = {
    name: torch.stack([kernel_log_density(x, train, h).mean() for h in bandwidths])
    for name, x in {"train": train, "held-out": held_out}.items()
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

# %%
for k in (0, scores["held-out"].argmax()):
    on_train, on_held_out = scores["train"][k], scores["held-out"][k]
    print(
        f"h = {bandwidths[k]:.3f}: train {on_train:5.2f}, held-out {on_held_out:8.2f}"
    )

# %% [markdown]
# We see that training likelihood alone would choose the worst model of all: at $h = 0.001$ it scores 6.68 on the training
# points and about -2,000 on new ones. It knows 200 points by heart and has never heard of moons. The best bandwidth, near
# 0.08, scores -1.13 on held-out points, and the Gaussian scored -1.91: that is how much better moons are, 0.78 nats per
# point. Hence the rule of this course: **a model is judged on points it has not seen.**

# %% [markdown]
# ### Play: be the optimiser
#
# In the first tab, drag the Gaussian's middle and the ends of its axes. Can you beat the fitted one on *train*? On *held-out*?
# In the second tab, move the bandwidth and watch the two bars part. Where do they agree, and where is held-out best?

# %%
DensityExplorer(train, held_out)

# %% [markdown]
# Nothing beats the fit on train: mean and covariance of the points *are* the Gaussian of highest likelihood. On held-out a
# slightly different one can win, by luck of the draw. With the kernel, the bars agree for wide bumps and part where
# the model begins to remember.

# %% [markdown]
# ## Near is not good
#
# Now whole pictures. A Gaussian in 784 dimensions has a mean of 784 numbers and a covariance of 784 by 784, and your two
# functions do not mind. (Some pixels never change, so $\Sigma$ has no root; a thousandth on its diagonal mends that.)

# %%
flat = images.flatten(1)  # [4000, 784]
pixel_mean, pixel_cov = fit_gaussian(flat)
dreams = sample_gaussian(pixel_mean, pixel_cov + 0.001 * torch.eye(784), 500)
show_images(
    dreams[:24].view(-1, 1, 28, 28),
    columns=12,
    alt="Twenty-four samples: smoky strokes, here and there almost a digit.",
)

# %% [markdown]
# Smoke with a hint of strokes. The Gaussian knows which pixels go together in pairs, and a digit is more than its pairs.
# How would a program notice? A popular idea: measure how near a sample is to the training pictures. Let us see what that tells.

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
candidates = {
    "held-out digits": held_out_images.flatten(1),
    "samples of the Gaussian": dreams,
    "copies of training digits": flat[:500],
    "copies with noise 0.1": flat[:500] + 0.1 * torch.randn(500, 784),
    "a black image": torch.zeros(1, 784),
}
for name, pictures in candidates.items():
    print(f"{nearest_neighbour_distance(pictures, flat).mean():5.2f}  {name}")

# %% [markdown]
# Real new digits are 4.9 away from their nearest training digit, the smoke 7.3. So far so good: nearer seems better. But copies are
# nearest of all, at 0 and 2.8, and an image with no ink at all, at 4.2, beats real digits. The distance unmasks a
# copier. It does not tell a good picture from a bad one.

# %% [markdown]
# **Write it down:** a friend's generator produces digits at a mean distance of 0.3 from the training set. Another's are at 4.9. What do
# you know about each, and what would you ask to see?

# %% [markdown] question="copy-or-model"
# The first copies, give or take a little noise: real new digits lie at 4.9. About the second we only know that it does not copy. An
# almost black image lies near 4.2, so I would look at samples, and ask for the likelihood of held-out digits if the model has one.

# %% [markdown]
# ## What you take with you
#
# - A generative model goes from samples to a distribution, and from there to new samples.
# - A density is share per unit and may exceed 1; log densities, in nats, are for comparing.
# - A histogram needs a bin for everything; models must spread what they learn.
# - Training likelihood rewards memory without end. Only points kept apart tell a model from a copy.
# - Distance to the training set finds copies and nothing more.

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
# <details><summary>2. A kernel density with h = 0.001 scores 6.68 on train. What do you ask?</summary>
#
# What it scores on held-out points. It was about -2,000.
#
# </details>
#
# <details><summary>3. Which matrix turns standard normal noise into noise of covariance &Sigma;?</summary>
#
# Any $L$ with $L L^\top = \Sigma$, such as the Cholesky factor; not $\Sigma$ itself.
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
# | $\mathcal N(x; \mu, \Sigma)$ | density of a Gaussian at $x$ | `gaussian_log_density(x, mean, cov).exp()` |
# | $\log p(x)$ | log density, in nats | `kernel_log_density(x, train, h)` |
# | $h$ | bandwidth of a kernel density | `bandwidth` |

# %% [markdown]
# ### What to try next
#
# - Fit the Gaussian to 5 points instead of 200, and compare train with held-out again. Can five numbers remember after all?
# - Sample from the kernel density: a random training point plus `0.08 * torch.randn(2)`. Do you see moons?
# - Plot the held-out curve for 20 training points. Where does the best bandwidth go, and why?
#
# The next lesson pushes 1,000 numbers through a door of 10 and asks what can get through.

# %% [markdown]
# ### References
#
# - Y. LeCun, L. Bottou, Y. Bengio, P. Haffner: *Gradient-based learning applied to document recognition*, Proceedings of the IEEE, 1998. The digits.
# - M. Rosenblatt: *Remarks on some nonparametric estimates of a density function*, 1956, and E. Parzen: *On estimation of a probability
#   density function and mode*, 1962, both in The Annals of Mathematical Statistics. Kernel density.
# - L. Theis, A. van den Oord, M. Bethge: *A note on the evaluation of generative models*, ICLR 2016, arXiv:1511.01844. Why likelihood, samples and
#   nearest neighbours can each mislead.
