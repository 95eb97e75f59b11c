# %% [markdown]
# # Maps, holes, and why an autoencoder is not a generator
#
# *The decoder is trained only where codes are.*
#
# An autoencoder turns each digit into a point and each point into a picture. So why not pick a point at random and have a new digit? In
# this lesson you do just that, see when it fails, measure by how much, and find the mend that is simpler than you may think.
#
# **You will** draw a map of digits, walk through it in two ways, measure its holes, and calculate with pictures.
#
# **Time:** about 70 minutes. **You need:** lessons 00 to 02.

# %% tags=["setup"]
import torch
from torch import nn

from gencourse.data import batches, digits, sprites
from gencourse.exercises import check, progress, show_fix
from gencourse.models import Autoencoder
from gencourse.networks import mlp
from gencourse.plots import show_images
from gencourse.probability import fit_gaussian, sample_gaussian
from gencourse.runtime import get_device, seed_everything
from gencourse.training import fit, gradient_step
from gencourse.widgets import LatentExplorer

device = get_device()
seed_everything(0)

# %% [markdown]
# ## A map of digits
#
# We send digits through a door of two numbers. Two are too few to draw every digit well, and just right to look at. The network is a bent one, as in
# lesson 02, and trains longer.

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


# %%
sizes = 784, 256, 128, 64, 2
flat = Autoencoder(mlp(*sizes), mlp(*reversed(sizes)), latent_dim=2)
flat = train_autoencoder(flat, x, epochs=40)
with torch.no_grad():
    codes = flat.encode(x)  # [4000, 2]
print(f"squared error per test digit: {flat.loss(x_test)['loss']:.1f}")

# %% [markdown]
# ### Play: walk on the map
#
# Every digit stands at the code of a training picture. Drag the point, or use the arrow keys; drag the ground, and + and − zoom. Where do the pictures change suddenly, where slowly? Then press
# *Show the holes*: the more colour, the farther from every code. What does the decoder draw far from all codes? The second tab goes from one picture to another.

# %%
LatentExplorer(flat.decoder, codes=codes, labels=train.labels, images=train.images)

# %% [markdown]
# Nobody told the network which digit is which, and yet equal digits lie together: pictures that look alike get codes that lie close, since encoder and decoder
# are smooth. The axes mean nothing by themselves, as you know from lesson 01. And zoom out with − until no code is left outside: the numbers on the axes go from about -40 to 20. Nobody asked for this
# scale, or for this place.

# %% [markdown]
# ## A grid of decodings
#
# What does the decoder draw between the codes? It accepts any two numbers. We decode a grid of points, laid out like the map: left to right, and the
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
    pictures = flat.decode(latent_grid(low, high, 14).to(device))
show_images(
    pictures.view(-1, 1, 28, 28),
    columns=14,
    alt="A grid of decoded points: digits that melt into one another, some of them no digit.",
)

# %% [markdown]
# Most of the plane decodes to something like a digit, and between two arms of the map the pictures melt into one another. In two dimensions
# an empty place is often a smooth blend. Keep that in mind: it will not be so in sixteen.

# %% [markdown]
# ## From one digit to another
#
# A straight line between two codes is the simplest path. At time $t$ it stands at
#
# $$z(t) = (1 - t)\,a + t\,b$$

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
    film = flat.decode(lerp(*flat.encode(torch.stack([a, b])), t))
show_images(
    torch.cat([film, lerp(a, b, t)]).view(-1, 1, 28, 28),
    columns=10,
    alt="Above, a three becomes a zero step by step; below, a cross-fade of the two.",
)

# %% [markdown]
# Above, the path through the latent space; below, the same formula on the pixels, a cross-fade. Halfway, the cross-fade is two ghosts on top of
# each other. The decoder shows one picture at each step, because all it can draw are pictures near those it was trained on.

# %% [markdown]
# The straight line is *a* path, not the best one: it crosses whatever lies between, other digits and empty places alike.

# %% [markdown]
# ### Exercise 3 · The round path
#
# *10 minutes.* In many dimensions, points drawn from a Gaussian lie near a *shell* around the origin, and the middle of a straight line between two of them lies
# well inside it. The **spherical** path stays on the shell. With the angle $\omega$ between $a$ and $b$:
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
for name, walk in (("lerp", lerp), ("slerp", slerp)):
    norms = walk(*ends, torch.linspace(0, 1, 5)).norm(dim=1)
    print(f"{name:5} norms along the way:", [round(n, 1) for n in norms.tolist()])

# %% [markdown]
# In 256 dimensions both ends lie near norm 16. Halfway, the straight line is down to about 0.7 of that; the arc stays. That matters where codes *are* on a shell. In our
# map they are not: it has no shell, and its middle is not at zero, so the straight line serves as well. (And the norm and the
# speed are kept only between ends of equal norm.)

# %% [markdown]
# ## Holes
#
# Now sixteen numbers, enough to draw digits well. **Predict:** we draw 24 codes from a standard Gaussian, $z \sim \mathcal N(0, I)$, and decode them. What will we see?

# %% [markdown] question="what-will-we-see"
# Mostly scribbles. Nothing in the loss made the codes look like standard normal noise, so most random points lie where the decoder has
# never been trained.

# %%
deep = Autoencoder(
    mlp(784, 400, 16, activation=nn.ReLU),
    mlp(16, 400, 784, activation=nn.ReLU),
    latent_dim=16,
)
deep = train_autoencoder(deep, x, epochs=20)
show_images(
    deep.sample(24).view(-1, 1, 28, 28),
    columns=12,
    alt="Twenty-four decoded random codes: scribbles, hardly one a digit.",
)

# %% [markdown]
# Scribbles. And the reason is not that the network is bad: it returns test digits well. The codes fill a small and oddly shaped part of the sixteen dimensions, and
# outside it the decoder was never trained. Can we measure that? Here is a test that needs no eye: decode a point, encode the picture, and see **how far from the point we come back**. Where
# the two agree with each other, the point comes home; in a hole it does not.

# %% [markdown]
# ### Exercise 4 · The hole score
#
# *10 minutes.* Return the mean distance between `z` and `returned`, divided by the spread of the data's codes: the root of the mean of their variances. Without that
# yardstick, a map that is twice as large would look twice as bad.


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


# %%
def sources(model):
    codes = model.encode(x)
    noise = torch.randn(500, codes.shape[1], device=device)
    gaussian = sample_gaussian(*fit_gaussian(codes), 500)
    return codes, {
        "held-out digits": model.encode(x_test),
        "N(0, I)": noise,
        "a Gaussian fitted to the codes": gaussian,
    }


with torch.no_grad():
    deep_codes, deep_points = sources(deep)
    for name, z in deep_points.items():
        deep_score = hole_score(z, deep.encode(deep.decode(z)), deep_codes)
        print(f"{deep_score:.2f}  {name}")

# %% [markdown]
# Real digits that the network has not seen come home within about 0.3 spreads. Points from the standard Gaussian end up more than a whole spread away, about 1.1 on each of three
# seeds. And the third line? A Gaussian **fitted to the codes**, with your functions of lesson 00, scores 0.5. Let us look at it.

# %%
with torch.no_grad():
    mended = deep.decode(deep_points["a Gaussian fitted to the codes"][:24])
show_images(
    mended.view(-1, 1, 28, 28),
    columns=12,
    alt="Twenty-four samples of the fitted Gaussian: strokes join, many read as digits.",
)

# %% [markdown]
# The strokes join, and a good part of these read as digits. Same decoder, same training, one more line of code: ask the codes where they are before you draw. An autoencoder is
# not a generator by itself, and becomes a fair one with a density fitted to its codes. Keep this in mind when a paper compares its model with an autoencoder
# that was sampled from $\mathcal N(0, I)$.

# %%
with torch.no_grad():
    flat_codes, flat_points = sources(flat)
    for name, z in flat_points.items():
        flat_score = hole_score(z, flat.encode(flat.decode(z)), flat_codes)
        print(f"{flat_score:.2f}  {name}")

# %% [markdown]
# On the two-dimensional map the score hardly tells anything: the plane is so small that codes are never far, and the standard Gaussian falls into its crowded middle. Holes
# are a matter of many dimensions, which is where all useful latent spaces live.

# %% [markdown]
# ## Calculating with pictures
#
# Does a direction mean something, if no axis does? We need pictures whose factors we know: **sprites**, drawn from shape, size, place, angle and brightness. Take all codes of
# large sprites and all of small ones. The step from the one mean to the other should make any sprite larger.

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
small = Autoencoder(mlp(*sprite_sizes), mlp(*reversed(sprite_sizes)), latent_dim=8)
small = train_autoencoder(small, pixels, epochs=30, size=128, lr=3e-3)

# %%
size = shapes.factors[:, shapes.names.index("size")].to(device)
with torch.no_grad():
    sprite_codes = small.encode(pixels)
    step = attribute_vector(sprite_codes, size > size.median())
    rows = [small.decode(sprite_codes[:12] + k * step) for k in (-1, 0, 1)]
show_images(
    torch.cat(rows).view(-1, 1, 28, 28),
    columns=12,
    alt="Twelve sprites in the middle row, smaller above and larger below.",
)

# %%
with torch.no_grad():
    ink, more = (
        small.decode(sprite_codes + k * step).clamp(0, 1).sum(1) for k in (0, 1)
    )
large, little = size[size > size.median()].mean(), size[size <= size.median()].mean()
grown = (more > ink).float().mean()
print(f"{grown:.0%} grow, ink by a factor of {(more / ink).median():.2f}")
print(f"from little to large sprites ink grows by {(large / little) ** 2:.2f}")

# %% [markdown]
# The step works: forwards, practically every sprite grows, whatever its shape and place. And it falls short: ink by 1.28 (three seeds: 1.24 to 1.28) instead of 1.66. Backwards, sprites shrink, and some
# turn black and leave crumbs: they have left the codes that the decoder knows. A straight step points the right way through a bent space. It does not arrive, and it
# takes other factors along, since nothing in the training asked for straight directions.

# %% [markdown]
# ## What you take with you
#
# - Codes of alike pictures lie together; scale, place and axes of the map are accidents.
# - A decoder knows what to draw only where it was trained. In many dimensions nearly everywhere else is a hole.
# - Decode, encode, and measure how far you are from where you started, in units of the codes' spread.
# - Straight paths and round ones: round where codes lie on a shell, and only then.
# - A density fitted to the codes turns an autoencoder into a fair generator.
#
# So why do we need more? The fitted Gaussian came after the training and is only as good as its guess at the shape of the cloud; and nobody can say how likely a given
# picture is. **Could the training itself put the codes where we will draw from?** Lesson 05 answers that.

# %%
progress("latent_space")

# %% [markdown]
# ### Three questions to recall, from lessons 00 to 02
#
# <details><summary>1. Why is a mean distance to the training pictures of 4.9 neither good nor bad?</summary>
#
# Real new digits have it; but a black image is nearer still. The distance finds copies and nothing more.
#
# </details>
#
# <details><summary>2. Could the map be turned by 30 degrees without changing any output?</summary>
#
# Yes: turn the codes and undo it in the decoder's first layer. The axes of a code mean nothing.
#
# </details>
#
# <details><summary>3. Why did the network with a door of 8 return a house as a zero?</summary>
#
# All that its decoder can draw lies on a sheet near the digits, and the encoder named a point on that sheet. It is what you saw here: the decoder knows what it was trained on.
#
# </details>

# %% [markdown]
# ### Notation card
#
# | written | said | in code |
# |---|---|---|
# | $z$ | code, a point of the latent space | `model.encode(x)` |
# | $a$, $b$, $z(t)$ | ends of a path, and the path | `lerp(a, b, t)` |
# | $\omega$ | angle between two codes | `omega` |
# | $\mathcal N(0, I)$ | standard Gaussian | `torch.randn` |

# %% [markdown]
# ### What to try next
#
# - Train the map again with another seed. What stays, and what is different?
# - Fit the Gaussian to the codes of one class only, and draw from it.
# - Find an attribute vector for brightness. Does it also change the size?
#
# Lesson 04 prepares the answer to the question above.

# %% [markdown]
# ### References
#
# - G. Hinton, R. Salakhutdinov: *Reducing the dimensionality of data with neural networks*, Science, 2006.
# - K. Shoemake: *Animating rotation with quaternion curves*, SIGGRAPH 1985. The round path.
# - T. White: *Sampling generative networks*, 2016, arXiv:1609.04468. Straight and round paths in latent spaces.
# - P. Ghosh, M. Sajjadi, A. Vergari, M. Black, B. Schoelkopf: *From variational to deterministic autoencoders*, ICLR 2020, arXiv:1903.12436. A density
#   fitted to the codes afterwards.
