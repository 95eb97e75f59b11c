# %% [markdown]
# # The two cures
#
# *Noise alone can be made harmless, and the loss alone has no scale. Together they make each code a region.*
#
# An autoencoder draws well only from a small part of its latent space. Two additions cure that: a loss term that pulls the codes towards a chosen distribution, and random noise on the codes. Lesson 04
# derived both from one bound. Here you write them and train them on digits. Then you take each of them away again, to see what it does.
#
# **You will** write a **variational autoencoder** (VAE) line by line, draw new digits, and compare it fairly with models that lack one of the two cures, or both.
#
# **Time:** about 75 minutes, and 15 more for the build exercise. **You need:** lessons 03 and 04.

# %% tags=["setup"]
import math

import torch
from torch import nn
from torch.nn import functional as F

from gencourse.data import batches, digits
from gencourse.exercises import check, progress, show_fix
from gencourse.metrics import frechet_distance
from gencourse.models import VAE
from gencourse.networks import conv_classifier, conv_decoder, conv_encoder, mlp
from gencourse.plots import show_curves, show_images
from gencourse.probability import (
    bernoulli_log_prob,
    fit_gaussian,
    gaussian_log_prob,
    kl_standard_normal,
    sample_gaussian,
)
from gencourse.runtime import get_device, seed_everything
from gencourse.training import fit
from gencourse.widgets import CuresExplorer, LatentExplorer

device = get_device()
seed_everything(0)
train, test = digits("train"), digits("test")
x, x_test = train.images.to(device), test.images.to(device)  # [N, 1, 28, 28]

# %% [markdown]
# ## The bound becomes a loss
#
# For an image $x$ the encoder returns the mean $\mu$ and $\log \sigma^2$ of $q(z \mid x)$, one of each for every latent. The loss is the negative bound of lesson 04:
#
# $$\text{loss} = -\mathbb E_{q(z \mid x)}\big[\log p(x \mid z)\big] + \mathrm{KL}\big(q(z \mid x) \,\|\, \mathcal N(0, I)\big)$$
#
# The first term is the **reconstruction term**, the second the **KL term**. The average over $q$ needs draws of $z$, and the encoder needs gradients through these draws. A function that only returns a
# random number has no gradient. So we write the draw in another form.

# %% [markdown]
# ### Exercise 1 · Noise that lets gradients through
#
# *10 minutes.* Draw $z \sim \mathcal N(\mu, \sigma^2)$ as $z = \mu + \sigma \, \varepsilon$ with $\varepsilon \sim \mathcal N(0, 1)$, a new one for each latent of each image. All randomness is in
# $\varepsilon$. $\mu$ and $\sigma$ enter by plain arithmetic, so they get gradients. This is the **reparameterisation trick**.


# %% exercise="vae.reparameterize"
def reparameterize(mean, logvar):
    """Draw z ~ N(mean, exp(logvar)) so that gradients reach both.  all: [B, latent_dim]"""
    ### BEGIN SOLUTION
    eps = torch.randn_like(mean)
    return mean + torch.exp(0.5 * logvar) * eps
    ### END SOLUTION


# %% check="vae.reparameterize"
reparameterize = check("vae.reparameterize", reparameterize)

# %% [markdown] hint="vae.reparameterize"
# `logvar` is $\log \sigma^2$, so $\sigma = e^{\mathrm{logvar} / 2}$.

# %% [markdown]
# ### A pixel is a coin
#
# What is $\log p(x \mid z)$ for an image? For each pixel the decoder returns one number, the **logit** $l$, and $p = \mathrm{sigmoid}(l)$ is the probability that the pixel is ink. So a pixel is a coin
# that shows 1 with probability $p$. What are the log probabilities of its two sides? They are $\log p$ for 1 and $\log(1 - p)$ for 0. For a pixel $b$ that is 0 or 1 we can write both in one line:
#
# $$\log p(b) = b \log p + (1 - b) \log (1 - p)$$
#
# Minus this number is the **binary cross-entropy**: with $p = 0.9$ a pixel with ink costs 0.11 nats, and one without ink 2.30. Given $z$ the pixels are independent, so probabilities multiply and the
# costs of the pixels add up.
#
# Our pixels are grey. We read a grey pixel $x = 0.3$ as a coin, too: it is ink in three of ten tosses. Averaged over the tosses, $b$ becomes $x$:
#
# $$\mathbb E_b[\log p(b)] = x \log p + (1 - x) \log (1 - p)$$
#
# So the cross-entropy of a grey image is the average cost of its tosses. An image made of such tosses is called a **random binarisation** of the grey image.
#
# What is the negative loss a bound on, then? For every binary image $b$ and every $q$, lesson 04's bound says $\log p(b) \ge \mathbb E_q[\log p(b \mid z)] - \mathrm{KL}$. Take $q(z \mid x)$ of the grey image,
# and average both sides over its binarisations: the right side becomes the negative loss. So the negative loss is a bound on the average of $\log p(b)$ over the random binarisations of $x$.

# %% [markdown]
# ### Exercise 2 · The loss, in nats per image
#
# *15 minutes.* The decoder returns logits. Then $-\log p(x \mid z)$ is the binary cross-entropy, **summed over the pixels**. The KL is summed over the latents. Add the two, and average over the batch.


# %% exercise="vae.vae_loss"
def vae_loss(x, logits, mean, logvar):
    """Return the negative bound, one number.  x, logits: [B, 1, 28, 28], else [B, latent_dim]"""
    ### BEGIN SOLUTION
    cost = F.binary_cross_entropy_with_logits(logits, x, reduction="none")
    reconstruction = cost.flatten(1).sum(dim=1)  # [B]
    kl = 0.5 * (mean.square() + logvar.exp() - 1 - logvar).sum(dim=1)  # [B]
    return (reconstruction + kl).mean()
    ### END SOLUTION


# %% check="vae.vae_loss"
vae_loss = check("vae.vae_loss", vae_loss)

# %% [markdown] hint="vae.vae_loss"
# `F.binary_cross_entropy_with_logits(logits, x, reduction="none")` gives the cost of each pixel, and wants the logits as they are. By default it averages over all pixels, and that
# would make the KL 784 times too strong.

# %% [markdown] hint="vae.vae_loss"
# `kl_standard_normal(mean, logvar)` is lesson 04's KL, one number for each image.

# %% [markdown]
# ### Exercise 3 · One step of a VAE
#
# *10 minutes.* Encode, draw, decode, loss, step. `encode(x)` returns mean and `logvar`, `decode(z)` the logits. Return the loss as a plain number.


# %% exercise="vae.train_step"
def train_step(encode, decode, optimizer, x):
    """Take one step down the negative bound of x: [B, 1, 28, 28]; return it as a float."""
    ### BEGIN SOLUTION
    mean, logvar = encode(x)
    logits = decode(reparameterize(mean, logvar))
    loss = vae_loss(x, logits, mean, logvar)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
    ### END SOLUTION


# %% check="vae.train_step"
train_step = check("vae.train_step", train_step)

# %% [markdown] hint="vae.train_step"
# The decoder gets a *draw*, not the mean. One draw for each image is enough: over many batches the noise averages out.

# %%
latent_dim, epochs, lr = 16, 9, 6e-3
encoder, decoder = conv_encoder(2 * latent_dim), conv_decoder(latent_dim)
vae = VAE(encoder, decoder, latent_dim=latent_dim).to(device)

loader = batches(x, 64)
optimizer = torch.optim.AdamW(vae.parameters(), lr=lr, fused=True)
schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, lr, epochs * len(loader))
for _ in range(epochs):
    for batch in loader:
        train_step(vae.encode, vae.decode, optimizer, batch)
        schedule.step()
with torch.no_grad():
    on_test = vae.loss(x_test)
    floor = -bernoulli_log_prob(x_test, x_test.logit(eps=1e-6)).mean()
print(f"negative bound {on_test['loss']:.1f} nats per test digit")
print(f"  reconstruction {on_test['reconstruction']:.1f}, KL {on_test['kl']:.1f}")
print(f"a decoder that knows each grey value: {floor:.1f}")

# %% claim
assert 113 < on_test["loss"] < 119, "About 117 nats for a digit that it has not seen"
assert 94 < on_test["reconstruction"] < 103, "96 to 102 for the pixels, given the code"
assert 16.5 < on_test["kl"] < 20, "17 to 19 for the code"
assert 45.5 < floor < 46.5, "entropies of its coins add up to some 46 nats"

# %% [markdown]
# About 117 nats for a digit that it has not seen (115 to 119 on four seeds): 96 to 102 for the pixels, given the code, and 17 to 19 for the code. `VAE` in the package holds the two networks and computes the same loss as your functions.
#
# Two warnings about such numbers. First, the reconstruction term cannot reach 0. A coin that shows ink in half of the tosses costs $\log 2 = 0.69$ nats even if we know that it is fair. For a test digit these
# entropies of its coins add up to some 46 nats, and no decoder gets below. Second, papers make pixels binary in several ways: by a threshold, by one toss that is kept, or by new tosses in each epoch. Each gives
# other numbers. So compare nats within this course only.

# %% [markdown]
# ## New digits
#
# The prior was known before the training began: $z \sim \mathcal N(0, I)$. So drawing needs no fit afterwards.

# %% [markdown]
# ### Exercise 4 · Draw *(stretch)*
#
# *5 minutes.* Draw `n` codes from the prior, decode them, and turn the logits into pixels between 0 and 1.


# %% exercise="vae.sample"
def sample(decode, n, latent_dim):
    """Return n new images in [0, 1].  decode: [n, latent_dim] -> logits"""
    ### BEGIN SOLUTION
    z = torch.randn(n, latent_dim)
    return decode(z).sigmoid()
    ### END SOLUTION


# %% check="vae.sample"
sample = check("vae.sample", sample)

# %% [markdown] hint="vae.sample"
# `torch.randn` draws from N(0, 1), `torch.rand` does not. The sigmoid comes last.

# %%
with torch.no_grad():
    new = sample(lambda z: vae.decode(z.to(device)), 36, latent_dim)
show_images(
    new,
    columns=12,
    alt="Thirty-six drawn digits: soft, many of them readable.",
)

# %% claim
grey = [(images * (1 - images)).sum((1, 2, 3)).mean() for images in (new, x)]
assert grey[0] > 1.7 * grey[1], "all are a little soft"

# %% [markdown]
# Nobody wrote these. Many read as digits, some lie between two digits, and all are a little soft. You see the decoder's *mean*, the probability of ink at each pixel. A draw from $p(x \mid z)$ would toss
# a coin for each pixel, and would look speckled.

# %% [markdown]
# ## Taking the cures away
#
# Now lesson 04's experiment once more, with two latents, so that we can draw the codes on a map. There are four models: with neither cure, with the loss alone, with the noise alone, and with both. All
# start from the same weights. After every epoch we note where the training digits lie and how large each $\sigma$ is.
#
# **Predict:** in which of the four will the codes spread far beyond the prior, in which will the ellipses shrink to points, and what will the map of "both" look like?

# %% [markdown] question="four-maps"
# Without the loss term nothing limits the codes, so they spread, with noise or without. With the noise alone $\sigma$ becomes very small compared with the spread: noise makes the reconstruction worse, and no
# term asks for it. With the loss alone the codes are points near zero. With both, each code is an ellipse of some size, and together the ellipses cover the place from which we draw.


# %%
def code_and_cost(model, x, noise):
    mean, logvar = model.encode(x)
    logvar = logvar if noise else torch.zeros_like(logvar)
    z = reparameterize(mean, logvar) if noise else mean
    distortion = -bernoulli_log_prob(x, model.decode(z)).mean()
    return z, distortion, kl_standard_normal(mean, logvar).mean()


def train_one(loss, noise, hidden, latent_dim, note=None, epochs=10, lr=4e-3):
    seed_everything(0)
    encode = mlp(784, *hidden, 2 * latent_dim, activation=nn.ReLU)
    decode = mlp(latent_dim, *hidden[::-1], 784, activation=nn.ReLU)
    encoder = nn.Sequential(nn.Flatten(), encode)
    decoder = nn.Sequential(decode, nn.Unflatten(1, (1, 28, 28)))
    model = VAE(encoder, decoder, latent_dim=latent_dim).to(device)
    optimizer = torch.optim.AdamW(model.parameters(), lr=lr, fused=True)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, lr, epochs * len(loader))

    def step(x):
        _, distortion, kl = code_and_cost(model, x, noise)
        total = distortion + loss * kl
        optimizer.zero_grad()
        total.backward()
        optimizer.step()
        schedule.step()
        return {"loss": total}

    @torch.no_grad()
    def look(*_):
        if note:
            note(model)

    look()
    fit(step, loader, epochs=epochs, on_epoch_end=look, progress=False)
    return model


# %%
cures = {
    "neither": (False, False),
    "loss": (True, False),
    "noise": (False, True),
    "both": (True, True),
}
runs, terms = {}, {}
for name, (loss, noise) in cures.items():
    run, cost = [], []

    def note(model, noise=noise, run=run, cost=cost):
        mean, logvar = model.encode(x)
        _, distortion, kl = code_and_cost(model, x[:1000], noise)
        run.append((mean.cpu(), logvar.cpu() if noise else None))
        cost.append({"distortion": distortion.item(), "kl": kl.item()})

    train_one(loss, noise, (128, 64), latent_dim=2, note=note)
    runs[name], terms[name] = run, cost

# %% [markdown]
# ### Play: two switches
#
# Each digit stands at its mean. Where there is noise, the ellipse around it is one $\sigma$ wide. The dashed circles are one and two standard deviations of the prior. Turn the switches on and off, one
# at a time, and play the training from its start. What does $\sigma$ do when only the noise is on?

# %%
CuresExplorer(runs, labels=train.labels, epochs=range(11), terms=terms)

# %% claim
wide = {n: [m.var(0).mean().sqrt() for m, _ in run] for n, run in runs.items()}
small = {n: (runs[n][-1][1] / 2).exp().median() for n in ("noise", "both")}
assert 2 < wide["neither"][6] < wide["neither"][10], "the spread still grows at the end"
assert 0.7 < wide["loss"][10] < 1.2, "with a spread of about 1"
assert small["noise"] / wide["noise"][10] < 0.001, (
    "less than a thousandth of the spread"
)
assert 0.05 < small["both"] / wide["both"][10] < 0.3, "a tenth of the spread"
drawn = torch.randn(1000, 2)[:, None]  # against the ellipses of all codes
near = (drawn - runs["both"][-1][0]) / (runs["both"][-1][1] / 2).exp()
covered = (near.square().sum(2).amin(1) < 1).float().mean()
assert covered > 0.8, "the regions cover the place from which we draw"

# %% [markdown]
# - **Neither:** the codes spread far beyond the prior, and the spread still grows at the end.
# - **The loss alone:** without noise we keep $\sigma = 1$ in the KL, so the term is $\frac12 |z|^2$. The codes stay near zero, with a spread of about 1. But each code is a point, and nothing is asked of the places between the points.
# - **The noise alone:** $\sigma$ falls to less than a thousandth of the spread of the codes. The noise is still on, but it no longer matters: the network has made it harmless.
# - **Both:** a small $\sigma$ makes the KL term large, and a large $\sigma$ makes neighbouring codes hard to tell apart. The result is a compromise: $\sigma$ is about a tenth of the spread, each image gets a region, and
#   the regions cover the place from which we draw.

# %% [markdown]
# ### The loss alone has no scale
#
# On the map "the loss alone" has a good spread. But its loss term does not ask for one. Multiply all codes by a number $c$, and divide the weights of the decoder's first layer by $c$. The images come out as before, so only
# the loss term changes. We compute it for many $c$, from the last codes on the map. For "both" we multiply $\sigma$ by $c$ as well.

# %%
mean, logvar = runs["both"][-1]
points = runs["loss"][-1][0]
c = torch.linspace(0.05, 2, 100)
alone = torch.stack([0.5 * (k * points).square().sum(1).mean() for k in c])
both = torch.stack(
    [kl_standard_normal(k * mean, logvar + 2 * k.log()).mean() for k in c]
)
show_curves(
    c,
    {"the loss alone": alone, "both": both},
    xlabel="all codes times c",
    ylabel="loss term, nats",
    alt="The loss alone falls all the way to c = 0; both has a lowest point below c = 1.",
)

# %% claim
lowest = both.argmin()
assert 0.6 < c[lowest] < 0.9, "In our model that is at about $c = 0.75$"
assert 0.05 < both[(c - 1).abs().argmin()] - both[lowest] < 0.4, "costs some 0.2 nats"
size = mean.square().mean() + logvar.exp().mean()
assert abs(c[lowest] ** 2 * size - 1) < 0.1, "the average of $\\mu^2 + \\sigma^2$ is 1"

# %% [markdown]
# For "the loss alone" the term is multiplied by $c^2$: a smaller $c$ is always better, and no spread is the best one. The spread that we see is set by the network and by how long it trains. For "both" each latent adds
# $-\log c$ to the KL term, and that grows without limit for small $c$. The lowest point is where the average of $\mu^2 + \sigma^2$ is 1, as it is for the prior. In our model that is at about $c = 0.75$: the training is not at its end, which costs some 0.2 nats.

# %% [markdown]
# ### What the KL term pulls on
#
# People often say that the KL term makes the cloud of all codes a standard Gaussian. That is only a small part of what it does. It pulls *each* $q(z \mid x)$ towards the prior. If it were 0, every image would have the
# same $q$. The cloud is the average of all $q(z \mid x)$, called the **aggregate posterior**:
#
# $$\bar q(z) = \frac1N \sum_n q(z \mid x_n)$$
#
# Averaged over the images, the KL term splits into two parts (Hoffman and Johnson, 2016):
#
# $$\frac1N \sum_n \mathrm{KL}\big(q(z \mid x_n) \,\|\, p(z)\big) = I(x; z) + \mathrm{KL}\big(\bar q(z) \,\|\, p(z)\big)$$
#
# The first part is the **information** $I(x; z)$: the average of $\log q(z \mid x) - \log \bar q(z)$, that is, how much better we know $z$ once we know the image. Only the second part is about the cloud.

# %%
chosen = torch.randperm(len(mean))[:1000]
z = reparameterize(mean[chosen], logvar[chosen])  # [1000, 2]
own = gaussian_log_prob(z, mean[chosen], logvar[chosen])
of_all = [gaussian_log_prob(point.expand_as(mean), mean, logvar) for point in z]
cloud = torch.stack([torch.logsumexp(log_q, 0) for log_q in of_all]) - math.log(
    len(mean)
)
prior = gaussian_log_prob(z, torch.zeros_like(z), torch.zeros_like(z))
information, of_cloud = (own - cloud).mean(), (cloud - prior).mean()
print(f"information {information:.2f} + cloud {of_cloud:.2f} nats")
print(f"mean KL     {kl_standard_normal(mean, logvar).mean():.2f} nats")

# %% claim
assert 0.85 < information / (information + of_cloud) < 0.95, "about nine tenths"

# %% [markdown]
# On our map about nine tenths of the KL is information, which the decoder needs. The cloud's part is small. (The information cannot exceed $\log 4000 = 8.3$ nats here, since there are only 4,000
# images to tell apart.)
#
# Other methods ask for less. The **Wasserstein autoencoder** (Tolstikhin and others, 2018) and the **adversarial autoencoder** (Makhzani and others, 2015) pull the aggregate posterior to the prior, and leave each
# code alone. "The loss alone" is close to another one, the **regularised autoencoder** RAE-L2 (Ghosh and others, 2020). It has the penalty $\frac12 |z|^2$ on the codes and no noise. A penalty on the decoder's
# weights gives the scale. (AdamW, which trains our models, shrinks the weights too, but only weakly.)

# %% [markdown]
# ## A fair comparison
#
# Lesson 03 ended with a Gaussian fitted to an autoencoder's codes. So it would not be fair to draw from $\mathcal N(0, I)$ only. We draw from each of the four models with 16 latents in two ways: **raw**, with codes from
# $\mathcal N(0, I)$, and **fitted**, with codes from a Gaussian that is fitted to the model's own training codes (with their noise, if it has noise). The VAE that you trained first gets a row, too. It
# differs in its networks.
#
# To measure samples without looking we use the **Fréchet distance** between two sets of images (Heusel and others, 2017). It compares means and covariances of 64 numbers per image, the features of a small
# classifier; smaller is better. Small sets look farther away than large ones, so all sets here have 500 images, and 500 real test digits show what is possible.

# %%
classifier = conv_classifier().to(device)
labels = train.labels.to(device)
classifier_optimizer = torch.optim.AdamW(classifier.parameters(), lr=3e-3, fused=True)


def classifier_step(batch):
    images, labels = batch
    loss = F.cross_entropy(classifier(images), labels)
    classifier_optimizer.zero_grad()
    loss.backward()
    classifier_optimizer.step()
    return {"loss": loss}


history = fit(classifier_step, batches((x, labels), 64), epochs=5)
features = classifier[:-1]  # all but the last layer: 64 numbers per image
with torch.no_grad():
    right = classifier(x_test).argmax(1).cpu() == test.labels
print(f"the classifier names {right.float().mean():.0%} of the test digits")

# %% claim
sure = classifier(vae.sample(500)).softmax(1).amax(1) > 0.8
assert 0.5 < sure.float().mean() < 0.9, (
    "Many read as digits, some lie between two digits"
)


# %%
real_features = features(x).detach()


@torch.no_grad()
def distance(images):
    return frechet_distance(features(images), real_features).item()


models = {
    name: train_one(*cure, (128,), latent_dim, epochs=8) for name, cure in cures.items()
}
shown, distances = [], {"real": distance(x_test)}
print("           spread   raw   fitted")
for name, model in {**models, "your VAE": vae}.items():
    with torch.no_grad():
        codes = code_and_cost(model, x, name not in ("neither", "loss"))[0]
        raw = torch.randn(len(x_test), latent_dim, device=device)
        fitted = sample_gaussian(*fit_gaussian(codes), len(x_test))
        images = [model.decode(z).sigmoid() for z in (raw, fitted)]
        spread = model.encode(x)[0].std(0).mean().item()
    shown += [drawn[:12] for drawn in images]
    distances[name] = spread, *(distance(drawn) for drawn in images)
    print("{:9} {:7.2f} {:6.0f} {:8.0f}".format(name, *distances[name]))
print(f"real test digits: {distances['real']:.0f}")
show_images(
    torch.cat(shown),
    columns=12,
    alt="Ten rows, raw and fitted in turn: neither and noise are grey smears when raw; in "
    "the other rows many images are digits, and some are loose strokes.",
)

# %% claim
raws = {name: d[1] for name, d in distances.items() if name != "real"}
fits = {name: d[2] for name, d in distances.items() if name != "real"}
unfit = min(raws["neither"], raws["noise"])
assert unfit > 1.5 * max(raws["loss"], raws["both"]), "far worse than the two with it"
assert 1.5 * raws["loss"] < raws["both"], "and the loss alone is the better one here"
others = [fits[name] for name in ("neither", "loss", "noise")]
assert max(others) < fits["both"], "the three other models are better than both"
assert fits["both"] < raws["both"], "The fit helps both"
assert max(others) < 1.5 * min(others), "close to each other"
assert fits["your VAE"] < raws["your VAE"] < raws["both"], (
    "Your VAE is better than both"
)
assert distances["real"] < 0.3 * min(others), "None of them comes near the real digits"

# %% [markdown]
# The rows come in pairs, raw and fitted, in the order of the table.
#
# - **Raw:** the two models without the loss term are far worse than the two with it, and the loss alone is the better one here.
# - **Fitted:** now all are usable. With the same networks, the three other models are better than both, and close to each other. The fit helps both as well, since its aggregate posterior is not quite the prior.
# - **Your VAE** is better than both in each column. It has convolutions: networks matter as much as cures.
# - None of them comes near the real digits.
#
# Who only wants samples, by this measure and at this size, does not need a VAE. Ghosh and others (2020) found the same on larger data. And good samples and a high likelihood are different things: a model can have one without
# the other (Theis and others, 2016).
#
# What does the VAE have that the others lack? A prior that is known before the training. A bound on the log probability of each image's binarisations. A $\sigma$ that says how exact each code is. And a rate
# in nats, the size of a code, which lesson 01 asked for. In the next lesson we change that rate.

# %% [markdown]
# ### Play: the same code in two decoders
#
# Sliders for the sixteen latents of our VAE, each with the nats that it carries. Push the latent that carries most, then the one that carries least. The second picture is what the decoder of "neither" makes of the same
# numbers. In the second tab go from one digit to another.

# %%
with torch.no_grad():
    means, rates = vae.encode(x)[0], vae.kl_per_dim(x)
LatentExplorer(
    vae.decoder,
    codes=means,
    labels=train.labels,
    images=train.images,
    output="sigmoid",
    compare=models["neither"].decoder,
    titles=("VAE", "neither"),
    rates=rates,
)

# %% claim
assert rates.max() > 1.8, "the largest carries some two nats"
assert rates.min() < 0.2, "the smallest less than a fifth of a nat"
assert (means.var(0) > 0.01).all(), "the mean of each still moves with the image"

# %% [markdown]
# The nats are spread unevenly over the latents: the largest carries some two nats, the smallest less than a fifth of a nat. But none is unused: the mean of each still moves with the image. When does a model give up a latent? That is the
# subject of lesson 06.

# %% [markdown]
# ## Was the trick necessary?
#
# The reparameterisation trick differentiates $f$, here the decoder and its loss. There is another way to the gradient of $\mathbb E_{z \sim \mathcal N(\mu, \sigma^2)}[f(z)]$ that needs no derivative of $f$, the **score function estimator**:
#
# $$\nabla_\mu \, \mathbb E[f(z)] = \mathbb E\!\left[f(z) \, \frac{z - \mu}{\sigma^2}\right] = \mathbb E\!\left[f(z) \, \frac{\varepsilon}{\sigma}\right]$$
#
# It multiplies $f$ by the slope of $\log \mathcal N(z; \mu, \sigma^2)$ in $\mu$, the **score**. The gradient by the reparameterisation trick is called **pathwise**.

# %% [markdown]
# ### Exercise 5 · A gradient without a derivative *(stretch)*
#
# *10 minutes.* Return the average of $f(z)\,\varepsilon / \sigma$ over the draws `eps`.


# %% exercise="vae.score_function_gradient"
def score_function_gradient(f, mean, std, eps):
    """Return the estimated gradient [d].  f: [S, d] -> [S], mean, std: [d], eps: [S, d]"""
    ### BEGIN SOLUTION
    z = mean + std * eps
    return (f(z)[:, None] * eps / std).mean(dim=0)
    ### END SOLUTION


# %% check="vae.score_function_gradient"
score_function_gradient = check("vae.score_function_gradient", score_function_gradient)

# %% [markdown] hint="vae.score_function_gradient"
# `f(z)` has shape `[S]` and `eps` has shape `[S, d]`: `f(z)[:, None]` multiplies row by row.


# %%
def pathwise_gradient(f, mean, std, eps):
    z = (mean + std * eps).requires_grad_()
    return torch.autograd.grad(f(z).sum(), z)[0].mean(dim=0)


def variance_of(gradient, f, mean, runs=2000):
    std = torch.ones_like(mean)
    estimates = [gradient(f, mean, std, torch.randn(1, len(mean))) for _ in range(runs)]
    return torch.stack(estimates).var(dim=0).mean().item()


variances = {}
for name, f, centre in [
    ("|z|^2, 10 dimensions", lambda z: z.square().sum(1), torch.ones(10)),
    ("sin(10 z), 1 dimension", lambda z: torch.sin(10 * z).sum(1), torch.ones(1)),
]:
    score, path = (
        variance_of(g, f, centre) for g in (score_function_gradient, pathwise_gradient)
    )
    variances[name] = score, path
    print(f"{name:23} variance: score {score:7.1f}, pathwise {path:5.1f}")

# %% claim
smooth, wild = variances.values()
assert 100 < smooth[0] / smooth[1] < 180, "over a hundred times as large"
assert 10 < (smooth[0] / smooth[1]) ** 0.5 < 13.5, (
    "its standard deviation some twelve times"
)
assert wild[0] < 0.05 * wild[1], "the score function has the smaller variance"

# %% [markdown]
# Both are right on average. For $|z|^2$ the variance of a single estimate by the score function is over a hundred times as large, its standard deviation some twelve times. A training with it would need many more draws for the same
# step. But for $\sin(10 z)$, whose slope changes fast, the score function has the smaller variance. The pathwise gradient is the better one where $f$ is smooth, as decoders are, and not always.

# %% [markdown]
# ### Build · Three faults
#
# *15 minutes.* A friend's VAE trains without an error, and its bound is poor. Its step has three faults:
#
# ```python
# mean, logvar = encoder(batch).chunk(2, dim=1)
# eps = torch.randn(1, latent_dim)
# z = mean + logvar.exp() * eps
# reconstruction = F.binary_cross_entropy_with_logits(decoder(z), batch, reduction="none").sum(1)
# kl = 0.5 * (mean**2 + logvar.exp() - 1 - logvar).mean(1)
# loss = (reconstruction + kl).mean()
# ```
#
# Write the whole training without them: two networks, such as `mlp(784, 256, 32)` and `mlp(16, 256, 784)`, and ten epochs. Return `encode`, which gives mean and `logvar`, and
# `decode`, which gives logits. The check trains it once and asks for a negative bound of at most 128 nats on digits that it has not seen. Mended it is 125; each fault alone makes it 131
# or more.


# %% exercise="vae.train_vae"
def train_vae(x):
    """Return encode: [B, 784] -> mean, logvar, and decode: z -> logits.  x: [N, 784]"""
    ### BEGIN SOLUTION
    encoder, decoder = mlp(784, 256, 32).to(x.device), mlp(16, 256, 784).to(x.device)
    weights = [*encoder.parameters(), *decoder.parameters()]
    optimizer = torch.optim.AdamW(weights)
    steps = 10 * len(x) // 64
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 4e-3, steps)
    for _ in range(steps):
        batch = x[torch.randint(len(x), (64,), device=x.device)]
        mean, logvar = encoder(batch).chunk(2, dim=1)
        logits = decoder(reparameterize(mean, logvar))
        loss = vae_loss(batch, logits, mean, logvar)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    return lambda x: encoder(x).chunk(2, dim=1), decoder
    ### END SOLUTION


# %% check="vae.train_vae"
train_vae = check("vae.train_vae", train_vae)

# %% [markdown] hint="vae.train_vae"
# Compare each line with its formula. What is $\sigma$, given `logvar`? For how many pictures is one `eps` drawn? Over what does the KL sum?

# %% [markdown] hint="vae.train_vae"
# Your own `reparameterize` and `vae_loss` have none of the three faults. With AdamW and a learning rate that rises to 4e-3 and falls again, ten epochs take some four seconds.

# %% [markdown]
# ## What you take with you
#
# - A VAE is an autoencoder whose code is a distribution: encode, draw $z = \mu + \sigma \varepsilon$, decode.
# - Loss = cross-entropy summed over the pixels + KL summed over the latents, averaged over the batch: nats per image. For grey pixels its negative is a bound on the average log probability of their random binarisations.
# - Noise alone can be made harmless, and the loss alone has no scale. Together they make each code a region.
# - The KL term pulls each $q(z \mid x)$ to the prior. Most of it is information about the image; only a small part is about the aggregate posterior.
# - A Gaussian fitted to the codes makes all four models good samplers. The VAE adds a prior that is known in advance, a bound, an uncertainty for each code, and a rate in nats.

# %%
progress("vae")

# %% [markdown]
# ### Three questions to recall, from lessons 01 to 04
#
# <details><summary>1. Why must the cross-entropy be summed over the pixels and not averaged?</summary>
#
# The bound is log p(x | z) minus the KL, in nats of the whole picture. An average divides the first by 784 and leaves the second.
#
# </details>
#
# <details><summary>2. A posterior with correlated latents: what does our encoder's q lose?</summary>
#
# It has one sigma for each latent and no correlation, so a gap stays open, whatever its mean and widths: $\frac12 (\sum_i \log \Lambda_{ii} - \log\det \Lambda)$ in the linear model,
# with $\Lambda$ the inverse of the posterior's covariance.
#
# </details>
#
# <details><summary>3. Could the codes of the VAE be rotated without changing the loss?</summary>
#
# The prior does not change under a rotation, and the decoder can undo it. But q has independent latents, and after a rotation it would in general not have them. So the VAE prefers some axes (Rolinek and others, 2019).
#
# </details>

# %% [markdown]
# ### Notation card
#
# | written | said | in code |
# |---|---|---|
# | $q(z \mid x)$ | the encoder's Gaussian for one image | `mean, logvar = vae.encode(x)` |
# | $\varepsilon$ | standard normal noise | `eps` |
# | $p(x \mid z)$ | a coin for each pixel, independent given $z$ | `vae.decode(z)`, logits |
# | logit | $\log \frac{p}{1 - p}$, where $p$ is the probability of ink | `logits` |
# | binary cross-entropy | minus the log probability of a coin's toss | `-bernoulli_log_prob(x, logits)` |
# | reconstruction term, distortion | $-\mathbb E_q[\log p(x \mid z)]$ | `distortion` |
# | KL term, rate | $\mathrm{KL}(q(z \mid x) \,\Vert\, p(z))$ | `kl` |
# | $I(x; z)$ | information of a code about its image | `information` |
# | $\bar q(z)$ | aggregate posterior: the average of $q(z \mid x)$ over the images | `cloud`, its log |
# | score | slope of $\log \mathcal N(z; \mu, \sigma^2)$ in $\mu$ | `eps / std` |

# %% [markdown]
# ### What to try next
#
# - Reconstruct a test digit from its mean, then from ten draws. Where do the ten differ?
# - Give the four models the networks of your VAE. Is the loss alone still better raw than both?
# - Train for 28 epochs. How many nats does it gain, and do the samples look better?
# - Leave out the `0.5` in `reparameterize` and see what the check says, then what the training does.

# %% [markdown]
# ### References
#
# - D. Kingma, M. Welling: *Auto-encoding variational Bayes*, ICLR 2014, arXiv:1312.6114.
# - D. Rezende, S. Mohamed, D. Wierstra: *Stochastic backpropagation and approximate inference in deep generative models*, ICML 2014, arXiv:1401.4082.
# - G. Loaiza-Ganem, J. Cunningham: *The continuous Bernoulli: fixing a pervasive error in variational autoencoders*, NeurIPS 2019, arXiv:1907.06845. Grey pixels.
# - M. Hoffman, M. Johnson: *ELBO surgery: yet another way to carve up the variational evidence lower bound*, NIPS workshop, 2016. The two parts of the KL.
# - L. Theis, A. van den Oord, M. Bethge: *A note on the evaluation of generative models*, ICLR 2016, arXiv:1511.01844. Why likelihoods and samples must be judged apart.
# - M. Heusel, H. Ramsauer, T. Unterthiner, B. Nessler, S. Hochreiter: *GANs trained by a two time-scale update rule converge to a local Nash equilibrium*, NIPS 2017, arXiv:1706.08500. The Fréchet distance of images.
# - A. Makhzani, J. Shlens, N. Jaitly, I. Goodfellow, B. Frey: *Adversarial autoencoders*, 2015, arXiv:1511.05644.
# - M. Rolinek, D. Zietlow, G. Martius: *Variational autoencoders pursue PCA directions (by accident)*, CVPR 2019, arXiv:1812.06775.
# - P. Ghosh, M. Sajjadi, A. Vergari, M. Black, B. Schoelkopf: *From variational to deterministic autoencoders*, ICLR 2020, arXiv:1903.12436.
# - I. Tolstikhin, O. Bousquet, S. Gelly, B. Schoelkopf: *Wasserstein auto-encoders*, ICLR 2018, arXiv:1711.01558.
# - R. Williams: *Simple statistical gradient-following algorithms for connectionist reinforcement learning*, Machine Learning, 1992. The score function.
