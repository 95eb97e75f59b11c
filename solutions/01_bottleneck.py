# %% [markdown]
# # 1,000 numbers through a door of 10
#
# *A linear bottleneck keeps a flat.*
#
# Push a signal of 1,000 numbers through a door that lets only 10 pass, and ask for the signal back on the other side. It sounds
# hopeless, and for most signals it is. For signals that follow a pattern it works, and what gets through tells you
# what the pattern is. The next lessons bend this door, open it wide, and put noise in it.
#
# **You will** build an autoencoder, train it with a step of your own, find out how wide its door must be, and see exactly what it
# keeps: not ten meanings, but one flat.
#
# **Time:** about 65 minutes. **You need:** lesson 00, matrix products, gradients by `backward()`.

# %% tags=["setup"]
import copy

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
# Here are four of 2,000 signals. Each is a list of 1,000 numbers. They were made from ten hidden numbers each: ten fixed waves, added
# up in ten different amounts, and a little noise of standard deviation 0.1 on every point. The network will be told
# none of that.

# %%
train = signals(2000, noise=0.1, seed=0).x.to(device)  # [2000, 1000]
test = signals(500, noise=0.1, seed=1).x.to(device)  # [500, 1000]
show_signals(
    {f"signal {i + 1}": {"signal": train[i]} for i in range(4)},
    alt="Four wavy lines with a little noise, each with bumps at other places.",
)

# %% [markdown]
# ## The door
#
# An **encoder** turns the signal $x$ into a **code** $z$ of ten numbers. A **decoder** makes an output $\hat x$ of 1,000 numbers from the
# code alone. The space of all codes is the **latent space**, "latent" meaning hidden. The two together are an **autoencoder**:
# trained, without any labels, to return its own input.

# %%
show_autoencoder(1000, 10)

# %% [markdown]
# Both halves are as simple as can be here, a matrix and a bias:
#
# $$z = E\,x + b \qquad \hat x = D\,z + c$$
#
# How good is the output? We measure the **squared error**, summed over the 1,000 points of a signal and averaged over the signals:
#
# $$\frac1B \sum_{i=1}^{B} \sum_{t=1}^{1000} \left(\hat x_{i,t} - x_{i,t}\right)^2$$

# %% [markdown]
# ### Exercise 1 · Squared error
#
# *5 minutes.* Sum over the features, average over the batch. Mind the difference to `torch.nn.functional.mse_loss`, which averages over both:
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
print(f"the mean signal, always: {squared_error(test, mean_signal):.0f}")
print(f"noise alone: {1000 * 0.1**2:.0f}")

# %% [markdown]
# These are our two marks. Who always answers with the mean signal pays about 1,080. And nobody can do much better than 10: noise
# of 0.1 on each of 1,000 points has no pattern, so it fits through no door.

# %% [markdown]
# ### Exercise 2 · A linear autoencoder
#
# *5 minutes.* Return the two halves: an encoder from `features` numbers to `width`, and a decoder back. Linear layers with a bias, no
# activation. (Why no activation is needed for these signals, and what one would add, is the subject of the next lesson.)


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

# %%
encoder, decoder = linear_autoencoder(1000, 10)
untrained = Autoencoder(encoder, decoder, latent_dim=10).to(device)
print(f"untrained: {squared_error(test, untrained(test)):.0f}")

# %% [markdown]
# `Autoencoder` puts the halves together as one `model`: `model(x)` is the output, `model.encode(x)` the code, and `model.loss(x)` returns the squared error
# under the name `"loss"`. Untrained it is worse than the mean signal.

# %% [markdown]
# ### Exercise 3 · One training step
#
# *10 minutes.* Three calls in the right order make a network learn: forget the old gradient, compute the new one, take the step. Return the loss
# as a plain number, so that a list of losses does not keep a thousand computations alive.


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
model = copy.deepcopy(untrained)  # run again, this cell begins anew
loader = batches(train, 100)  # 20 batches, in a new order each epoch
optimizer = torch.optim.Adam(model.parameters(), lr=lr, fused=True)
schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, lr, epochs * len(loader))

losses = []
for _ in range(epochs):
    for x in loader:
        losses.append(train_step(model, optimizer, x))
        schedule.step()

# %%
steps = torch.arange(1, len(losses) + 1)
show_curves(
    steps,
    {"loss of the batch": torch.tensor(losses)},
    xlabel="step",
    ylabel="squared error per signal",
    logy=True,
    alt="The loss falls from above 1,000 to about 10 within 1,200 steps.",
)

# %%
output = model(test)
print(f"on signals it has not seen: {squared_error(test, output):.1f}")
show_signals(
    {f"test signal {i + 1}": {"input": test[i], "output": output[i]} for i in range(4)},
    alt="Four test signals; the output runs through the middle of each noisy input.",
)

# %% [markdown]
# About 10.2, on signals that it has never seen: nearly all that is left is noise. 1,000 numbers went through a door of 10, and came back even cleaner
# than they were. The loop above is the one that all lessons use from now on; the package has it as `fit`, and your step as
# `gradient_step`.

# %% [markdown]
# ## How wide must the door be?
#
# **Predict before you run:** we train autoencoders with doors of 2, 4, 6, 8, 9, 10, 11, 12 and 16. What will the curve of their errors look like? At which
# width does a wider door stop paying, and how high is the error there?

# %% [markdown] question="how-wide"
# It falls up to 10 and is flat from there, at about 10. The signals were made from ten numbers, so ten numbers are enough, and an eleventh has
# nothing to carry but noise. Below ten something real is lost, least with the ninth and tenth number.


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


# %%
widths = [2, 4, 6, 8, 9, 10, 11, 12, 16]
errors = {}
for width in widths:
    narrow = train_autoencoder(train, width)
    errors[width] = squared_error(test, narrow(test)).item()
print("  ".join(f"{width}: {error:.1f}" for width, error in errors.items()))
show_curves(
    torch.tensor(widths),
    {"linear autoencoder": torch.tensor(list(errors.values()))},
    xlabel="width of the door",
    ylabel="squared error per signal",
    logy=True,
    alt="The error falls steeply up to width 10 and is flat at about 10 from there.",
)

# %% [markdown]
# The curve has a knee at 10: from 29.5 at nine numbers to 10.2 at ten, and no further. Nobody told the network how many hidden numbers there
# were. We read it off the knee. On real data there is rarely such a knee, as we will see below.

# %% [markdown]
# ## What gets through: a flat
#
# Ten numbers $z$ and a linear decoder can make the outputs $\hat x = D z + c$ and no others. These form a **flat**: a point $c$, and from there ten directions,
# the columns of $D$, with everything they span. A line is a flat of dimension 1, a plane one of dimension 2; ours has
# dimension 10 in a space of 1,000. The encoder's job is to name the point of the flat that is nearest to $x$.
#
# Which flat lies nearest to the data? That question was answered in 1901: the one through the mean along the **principal
# components**, the directions in which the data spreads most. PCA computes it without any training.

# %%
pca = PCA(10).fit(train)
for name, flat in (("PCA", pca), ("autoencoder", model)):
    on_train, on_test = flat.loss(train)["loss"], flat.loss(test)["loss"]
    print(f"{name:11}  train {on_train:.2f}  test {on_test:.2f}")

# %% [markdown]
# No linear autoencoder can beat PCA on the training data, and ours comes within about 2 %. So does it lie on the same flat? Two errors that are nearly
# equal do not prove it. We need the angle between two flats.

# %% [markdown]
# ### Exercise 4 · The angle between two flats *(stretch)*
#
# *10 minutes.* The columns of `a` and of `b` span one flat each. The cosines of the **principal angles** between them are the singular values of $Q_a^\top Q_b$, where
# $Q_a$ and $Q_b$ hold *orthonormal* columns that span the same flats. Return the largest angle in degrees: 0 if the flats are the
# same, 90 if one has a direction that is orthogonal to all of the other.


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
learned = model.decoder.weight.detach().cpu().double()  # [1000, 10]
components = pca.components.T.cpu().double()  # [1000, 10]
print(f"angle between the two flats: {subspace_angle(learned, components):.2f} degrees")
unit = learned / learned.norm(dim=0)  # the decoder's ten columns at length 1
cosines = (unit.T @ components).abs()  # [10, 10], 1 where directions agree
print("best match of each column with a component:")
print([round(c, 2) for c in cosines.amax(dim=1).tolist()])

# %% [markdown]
# The flats agree within a tenth of a degree. The directions in them do not: the best match of a column with any component is near 0.6. (Three seeds:
# angles of 0.07 to 0.11 degrees, mean matches of 0.58 to 0.64.) The waves that the signals were made of are not found either. **The door
# keeps the flat, not the axes.** Multiply the codes by any invertible matrix $M$ and the decoder by $M^{-1}$, and the output is the same:
#
# $$D z = (D M^{-1})(M z)$$
#
# The loss sees only the output, so it cannot prefer one set of ten axes over another. A single unit of a bottleneck means nothing by itself.

# %% [markdown]
# ### Play: push a number, mix the codes
#
# Each slider is one number of the code, with the wave it adds. Push one. Then press *Mix the codes*: all sliders and all waves
# change. Does the output? In the second tab, narrow the door and watch what is lost first.

# %%
BottleneckExplorer(model.encoder, model.decoder, train)

# %% [markdown]
# Mixing changes every number and every wave, and the output not at all. In the second tab the large, slow shapes survive a narrow door; what
# goes first are the directions in which signals differ least.

# %% [markdown]
# ## Real digits have no knee
#
# Now the digits of lesson 00, 784 pixels each. They were not made from ten numbers. We send them through doors of 1 to 128, by PCA, which is the best that
# any linear door can do on the training set.

# %%
digit_train = digits("train").images.flatten(1).to(device)  # [4000, 784]
digit_test = digits("test").images.flatten(1).to(device)  # [500, 784]
doors = [1, 2, 4, 8, 16, 32, 64, 128]
best = {w: PCA(w).fit(digit_train) for w in doors}
digit_errors = torch.stack([best[w].loss(digit_test)["loss"] for w in doors])
show_curves(
    torch.tensor(doors),
    {"PCA on test digits": digit_errors},
    xlabel="width of the door",
    ylabel="squared error per digit",
    logx=True,
    alt="The error falls smoothly from 49 at width 1 to 4 at width 128, without a knee.",
)

# %%
shown = [digit_test[:12], *(best[w](digit_test[:12]) for w in (2, 8, 32, 128))]
show_images(
    torch.cat(shown).view(-1, 1, 28, 28),
    columns=12,
    alt="Twelve digits, then through 2, 8, 32 and 128 numbers: blurs, then digits.",
)

# %% [markdown]
# The rows are the originals, then widths 2, 8, 32 and 128. Every further number helps a little: digits do not lie on a flat. They lie near something
# curved, which the next lesson will bend a network around.

# %% [markdown]
# ## Equal error is not equal flat
#
# Once more an autoencoder against PCA, now with 10 numbers on digits. Last time the errors differed by 2 % and the flats by a tenth of a degree.
# **Guess the angle** this time, then run.

# %%
seed_everything(0)
digit_model = train_autoencoder(digit_train, 10, epochs=40)
digit_pca = PCA(10).fit(digit_train)
ratio = digit_model.loss(digit_train)["loss"] / digit_pca.loss(digit_train)["loss"]
digit_learned = digit_model.decoder.weight.detach().cpu().double()  # [784, 10]
digit_components = digit_pca.components.T.cpu().double()  # [784, 10]
angle = subspace_angle(digit_learned, digit_components)
print(f"error {ratio:.4f} times PCA's, angle {angle:.0f} degrees")

# %% [markdown]
# Within a thousandth of the best error, and yet 16 degrees off; two other seeds gave 20 and 10 degrees. The tenth and the eleventh component of digits carry almost the same variance, so
# swapping one for the other costs next to nothing. A gap between these variances, as our signals have after the tenth, is what ties a small error to the
# right flat.

# %%
raw = torch.linalg.svd(digit_train, full_matrices=False).Vh[:10]  # [10, 784]
raw_error = squared_error(digit_train, digit_train @ raw.T @ raw)
raw_angle = subspace_angle(raw.T.cpu().double(), digit_components)
print(f"PCA {digit_pca.loss(digit_train)['loss']:.2f}")
print(f"without a bias {raw_error:.2f}, angle {raw_angle:.0f} degrees")

# %% [markdown]
# The bias matters too. Without it the flat has to pass through the point zero, the empty picture, and the best such flat is that of the singular vectors of
# the raw pixels: 22 degrees away from PCA's, at an error only slightly higher. "A linear autoencoder learns PCA" is true with biases or centred
# data, about the flat, and nothing more.

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
# 50 to 1, and about 20 to 1 for digits; and even that counts neither the weights, which the receiver must have, nor what the error loses. How many bits a code
# *really* carries is a question for lesson 05, where noise on the code gives it an exact price.

# %% [markdown]
# ## What you take with you
#
# - An autoencoder returns its input through a code that is too narrow to copy it; nobody has to label anything.
# - A linear one can make the points of a flat, and training finds nearly the flat that PCA computes.
# - The flat is determined, the axes in it are not: mixed codes give the same output.
# - The error flattens where the hidden numbers end, if the data has such an end. Digits have none.
# - Equal error does not mean equal flat; fewer numbers do not mean as many times fewer bits.

# %%
progress("bottleneck")

# %% [markdown]
# ### Three questions to recall, from lesson 00
#
# <details><summary>1. Why did we measure the error on test signals?</summary>
#
# A model is judged on points it has not seen: on the training data a model that remembers always looks better.
#
# </details>
#
# <details><summary>2. A Gaussian fitted to 784 pixels gave smoke. What would it be in terms of this lesson?</summary>
#
# Its mean and covariance are what PCA is made of: the flat through the mean along the widest directions. Samples of it are
# mixtures of those directions in random amounts.
#
# </details>
#
# <details><summary>3. Can a density of 9.5 be right, and an error of 1,080?</summary>
#
# Both depend on units: a density is share per unit, and our error is a sum over 1,000 points. Numbers like these are for
# comparing.
#
# </details>

# %% [markdown]
# ### Notation card
#
# | written | said | in code |
# |---|---|---|
# | $x$, $\hat x$ | input and output | `x`, `model(x)` |
# | $z$ | code, a point of the latent space | `model.encode(x)` |
# | $E$, $b$ and $D$, $c$ | weights and biases of encoder and decoder | `model.encoder`, `model.decoder` |
# | $B$ | batch size | `len(x)` |
# | $k$ | width of the door | `latent_dim` |
# | $Q$ | orthonormal columns | `torch.linalg.qr(a).Q` |

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
