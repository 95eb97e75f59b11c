# %% wrong: draws the code under no_grad, so the reconstruction sends no gradient back to the encoder, which then only follows the KL
def train_step(encode, decode, optimizer, x):
    """Take one step down the negative bound of x: [B, 1, 28, 28]; return it as a float."""
    mean, logvar = encode(x)
    with torch.no_grad():  # the noise needs no gradient
        z = reparameterize(mean, logvar)
    loss = vae_loss(x, decode(z), mean, logvar)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


# %% wrong: hands the drawn z instead of the mean to the KL in vae_loss
def train_step(encode, decode, optimizer, x):
    """Take one step down the negative bound of x: [B, 1, 28, 28]; return it as a float."""
    mean, logvar = encode(x)
    z = reparameterize(mean, logvar)
    logits = decode(z)
    optimizer.zero_grad()
    loss = vae_loss(x, logits, z, logvar)
    loss.backward()
    optimizer.step()
    return loss.item()


# %% wrong: decodes the mean, as an autoencoder does, and leaves the noise to the KL term: no draw anywhere
def train_step(encode, decode, optimizer, x):
    """Take one step down the negative bound of x: [B, 1, 28, 28]; return it as a float."""
    mean, logvar = encode(x)
    reconstruction = decode(mean)
    loss = vae_loss(x, reconstruction, mean, logvar)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


# %% wrong: two mistakes: the sigmoid is applied to the logits before vae_loss, which wants them as they are, and zero_grad is missing
def train_step(encode, decode, optimizer, x):
    """Take one step down the negative bound of x: [B, 1, 28, 28]; return it as a float."""
    mean, logvar = encode(x)
    z = reparameterize(mean, logvar)
    x_hat = torch.sigmoid(decode(z))
    loss = vae_loss(x, x_hat, mean, logvar)
    loss.backward()
    optimizer.step()
    return loss.item()


# %% right: a closure handed to optimizer.step, which returns its loss
def train_step(encode, decode, optimizer, x):
    """Take one step down the negative bound of x: [B, 1, 28, 28]; return it as a float."""

    def closure():
        optimizer.zero_grad()
        mean, logvar = encode(x)
        loss = vae_loss(x, decode(reparameterize(mean, logvar)), mean, logvar)
        loss.backward()
        return loss

    return float(optimizer.step(closure).detach())


# %% right: written out without the helpers, and the gradient by torch.autograd.grad
def train_step(encode, decode, optimizer, x):
    """Take one step down the negative bound of x: [B, 1, 28, 28]; return it as a float."""
    mean, logvar = encode(x)
    z = mean + (logvar / 2).exp() * torch.randn_like(mean)
    loss = (kl_standard_normal(mean, logvar) - bernoulli_log_prob(x, decode(z))).mean()
    weights = [w for group in optimizer.param_groups for w in group["params"]]
    grads = torch.autograd.grad(loss, weights, allow_unused=True)
    for weight, grad in zip(weights, grads, strict=True):
        weight.grad = grad
    optimizer.step()
    return loss.item()
