# %% wrong: subtracts the average of f over the same draws as a baseline: the estimate shrinks by (S - 1) / S, and is 0 for one draw
def score_function_gradient(f, mean, std, eps):
    """Return the estimated gradient [d].  f: [S, d] -> [S], mean, std: [d], eps: [S, d]"""
    value = f(mean + std * eps)
    advantage = value - value.mean()
    return (advantage[:, None] * eps / std).mean(dim=0)


# %% wrong: differentiates f by autograd and averages its slopes: the pathwise gradient, which needs the derivative that this one does without
def score_function_gradient(f, mean, std, eps):
    """Return the estimated gradient [d].  f: [S, d] -> [S], mean, std: [d], eps: [S, d]"""
    mean = mean.clone().requires_grad_()
    z = mean + std * eps
    f(z).mean().backward()
    return mean.grad


# %% wrong: mixes the two forms of the formula: eps, which is (z - mean) / sigma already, is divided by sigma^2
def score_function_gradient(f, mean, std, eps):
    """Return the estimated gradient [d].  f: [S, d] -> [S], mean, std: [d], eps: [S, d]"""
    z = mean + std * eps
    score = eps / std.square()
    return (f(z).unsqueeze(1) * score).mean(dim=0)


# %% wrong: two mistakes, sigma forgotten twice: f is taken at mean + eps, and eps is not divided by sigma
def score_function_gradient(f, mean, std, eps):
    """Return the estimated gradient [d].  f: [S, d] -> [S], mean, std: [d], eps: [S, d]"""
    z = mean + eps
    return torch.mean(f(z)[:, None] * eps, dim=0)


# %% right: the score by autograd from log q, with f's values held constant
def score_function_gradient(f, mean, std, eps):
    """Return the estimated gradient [d].  f: [S, d] -> [S], mean, std: [d], eps: [S, d]"""
    z = (mean + std * eps).detach()
    with torch.no_grad():
        value = f(z)
    with torch.enable_grad():
        centre = mean.detach().clone().requires_grad_()
        log_q = torch.distributions.Normal(centre, std).log_prob(z).sum(dim=1)
        return torch.autograd.grad((value * log_q).mean(), centre)[0]


# %% right: one einsum over the draws, divided by S and sigma at the end
def score_function_gradient(f, mean, std, eps):
    """Return the estimated gradient [d].  f: [S, d] -> [S], mean, std: [d], eps: [S, d]"""
    value = f(torch.addcmul(mean, eps, std))
    return torch.einsum("s,sd->d", value, eps) / (eps.shape[0] * std)
