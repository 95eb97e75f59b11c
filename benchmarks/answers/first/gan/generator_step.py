# %% wrong: detaches the fakes as in the detective's move, so no gradient reaches the generator and it does not move
def generator_step(generator, discriminator, optimizer, n, latent_dim):
    fake = generator(torch.randn(n, latent_dim)).detach()
    loss = generator_loss(discriminator(fake))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


# %% wrong: steps down the cross-entropy with label 0, the detective's loss on fakes, so the generator learns to be caught
def generator_step(generator, discriminator, optimizer, n, latent_dim):
    fake = generator(torch.randn(n, latent_dim))
    logits = discriminator(fake)
    loss = F.binary_cross_entropy_with_logits(logits, torch.zeros_like(logits))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


# %% wrong: two mistakes: takes the saturating loss, and never calls zero_grad, so the generator's old gradients are added
def generator_step(generator, discriminator, optimizer, n, latent_dim):
    fake = generator(torch.randn(n, latent_dim))
    loss = generator_loss(discriminator(fake), saturating=True)
    loss.backward()
    optimizer.step()
    return loss.item()


# %% wrong: switches the discriminator's weights off with requires_grad_(False) and never on again, so its own next step cannot train it
def generator_step(generator, discriminator, optimizer, n, latent_dim):
    discriminator.requires_grad_(False)  # do not train D here
    fake = generator(torch.randn(n, latent_dim))
    loss = generator_loss(discriminator(fake))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


# %% right: gradients of the generator's weights alone, by torch.autograd.grad, so the discriminator collects none
def generator_step(generator, discriminator, optimizer, n, latent_dim):
    weights = [w for group in optimizer.param_groups for w in group["params"]]
    logits = discriminator(generator(torch.randn(n, latent_dim)))
    loss = -F.logsigmoid(logits).mean()
    optimizer.zero_grad()
    for weight, slope in zip(weights, torch.autograd.grad(loss, weights, allow_unused=True)):
        weight.grad = slope
    optimizer.step()
    return loss.item()


# %% right: the slope of the loss at the fakes first, then from the fakes back through the generator
def generator_step(generator, discriminator, optimizer, n, latent_dim):
    optimizer.zero_grad()
    fake = generator(torch.randn(n, latent_dim))
    held = fake.detach().requires_grad_()
    logits = discriminator(held)
    loss = F.binary_cross_entropy_with_logits(logits, torch.ones_like(logits))
    (slope,) = torch.autograd.grad(loss, held)
    fake.backward(gradient=slope)
    optimizer.step()
    return loss.item()
