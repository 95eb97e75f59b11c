# %% [markdown]
# # The price of a nat
#
# *A latent is used only if the nats that it costs save more nats in the pixels.*
#
# The VAE of lesson 05 spent 17 to 19 nats on the code of a digit. Why this many, and what changes the number? A weight in front of the KL term sets it: the price of a nat of code. Many failures of a VAE
# are a weight that is wrong, or one that is right and has an effect that nobody expected. This lesson changes the weight, predicts exactly which latents a linear model gives up, and ends with a
# gallery of failures to recognise.
#
# **You will** move along the rate-distortion curve, predict a collapse from eigenvalues, force a model to use its code, tighten the bound, and diagnose trainings from their curves.
#
# **Time:** about 75 minutes, and 15 more for the build exercise. **You need:** lessons 01, 04 and 05.

# %% tags=["setup"]
import math
from functools import partial

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
    kl_standard_normal,
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
# The negative bound has two parts, both in nats per image. The KL term is also called the **rate**: it limits how much a code can tell about its image (lesson 05: rate = information + the cloud's part). The
# reconstruction term is also called the **distortion**: what the pixels cost once the code is known (Alemi and others, 2018). A weight $\beta$ in front of the rate makes a **beta-VAE** (Higgins and others, 2017):
#
# $$\text{loss} = \text{distortion} + \beta \cdot \text{rate}$$
#
# At $\beta = 1$ this is the negative bound. We train seven models that differ in $\beta$ alone.


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
# The largest rate and the sharpest reconstructions belong to beta = 0, where the rate costs nothing. The sum is what the training at beta = 1 minimises, so of the three it should be lowest there. At beta = 10 the code
# keeps only what saves more than ten nats of distortion for one nat of rate, so the reconstructions are worst.

# %%
x, x_test = digits("train").images.to(device), digits("test").images.to(device)
bank = {}
for beta in (0.0, 0.1, 0.5, 1.0, 2.0, 4.0, 10.0):
    seed_everything(0)
    bank[beta] = train(build_vae(beta=beta), x)

explorer = RateExplorer(bank, x_test)
print("beta   rate   distortion   sum, on test digits")
for beta, row in explorer.table.items():
    R, D = row["rate"], row["distortion"]
    print(f"{beta:4.1f} {R:6.1f} {D:10.1f} {R + D:8.1f}")
explorer

# %% claim
rate = {beta: row["rate"] for beta, row in explorer.table.items()}
distortion = {beta: row["distortion"] for beta, row in explorer.table.items()}
total = {beta: row["negative_bound"] for beta, row in explorer.table.items()}
assert 45 < rate[0.1] < 62 and 1.5 < rate[10.0] < 3.5, "from some 54 nats to 2"
assert 88 < distortion[0.1] < 100, "climbs from about 94"
assert 160 < distortion[10.0] < 182, "to about 170"
assert list(rate.values()) == sorted(rate.values(), reverse=True), "the rate falls"
assert min(total, key=total.get) in (0.5, 1.0), "lowest at $\\beta$ = 0.5 and 1"
assert abs(total[0.5] - total[1.0]) < 3, "less than three nats apart"
assert total[1.0] < total[2.0] < total[4.0] < total[10.0], "and it rises on both sides"
assert total[0.5] < total[0.1] < total[0.0], "and it rises on both sides"
assert rate[0.0] > 3 * rate[0.1], "several times that of $\\beta = 0.1$"
assert 200 < explorer.mean_image < 220, "the mean image, at some 210 nats"
assert 46 < explorer.floor < 46.5, "some 46 nats"

# %% [markdown]
# From $\beta = 0.1$ to $10$ the rate falls from some 54 nats to 2, and the distortion climbs from about 94 to about 170. On these test digits their sum is lowest at $\beta$ = 0.5 and 1, less than three nats apart, and it rises on both sides.
# (On the training digits $\beta = 1$ minimises the sum by definition.) At $\beta = 0$ nothing limits the rate. The rate is several times that of $\beta = 0.1$, and nobody chose it.

# %% [markdown]
# ### Play: beta on a slider
#
# In the widget above, the dashed line through the point has the slope $-\beta$. All its points have the same loss at this $\beta$, and the training looks for the lowest such line. Move $\beta$ and watch which latents
# are given up, and which details of the digits are lost first. At which $\beta$ can you no longer read the five?
#
# Two limits are drawn in as well. With rate 0 every image gets the same answer, and the best single answer is the mean image, at some 210 nats. At the other end is lesson 05's **floor**, the entropy of the grey pixels'
# coins, some 46 nats. So a distortion of 100 nats is 54 above what is possible, not 100.

# %% [markdown]
# ## Which latents are used?
#
# In lesson 05 no latent was unused. With a larger $\beta$ the rate falls. Does each latent then carry less, or do some carry nothing?
#
# ### Exercise 1 · Active units
#
# *5 minutes.* A latent that is given up has $q(z \mid x) = \mathcal N(0, 1)$ for every image: its **mean does not move** with the image. Call a latent **active**, an *active unit*, if the variance of
# its mean, over the images, is above 0.01 (Burda and others, 2016).


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
used = {}
for beta, vae in bank.items():
    with torch.no_grad():
        active = active_units(vae.encode(x_test)[0]).sum()
        carrying = (vae.kl_per_dim(x_test) > 0.1).sum()
    used[beta] = active.item(), carrying.item()
    print(f"{beta:4.1f} {active:8} {carrying:15}")

# %% claim
assert used[1.0][0] == 16 and used[1.0][1] >= 15, (
    "At $\\beta = 1$ all 16 latents are active"
)
assert 3 <= used[10.0][1] <= 7, "at $\\beta = 10$ some five of sixteen"
assert used[10.0][0] >= used[10.0][1] + 4, "many more count as active"
assert used[10.0][1] < used[4.0][1] < used[2.0][1] < 16, "more and more of them stop"

# %% [markdown]
# At $\beta = 1$ all 16 latents are active. From $\beta = 2$ on, more and more of them stop: at $\beta = 10$ some five of sixteen carry a tenth of a nat. The threshold of 0.01 is low, so many more count as active there, though
# they carry next to nothing. Is a latent that stops a failure? To answer we need a model in which the right number of latents is known.

# %% [markdown]
# ## Where theory knows the answer
#
# Take linear-Gaussian data again: five directions with variances $\lambda$ = 9, 3, 1, 0.3 and 0.05. (The variances along lesson 01's principal components are called the **eigenvalues** of the covariance.) The model is a
# linear VAE whose decoder has a fixed noise, $p(x \mid z) = \mathcal N(Wz + b, \sigma^2 I)$. A latent that codes a direction of variance $\lambda$ adds $\frac12 \log(\lambda / \sigma^2)$ nats to the rate. It lowers the
# distortion by $\frac12 (\lambda / \sigma^2 - 1)$ nats. For $\lambda > \sigma^2$ the second number is larger, and the latent is used. For $\lambda \le \sigma^2$ nothing can be saved, and the latent is given up: it **collapses** onto the
# prior (Lucas and others, 2019).

# %% [markdown]
# ### Exercise 2 · Predict the collapse
#
# *10 minutes.* Given the eigenvalues of the data's covariance, say which latents of a linear VAE will collapse. The latents take the largest eigenvalues, the largest first.


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


compared = []
print("sigma^2  predicted  active   nats of each latent, and by theory")
for variance in (0.15, 0.55, 1.7, 5.0):
    linear = train(linear_vae(variance), points, epochs=60, lr=5e-2)
    with torch.no_grad():
        alive = active_units(linear.encode(points)[0]).sum()
        nats = linear.kl_per_dim(points).sort(descending=True).values.cpu()
    kept = 5 - predict_collapse(eigenvalues, variance, 5).sum()
    theory = 0.5 * (eigenvalues.flip(0) / variance).log().clamp(min=0)
    numbers = "  ".join(f"{a:.2f}/{b:.2f}" for a, b in zip(nats, theory, strict=True))
    compared.append((kept.item(), alive.item(), (nats - theory).abs().max().item()))
    print(f"{variance:6} {kept:8} {alive:9}   {numbers}")

# %% claim
assert [row[0] for row in compared] == [4, 3, 2, 1], "Four settings"
assert all(row[0] == row[1] for row in compared), (
    "each keeps exactly the latents it should"
)
assert sorted(row[2] for row in compared)[1] < 0.08, "as a rule to a few hundredths"

# %% [markdown]
# Four settings, and each keeps exactly the latents it should. No optimiser failed here: this **posterior collapse** is the optimum of the loss. The nats agree with the theory, too, as a rule to a few hundredths. (Sometimes two latents share a direction, and its nats.)
#
# And $\beta$? Multiply the KL by $\beta$, then divide the whole loss by $\beta$. The squared error is now divided by $2 \beta \sigma^2$ instead of $2 \sigma^2$: for a Gaussian decoder of fixed noise, $\beta$ acts as if the noise were $\beta \sigma^2$. So
# a linear VAE that gives up latents tells you that at this noise these directions do not save the nats that they cost. To get them back, lower $\sigma^2$ or $\beta$; a smaller learning rate will not help.
#
# All this is proven for linear Gaussian models. In a deep model the same question is a good first one: how many nats would this latent cost, and how many would it save? But no theorem answers it, and
# there the optimiser can fail as well.

# %% [markdown]
# ## A decoder that does not need its code
#
# A second way to lose the code. The **chain rule** of probability writes the probability of an image as a product over its pixels, in some order, each given those before it:
#
# $$p(x \mid z) = \prod_i p(x_i \mid x_1, \dots, x_{i-1}, z)$$
#
# Our decoder has ignored the pixels before. A decoder that looks at them is called **autoregressive**. With enough of them it can model images without any $z$, and then a nat of code that tells it nothing new is a
# nat lost. We take a first step: at each pixel one and the same small network looks at the twelve pixels above and to the left, and corrects the logit. PixelCNN does it with masked convolutions (van den Oord and
# others, 2016).
#
# The chain rule is about pixels that are really drawn, 0 or 1. So the data of this section are one random binarisation of the digits. (Grey neighbours would tell the decoder more than their tosses do, and the result would be no
# bound.)


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


def with_window(**options):
    window = PixelsBefore().to(device)
    vae = build_vae(
        log_prob=lambda x, logits: bernoulli_log_prob(x, logits + window(x)), **options
    )
    vae.window = window  # its weights are the model's, and are trained with it
    return vae


# %% [markdown]
# Two cures are in use. **Warm-up** starts with $\beta = 0$ and raises it to 1 during the training, so that the code is free of charge while the decoder does not know what to do with it. **Free bits** charge each
# latent for at least a fixed number of nats, whether it uses them or not. So using these nats costs nothing more.

# %% [markdown]
# ### Exercise 3 · Free bits
#
# *10 minutes.* From the KL of each latent of each image: average over the batch **first**, raise each latent's average to at least `floor`, then sum over the latents (Kingma and others, 2016). An example:
# two latents whose averages are 2.0 and 0.2 nats have a KL of 2.2. With half a nat free they are charged 2.5.


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
tossed, tossed_test = torch.bernoulli(x), torch.bernoulli(x_test)
epochs, strong = 4, {}


def raise_beta(epoch, history, model):
    model.beta = warm_up(epoch, epochs // 2)


print("              rate   charged   distortion   negative bound")
for name, build, options, warm in [
    ("no window", build_vae, {}, False),
    ("window", with_window, {}, False),
    ("+ warm-up", with_window, {"beta": 0.0}, True),
    ("+ free bits", with_window, {"free_bits": 0.5}, False),
]:
    seed_everything(0)
    model = build(**options)
    after = partial(raise_beta, model=model) if warm else None
    train(model, tossed, epochs=epochs, lr=6e-3, on_epoch_end=after)
    with torch.no_grad():
        parts = model.loss(tossed_test)
        charged = free_bits(model.kl_per_dim(tossed_test)[None], model.free_bits)
    cost = parts["kl"].item(), charged.item(), parts["reconstruction"].item()
    strong[name] = *cost, cost[0] + cost[2]
    print("{:12} {:5.1f} {:9.1f} {:12.1f} {:16.1f}".format(name, *strong[name]))

# %% claim
none, window, warmed, freed = strong.values()
assert 33 < none[3] - window[3] < 52, "some 42 nats lower"
assert window[0] < none[0] / 3, "less than a third of its rate"
assert abs(warmed[0] - window[0]) < 1.5, "Warm-up changes next to nothing here"
assert warmed[3] > window[3] - 1, "Warm-up changes next to nothing here"
assert 7.8 < freed[0] < 9, "16 latents at half a nat are 8 nats"
assert freed[0] > 1.7 * window[0], "about twice the rate"
assert 0.5 < freed[3] - window[3] < 3, "one or two nats worse"
assert freed[2] < window[2], "The pixels are a little better"

# %% [markdown]
# With the window the negative bound is some 42 nats lower, and the code keeps less than a third of its rate. Warm-up changes next to nothing here: as soon as $\beta$ is 1 the loss is the same as before. Free bits do change it: 16 latents at half a nat are 8 nats,
# about twice the rate. The pixels are a little better for it, but the bound is one or two nats worse, since the code costs more than it saves. If you want a code, because you want to use it, say so in the loss, and know what
# it costs.

# %% [markdown]
# ## Why samples blur
#
# People say that the KL term makes a VAE blur. Is it true? If a code $z$ could have come from several training images, the best answer that any decoder can give is their average, each weighted by how likely $z$
# comes from it:
#
# $$\hat x(z) = \frac{\sum_n q(z \mid x_n) \, x_n}{\sum_n q(z \mid x_n)}$$
#
# This needs no decoder: take the encoder, all training images, and average. How many images does a code fit? If the weights were equal over $n$ images, their entropy would be $\log n$. So $e$ to the
# entropy counts them. As a measure of blur we take the **greyness** $\sum_i p_i (1 - p_i)$ over the pixels: it is 0 if every pixel is black or white.


# %%
def greyness(images):
    return (images * (1 - images)).flatten(1).sum(1).mean().item()


def code_and_average(vae, n=80):
    mean, logvar = vae.encode(x)
    z = reparameterize(mean[:n], logvar[:n])  # codes of n training digits
    log_q = [gaussian_log_prob(one.expand_as(mean), mean, logvar) for one in z]
    weights = torch.stack(log_q).softmax(dim=1)  # [n, 4000]
    fitting = torch.special.entr(weights).sum(1).exp().median().item()
    return z, (weights @ x.flatten(1)).view(-1, 1, 28, 28), fitting


rows, blur = [x[:10]], {}
print(f"greyness of the digits {greyness(x[:80]):.1f}")
print("beta   images per code   greyness of average   of decoder")
for beta in (10.0, 1.0, 0.1):
    with torch.no_grad():
        z, average, fitting = code_and_average(bank[beta])
        decoded = bank[beta].decode(z).sigmoid()
    blur[beta] = fitting, greyness(average), greyness(decoded)
    rows += [decoded[:10], average[:10]]
    print("{:4.1f} {:13.1f} {:18.1f} {:15.1f}".format(beta, *blur[beta]))
show_images(
    torch.cat(rows),
    columns=10,
    alt="Seven rows: digits; decoder and average at beta 10, alike and very soft; at beta 1 "
    "a soft decoder and a sharp average; the same at beta 0.1.",
)

# %% claim
digits_grey = greyness(x[:80])
assert 300 < blur[10.0][0] < 900, "a code fits hundreds of images"
assert blur[10.0][1] > 0.88 * blur[10.0][2], "nearly as grey as the decoder's answer"
assert blur[1.0][0] < 1.5, "a code fits one image"
assert blur[1.0][1] < 1.25 * digits_grey, "nearly as sharp as the digits"
assert blur[1.0][2] > 2 * blur[1.0][1], "more than twice as grey"
assert blur[0.1][0] < 1.1, "no overlap at all"
assert blur[0.1][2] > 1.7 * digits_grey, "nearly twice as grey as the digits"
assert blur[0.1][2] < blur[1.0][2] < blur[10.0][2], "The greyness rises with $\\beta$"

# %% [markdown]
# The rows: ten training digits; what the decoder of $\beta = 10$ makes of a draw from their codes, and under it the average; then the same for $\beta$ = 1 and 0.1.
#
# - **$\beta = 10$:** a code fits hundreds of images, and their average is nearly as grey as the decoder's answer. Here the overlap of the codes is the cause. The decoder has not been told which of the images was meant.
# - **$\beta = 1$:** in the median, a code fits one image, so the average is nearly as sharp as the digits. The decoder is more than twice as grey. So it adds blur of its own: it has not learned each image by heart, but a
#   smooth function of $z$.
# - **$\beta = 0.1$:** no overlap at all, and the decoder is still nearly twice as grey as the digits.
#
# So there are two causes. The decoder is smooth, at every $\beta$. And the KL term makes codes overlap. The greyness rises with $\beta$. A smooth decoder is not only a fault: the sharp average only repeats training digits, and can draw
# nothing else.

# %% [markdown]
# ## A tighter bound
#
# How far is the bound below $\log p(x)$? Lesson 04 estimated $\log p(x)$ by importance weights. With draws from $q$ the same weights give a bound for every number of draws $K$:
#
# $$\mathcal L_K = \mathbb E\Big[\log \frac1K \sum_{k=1}^{K} \frac{p(x, z_k)}{q(z_k \mid x)}\Big], \qquad z_k \sim q(z \mid x)$$
#
# $K = 1$ is the bound you know. A larger $K$ can only raise $\mathcal L_K$, and never above $\log p(x)$ (Burda and others, 2016). For grey pixels, read $\log p(x)$ as lesson 05's average over the random binarisations.

# %% [markdown]
# ### Exercise 4 · The importance-weighted bound *(stretch)*
#
# *10 minutes.* Draw `samples` codes for each image, form $\log p(x, z) - \log q(z \mid x)$ for each, take the log of the mean over the *draws*, then the average over the *images*.


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
# `reparameterize(mean, logvar)` draws one code for each image; `gaussian_log_prob(z, mean, logvar)` is $\log q(z \mid x)$. Draw anew for each of the `samples`.

# %% [markdown] hint="vae.iwae_bound"
# The last step is lesson 04's `importance_estimate`: the log of the mean of the weights is `torch.logsumexp` minus $\log K$.

# %%
standard = bank[1.0]


def log_joint(x, z):
    prior = gaussian_log_prob(z, torch.zeros_like(z), torch.zeros_like(z))
    return bernoulli_log_prob(x, standard.decode(z)) + prior


with torch.no_grad():
    bounds = {
        K: -iwae_bound(x_test, standard.encode, log_joint, K).item()
        for K in (1, 10, 100)
    }
for K, bound in bounds.items():
    print(f"K = {K:3}: {bound:.1f} nats")

# %% claim
assert bounds[1] > bounds[10] > bounds[100], (
    "A larger $K$ can only raise $\\mathcal L_K$"
)
assert 3.5 < bounds[1] - bounds[100] < 5.5, "some 4 of the nearly 130 nats, or more"
assert 125 < bounds[1] < 133, "some 4 of the nearly 130 nats, or more"

# %% [markdown]
# The true $-\log p(x)$ is below each of these. So some 4 of the nearly 130 nats, or more, were the gap between bound and likelihood, and not a fault of the model.

# %% [markdown]
# ## A gallery of failures
#
# Six trainings, seconds each. One is healthy. Four have one thing wrong, and each is something that people really write:
#
# - **pixels averaged**: `binary_cross_entropy_with_logits` with its default, a mean over pixels. That divides the distortion by 784.
# - **no KL**: the line was commented out while debugging.
# - **100 digits**: a small data set, and many epochs.
# - **step too large**: a learning rate of 1.
#
# The sixth tries to mend the third: from the same 100 digits we make 20 turned and shifted copies of each, and train for the same number of steps.


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
        if not math.isfinite(run["rate"][-1]):
            break  # no later epoch mends this
    return run


# %%
runs = {
    "healthy": watch(x),
    "pixels averaged": watch(x, pixels_averaged=True),
    "no KL": watch(x, beta=0.0),
    "100 digits": watch(x[:100], epochs=150),
    "step too large": watch(x, lr=1.0),
    "100 digits, copies": watch(affine_copies(x[:100], 20)),
}
print("                    distortion   rate   bound on test digits   active")
for name, run in runs.items():
    on_test = run["test_distortion"][-1] + run["test_rate"][-1]
    print(
        f"{name:19} {run['distortion'][-1]:10.4g} {run['rate'][-1]:6.4g} "
        f"{on_test:22.4g} {run['active'][-1]:8}"
    )

# %% claim
last = {
    name: {key: curve[-1] for key, curve in run.items()} for name, run in runs.items()
}
tests = {name: row["test_distortion"] + row["test_rate"] for name, row in last.items()}
wrong_unit = last["pixels averaged"]
assert wrong_unit["rate"] < 0.01, "rate 0, no latent active"
assert wrong_unit["active"] == 0, "rate 0, no latent active"
assert 200 < wrong_unit["distortion"] < 220, "the distortion of the mean image"
healthy, unweighted = last["healthy"], last["no KL"]
assert unweighted["distortion"] < healthy["distortion"], "the distortion is lower"
assert unweighted["rate"] > 5 * healthy["rate"], "the rate is many times as high"
assert last["100 digits"]["distortion"] < 0.8 * healthy["distortion"], (
    "the lowest distortion"
)
assert tests["100 digits"] > tests["healthy"] + 30, (
    "far worse than the healthy run on test"
)
assert not math.isfinite(tests["step too large"]), "no number at all"

# %% [markdown]
# What do the rows show? **Pixels averaged**: rate 0, no latent active, and the distortion of the mean image. It looks like a collapse, but it is a wrong unit: in effect $\beta$ = 784. **No KL**:
# the distortion is lower than in the healthy run, and the rate is many times as high. **100 digits**: the lowest distortion on its own data, and far worse than the healthy run on test digits. **Step too large**: no number at all.

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
verdicts = {name: diagnose(run) for name, run in runs.items()}
for name, verdict in verdicts.items():
    print(f"{name:19} {verdict}")
few, many = (
    torch.tensor(runs[name]["test_distortion"]) + torch.tensor(runs[name]["test_rate"])
    for name in ("100 digits", "100 digits, copies")
)
show_curves(
    torch.arange(1, 151),
    {
        "100 digits": few,
        "20 copies of each": many.repeat_interleave(
            15
        ),  # an epoch has 15 times the steps
    },
    xlabel="epochs of 100 digits",
    ylabel="negative bound on test digits, nats",
    ylim=(130, 260),
    alt="For 100 digits the curve falls, then rises; for the copies it falls to the end, "
    "and ends lower.",
)

# %% claim
assert list(verdicts.values()) == [
    "healthy",
    "nothing coded",
    "unpriced",
    "overfitted",
    "diverged",
    "healthy",
], "one name for each of the four faults, and the copies are healthy"
assert few[-1] > few.min() + 8, "falls to its lowest and then rises"
assert 155 < few.min() < 175, "would have given some 165 nats"
assert 142 < many[-1] < 156 and many[-1] < few.min() - 8, "The copies give about 150"
assert many[-1] < many.min() + 2, "and the curve does not rise"
all_digits = [runs["healthy"][key][-1] for key in ("test_distortion", "test_rate")]
assert 125 < sum(all_digits) < 134, "4,000 different digits are better still: about 130"

# %% [markdown]
# There is one name for each of the four faults, and the copies are healthy. For three of the faults the cure is to undo one change: sum the pixels, put the KL back, take smaller steps. Then these runs *are* the healthy one, since nothing else differs.
#
# For too few digits there are two cures. The bound on test digits falls to its lowest and then rises, so one can stop there (**early stopping**): that would have given some 165 nats. The copies give about 150, and the curve does not rise
# within the same number of steps. 4,000 different digits are better still: about 130.
#
# The rules of the table are rules of thumb for *these* digits. A rate above the distortion may be right for other data. What is general is the order of the questions: is it finite, is anything coded, does the rate have a
# weight, does it hold on new data?

# %% [markdown]
# ### Build · A rate on demand
#
# *15 minutes.* A beta says what a nat of rate costs, not how many you get. Train a VAE that reaches the `rate` it is asked for, in one run: watch the KL of each batch, and correct beta
# while it trains. Return `encode`, which gives mean and `logvar`, and `decode`, which gives logits. The check asks for 8 nats and for 14. On digits that it has not seen the rate may be 0.75 nats off,
# and rate and distortion together at most 146 and 132 nats.


# %% exercise="vae.train_at_rate"
def train_at_rate(x, rate):
    """Return encode: [B, 784] -> mean, logvar, and decode: z -> logits.  x: [N, 784]"""
    ### BEGIN SOLUTION
    encoder, decoder = mlp(784, 256, 32).to(x.device), mlp(16, 256, 784).to(x.device)
    weights = [*encoder.parameters(), *decoder.parameters()]
    optimizer = torch.optim.AdamW(weights)
    steps, log_beta = 10 * len(x) // 64, 0.0
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 4e-3, steps)
    for _ in range(steps):
        batch = x[torch.randint(len(x), (64,), device=x.device)]
        mean, logvar = encoder(batch).chunk(2, dim=1)
        logits = decoder(reparameterize(mean, logvar))
        kl = kl_standard_normal(mean, logvar).mean()
        log_beta += 0.02 * (kl.item() - rate) / rate
        loss = math.exp(log_beta) * kl - bernoulli_log_prob(batch, logits).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    return lambda x: encoder(x).chunk(2, dim=1), decoder
    ### END SOLUTION


# %% check="vae.train_at_rate"
train_at_rate = check("vae.train_at_rate", train_at_rate)

# %% [markdown] hint="vae.train_at_rate"
# Where a batch's KL is above `rate`, make beta a little larger, else a little smaller. A step in the logarithm of beta keeps it above 0.

# %% [markdown] hint="vae.train_at_rate"
# `log_beta += 0.02 * (kl.item() - rate) / rate` after each batch arrives gently. Ten epochs of `mlp(784, 256, 32)` and `mlp(16, 256, 784)` are enough.

# %% [markdown]
# ## What you take with you
#
# - $\beta$ is the weight of the rate. The negative bound is the loss at $\beta = 1$. At $\beta = 0$ nothing limits the rate.
# - A linear VAE keeps the directions with $\lambda > \sigma^2$, at $\frac12 \log(\lambda / \sigma^2)$ nats each. Such a collapse is the optimum of its loss.
# - A decoder that needs no code gets none. Free bits keep a code, and the bound gets worse.
# - Blur has two causes: codes that fit several images, which the KL term brings, and a decoder that is smooth.
# - More draws tighten the bound. A large gap is a reason to look at $q$, not at the decoder.
# - Before you speak of collapse, check the units: sum over pixels, sum over latents, average over the batch.

# %%
progress("vae_failures")

# %% [markdown]
# ### Three questions to recall, from lessons 01 to 05
#
# <details><summary>1. What did lesson 01 call compression, and what was missing?</summary>
#
# It counted the bits of the stored code, with a precision chosen by hand. The rate is the size of a code in nats: the noise says how many digits of it count.
#
# </details>
#
# <details><summary>2. log p(x) = bound + gap. Which of the two do more draws change?</summary>
#
# The gap. log p(x) stays the same, and the bound rises towards it.
#
# </details>
#
# <details><summary>3. In lesson 05 "the noise alone" became harmless. Which beta is that?</summary>
#
# Beta = 0. The spread of the codes grows, sigma shrinks, and the rate rises.
#
# </details>

# %% [markdown]
# ### Notation card
#
# | written | said | in code |
# |---|---|---|
# | $\beta$ | weight of the rate in the loss | `beta` |
# | rate | mean KL, nats per image | `terms["kl"]` |
# | distortion | mean of $-\log p(x \mid z)$, nats per image | `terms["reconstruction"]` |
# | active unit | a latent whose mean moves with the image | `active_units(mean)` |
# | posterior collapse | $q(z \mid x)$ equals the prior for every image, in one latent or in all | |
# | $\lambda$ | eigenvalue: variance of the data along a direction (in lesson 02 it was a weight) | `eigenvalues` |
# | $\sigma^2$ | noise of the decoder, $p(x \mid z)$ | `variance` |
# | $x_1, \dots, x_{i-1}$ | the pixels before pixel $i$ | `PixelsBefore` |
# | $\mathcal L_K$ | importance-weighted bound from $K$ draws | `iwae_bound(..., samples)` |

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
