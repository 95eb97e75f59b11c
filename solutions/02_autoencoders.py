# %% [markdown]
# # Bending the flat
#
# *Whatever forbids the identity decides what is learned.*
#
# "Return what you were given" is an easy task: the **identity**, which copies its input, solves it. An autoencoder becomes interesting when something keeps it from
# copying. In lesson 01 that was a narrow linear bottleneck. Here the network becomes nonlinear. Then we make the code wide, and forbid copying in two other ways: with noise
# on the input, and with a penalty on activity. Each time the network learns something else.
#
# **You will** compare nonlinear networks with PCA, clean noisy digits, see which strokes digits are made of, and find out what a network that knows only digits makes of a
# house.
#
# **Time:** about 60 minutes, and 30 more for the stretch and the build exercises. **You need:** lessons 00 and 01.

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
from gencourse.probability import fit_gaussian
from gencourse.runtime import get_device, seed_everything
from gencourse.training import fit
from gencourse.widgets import DigitPad

device = get_device()
seed_everything(0)

# %% [markdown]
# ## A nonlinear network against the best flat
#
# The digits again, as rows of 784 pixels. The training loop is that of lesson 01. This time we hand it the loss, because the loss will change from section to section.

# %%
train, test = digits("train"), digits("test")
x, x_test = (d.images.flatten(1).to(device) for d in (train, test))  # [N, 784]


def fit_network(model, loss, epochs=12, lr=2e-3):
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
# decoder's outputs form a curved surface, a **manifold**, with as many dimensions as the code has numbers. Training bends it towards the digits.
#
# **Predict before you run.** We train such a network, 784-256-128-width and back, for 12 epochs at the widths 8 and 64, and compare it with PCA, the best
# flat. Which of the two wins at each width, on test digits?

# %% [markdown] question="who-wins"
# The nonlinear network wins clearly at 8: a curved surface comes nearer to the digits than a flat of the same dimension. At 64 it loses. A flat of 64
# dimensions is already good, and 12 epochs are too few to train six layers to do better.

# %%
nonlinear, pca, errors = {}, {}, {}
for width in (8, 64):
    sizes = 784, 256, 128, width
    network = Autoencoder(mlp(*sizes), mlp(*reversed(sizes)), latent_dim=width)
    nonlinear[width] = fit_network(network, reconstruction)
    pca[width] = PCA(width).fit(x)

print("width   PCA          nonlinear    (squared error on training / test digits)")
for width in nonlinear:
    both = pca[width], nonlinear[width]
    errors[width] = [squared_error(d, m(d)).item() for m in both for d in (x, x_test)]
    print("{:5}   {:4.1f} / {:4.1f}  {:4.1f} / {:4.1f}".format(width, *errors[width]))

# %% claim
saved = 1 - errors[8][3] / errors[8][1]
assert 0.27 < saved < 0.4, (
    "With eight numbers the nonlinear network saves about a third of PCA's error"
)
assert errors[64][3] > 1.5 * errors[64][1], (
    "with 64 its error is much larger than PCA's"
)
assert errors[64][2] > 1.5 * errors[64][0], "also on the digits that it was trained on"

# %% [markdown]
# With eight numbers the nonlinear network saves about a third of PCA's error. But with 64 its error is much larger than PCA's, **also on the
# digits that it was trained on**. So it does not overfit, it **underfits**. This network could come very near to PCA's matrix, but it has to find it by gradient steps
# through six layers, and PCA computes it directly. Would fewer layers help? We leave out one on each side. The width of the code and the 12 epochs stay as they were:

# %%
shallow = Autoencoder(mlp(784, 256, 64), mlp(64, 256, 784), latent_dim=64)
fit_network(shallow, reconstruction)
shallow_error = squared_error(x_test, shallow(x_test)).item()
print(f"one layer fewer on each side: {shallow_error:.1f}")

# %% claim
deep_error, pca_error = errors[64][3], errors[64][1]
assert 0.55 < shallow_error / deep_error < 0.72, (
    "With one layer fewer on each side the error is a third smaller"
)
assert 1.08 * pca_error < shallow_error < 1.35 * pca_error, (
    "it is now near PCA's 7.5, though still above it"
)

# %% [markdown]
# With one layer fewer on each side the error is a third smaller; it is now near PCA's 7.5, though still above it. The network can express less than before, but it is easier to train.
# So "nonlinear is better" says what a network *could* do. What it does depends on how it is trained and how deep it is, and a comparison has to say both.

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
convolutional = conv_encoder(8)
print("codes of 64 digits:", list(convolutional(train.images[:64]).shape))
for weight in convolutional.parameters():
    if weight.ndim > 1:
        print(f"{weight.numel():7,} weights {list(weight.shape)}")

# %% claim
sizes = [weight.numel() for weight in convolutional.parameters() if weight.ndim > 1]
assert sizes[:2] == [256, 8192], "The two convolutions have 256 and 8,192 weights"
assert nonlinear[8].encoder[0].weight.numel() == 200_704, (
    "our first linear layer, from 784 to 256, has 200,704"
)

# %% [markdown]
# The two convolutions have 256 and 8,192 weights; our first linear layer, from 784 to 256, has 200,704. A convolution needs so few because all places of the picture share one
# window. What it has learned about a stroke in one place, it knows in all places. The encoder of lesson 05 is of this kind.

# %% [markdown]
# ## What does it do with a house?
#
# Back to the network with a code of 8 numbers. Its eight numbers have only ever described digits. What happens to a picture that is no digit? We show the house to PCA as well.

# %%
house = torch.zeros(28, 28, device=device)
house[13:23, 7:9] = house[13:23, 19:21] = 1  # the walls
house[13:15, 7:21] = house[21:23, 7:21] = 1  # ceiling and floor
for i in range(7):
    house[12 - i, [7 + i, 8 + i, 19 - i, 20 - i]] = 1  # the roof
house = house.flatten()[None]  # [1, 784]


def show_house(outputs):
    errors = [squared_error(house, output) for output in outputs.values()]
    titles = [f"{name}: {e:.0f}" for name, e in zip(outputs, errors, strict=True)]
    return show_images(
        torch.cat([house, *outputs.values()]).view(-1, 1, 28, 28),
        titles=["house", *titles],
        alt="A drawn house, and beside it what is returned for it, with the squared error.",
    )


with torch.no_grad():
    narrow_house = {"PCA": pca[8](house), "network": nonlinear[8](house)}
show_house(narrow_house)

# %% claim
lost = {
    name: squared_error(house, output).item() for name, output in narrow_house.items()
}
ink = {name: output.clamp(0, 1) for name, output in narrow_house.items()}
grey = {
    name: ((o > 0.15) & (o < 0.5)).float().sum() / (o > 0.15).float().sum()
    for name, o in ink.items()
}
assert lost["network"] > 2 * errors[8][3], (
    "Its error is more than twice that of a test digit"
)
assert abs(lost["network"] / lost["PCA"] - 1) < 0.5, "PCA's error is of the same size"
assert grey["PCA"] > grey["network"], "PCA returns a grey smear"

# %% [markdown]
# The network returns something like a digit. Its error is more than twice that of a test digit: the roof is gone, because no digit has one. All outputs of this network lie
# on a manifold near the digits, and the encoder chooses a point *on the manifold*, whatever it is shown. PCA's error is of the same size, but its outputs lie on a flat, which
# also holds much that is no digit: PCA returns a grey smear.

# %% [markdown]
# ### Play: draw
#
# A 3 lies on the pad as an example. Draw a digit of your own with the mouse, a pen or a finger; the first stroke takes the place of the 3. Watch what comes back. Then draw a house,
# a heart, your initials. Which of them survive? If you cannot draw, put a stored digit on the pad with the arrows under it.

# %%
DigitPad(nonlinear[8], images=train.images[:2000], labels=train.labels[:2000])

# %% [markdown]
# ## A code wider than the picture
#
# Now we make the code wide: 784-1024-784, with more numbers in the code than in the picture. Such an autoencoder is called **overcomplete**. Nothing in it forbids the identity.

# %%
wide = fit_network(mlp(784, 1024, 784), reconstruction)
with torch.no_grad():
    wide_error = squared_error(x_test, wide(x_test)).item()
    wide_house = {"wide": wide(house)}
print(f"test digits: {wide_error:.1f}")
show_house(wide_house)

# %% claim
assert wide_error < 0.5 * min(errors[64][1], shallow_error), (
    "The error is the lowest so far"
)
assert squared_error(house, wide_house["wide"]) < 0.6 * squared_error(
    house, narrow_house["network"]
), "and the house comes back with its roof"

# %% [markdown]
# The error is the lowest so far, and the house comes back with its roof. Judged by its loss, this is the best autoencoder of the lesson. But it has learned less about digits than
# the narrow one: it returns a house nearly as well as a digit. Let us test what it knows. We give it a digit with noise. A network that knows digits could remove the noise.

# %% [markdown]
# ## Forbidding the identity with noise
#
# A **denoising autoencoder** gets a picture with noise on it and has to return the picture *without* the noise. The identity would return the noise, too. To do better, the network has
# to know which part of its input can belong to a digit.

# %% [markdown]
# ### Exercise 2 · Noise
#
# *5 minutes.* Return `x` plus Gaussian noise of standard deviation `sigma`, a different number for every pixel of every image. Do not clip it to 0 and 1: clipping
# alone would remove a part of the noise, and the network should do that.


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
# *5 minutes.* How clean is the result? Engineers give the error as a **peak signal-to-noise ratio**: with the mean squared error over the pixels of one image,
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


# %% [markdown]
# Now we train a denoiser: as many weights as the wide network, the same digits, the same 12 epochs. Its last layer is a sigmoid, so that its pixels lie between 0 and 1.
#
# Is it good? "So many decibels better than the noisy picture" proves little: a black image would also be better. We need the strongest **baseline**, the best answer without any
# training. Lesson 00 has one. Suppose the digits came from the Gaussian with the mean $\mu$ and the covariance $\Sigma$ of the training digits. Then the expected clean picture, given
# a noisy one $y$, is
#
# $$\hat x = \mu + \Sigma\,(\Sigma + \sigma^2 I)^{-1} (y - \mu)$$
#
# This is the **Wiener filter**, the best *linear* denoiser. Along a principal component with variance $v$ it keeps the share $v / (v + \sigma^2)$ of what it sees: nearly
# everything where the digits vary much more than the noise, and nearly nothing where they vary much less.

# %%
sigma = 0.5
denoiser = nn.Sequential(*mlp(784, 1024, 784), nn.Sigmoid())
fit_network(denoiser, lambda model, x: denoising_loss(model, x, sigma))

mean, cov = fit_gaussian(x)
wiener = torch.linalg.solve(cov + sigma**2 * torch.eye(784, device=device), cov)
noisy = corrupt(x_test, sigma)
with torch.no_grad():
    answers = {
        "the noisy picture itself": noisy,
        "black": torch.zeros_like(x_test),
        "the mean digit": mean.expand_as(x_test),
        "the wide network": wide(noisy),
        "the Wiener filter": mean + (noisy - mean) @ wiener,
        "the denoiser": denoiser(noisy),
    }
    kept = (wide(noisy) - wide(x_test)).square().mean() / sigma**2
decibels = {}
for name, answer in answers.items():
    decibels[name] = psnr(x_test, answer.clamp(0, 1)).mean().item()
    print(f"{decibels[name]:4.1f} dB  {name}")
print(f"the wide network lets {kept:.0%} of the noise through")
rows = [x_test, noisy, *list(answers.values())[3:]]
show_images(
    torch.cat([row[:12] for row in rows]).view(-1, 1, 28, 28),
    columns=12,
    alt="Twelve digits, noisy, from the wide network, the Wiener filter and the denoiser.",
)

# %% claim
best = decibels["the denoiser"]
assert 0.8 < best - decibels["the Wiener filter"] < 1.1, (
    "The denoiser is nearly 1 dB better, a fifth less error"
)
assert 17.3 < decibels["the Wiener filter"] < 17.8, (
    "The Wiener filter, which was not trained at all, reaches 17.6 dB"
)
assert best - decibels["the wide network"] > 5, (
    "more than five decibels better than the wide network"
)
through = (wide(noisy) - wide(x_test)).square().mean(0) / sigma**2  # [784]
border = x.var(0) < 0.01
assert 1 / 3 < kept < 0.45, (
    "The wide network lets more than a third of the noise through"
)
assert through[border].mean() < 0.2, "it has learned to copy very little"
assert 0.7 < decibels["the wide network"] - decibels["the mean digit"] < 1.3, (
    "It is only 1 dB better than the mean digit"
)
assert decibels["black"] > decibels["the noisy picture itself"], (
    "a black image would also be better"
)

# %% [markdown]
# We cut all answers to the range from 0 to 1 before we compare them. From top to bottom the rows show the digits, the noisy ones, the wide network, the Wiener filter and the denoiser.
#
# The wide network lets more than a third of the noise through. It is only 1 dB better than the mean digit, which has not even looked at the picture. (It is not a perfect identity.
# At the border, where digits hardly ever have ink, it has learned to copy very little.) The denoiser is more than five decibels better than the wide network. It has as many weights and
# had the same time.
#
# But most of that gain needs no network. The Wiener filter, which was not trained at all, reaches 17.6 dB. The denoiser is nearly 1 dB better, a fifth less error. This last step is what
# only a nonlinear denoiser can do: for each picture it decides anew which pixels belong to a stroke.

# %% [markdown]
# ### Play: draw through the noise
#
# Draw a digit and move the noise slider. Up to which noise can *you* still read what the network sees, and up to which can it? Press *New noise* a few times. Then the house
# again.

# %%
DigitPad(denoiser, images=train.images[:2000], labels=train.labels[:2000], noise=0.5)

# %% [markdown]
# ## Forbidding the identity with a penalty on activity
#
# A third way: a wide code in which only few numbers may be used at a time. The code $h$ is a layer of 256 units with ReLU, and the loss has a penalty on their activity,
#
# $$\text{loss} = \text{squared error} + \lambda \sum_j |h_j|$$
#
# so that a unit is used only in pictures where it saves more error than it adds penalty. Such a sum of absolute values is an **L1 penalty**, and the result is a **sparse
# autoencoder**: in each picture, most units are 0. (Few *activities* are different from 0, not few weights.)

# %% [markdown]
# ### Exercise 5 · A penalty on activity *(stretch)*
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
def sparse_autoencoder(lam):
    encoder = nn.Sequential(nn.Linear(784, 256), nn.ReLU())
    model = Autoencoder(encoder, nn.Linear(256, 784), latent_dim=256)

    def loss(model, x):
        h = model.encode(x)
        return squared_error(x, model.decode(h)) + lam * sparsity_penalty(h)

    return fit_network(model, loss)


def measure(model):
    active = model.encode(x) > 0  # [4000, 256]
    living = active.any(0)  # used by at least one training digit
    return {
        "error on test digits": squared_error(x_test, model(x_test)).item(),
        "units active per digit": active.sum(1).float().mean().item(),
        "dead units": (~living).sum().item(),
        "length of a column": model.decoder.weight[:, living].norm(dim=0).mean().item(),
    }


free, sparse = sparse_autoencoder(0.0), sparse_autoencoder(0.3)
with torch.no_grad():
    without, with_penalty = measure(free), measure(sparse)
for name in without:
    print(
        f"{name:24} without {without[name]:6.1f}  with penalty {with_penalty[name]:6.1f}"
    )


# %%
def pictures_of(model, n=16):
    with torch.no_grad():
        busiest = model.encode(x_test).mean(0).argsort(descending=True)[:n]
    columns = model.decoder.weight.detach().T[busiest]  # [n, 784]
    return 0.5 + 0.5 * columns / columns.abs().amax(1, keepdim=True)


show_images(
    torch.cat([pictures_of(free), pictures_of(sparse)]).view(-1, 1, 28, 28),
    columns=16,
    alt="Above, sixteen units that draw mottled patterns; below, sixteen that draw parts of strokes.",
)


# %% claim
def roughness(pictures):  # mean squared difference of neighbours, over the variance
    images = pictures.view(-1, 28, 28)
    return (
        (images.diff(dim=1) ** 2).mean() + (images.diff(dim=2) ** 2).mean()
    ) / images.var()


share = with_penalty["units active per digit"] / without["units active per digit"]
longer = with_penalty["length of a column"] / without["length of a column"]
assert without["units active per digit"] > 180, (
    "Without the penalty most units are active in every picture"
)
assert 0.2 < share < 0.36, "With the penalty about a quarter as many are active"
assert roughness(pictures_of(sparse)) < 0.6 * roughness(pictures_of(free)), (
    "what they draw has become smooth"
)
assert with_penalty["error on test digits"] > 2 * without["error on test digits"], (
    "more than twice as large"
)
assert 0.17 < with_penalty["dead units"] / 256 < 0.38, (
    "a fifth to a third of the units are dead"
)
assert longer > 1.2, "The decoder's columns are 1.4 times as long with the penalty"

# %% [markdown]
# Each small picture is a column of the decoder: what one unit adds when it is active. Dark is ink, pale is ink taken away. Without the penalty most units are active in every picture, and no single
# one means much. With the penalty about a quarter as many are active, and what they draw has become smooth: strokes, and some nearly whole digits. But the error is more than twice as
# large, and a fifth to a third of the units are dead. A **dead unit** is 0 for every training digit, so it gets no gradient any more.
#
# Can the network evade the penalty? If it halves all activities and doubles the decoder's weights, the output is the same and the penalty is half as large. The last row of the table shows that it
# does this. The decoder's columns are 1.4 times as long with the penalty. (The usual remedy is to keep the columns at length 1.) Remember this trick: lesson 05 meets it again.

# %% [markdown]
# ### Build · A better denoiser
#
# *15 minutes.* So far you wrote one to twelve lines. Now train a denoiser from nothing, as you like: `x` holds the training digits, one in each row, and what you return must take noise of standard
# deviation `sigma` off. The check trains it once, which may take up to a minute, and measures it on digits that it has not seen. It asks for 18.65 dB. The Wiener filter reaches 17.5 dB there, and the denoiser of
# this lesson 18.5. Left open, nothing is trained.


# %% exercise="autoencoder.train_denoiser"
def train_denoiser(x, sigma):
    """Return a function that takes the noise off, [B, 784] -> [B, 784].  x: [N, 784]"""
    ### BEGIN SOLUTION
    steps, size = 600, 200
    net = mlp(784, 1024, 784).to(x.device)
    optimizer = torch.optim.Adam(net.parameters())
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 3e-3, steps)
    for _ in range(steps):
        clean = x[torch.randint(len(x), (size,), device=x.device)]
        logits = net(corrupt(clean, sigma))
        cost = F.binary_cross_entropy_with_logits
        loss = cost(logits, clean, reduction="sum") / size
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    return lambda noisy: net(noisy).sigmoid()
    ### END SOLUTION


# %% check="autoencoder.train_denoiser"
train_denoiser = check("autoencoder.train_denoiser", train_denoiser)

# %% [markdown] hint="autoencoder.train_denoiser"
# Two changes help: the cross-entropy in place of the squared error (the network then gives logits, so what you return applies the sigmoid), and more epochs.

# %% [markdown] hint="autoencoder.train_denoiser"
# 1,024 hidden units, 30 epochs with batches of 200, and a learning rate that rises to 3e-3 and falls again (`OneCycleLR`) reach 18.9 dB in some 15 seconds.

# %% [markdown]
# ## What you take with you
#
# - A curved manifold comes nearer to digits than a flat of the same dimension. Whether training gets there depends on the depth and on the number of epochs; at width 64 PCA may win.
# - A low reconstruction error is no proof of a good model: the wide network has the lowest error and knows little about digits.
# - A narrow bottleneck, noise on the input and a penalty on activity all forbid copying. Each makes the network learn what it needs *instead*.
# - A denoiser is compared with the strongest baseline. The Wiener filter needs only the mean and the covariance, and a network has to beat it.
# - A network that knows only digits returns something like a digit for a house.
#
# The denoiser shows in which direction a noisy picture should move to be more like the data. From this idea came the diffusion models of today (lesson 13). And the narrow
# manifold raises a question: what lies *between* the digits on it? That is lesson 03.

# %%
progress("autoencoders")

# %% [markdown]
# ### Three questions to recall, from lessons 00 and 01
#
# <details><summary>1. What is the best that a linear autoencoder of width 8 can do on the training digits?</summary>
#
# PCA with 8 components. That is why PCA stands in our table: it needs no training, and no linear autoencoder of that width has a smaller error there.
#
# </details>
#
# <details><summary>2. Why is the table's comparison on test digits fairer than on training digits?</summary>
#
# A network with many weights may overfit. On digits that it has not seen, that does not help.
#
# </details>
#
# <details><summary>3. Does a unit of the bottleneck of width 8 have a meaning?</summary>
#
# Nothing gives it one. Change the codes in any way that the decoder can undo, and the outputs are the same. The penalty on activity is one way to prefer some axes
# to others.
#
# </details>

# %% [markdown]
# ### Notation card
#
# | written | said | in code |
# |---|---|---|
# | $\sigma$ | standard deviation of the noise | `sigma` |
# | $y$ | noisy picture | `noisy` |
# | $\mu$, $\Sigma$ | mean and covariance of the digits (lesson 00) | `mean`, `cov` |
# | $h$ | activities of the units of a layer (in lesson 00 it was a bandwidth) | `model.encode(x)` |
# | $\lambda$ | weight of the penalty | `lam` |
# | PSNR | peak signal-to-noise ratio, in decibels | `psnr(x, reconstruction)` |
# | manifold | curved surface of the decoder's outputs | `model.decode(z)` |

# %% [markdown]
# ### What to try next
#
# - Train the shallow network of width 64 for 24 epochs, and the deep one for 60. Do they catch up with PCA?
# - Train the denoiser with 256 units instead of 1,024. How much of its lead over the Wiener filter is left?
# - Put your convolutional encoder in front of `mlp(8, 128, 256, 784)` and train it. Does it beat the linear layers at width 8?
# - Raise the penalty's weight to 1.0. How many units are active now, and what do they draw?

# %% [markdown]
# ### References
#
# - G. Hinton, R. Salakhutdinov: *Reducing the dimensionality of data with neural networks*, Science, 2006. Deep autoencoders against PCA.
# - P. Vincent, H. Larochelle, Y. Bengio, P.-A. Manzagol: *Extracting and composing robust features with denoising autoencoders*, ICML 2008.
# - N. Wiener: *Extrapolation, interpolation, and smoothing of stationary time series*, MIT Press, 1949. The best linear filter.
# - B. Olshausen, D. Field: *Emergence of simple-cell receptive field properties by learning a sparse code for natural images*, Nature, 1996.
# - Y. LeCun, L. Bottou, Y. Bengio, P. Haffner: *Gradient-based learning applied to document recognition*, Proceedings of the IEEE, 1998. Convolutions, and the digits.
