# %% wrong: freezes D with requires_grad_(False) for the step and never thaws it, so D's next step cannot learn
def generator_step(generator, discriminator, optimizer, n, latent_dim):
    """Take one step of the generator on n fakes; return its loss as a float."""
    for weight in discriminator.parameters():
        weight.requires_grad_(False)  # only the generator learns here
    fake = generator(torch.randn(n, latent_dim))
    loss = generator_loss(discriminator(fake))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


# %% wrong: draws one code and expands it n times, so all n fakes are the same sample
def generator_step(generator, discriminator, optimizer, n, latent_dim):
    """Take one step of the generator on n fakes; return its loss as a float."""
    z = torch.randn(latent_dim).expand(n, latent_dim)
    fake = generator(z)
    loss = generator_loss(discriminator(fake))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


# %% wrong: labels the fakes 0, as what they are, in the forger's loss, so the forger learns to be recognised as a fake
def generator_step(generator, discriminator, optimizer, n, latent_dim):
    """Take one step of the generator on n fakes; return its loss as a float."""
    fake = generator(torch.randn(n, latent_dim))
    logits = discriminator(fake)
    loss = F.binary_cross_entropy_with_logits(logits, torch.zeros_like(logits))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


# %% wrong: two mistakes: the saturating loss where the task asks for the non-saturating one, and no zero_grad before backward
def generator_step(generator, discriminator, optimizer, n, latent_dim):
    """Take one step of the generator on n fakes; return its loss as a float."""
    fake = generator(torch.randn(n, latent_dim))
    loss = generator_loss(discriminator(fake), saturating=True)
    loss.backward()
    optimizer.step()
    return loss.item()


# %% right: D is called with detached weights by functional_call, so it collects no gradient at all
def generator_step(generator, discriminator, optimizer, n, latent_dim):
    """Take one step of the generator on n fakes; return its loss as a float."""
    from torch.func import functional_call

    frozen = {name: w.detach() for name, w in discriminator.named_parameters()}
    optimizer.zero_grad()
    fake = generator(torch.randn(n, latent_dim))
    loss = generator_loss(functional_call(discriminator, frozen, (fake,)))
    loss.backward()
    optimizer.step()
    return loss.detach().item()


# %% right: the chain rule in two pieces: first the gradient of the loss at the fakes, then that gradient sent back through G
def generator_step(generator, discriminator, optimizer, n, latent_dim):
    """Take one step of the generator on n fakes; return its loss as a float."""
    fake = generator(torch.randn(n, latent_dim))
    shown = fake.detach().requires_grad_()
    loss = F.softplus(-discriminator(shown)).mean()
    (pull,) = torch.autograd.grad(loss, shown)
    optimizer.zero_grad()
    fake.backward(pull)
    optimizer.step()
    return loss.item()
