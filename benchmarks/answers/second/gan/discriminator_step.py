# %% wrong: detaches D's answer on the fakes instead of the fakes, so the fake half of the loss gives D no gradient
def discriminator_step(generator, discriminator, optimizer, real, latent_dim):
    """Take one step of the discriminator; return its loss as a float.  real: [B, ...]"""
    fake = generator(torch.randn(len(real), latent_dim))
    fake_logits = discriminator(fake).detach()
    loss = discriminator_loss(discriminator(real), fake_logits)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


# %% wrong: the detective "makes the value large", so the loss is negated before backward: it climbs its own loss
def discriminator_step(generator, discriminator, optimizer, real, latent_dim):
    """Take one step of the discriminator; return its loss as a float.  real: [B, ...]"""
    fake = generator(torch.randn(len(real), latent_dim)).detach()
    loss = discriminator_loss(discriminator(real), discriminator(fake))
    optimizer.zero_grad()
    (-loss).backward()  # max over D
    optimizer.step()
    return loss.item()


# %% wrong: takes two optimizer steps, one on the real half and one on the fake half, where the task asks for one on their sum
def discriminator_step(generator, discriminator, optimizer, real, latent_dim):
    """Take one step of the discriminator; return its loss as a float.  real: [B, ...]"""
    fake = generator(torch.randn(len(real), latent_dim)).detach()

    optimizer.zero_grad()
    real_loss = F.softplus(-discriminator(real)).mean()
    real_loss.backward()
    optimizer.step()

    optimizer.zero_grad()
    fake_loss = F.softplus(discriminator(fake)).mean()
    fake_loss.backward()
    optimizer.step()
    return real_loss.item() + fake_loss.item()


# %% wrong: two mistakes: uniform noise from torch.rand instead of randn, and no zero_grad, so what the forger's last step left in D is added
def discriminator_step(generator, discriminator, optimizer, real, latent_dim):
    """Take one step of the discriminator; return its loss as a float.  real: [B, ...]"""
    z = torch.rand(len(real), latent_dim)
    fake = generator(z).detach()
    loss = discriminator_loss(discriminator(real), discriminator(fake))
    loss.backward()
    optimizer.step()
    return loss.item()


# %% right: the gradient by torch.autograd.grad for the optimizer's own weights, the fakes made under no_grad
def discriminator_step(generator, discriminator, optimizer, real, latent_dim):
    """Take one step of the discriminator; return its loss as a float.  real: [B, ...]"""
    with torch.no_grad():
        fake = generator(torch.randn(real.shape[0], latent_dim))
    loss = discriminator_loss(discriminator(real), discriminator(fake))
    weights = [w for group in optimizer.param_groups for w in group["params"]]
    for weight, grad in zip(weights, torch.autograd.grad(loss, weights), strict=True):
        weight.grad = grad
    optimizer.step()
    return float(loss.detach())


# %% right: the two halves go backward one after the other, their gradients add up, and one step follows
def discriminator_step(generator, discriminator, optimizer, real, latent_dim):
    """Take one step of the discriminator; return its loss as a float.  real: [B, ...]"""
    optimizer.zero_grad(set_to_none=True)
    total = 0.0
    fake = generator(torch.randn(len(real), latent_dim)).detach()
    for batch, sign in ((real, -1), (fake, 1)):
        half = F.softplus(sign * discriminator(batch)).mean()
        half.backward()
        total += half.item()
    optimizer.step()
    return total
