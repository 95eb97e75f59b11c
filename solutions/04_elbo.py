# %% [markdown]
# # A bound you can check
#
# *log p(x) = bound + gap, and the gap is a KL.*
#
# Lesson 03 ended with a question: could the training itself put the codes where we will draw from? It can, with one loss and a little noise. This lesson shows *that* it works in fifteen
# seconds, and takes the rest of the hour for *why*, with models so small that every step can be checked exactly.
#
# **You will** add up a hidden number until it is gone, put a bound under a likelihood, close the gap where it can be closed, and meet a gap that cannot.
#
# **Time:** about 75 minutes. **You need:** lessons 00, 01 and 03; mean, variance, the chain rule.

# %% tags=["setup"]
import math

import torch
from torch import nn
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
# An autoencoder for digits with 16 latents, much as in lesson 03 (the cost of a pixel is now its cross-entropy; you will see why in lesson 05), and two additions that can be switched on one by one. **The noise:** the encoder returns two numbers for each latent, a mean and
# a $\log \sigma^2$, and what is decoded is the mean plus noise of that $\sigma$. **The loss:** a second term pulls mean and $\sigma$ towards 0 and 1, those of the
# distribution we want to draw from. Never mind its formula for now.


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
samples = []
print("                 spread of the codes   typical sigma")
for name, loss, noise in [
    ("neither", False, False),
    ("the loss alone", True, False),
    ("the noise alone", False, True),
    ("both", True, True),
]:
    encoder, decoder = train_one(loss, noise)
    with torch.no_grad():
        means, logvars = encoder(x).chunk(2, dim=1)
        typical = f"{torch.exp(0.5 * logvars).median():.3f}" if noise else "-"
        samples.append(decoder(torch.randn(12, 16, device=device)).sigmoid())
    print(f"{name:16} {means.std(0).mean():12.2f} {typical:>20}")
show_images(
    torch.cat(samples).view(-1, 1, 28, 28),
    columns=12,
    alt="Samples of the four models: grey smears, broken strokes, grey smears, soft digits.",
)

# %% [markdown]
# Each row shows what its model makes of $z \sim \mathcal N(0, I)$, in the order of the table. With **neither**, codes spread several times as far as the draws reach: smears, as you
# know from lesson 03. **The loss alone** pulls the codes in and does not stop at 1: 0.63 here, 0.54 after four times as many epochs. Draws from $\mathcal N(0, I)$ overshoot, and strokes come out too thick and
# torn. **The noise alone** is bought off: the network spreads its codes and makes $\sigma$ so small that the noise no longer hurts. With **both** the codes spread about as far as the draws, and $\sigma$ is a
# sizeable part of that. The samples are soft, and about half of them read as digits. (Two other seeds give the same spreads within 0.25.)
#
# It works. But why *this* pull, why *this* noise, and why added one to one? Could the pull be twice as strong? These questions have one answer, and it starts somewhere else: with a
# model of how the data came about.

# %% [markdown]
# ## A model with a hidden number
#
# Suppose each data point was made in two steps: draw a hidden number $z$ from a standard Gaussian, then draw $x$ near some curve at the place $z$:
#
# $$z \sim \mathcal N(0, 1) \qquad x \mid z \sim \mathcal N(f(z), \sigma^2 I)$$
#
# A generative model with a hidden, or **latent**, variable. We see $x$ only. Here $x$ has two numbers.


# %%
def curve(z):
    return torch.stack([z, torch.sin(2 * z)], dim=-1)


z = torch.randn(300)
points = curve(z) + 0.2 * torch.randn(300, 2)  # [300, 2]

# %% [markdown]
# ### Exercise 1 · A Gaussian's log density *(stretch)*
#
# *5 minutes.* The density of one point under independent Gaussians. Variances come as $\log \sigma^2$, called `logvar`, from here to the end of the course: a network can return any number for
# it, and it is the right one for the noise and the pull above.
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
# How likely is one point $x$? Every $z$ could have made it, some more readily than others, so we add them all up:
#
# $$p(x) = \int p(x, z) \, dz = \int p(z) \, p(x \mid z) \, dz$$
#
# With one hidden number that is a sum over a fine grid of $z$, each value times the width $dz$ of its bar.

# %% [markdown]
# ### Exercise 2 · Adding the hidden number up
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
# In logs the product with $dz$ is a sum: add $\log dz$, with $dz$ the distance of two neighbours on the grid.

# %%
grid = torch.linspace(-5, 5, 400)
prior = gaussian_log_prob(grid[:, None], torch.zeros(400, 1), torch.zeros(400, 1))


def log_joint(x, z=grid, log_prior=prior):
    x = x.expand(len(z), 2)  # one row for each z
    logvar = torch.full_like(x, 2 * math.log(0.2))
    return log_prior + gaussian_log_prob(x, curve(z), logvar)  # log p(z) + log p(x|z)


def density(points):
    return torch.stack([log_marginal(log_joint(p), grid) for p in points]).exp()


show_density(
    {"p(x), summed over z": density},
    points,
    alt="A density that follows a sine-shaped band, with the 300 points inside it.",
)

# %% [markdown]
# The sum has no memory of $z$: it is a density on the plane, curved as no Gaussian could be. And it answers a second question. Given a point, **which $z$ made it**? Divide by $p(x)$:
#
# $$p(z \mid x) = \frac{p(x, z)}{p(x)}$$
#
# the **posterior**, what we know of $z$ after seeing $x$.

# %%
seen = {
    "x = (0.8, 1.0)": torch.tensor([0.8, 1.0]),
    "x = (0.0, 0.6)": torch.tensor([0.0, 0.6]),
}
posteriors = {
    k: log_joint(v) - log_marginal(log_joint(v), grid) for k, v in seen.items()
}
show_curves(
    grid,
    {name: log_p.exp() for name, log_p in posteriors.items()},
    xlabel="z",
    ylabel="p(z | x)",
    alt="Two posteriors: a peak near 0.8, and a narrower one near 0.25.",
)

# %% [markdown]
# ## Too many grids
#
# With one hidden number the grid had 400 points. With sixteen, at the same fineness, it would have $400^{16}$, a number of 42 digits. So the likelihood of a digit under a model
# with 16 latents cannot be added up. It can be **estimated**: draw $z$ from some distribution $q$ that knows roughly where the posterior is, and weigh each draw,
#
# $$p(x) = \mathbb E_{q}\!\left[\frac{p(x, z)}{q(z)}\right]$$
#
# ($\mathbb E_q$ is nothing but the average over draws from $q$.) The average of the weights is right on average, whatever $q$ is. But we want the **log** of it. Two numbers show the
# difficulty: the log of the average of 1 and 100 is $\log 50.5 = 3.92$; the average of their logs is $(0 + 4.61) / 2 = 2.30$. **The average of logs is never larger than the log of the
# average** (Jensen's inequality), since the log bends down. For our weights:
#
# $$\log p(x) \;\ge\; \mathbb E_q\big[\log p(x, z) - \log q(z)\big]$$
#
# The right side is called the **evidence lower bound**, or ELBO. It needs no integral: draw, compute two logs, average.

# %%
x0 = seen["x = (0.0, 0.6)"]
mean, logvar = torch.tensor([[0.35]]), torch.tensor([[2 * math.log(0.15)]])


def log_weights(n):
    z = mean + torch.exp(0.5 * logvar) * torch.randn(n, 1)  # n draws from q
    log_q = gaussian_log_prob(z, mean.expand(n, 1), logvar.expand(n, 1))
    log_prior = gaussian_log_prob(z, torch.zeros(n, 1), torch.zeros(n, 1))
    return log_joint(x0, z[:, 0], log_prior) - log_q


exact = log_marginal(log_joint(x0), grid)
log_w = log_weights(10_000)
print(
    f"log p(x) {exact:.2f}   bound {log_w.mean():.2f}   gap {exact - log_w.mean():.2f}"
)
print(f"single draws above log p(x): {(log_w > exact).float().mean():.0%}")

# %% [markdown]
# The average lies below $\log p(x)$. A *single* draw need not: more than four in ten lie above. It is the mean that is a bound.
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
# The **Kullback-Leibler divergence** $\mathrm{KL}(q \,\|\, p) = \mathbb E_q[\log q(z) - \log p(z)]$ counts the nats that one loses on average by using $p$ where $q$ is true. It is 0 if
# both are equal and positive otherwise. It is no distance: exchange the two and the number changes.

# %%
log_q = gaussian_log_prob(grid[:, None], mean.expand(400, 1), logvar.expand(400, 1))
log_p = posteriors["x = (0.0, 0.6)"]
dz = grid[1] - grid[0]
there = (log_q.exp() * (log_q - log_p)).sum() * dz
back = (log_p.exp() * (log_p - log_q)).sum() * dz
print(f"KL(q || posterior) {there:.2f}   KL(posterior || q) {back:.2f}")

# %% [markdown]
# The first number is the gap again, this time added up over the grid instead of drawn. So there are two ways to raise a bound: bring $q$ nearer to the posterior, or make $x$ more likely. A
# higher bound alone does not tell you which.

# %% [markdown]
# ### Play: drag q over the posterior
#
# The bar is $\log p(x)$, fixed for a given $x$. Drag $q$ over the posterior: where is the gap smallest? Does it reach 0? Then go to the second tab, two hidden numbers, and raise the
# correlation. Which part of the gap can no mean and no width take away?

# %%
BoundExplorer()

# %% [markdown]
# ## The bound in two terms
#
# Split $\log p(x, z) = \log p(x \mid z) + \log p(z)$ and sort the bound anew:
#
# $$\text{bound} = \mathbb E_q\big[\log p(x \mid z)\big] - \mathrm{KL}\big(q(z) \,\|\, p(z)\big)$$
#
# Read it as an autoencoder. $q$ comes from the encoder, which looks at $x$. The first term says how well the decoder returns $x$ from a **noisy** code, a draw from $q$. The second pulls $q$ towards
# the **prior**, the distribution that we will draw from. There is the noise, there is the pull; and they are added one to one because both are counted in nats.
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
sigmas = torch.linspace(0.05, 2.5, 200)
show_curves(
    sigmas,
    {
        f"mean {m}": kl_standard_normal(
            torch.full((200, 1), m), 2 * sigmas.log()[:, None]
        )
        for m in (0.0, 1.0, 2.0)
    },
    xlabel="sigma",
    ylabel="KL in nats",
    ylim=(0, 5),
    alt="Three curves with their lowest point at sigma 1, at heights 0, 0.5 and 2.",
)

# %% [markdown]
# A mean away from 0 costs the same at every $\sigma$. A small $\sigma$ is expensive, without limit: that is what keeps the noise from being bought off. And a large one is, too.

# %% [markdown]
# ## Where everything is exact
#
# If the curve $f$ is a straight map, $x \mid z \sim \mathcal N(W z + b, \sigma^2 I)$, then the posterior is a Gaussian and every term has a formula. So we can see whether the bound really reaches
# $\log p(x)$. The average of the first term over $q$, for one point $x$ of $D$ numbers, is
#
# $$\mathbb E_q[\log p(x \mid z)] = -\frac{1}{2\sigma^2} \Big( |x - W\mu - b|^2 + \sum_j \sigma_j^2 \, |W_j|^2 \Big) - \frac D2 \log 2 \pi \sigma^2$$
#
# with $W_j$ the $j$-th column of $W$, and $\mu$, $\sigma_j$ those of $q$. The second sum is what the noise costs: a column that moves $x$ far makes noise on its latent expensive.

# %% [markdown]
# ### Exercise 4 · The bound, exactly
#
# *15 minutes.* Return this average minus the KL, for one point. Mind two different sigmas: the argument `sigma` is that of $p(x \mid z)$; those of $q$ are in `logvar`.


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

# %%
exactly = {"dtype": torch.float64}  # twice the digits
W = torch.tensor([[1.0, 0.5], [0.5, -1.0], [1.0, 0.0], [0.0, 1.0]], **exactly)
model = LinearGaussian(W, torch.zeros(4, **exactly), sigma=0.5)
x1 = torch.tensor([1.0, -0.5, 0.8, 0.3], **exactly)
mean1, cov1 = model.posterior(x1[None])
print("posterior covariance:", [[round(c, 3) for c in row] for row in cov1.tolist()])
zero = torch.zeros(2, **exactly)
print(f"log p(x)                 {model.log_marginal(x1[None]).item():.12f}")
print(f"bound, q the prior       {elbo(x1, zero, zero, W, model.b, 0.5):.12f}")
at_posterior = elbo(x1, mean1[0], cov1.diagonal().log(), W, model.b, 0.5)
print(f"bound, q the posterior   {at_posterior:.12f}")

# %% [markdown]
# Equal to the twelfth digit: where $q$ *is* the posterior there is no gap, and the bound is the likelihood. The columns of this $W$ are orthogonal, so the posterior's covariance is diagonal and
# a $q$ with a mean and a $\sigma$ for each latent can match it.

# %%
eps = torch.randn(2000, 2, **exactly)
z1 = mean1 + cov1.diagonal().sqrt() * eps  # draws from the posterior
logvar1 = cov1.diagonal().log()[None]  # [1, 2]
log_q1 = gaussian_log_prob(z1, mean1.expand(2000, 2), logvar1.expand(2000, 2))
log_prior = gaussian_log_prob(z1, torch.zeros_like(z1), torch.zeros_like(z1))
x_logvar = torch.full((2000, 4), 2 * math.log(0.5), **exactly)
log_likelihood = gaussian_log_prob(x1.expand(2000, 4), z1 @ W.T, x_logvar)
kl = kl_standard_normal(mean1, logvar1)
print(f"log p(x,z) - log q(z):   std {(log_likelihood + log_prior - log_q1).std():.1e}")
print(f"log p(x|z) - KL:         std {(log_likelihood - kl).std():.2f}")

# %% [markdown]
# Two ways to estimate the same bound by draws, at the posterior. The first is the same number for every draw; it has nothing to scatter, since $p(x, z) / p(z \mid x) = p(x)$. The second, with the
# KL as a formula, still scatters. A formula for a part does not always make the whole quieter.

# %% [markdown]
# ### A gap that does not close
#
# Now two columns that are not orthogonal: both latents move $x$ in similar ways, so a larger $z_1$ can be made up for by a smaller $z_2$. The posterior is a slanted ellipse, and our $q$ knows no
# slant. The best it can do leaves exactly
#
# $$\text{gap} = \frac12 \Big( \sum_i \log \Lambda_{ii} - \log \det \Lambda \Big) \qquad \Lambda = I + \frac{W^\top W}{\sigma^2}$$
#
# with $\Lambda$ the inverse of the posterior's covariance.

# %%
W2 = torch.tensor([[1.0, 0.8], [0.5, 0.6], [1.0, 0.9], [0.0, 0.5]], **exactly)
slanted = LinearGaussian(W2, model.b, sigma=0.5)
best_mean, best_logvar = slanted.best_diagonal(x1[None])
best = elbo(x1, best_mean[0], best_logvar[0], W2, slanted.b, 0.5)
log_p1 = slanted.log_marginal(x1[None]).item()
print(f"log p(x) {log_p1:.4f}   best bound {best:.4f}   gap {log_p1 - best:.4f}")
print(f"the formula: {slanted.mean_field_gap():.4f}")

# %% [markdown]
# This gap has nothing to do with training. It is the price of a $q$ with independent latents. A model that is trained on the bound pays it as well, so it will prefer decoders whose
# posteriors have no slant.

# %% [markdown]
# ## Buying the gap back with draws
#
# Average several weights *before* taking the log, and the bound comes nearer:
#
# $$\log \frac1K \sum_{k=1}^K w_k \qquad w_k = \frac{p(x, z_k)}{q(z_k)}$$
#
# With $K = 1$ that is the bound above; with many draws it is the estimate of $\log p(x)$ itself.

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
for k in (1, 3, 10, 100):
    estimates = importance_estimate(log_weights(2000 * k).view(2000, k))
    above = (estimates > exact).float().mean()
    print(f"K = {k:3}: mean {estimates.mean():6.3f}, {above:.0%} of the runs above")

# %% [markdown]
# The mean rises with $K$ and stays below $\log p(x)$. Single runs scatter on both sides: a run with a larger $K$ may well come out lower than one with a smaller. Lesson 06 uses this to measure
# digits.

# %% [markdown]
# ## Back to the two switches
#
# **Write it down before you read on:** why this pull, why this noise, why added one to one? And what would the loss say if the pull were twice as strong?

# %% [markdown] question="twice-the-pull"
# The pull is the KL between q and the prior, the noise is how one draws from q, and both terms are nats of one bound. With twice the pull the loss is still above -log p(x), since we only
# added something positive, but the bound is looser: the training would give up more than one nat of reconstruction to save one nat of KL. (Lesson 06 does that on purpose.)

# %% [markdown]
# **This pull**, because it is the KL between $q$ and the prior, the second term of a lower bound on $\log p(x)$. **This noise**, because the first term is an average over $q$, and the noise is how one
# draws from $q$. **One to one**, because both terms are nats of the same bound.
#
# And what do the other three models of the experiment maximise? Without noise $q$ is a single point, and its KL is infinite. Without the pull nothing ties the codes to what we draw. Each has a
# loss that it minimises faithfully; no likelihood stands behind it.

# %% [markdown]
# ## What you take with you
#
# - A latent-variable model explains $x$ by a hidden $z$; $p(x)$ adds all $z$ up, and the posterior says which $z$ it may have been.
# - The average of logs lies below the log of the average: that is the bound. $\log p(x)$ = bound + gap, and the gap is a KL to the posterior.
# - The bound is reconstruction from a noisy code, minus the KL to the prior, both in nats.
# - It equals $\log p(x)$ where $q$ is the posterior. A diagonal $q$ cannot be a slanted posterior, and pays for it.
# - More draws inside the log buy the gap back, on average.
#
# Lesson 05 puts this bound on digits.

# %%
progress("elbo")

# %% [markdown]
# ### Three questions to recall, from lessons 00 to 03
#
# <details><summary>1. Why are held-out points the judge of a density, also for this bound?</summary>
#
# Training points can be remembered: a density can put a spike on each. On points it has not seen a spike in the wrong place costs dearly.
#
# </details>
#
# <details><summary>2. In lesson 03 a Gaussian fitted to the codes gave fair samples. What did it lack?</summary>
#
# It came after the training, and there was no p(x): nobody could say how likely a picture is. The bound is such a statement.
#
# </details>
#
# <details><summary>3. Why does a denoising autoencoder of lesson 02 not solve our problem, although it uses noise?</summary>
#
# Its noise is on the pixels and of fixed size. It learns to mend pictures; nothing says where the codes are.
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
# | $q(z)$ or $q(z \mid x)$ | our Gaussian in place of the posterior | `mean`, `logvar` |
# | KL | average nats lost by using the wrong distribution | `kl_standard_normal` |
# | $\log \sigma^2$ | log of the variance | `logvar` |
# | ELBO | evidence lower bound | `elbo` |
# | $K$, $w_k$ | number of draws, their weights | `log_w` |
# | $W$, $b$, $\sigma$ | map, offset and noise of $p(x \mid z)$ | `W`, `b`, `sigma` |
# | $\Lambda$ | inverse of the posterior's covariance | `model.mean_field_gap()` |

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
# - M. Tipping, C. Bishop: *Probabilistic principal component analysis*, Journal of the Royal Statistical Society B, 1999. The model where everything is exact.
