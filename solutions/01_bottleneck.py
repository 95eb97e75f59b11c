# %% [markdown]
# # 1,000 numbers through a door of 10
#
# *A linear bottleneck keeps a flat.*
#
# A network gets a signal of 1,000 numbers. It may pass on only 10 numbers, and from these 10 it has to give the signal back. That
# sounds impossible, and for most signals it is. For signals that follow a pattern it works, and what gets through tells you
# what the pattern is. Such a narrow place in a network, the door of the title, is called a **bottleneck**.
#
# **You will** build an autoencoder, train it with a step of your own, find out how wide its bottleneck must be, and see exactly
# what it keeps: not ten meanings, but one flat.
#
# **Time:** about 60 minutes, and 15 more for the stretch exercises. **You need:** lesson 00, matrix products, gradients by `backward()`.

# %% tags=["setup"]
import torch
from torch import nn

from gencourse.data import batches, digits, signals
from gencourse.exercises import check, progress, show_fix
from gencourse.models import PCA, Autoencoder
from gencourse.plots import (
    show_autoencoder,
    show_curves,
    show_images,
    show_signals,
)
from gencourse.runtime import get_device, seed_everything
from gencourse.training import fit, gradient_step
from gencourse.widgets import BottleneckExplorer

device = get_device()
seed_everything(0)

# %% [markdown]
# ## How many numbers does a signal need?
#
# Here are four of 2,000 signals. Each is a list of 1,000 numbers. Each was made from ten hidden numbers: there are ten fixed waves, and
# the hidden numbers say how much of each wave is added. On top there is a little noise of standard deviation 0.1 on every
# point. The network will be told nothing of this.

# %%
made = signals(2000, noise=0.1, seed=0)
train = made.x.to(device)  # [2000, 1000]
test = signals(500, noise=0.1, seed=1).x.to(device)  # [500, 1000]
show_signals(
    {f"signal {i + 1}": {"signal": train[i]} for i in range(4)},
    alt="Four wavy lines with a little noise, each with bumps at other places.",
)

# %% [markdown]
# ## Encoder, code, decoder
#
# An **encoder** turns the signal $x$ into a **code** $z$ of ten numbers. A **decoder** makes an output $\hat x$ of 1,000 numbers from the
# code alone. The space of all codes is the **latent space**; "latent" means hidden. The two together are an **autoencoder**:
# a network that is trained, without any labels, to return its own input. The code is its bottleneck.

# %%
show_autoencoder(1000, 10)

# %% [markdown]
# Both halves are as simple as possible here, a matrix and a bias:
#
# $$z = A\,x + b \qquad \hat x = W z + c$$
#
# How good is the output? We measure the **squared error**, also called **reconstruction error**. It is summed over the 1,000 points of
# a signal and averaged over the signals:
#
# $$\frac1B \sum_{i=1}^{B} \sum_{t=1}^{1000} \left(\hat x_{i,t} - x_{i,t}\right)^2$$

# %% [markdown]
# ### Exercise 1 · Squared error
#
# *5 minutes.* Sum over the features, average over the batch. Note the difference to `torch.nn.functional.mse_loss`, which averages over both:
# with our sum, an error of 10 means 10 per signal, however many points a signal has.


# %% exercise="bottleneck.squared_error"
def squared_error(x, reconstruction):
    """Return the squared error of a batch, one number.  both: [B, features]"""
    ### BEGIN SOLUTION
    return ((reconstruction - x) ** 2).sum(dim=1).mean()
    ### END SOLUTION


# %% check="bottleneck.squared_error"
squared_error = check("bottleneck.squared_error", squared_error)

# %% [markdown] hint="bottleneck.squared_error"
# `dim=1` runs along the features of one signal, `dim=0` along the signals of the batch.

# %%
mean_signal = train.mean(0, keepdim=True).expand_as(test)
lazy_error = squared_error(test, mean_signal)
print(f"the mean signal, always: {lazy_error:.0f}")
print(f"noise alone: {1000 * 0.1**2:.0f}")

# %% claim
assert 1030 < lazy_error < 1130, (
    "A model that always answers with the mean signal has an error of about 1,080"
)

# %% [markdown]
# These are our two marks. A model that always answers with the mean signal has an error of about 1,080. And nothing can get
# much below 10: that is the noise, 0.1 squared on each of 1,000 points. It has no pattern, so ten numbers cannot carry it.

# %% [markdown]
# ### Exercise 2 · A linear autoencoder
#
# *5 minutes.* Return the two halves: an encoder from `features` numbers to `width`, and a decoder back. Use linear layers with a bias and no
# activation. (The next lesson shows what an activation adds.)


# %% exercise="bottleneck.linear_autoencoder"
def linear_autoencoder(features, width):
    """Return an encoder [B, features] -> [B, width] and a decoder back."""
    ### BEGIN SOLUTION
    return nn.Linear(features, width), nn.Linear(width, features)
    ### END SOLUTION


# %% check="bottleneck.linear_autoencoder"
linear_autoencoder = check("bottleneck.linear_autoencoder", linear_autoencoder)

# %% [markdown] hint="bottleneck.linear_autoencoder"
# `nn.Linear(a, b)` takes `[B, a]` to `[B, b]`. Return two of them, with a comma in between.

# %% [markdown]
# `Autoencoder` puts the halves together as one `model`: `model(x)` is the output, `model.encode(x)` the code, and `model.loss(x)` returns the squared error
# under the name `"loss"`.

# %% [markdown]
# ### Exercise 3 · One training step
#
# *10 minutes.* Three calls in the right order make a network learn: forget the old gradient, compute the new one, take the step. Return the loss
# as a plain number; a list of tensors would keep all computations in memory.


# %% exercise="bottleneck.train_step"
def train_step(model, optimizer, x):
    """Take one step down the gradient of model.loss(x)["loss"]; return the loss as a float."""
    ### BEGIN SOLUTION
    optimizer.zero_grad()
    loss = model.loss(x)["loss"]
    loss.backward()
    optimizer.step()
    return loss.item()
    ### END SOLUTION


# %% check="bottleneck.train_step"
train_step = check("bottleneck.train_step", train_step)

# %% [markdown] hint="bottleneck.train_step"
# The calls are `optimizer.zero_grad()`, `loss.backward()` and `optimizer.step()`. torch *adds* each new gradient to the old one, so it must
# be forgotten first.

# %% [markdown] hint="bottleneck.train_step"
# `loss.item()` is the number without its history.

# %%
epochs, lr = 60, 1e-2
model = Autoencoder(*linear_autoencoder(1000, 10), latent_dim=10).to(device)
loader = batches(train, 100)  # 20 batches, in a new order each epoch
optimizer = torch.optim.Adam(model.parameters(), lr=lr, fused=True)
schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, lr, epochs * len(loader))
losses = []
for _ in range(epochs):
    for x in loader:
        losses.append(train_step(model, optimizer, x))
        schedule.step()
for step in (0, 100, 200, 400, 1199):
    print(f"step {step + 1:4}: loss {losses[step]:7.1f}")

# %% claim
assert losses[0] > lazy_error, "At first the network is worse than the mean signal"

# %% [markdown]
# At first the network is worse than the mean signal. How does it end on signals that it has not seen?

# %%
clean = signals(500, seed=1).x.to(device)  # the test signals without their noise
output = model(test)
print(f"output against input: {squared_error(test, output):.1f}")
print(f"output against the signal without noise: {squared_error(clean, output):.2f}")
show_signals(
    {f"test signal {i + 1}": {"input": test[i], "output": output[i]} for i in range(4)},
    alt="Four test signals; the output runs through the middle of each noisy input.",
)

# %% claim
assert 9.7 < squared_error(test, clean) < 10.3, (
    "that is the noise, 0.1 squared on each of 1,000 points"
)
assert 9.9 < squared_error(test, output) < 10.6, "The error is about 10.2"
assert squared_error(clean, output) < 0.1 * squared_error(clean, test), (
    "a small part of what the noise had added"
)

# %% [markdown]
# The error is about 10.2, on signals that the network has never seen. Nearly all of it is noise that the output does not have: the output
# is much nearer to the signal without noise than the input is. Ten numbers were enough for the signal, and only
# a small part of what the noise had added came along. The package has this training loop as `fit`, and your step as `gradient_step`;
# the next cells and lessons use them.

# %% [markdown]
# ## How wide must the bottleneck be?
#
# **Predict before you run:** we train autoencoders with bottlenecks of 2, 4, 6, 8, 9, 10, 11, 12 and 16 numbers. What will the curve of their errors look
# like? At which width does it stop falling, and how high is the error there?

# %% [markdown] question="how-wide"
# It falls up to 10 and is flat from there, at about 10. The signals were made from ten numbers, so ten numbers are enough, and an eleventh
# could carry nothing but noise. Below ten, a part of the signal is lost. The last two numbers matter least.


# %%
def train_autoencoder(x, width, epochs=60, lr=1e-2):
    model = Autoencoder(*linear_autoencoder(x.shape[1], width), latent_dim=width)
    model = model.to(x.device)
    loader = batches(x, 100)
    optimizer = torch.optim.Adam(model.parameters(), lr=lr, fused=True)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, lr, epochs * len(loader))
    step = gradient_step(model, optimizer, scheduler=schedule)
    fit(step, loader, epochs=epochs, progress=False)
    return model


widths = [2, 4, 6, 8, 9, 10, 11, 12, 16]
errors = {}
for width in widths:
    narrow = train_autoencoder(train, width)
    errors[width] = squared_error(test, narrow(test)).item()
print("  ".join(f"{width}: {error:.1f}" for width, error in errors.items()))
show_curves(
    torch.tensor(widths),
    {"linear autoencoder": torch.tensor(list(errors.values()))},
    xlabel="width of the bottleneck",
    ylabel="squared error per signal",
    logy=True,
    alt="The error falls steeply up to width 10 and is flat at about 10 from there.",
)

# %% claim
drops = dict(zip(widths[1:], -torch.tensor(list(errors.values())).diff(), strict=True))
assert 28 < errors[9] < 31, (
    "from about 30 at nine numbers to about 10 at ten, and no further"
)
assert 9.9 < min(errors[w] for w in (10, 11, 12, 16)), (
    "from about 30 at nine numbers to about 10 at ten, and no further"
)
assert max(errors[w] for w in (10, 11, 12, 16)) < 11, (
    "from about 30 at nine numbers to about 10 at ten, and no further"
)
assert drops[10] + drops[9] < drops[8], "The last two numbers matter least"
assert 16 < drops[10] < 21 and abs(drops[11]) < 0.2, (
    "the error falls by about 18 with the tenth number and not at all with the eleventh"
)

# %% [markdown]
# The curve has a knee at 10: it falls from about 30 at nine numbers to about 10 at ten, and no further. Nobody told the network how many
# hidden numbers there were; we read it off the knee. Real data rarely has such a knee, as we will see below.

# %% [markdown]
# ## What gets through: a flat
#
# Ten numbers $z$ and a linear decoder can make the outputs $\hat x = W z + c$ and no others. These form an **affine subspace**, or **flat** for
# short: start at a point $c$ and go any distance in ten directions, the columns of $W$. A line is a flat of dimension 1, a plane one of dimension
# 2; ours has dimension 10 in a space of 1,000. The decoder fixes the flat, and the encoder chooses a point on it for each signal.
#
# Which flat lies nearest to the data, in squared error? The best point on a given flat is the orthogonal projection $p$ of $x$. If the flat
# passes through the mean $\mu$ of the data, Pythagoras says
#
# $$|x - \mu|^2 = |p - \mu|^2 + |x - p|^2$$
#
# The left side does not depend on the flat. So the error $|x - p|^2$ is smallest, on average, where the spread along the flat $|p - \mu|^2$ is largest.
# The nearest flat follows the directions in which the data spreads most. They are called **principal components**, and finding them is **principal
# component analysis**, or **PCA**. It needs no training: the components are eigenvectors of the covariance.

# %%
pca = PCA(10).fit(train)
for name, flat in (("PCA", pca), ("autoencoder", model)):
    on_train, on_test = flat.loss(train)["loss"], flat.loss(test)["loss"]
    print(f"{name:11}  train {on_train:.2f}  test {on_test:.2f}")

# %% claim
assert 1 < model.loss(train)["loss"] / pca.loss(train)["loss"] < 1.03, (
    "ours comes within about 2 %"
)

# %% [markdown]
# No linear autoencoder can beat PCA on the training data, and ours comes within about 2 %. So is it the same flat? Two errors that are nearly
# equal do not prove it. We need the angle between the two flats.

# %% [markdown]
# ### Exercise 4 · The angle between two flats *(stretch)*
#
# *10 minutes.* The angle concerns only the directions of a flat, not its point $c$. So take the subspaces that the columns of `a` and of `b` span. The
# cosines of the **principal angles** between them are the singular values of $Q_a^\top Q_b$, where $Q_a$ and $Q_b$ hold *orthonormal* columns that span
# the same subspaces. Return the largest angle in degrees: 0 if the subspaces are the same, 90 if one has a direction that is orthogonal to all of the other.


# %% exercise="bottleneck.subspace_angle"
def subspace_angle(a, b):
    """Return the largest principal angle in degrees, one number.  a, b: [D, k]"""
    ### BEGIN SOLUTION
    q_a, q_b = torch.linalg.qr(a).Q, torch.linalg.qr(b).Q
    cosines = torch.linalg.svdvals(q_a.T @ q_b)
    return torch.rad2deg(torch.acos(cosines.min().clamp(max=1)))
    ### END SOLUTION


# %% check="bottleneck.subspace_angle"
subspace_angle = check("bottleneck.subspace_angle", subspace_angle)

# %% [markdown] hint="bottleneck.subspace_angle"
# `torch.linalg.qr(a).Q` has orthonormal columns with the same span as those of `a`. `torch.linalg.svdvals` returns the singular values, largest
# first; the largest angle has the smallest cosine.

# %% [markdown] hint="bottleneck.subspace_angle"
# Rounding can make a cosine 1.0000000000000002, and the acos of that is nan: clamp it to 1.


# %%
def best_matches(
    a, b
):  # for each column of a the |cosine| with the nearest column of b
    return (a / a.norm(dim=0)).T.mm(b / b.norm(dim=0)).abs().amax(dim=1)


learned = model.decoder.weight.detach().cpu().double()  # [1000, 10]
components = pca.components.T.cpu().double()  # [1000, 10]
point_error = model.loss(pca.mean[None])["loss"]  # PCA's point c, through the model
print(f"angle {subspace_angle(learned, components):.2f} degrees", end=", ")
print(f"PCA's mean lies {point_error.sqrt():.2f} or less from the other flat")
matches = (
    best_matches(learned, components),
    best_matches(learned, made.waves.T.double()),
)
for name, match in zip(("components", "waves"), matches, strict=True):
    print(f"best match with the {name}:", [round(m, 2) for m in match.tolist()])

# %% claim
assert subspace_angle(learned, components) < 0.3, (
    "The two flats agree: the angle is about a tenth of a degree"
)
assert point_error.sqrt() < 0.02 * train.norm(dim=1).mean(), (
    "and they lie in the same place"
)
assert 0.5 < matches[0].mean() < 0.72, (
    "a column of the decoder matches its nearest component at about 0.6"
)
assert matches[0].max() < 0.9 and matches[1].max() < 0.9, (
    "The waves that the signals were made of are not found either"
)

# %% [markdown]
# The two flats agree: the angle is about a tenth of a degree, and they lie in the same place. The directions *in* the flat do not agree: on average
# a column of the decoder matches its nearest component at about 0.6, where 1 would be the same direction. The waves that the signals were made of
# are not found either.
#
# **The bottleneck keeps the flat, not the axes.** Multiply the codes by any invertible matrix $M$ and the decoder by $M^{-1}$, and the output is the same:
#
# $$W z = (W M^{-1})(M z)$$
#
# The loss sees only the output, so it cannot prefer one set of ten axes over another. A single unit of a linear bottleneck means nothing by itself.

# %% [markdown]
# ### Play: push a number, mix the codes
#
# Each slider is one number of the code, with the wave it adds. Push one. Then press *Mix the codes*: all sliders and all waves
# change. Does the output? In the second tab, make the bottleneck narrower and watch what is lost first.

# %%
BottleneckExplorer(model.encoder, model.decoder, train)

# %% [markdown]
# Mixing changes every number and every wave, but not the output. In the second tab the large, slow shapes survive a narrow bottleneck. The
# directions in which signals differ least are lost first.

# %% [markdown]
# ## Real digits have no knee
#
# Now the digits of lesson 00, 784 pixels each. Nobody made them from ten numbers. We send them through bottlenecks of 1 to 128 numbers, with PCA, the
# best linear autoencoder on the training set.

# %%
digit_train = digits("train").images.flatten(1).to(device)  # [4000, 784]
digit_test = digits("test").images.flatten(1).to(device)  # [500, 784]
digit_widths = [1, 2, 4, 8, 16, 32, 64, 128]
best = {w: PCA(w).fit(digit_train) for w in digit_widths}
digit_errors = torch.stack([best[w].loss(digit_test)["loss"] for w in digit_widths])
show_curves(
    torch.tensor(digit_widths),
    {"PCA on test digits": digit_errors},
    xlabel="width of the bottleneck",
    ylabel="squared error per digit",
    logx=True,
    alt="The error falls smoothly from 49 at width 1 to 4 at width 128, without a knee.",
)

# %% claim
gains = -digit_errors.diff()
assert 48 < digit_errors[0] < 50 and 3.5 < digit_errors[-1] < 4.5, (
    "It falls from 49 at width 1 to 4 at width 128"
)
assert (gains > 1).all() and gains.max() < 10, "every doubling of the width helps"

# %%
shown = [digit_test[:12], *(best[w](digit_test[:12]) for w in (2, 8, 32, 128))]
show_images(
    torch.cat(shown).view(-1, 1, 28, 28),
    columns=12,
    alt="Twelve digits, then through 2, 8, 32 and 128 numbers: blurs, then digits.",
)

# %% [markdown]
# The rows are the originals, then widths 2, 8, 32 and 128. The error has no knee. It falls from 49 at width 1 to 4 at width 128, and every doubling of the
# width helps. So no flat of few dimensions holds the digits. Would a curved surface come nearer? The next lesson tries.

# %% [markdown]
# ## Equal error is not equal flat
#
# Once more an autoencoder against PCA, now with 10 numbers on digits. Last time the errors differed by 2 % and the flats by a tenth of a degree.
# **Guess the angle** this time, then run. The row *no bias* shows PCA without a bias:
# there the flat has to pass through the point zero, the empty picture.

# %%
seed_everything(0)
digit_model = train_autoencoder(digit_train, 10, epochs=40)
digit_learned = digit_model.decoder.weight.detach().cpu().double()  # [784, 10]
eleven = PCA(11).fit(digit_train)
ten = eleven.components[:10].T.cpu().double()  # [784, 10]
pca_error = eleven.total_variance - eleven.variances[:10].sum()  # what ten leave over
raw = torch.linalg.svd(digit_train, full_matrices=False).Vh[:10].T  # [784, 10]
digit_flats = {
    "PCA": (pca_error, ten),
    "autoencoder": (digit_model.loss(digit_train)["loss"], digit_learned),
    "no bias": (
        squared_error(digit_train, digit_train @ raw @ raw.T),
        raw.cpu().double(),
    ),
}
for name, (error, directions) in digit_flats.items():
    angle = subspace_angle(directions, ten)
    print(f"{name:11} error {error:.2f}, angle with PCA {angle:.0f} degrees")
print("variances of components 9 to 11:", eleven.variances[8:])

# %% claim
angles = {
    name: subspace_angle(directions, ten)
    for name, (_, directions) in digit_flats.items()
}
v = eleven.variances
assert 1 < digit_flats["autoencoder"][0] / pca_error < 1.006, (
    "within half a per cent of the best error"
)
assert 8 < angles["autoencoder"], "its flat makes a large angle with PCA's"
assert v[10] / v[9] > 0.9, (
    "The tenth and the eleventh component of digits carry nearly the same variance"
)
assert 20 < angles["no bias"] < 24, "It is 22 degrees away from PCA's"
assert 1 < digit_flats["no bias"][0] / pca_error < 1.02, (
    "and its error is only slightly higher"
)

# %% [markdown]
# The autoencoder is within half a per cent of the best error, and yet its flat makes a large angle with PCA's. How large depends on the seed: 16 degrees with
# this one, 41 and even 81 degrees with others. The reason stands in the last line. The tenth and the eleventh component of digits carry nearly the same variance, so it
# costs very little to replace one by the other. The signals have a large gap there: the error falls by about 18 with the tenth number and not at all with the eleventh. Without
# such a gap, a small error does not tell us that the flat is right.
#
# The bias matters, too. Without it the best flat is that of the singular vectors of the raw pixels. It is 22 degrees away from PCA's, and its error is only slightly
# higher. So "a linear autoencoder learns PCA" is true with biases or with centred data, and it is true of the flat, not of the axes.

# %% [markdown]
# ## Numbers are not bits
#
# 1,000 numbers through 10: is that a compression of 100 to 1? Only if a number of the code takes as many bits as a number of the signal. A sound file may have 16
# bits for each point, and our code has 32-bit floats.

# %% [markdown]
# ### Exercise 5 · Compression in bits *(stretch)*
#
# *5 minutes.* Return how many times fewer bits the code needs: `length` numbers of `bits` bits went in, `width` numbers of `code_bits` bits came out.


# %% exercise="bottleneck.compression_ratio"
def compression_ratio(length, width, bits, code_bits):
    """Return bits of the input over bits of the code, one number."""
    ### BEGIN SOLUTION
    return length * bits / (width * code_bits)
    ### END SOLUTION


# %% check="bottleneck.compression_ratio"
compression_ratio = check("bottleneck.compression_ratio", compression_ratio)

# %% [markdown] hint="bottleneck.compression_ratio"
# First count the bits of each side, then divide, with `/`.

# %%
sound = compression_ratio(1000, 10, bits=16, code_bits=32)
digit = compression_ratio(784, 10, bits=8, code_bits=32)
print(f"signals of 16 bits: {sound:.0f} to 1, digits of 8 bits: {digit:.1f} to 1")

# %% [markdown]
# The ratios are 50 to 1 for signals and about 20 to 1 for digits. Even these do not count the weights, which the receiver must have, or what the error loses. How
# many bits a code *really* carries is a question for lesson 05, where noise on the code makes it countable.

# %% [markdown]
# ## What you take with you
#
# - An autoencoder returns its input through a code that is too narrow to copy it. Nobody has to label anything.
# - A linear one can make the points of one flat, and training finds nearly the flat that PCA computes: the one along the directions of largest spread.
# - The flat is determined, the axes in it are not: mixed codes give the same output.
# - The error stops falling where the hidden numbers end, if the data has such an end. Digits have none.
# - Equal error does not mean equal flat. A hundredth of the numbers is not a hundredth of the bits.

# %%
progress("bottleneck")

# %% [markdown]
# ### Three questions to recall, from lesson 00
#
# <details><summary>1. Why did we measure the error on test signals?</summary>
#
# A model is judged on points it has not seen. On the training data a model that overfits looks better than it is.
#
# </details>
#
# <details><summary>2. A Gaussian fitted to 784 pixels gave smoke. What has it to do with PCA?</summary>
#
# PCA uses its mean and its covariance: the components are the eigenvectors of the covariance. A sample of that Gaussian is the mean plus
# all 784 components in random amounts.
#
# </details>
#
# <details><summary>3. Can a density of 9.5 be right, and an error of 1,080?</summary>
#
# Both depend on units: a density is share per unit, and our error is a sum over 1,000 points. Such numbers are for comparing.
#
# </details>

# %% [markdown]
# ### Notation card
#
# | written | said | in code |
# |---|---|---|
# | $x$, $\hat x$ | input and output (reconstruction) | `x`, `model(x)` |
# | $z$ | code, a point of the latent space | `model.encode(x)` |
# | $A$, $b$ and $W$, $c$ | weights and biases of encoder and decoder | `model.encoder`, `model.decoder` |
# | $B$ | batch size | `len(x)` |
# | $k$ | width of the bottleneck | `latent_dim` |
# | $Q$ | orthonormal columns | `torch.linalg.qr(a).Q` |
# | flat | affine subspace: a point and $k$ directions | `model.decoder.bias`, `.weight` |
# | PCA | principal component analysis | `PCA(k).fit(x)` |

# %% [markdown]
# ### What to try next
#
# - Put an `nn.ReLU()` behind the encoder and train again at width 10. How many numbers would you need now?
# - Train with noise 1.0 instead of 0.1. Where does the curve of widths flatten, and at which height?
# - Train for 5 epochs only. Which directions are learned first?
#
# The next lesson bends the flat.

# %% [markdown]
# ### References
#
# - K. Pearson: *On lines and planes of closest fit to systems of points in space*, Philosophical Magazine, 1901. The flat nearest to the data.
# - H. Bourlard, Y. Kamp: *Auto-association by multilayer perceptrons and singular value decomposition*, Biological Cybernetics, 1988.
# - P. Baldi, K. Hornik: *Neural networks and principal component analysis: learning from examples without local minima*, Neural Networks, 1989.
#   Why training finds PCA's flat.
# - E. Plaut: *From principal subspaces to principal components with linear autoencoders*, 2018, arXiv:1804.10253.
