# %% [markdown]
# # A forger and a detective
#
# *The discriminator's logit is a log density ratio, and that is the generator's teacher.*
#
# A VAE is trained with a bound on $\log p(x)$. This lesson trains a network that draws samples with no likelihood at all. A second network learns to tell these samples from data, and the first one learns from what
# gives its samples away. One is like a forger, the other like a detective. The field calls them generator and discriminator, and together a **generative adversarial network**, a GAN. They play a game in the sense of
# lesson 07, and each has a loss of its own.
#
# **You will** find out what the best discriminator answers, put a value on the game, write the losses and the moves of both players, and train a generator that covers eight places at once.
#
# **Time:** about 70 minutes, and 15 more for the build exercise. **You need:** lessons 05 and 07; lesson 04 for the KL.

# %% tags=["setup"]
import copy
import math

import torch
from torch import nn
from torch.nn import functional as F
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from gencourse.data import batches, ring, ring_centres
from gencourse.exercises import check, progress, show_fix
from gencourse.metrics import mode_coverage
from gencourse.networks import mlp
from gencourse.plots import show_curves, show_gan, show_points
from gencourse.probability import gaussian_log_prob
from gencourse.runtime import seed_everything
from gencourse.training import fit
from gencourse.widgets import GANPlayground

seed_everything(0)

# %% [markdown]
# ## Two networks
#
# The **generator** $G$ turns noise $z \sim \mathcal N(0, I)$ into a sample $G(z)$, a **fake**. It starts untrained, so its first samples look like noise as well. The **discriminator** $D$ gets a sample, real or
# fake, and returns a **logit**; $D(x) = \mathrm{sigmoid}(\text{logit})$ is the probability that it gives to "real".

# %%
show_gan(8, 2, what="point")

# %% [markdown]
# The data need no labels from a human: we know which samples are real, because we mixed them ourselves. And the generator never sees a real sample. Everything it learns about the data comes as a gradient through the
# discriminator.

# %% [markdown]
# ## What does the best discriminator answer?
#
# Take one dimension and two densities that we know: data $p = \mathcal N(-1, 1)$ and fakes $q = \mathcal N(1.5, 0.7^2)$, equally many of both. At a place $x$ where data are three times as dense as fakes,
# three of four samples are real, and 3/4 is the best answer. In general
#
# $$D^*(x) = \frac{p(x)}{p(x) + q(x)} = \mathrm{sigmoid}\big(\log p(x) - \log q(x)\big)$$
#
# So the **logit of the best discriminator is the log of the density ratio** $p / q$.

# %% [markdown]
# <details><summary>The algebra, step by step</summary>
#
# At one $x$, answering $D$ earns $p \log D + q \log (1 - D)$ — the logs of the probabilities given to what is true, weighted by how often it is true
#
# $\frac pD - \frac q{1 - D} = 0$ — the derivative with respect to $D$ is zero at the best answer
#
# $p \, (1 - D) = q \, D$, so $D = \frac p{p + q}$ — solved for $D$
#
# $\frac p{p + q} = \frac 1{1 + q / p} = \frac 1{1 + e^{-(\log p - \log q)}}$ — divided by $p$, and this is the sigmoid
#
# </details>

# %% [markdown]
# ### Exercise 1 · The best answer
#
# *5 minutes.* Return $D^*$ from the two log densities. It should work where both densities are $e^{-1000}$, which a computer rounds to 0.


# %% exercise="gan.optimal_discriminator"
def optimal_discriminator(log_p, log_q):
    """Return the probability of real at each point, [N].  log_p, log_q: [N], of data and fakes"""
    ### BEGIN SOLUTION
    return torch.sigmoid(log_p - log_q)
    ### END SOLUTION


# %% check="gan.optimal_discriminator"
optimal_discriminator = check("gan.optimal_discriminator", optimal_discriminator)

# %% [markdown] hint="gan.optimal_discriminator"
# $p / (p + q)$ from `log_p.exp()` becomes 0/0 far out. The difference of the logs is still exact there.

# %% [markdown]
# ### Exercise 2 · What the discriminator minimises
#
# *10 minutes.* A network finds $D^*$ as any classifier does, by cross-entropy: label 1 for data, 0 for fakes, the mean over the data **plus** the mean over the fakes. They need not be equally many.
#
# $$-\mathbb E_p\big[\log D(x)\big] - \mathbb E_q\big[\log(1 - D(x))\big]$$
#
# The function gets logits. With $\mathrm{softplus}(l) = \log(1 + e^l)$ we have $-\log D = \mathrm{softplus}(-l)$ and $-\log(1 - D) = \mathrm{softplus}(l)$. So no log of 0 can occur.


# %% exercise="gan.discriminator_loss"
def discriminator_loss(real_logits, fake_logits):
    """Return the discriminator's loss, one number.  real_logits: [M, 1], fake_logits: [N, 1]"""
    ### BEGIN SOLUTION
    return F.softplus(-real_logits).mean() + F.softplus(fake_logits).mean()
    ### END SOLUTION


# %% check="gan.discriminator_loss"
discriminator_loss = check("gan.discriminator_loss", discriminator_loss)

# %% [markdown] hint="gan.discriminator_loss"
# `F.softplus` takes the logits as they are. `F.binary_cross_entropy_with_logits`, once with ones and once with zeros, does as well.

# %% [markdown]
# Now a discriminator learns from samples alone. It never sees a density.


# %%
def draw(n):
    real = -1 + torch.randn(n, 1)
    fake = 1.5 + 0.7 * torch.randn(n, 1)
    return real, fake


trained = mlp(1, 32, 32, 1)
optimizer = torch.optim.Adam(trained.parameters(), lr=3e-3)
schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 800)
for _ in range(800):
    reals, fakes = draw(512)
    loss = discriminator_loss(trained(reals), trained(fakes))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    schedule.step()

# %%
x = torch.linspace(-5, 5, 200)
log_p = gaussian_log_prob(x[:, None], -1.0, 0.0)
log_q = gaussian_log_prob(x[:, None], 1.5, 2 * math.log(0.7))
logit = trained(x[:, None])[:, 0].detach()
error = (logit.sigmoid() - optimal_discriminator(log_p, log_q)).abs()
print(f"largest error of D(x): {error.max():.3f}")
show_curves(
    x,
    {
        "log p": log_p,
        "log q": log_q,
        "log p - log q": log_p - log_q,
        "the trained logit": logit,
    },
    xlabel="x",
    ylabel="nats",
    ylim=(-12, 16),
    alt="Two parabolas, their difference, and the trained logit, which lies on the difference in the middle and leaves it at both ends.",
)

# %% claim
middle = (x > -2.5) & (x < 2.5)
off = (logit - (log_p - log_q)).abs()
assert off[middle].mean() < 0.5, "In the middle ... the trained logit agrees with"
assert off.max() > 3, "There it is free to say anything, and is wrong by several nats."
assert error.max() < 0.02, "it is wrong by at most two hundredths"

# %% [markdown]
# In the middle, where most samples lie, the trained logit agrees with $\log p - \log q$. So a classifier has learned how two densities compare, and nobody had to write down either of them. Far to the left and to the right it saw next to
# no samples. There it is free to say anything, and is wrong by several nats. In $D(x)$ this hardly shows: it is wrong by at most two hundredths, since the sigmoid is nearly 0 or 1 at both ends. Remember these ends, they will matter.

# %% [markdown]
# ## The value of the game
#
# Minus the discriminator's loss is called the **value function** $V(D, G)$. In the original game the discriminator makes it large and the generator makes it small:
#
# $$\min_G \max_D \; V(D, G) = \mathbb E_p\big[\log D(x)\big] + \mathbb E_z\big[\log(1 - D(G(z)))\big]$$
#
# What one gains the other loses, so this is a zero-sum game. What is the most that $D$ can reach against a given $G$? Put in $D^*$:
#
# $$\max_D V(D, G) = V(D^*, G) = 2 \, \mathrm{JS}(p, q) - \log 4 \qquad \mathrm{JS} = \tfrac12 \mathrm{KL}(p \,\|\, m) + \tfrac12 \mathrm{KL}(q \,\|\, m), \quad m = \tfrac{p + q}2$$
#
# The **Jensen-Shannon divergence** says, in nats, how well one sample tells whether it came from $p$ or from $q$: it is 0 if they are equal and $\log 2$ if they never overlap.

# %% [markdown]
# <details><summary>The algebra, step by step</summary>
#
# $\mathbb E_p[\log D^*] = \mathbb E_p\big[\log \frac p{p + q}\big] = \mathbb E_p\big[\log \frac p{2m}\big]$ — since $p + q = 2m$
#
# $= \mathrm{KL}(p \,\|\, m) - \log 2$ — the definition of the KL
#
# $\mathbb E_q[\log(1 - D^*)] = \mathrm{KL}(q \,\|\, m) - \log 2$ — in the same way, since $1 - D^* = \frac q{p + q}$
#
# The two add up to $2 \, \mathrm{JS} - 2 \log 2$, and $2 \log 2 = \log 4$.
#
# </details>

# %%
fine = torch.linspace(-60, 60, 24_001, dtype=torch.float64)


def log_density(mean, std=1.0):
    return gaussian_log_prob(fine[:, None], mean, 2 * math.log(std))


def value(logit, log_p, log_q):
    gains = log_p.exp() * F.logsigmoid(logit) + log_q.exp() * F.logsigmoid(-logit)
    return gains.sum() * (fine[1] - fine[0])  # an integral over the grid


data, faked = log_density(-1.0), log_density(1.5, std=0.7)
learned = trained(fine[:, None].float())[:, 0].detach().double()
logits = {"best": data - faked, "trained": learned, "1/2": torch.zeros_like(fine)}
values = {name: value(each, data, faked).item() for name, each in logits.items()}
print({name: round(each, 4) for name, each in values.items()})

# %% claim
log_m = torch.logaddexp(data, faked) - math.log(2)
nats = data.exp() * (data - log_m) + faked.exp() * (faked - log_m)
js = 0.5 * nats.sum() * (fine[1] - fine[0])
assert abs(values["best"] - (2 * js - math.log(4))) < 1e-11, (
    "V(D^*, G) = 2 \\, \\mathrm{JS}(p, q) - \\log 4"
)
assert values["1/2"] < values["trained"] < values["best"], (
    "Every other $D$ stays below the best one"
)
assert values["best"] - values["trained"] < 0.001, (
    "the trained one by less than a thousandth"
)

# %% [markdown]
# Every other $D$ stays below the best one, the trained one by less than a thousandth. In lesson 07's words $D^*$ is the best reply to $G$.
#
# Now let the fakes move. Data are $\mathcal N(0, 1)$, fakes $\mathcal N(s, 1)$ with a shift $s$ that $G$ may choose. Three discriminators: the best one for each $s$; one that stays as it was best at $s = 2$; and one that always answers 1/2.

# %%
shifts = torch.linspace(-2, 8, 51, dtype=torch.float64)
still, at_two = log_density(0.0), log_density(2.0)
curves = {"best D": [], "D fixed, best at 2": [], "D = 1/2": []}
for shift in shifts.tolist():
    moved = log_density(shift)
    for name, each in zip(
        curves, (still - moved, still - at_two, 0 * fine), strict=True
    ):
        curves[name].append(value(each, still, moved))
curves = {name: torch.stack(found) for name, found in curves.items()}
show_curves(
    shifts,
    curves,
    xlabel="shift of the fakes, in standard deviations",
    ylabel="V, nats",
    ylim=(-5, 0.3),
    alt="A valley with its floor -1.39 at shift 0 that becomes flat near 0 beyond six; a curve that touches it at 2 and falls further to the left; a level line at -1.39.",
)

# %% claim
best, fixed, half = curves.values()
assert (
    abs(best.min() + math.log(4)) < 1e-9 and best.argmin() == (shifts.abs()).argmin()
), "Its lowest point is $-\\log 4 = -1.386$ at $s = 0$"
assert (half + math.log(4)).abs().max() < 1e-9, (
    "$D = 1/2$ gives $-\\log 4$ whatever $G$ does"
)
assert (fixed <= best + 1e-9).all() and (best - fixed).argmin() == (
    shifts - 2
).abs().argmin(), "a lower bound of the upper one, and touches it only at $s = 2$"
assert (fixed.diff() > 0).all() and fixed[0] < -5, (
    "the curve falls on and on to the left, past the data at 0"
)
assert best[-1] > -0.001 and best[shifts >= 6].max() - best[shifts >= 6].min() < 0.01, (
    "beyond six standard deviations the upper curve is flat"
)

# %% [markdown]
# **The upper curve** is $\max_D V = 2 \, \mathrm{JS} - \log 4$. Its lowest point is $-\log 4 = -1.386$ at $s = 0$, where $q = p$ and nobody can tell real from fake. There $D^* = 1/2$ everywhere, and $D = 1/2$ gives $-\log 4$ whatever $G$ does. So neither player gains
# by moving alone: $q = p$ and $D = 1/2$ are the saddle point of lesson 07, the **Nash equilibrium** of this game, and $-\log 4$ is the value of the game.
#
# **The curve of the fixed $D$** is a lower bound of the upper one, and touches it only at $s = 2$. It is often said that a GAN minimises the Jensen-Shannon divergence. It would, if $D$ were the best reply after each move of $G$. Against a fixed $D$, $G$ only *lowers a
# lower bound*. Here the curve falls on and on to the left, past the data at 0.
#
# **On the right**, beyond six standard deviations the upper curve is flat: $D$ is nearly perfect, $V$ is nearly 0, and the curve has no slope that could tell $G$ where to go. (For pictures this is no rare case. If data and fakes lie on thin sheets
# in a large space, a perfect discriminator exists: Arjovsky and Bottou, 2017.)

# %% [markdown]
# ### Toward zero, or toward one half?
#
# Three numbers are easily mixed up.
#
# - **The objective of $G$** is $V$ with the $D$ of this moment. $G$ pushes it *down*, and against a fixed $D$ it can go far below $-\log 4$, as the figure shows.
# - **The value against a best reply** is $V$ after $D$ has answered. It cannot go below $-\log 4$, and it says how far $q$ is from $p$.
# - **The accuracy** of the best $D$ goes to *one half*, not to zero. A discriminator that is nearly always wrong knows the answer; it only has to say the opposite. One that knows nothing can still toss a coin, and is right half of the time.
#
# But a loss of $\log 4 = 1.386$ and an accuracy of one half do not prove success. A discriminator that has learned nothing has them, too. They speak about both players at once.
#
# Why is $D$ trained with cross-entropy, and not for accuracy? Accuracy does not change when a logit changes a little, so it has no gradient. And it only asks for the right side: where $p > q$, the answers 0.51 and 0.99 count the same. The best answer to
# cross-entropy is $D^*$ itself, and it carries the density ratio that $G$ learns from.

# %% [markdown]
# ## The generator's loss
#
# In the zero-sum game the generator's loss is $V$ itself. Only one of its two terms depends on $G$: the mean of $\log(1 - D(G(z)))$, the **saturating** loss. The paper that introduced GANs also proposes another one, the **non-saturating** loss, and nearly
# everybody uses that: minus the mean of $\log D(G(z))$.

# %% [markdown]
# ### Exercise 3 · Two losses for the generator
#
# *10 minutes.* Write both, from logits: with `saturating=True` return the mean of $\log(1 - D)$, otherwise the mean of $-\log D$.


# %% exercise="gan.generator_loss"
def generator_loss(fake_logits, saturating=False):
    """Return the generator's loss in nats, one number.  fake_logits: [B, 1]"""
    ### BEGIN SOLUTION
    if saturating:
        return -F.softplus(fake_logits).mean()
    return F.softplus(-fake_logits).mean()
    ### END SOLUTION


# %% check="gan.generator_loss"
generator_loss = check("gan.generator_loss", generator_loss)

# %% [markdown] hint="gan.generator_loss"
# $\log(1 - D) = -\mathrm{softplus}(l)$ and $-\log D = \mathrm{softplus}(-l)$. Both fall when the logit rises.

# %%
slopes = {}
print("logit of a fake        -8        -4         0         4")
for saturating in (True, False):
    at = torch.tensor([-8.0, -4.0, 0.0, 4.0], requires_grad=True)
    (4 * generator_loss(at, saturating)).backward()
    which = "saturating" if saturating else "non-saturating"
    slopes[which] = at.grad
    print(f"{which:16}", "".join(f"{slope:10.4f}" for slope in at.grad.tolist()))

# %% claim
assert all((each < 0).all() for each in slopes.values()), "Both losses want it higher"
assert abs(slopes["saturating"][0] + 0.0003) < 0.00005, (
    "There the saturating loss pulls with 0.0003"
)
assert abs(slopes["non-saturating"][0] + 1) < 0.001, "the other one with 1"
place = torch.tensor([8.0], dtype=torch.float64, requires_grad=True)
pulls = {}
for saturating in (True, False):
    far = generator_loss(
        -(place**2) / 2 + (place - 8) ** 2 / 2, saturating
    )  # the best D's logit at shift 8
    pulls[saturating] = torch.autograd.grad(far, place)[0].abs().item()
assert 0.5e-13 < pulls[True] < 2e-13, "with $10^{-13}$"
assert abs(pulls[False] - 8) < 1e-6, "the other one with 8"

# %% [markdown]
# These are the slopes in the logit. Both losses want it higher. They differ in *which fakes* they pull. A fake with logit $-8$ is recognised at once: the discriminator is sure. There the saturating loss pulls with 0.0003, so the fake that has
# most to learn hardly moves, and the other one with 1. (So the saturating loss fails where $D$ is near **0**, for bad fakes. Some texts say the opposite.)
#
# This also answers the flat end of the last figure. At $s = 8$ the best $D$ has the logit $32 - 8x$, at a typical fake $-32$. The saturating loss pulls this fake toward the data with $10^{-13}$, the other one with 8. So here a nearly perfect discriminator teaches nothing through the
# first loss, but much through the second.
#
# There is a cost. The game with the non-saturating loss is **not zero-sum**: what one player loses is no longer what the other gains. Its equilibrium is the same, $q = p$. But with the best discriminator, the gradient of $G$ is now that of
# $\mathrm{KL}(q \,\|\, p) - 2 \, \mathrm{JS}$ (Arjovsky and Bottou, 2017). This contains the *reverse* KL, which hardly minds if $q$ leaves out a part of the data.

# %% [markdown]
# ## One move each
#
# The two losses need two optimizers, and each gradient must reach the right network. The networks move **by turns**: first $D$, then $G$, which already sees the new $D$.

# %% [markdown]
# ### Exercise 4 · The discriminator's move
#
# *10 minutes.* Draw noise, make as many fakes as there are real samples, and take one step down `discriminator_loss`. The generator should get no gradient: cut it off with `.detach()`.


# %% exercise="gan.discriminator_step"
def discriminator_step(generator, discriminator, optimizer, real, latent_dim):
    """Take one step of the discriminator; return its loss as a float.  real: [B, ...]"""
    ### BEGIN SOLUTION
    fake = generator(torch.randn(len(real), latent_dim)).detach()
    loss = discriminator_loss(discriminator(real), discriminator(fake))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
    ### END SOLUTION


# %% check="gan.discriminator_step"
discriminator_step = check("gan.discriminator_step", discriminator_step)

# %% [markdown] hint="gan.discriminator_step"
# `optimizer` holds the discriminator's weights. `zero_grad` comes before `backward`: the generator's last step has left gradients here.

# %% [markdown]
# ### Exercise 5 · The generator's move
#
# *5 minutes.* Draw new noise, make `n` fakes, and take one step down the non-saturating loss. This time the gradient must pass *through* the discriminator.


# %% exercise="gan.generator_step"
def generator_step(generator, discriminator, optimizer, n, latent_dim):
    """Take one step of the generator on n fakes; return its loss as a float."""
    ### BEGIN SOLUTION
    fake = generator(torch.randn(n, latent_dim))
    loss = generator_loss(discriminator(fake))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
    ### END SOLUTION


# %% check="gan.generator_step"
generator_step = check("gan.generator_step", generator_step)

# %% [markdown] hint="gan.generator_step"
# No `.detach()` and no `no_grad` here. The discriminator collects gradients on the way, but `optimizer` does not hold its weights, so it stays as it is.

# %% [markdown]
# ## Eight places at once
#
# The classic test: eight narrow Gaussians on a ring, the eight **modes** of the data. Does the generator find all of them? And how many of its points are any good? A point is **good** if it lies within three standard deviations of a centre, as 99 % of the data do. A mode is
# **covered** if it gets at least 1 % of the points: one lucky point is no coverage.
# (Our Gaussians are 0.05 wide. Papers often take 0.02, which is harder.)


# %%
def adam(network):
    weights = network.parameters()
    return torch.optim.Adam(weights, lr=2e-3, betas=(0.0, 0.99), fused=True)


def new_game(latent_dim):
    generator = mlp(latent_dim, 128, 128, 2, activation=nn.ReLU)
    discriminator = mlp(2, 128, 128, 1, activation=nn.ReLU)
    g_optimizer, d_optimizer = adam(generator), adam(discriminator)
    average = AveragedModel(generator, multi_avg_fn=get_ema_multi_avg_fn(0.99))

    def step(real):
        nets = generator, discriminator
        d_loss = discriminator_step(*nets, d_optimizer, real, latent_dim)
        g_loss = generator_step(*nets, g_optimizer, len(real), latent_dim)
        average.update_parameters(generator)
        losses = {"D": d_loss, "G": g_loss, "loss": d_loss + g_loss}
        return {name: torch.tensor(loss) for name, loss in losses.items()}

    return generator, discriminator, average, step


# %% [markdown]
# Two details. Adam's first beta is 0, so there is no momentum: it would carry a player on although the opponent has changed. And `average` keeps a moving average of the generator's weights over about a hundred steps. It takes no part in the
# game. You will see its use.

# %%
latent_dim, std = 8, 0.05
points, centres = ring(25_600, std=std), ring_centres()
generator, discriminator, average, step = new_game(latent_dim)
networks = {"generator": generator, "its average": average}
early, good, covered = [], {name: [] for name in networks}, {}


@torch.no_grad()
def note(epoch, history):
    if epoch == 1:
        early.extend(copy.deepcopy((generator, discriminator)))  # for later
    for name, network in networks.items():
        fakes = network(torch.randn(5000, latent_dim))
        modes, share = mode_coverage(fakes, centres, radius=3 * std)
        good[name].append(share.item())
        covered[name] = modes.sum().item()


history = fit(step, batches(points, 256), epochs=20, on_epoch_end=note)
for name, found in good.items():
    print(
        f"{name:12} {covered[name]} of 8 modes, {found[-1]:.0%} of the points are good"
    )
with torch.no_grad():
    averaged = average(torch.randn(1500, latent_dim))
show_points(
    {"data": points[:1500], "fakes": averaged},
    apart=True,
    alt="Left eight tight clusters on a ring; right the same clusters, with a few points between them.",
)

# %% claim
assert covered["its average"] >= 7, "seven or eight of the eight modes"
assert 0.82 < good["its average"][-1] < 0.95, "about nine of ten points are good"
distances = torch.cdist(averaged, centres).min(1).values
bad = averaged[distances > 3 * std]
assert (bad.norm(dim=1) < 2.3).all(), (
    "The other points lie on thin threads between the clusters."
)

# %% [markdown]
# The average covers seven or eight of the eight modes, and about nine of ten points are good. The other points lie on thin threads between the clusters. The noise is one connected cloud and $G$ is continuous, so the samples of $G$ are connected,
# too: between two modes there are always some. (Another seed, or another number of threads, gives other numbers. A game enlarges even rounding errors.)

# %%
relative = {
    "loss of D / log 4": torch.tensor(history["D"]) / math.log(4),
    "loss of G / log 2": torch.tensor(history["G"]) / math.log(2),
}
shares = {f"good points, {name}": torch.tensor(found) for name, found in good.items()}
show_curves(
    torch.arange(1, 21),
    relative | shares,
    xlabel="epoch",
    ylabel="multiples, and shares",
    alt="The loss of D sinks below 0.9 and climbs again, that of G wanders above 1. The good points of the average climb smoothly, those of the generator with dips.",
)

# %% claim
d_loss, g_loss = relative.values()
by_itself, by_average = shares.values()
assert d_loss.argmin() in range(2, 9) and d_loss[-5:].mean() > d_loss.min() + 0.08, (
    "first falls, while $D$ learns to recognise the early fakes, and then climbs towards $\\log 4$"
)
assert by_average[-1] > by_average[d_loss.argmin()] + 0.2, (
    "while the samples get better"
)
assert (d_loss < 1.02).all(), "climbs towards $\\log 4$"
again = (d_loss[9:] - d_loss[0]).abs() < 0.05
assert by_itself[0] < 0.15 and by_average[9:][again].max() > 0.8, (
    "In the first epoch it is just as high, with hardly any good point, as later with more than 80 %."
)
assert (g_loss > 1.1).all() and g_loss[-5:].mean() > g_loss[0] - 0.4, (
    "The loss of $G$ stays well above $\\log 2$"
)
assert by_itself[4:].diff().min() < -0.08, "it can lose many of its good points"
assert by_average.diff().min() > -0.04, "rises almost without a dip"

# %% [markdown]
# **The average** is useful because the generator *wanders*. From one epoch to the next it can lose many of its good points, and later it gets them back. The average of its weights rises almost without a dip. So draw samples from the average.
#
# **The losses** are drawn as multiples of what they are if $D$ always answers 1/2: $\log 4$ for $D$ and $\log 2$ for $G$. At the equilibrium both multiples are 1. The loss of $D$ first falls, while $D$ learns to recognise the early fakes, and then climbs towards $\log 4$ while the samples get better. So it says
# how hard the task is for this $D$. It does not say how good the samples are. In the first epoch it is just as high, with hardly any good point, as later with more than 80 %. The loss of $G$ stays well above $\log 2$. In a game one's loss depends on the skill of the other
# player, so it can rise while both get better. **Judge a GAN by its samples**, with a measure that can see what is missing.
#
# Nor is "until the equilibrium" a rule for when to stop. In the game between *functions* of any shape, $q = p$ is one. Networks cannot take any shape, and games between networks may have no Nash equilibrium at all (Farnia
# and Ozdaglar, 2020).

# %% [markdown]
# ## If the discriminator stood still
#
# We kept both networks as they were after the first epoch, after 100 moves each. Now freeze this discriminator for ever, and train the generator alone, against it.
#
# **Predict:** where will its points go? Will they spread over the places that the discriminator calls real?

# %% [markdown] question="frozen-discriminator"
# To make -log D small, each point does best on its own where D is highest. Variety gains nothing. So all points climb, and if D has one highest place they end there. Nothing in the loss asks the points to
# spread; only a discriminator that answers does, when it notices the crowd.


# %%
def train_alone(network, fixed, steps=1000):
    network = copy.deepcopy(network)
    alone = adam(network)
    for _ in range(steps):
        generator_step(network, fixed, alone, 256, latent_dim)
    with torch.no_grad():
        return network(torch.randn(1500, latent_dim))


def largest_heap(cloud, radius=0.5):
    "The largest share of the points within this radius of one of them."
    return (torch.cdist(cloud, cloud) < radius).float().mean(1).max().item()


clouds = {
    "after one epoch": train_alone(*early, steps=0),
    "then alone, D frozen": train_alone(*early),
    "last D, frozen": train_alone(average.module, discriminator),
}
heap = {name: largest_heap(cloud) for name, cloud in clouds.items()}
for name, share_of_all in heap.items():
    print(f"{name:22} largest heap {share_of_all:.0%}")
show_points(
    clouds,
    apart=True,
    alt="Left a scattered cloud, in the middle all points in one spot, right clusters all around the ring.",
)

# %% claim
assert heap["after one epoch"] < 0.15, "is below 15 %"
assert heap["then alone, D frozen"] > 0.5, "the largest heap held more than half"
spots = mode_coverage(clouds["then alone, D frozen"], centres, radius=0.75)
assert spots.good > 0.5, "at a mode or beside one"
assert 0.12 < heap["last D, frozen"] < 0.25, "about one point in six"
assert (
    mode_coverage(clouds["last D, frozen"], centres, radius=0.5).covered.sum() >= 7
), "no crowd has formed"

# %% [markdown]
# After one epoch the points are scattered: the largest heap, the share of points within 0.5 of one of them, is below 15 %. Then, against the frozen $D$, they run together. In nine of ten runs all of them ended in one spot after 1,000 steps, in the tenth the
# largest heap held more than half. The spot lies where this $D$ is highest, at a mode or beside one. (If $D$ is frozen after 25 or 50 moves, it is often worse. In seven of ten such runs the points ran far away from the data, to where $D$ had never seen a sample and was free to say anything.)
#
# This is no accident. Against any *fixed* discriminator the best reply is a single point, the one with the highest logit. In lesson 07's words: the best reply to a fixed opponent never needs to mix. It is also a matter of the **order of moves**. Against a frozen $D$ the generator
# solves the inner part of $\max_D \min_G V$, in which $G$ has the last word. A GAN should solve $\min_G \max_D V$, in which $D$ has the last word: where fakes crowd, $D$ answers, its logit falls there, and the fakes are driven apart. For densities of any shape both orders give the same
# value, as in lesson 07: $q = p$ with $D = 1/2$ is a saddle point. For two networks that follow gradients there is no such theorem, and nothing in the steps says which of the two problems they solve (Goodfellow, 2016).
#
# A discriminator that answers too late lets the crowd jump from mode to mode. This is called **mode hopping**. A generator that leaves out modes, jumping or at rest, shows **mode collapse**. Lesson 10 is about that.
#
# The right panel uses the discriminator from the end of the game. It has seen fakes everywhere around the ring. After 1,000 steps no crowd has formed: the largest heap holds about one point in six, and if the eight modes were equal, each would hold one in eight. This $D$ has a hill at each
# mode, and every point climbs the nearest one. The best reply would still be a single point, the top of the highest hill. But a gradient only knows the nearest. (Some points end a little beside their modes, since the steps stay as long as they were.)

# %% [markdown]
# ### Play: generator, discriminator, or both
#
# A GAN on the plane, trained in your browser. The shade is $D$, and each arrow says where $D$ pulls a fake.
#
# - Right at the start press *Freeze D* and run $G$ alone: how long until the largest heap holds all points, and where is it? Unfreeze $D$. What happens to the heap?
# - Press *Start over*, let both play a thousand steps, and freeze $D$ only then. Where do the points go now, and why do they form more than one heap?
# - Freeze $G$ and let $D$ learn. Compare its map with $D^*$ (under *What is drawn*): where do they agree, and where not?
# - In the other tabs you play the generator or the discriminator yourself. As the generator, can you bring the accuracy of $D$ to one half?

# %%
GANPlayground()

# %% [markdown]
# ### Build · A discriminator from an empty cell
#
# *15 minutes.* Train a discriminator on 2,000 real and 2,000 generated points, and return what gives their logits. Both kinds lie around the same eight centres, the generated ones more widely. The
# check asks for logits of fresh points and computes the bound that they give, $\log 2$ minus the mean cross-entropy: at most the Jensen-Shannon divergence, which is 0.249 nats here. 0.22 are asked for.


# %% exercise="gan.train_discriminator"
def train_discriminator(real, fake):
    """Return a function from points [B, 2] to logits [B, 1].  real, fake: [N, 2]"""
    ### BEGIN SOLUTION
    net = mlp(2, 128, 128, 1, activation=nn.ReLU).to(real.device)
    optimizer = torch.optim.Adam(net.parameters())
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 1e-2, 2000)
    for _ in range(2000):
        chosen = torch.randint(len(real), (2, 128), device=real.device)
        loss = discriminator_loss(net(real[chosen[0]]), net(fake[chosen[1]]))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    return net
    ### END SOLUTION


# %% check="gan.train_discriminator"
train_discriminator = check("gan.train_discriminator", train_discriminator)

# %% [markdown] hint="gan.train_discriminator"
# Your `discriminator_loss` is the loss. 300 steps find 0.14 nats: train longer, with a high learning rate that falls in the end.

# %% [markdown] hint="gan.train_discriminator"
# Two hidden layers of 128 units with `nn.ReLU`, Adam, and `OneCycleLR` up to 1e-2 over 2,000 steps find 0.23 nats in some three seconds.

# %% [markdown]
# ## What you take with you
#
# - The labels real and fake cost nothing. The best discriminator's logit is $\log p(x) - \log q(x)$, and a classifier learns it from samples alone.
# - $\max_D V = 2 \, \mathrm{JS} - \log 4$. A GAN minimises JS only as far as its discriminator is the best reply.
# - At the equilibrium of the zero-sum game $q = p$, the value is $-\log 4$ and the accuracy is one half. But an untrained discriminator has that accuracy, too.
# - The saturating loss hardly moves bad fakes: 0.0003 at a logit of $-8$, where the other one pulls with 1. The game with the other one is not zero-sum.
# - The losses of a game need not fall. The loss of $D$ climbs towards $\log 4$ while the samples get better, but it also begins there. Look at samples, with a measure that can see what is missing.
# - Against a discriminator that stands still, variety gains nothing. $\min_G \max_D$ needs a discriminator that keeps answering.
#
# Why do the players go round in circles, and what makes them stop? That is lesson 09. Lesson 10 takes the game to pictures.

# %%
progress("gan")

# %% [markdown]
# ### Three questions to recall, from lessons 05 to 07
#
# <details><summary>1. What does a VAE have for each picture that this generator does not have?</summary>
#
# A bound on log p(x), a code with its uncertainty, and the KL of that code in nats. The generator only draws.
#
# </details>
#
# <details><summary>2. Why are a VAE's reconstructions soft?</summary>
#
# Pictures with different details share a code, as far as the noise makes their codes overlap. The decoder's best answer for such a code is their mean.
#
# </details>
#
# <details><summary>3. In rock, paper, scissors, what is the equilibrium, and what does fictitious play do?</summary>
#
# One third each. The average of the play approaches it, while the play itself goes round for ever.
#
# </details>

# %% [markdown]
# ### Notation card
#
# | written | said | in code |
# |---|---|---|
# | $G(z)$, $q$ | generator, the density of its samples (fakes) | `generator`, `fake` |
# | $D(x)$ | discriminator's probability that $x$ is real | `discriminator(x).sigmoid()` |
# | logit | $\log D - \log(1 - D)$ | `discriminator(x)` |
# | $D^*$ | the best discriminator, $p / (p + q)$ | `optimal_discriminator` |
# | $V(D, G)$ | value function: payoff of $D$ in the zero-sum game | minus `discriminator_loss` |
# | JS | Jensen-Shannon divergence, from 0 to $\log 2$ | |
# | saturating, non-saturating | the generator's losses $\log(1 - D)$ and $-\log D$ | `generator_loss` |
# | mode, covered | a cluster of the data; one that gets at least 1 % of the fakes | `mode_coverage` |

# %% [markdown]
# ### What to try next
#
# - Train the ring with `saturating=True`. Is it worse? (On the ring it need not be: look at the logits of its fakes.)
# - Draw with the generator of each epoch in turn. Which of the eight modes does it leave, and when does it return?
# - Give the discriminator five steps for each of the generator's. Look at its accuracy and at the samples.

# %% [markdown]
# ### References
#
# - I. Goodfellow, J. Pouget-Abadie, M. Mirza, B. Xu, D. Warde-Farley, S. Ozair, A. Courville, Y. Bengio: *Generative adversarial nets*, NeurIPS 2014, arXiv:1406.2661.
# - I. Goodfellow: *NIPS 2016 tutorial: Generative adversarial networks*, arXiv:1701.00160. Min-max against max-min, and mode collapse.
# - M. Arjovsky, L. Bottou: *Towards principled methods for training generative adversarial networks*, ICLR 2017, arXiv:1701.04862. What vanishes, and what the other loss descends.
# - F. Farnia, A. Ozdaglar: *Do GANs always have Nash equilibria?*, ICML 2020, arXiv:2002.09124.
# - L. Metz, B. Poole, D. Pfau, J. Sohl-Dickstein: *Unrolled generative adversarial networks*, ICLR 2017, arXiv:1611.02163. The ring.
# - Y. Yazici, C.-S. Foo, S. Winkler, K.-H. Yap, G. Piliouras, V. Chandrasekhar: *The unusual effectiveness of averaging in GAN training*, ICLR 2019, arXiv:1806.04498.
