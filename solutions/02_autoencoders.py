# %% [markdown]
# # Bending the flat
#
# *Whatever forbids the identity decides what is learned.*
#
# "Return what you were given" is a task that a wire solves. An autoencoder becomes interesting only because something keeps it from being a wire. In lesson 01 that was
# a narrow linear door. Here the door may bend; then we open it wide and forbid copying in two other ways, by noise and by silence. Each time the network learns
# something else.
#
# **You will** compare bent networks with PCA, clean noisy digits, see which strokes digits are made of, and find out what a house looks like to a network that knows
# only digits.
#
# **Time:** about 70 minutes. **You need:** lessons 00 and 01.

# %% tags=["setup"]
import torch
from torch import nn
from torch.nn import functional as F

from gencourse.data import batches, digits
from gencourse.exercises import check, progress, show_fix
from gencourse.metrics import squared_error
from gencourse.models import PCA, Autoencoder
from gencourse.networks import mlp
from gencourse.plots import show_images
from gencourse.runtime import get_device, seed_everything
from gencourse.training import fit
from gencourse.widgets import DigitPad

device = get_device()
seed_everything(0)

# %% [markdown]
# ## A bent network against the best flat
#
# The digits again, as rows of 784 pixels. The training loop is that of lesson 01; this time we hand it the loss, because the loss is what will change from section to
# section.

# %%
train, test = digits("train"), digits("test")
x, x_test = (d.images.flatten(1).to(device) for d in (train, test))  # [N, 784]


def fit_network(model, loss, epochs, lr=2e-3):
    model = model.to(device)
    loader = batches(x, 64)
    optimizer = torch.optim.AdamW(model.parameters(), lr=lr, fused=True)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, lr, epochs * len(loader))

    def step(batch):
        optimizer.zero_grad()
        value = loss(model, batch)
        value.backward()
        optimizer.step()
        schedule.step()
        return {"loss": value}

    fit(step, loader, epochs=epochs)
    return model.eval()


def reconstruction(model, x):
    return squared_error(x, model(x))


# %% [markdown]
# Between two linear layers we put an **activation**, here SiLU. Without it the layers would multiply out to one matrix, and we would be back at the flat. With it, the
# decoder's outputs form a bent sheet, and training bends it towards the digits.
#
# **Predict before you run.** We train such a network, 784-256-128-width and back, for 12 epochs at the widths 2, 8 and 64, and compare it with PCA, the best
# flat. Which of the two wins at each width, on test digits?

# %% [markdown] question="who-wins"
# The bent network wins clearly at 2 and at 8, since a bent sheet comes nearer to the digits than a flat of the same dimension. At 64 it loses: a flat of 64
# directions is already good, and reaching it through six layers takes longer than these 12 epochs.

# %%
bent = {}
for width in (2, 8, 64):
    sizes = 784, 256, 128, width
    network = Autoencoder(mlp(*sizes), mlp(*reversed(sizes)), latent_dim=width)
    bent[width] = fit_network(network, reconstruction, epochs=12)

# %%
print("width   PCA          bent         (squared error on training / test digits)")
for width, model in bent.items():
    pca = PCA(width).fit(x)
    errors = [squared_error(d, m(d)).item() for m in (pca, model) for d in (x, x_test)]
    print("{:5}   {:4.1f} / {:4.1f}  {:4.1f} / {:4.1f}".format(width, *errors))

# %% [markdown]
# With two numbers the bent network saves a fifth of PCA's error, with eight a third. And with 64 it loses, nearly two to one, **also on the digits it was trained
# on**. So it has not learned by heart. It has not *arrived*: among the things that this network can do there is very nearly the matrix of PCA, but it must
# find that through six layers and four activations, and PCA computes it outright. A shallower network gets there sooner:

# %%
shallow = Autoencoder(mlp(784, 512, 64), mlp(64, 512, 784), latent_dim=64)
fit_network(shallow, reconstruction, epochs=20)
print(f"shallow, width 64, 20 epochs: {squared_error(x_test, shallow(x_test)):.1f}")

# %% [markdown]
# One bend fewer on each side and a few epochs more, and it is slightly better than PCA: 6.9 on each of three seeds, against 7.5. "Non-linear is better" says what a network
# *could* do. What it does depends on the time it gets, and a comparison that does not name the budget says little.

# %% [markdown]
# ### Exercise 1 · An encoder that knows neighbours *(stretch)*
#
# *10 minutes.* To a linear layer the pixels are a list; it would not notice if we shuffled them. A **convolution** slides one small window over the whole image. Return an
# `nn.Sequential` from `[B, 1, 28, 28]` to `[B, outputs]`: two convolutions to 16 and then 32 channels, windows of 4 x 4, stride 2, padding 1, each followed by `nn.SiLU()`;
# then flattened; a linear layer to 128, `nn.SiLU()`, and a linear layer to `outputs`.


# %% exercise="autoencoder.conv_encoder"
def conv_encoder(outputs):
    """Return a convolutional network [B, 1, 28, 28] -> [B, outputs]."""
    ### BEGIN SOLUTION
    return nn.Sequential(
        nn.Conv2d(1, 16, 4, stride=2, padding=1),  # [B, 16, 14, 14]
        nn.SiLU(),
        nn.Conv2d(16, 32, 4, stride=2, padding=1),  # [B, 32, 7, 7]
        nn.SiLU(),
        nn.Flatten(),
        nn.Linear(32 * 7 * 7, 128),
        nn.SiLU(),
        nn.Linear(128, outputs),
    )
    ### END SOLUTION


# %% check="autoencoder.conv_encoder"
conv_encoder = check("autoencoder.conv_encoder", conv_encoder)

# %% [markdown] hint="autoencoder.conv_encoder"
# Kernel 4, stride 2 and padding 1 halve each side: 28, 14, 7. After `nn.Flatten()` there are 32 * 7 * 7 numbers.

# %%
encoder = nn.Sequential(nn.Unflatten(1, (1, 28, 28)), conv_encoder(8))
conv = Autoencoder(encoder, mlp(8, 128, 256, 784), latent_dim=8)
fit_network(conv, reconstruction, epochs=12)
for name, model in (("linear layers", bent[8]), ("convolutions", conv)):
    print(f"{name}: {squared_error(x_test, model(x_test)):.1f}")

# %% [markdown]
# At width 8 and after 12 epochs there is nothing between them: digits of one size in the middle of their picture are easy for a list of pixels too. The convolutions will earn
# their keep in lesson 05.

# %% [markdown]
# ## What does it do with a house?
#
# The network with the door of 8 was trained on digits. It draws what eight numbers can say, and the eight numbers have only ever had to say digits. So what happens to a
# picture that is none?

# %%
house = torch.zeros(28, 28, device=device)
house[13:23, 7:9] = house[13:23, 19:21] = 1  # the walls
house[13:15, 7:21] = house[21:23, 7:21] = 1  # ceiling and floor
for i in range(7):
    house[12 - i, [7 + i, 8 + i, 19 - i, 20 - i]] = 1  # the roof
house = house.flatten()[None]  # [1, 784]


def house_and(output):
    error = squared_error(house, output)
    return show_images(
        torch.cat([house, output]).view(-1, 1, 28, 28),
        titles=["house", f"error {error:.0f}"],
        alt="A drawn house, and beside it what the network returns.",
    )


with torch.no_grad():
    bent_house = house_and(bent[8](house))
bent_house

# %% [markdown]
# A zero, or nearly (with one of two other seeds, an 8), at two and a half times the error of a test digit or more. The roof is gone: no digit has one. All outputs lie on a sheet that runs near
# the digits, and the encoder names a point *on the sheet*, whatever it is shown.

# %% [markdown]
# ### Play: draw
#
# A 3 lies on the pad as an example. Draw a digit of your own, with the mouse, a pen or a finger: the first stroke takes the place of the 3. Watch what comes back. Then a house,
# a heart, your initials. Which of them survive? If you cannot draw, put a stored digit on the pad with the arrows under it.

# %%
DigitPad(bent[8], images=train.images[:2000], labels=train.labels[:2000])

# %% [markdown]
# ## A door as wide as a barn
#
# Now we open the door wide: 784-256-784, a code of 256 numbers. Nothing forbids the identity any more, except that the network has to find it.

# %%
wide = fit_network(mlp(784, 256, 784), reconstruction, epochs=12)
with torch.no_grad():
    print(f"test digits: {squared_error(x_test, wide(x_test)):.1f}")
    wide_house = house_and(wide(house))
wide_house

# %% [markdown]
# The lowest error so far, and the house comes back with its roof on. Measured by its loss this is the best autoencoder of the lesson; as a model of digits it is the worst,
# because it has hardly an opinion on what a digit is. We can make that visible: hand it something that is *nearly* a digit and see whether it mends it.

# %% [markdown]
# ## Forbidding it by noise
#
# A **denoising autoencoder** gets a picture with noise on it and has to return the picture *without*. A wire would return the noise too. To do better, the network has
# to know which part of what it sees can be a digit.

# %% [markdown]
# ### Exercise 2 · Noise
#
# *5 minutes.* Return `x` plus Gaussian noise of standard deviation `sigma`, a different number for every pixel of every image. Do not clip it to 0 and 1: clipping
# alone would remove a part of the noise, and we want the network to do the work.


# %% exercise="autoencoder.corrupt"
def corrupt(x, sigma):
    """Return x with Gaussian noise of standard deviation sigma.  x: [B, ...]"""
    ### BEGIN SOLUTION
    return x + sigma * torch.randn_like(x)
    ### END SOLUTION


# %% check="autoencoder.corrupt"
corrupt = check("autoencoder.corrupt", corrupt)

# %% [markdown] hint="autoencoder.corrupt"
# `torch.randn_like(x)` draws standard normal numbers in the shape of `x`, one for each entry.

# %% [markdown]
# ### Exercise 3 · The denoising loss
#
# *10 minutes.* Corrupt `x`, send it through the model, and compare the output with the right picture. Squared error, summed over the pixels, averaged over the batch. You may use
# `corrupt` and `squared_error`.


# %% exercise="autoencoder.denoising_loss"
def denoising_loss(model, x, sigma):
    """Return the squared error of cleaning x with noise sigma, one number.  x: [B, 784]"""
    ### BEGIN SOLUTION
    noisy = corrupt(x, sigma)
    return squared_error(x, model(noisy))
    ### END SOLUTION


# %% check="autoencoder.denoising_loss"
denoising_loss = check("autoencoder.denoising_loss", denoising_loss)

# %% [markdown] hint="autoencoder.denoising_loss"
# Two pictures are involved, the noisy one and the clean one. One goes in, the other is the target.

# %% [markdown]
# ### Exercise 4 · Decibels
#
# *5 minutes.* How clean is clean? Engineers give the error as a **peak signal-to-noise ratio**: with the mean squared error over the pixels of one image,
#
# $$\mathrm{PSNR} = 10 \, \log_{10} \frac{1}{\mathrm{mse}}$$
#
# for pixels between 0 and 1. Ten decibels more mean a tenth of the error. Return one number for each image.


# %% exercise="autoencoder.psnr"
def psnr(x, reconstruction):
    """Return the ratio in decibels for each image, [B].  both: [B, ...]"""
    ### BEGIN SOLUTION
    mse = (reconstruction - x).square().flatten(1).mean(dim=1)
    return 10 * torch.log10(1 / mse)
    ### END SOLUTION


# %% check="autoencoder.psnr"
psnr = check("autoencoder.psnr", psnr)

# %% [markdown] hint="autoencoder.psnr"
# `.flatten(1)` makes one row of each image, so that `.mean(dim=1)` runs over its pixels.


# %%
def cleaning(model, x):
    return denoising_loss(model, x, sigma=0.5)


denoiser = fit_network(mlp(784, 256, 784), cleaning, epochs=12)  # as wide as before

# %% [markdown]
# Is it good? "So many decibels better than the noisy picture" proves little: to answer with a black image, always, is also better. So we put the lazy answers into the
# table as well: a black image, the mean digit, and a blur, the best of nine widths.


# %%
def blur(images, width):
    reach = torch.arange(-4, 5, device=device)
    kernel = torch.exp(-0.5 * (reach / width) ** 2)
    kernel = (kernel[:, None] * kernel / kernel.sum() ** 2)[None, None]  # [1, 1, 9, 9]
    return F.conv2d(images.view(-1, 1, 28, 28), kernel, padding=4).flatten(1)


noisy = corrupt(x_test, 0.5)
blurs = [blur(noisy, 0.25 * k) for k in range(1, 10)]
with torch.no_grad():
    answers = {
        "the noisy picture itself": noisy,
        "black": torch.zeros_like(x_test),
        "the mean digit": x.mean(0).expand_as(x_test),
        "blurred": max(blurs, key=lambda b: psnr(x_test, b).mean()),
        "the wide network, trained without noise": wide(noisy),
        "the denoiser": denoiser(noisy),
    }
for name, answer in answers.items():
    print(f"{psnr(x_test, answer).mean():4.1f} dB  {name}")

# %%
rows = [x_test, *(answers[name] for name in list(answers)[:1] + list(answers)[3:])]
show_images(
    torch.cat([row[:12] for row in rows]).view(-1, 1, 28, 28),
    columns=12,
    alt="Twelve digits, noisy, blurred, from the wide network, and clean from the denoiser.",
)

# %% [markdown]
# From top to bottom: the digits, the noisy ones, the best blur, the wide network and the denoiser. The wide network returns the noise as well, and scores no more than the mean digit, which has not
# even looked. The denoiser has the same 400,000 weights, data and time, and is more than five decibels better. The blur is a strong rival, stronger than one would think. But a blur treats all pixels
# alike, so what it takes from the noise it takes from the strokes too. The denoiser, at 17.2 against 15.0, keeps the strokes and clears the ground.

# %% [markdown]
# ### Play: draw through the noise
#
# Draw a digit and move the noise slider. Up to which noise can *you* still read what the network sees, and up to which can it? Press *New noise* a few times. Then the house
# again.

# %%
DigitPad(denoiser, images=train.images[:2000], labels=train.labels[:2000], noise=0.5)

# %% [markdown]
# ## Forbidding it by silence
#
# A third way: a wide code, but speaking costs. The code $h$ is a layer of 256 units with ReLU, and the loss charges for their activity,
#
# $$\text{loss} = \text{squared error} + \lambda \sum_j |h_j|$$
#
# so that a unit is used only in pictures where it saves more error than it costs. The code is **sparse**: most units are silent most of the time. (It is the *activities* that are
# few, not the weights.)

# %% [markdown]
# ### Exercise 5 · A price on activity *(stretch)*
#
# *5 minutes.* Return the sum of the absolute activities over the units, averaged over the batch.


# %% exercise="autoencoder.sparsity_penalty"
def sparsity_penalty(h):
    """Return the summed absolute activity, one number.  h: [B, units]"""
    ### BEGIN SOLUTION
    return h.abs().sum(dim=1).mean()
    ### END SOLUTION


# %% check="autoencoder.sparsity_penalty"
sparsity_penalty = check("autoencoder.sparsity_penalty", sparsity_penalty)

# %% [markdown] hint="autoencoder.sparsity_penalty"
# Sum over the units of one picture, `dim=1`; average over the pictures.


# %%
def sparse_autoencoder(price):
    encoder = nn.Sequential(nn.Linear(784, 256), nn.ReLU())
    model = Autoencoder(encoder, nn.Linear(256, 784), latent_dim=256)

    def loss(model, x):
        h = model.encode(x)
        return squared_error(x, model.decode(h)) + price * sparsity_penalty(h)

    return fit_network(model, loss, epochs=12)


free, sparse = sparse_autoencoder(0.0), sparse_autoencoder(0.3)

# %%
with torch.no_grad():
    for name, model in (("free", free), ("with a price", sparse)):
        active = model.encode(x_test) > 0  # [500, 256]
        error = squared_error(x_test, model(x_test))
        print(
            f"{name}: error {error:.1f}, {active.sum(1).float().mean():.0f} of 256 speak, "
            f"{(~active.any(0)).sum()} never"
        )


# %%
def pictures_of(model, n=16):
    with torch.no_grad():
        busiest = model.encode(x_test).mean(0).argsort(descending=True)[:n]
    waves = model.decoder.weight.detach().T[busiest]  # [n, 784]
    return 0.5 + 0.5 * waves / waves.abs().amax(1, keepdim=True)


show_images(
    torch.cat([pictures_of(free), pictures_of(sparse)]).view(-1, 1, 28, 28),
    columns=16,
    alt="Above, sixteen units that draw mottled patterns; below, sixteen that draw parts of strokes.",
)

# %% [markdown]
# Each small picture is what one unit adds when it speaks; dark is ink, pale is ink taken away. Without a price most units speak in every picture, and no single one means
# much. With a price a quarter as many speak, and what they draw has become smooth: strokes, some of them nearly whole digits with their surroundings taken away. The price of the price:
# more than twice the error, and a good third of the units have fallen silent for good.
#
# Can the price be evaded? Halve all activities, double the decoder's weights: same output, half the price. Here the optimizer's weight decay and the few epochs leave little room for
# that. Remember the trick. In lesson 05 a network will use it on a larger scale.

# %% [markdown]
# ## What you take with you
#
# - A bent sheet comes nearer to digits than a flat of the same dimension; whether training gets there depends on depth and budget, and at width 64 PCA may win.
# - A low reconstruction error is no proof of a good model: the wide network has the lowest and knows least.
# - A narrow door, noise on the input and a price on activity all forbid copying. Each makes the network learn what it needs *instead*.
# - A denoiser's gain is stated against the lazy answers, black and mean image, not only against the noise.
# - Shown a house, a network that knows only digits returns what it knows.
#
# The denoiser shows which way a noisy picture should move to be more like the data. That idea grew into the diffusion models of today (lesson 13). And the narrow
# sheet raises a question: what lies *between* the digits on it? That is lesson 03.

# %%
progress("autoencoders")

# %% [markdown]
# ### Three questions to recall, from lessons 00 and 01
#
# <details><summary>1. What is the best that a linear autoencoder of width 8 can do on the training digits?</summary>
#
# PCA with 8 components. That is why PCA stood in our table: it needs no training and no linear door beats it there.
#
# </details>
#
# <details><summary>2. Why is the table's comparison on test digits fairer than on training digits?</summary>
#
# A network with many weights may remember. On digits that nobody has seen remembering does not help.
#
# </details>
#
# <details><summary>3. Does a unit of the bottleneck of width 8 have a meaning?</summary>
#
# No reason that it should. Any bend of the code that the decoder undoes gives the same outputs. The price on activity is one way to prefer some axes
# to others.
#
# </details>

# %% [markdown]
# ### Notation card
#
# | written | said | in code |
# |---|---|---|
# | $\sigma$ | standard deviation of the noise | `sigma` |
# | $h$ | activities of the units of a layer (in lesson 00 it was a bandwidth) | `model.encode(x)` |
# | $\lambda$ | price of activity | `price` |
# | PSNR | peak signal-to-noise ratio, in decibels | `psnr(x, reconstruction)` |

# %% [markdown]
# ### What to try next
#
# - Train the bent network of width 64 for 60 epochs. Does it catch up with PCA?
# - Train the denoiser with noise 0.2 and test it at 0.5, and the other way round.
# - Raise the price to 1.0. How many units speak now, and what do they draw?

# %% [markdown]
# ### References
#
# - G. Hinton, R. Salakhutdinov: *Reducing the dimensionality of data with neural networks*, Science, 2006. Deep autoencoders against PCA.
# - P. Vincent, H. Larochelle, Y. Bengio, P.-A. Manzagol: *Extracting and composing robust features with denoising autoencoders*, ICML 2008.
# - B. Olshausen, D. Field: *Emergence of simple-cell receptive field properties by learning a sparse code for natural images*, Nature, 1996.
# - Y. LeCun, L. Bottou, Y. Bengio, P. Haffner: *Gradient-based learning applied to document recognition*, Proceedings of the IEEE, 1998. Convolutions, and the digits.
