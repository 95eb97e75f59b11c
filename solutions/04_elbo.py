# %% [markdown]
# # A bound you can check
#
# *log p(x) = bound + gap, and the gap is a KL.*
#
# Lesson 03 ended with a question: could the training itself put the codes where we will draw from? It can, with one more term in the loss and a little noise on the codes. This lesson first
# shows *that* it works, in fifteen seconds. The rest of the hour explains *why*, with models so small that every number can be checked exactly.
#
# **You will** sum a hidden variable out of a density, put a lower bound under a likelihood, close the gap where it can be closed, and meet a gap that cannot.
#
# **Time:** about 75 minutes, and 15 more for the build exercise. **You need:** lessons 00, 01 and 03; mean, variance, the chain rule.

# %% tags=["setup"]
import math

import torch
from torch import nn
from torch.distributions import Normal
from torch.nn import functional as F

from gencourse.data import batches, digits
from gencourse.exercises import check, progress, show_fix
from gencourse.linear_gaussian import LinearGaussian
from gencourse.networks import mlp
from gencourse.plots import show_curves, show_density, show_images
from gencourse.runtime import get_device, seed_everything
from gencourse.training import fit
from gencourse.widgets import BoundExplorer

device = get_device()
seed_everything(0)

# %% [markdown]
# ## An experiment with two switches
#
# We train an autoencoder for digits with 16 latents, much as in lesson 03. (The reconstruction error of a pixel is now its cross-entropy; lesson 05 explains why.) Two additions can be
# switched on one by one:
#
# - **The noise.** The encoder returns two numbers for each latent, a mean and a $\log \sigma^2$. The decoder gets the mean plus Gaussian noise of standard deviation $\sigma$.
# - **The loss.** A second term, the *pull*, draws the means towards 0, and $\sigma$ towards 1 where there is noise. These are the values of $\mathcal N(0, I)$, the distribution that we want to draw from.
#   Its formula comes later in this lesson.


# %%
def train_one(loss, noise, latent_dim=16, epochs=12, lr=4e-3):
    seed_everything(0)
    encoder = mlp(784, 256, 2 * latent_dim, activation=nn.ReLU).to(device)
    decoder = mlp(latent_dim, 256, 784, activation=nn.ReLU).to(device)
    loader = batches(x, 64)
    parameters = [*encoder.parameters(), *decoder.parameters()]
    optimizer = torch.optim.AdamW(parameters, lr=lr, fused=True)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, lr, epochs * len(loader))

    def step(x):
        mean, logvar = encoder(x).chunk(2, dim=1)
        sigma = torch.exp(0.5 * logvar) if noise else torch.zeros_like(mean)
        logits = decoder(mean + sigma * torch.randn_like(mean))
        cost = F.binary_cross_entropy_with_logits(logits, x, reduction="sum") / len(x)
        pull = mean.square() + (logvar.exp() - 1 - logvar if noise else 0)
        total = cost + loss * 0.5 * pull.sum(1).mean()
        optimizer.zero_grad()
        total.backward()
        optimizer.step()
        schedule.step()
        return {"loss": total}

    fit(step, loader, epochs=epochs, progress=False)
    return encoder, decoder


# %%
x = digits("train").images.flatten(1).to(device)  # [4000, 784]
codes, sigmas, samples = {}, {}, {}
print("                 spread of the codes   typical sigma")
for name, loss, noise in [
    ("neither", False, False),
    ("the loss alone", True, False),
    ("the noise alone", False, True),
    ("both", True, True),
]:
    encoder, decoder = train_one(loss, noise)
    with torch.no_grad():
        codes[name], logvars = encoder(x).chunk(2, dim=1)
        sigmas[name] = torch.exp(0.5 * logvars).median()
        samples[name] = decoder(torch.randn(12, 16, device=device)).sigmoid()
    typical = f"{sigmas[name]:.3f}" if noise else "-"
    print(f"{name:16} {codes[name].std(0).mean():12.2f} {typical:>20}")
show_images(
    torch.cat([*samples.values()]).view(-1, 1, 28, 28),
    columns=12,
    alt="Samples of the four models: pale smears; black, torn strokes; pale smears; soft strokes, some of them digits.",
)

# %% claim
spread = {name: z.std(0).mean() for name, z in codes.items()}
assert 2.5 < spread["neither"] < 3.7, (
    "The codes spread about three times as far as the draws"
)
assert (codes["neither"].norm(dim=1) < 4).float().mean() < 0.02, (
    "where hardly any codes lie"
)
assert 0.57 < spread["the loss alone"] < 0.7, "their spread is about 0.6"
assert (codes["the loss alone"].norm(dim=1) > 4).float().mean() < 0.05, (
    "most draws lie outside the cloud"
)
assert 3.3 < spread["the noise alone"] < 5, "it spreads the codes far"
assert sigmas["the noise alone"] < 0.01, "makes $\\sigma$ tiny"
assert 0.9 < spread["both"] < 1.3, "The codes spread about as far as the draws"
assert 0.25 < sigmas["both"] < 0.4, "$\\sigma$ is about 0.3"
dark = {name: (s > 0.5).float().sum(1).mean() for name, s in samples.items()}
grey = {name: (s * (1 - s)).sum(1).mean() for name, s in samples.items()}
digit = (x > 0.5).float().sum(1).mean()
assert dark["neither"] < 0.4 * digit and dark["the noise alone"] < 0.4 * digit, (
    "pale smears"
)
assert dark["both"] > 0.5 * digit and dark["the loss alone"] > 0.6 * digit, (
    "soft strokes"
)
assert grey["both"] > 1.2 * grey["the loss alone"], "soft strokes"

# %% [markdown]
# Each row shows what one model makes of $z \sim \mathcal N(0, I)$, in the order of the table.
#
# - **Neither.** The codes spread about three times as far as the draws. So the draws fall into the middle of the cloud, where hardly any codes lie, and the decoder returns pale smears.
# - **The loss alone.** The pull brings the codes in and does not stop at 1: their spread is about 0.6. Now most draws lie outside the cloud, and the strokes are black and torn.
# - **The noise alone.** The network makes the noise harmless: it spreads the codes far and makes $\sigma$ tiny. The samples are pale smears again.
# - **Both.** The codes spread about as far as the draws, and $\sigma$ is about 0.3, so the noise stays felt. The samples are soft strokes. How many of them can you read?
#
# The codes of the last model lie where we draw from. (A Gaussian fitted to the codes, as in lesson 03, helps the other three as well. Lesson 05 compares all of them fairly.) But why *this* pull, why *this* noise, and why is the pull added with the weight 1? Would a pull twice as strong be wrong?
# These questions have one answer. It starts with a model of how the data came about.

# %% [markdown]
# ## A model with a hidden variable
#
# Suppose that each data point is made in two steps: draw a hidden number $z$ from a standard Gaussian, then draw $x$ near the place $f(z)$ of a curve:
#
# $$z \sim \mathcal N(0, 1) \qquad x \mid z \sim \mathcal N(f(z), \sigma^2 I)$$
#
# This is a **latent-variable model**: $z$ is hidden, or *latent*, and we see $x$ only. The distribution of $z$ before we see anything, $p(z)$, is the **prior**. Here $x$ has two numbers, and the curve runs round a
# circle: $f(z) = (\cos 1.5 z, \sin 1.5 z)$. A large positive $z$ and a large negative one meet on the left.

# %% [markdown]
# ### Exercise 1 · A Gaussian's log density *(stretch)*
#
# *5 minutes.* Return the log density of each point under independent Gaussians. Variances come as $\log \sigma^2$, called `logvar`, from here to the end of the course. A network can return any number for
# a `logvar`, while a variance must be positive. The encoder of the experiment returns it, too.
#
# $$\log \mathcal N(x; \mu, \sigma^2) = -\frac12 \sum_d \left( \frac{(x_d - \mu_d)^2}{\sigma_d^2} + \log \sigma_d^2 + \log 2\pi \right)$$


# %% exercise="elbo.gaussian_log_prob"
def gaussian_log_prob(x, mean, logvar):
    """Return the log density of each row, [B], in nats.  all: [B, D]"""
    ### BEGIN SOLUTION
    squared = (x - mean).square() / logvar.exp()
    return -0.5 * (squared + logvar + math.log(2 * math.pi)).sum(dim=1)
    ### END SOLUTION


# %% check="elbo.gaussian_log_prob"
gaussian_log_prob = check("elbo.gaussian_log_prob", gaussian_log_prob)

# %% [markdown] hint="elbo.gaussian_log_prob"
# `logvar.exp()` is $\sigma^2$. No root is needed anywhere.

# %% [markdown]
# How likely is one point $x$? Every $z$ could have made it, some far more readily than others. So we integrate the **joint density** $p(x, z)$ over all $z$:
#
# $$p(x) = \int p(x, z) \, dz = \int p(z) \, p(x \mid z) \, dz$$
#
# This is called **marginalising** over $z$, and $p(x)$ is the **marginal likelihood** of $x$, or its **evidence**. With one latent the integral is a sum over a fine grid of $z$: each value times the width $dz$ of its bar.

# %% [markdown]
# ### Exercise 2 · Summing the hidden variable out
#
# *10 minutes.* From $\log p(x, z)$ at the points of an even grid return $\log p(x)$: exponentiate, sum, multiply by $dz$, take the log. Do it with `torch.logsumexp`, since $e^{-1000}$
# is 0 for a computer.


# %% exercise="elbo.log_marginal"
def log_marginal(log_joint, z):
    """Return log p(x), one number.  log_joint: [G], log p(x, z) at the grid z: [G]"""
    ### BEGIN SOLUTION
    return torch.logsumexp(log_joint, dim=0) + torch.log(z[1] - z[0])
    ### END SOLUTION


# %% check="elbo.log_marginal"
log_marginal = check("elbo.log_marginal", log_marginal)

# %% [markdown] hint="elbo.log_marginal"
# In logs the product with $dz$ is a sum: add $\log dz$, where $dz$ is the distance between two neighbours on the grid.


# %%
def curve(z):
    return torch.stack([torch.cos(1.5 * z), torch.sin(1.5 * z)], dim=-1)


grid = torch.linspace(-5, 5, 400)
prior = gaussian_log_prob(grid[:, None], torch.zeros(400, 1), torch.zeros(400, 1))


def log_joint(x, z=grid, log_prior=prior):
    x = x.expand(len(z), 2)  # one row for each z
    logvar = torch.full_like(x, 2 * math.log(0.2))
    return log_prior + gaussian_log_prob(x, curve(z), logvar)  # log p(z) + log p(x|z)


points = curve(torch.randn(300)) + 0.2 * torch.randn(300, 2)  # [300, 2]


def density(points):
    return torch.stack([log_marginal(log_joint(p), grid) for p in points]).exp()


show_density(
    {"p(x), summed over z": density},
    points,
    alt="A density that follows a ring, high on the right and low on the left, with the 300 points on it.",
)

# %% claim
ring = density(curve(torch.tensor([0.0, math.pi / 1.5])))
assert 2 < ring[0] / ring[1] < 8, "high on the right and low on the left"
centre = points - points.mean(0)
cov = centre.T @ centre / len(points)
gaussian = torch.distributions.MultivariateNormal(points.mean(0), cov)
fitted = gaussian.log_prob(points).mean()
assert density(points).log().mean() > fitted + 0.3, "as no Gaussian could"

# %% [markdown]
# The variable $z$ is summed out: $p(x)$ is a density on the plane. It follows a ring, as no Gaussian could, and is high on the right and low on the left, because only a $z$ far from 0 leads there. The same numbers answer a second question. Given a point $x$, **which $z$ made it**? Divide by $p(x)$:
#
# $$p(z \mid x) = \frac{p(x, z)}{p(x)}$$
#
# This is the **posterior**: what we know of $z$ after seeing $x$.

# %%
seen = {
    "x = (0.9, 0.4)": torch.tensor([0.9, 0.4]),
    "x = (-1.0, 0.0)": torch.tensor([-1.0, 0.0]),
}
posteriors = {
    k: log_joint(v) - log_marginal(log_joint(v), grid) for k, v in seen.items()
}
show_curves(
    grid,
    {name: log_p.exp() for name, log_p in posteriors.items()},
    xlabel="z",
    ylabel="p(z | x)",
    alt="Two posteriors: one has a single peak near 0.3, the other two equal peaks near -2 and 2.",
)

# %% claim
one, two = posteriors.values()
assert 0.2 < grid[one.argmax()] < 0.35, "one peak, near 0.3"
assert 1.9 < grid[two.argmax()].abs() < 2.15, "near $-2$ and 2"
assert (two.flip(0) - two).abs().max() < 0.1, "two equal peaks"

# %% [markdown]
# For the point on the right the posterior has one peak, near 0.3. The point on the left may come from either end of the curve, so its posterior has two equal peaks, near $-2$ and 2.

# %% [markdown]
# ## Sixteen latents need too large a grid
#
# With one latent the grid had 400 points. With sixteen, at the same fineness, it would have $400^{16}$, a number of 42 digits. So the likelihood of a digit under a model
# with 16 latents cannot be summed. It can be **estimated**: draw $z$ from some distribution $q$ that knows roughly where the posterior is, and weigh each draw:
#
# $$p(x) = \mathbb E_{q}\!\left[\frac{p(x, z)}{q(z)}\right]$$
#
# Here $\mathbb E_q$ is the average over draws from $q$, and the fractions are **importance weights**. Their expected value is $p(x)$ for every $q$ that is positive wherever $p(x, z)$ is. But we want the
# **log** of $p(x)$. Two numbers show the difficulty: the log of the average of 1 and 100 is $\log 50.5 = 3.92$; the average of their logs is $(0 + 4.61) / 2 = 2.30$. **The average of logs is never larger
# than the log of the average**, because the log bends down. This is **Jensen's inequality**. For our weights it says
#
# $$\log p(x) \;\ge\; \mathbb E_q\big[\log p(x, z) - \log q(z)\big]$$
#
# The right side is the **evidence lower bound**, or **ELBO**. It needs no integral: draw, compute two logs, average. To choose $q$ from a family of distributions so that this bound becomes as large as possible is
# called **variational inference**, because $q$ is what varies; $q$ itself is the **variational distribution**.

# %%
x0 = seen["x = (0.9, 0.4)"]
mean, logvar = torch.tensor([[0.4]]), torch.tensor([[2 * math.log(0.15)]])


def log_weights(n, logvar=logvar):
    z = mean + torch.exp(0.5 * logvar) * torch.randn(n, 1)  # n draws from q
    log_q = gaussian_log_prob(z, mean.expand(n, 1), logvar.expand(n, 1))
    log_prior = gaussian_log_prob(z, torch.zeros(n, 1), torch.zeros(n, 1))
    return log_joint(x0, z[:, 0], log_prior) - log_q


exact = log_marginal(log_joint(x0), grid)
log_w = log_weights(10_000)
bound = log_w.mean()
print(f"log p(x) {exact:.2f}   bound {bound:.2f}   gap {exact - bound:.2f}")
print(f"single draws above log p(x): {(log_w > exact).float().mean():.0%}")

# %% claim
assert 0.4 < exact - bound < 0.5, "The average lies below $\\log p(x)$"
assert 0.34 < (log_w > exact).float().mean() < 0.41, (
    "more than a third of them lie above"
)

# %% [markdown]
# The average lies below $\log p(x)$. A *single* draw need not: more than a third of them lie above. Only the mean is a bound.
#
# And what is the gap? Insert $p(x, z) = p(x)\, p(z \mid x)$:

# %% [markdown]
# <details><summary>The algebra, step by step</summary>
#
# $\mathbb E_q[\log p(x, z) - \log q(z)]$
#
# $= \mathbb E_q[\log p(x) + \log p(z \mid x) - \log q(z)]$ — the product rule, inside the log
#
# $= \log p(x) - \mathbb E_q[\log q(z) - \log p(z \mid x)]$ — $\log p(x)$ does not depend on $z$, so its average is itself
#
# $= \log p(x) - \mathrm{KL}(q \,\|\, p(z \mid x))$ — the definition of the KL
#
# </details>
#
# $$\log p(x) = \text{bound} + \mathrm{KL}\big(q(z) \,\|\, p(z \mid x)\big)$$
#
# The **Kullback-Leibler divergence** $\mathrm{KL}(q \,\|\, p) = \mathbb E_q[\log q(z) - \log p(z)]$ is the number of nats that one loses on average by using $p$ where $q$ is true. It is 0 if
# both are equal and positive otherwise. It is not a distance: if the two change places, the number changes.


# %%
def kl(log_a, log_b):  # log densities on the grid: [400], or one in each row
    return (log_a.exp() * (log_a - log_b)).sum(-1) * (grid[1] - grid[0])


one_peak, two_peaks = posteriors.values()
log_q = Normal(0.4, 0.15).log_prob(grid)
print(f"KL(q || posterior) {kl(log_q, one_peak):.2f}")
print(f"KL(posterior || q) {kl(one_peak, log_q):.2f}")

# %% claim
assert abs(kl(log_q, one_peak) - (exact - bound)) < 0.04, (
    "The first number is the gap again"
)
assert kl(one_peak, log_q) > kl(log_q, one_peak) + 0.1, (
    "if the two change places, the number changes"
)

# %% [markdown]
# The first number is the gap again, this time summed over the grid instead of drawn. So there are two ways to raise a bound: bring $q$ nearer to the posterior, or make $x$ more likely. A
# higher bound alone does not tell you which.
#
# ### The two directions of a KL
#
# How much do the two directions differ? Take the posterior $p$ with two peaks, and 3,600 Gaussians $q$. One of them has the lowest $\mathrm{KL}(q \,\|\, p)$, which is called the **reverse KL**; another one has the lowest
# $\mathrm{KL}(p \,\|\, q)$, the **forward KL**. **Predict:** where does each of the two lie?

# %%
choices = torch.cartesian_prod(torch.linspace(-3, 3, 60), torch.linspace(0.05, 3, 60))
log_qs = Normal(choices[:, :1], choices[:, 1:]).log_prob(grid)  # [3600, 400]
reverse, forward = kl(log_qs, two_peaks), kl(two_peaks, log_qs)
show_curves(
    grid,
    {
        "posterior p": two_peaks.exp(),
        "lowest KL(q || p)": log_qs[reverse.argmin()].exp(),
        "lowest KL(p || q)": log_qs[forward.argmin()].exp(),
    },
    xlabel="z",
    ylabel="density",
    alt="Three curves: a posterior with two peaks; a Gaussian on one of the peaks; a wide Gaussian over both, highest between them.",
)

# %% claim
one, other = choices[reverse.argmin()], choices[forward.argmin()]
assert 1.9 < one[0].abs() < 2.2 and one[1] < 0.25, "on one peak"
assert abs(reverse.min() - math.log(2)) < 0.05, "at a cost of about"
assert other[0].abs() < 0.1 and 1.9 < other[1] < 2.2, "covers both peaks"
wide = log_qs[forward.argmin()].exp()
assert grid[wide.argmax()].abs() < 0.1, "is highest in the middle"
assert two_peaks.exp()[(grid.abs() < 1)].max() < 0.001, "where $p$ is almost 0"
assert reverse[forward.argmin()] > 10 and forward[reverse.argmin()] > 10, (
    "Each is a bad choice by the other"
)

# %% [markdown]
# - The **reverse KL** averages over $q$. It punishes $q$ for being where $p$ is not, and does not ask whether $q$ misses a part of $p$. So its Gaussian lies on one peak and ignores the other, at a cost of about $\log 2 = 0.69$ nats.
#   This direction is **mode-seeking**.
# - The **forward KL** averages over $p$. It punishes $q$ for missing any part of $p$. So its Gaussian covers both peaks, and is highest in the middle, where $p$ is almost 0. This direction is **mass-covering**.
#
# Each is a bad choice by the other direction: there it costs more than 10 nats. The gap of our bound is a reverse KL. Maximum likelihood, in lesson 00, minimises the forward one, $\mathrm{KL}(\text{data} \,\|\, \text{model})$.
#
# ### Play: drag q over the posterior
#
# The widget has a model of its own, with one observed number: $x = z + \frac12 \sin 2z$ plus noise of standard deviation 0.5. The bar is $\log p(x)$, fixed for a given $x$. Drag $q$ over the posterior: where is the gap smallest? Does it reach 0? Then go to
# the second tab, with two latents, and raise the correlation. Which part of the gap can no mean and no width take away?

# %%
BoundExplorer()

# %% [markdown]
# ## The bound in two terms
#
# Split $\log p(x, z) = \log p(x \mid z) + \log p(z)$ and collect the terms of the bound anew:
#
# $$\text{bound} = \mathbb E_q\big[\log p(x \mid z)\big] - \mathrm{KL}\big(q(z) \,\|\, p(z)\big)$$
#
# Read it as an autoencoder. The encoder looks at $x$ and returns the mean and the $\sigma$ of $q$, so we write $q(z \mid x)$. One network does this for every $x$; nobody searches for the best $q$ of each $x$ separately. This is called
# **amortised inference**. The first term, the **reconstruction term**, says how well the decoder returns $x$ from a *noisy* code, a draw from $q$. The second, the **KL term**, pulls $q$ towards
# the prior, the distribution that we will draw from. There is the noise, and there is the pull. Both are counted in nats, so they are added with equal weights.
#
# For a Gaussian $q$ and a standard Gaussian prior the KL needs no draws:
#
# $$\mathrm{KL} = \frac12 \sum_j \left( \mu_j^2 + \sigma_j^2 - 1 - \log \sigma_j^2 \right)$$

# %% [markdown]
# ### Exercise 3 · The pull
#
# *10 minutes.* Return the KL of each row. It should be 0 where mean and `logvar` are 0.


# %% exercise="elbo.kl_standard_normal"
def kl_standard_normal(mean, logvar):
    """Return KL(N(mean, exp(logvar)) || N(0, I)) for each row, [B], in nats.  both: [B, k]"""
    ### BEGIN SOLUTION
    return 0.5 * (mean.square() + logvar.exp() - 1 - logvar).sum(dim=1)
    ### END SOLUTION


# %% check="elbo.kl_standard_normal"
kl_standard_normal = check("elbo.kl_standard_normal", kl_standard_normal)

# %% [markdown] hint="elbo.kl_standard_normal"
# $\sigma^2$ is `logvar.exp()` and $\log \sigma^2$ is `logvar` itself. The sum runs over the latents, `dim=1`.

# %%
widths = torch.linspace(0.05, 2.5, 200)
show_curves(
    widths,
    {
        f"mean {m}": kl_standard_normal(
            torch.full((200, 1), m), 2 * widths.log()[:, None]
        )
        for m in (0.0, 1.0, 2.0)
    },
    xlabel="sigma",
    ylabel="KL in nats",
    ylim=(0, 5),
    alt="Three curves with their lowest point at sigma 1, at heights 0, 0.5 and 2.",
)

# %% claim
small = kl_standard_normal(torch.zeros(2, 1), 2 * torch.tensor([[0.01], [0.1]]).log())
assert 2.25 < small[0] - small[1] < 2.35, "each further factor of 10 costs"

# %% [markdown]
# A mean away from 0 costs the same at every $\sigma$. A $\sigma$ below 1 costs more and more, without limit: each further factor of 10 costs $\log 10 = 2.3$ nats per latent, once $\sigma$ is small. This is what keeps the network from making the noise harmless. A
# large $\sigma$ is expensive, too.

# %% [markdown]
# ## Where everything is exact
#
# If the curve $f$ is a straight map, $x \mid z \sim \mathcal N(W z + b, \sigma^2 I)$, then the posterior is a Gaussian and every term has a formula. So we can see whether the bound really reaches
# $\log p(x)$. The average of the first term over $q$, for one point $x$ of $D$ numbers, is
#
# $$\mathbb E_q[\log p(x \mid z)] = -\frac{1}{2\sigma^2} \Big( |x - W\mu - b|^2 + \sum_j \sigma_j^2 \, |W_j|^2 \Big) - \frac D2 \log 2 \pi \sigma^2$$
#
# with $W_j$ the $j$-th column of $W$, and $\mu$, $\sigma_j$ those of $q$. The second sum is what the noise costs: if a column moves $x$ far, noise on its latent is expensive.

# %% [markdown]
# ### Exercise 4 · The bound, exactly
#
# *15 minutes.* Return this average minus the KL, for one point. There are two different sigmas: the argument `sigma` is that of $p(x \mid z)$; those of $q$ are in `logvar`.


# %% exercise="elbo.elbo"
def elbo(x, mean, logvar, W, b, sigma):
    """Return the bound for one x, one number.  x, b: [D], mean, logvar: [k], W: [D, k]"""
    ### BEGIN SOLUTION
    error = (x - W @ mean - b).square().sum()
    spread = (logvar.exp() * W.square().sum(dim=0)).sum()
    constant = 0.5 * len(x) * math.log(2 * math.pi * sigma**2)
    reconstruction = -0.5 * (error + spread) / sigma**2 - constant
    return reconstruction - kl_standard_normal(mean[None], logvar[None])[0]
    ### END SOLUTION


# %% check="elbo.elbo"
elbo = check("elbo.elbo", elbo)

# %% [markdown] hint="elbo.elbo"
# `W.square().sum(dim=0)` are the squared lengths of the columns. `kl_standard_normal` wants rows: hand it `mean[None]`.

# %% [markdown]
# Now compare two maps $W$. The columns of the first are orthogonal. Then the inverse of the posterior's covariance,
#
# $$\Lambda = I + \frac{W^\top W}{\sigma^2}$$
#
# is diagonal, and so is the covariance. A $q$ with a mean and a $\sigma$ for each latent can be equal to such a posterior.
#
# The columns of the second map point in similar directions: a larger $z_1$ moves $x$ nearly as a larger $z_2$ does, so one can make up for the other. The posterior is a slanted ellipse, and our $q$ has no slant, because its latents are
# independent. A $q$ with independent latents is called **mean-field**. The best one leaves exactly
#
# $$\text{gap} = \frac12 \Big( \sum_i \log \Lambda_{ii} - \log \det \Lambda \Big)$$

# %%
exactly = {"dtype": torch.float64}  # twice the digits
x1, b = torch.tensor([1.0, -0.5, 0.8, 0.3], **exactly), torch.zeros(4, **exactly)
maps = {
    "orthogonal": [[1.0, 0.5], [0.5, -1.0], [1.0, 0.0], [0.0, 1.0]],
    "similar": [[1.0, 0.8], [0.5, 0.6], [1.0, 0.9], [0.0, 0.5]],
}
models, gaps = {}, {}
print("columns        log p(x)   best bound              gap")
for name, W in maps.items():
    models[name] = LinearGaussian(torch.tensor(W, **exactly), b, sigma=0.5)
    best_mean, best_logvar = (best[0] for best in models[name].best_diagonal(x1[None]))
    best_bound = elbo(x1, best_mean, best_logvar, models[name].W, b, 0.5)
    log_p = models[name].log_marginal(x1[None]).item()
    gaps[name] = abs(log_p - best_bound)
    print(f"{name:12} {log_p:10.4f} {best_bound:12.4f} {gaps[name]:16.12f}")
print(f"the formula for the second gap: {models['similar'].mean_field_gap():.12f}")

# %% claim
assert gaps["orthogonal"] < 1e-12, "equal to the twelfth digit"
assert abs(gaps["similar"] - models["similar"].mean_field_gap()) < 1e-12, (
    "as the formula says"
)

# %% [markdown]
# With orthogonal columns the best bound and the likelihood are equal to the twelfth digit: $q$ *is* the posterior, and there is no gap. With similar columns a gap remains, as large as the formula says.
# No training can close it. A model that is trained on the bound is charged for it, so it prefers decoders whose posteriors have no slant: those with orthogonal columns (Rolínek et al. 2019).

# %%
model1 = models["orthogonal"]
mean1, logvar1 = model1.best_diagonal(x1[None])  # here the posterior itself
z1 = mean1 + torch.exp(0.5 * logvar1) * torch.randn(2000, 2, **exactly)
log_q1 = gaussian_log_prob(z1, mean1.expand_as(z1), logvar1.expand_as(z1))
log_prior1 = gaussian_log_prob(z1, torch.zeros_like(z1), torch.zeros_like(z1))
x_logvar = torch.full((2000, 4), 2 * math.log(0.5), **exactly)
log_likelihood = gaussian_log_prob(x1.expand(2000, 4), z1 @ model1.W.T, x_logvar)
all_drawn = log_likelihood + log_prior1 - log_q1
kl_by_formula = log_likelihood - kl_standard_normal(mean1, logvar1)
print(f"log p(x,z) - log q(z):   std {all_drawn.std():.1e}")
print(f"log p(x|z) - KL:         std {kl_by_formula.std():.2f}")

# %% claim
assert all_drawn.std() < 1e-12, "The first is the same number for every draw"
assert kl_by_formula.std() > 0.3, "still scatters"

# %% [markdown]
# These are two ways to estimate the same bound by draws, with $q$ the posterior. The first is the same number for every draw, since $p(x, z) / p(z \mid x) = p(x)$ for each $z$. The second takes the
# KL from its formula, and still scatters. So a formula for one term does not always make the estimate less noisy. The same is true of gradients of the bound (Roeder et al. 2017).

# %% [markdown]
# ## A tighter bound from more draws
#
# Average several weights *before* taking the log, and the bound comes nearer to $\log p(x)$:
#
# $$\log \frac1K \sum_{k=1}^K w_k \qquad w_k = \frac{p(x, z_k)}{q(z_k)}$$
#
# With $K = 1$ its expected value is the bound above. As $K$ grows, it approaches $\log p(x)$.

# %% [markdown]
# ### Exercise 5 · The log of the mean *(stretch)*
#
# *10 minutes.* Return the log of the mean weight of each row, from the logs of the weights.


# %% exercise="elbo.importance_estimate"
def importance_estimate(log_w):
    """Return the log of the mean weight of each row, [S].  log_w: [S, K]"""
    ### BEGIN SOLUTION
    return torch.logsumexp(log_w, dim=1) - math.log(log_w.shape[1])
    ### END SOLUTION


# %% check="elbo.importance_estimate"
importance_estimate = check("elbo.importance_estimate", importance_estimate)

# %% [markdown] hint="elbo.importance_estimate"
# The log of a mean is the log of the sum minus $\log K$. `torch.logsumexp` takes the first.

# %%
print(f"log p(x) {exact:.3f}")
averages, aboves = {}, {}
for k in (1, 3, 10, 100):
    estimates = importance_estimate(log_weights(2000 * k).view(2000, k))
    averages[k] = estimates.mean()
    aboves[k] = (estimates > exact).float().mean()
    print(f"K = {k:3}: mean {averages[k]:6.3f}, {aboves[k]:.0%} of the runs above")
narrow = importance_estimate(log_weights(100_000, logvar - 6)[None])
print(f"a q that is 20 times narrower, K = 100,000: {narrow.item():.3f}")

# %% claim
rising = [*averages.values()]
assert rising == sorted(rising) and abs(rising[-1] - exact) < 0.02, (
    "The mean rises with $K$ towards"
)
assert all(0.3 < above < 0.56 for above in aboves.values()), (
    "Single runs scatter on both sides"
)
assert narrow < exact - 1, "100,000 draws still come out far too low"

# %% [markdown]
# The mean rises with $K$ towards $\log p(x)$. Single runs scatter on both sides of it: a run with a larger $K$ may well come out lower than one with a smaller.
#
# The last line is a warning. The estimate of $p(x)$ is right *in expectation* for this $q$ too, and 100,000 draws still come out far too low. A narrow $q$ almost never draws the $z$ that would get the large weights. So $q$ should be at least as wide as the posterior.
# Lesson 06 uses this estimate to measure digits.

# %% [markdown]
# ## Back to the two switches
#
# **Write it down before you read on:** why this pull, why this noise, why added with the weight 1? And what would the loss say if the pull were twice as strong?

# %% [markdown] question="twice-the-pull"
# The pull is the KL between q and the prior, the noise is how one draws from q, and both terms are nats of one bound. With twice the pull the loss is still above -log p(x), since we only
# added something positive, but the bound is looser: the training would give up as much as two nats of reconstruction to save one nat of KL. (Lesson 06 does that on purpose.)

# %% [markdown]
# **This pull**, because it is the KL between $q$ and the prior, the second term of a lower bound on $\log p(x)$. **This noise**, because the first term is an average over $q$, and the noise is how one
# draws from $q$. **The weight 1**, because both terms are nats of the same bound.
#
# And what do the other three models of the experiment maximise? Without noise $q$ is a single point, and its KL is infinite. Without the pull nothing ties the codes to the prior. Each of the three minimises its
# loss, but minus that loss is no lower bound on a likelihood.

# %% [markdown]
# ### Build · log p(x) from 2,000 draws
#
# *15 minutes.* With 8 latents no grid will do, and draws from the prior miss: their estimate is 100 nats too low. Find a proposal of your own. `log_joint(z)` gives
# $\log p(x, z)$ of one $x$ for rows `z`, with gradients if you ask for them. Return an importance estimate of $\log p(x)$ from `draws` draws; you may ask `log_joint` for as many values
# again to find the proposal. The check does this for 20 points of a linear Gaussian model, and allows a mean error of 0.05 nats. The best proposal with independent
# latents misses by 0.9.


# %% exercise="elbo.estimate_log_marginal"
def estimate_log_marginal(log_joint, latent_dim, draws):
    """Return an estimate of log p(x), one number.  log_joint: [..., latent_dim] -> [...]"""
    ### BEGIN SOLUTION
    start = torch.zeros(latent_dim)
    curvature = torch.autograd.functional.hessian(log_joint, start)
    curvature = (curvature + curvature.T) / 2  # rounding makes it a little asymmetric
    slope = torch.autograd.functional.jacobian(log_joint, start)
    peak = start - torch.linalg.solve(curvature, slope)
    q = torch.distributions.MultivariateNormal(peak, precision_matrix=-curvature)
    z = q.sample((draws,))
    return torch.logsumexp(log_joint(z) - q.log_prob(z), 0) - math.log(draws)
    ### END SOLUTION


# %% check="elbo.estimate_log_marginal"
estimate_log_marginal = check("elbo.estimate_log_marginal", estimate_log_marginal)

# %% [markdown] hint="elbo.estimate_log_marginal"
# Draw where the posterior is: find the $z$ with the largest `log_joint`, by gradient steps or by one step of Newton's method.

# %% [markdown] hint="elbo.estimate_log_marginal"
# The posterior's latents are correlated, so the proposal needs a full covariance. Minus the inverse of the second derivatives of `log_joint` at its peak is one (Laplace's
# approximation); `torch.autograd.functional.hessian` computes them.

# %% [markdown]
# ## What you take with you
#
# - A latent-variable model explains $x$ by a hidden $z$. To get $p(x)$, integrate over $z$; the posterior says which $z$ it may have been.
# - The average of logs is never above the log of the average. This gives the bound. $\log p(x)$ = bound + gap, and the gap is $\mathrm{KL}(q \,\|\, \text{posterior})$.
# - This reverse KL is mode-seeking; the forward KL of maximum likelihood is mass-covering.
# - The bound is a reconstruction term, from a noisy code, minus the KL to the prior, both in nats.
# - It equals $\log p(x)$ where $q$ is the posterior. A mean-field $q$ cannot be a slanted posterior, and a gap remains.
# - Averaging more weights inside the log tightens the bound, on average.
#
# Lesson 05 puts this bound on digits.

# %%
progress("elbo")

# %% [markdown]
# ### Three questions to recall, from lessons 00 to 03
#
# <details><summary>1. Why is a density judged on held-out points, and this bound as well?</summary>
#
# Training points can be remembered: a density can put a spike on each. On points it has not seen, a spike in the wrong place costs dearly.
#
# </details>
#
# <details><summary>2. In lesson 03 a Gaussian fitted to the codes gave much better samples. What did it lack?</summary>
#
# It came after the training, and it was a density of codes, not of pictures: nobody could say how likely a picture is. The bound is such a statement.
#
# </details>
#
# <details><summary>3. Why does a denoising autoencoder of lesson 02 not solve our problem, although it uses noise?</summary>
#
# Its noise is on the pixels and of fixed size. It learns to clean pictures; nothing says where the codes are.
#
# </details>

# %% [markdown]
# ### Notation card
#
# | written | said | in code |
# |---|---|---|
# | $\mathbb E_q[\cdot]$ | average over draws from $q$ | `.mean()` over draws |
# | Jensen's inequality | the average of logs is never above the log of the average: 2.30 and 3.92 for the numbers 1 and 100 | |
# | $p(z)$, $p(z \mid x)$ | prior, posterior | |
# | $p(x)$ | marginal likelihood, or evidence | `log_marginal` |
# | $q(z)$ or $q(z \mid x)$ | variational distribution: our Gaussian in place of the posterior | `mean`, `logvar` |
# | variational inference | choosing the $q$ with the highest bound | |
# | mean-field | a $q$ whose latents are independent | one `logvar` for each latent |
# | amortised inference | one encoder returns the $q$ of every $x$ | `encoder` |
# | $\mathrm{KL}(q \,\|\, p)$ | Kullback-Leibler divergence: average nats lost by using $p$ where $q$ is true | `kl`, `kl_standard_normal` |
# | $\mathrm{KL}(q \,\|\, p)$, $\mathrm{KL}(p \,\|\, q)$, for a $q$ chosen to fit $p$ | reverse KL, mode-seeking; forward KL, mass-covering | `reverse`, `forward` |
# | $\log \sigma^2$ | log of the variance | `logvar` |
# | ELBO | evidence lower bound | `elbo` |
# | $K$, $w_k$ | number of draws, their importance weights | `log_w` |
# | $W$, $b$, $\sigma$ | map, offset and noise of $p(x \mid z)$ | `W`, `b`, `sigma` |
# | $\Lambda$ | inverse of the posterior's covariance | `model.precision` |

# %% [markdown]
# ### What to try next
#
# - Replace the curve by $f(z) = (z, z^2)$ and look at the posterior of $x = (0, 1)$. Which $q$ is best, and how large is its gap?
# - Make `sigma` of the linear model 0.1. What happens to the gap of a $q$ that was the best one at 0.5?
# - In the experiment, train "the loss alone" for twice as many epochs. How far do the codes shrink?

# %% [markdown]
# ### References
#
# - M. Jordan, Z. Ghahramani, T. Jaakkola, L. Saul: *An introduction to variational methods for graphical models*, Machine Learning, 1999.
# - D. Kingma, M. Welling: *Auto-encoding variational Bayes*, ICLR 2014, arXiv:1312.6114.
# - D. Rezende, S. Mohamed, D. Wierstra: *Stochastic backpropagation and approximate inference in deep generative models*, ICML 2014, arXiv:1401.4082.
# - Y. Burda, R. Grosse, R. Salakhutdinov: *Importance weighted autoencoders*, ICLR 2016, arXiv:1509.00519.
# - T. Minka: *Divergence measures and message passing*, Microsoft Research, technical report MSR-TR-2005-173, 2005. The two directions of the KL.
# - G. Roeder, Y. Wu, D. Duvenaud: *Sticking the landing: simple, lower-variance gradient estimators for variational inference*, NIPS 2017, arXiv:1703.09194. Gradients of the bound that
#   vanish, without noise, where $q$ is the posterior.
# - M. Rolínek, D. Zietlow, G. Martius: *Variational autoencoders pursue PCA directions (by accident)*, CVPR 2019, arXiv:1812.06775. Why a diagonal $q$ prefers decoders with orthogonal columns.
# - M. Tipping, C. Bishop: *Probabilistic principal component analysis*, Journal of the Royal Statistical Society B, 1999. The model where everything is exact.
