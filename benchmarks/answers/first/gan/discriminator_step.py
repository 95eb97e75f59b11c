# %% wrong: no detach on the fakes, so the backward pass leaves gradients in the generator
def discriminator_step(generator, discriminator, optimizer, real, latent_dim):
    z = torch.randn(len(real), latent_dim)
    fake = generator(z)
    loss = discriminator_loss(discriminator(real), discriminator(fake))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


# %% wrong: detaches the discriminator's answer on the fakes instead of the fakes, so the discriminator learns from real samples only
def discriminator_step(generator, discriminator, optimizer, real, latent_dim):
    fake = generator(torch.randn(len(real), latent_dim))
    real_logits = discriminator(real)
    fake_logits = discriminator(fake).detach()
    loss = discriminator_loss(real_logits, fake_logits)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


# %% wrong: two mistakes: uniform noise from torch.rand, and no zero_grad, so what the generator's step left in the discriminator is added
def discriminator_step(generator, discriminator, optimizer, real, latent_dim):
    fake = generator(torch.rand(len(real), latent_dim)).detach()
    loss = discriminator_loss(discriminator(real), discriminator(fake))
    loss.backward()
    optimizer.step()
    return loss.item()


# %% wrong: makes one single fake for the whole batch of real samples
def discriminator_step(generator, discriminator, optimizer, real, latent_dim):
    z = torch.randn(1, latent_dim)
    with torch.no_grad():
        fake = generator(z)
    optimizer.zero_grad()
    loss = discriminator_loss(discriminator(real), discriminator(fake))
    loss.backward()
    optimizer.step()
    return loss.item()


# %% right: fakes under no_grad, gradients of the optimizer's weights set by hand
def discriminator_step(generator, discriminator, optimizer, real, latent_dim):
    with torch.no_grad():
        fake = generator(torch.randn(real.shape[0], latent_dim))
    loss = F.softplus(-discriminator(real)).mean() + F.softplus(discriminator(fake)).mean()
    weights = [w for group in optimizer.param_groups for w in group["params"]]
    for weight, slope in zip(weights, torch.autograd.grad(loss, weights, allow_unused=True)):
        weight.grad = slope
    optimizer.step()
    return float(loss.detach())


# %% right: two backward passes, one for the data and one for the fakes, whose gradients add up
def discriminator_step(generator, discriminator, optimizer, real, latent_dim):
    noise = torch.randn(len(real), latent_dim)
    fake = generator(noise).detach()
    optimizer.zero_grad(set_to_none=True)
    total = 0.0
    for samples, label in ((real, 1.0), (fake, 0.0)):
        logits = discriminator(samples)
        labels = torch.full_like(logits, label)
        part = F.binary_cross_entropy_with_logits(logits, labels)
        part.backward()
        total += part.item()
    optimizer.step()
    return total
