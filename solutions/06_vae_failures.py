# %% [markdown]
# # The price of a nat
#
# *A dimension is bought only if it pays.*
#
# The VAE of lesson 05 paid some 19 nats for the code of a digit. Who set that price, and what happens when it changes? Most failures of a VAE are a price that is wrong, or a price
# that is right and was not expected. This lesson turns the price up and down, predicts exactly which latents a model will give up, and ends with a gallery of failures to recognise.
#
# **You will** move along the rate-distortion curve, predict a collapse from eigenvalues, force a model to use its code, tighten the bound, and diagnose five trainings from their curves.
#
# **Time:** about 75 minutes. **You need:** lessons 01, 04 and 05.

# %% tags=["setup"]
import math

import torch
from torch import nn
from torch.nn import functional as F

from gencourse.data import affine_copies, batches, digits
from gencourse.exercises import check, progress, show_fix
from gencourse.models import VAE
from gencourse.models.vae import warm_up
from gencourse.networks import mlp
from gencourse.plots import show_curves, show_images
from gencourse.probability import (
    bernoulli_log_prob,
    gaussian_log_prob,
    reparameterize,
)
from gencourse.runtime import get_device, seed_everything
from gencourse.training import fit, gradient_step
from gencourse.widgets import RateExplorer

device = get_device()
seed_everything(0)

# %% [markdown]
# ## Rate and distortion
#
# The negative bound has two parts, both in nats. The **rate** is the KL: what the code costs. The **distortion** is $-\log p(x \mid z)$: what the pixels cost once the code is known. A factor
# $\beta$ in front of the KL sets the price of a nat of code:
#
# $$\text{loss} = \text{distortion} + \beta \cdot \text{rate}$$
#
# At $\beta = 1$ this is the negative bound (Higgins and others, 2017, made $\beta$ a knob). We train seven models that differ in nothing else.


# %%
def build_vae(latent_dim=16, **options):
    encoder = nn.Sequential(nn.Flatten(), mlp(784, 160, 2 * latent_dim))
    decoder = nn.Sequential(mlp(latent_dim, 160, 784), nn.Unflatten(1, (1, 28, 28)))
    return VAE(encoder, decoder, latent_dim=latent_dim, **options).to(device)


def train(model, x, epochs=8, lr=8e-3, on_epoch_end=None):
    loader = batches(x, 64)
    optimizer = torch.optim.AdamW(model.parameters(), lr=lr, fused=True)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, lr, epochs * len(loader))
    step = gradient_step(model, optimizer, scheduler=schedule)
    fit(step, loader, epochs=epochs, on_epoch_end=on_epoch_end, progress=False)
    return model


# %% [markdown]
# **Predict**, for $\beta$ = 0, 1 and 10: which model has the largest rate, which the sharpest reconstructions, and which the lowest sum of rate and distortion?

# %% [markdown] question="three-prices"
# The largest rate and the sharpest reconstructions belong to beta = 0, where a nat of code costs nothing. The sum is what beta = 1 minimises, so it is lowest there. Beta = 10 buys only what saves
# ten nats for one, and reconstructs worst.

# %%
data = digits("train")
x, x_test = data.images.to(device), digits("test").images.to(device)
bank = {}
print("beta   rate   distortion   sum")
for beta in (0.0, 0.1, 0.5, 1.0, 2.0, 4.0, 10.0):
    seed_everything(0)
    bank[beta] = train(build_vae(beta=beta), x)
    with torch.no_grad():
        terms = bank[beta].loss(x_test)
    rate, distortion = terms["kl"].item(), terms["reconstruction"].item()
    print(f"{beta:4.1f} {rate:6.1f} {distortion:10.1f} {rate + distortion:8.1f}")

# %% [markdown]
# A cheap nat is bought freely, a dear one rarely: from $\beta = 0.1$ to $10$ the rate falls from some 54 nats to 2, and the distortion climbs from 94 to 170. The sum is lowest at $\beta = 1$, because there the sum
# *is* the loss. And $\beta = 0$ has no price at all. Its 200 nats and more are not a rate that anyone decided on: the longer it trains, the more they become.

# %% [markdown]
# ### Play: the price on a slider
#
# The dashed line through the point has the slope $-\beta$: all its points cost the same at this price, and the training looks for the lowest such line. Move $\beta$ and watch which latents
# are given up, and which details of the digits go first. At what price can you no longer read the five?

# %%
RateExplorer(bank, x_test)

# %% [markdown]
# Two limits are drawn in as well. With rate 0 every picture gets the same answer; the best single answer is the mean image. At the other end grey pixels set a **floor**: a pixel of grey 0.5 costs
# $\log 2$ nats even if the decoder knows it exactly.

# %%
with torch.no_grad():
    mean_image = x.mean(0, keepdim=True)
    blank = -bernoulli_log_prob(x_test, mean_image.logit(eps=1e-6).expand_as(x_test))
    floor = -bernoulli_log_prob(x_test, x_test.logit(eps=1e-6))
print(
    f"the mean image costs {blank.mean():.1f} nats, the digit itself {floor.mean():.1f}"
)

# %% [markdown]
# So a distortion of 100 nats is 54 above what is possible, not 100.

# %% [markdown]
# ## Which latents were bought?
#
# The sliders of lesson 05 left a question: which latents carry next to nothing, and how many?
#
# ### Exercise 1 · Active units
#
# *5 minutes.* A latent that is given up has $q(z \mid x) = \mathcal N(0, 1)$ for every picture: its **mean does not move** with the picture. Call a latent **active**, an *active unit*, if the variance of
# its mean, over the pictures, is above 0.01 (Burda and others, 2016).


# %% exercise="vae.active_units"
def active_units(mean, threshold=0.01):
    """Return True for each active latent: [latent_dim].  mean: [N, latent_dim]"""
    ### BEGIN SOLUTION
    return mean.var(dim=0) > threshold
    ### END SOLUTION


# %% check="vae.active_units"
active_units = check("vae.active_units", active_units)

# %% [markdown] hint="vae.active_units"
# One variance for each latent: over the rows. Not over `z`, whose noise moves for every latent, used or not.

# %%
print("beta   active   above 0.1 nat")
for beta, vae in bank.items():
    with torch.no_grad():
        active = active_units(vae.encode(x_test)[0]).sum()
        dear = (vae.kl_per_dim(x_test) > 0.1).sum()
    print(f"{beta:4.1f} {active:8} {dear:15}")

# %% [markdown]
# The threshold is generous: a latent that carries half a hundredth of a nat counts as active. So the last column counts those that carry a tenth of a nat. At $\beta = 10$ they are four or five of sixteen, on three seeds,
# while 13 to 16 count as active. The others are as good as given up. Is that a failure? To answer we need a model in which the right number of latents is known.

# %% [markdown]
# ## Where theory knows the answer
#
# Take linear-Gaussian data again: five directions with variances $\lambda$ = 9, 3, 1, 0.3 and 0.05. (The variances along lesson 01's principal components are called the **eigenvalues** of the covariance.) The model is a
# linear VAE whose decoder has a fixed noise, $p(x \mid z) = \mathcal N(Wz + b, \sigma^2 I)$. A latent that
# codes a direction of variance $\lambda$ pays $\frac12 \log(\lambda / \sigma^2)$ nats of rate. What it saves, it saves in distortion, measured in units of $\sigma^2$. The two break even at $\lambda = \sigma^2$: what is smaller than the
# noise is not worth a nat (Lucas and others, 2019).

# %% [markdown]
# ### Exercise 2 · Predict the collapse
#
# *10 minutes.* Given the eigenvalues of the data's covariance, say which latents of a linear VAE will **collapse** onto the prior. The latents take the largest eigenvalues, the largest first.


# %% exercise="vae.predict_collapse"
def predict_collapse(eigenvalues, variance, latent_dim):
    """Return True for each latent that collapses.  eigenvalues: [D], ascending; variance: sigma^2"""
    ### BEGIN SOLUTION
    largest = eigenvalues.flip(0)[:latent_dim]
    return largest <= variance
    ### END SOLUTION


# %% check="vae.predict_collapse"
predict_collapse = check("vae.predict_collapse", predict_collapse)

# %% [markdown] hint="vae.predict_collapse"
# `torch.linalg.eigvalsh` returns eigenvalues with the smallest first. `variance` is already $\sigma^2$.

# %%
spreads = torch.tensor([9.0, 3.0, 1.0, 0.3, 0.05]).sqrt()
turn = torch.linalg.qr(torch.randn(5, 5)).Q
points = (torch.randn(2000, 5) * spreads @ turn.T).to(device)
eigenvalues = torch.linalg.eigvalsh(points.T.cov()).cpu()  # the smallest first


def linear_vae(variance):
    logvar = math.log(variance)
    return VAE(
        nn.Linear(5, 10),
        nn.Linear(5, 5),
        latent_dim=5,
        log_prob=lambda x, output: gaussian_log_prob(x, output, logvar),
        mean=lambda output: output,
    ).to(device)


# %%
print("sigma^2  predicted  active   nats of each latent, and by theory")
for variance in (0.15, 0.55, 1.7, 5.0):
    linear = train(linear_vae(variance), points, epochs=60, lr=5e-2)
    with torch.no_grad():
        alive = active_units(linear.encode(points)[0]).sum()
        nats = linear.kl_per_dim(points).sort(descending=True).values.cpu()
    kept = 5 - predict_collapse(eigenvalues, variance, 5).sum()
    theory = 0.5 * (eigenvalues.flip(0) / variance).log().clamp(min=0)
    numbers = "  ".join(f"{a:.2f}/{b:.2f}" for a, b in zip(nats, theory, strict=True))
    print(f"{variance:6} {kept:8} {alive:9}   {numbers}")

# %% [markdown]
# Four settings, and each keeps exactly the latents it should. No optimiser failed here: this collapse is the optimum, and it is exact. The prices agree too, to a few hundredths of a nat where two latents do not share a direction.
#
# $\beta$ plays the same part as $\sigma^2$. Multiply the KL by $\beta$, divide the whole loss by $\beta$, and what remains is a model with the noise $\beta\sigma^2$. So a VAE that gives up latents says: *at this noise, these directions are
# not worth their nats.* Who wants them back must lower the noise, not the learning rate.

# %% [markdown]
# ## A decoder that does not need its code
#
# A second way to lose the code. Suppose the decoder may look at the pixels above and to the left before it predicts the next one. Then it can draw strokes without being told, and a nat of code that tells it
# nothing new is a nat wasted. We add such a look to our VAE: at each pixel one and the same small network looks at the twelve pixels before it. PixelCNN does so with masked convolutions (van den Oord and others, 2016).


# %%
class PixelsBefore(nn.Module):
    """Logits from the two rows above a pixel and the two pixels to its left: [B, 1, H, W]."""

    def __init__(self, channels=16):
        super().__init__()
        self.look = mlp(12, channels, channels, 1, activation=nn.ReLU)

    def forward(self, x):
        # windows of 3 x 5 pixels, row by row: the 13th is the pixel itself
        windows = F.unfold(F.pad(x, (2, 2, 2, 0)), (3, 5))  # [B, 15, H * W]
        return self.look(windows[:, :12].transpose(1, 2)).view_as(x)


# %% [markdown]
# Two cures are in use. **Warm-up** starts with $\beta = 0$ and raises it to 1 during the training: the code is free while the decoder does not yet know what to do with it. **Free bits** charge each latent for some nats
# whether it uses them or not, so that using them costs nothing more.

# %% [markdown]
# ### Exercise 3 · Free bits
#
# *10 minutes.* From the KL of each latent of each picture: average over the batch **first**, raise each latent's average to at least `floor`, then sum over the latents (Kingma and others, 2016).


# %% exercise="vae.free_bits"
def free_bits(kl, floor):
    """Return the KL with free bits, one number.  kl: [B, latent_dim], floor: nats for each latent"""
    ### BEGIN SOLUTION
    per_latent = kl.mean(dim=0)
    return per_latent.clamp(min=floor).sum()
    ### END SOLUTION


# %% check="vae.free_bits"
free_bits = check("vae.free_bits", free_bits)

# %% [markdown] hint="vae.free_bits"
# `clamp(min=floor)`. Below the floor it is constant, and a constant has no gradient: nothing pushes a latent under it.

# %%
kl = torch.tensor([[3.0, 0.1], [1.0, 0.3]])  # two pictures, two latents
print(f"KL {kl.sum(1).mean():.1f}, with half a nat free {free_bits(kl, 0.5):.1f}")


# %%
def with_context(**options):
    context = PixelsBefore().to(device)
    vae = build_vae(
        log_prob=lambda x, logits: bernoulli_log_prob(x, logits + context(x)), **options
    )
    vae.context = context  # its weights are the model's, and are trained with it
    return vae


strong, epochs = {}, 4
for name, options in {
    "plain": {},
    "warm-up": {},
    "free bits": {"free_bits": 0.5},
}.items():
    seed_everything(0)
    model = with_context(**options)

    def raise_beta(epoch, history, model=model):
        model.beta = warm_up(epoch, epochs // 2)

    model.beta = 0.0 if name == "warm-up" else 1.0
    warm = raise_beta if name == "warm-up" else None
    strong[name] = train(model, x, epochs=epochs, lr=6e-3, on_epoch_end=warm)

# %%
print("            rate   distortion   negative bound")
for name, vae in strong.items():
    with torch.no_grad():
        parts = vae.loss(x_test)
    R, D = parts["kl"].item(), parts["reconstruction"].item()
    print(f"{name:10} {R:5.1f} {D:10.1f} {R + D:13.1f}")

# %% [markdown]
# With the window the bound is some 50 nats better than without, and the code has all but vanished: 1 to 4 nats instead of some 19, on three seeds. Warm-up buys a nat more at best, and no better bound: as soon as
# $\beta$ is 1 the old price holds, and most of the code is sold off. Free bits keep it: 16 latents at half a nat are 8 nats. But look at the last column. Their bound is 3 to 4 nats *worse*, since it never wanted the
# code. If you want a code, because you want to use it, say so in the loss, and know what you pay.

# %% [markdown]
# ## Why samples blur
#
# It is said that the KL makes a VAE blur. Look closer. If a code $z$ could have come from several pictures, the best that a decoder can do is their average, each weighted by how likely $z$ comes from it:
#
# $$\hat x(z) = \frac{\sum_n q(z \mid x_n) \, x_n}{\sum_n q(z \mid x_n)}$$
#
# This needs no decoder: take the encoder, all training pictures, and average. And how many pictures does a code fit? If the weights were equal over $n$ pictures, their entropy would be
# $\log n$; so $e$ to the entropy counts them.

# %%
shown = []
for beta in (10.0, 4.0):
    soft = bank[beta]
    with torch.no_grad():
        mean, logvar = soft.encode(x)
        z = reparameterize(*soft.encode(x_test[:10]))
        log_q = torch.stack(
            [gaussian_log_prob(one.expand_as(mean), mean, logvar) for one in z]
        )
        weights = log_q.softmax(dim=1)  # [10, 4000]
        average = (weights @ x.flatten(1)).view(-1, 1, 28, 28)
        shown += [soft.decode(z).sigmoid(), average]
    effective = (-(weights * weights.clamp(min=1e-30).log()).sum(1)).exp().median()
    print(
        f"beta {beta:4.1f}: a code fits some {effective:.0f} of the {len(x)} pictures"
    )
show_images(
    torch.cat([x_test[:10], *shown]),
    columns=10,
    alt="Five rows: test digits; the decoder and the average at beta 10, much alike and "
    "very soft; the same at beta 4, sharper.",
)

# %% [markdown]
# The rows: ten test digits; what the decoder of $\beta = 10$ makes of a draw from their codes, and under it the average; then the same for $\beta = 4$. Where a code fits hundreds of pictures, decoder and average
# look alike. The decoder is not too weak. It answers honestly that it has not been told which of the pictures was meant. A code can also be too narrow
# without any KL: lesson 03's two numbers were too few to draw every digit well, and squared error averages just the same.

# %% [markdown]
# ## A tighter bound
#
# How far is the bound below $\log p(x)$? Lesson 04 estimated $\log p(x)$ by importance weights. With draws from $q$ the same weights give a bound for every number of draws $K$:
#
# $$\mathcal L_K = \mathbb E\Big[\log \frac1K \sum_{k=1}^{K} \frac{p(x, z_k)}{q(z_k \mid x)}\Big], \qquad z_k \sim q(z \mid x)$$
#
# $K = 1$ is the bound you know. More draws can only raise its mean, never above $\log p(x)$ (Burda and others, 2016).

# %% [markdown]
# ### Exercise 4 · The importance-weighted bound *(stretch)*
#
# *10 minutes.* Draw `samples` codes for each picture, form $\log p(x, z) - \log q(z \mid x)$ for each, take the log of the mean over the *draws*, then the average over the *pictures*.


# %% exercise="vae.iwae_bound"
def iwae_bound(x, encode, log_joint, samples):
    """Return L_K averaged over x: [B, ...].  encode(x) -> mean, logvar; log_joint(x, z): [B]"""
    ### BEGIN SOLUTION
    mean, logvar = encode(x)
    log_w = []
    for _ in range(samples):
        z = reparameterize(mean, logvar)
        log_w.append(log_joint(x, z) - gaussian_log_prob(z, mean, logvar))
    log_w = torch.stack(log_w)  # [samples, B]
    return (torch.logsumexp(log_w, dim=0) - math.log(samples)).mean()
    ### END SOLUTION


# %% check="vae.iwae_bound"
iwae_bound = check("vae.iwae_bound", iwae_bound)

# %% [markdown] hint="vae.iwae_bound"
# `reparameterize(mean, logvar)` draws one code for each picture; `gaussian_log_prob(z, mean, logvar)` is $\log q(z \mid x)$. Draw anew for each of the `samples`.

# %% [markdown] hint="vae.iwae_bound"
# The last step is lesson 04's `importance_estimate`: the log of the mean of the weights is `torch.logsumexp` minus $\log K$.

# %%
standard = bank[1.0]


def log_joint(x, z):
    prior = gaussian_log_prob(z, torch.zeros_like(z), torch.zeros_like(z))
    return bernoulli_log_prob(x, standard.decode(z)) + prior


with torch.no_grad():
    for samples in (1, 10, 100):
        bound = iwae_bound(x_test, standard.encode, log_joint, samples)
        print(f"K = {samples:3}: {-bound:.1f} nats")

# %% [markdown]
# The true $-\log p(x)$ is below each of these. So some 4 of the 129 nats, at least, were the gap, and not the model.

# %% [markdown]
# ## A gallery of failures
#
# Five trainings, seconds each. One is healthy. The others have one thing wrong, and each is something that people really write:
#
# - **pixels averaged**: `binary_cross_entropy_with_logits` with its default, a mean over pixels. That divides the distortion by 784.
# - **no KL**: the line was commented out while debugging.
# - **100 pictures**: a small data set, and many epochs.
# - **step too large**: a learning rate of 1.


# %%
def watch(x, epochs=10, lr=4e-3, beta=1.0, pixels_averaged=False):
    seed_everything(0)
    vae = build_vae(latent_dim=8)
    loader = batches(x, min(64, len(x)))
    optimizer = torch.optim.AdamW(vae.parameters(), lr=lr, fused=True)
    names = ("distortion", "rate", "test_distortion", "test_rate", "active")
    run = {name: [] for name in names}

    @torch.no_grad()
    def note():
        for images, prefix in ((x[:500], ""), (x_test, "test_")):
            terms = vae.loss(images)
            run[prefix + "distortion"].append(terms["reconstruction"].item())
            run[prefix + "rate"].append(terms["kl"].item())
        run["active"].append(active_units(vae.encode(x[:500])[0]).sum().item())

    for _ in range(epochs):
        for batch in loader:
            terms = vae.loss(batch)
            distortion = terms["reconstruction"] / (784 if pixels_averaged else 1)
            optimizer.zero_grad()
            (distortion + beta * terms["kl"]).backward()
            optimizer.step()
        note()
    return run


# %%
runs = {
    "healthy": watch(x),
    "pixels averaged": watch(x, pixels_averaged=True),
    "no KL": watch(x, beta=0.0),
    "100 pictures": watch(x[:100], epochs=150),
    "step too large": watch(x, lr=1.0),
}
print("                 distortion   rate   on test digits   active")
for name, run in runs.items():
    test = run["test_distortion"][-1] + run["test_rate"][-1]
    print(
        f"{name:16} {run['distortion'][-1]:10.4g} {run['rate'][-1]:6.4g} "
        f"{test:12.4g} {run['active'][-1]:11}"
    )

# %% [markdown]
# Read the rows as a doctor would. **Pixels averaged**: rate 0, no latent active, and a distortion of some 210, that of the mean image. It looks like a collapse, but is a unit slip: $\beta$ = 784 in disguise. **No KL**:
# the digits cost less than in the healthy run, and the rate is many times as high. **100 pictures**: splendid on its own data, far worse on test digits. **Step too large**: no number at all.

# %%
few = runs["100 pictures"]
show_curves(
    torch.arange(1, 151),
    {
        "100 training digits": torch.tensor(few["distortion"])
        + torch.tensor(few["rate"]),
        "test digits": torch.tensor(few["test_distortion"])
        + torch.tensor(few["test_rate"]),
    },
    xlabel="epoch",
    ylabel="negative bound, nats",
    alt="The bound on the training digits falls all the time; on the test digits it turns up.",
)

# %% [markdown]
# ### Exercise 5 · Diagnose *(stretch)*
#
# *10 minutes.* Name what a run's curves show. Ask in this order, and look at the whole curve, not just at its end:
#
# | what the curves show | name |
# |---|---|
# | a distortion or rate that is not finite, on either data, or a distortion that ends over 5 % above its lowest | `"diverged"` |
# | no active latent at the end | `"nothing coded"` |
# | a rate above the distortion at the end | `"unpriced"` |
# | a bound on test data (distortion + rate) that ends over 5 % above its lowest | `"overfitted"` |
# | none of these | `"healthy"` |


# %% exercise="vae.diagnose"
def diagnose(run):
    """Return the name of what the curves show.  run: lists of one number per epoch, see the table above"""
    ### BEGIN SOLUTION
    names = ("distortion", "rate", "test_distortion", "test_rate")
    if not all(math.isfinite(value) for name in names for value in run[name]):
        return "diverged"
    if run["distortion"][-1] > 1.05 * min(run["distortion"]):
        return "diverged"
    if run["active"][-1] == 0:
        return "nothing coded"
    if run["rate"][-1] > run["distortion"][-1]:
        return "unpriced"
    pairs = zip(run["test_distortion"], run["test_rate"], strict=True)
    bound = [distortion + rate for distortion, rate in pairs]
    return "overfitted" if bound[-1] > 1.05 * min(bound) else "healthy"
    ### END SOLUTION


# %% check="vae.diagnose"
diagnose = check("vae.diagnose", diagnose)

# %% [markdown] hint="vae.diagnose"
# `math.isfinite(value)` is False for NaN and for infinity. NaN is not equal to anything, not even to itself, and every comparison with it is False.

# %% [markdown] hint="vae.diagnose"
# "Ends over 5 % above its lowest": `curve[-1] > 1.05 * min(curve)`.

# %%
copies = watch(affine_copies(x[:100], 20))
all_runs = runs | {"100 pictures, 20 copies of each": copies}
for name, run in all_runs.items():
    on_test = run["test_distortion"][-1] + run["test_rate"][-1]
    print(f"{name:31} test {on_test:5.1f}   {diagnose(run)}")

# %% [markdown]
# Each cure is one change. Sum the pixels, put the KL back, take smaller steps: then these runs *are* the healthy one, since nothing else differs. For too few pictures we made more: twenty turned
# and shifted copies of each, in a tenth of the epochs. The bound on test digits falls from some 181 to 149 nats, and no longer turns up. (More digits would be better still: 129.)
#
# The rule is a rule of thumb for *these* digits. A rate above the distortion may be right for other data. What is general is the order of the questions: is it finite, is anything coded, is it paid for, does it hold on new data?

# %% [markdown]
# ## What you take with you
#
# - $\beta$ is the price of a nat of code. The lowest bound is at $\beta = 1$; $\beta = 0$ has no rate worth the name.
# - A linear VAE keeps the directions with $\lambda > \sigma^2$, and pays $\frac12 \log(\lambda / \sigma^2)$ nats for each. Such a collapse is the optimum.
# - A decoder that needs no code gets none. Free bits keep a code; the bound pays.
# - Blur is the average of the pictures that a code cannot tell apart.
# - More draws tighten the bound. A large gap is a reason to look at $q$, not at the decoder.
# - Before you speak of collapse, check the units: sum over pixels, sum over latents, average over the batch.

# %%
progress("vae_failures")

# %% [markdown]
# ### Three questions to recall, from lessons 01 to 05
#
# <details><summary>1. What did lesson 01 call compression, and what was missing?</summary>
#
# It counted the bits of the stored code, with a precision chosen by hand. The rate is the price of a code in nats: the noise says how many digits of it count.
#
# </details>
#
# <details><summary>2. log p(x) = bound + gap. Which of the two do more draws change?</summary>
#
# The gap: log p(x) stays what it is, and the bound rises towards it.
#
# </details>
#
# <details><summary>3. Noise without the loss was bought off. Which beta is that?</summary>
#
# Beta = 0: the spread of the codes grows, sigma shrinks, and the rate rises for as long as one trains.
#
# </details>

# %% [markdown]
# ### Notation card
#
# | written | said | in code |
# |---|---|---|
# | $\beta$ | price of a nat of code | `beta` |
# | rate | mean KL, nats per image | `terms["kl"]` |
# | distortion | mean of $-\log p(x \mid z)$, nats per image | `terms["reconstruction"]` |
# | $\lambda$ | eigenvalue: variance of the data along a direction (in lesson 02 it was a price) | `eigenvalues` |
# | $\sigma^2$ | noise of the decoder, $p(x \mid z)$ | `variance` |
# | $\mathcal L_K$ | bound from $K$ draws | `iwae_bound(..., samples)` |

# %% [markdown]
# ### What to try next
#
# - Train the bank with two latents instead of sixteen. Where does its curve bend?
# - Give the free bits 1 nat for each latent instead of 0.5. What happens to rate and bound?
# - Let `PixelsBefore` look three rows up and three pixels to each side, 24 pixels in all, and see what is left of the code.

# %% [markdown]
# ### References
#
# - I. Higgins and others: *beta-VAE: learning basic visual concepts with a constrained variational framework*, ICLR 2017.
# - A. Alemi, B. Poole, I. Fischer, J. Dillon, R. Saurous, K. Murphy: *Fixing a broken ELBO*, ICML 2018, arXiv:1711.00464. Rate and distortion.
# - J. Lucas, G. Tucker, R. Grosse, M. Norouzi: *Don't blame the ELBO! A linear VAE perspective on posterior collapse*, NeurIPS 2019, arXiv:1911.02469.
# - Y. Burda, R. Grosse, R. Salakhutdinov: *Importance weighted autoencoders*, ICLR 2016, arXiv:1509.00519. Active units too.
# - D. Kingma and others: *Improved variational inference with inverse autoregressive flow*, NIPS 2016, arXiv:1606.04934. Free bits.
# - S. Bowman and others: *Generating sentences from a continuous space*, CoNLL 2016, arXiv:1511.06349. Warm-up.
# - A. van den Oord, N. Kalchbrenner, K. Kavukcuoglu: *Pixel recurrent neural networks*, ICML 2016, arXiv:1601.06759.
