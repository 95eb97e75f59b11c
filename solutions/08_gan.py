# %% [markdown]
# # A forger and a detective
#
# *The discriminator's logit is a log density ratio, and that is the generator's teacher.*
#
# A VAE is taught by a bound on $\log p(x)$. This lesson trains a generator with no likelihood at all. A second network tries to tell its samples from data, and the generator learns from what gives it
# away: two players in the sense of lesson 07, each with a loss of its own.
#
# **You will** find out what a perfect detective says, put a value on the game, write the losses of both players, and train a forger that covers eight places at once.
#
# **Time:** about 75 minutes. **You need:** lessons 05 and 07; lesson 04 for the KL.

# %% tags=["setup"]
import copy
import math

import torch
from torch import nn
from torch.nn import functional as F
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from gencourse.data import batches, digits, ring, ring_centres
from gencourse.exercises import check, progress, show_fix
from gencourse.metrics import frechet_distance, mode_coverage
from gencourse.models import GAN
from gencourse.networks import conv_classifier, mlp
from gencourse.plots import (
    show_curves,
    show_density,
    show_gan,
    show_images,
    show_points,
)
from gencourse.probability import gaussian_log_prob
from gencourse.runtime import get_device, seed_everything
from gencourse.training import adversarial_step, fit
from gencourse.widgets import GANPlayground

device = get_device()
seed_everything(0)

# %% [markdown]
# ## Two networks
#
# The **generator** $G$ turns noise $z \sim \mathcal N(0, I)$ into a sample $G(z)$. It starts as an untrained network, so its first samples are noise as well. The **discriminator** $D$ gets a sample, real or
# fake, and returns a logit; $D(x) = \mathrm{sigmoid}(\text{logit})$ is the probability it gives to "real".

# %%
show_gan(8, 2, what="point")

# %% [markdown]
# Data without labels is enough: we know which samples are real, since we put them there ourselves. And the generator never sees a real sample. All it learns of the data comes back through the
# discriminator.

# %% [markdown]
# ## What would a perfect detective say?
#
# Take one dimension, and densities that we know: data $p = \mathcal N(-1, 1)$, fakes $q = \mathcal N(1.5, 0.7^2)$, equally many of both. At a place $x$ where data is three times as dense as fakes,
# three of four samples are real, and 3/4 is the best answer. In general
#
# $$D^*(x) = \frac{p(x)}{p(x) + q(x)} = \mathrm{sigmoid}\big(\log p(x) - \log q(x)\big)$$
#
# so the **logit of the best discriminator is the log of the density ratio**.

# %% [markdown]
# <details><summary>The algebra, step by step</summary>
#
# At one $x$, answering $D$ earns $p \log D + q \log (1 - D)$ — the logs of the probabilities given to what is true, weighted by how often it is
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
# *5 minutes.* Return $D^*$ from the two log densities. It should work where both densities are $e^{-1000}$, which a computer calls 0.


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
# ### Exercise 2 · What the detective minimises
#
# *10 minutes.* A network finds $D^*$ as any classifier does, by cross-entropy: label 1 for data, 0 for fakes, the mean over the data **plus** the mean over the fakes. They need not be equally many.
#
# $$-\mathbb E_p\big[\log D(x)\big] - \mathbb E_q\big[\log(1 - D(x))\big]$$
#
# Logits come in. With $\mathrm{softplus}(l) = \log(1 + e^l)$ we have $-\log D = \mathrm{softplus}(-l)$ and $-\log(1 - D) = \mathrm{softplus}(l)$, and no log meets a zero.


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
# Now a detective learns from samples alone. It never sees a density.


# %%
def draw(n):
    real = -1 + torch.randn(n, 1)
    fake = 1.5 + 0.7 * torch.randn(n, 1)
    return real, fake


detective = mlp(1, 32, 32, 1)
optimizer = torch.optim.Adam(detective.parameters(), lr=3e-3)
schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 800)
for _ in range(800):
    reals, fakes = draw(512)
    loss = discriminator_loss(detective(reals), detective(fakes))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    schedule.step()

# %%
x = torch.linspace(-4, 4, 200)
log_p = gaussian_log_prob(x[:, None], -1.0, 0.0)
log_q = gaussian_log_prob(x[:, None], 1.5, 2 * math.log(0.7))
logit = detective(x[:, None])[:, 0]
show_curves(
    x,
    {
        "data p": log_p.exp(),
        "fakes q": log_q.exp(),
        "p / (p + q)": optimal_discriminator(log_p, log_q),
        "the trained D": logit.sigmoid(),
    },
    xlabel="x",
    ylabel="density, probability",
    alt="Two humps, and two curves from 1 down to 0 between them that lie on each other.",
)

# %%
show_curves(
    x,
    {"log p - log q": log_p - log_q, "the trained logit": logit},
    xlabel="x",
    ylabel="nats",
    ylim=(-12, 16),
    alt="Two curves that agree in the middle and part at both ends.",
)

# %% [markdown]
# The trained $D$ lies on $p / (p + q)$, so that one curve hides the other. And where samples lie, its logit is the log density ratio: a classifier has measured how two densities compare, and neither was written down. Far to the left and right, where it saw
# next to nothing, it is free to say anything. Remember that; it will return.

# %% [markdown]
# ## The value of the game
#
# Minus the detective's loss is called the **value**, $V(D, G)$. The detective makes it large, the forger small:
#
# $$\min_G \max_D \; V(D, G) = \mathbb E_p\big[\log D(x)\big] + \mathbb E_z\big[\log(1 - D(G(z)))\big]$$
#
# What is the most that a detective can reach? Put $D^*$ in, and out comes
#
# $$V(D^*, G) = 2 \, \mathrm{JS}(p, q) - \log 4 \qquad \mathrm{JS} = \tfrac12 \mathrm{KL}(p \,\|\, m) + \tfrac12 \mathrm{KL}(q \,\|\, m), \quad m = \tfrac{p + q}2$$
#
# The **Jensen-Shannon divergence** counts, in nats, how well one sample tells whether it came from $p$ or from $q$: 0 if they are equal, $\log 2$ if they never overlap.

# %%
fine = torch.linspace(-60, 60, 24_001, dtype=torch.float64)
dx = 120 / 24_000
fine_p = gaussian_log_prob(fine[:, None], -1.0, 0.0)
fine_q = gaussian_log_prob(fine[:, None], 1.5, 2 * math.log(0.7))


def value(logit, log_p, log_q):
    gains = log_p.exp() * F.logsigmoid(logit) + log_q.exp() * F.logsigmoid(-logit)
    return gains.sum() * dx


def jensen_shannon(log_p, log_q):
    log_m = torch.logaddexp(log_p, log_q) - math.log(2)
    nats = log_p.exp() * (log_p - log_m) + log_q.exp() * (log_q - log_m)
    return 0.5 * nats.sum() * dx


# %%
with torch.no_grad():
    learned = detective(fine[:, None].float())[:, 0].double()
js = jensen_shannon(fine_p, fine_q)
print(f"V at D*            {value(fine_p - fine_q, fine_p, fine_q):.12f}")
print(f"2 JS - log 4       {2 * js - math.log(4):.12f}")
print(f"V at the trained D {value(learned, fine_p, fine_q):.4f}")

# %% [markdown]
# Equal to the twelfth digit, and the trained detective stays below. So it is often said that a GAN minimises the Jensen-Shannon divergence. It would, if the detective were perfect after each move of the forger.
# With any other $D$ the value is only a lower bound on $2 \, \mathrm{JS} - \log 4$, and the forger *lowers a lower bound*: nothing forces JS itself down.

# %%
shifts = torch.linspace(0, 8, 41, dtype=torch.float64)
still = gaussian_log_prob(fine[:, None], 0.0, 0.0)
payoffs = []
for shift in shifts:
    moved = gaussian_log_prob(fine[:, None], float(shift), 0.0)
    payoffs.append(value(still - moved, still, moved))
show_curves(
    shifts,
    {"V at D*": torch.stack(payoffs)},
    xlabel="how far the fakes stand from the data, in standard deviations",
    ylabel="payoff of D, nats",
    alt="A curve that rises from -1.39 where both agree to nearly 0 at six, where it is flat.",
)

# %% [markdown]
# Look at both ends of the curve.
#
# **On the left** $q = p$. Nobody can tell real from fake, $D^* = 1/2$ everywhere, and the payoff is $-\log 4 = -1.386$. Here neither player gains by moving alone: the **Nash equilibrium** of this game, which is zero-sum, for what
# the detective gains the forger loses. **On the right** the payoff comes near 0, which is the *detective's* triumph. And the curve is flat there: whoever stands that far away learns
# nothing from a perfect detective. (Arjovsky and Bottou showed in 2017 that such a detective exists wherever data and fakes lie on thin sheets in a large space, as
# pictures are believed to.)

# %% [markdown]
# ### Toward zero, or toward a half?
#
# It is a common slip to think that the forger drives the detective's accuracy to 0. Compare three detectives.

# %%
with torch.no_grad():
    trained = [detective(points) for points in draw(10_000)]
    flipped = -trained[0], -trained[1]
    coin = 0.01 * torch.randn(10_000, 1), 0.01 * torch.randn(10_000, 1)
for name, (real_logits, fake_logits) in {
    "trained": trained,
    "sign flipped": flipped,
    "tosses a coin": coin,
}.items():
    correct = torch.cat([real_logits > 0, fake_logits < 0]).float().mean()
    nats = discriminator_loss(real_logits, fake_logits)
    print(f"{name:14} accuracy {correct:.0%}   loss {nats:.3f}")

# %% [markdown]
# The second is the first with its sign flipped: whoever is wrong nearly always *knows*, and needs only to say the opposite. The least that a detective can know is the coin's 50 %. So a forger has won when
# the accuracy is **one half**.
#
# But mind the other direction: a loss of 1.386 and an accuracy of one half are no proof of success. A detective that has learned nothing has them too. They speak about both players at once.

# %% [markdown]
# ## The forger's loss
#
# In the zero-sum game the forger's loss is the value itself. Of its two terms only one depends on $G$: the mean of $\log(1 - D(G(z)))$. The paper that invented GANs proposes another one in the same breath, and nearly
# everybody uses it: minus the mean of $\log D(G(z))$.

# %% [markdown]
# ### Exercise 3 · Two ways to want the same
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
print("logit of a fake        -8        -4         0         4")
for saturating in (True, False):
    logits = torch.tensor([-8.0, -4.0, 0.0, 4.0], requires_grad=True)
    (4 * generator_loss(logits, saturating)).backward()
    which = "saturating" if saturating else "non-saturating"
    print(f"{which:16}", "".join(f"{slope:10.4f}" for slope in logits.grad.tolist()))

# %% [markdown]
# The pull on each logit. Both losses want it higher, and differ in *whom they listen to*. A fake with logit $-8$ is seen through at once: the detective is sure. There the saturating loss pulls with 0.0003: the fake that has
# most to learn hardly moves. The other pulls with 1. (So the saturating loss fails where $D$ is near **0**,
# for bad fakes; some texts have it the other way round.)
#
# The price is that the new game is **not zero-sum**: what one loses is no longer what the other gains. Its equilibrium is the same, $q = p$. But with a perfect detective the forger now descends
# $\mathrm{KL}(q \,\|\, p) - 2 \, \mathrm{JS}$, which is another path (Arjovsky and Bottou, 2017).

# %% [markdown]
# ## One move each
#
# The two losses need two optimizers, and care about who gets which gradient.

# %% [markdown]
# ### Exercise 4 · The detective's move *(stretch)*
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
# ### Exercise 5 · The forger's move *(stretch)*
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
# The classic test: eight narrow Gaussians on a ring. Has the forger found all of them? And how many of its points are any good? A point is **good** if it lies within three standard deviations of a centre, as 99 % of the data do. A place is
# **covered** if it gets at least 1 % of the points: one lucky point is no coverage.
# (Our Gaussians are 0.05 wide. Papers often take 0.02, which is harder.)

# %%
latent_dim, lr, std = 8, 2e-3, 0.05
points, centres = ring(25_600, std=std), ring_centres()
generator = mlp(latent_dim, 128, 128, 2, activation=nn.ReLU)
discriminator = mlp(2, 128, 128, 1, activation=nn.ReLU)


def adam(network):
    weights = network.parameters()
    return torch.optim.Adam(weights, lr=lr, betas=(0.0, 0.99), fused=True)


g_optimizer, d_optimizer = adam(generator), adam(discriminator)
average = AveragedModel(generator, multi_avg_fn=get_ema_multi_avg_fn(0.99))


def step(real):
    nets = generator, discriminator
    d_loss = discriminator_step(*nets, d_optimizer, real, latent_dim)
    g_loss = generator_step(*nets, g_optimizer, len(real), latent_dim)
    average.update_parameters(generator)
    losses = {"D": d_loss, "G": g_loss, "loss": d_loss + g_loss}
    return {name: torch.tensor(loss) for name, loss in losses.items()}


for batch in batches(points[: 75 * 256], 256):  # the first 75 moves of each
    step(batch)
early = copy.deepcopy((generator, discriminator))  # kept for later
game = generator, discriminator, g_optimizer, d_optimizer, average
kept = [copy.deepcopy(part.state_dict()) for part in game]


# %% [markdown]
# Two details. Adam's first beta is 0, so that no momentum carries a player past an opponent who has turned. And `average` keeps a moving average of the generator's weights over some hundred steps, which takes no part in the
# game. You will see what for.


# %%
@torch.no_grad()
def judged(network, n=5000):
    fakes = network(torch.randn(n, latent_dim))
    covered, good = mode_coverage(fakes, centres, radius=3 * std)
    return covered.sum().item(), good.item()


candidates = {"generator": generator, "its average": average}
good = {name: [] for name in candidates}


def note(epoch, history):
    for name, network in candidates.items():
        good[name].append(judged(network)[1])


for part, state in zip(game, kept, strict=True):
    part.load_state_dict(state)  # run again, this cell begins from there again
history = fit(step, batches(points, 256), epochs=20, on_epoch_end=note)
for name, network in candidates.items():
    modes, share = judged(network)
    print(f"{name:12} {modes} of 8 places, {share:.0%} of the points are good")

# %%
with torch.no_grad():
    averaged = average(torch.randn(1500, latent_dim))
show_points(
    {"data": points[:1500], "fakes": averaged},
    apart=True,
    alt="Left eight tight clusters on a ring; right the same clusters, with a few points between them.",
)

# %% [markdown]
# Eight places, or seven of them, and about nine of ten points are good. What is left is a thin thread from place to place. $G$ is continuous and its noise is all of one piece, so whoever wants to be at two places must somewhere be between
# them. (Three seeds gave 8, 7 and 8 places, and 89 to 90 % good; the first seed on one thread instead of two gave 7. A game enlarges even what floats lose in rounding.)

# %%
epochs = torch.arange(1, 21)
show_curves(
    epochs,
    {name: torch.tensor(shares) for name, shares in good.items()},
    xlabel="epoch",
    ylabel="share of good points",
    ylim=(0, 1),
    alt="The average climbs smoothly to about .9; the generator itself is near it, in most runs with deep dips.",
)

# %%
show_curves(
    epochs,
    {f"loss of {name}": torch.tensor(history[name]) for name in ("D", "G")}
    | {"log 4": torch.full((20,), math.log(4))},
    xlabel="epoch",
    ylabel="nats",
    alt="Two losses that wander without falling, the discriminator's just below log 4.",
)

# %% [markdown]
# Here is what the average is for. The generator *wanders*: a single epoch can cost it half of its good points or whole places, and the next one returns them. (So it was in six of eight runs. If yours shows nothing of it,
# try another seed.) The average of its weights over the last hundred steps or so hardly notices. It takes no part in the game, and it is the one to draw from.
#
# And the losses? They neither fall nor tell. The detective's stays a little below $\log 4$: it still knows something. In a game one's loss depends on the other's skill, so it can rise while both get
# better. **Judge a GAN by its samples**, with a measure that can see what is missing.
#
# Nor is "until the equilibrium" a rule for when to stop. In the game between *functions* of any shape, $q = p$ is one. Networks cannot take any shape, and games between networks may have no Nash equilibrium at all (Farnia
# and Ozdaglar, 2020).

# %% [markdown]
# ## If the detective stood still
#
# We kept both networks as they were after their first 75 moves. Freeze that detective for ever, and train the forger alone, against it.
#
# **Predict:** where will its points go? Will they spread over the places that the detective calls real?

# %% [markdown] question="frozen-detective"
# A forger that wants -log D to be small gains nothing by variety: each point does best on its own where D is highest. So all of them climb, and if the detective has one highest place they end
# in it. Nothing in the loss asks for spread; only a detective who moves does, when it notices the crowd.


# %%
def train_alone(forger, detective, steps=400):
    forger = copy.deepcopy(forger)
    optimizer = adam(forger)
    for _ in range(steps):
        generator_step(forger, detective, optimizer, 256, latent_dim)
    with torch.no_grad():
        return forger(torch.randn(1500, latent_dim))


def largest_heap(points, radius=0.5):
    "The largest share of the points within this radius of one of them."
    return (torch.cdist(points, points) < radius).float().mean(1).max().item()


# %%
with torch.no_grad():
    before = early[0](torch.randn(1500, latent_dim))
after = train_alone(*early)
for name, cloud in {"before": before, "after": after}.items():
    heap = largest_heap(cloud)
    print(f"{name:6} spread {cloud.std(0).norm():.2f}, largest heap {heap:.0%}")
show_points(
    {"before": before, "after": after},
    apart=True,
    alt="Left a scattered cloud; right all points in one spot.",
)

# %%
frozen = early[1]
show_density(
    {"D, frozen": lambda p: frozen(p).sigmoid()[:, 0]},
    torch.cat([centres, after[:300]]),
    alt="D over the plane with one highest region, and all fakes in it.",
)

# %% [markdown]
# The spread falls from 2 to less than a tenth, and the largest heap, the share of points within 0.5 of one of them, holds all: they are in one spot. Here it is not even one of the eight: the frozen detective is highest at a place where it had seen next to nothing, and was free to say anything. (With two
# other seeds the spot lies beside one of the eight; it is one spot each time.)
#
# This is no accident of training. Against any *fixed* detective the forger's best reply is a single point, the highest. In lesson 07's words: the best reply to a fixed opponent never needs to mix. What keeps the fakes apart is only that the
# detective *answers*: where fakes crowd, its logit falls, and they are driven on. A detective that answers too late lets the crowd wander from place to place, and that is **mode collapse**, the
# subject of lesson 10.
#
# And the detective of the end, who has seen fakes everywhere around the ring?

# %%
later = train_alone(average.module, discriminator)
print(f"largest heap {largest_heap(later):.0%}")
show_points(
    {"against the detective of the end": later},
    alt="Eight clusters on a ring still, or seven, some a little beside their places.",
)

# %% [markdown]
# Four hundred steps, and no crowd has formed. The largest heap holds about one point in six (13 to 21 % in 24 such runs); eight equal places hold one in eight each. This detective has a hill at each place, and every point climbs the nearest.
# The best reply would still be one single point, the top of the highest hill; a gradient knows only the nearest. (The points tremble on their hills, since the steps stay as long as they were: in some runs half of them are just now
# beside their places.)

# %% [markdown]
# ### Play: forger, detective, or both
#
# A GAN on the plane, trained in your browser. The shade is $D$, and each arrow says where $D$ pulls a fake.
#
# - Right at the start press *Freeze D* and run $G$ alone: how long until the largest heap holds all points, and where is it? Unfreeze $D$. What happens to the heap?
# - Press *Start over*, let both play a thousand steps, and freeze $D$ only then. Where do the points go now, and why is it not one heap?
# - Freeze $G$ and let $D$ learn. Compare its map with $D^*$ (under *What is drawn*): where do they agree, and where not?
# - In the other tabs you are the forger, or the detective. As the forger, can you bring the accuracy of $D$ to one half?

# %%
GANPlayground()

# %% [markdown]
# ## Digits
#
# The same game for pictures, with convolutions that double the size in the forger and halve it in the detective (Radford and others, 2016). `GAN` in the package holds both networks, and `adversarial_step` makes the two moves
# that you have written.

# %%
pictures = digits("train").images.to(device)  # [4000, 1, 28, 28]
z_dim = 64
painter = nn.Sequential(
    nn.Linear(z_dim, 32 * 7 * 7),
    nn.Unflatten(1, (32, 7, 7)),
    nn.BatchNorm2d(32),
    nn.ReLU(),
    nn.ConvTranspose2d(32, 16, 4, stride=2, padding=1),  # [B, 16, 14, 14]
    nn.BatchNorm2d(16),
    nn.ReLU(),
    nn.ConvTranspose2d(16, 1, 4, stride=2, padding=1),  # [B, 1, 28, 28]
    nn.Sigmoid(),
)
critic = nn.Sequential(
    nn.Conv2d(1, 16, 4, stride=2, padding=1),
    nn.LeakyReLU(0.2),
    nn.Conv2d(16, 32, 4, stride=2, padding=1),
    nn.LeakyReLU(0.2),
    nn.Flatten(),
    nn.Linear(32 * 7 * 7, 1),
)
untrained = GAN(painter, critic, latent_dim=z_dim).to(device)

# %%
gan = copy.deepcopy(untrained)
players = (
    torch.optim.Adam(net.parameters(), lr=lr, betas=(0.5, 0.99), fused=True)
    for net in (gan.generator, gan.discriminator)
)
play = adversarial_step(gan, *players)
smooth = AveragedModel(
    gan.generator, multi_avg_fn=get_ema_multi_avg_fn(0.99), use_buffers=True
).eval()  # BatchNorm by its averages


def play_and_average(real):
    terms = play(real)
    smooth.update_parameters(gan.generator)
    return terms


gan_history = fit(play_and_average, batches(pictures, 64, drop_last=True), epochs=11)

# %%
with torch.no_grad():
    drawn = smooth(torch.randn(500, z_dim, device=device))
show_images(
    drawn[:36],
    columns=12,
    alt="Thirty-six drawn digits: crisp strokes, some torn, about half of them readable.",
)

# %% [markdown]
# Compare with lesson 05. These strokes are black and crisp, where the VAE's were soft: a grey edge would give a fake away at once. But many are torn, or end in the air, and about half read as a digit. A VAE errs by averaging, a
# GAN by inventing.

# %%
labels = digits("train").labels.to(device)
classifier = conv_classifier().to(device)
judge_optimizer = torch.optim.AdamW(classifier.parameters(), lr=3e-3, fused=True)


def classifier_step(batch):
    images, labels = batch
    loss = F.cross_entropy(classifier(images), labels)
    judge_optimizer.zero_grad()
    loss.backward()
    judge_optimizer.step()
    return {"loss": loss}


fit(classifier_step, batches((pictures, labels), 64), epochs=5, progress=False)
with torch.no_grad():
    features = classifier[:-1]
    for name, images in {
        "GAN": drawn,
        "held-out digits": digits("test").images,
    }.items():
        images = images.to(device)
        distance = frechet_distance(features(images), features(pictures))
        named = classifier(images).argmax(1).bincount(minlength=10)
        print(f"{name:16} distance {distance:4.0f}   as 0 to 9: {named.tolist()}")

# %% [markdown]
# The judge of lesson 05, with its 500 images and its 64 features. In five runs, of three seeds on two processors, the GAN stood between 86 and 133; lesson 05's VAE, drawn from its prior, between
# 85 and 128 in three. No winner, by this measure and at this size: it does not care *how* a picture is wrong, soft or torn. All ten digits occur, though nobody asked for that, and unevenly: with one of the other seeds only 4 of the 500 were ones.
#
# What the GAN has not: a bound on $\log p(x)$, an encoder, a number that says when to stop. What it has: a teacher that looks at whole pictures, and minds what a sum over pixels forgives.

# %% [markdown]
# ## What you take with you
#
# - Real and fake are labels that cost nothing. The best discriminator's logit is $\log p(x) - \log q(x)$, and a classifier learns it from samples alone.
# - $V(D^*, G) = 2 \, \mathrm{JS} - \log 4$. A GAN minimises JS only as far as its discriminator is the best one.
# - At the equilibrium of the zero-sum game the accuracy is one half. An untrained detective has that too.
# - The saturating loss hardly moves bad fakes: 0.0003 at a logit of $-8$, where the other pulls with 1. The game with the other one is not zero-sum.
# - Losses of a game need not fall. Look at samples, with a measure that can see what is missing.
# - Against a detective who stands still, variety is worth nothing.
#
# Why do the players circle, and what would make them stop? That is lesson 09.

# %%
progress("gan")

# %% [markdown]
# ### Three questions to recall, from lessons 05 to 07
#
# <details><summary>1. What does a VAE have for each picture that this generator has not?</summary>
#
# A bound on log p(x), a code with its uncertainty, and the price of that code in nats. The generator only draws.
#
# </details>
#
# <details><summary>2. Why are a VAE's samples soft, and why is that no accident of training?</summary>
#
# The decoder returns the mean of all pictures that share a code. What a code cannot tell apart is averaged.
#
# </details>
#
# <details><summary>3. In rock, paper, scissors, what is the equilibrium, and what does the play of two learners do?</summary>
#
# One third each. The average of their play approaches it, while the play itself may go round for ever.
#
# </details>

# %% [markdown]
# ### Notation card
#
# | written | said | in code |
# |---|---|---|
# | $G(z)$, $q$ | generator, the density of its samples | `generator`, `fake` |
# | $D(x)$ | the probability that $x$ is real | `discriminator(x).sigmoid()` |
# | logit | $\log D - \log(1 - D)$ | `discriminator(x)` |
# | $D^*$ | the best discriminator, $p / (p + q)$ | `optimal_discriminator` |
# | $V(D, G)$ | value: payoff of $D$ in the zero-sum game | minus `discriminator_loss` |
# | JS | Jensen-Shannon divergence, from 0 to $\log 2$ | `jensen_shannon` |

# %% [markdown]
# ### What to try next
#
# - Train the ring with `saturating=True`. Is it worse? (On the ring it need not be: see at which logits its fakes stand.)
# - Draw with the generator of each epoch in turn. Which of the eight places does it leave, and when does it return?
# - Give the detective five steps for each of the forger's. Look at its accuracy and at the samples.

# %% [markdown]
# ### References
#
# - I. Goodfellow, J. Pouget-Abadie, M. Mirza, B. Xu, D. Warde-Farley, S. Ozair, A. Courville, Y. Bengio: *Generative adversarial nets*, NeurIPS 2014, arXiv:1406.2661.
# - M. Arjovsky, L. Bottou: *Towards principled methods for training generative adversarial networks*, ICLR 2017, arXiv:1701.04862. What vanishes, and what the other loss descends.
# - F. Farnia, A. Ozdaglar: *Do GANs always have Nash equilibria?*, ICML 2020, arXiv:2002.09124.
# - A. Radford, L. Metz, S. Chintala: *Unsupervised representation learning with deep convolutional generative adversarial networks*, ICLR 2016, arXiv:1511.06434. The shape of our networks for digits.
# - L. Metz, B. Poole, D. Pfau, J. Sohl-Dickstein: *Unrolled generative adversarial networks*, ICLR 2017, arXiv:1611.02163. The ring.
# - Y. Yazici, C.-S. Foo, S. Winkler, K.-H. Yap, G. Piliouras, V. Chandrasekhar: *The unusual effectiveness of averaging in GAN training*, ICLR 2019, arXiv:1806.04498.
