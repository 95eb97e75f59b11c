# %% wrong: decodes the mean instead of a draw, so no noise ever reaches the decoder
def train_step(encode, decode, optimizer, x):
    mean, logvar = encode(x)
    logits = decode(mean)
    loss = vae_loss(x, logits, mean, logvar)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


# %% wrong: draws z under no_grad, so the reconstruction sends no gradient to the encoder, which learns from the KL alone
def train_step(encode, decode, optimizer, x):
    optimizer.zero_grad()
    mean, logvar = encode(x)
    with torch.no_grad():  # sampling needs no gradient
        z = reparameterize(mean, logvar)
    logits = decode(z)
    loss = vae_loss(x, logits, mean, logvar)
    loss.backward()
    optimizer.step()
    return loss.item()


# %% wrong: two mistakes: no zero_grad, so gradients add up over the steps, and the loss is returned as a tensor with its graph
def train_step(encode, decode, optimizer, x):
    mean, logvar = encode(x)
    z = reparameterize(mean, logvar)
    loss = vae_loss(x, decode(z), mean, logvar)
    loss.backward()
    optimizer.step()
    return loss


# %% wrong: puts a sigmoid on the decoder's logits before the loss, which applies its own
def train_step(encode, decode, optimizer, x):
    mean, logvar = encode(x)
    z = reparameterize(mean, logvar)
    reconstruction = torch.sigmoid(decode(z))
    loss = vae_loss(x, reconstruction, mean, logvar)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


# %% right: everything in a closure for optimizer.step, the loss from the package's log densities
def train_step(encode, decode, optimizer, x):
    def closure():
        optimizer.zero_grad()
        mean, logvar = encode(x)
        z = mean + torch.randn_like(mean) * torch.exp(logvar / 2)
        log_p = bernoulli_log_prob(x, decode(z))
        value = torch.mean(kl_standard_normal(mean, logvar) - log_p)
        value.backward()
        return value

    return float(optimizer.step(closure).detach())


# %% right: rsample and kl_divergence, gradients set by hand from torch.autograd.grad
from torch.distributions import Normal, kl_divergence


def train_step(encode, decode, optimizer, x):
    mean, logvar = encode(x)
    q = Normal(mean, (0.5 * logvar).exp())
    logits = decode(q.rsample())
    pixels = F.binary_cross_entropy_with_logits(logits, x, reduction="sum")
    price = kl_divergence(q, Normal(torch.zeros_like(mean), 1.0)).sum()
    loss = (pixels + price) / len(x)

    weights = [w for group in optimizer.param_groups for w in group["params"]]
    slopes = torch.autograd.grad(loss, weights, allow_unused=True)
    for weight, slope in zip(weights, slopes):
        weight.grad = slope
    optimizer.step()
    return loss.detach().item()
