# %% [markdown]
# # Maps, holes, and why an autoencoder is not a generator
#
# *The decoder is trained only where codes are.*
#
# An autoencoder turns each digit into a point and each point into a picture. So why not pick a point at random and have a new digit? In
# this lesson you try exactly that. You see when it fails, measure by how much, find out why, and repair most of it with a Gaussian, as in lesson 00.
#
# **You will** draw a map of digits, walk through it in two ways, measure its holes, and calculate with pictures.
#
# **Time:** about 70 minutes, and 15 more for the build exercise. **You need:** lesson 00. A short recap of lessons 01 and 02 follows.

# %% tags=["setup"]
import torch
from torch import nn

from gencourse.data import batches, digits, sprites
from gencourse.exercises import check, progress, show_fix
from gencourse.models import Autoencoder
from gencourse.networks import mlp
from gencourse.plots import show_images
from gencourse.probability import fit_gaussian
from gencourse.runtime import get_device, seed_everything
from gencourse.training import fit, gradient_step
from gencourse.widgets import LatentExplorer

device = get_device()
seed_everything(0)

# %% [markdown]
# ## A map of digits
#
# **Recap.** An **autoencoder** is two networks that are trained together. The **encoder** turns a picture $x$ of 784 pixels into a **code** $z$ of few numbers, and the **decoder** turns the
# code back into a picture $\hat x$. The loss is the squared error $|x - \hat x|^2$, summed over the pixels and averaged over the pictures. The code is the **bottleneck**: because it is narrow, the
# network cannot simply copy its input. The codes live in the **latent space**.
#
# Our first bottleneck has only two numbers. Two are too few to draw every digit well, but they can be plotted. The layers have activations between them, as in lesson 02.

# %%
train, test = digits("train"), digits("test")
x, x_test = (d.images.flatten(1).to(device) for d in (train, test))  # [N, 784]


def train_autoencoder(model, x, epochs, size=64, lr=2e-3):
    model = model.to(device)
    loader = batches(x, size)
    optimizer = torch.optim.AdamW(model.parameters(), lr=lr, fused=True)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, lr, epochs * len(loader))
    fit(gradient_step(model, optimizer, scheduler=schedule), loader, epochs=epochs)
    return model.eval()


sizes = 784, 256, 128, 64, 2
ae2 = Autoencoder(mlp(*sizes), mlp(*reversed(sizes)), latent_dim=2)
ae2 = train_autoencoder(ae2, x, epochs=40)
with torch.no_grad():
    codes = ae2.encode(x)  # [4000, 2]
    nearest = torch.cdist(ae2.encode(x_test), codes).argmin(dim=1).cpu()
same = (train.labels[nearest] == test.labels).float().mean()
print(f"squared error per test digit: {ae2.loss(x_test)['loss']:.1f}")
print(f"nearest training code shows the same digit: {same:.0%}")

# %% claim
assert 0.55 < same < 0.8, "about two thirds of the test digits"
assert -90 < codes.min() < -12 and 10 < codes.abs().max() < 90, "in the tens"

# %% [markdown]
# ### Play: walk on the map
#
# Every digit stands at the code of a training picture. Drag the point, or use the arrow keys; drag the ground to move the map, and zoom with + and −. Where do the pictures change suddenly, where slowly? Then press
# *Show the holes*: the more colour, the farther from every code. What does the decoder draw far from all codes? The second tab goes from one picture to another.

# %%
LatentExplorer(ae2.decoder, codes=codes, labels=train.labels, images=train.images)

# %% [markdown]
# Nobody told the network which digit is which, and yet equal digits lie together: for about two thirds of the test digits, the nearest training code belongs to the same digit. The encoder is smooth, so it
# gives pictures that look alike codes that lie close together.
#
# The axes mean nothing by themselves, as you know from lesson 01. Now zoom out with − until no code is left outside: the numbers on the axes are in the tens. Nothing in the loss asked for this
# scale, or for this place.

# %% [markdown]
# ## A grid of decodings
#
# What does the decoder draw between the codes? It accepts any two numbers. We decode a grid of points, laid out like the map: from left to right, and the
# *top* row first.

# %% [markdown]
# ### Exercise 1 · A grid of points *(stretch)*
#
# *5 minutes.* Return `n * n` points, row by row as pictures are shown: within a row $z_1$ grows from `low` to `high`, and from row to row $z_2$ falls from
# `high` to `low`.


# %% exercise="latent.latent_grid"
def latent_grid(low, high, n):
    """Return the points [n * n, 2] of a square grid, the top row first."""
    ### BEGIN SOLUTION
    axis = torch.linspace(low, high, n)
    z2, z1 = torch.meshgrid(axis.flip(0), axis, indexing="ij")
    return torch.stack([z1, z2], dim=-1).flatten(0, 1)
    ### END SOLUTION


# %% check="latent.latent_grid"
latent_grid = check("latent.latent_grid", latent_grid)

# %% [markdown] hint="latent.latent_grid"
# `torch.meshgrid(rows, columns, indexing="ij")` gives two tables: the first changes from row to row, the second within a row.

# %%
low, high = codes.quantile(0.05).item(), codes.quantile(0.95).item()
with torch.no_grad():
    pictures = ae2.decode(latent_grid(low, high, 14).to(device))
show_images(
    pictures.view(-1, 1, 28, 28),
    columns=14,
    alt="A grid of decoded points: digits that melt into one another, some of them no digit.",
)

# %% claim
like = train.labels[torch.cdist(pictures, x).topk(10, largest=False).indices.cpu()]
agreeing = (like == like.mode(dim=1).values[:, None]).sum(dim=1)
assert (agreeing >= 8).float().mean() > 0.6, (
    "Most of this square decodes to something like a digit"
)

# %% [markdown]
# Most of this square decodes to something like a digit. Where one digit ends and the next begins, the pictures melt into one another: in this map, an empty place often gives a smooth blend of its neighbours.

# %% [markdown]
# ## From one digit to another
#
# A straight line between two codes is the simplest path. At time $t$ it stands at
#
# $$z(t) = (1 - t)\,a + t\,b$$
#
# This is called **linear interpolation**, in short *lerp*.

# %% [markdown]
# ### Exercise 2 · The straight path
#
# *5 minutes.* Return the points of the line from `a` to `b` at the times `t`, one point in each row.


# %% exercise="latent.lerp"
def lerp(a, b, t):
    """Return the points [T, D] on the line from a to b.  a, b: [D], t: [T] in [0, 1]"""
    ### BEGIN SOLUTION
    return a + t[:, None] * (b - a)
    ### END SOLUTION


# %% check="latent.lerp"
lerp = check("latent.lerp", lerp)

# %% [markdown] hint="latent.lerp"
# `t[:, None]` has shape `[T, 1]`, and multiplying it with a vector `[D]` gives `[T, D]`.


# %%
def typical(digit):
    own = (train.labels == digit).nonzero()[:, 0]
    distance = (codes[own] - codes[own].mean(0)).norm(dim=1)
    return own[distance.argmin().item()]


a, b = x[torch.stack([typical(3), typical(0)])]
t = torch.linspace(0, 1, 10, device=device)
with torch.no_grad():
    film = ae2.decode(lerp(*ae2.encode(torch.stack([a, b])), t))
fade = lerp(a, b, t)
show_images(
    torch.cat([film, fade]).view(-1, 1, 28, 28),
    columns=10,
    alt="Above, a three becomes a zero step by step; below, a cross-fade of the two.",
)

# %% claim
halfway = [torch.cdist(way[4:6], x).min(dim=1).values.mean() for way in (film, fade)]
assert halfway[0] < halfway[1] - 0.2, "halfway they are nearer to a training picture"

# %% [markdown]
# Above you see the path through the latent space; below, the same formula on the pixels, a **cross-fade**. Halfway, the cross-fade shows both digits on top of
# each other. The decoder shows a single shape at each step. On this path, its pictures stay like those it was trained on: halfway they are nearer to a training picture than the cross-fade is.
#
# The straight line is *a* path, not the best one: it crosses whatever lies between, other digits and empty places alike.

# %% [markdown]
# ### Exercise 3 · The round path
#
# *10 minutes.* In many dimensions, points drawn from a Gaussian lie near a *shell* around the origin, and the middle of a straight line between two of them lies
# well inside it. **Spherical interpolation**, in short *slerp*, stays on the shell. With the angle $\omega$ between $a$ and $b$:
#
# $$z(t) = \frac{\sin((1 - t)\,\omega)}{\sin\omega}\,a + \frac{\sin(t\,\omega)}{\sin\omega}\,b \qquad \cos\omega = \frac{a \cdot b}{|a|\,|b|}$$
#
# Parallel and opposite points have $\sin\omega = 0$ and no arc of their own: where $\sin\omega$ is below 0.001, return the straight line.


# %% exercise="latent.slerp"
def slerp(a, b, t):
    """Return the points [T, D] on the arc from a to b.  a, b: [D], t: [T] in [0, 1]"""
    ### BEGIN SOLUTION
    omega = torch.acos((a @ b / (a.norm() * b.norm())).clamp(-1, 1))
    if torch.sin(omega) < 1e-3:
        return a + t[:, None] * (b - a)
    t = t[:, None]
    arc = torch.sin((1 - t) * omega) * a + torch.sin(t * omega) * b
    return arc / torch.sin(omega)
    ### END SOLUTION


# %% check="latent.slerp"
slerp = check("latent.slerp", slerp)

# %% [markdown] hint="latent.slerp"
# Rounding can make the cosine 1.0000001, and the acos of that is nan: `.clamp(-1, 1)` it.

# %%
ends = torch.randn(2, 256)
norms = {}
for name, walk in (("lerp", lerp), ("slerp", slerp)):
    norms[name] = walk(*ends, torch.linspace(0, 1, 5)).norm(dim=1)
    print(f"{name:5} norms along the way:", [round(n, 1) for n in norms[name].tolist()])

# %% claim
assert (norms["lerp"][[0, 4]] - 16).abs().max() < 2, "both ends lie near norm 16"
middle = [norms[name][2] / norms[name][[0, 4]].mean() for name in ("lerp", "slerp")]
assert 0.63 < middle[0] < 0.78, "the straight line is down to about 0.7 of that"
assert 0.99 < middle[1] < 1.01, "the arc keeps the norm"

# %% [markdown]
# In 256 dimensions both ends lie near norm 16. Halfway, the straight line is down to about 0.7 of that; the arc keeps the norm. This matters where codes *are* on a shell around the origin. In our
# map they are not, so the straight line serves as well. (And even the arc keeps norm and speed only between ends of equal norm.)

# %% [markdown]
# ## Holes
#
# Now sixteen numbers, enough to draw digits well. **Predict:** we draw 24 codes from a standard Gaussian, $z \sim \mathcal N(0, I)$, and decode them. What will we see?

# %% [markdown] question="what-will-we-see"
# Mostly scribbles. Nothing in the loss made the codes look like standard normal noise: their cloud has a place, a width and a shape of its own.
# So most random points lie where the decoder has never been trained.

# %%
ae16 = Autoencoder(
    mlp(784, 400, 16, activation=nn.ReLU),
    mlp(16, 400, 784, activation=nn.ReLU),
    latent_dim=16,
)
ae16 = train_autoencoder(ae16, x, epochs=20)
print(f"squared error per test digit: {ae16.loss(x_test)['loss']:.1f}")
show_images(
    ae16.sample(24).view(-1, 1, 28, 28),
    columns=12,
    alt="Twenty-four decoded random codes: scribbles, hardly one a digit.",
)

# %% claim
assert 13 < ae16.loss(x_test)["loss"] < 16, "its squared error is about 14"
assert 29 < ae2.loss(x_test)["loss"] < 34, "that of the map is about 31"

# %% [markdown]
# Scribbles. The network is not a bad one: on test digits its squared error is about 14, while that of the map is about 31. But its codes are a cloud with a place, a scale and a shape of its own, and the decoder
# was never trained outside that cloud. Places where the decoder was not trained are called **holes**.
#
# Can we measure a hole without looking at pictures? Decode a point $z$, encode the picture, and see **how far from $z$ we come back**. At the codes of digits, encoder and decoder were trained to undo each other,
# so we come back close to $z$. In a hole they were not, and we do not. (A short distance only says that the two agree on $z$. It does not prove that the picture is good.)

# %% [markdown]
# ### Exercise 4 · The hole score
#
# *10 minutes.* Return the mean distance between `z` and `returned`, divided by the **spread** of the data's codes: the root of the mean of their variances. Without the division, a map that is twice as large would look twice as bad.


# %% exercise="latent.hole_score"
def hole_score(z, returned, codes):
    """Return the mean distance from z to returned, [N, D] both, in units of the codes' spread."""
    ### BEGIN SOLUTION
    spread = codes.var(0).mean().sqrt()
    return (returned - z).norm(dim=1).mean() / spread
    ### END SOLUTION


# %% check="latent.hole_score"
hole_score = check("latent.hole_score", hole_score)

# %% [markdown] hint="latent.hole_score"
# `(returned - z).norm(dim=1)` is one distance for each point; `codes.var(0)` one variance for each dimension.

# %% [markdown]
# $\mathcal N(0, I)$ can miss the codes in three ways: by its place (the mean), by its scale (the spread) and by its shape (the rest of the covariance). We correct one after the other, with the same noise $\varepsilon$ each time. The codes have mean $m$, spread $s$ and covariance $L L^\top$, and we decode
#
# $$\varepsilon \qquad m + \varepsilon \qquad m + s\,\varepsilon \qquad m + L\,\varepsilon$$
#
# The last one is a draw from a Gaussian **fitted to the codes**, made as in `sample_gaussian` of lesson 00. To fit a density to the codes after the training is called **ex-post density estimation** (Ghosh et al. 2020).


# %%
def clouds(model):
    codes = model.encode(x)
    noise = torch.randn(500, codes.shape[1], device=device)
    mean, cov = fit_gaussian(codes)
    spread = codes.var(0).mean().sqrt()
    return codes, {
        "held-out digits": model.encode(x_test),
        "N(0, I)": noise,
        "moved to the codes": mean + noise,
        "moved and scaled": mean + spread * noise,
        "fitted to the codes": mean + noise @ torch.linalg.cholesky(cov).T,
    }


def hole_scores(model):
    with torch.no_grad():
        codes, points = clouds(model)
        return points, {
            name: hole_score(z, model.encode(model.decode(z)), codes).item()
            for name, z in points.items()
        }


points16, scores16 = hole_scores(ae16)
for name, score in scores16.items():
    print(f"{score:.2f}  {name}")

# %% claim
held, noise, moved, scaled, fitted = scores16.values()
assert 0.25 < held < 0.35, (
    "Digits that the network has not seen come back within about 0.3 spreads"
)
assert 1.0 < noise < 1.3, "end up more than a whole spread away"
assert 0.55 < (noise - scaled) / (noise - held) < 0.75, (
    "place and scale together make about two thirds"
)
assert moved < noise - 0.15 and scaled < moved - 0.15, "each of the two counts"
assert 0.05 < (scaled - fitted) / (noise - held) < 0.2, "The shape makes about a tenth"
assert 0.17 < (fitted - held) / (noise - held) < 0.33, "The last quarter remains"
assert 0.6 < points16["held-out digits"].std(0).mean() < 0.9, "a spread of about 0.75"

# %% [markdown]
# Digits that the network has not seen come back within about 0.3 spreads. Points of $\mathcal N(0, I)$ end up more than a whole spread away. On the way between the two, place and scale together make about two thirds, and each of the two counts:
# the codes have a mean that is not 0, and a spread of about 0.75, so $\mathcal N(0, I)$ is too wide for them. The shape makes about a tenth. The last quarter remains: the cloud of codes is no Gaussian.
#
# Now look at pictures, of the same noise in each column.

# %%
with torch.no_grad():
    rows16 = [ae16.decode(z[:10]) for z in list(points16.values())[1:]]
show_images(
    torch.cat(rows16).view(-1, 1, 28, 28),
    columns=10,
    alt="Four rows: scribbles in the first two; in the third strokes begin to join; in the fourth several read as digits.",
)

# %% claim
near = [torch.cdist(rows, x).min(dim=1).values.mean() for rows in rows16]
assert near[0] > near[1] > near[3] and near[0] > near[2] + 1, (
    "From row to row they come nearer to digits"
)

# %% [markdown]
# The rows are $\mathcal N(0, I)$, then moved, then scaled as well, then fitted. From row to row they come nearer to digits, and in the last row several can be read. It is the same decoder after the same training. An autoencoder is
# not a good generator by itself; a density fitted to its codes makes it a much better one. Remember this when a paper compares its model with an autoencoder
# that was sampled from $\mathcal N(0, I)$.
#
# ### Are holes a matter of many dimensions?
#
# Does our map have fewer holes than the sixteen dimensions? To compare the two, divide the score by the square root of the number of dimensions, because a distance in $D$ dimensions grows with $\sqrt D$.

# %%
points2, scores2 = hole_scores(ae2)
print(" 2-D  16-D   hole score / root of the number of dimensions")
for name in scores16:
    print(f"{scores2[name] / 2**0.5:.2f}  {scores16[name] / 16**0.5:.2f}   {name}")

# %% claim
per2, per16 = (
    [score / k**0.5 for score in scores.values()]
    for scores, k in ((scores2, 2), (scores16, 16))
)
assert per2[1] < 0.03 and per16[1] > 0.22, "In the map it scores almost nothing"
assert 0.06 < per2[4] < 0.19 and 0.1 < per16[4] < 0.15, "both score about 0.1"
assert per2[4] / per2[0] > 1.5 and per16[4] / per16[0] > 1.5, (
    "in both it is about twice the score of held-out digits, or more"
)
assert 6 < codes.var(0).mean().sqrt() < 11, "about 8"

# %% [markdown]
# Look at $\mathcal N(0, I)$ first. In the map it scores almost nothing. This is no sign that the map has no holes: the spread of its codes is about 8, so $\mathcal N(0, I)$ is a small spot in the crowded middle. For the sixteen dimensions the same
# distribution is too wide. A fair comparison gives each its own fitted Gaussian. Then both score about 0.1, and in both it is about twice the score of held-out digits, or more. So the number of dimensions alone does not make holes.
# What counts is whether the points that we draw lie where codes are.

# %% [markdown]
# ## Calculating with pictures
#
# Does a direction mean something, if no axis does? We need pictures whose factors we know: **sprites**, drawn from shape, size, place, angle and brightness. Take the codes of all
# large sprites and those of all small ones. The step from the mean of the small ones to the mean of the large ones should make any sprite larger. It is called an **attribute vector**.

# %% [markdown]
# ### Exercise 5 · An attribute vector *(stretch)*
#
# *5 minutes.* Return the mean code of those that have the attribute minus the mean code of those that have not.


# %% exercise="latent.attribute_vector"
def attribute_vector(codes, has):
    """Return the step [D] towards an attribute.  codes: [N, D], has: [N] of True and False"""
    ### BEGIN SOLUTION
    return codes[has].mean(0) - codes[~has].mean(0)
    ### END SOLUTION


# %% check="latent.attribute_vector"
attribute_vector = check("latent.attribute_vector", attribute_vector)

# %% [markdown] hint="latent.attribute_vector"
# `codes[has]` picks the rows where `has` is true, `codes[~has]` the others.

# %%
shapes = sprites(4000, seed=0)
pixels = shapes.images.flatten(1).to(device)
sprite_sizes = 784, 512, 128, 8
ae_sprites = Autoencoder(mlp(*sprite_sizes), mlp(*reversed(sprite_sizes)), latent_dim=8)
ae_sprites = train_autoencoder(ae_sprites, pixels, epochs=30, size=128, lr=3e-3)
size = shapes.factors[:, shapes.names.index("size")].to(device)
large = size > size.median()
with torch.no_grad():
    sprite_codes = ae_sprites.encode(pixels)
    step = attribute_vector(sprite_codes, large)
    rows = [ae_sprites.decode(sprite_codes[:12] + k * step) for k in (-1, 0, 1)]
show_images(
    torch.cat(rows).view(-1, 1, 28, 28),
    columns=12,
    alt="Twelve sprites in the middle row, smaller above and larger below.",
)

# %% [markdown]
# The middle row shows sprites as the autoencoder returns them. Above, the step is subtracted; below, it is added. Does it change what it should, and would any other step do the same? We count the pixels that are brighter than half of the sprite's
# own brightness, and as a control we add to each code a random step of the same length.

# %%
half = shapes.factors[:, shapes.names.index("brightness"), None].to(device) / 2
other = torch.randn_like(sprite_codes)
other = step.norm() * other / other.norm(dim=1, keepdim=True)
with torch.no_grad():
    area = (ae_sprites.decode(sprite_codes) > half).sum(dim=1)
factors = {}
for name, move in ("added", step), ("subtracted", -step), ("random step", other):
    with torch.no_grad():
        factors[name] = (ae_sprites.decode(sprite_codes + move) > half).sum(1) / area
    grown, shrunk = ((f > 1).float().mean() for f in (factors[name], 1 / factors[name]))
    typical_factor = factors[name].median()
    print(f"{name:12} {grown:4.0%} grow, {shrunk:3.0%} shrink, {typical_factor:.2f}")
true_area = (pixels > half).sum(dim=1).float()
print(f"large against small {true_area[large].mean() / true_area[~large].mean():.2f}")

# %% claim
grown = {name: (factor > 1).float() for name, factor in factors.items()}
shrunk = {name: (factor < 1).float().mean() for name, factor in factors.items()}
middle = {name: factor.median() for name, factor in factors.items()}
kind = shapes.factors[:, 0].to(device)
assert all(grown["added"][kind == k].mean() > 0.93 for k in range(3)), (
    "nearly all sprites grow, whatever their shape"
)
assert 0.9 < shrunk["subtracted"], "more than nine of ten shrink"
assert 0.4 < grown["random step"].mean() < 0.67, "about half of the sprites grow"
assert 0.95 < middle["random step"] < 1.08, "the typical factor is near 1"
assert 1.1 < middle["added"] < 1.35, "it multiplies the typical area by 1.1 to 1.3"
assert 0.77 < middle["subtracted"] < 0.93, "subtracted, by 0.8 to 0.9"
assert 1.6 < true_area[large].mean() / true_area[~large].mean() < 1.7, (
    "have 1.6 times the area of small ones"
)
ink = [
    ae_sprites.decode(z).clamp(0, 1).sum(dim=1)
    for z in (sprite_codes, sprite_codes + other)
]
assert 0.6 < (ink[1] > ink[0]).float().mean() < 0.85, (
    "It raises the sum for about seven of ten sprites"
)

# %% [markdown]
# The step works in both directions. When it is added, nearly all sprites grow, whatever their shape; when it is subtracted, more than nine of ten shrink. After a random step, about half of the sprites grow, and the typical factor is near 1.
#
# But the step falls short. Added, it multiplies the typical area by 1.1 to 1.3; subtracted, by 0.8 to 0.9. (It differs from training to training.) Large sprites have 1.6 times the area of small ones, so it should be 1.6 and 0.6. A straight step points the right way in a curved space, but it does not arrive. (The sum of all pixels would mislead as a measure. A random step leaves the codes that the decoder
# knows, and the decoder then adds crumbs. It raises the sum for about seven of ten sprites.)

# %% [markdown]
# ### Build · Draw new codes
#
# *15 minutes.* One Gaussian fitted to all codes draws into the gaps between them. Write something better: return `n` new codes that are spread as the given ones are, and are no
# copies. The check compares them with codes of held-out digits. Their **kernel distance** (how differently two clouds are spread, 0 if they are spread alike) has to be at
# most half of the fitted Gaussian's. And on average they have to lie 0.75 to 1.4 times as far from the nearest training code as held-out codes do: a copy lies at 0.


# %% exercise="latent.draw"
def draw(codes, n):
    """Return n new codes, [n, latent_dim].  codes: [N, latent_dim]"""
    ### BEGIN SOLUTION
    k = 20
    chosen = codes[torch.randint(len(codes), (n,), device=codes.device)]
    nearest = torch.cdist(chosen, codes).topk(k, largest=False).indices
    near = codes[nearest]  # [n, k, latent_dim]
    centre = near.mean(1, keepdim=True)
    weights = torch.randn(n, k, 1, device=codes.device)
    return centre[:, 0] + (weights * (near - centre)).sum(1) / k**0.5
    ### END SOLUTION


# %% check="latent.draw"
draw = check("latent.draw", draw)

# %% [markdown] hint="latent.draw"
# Think small: around one code, its neighbours form a little cloud. A Gaussian fitted to 20 of them stays where codes are.

# %% [markdown] hint="latent.draw"
# `torch.cdist(chosen, codes).topk(20, largest=False).indices` finds the neighbours. A mixture of many Gaussians, or a kernel density with the right bandwidth
# (lesson 00), passes as well.

# %% [markdown]
# ## What you take with you
#
# - Pictures that look alike get codes that lie together. Scale, place and axes of the map are accidents.
# - A decoder knows what to draw only where it was trained. Elsewhere are holes.
# - To measure a hole, decode, encode, and see how far you are from where you started, in units of the codes' spread.
# - $\mathcal N(0, I)$ misses the codes by place, scale and shape. A Gaussian fitted to the codes corrects all three, and makes an autoencoder a much better generator.
# - Interpolate on a straight line, or on an arc where codes lie on a shell around the origin.
#
# So why do we need more? The fitted Gaussian came after the training and is only as good as its guess at the shape of the cloud. And nobody can say how likely a given
# picture is. **Could the training itself put the codes where we will draw from?** Lessons 04 and 05 answer that.

# %%
progress("latent_space")

# %% [markdown]
# ### Three questions to recall, from lessons 00 to 02
#
# <details><summary>1. The mean distance of some pictures to the nearest training picture is 4.9. Is that good or bad?</summary>
#
# Neither. Real new digits have about this distance, but so have training digits moved by one pixel, and a black image is nearer still. A distance near 0 proves copying; a larger one proves nothing.
#
# </details>
#
# <details><summary>2. Could the map be turned by 30 degrees without changing any output?</summary>
#
# Yes: turn the codes and undo it in the decoder's first layer. The axes of a code mean nothing.
#
# </details>
#
# <details><summary>3. Why did the network with a bottleneck of 8 return a house as a digit?</summary>
#
# All that its decoder can draw near the codes of digits looks like digits, and the encoder gave the house a code there. It is what you saw here: the decoder knows what it was trained on.
#
# </details>

# %% [markdown]
# ### Notation card
#
# | written | said | in code |
# |---|---|---|
# | $z$ | code, a point of the latent space | `model.encode(x)` |
# | $a$, $b$, $z(t)$ | ends of a path, and the path | `lerp(a, b, t)`, `slerp(a, b, t)` |
# | $\omega$ | angle between two codes | `omega` |
# | $\mathcal N(0, I)$ | standard Gaussian | `torch.randn` |
# | $m$, $s$, $L L^\top$ | mean, spread and covariance of the codes | `fit_gaussian(codes)` |
# | hole | a place where the decoder was not trained | `hole_score` |
# | attribute vector | mean code with an attribute minus mean code without | `attribute_vector` |

# %% [markdown]
# ### What to try next
#
# - Train the map again with another seed. What stays, and what is different?
# - Fit the Gaussian to the codes of one class only, and draw from it.
# - Find an attribute vector for brightness. Does it also change the size?
#
# Lesson 04 begins to answer the question above.

# %% [markdown]
# ### References
#
# - G. Hinton, R. Salakhutdinov: *Reducing the dimensionality of data with neural networks*, Science, 2006.
# - K. Shoemake: *Animating rotation with quaternion curves*, SIGGRAPH 1985. The round path.
# - T. White: *Sampling generative networks*, 2016, arXiv:1609.04468. Straight and round paths, and attribute vectors, in latent spaces.
# - P. Ghosh, M. Sajjadi, A. Vergari, M. Black, B. Schölkopf: *From variational to deterministic autoencoders*, ICLR 2020, arXiv:1903.12436. A density
#   fitted to the codes afterwards.
