# %% wrong: divides eps by sigma squared; (z - mean) / sigma^2 is eps / sigma already
def score_function_gradient(f, mean, std, eps):
    z = mean + std * eps
    return (f(z)[:, None] * eps / std**2).mean(dim=0)


# %% wrong: differentiates f at the draws by autograd, the pathwise gradient, instead of weighting eps / sigma by f(z)
def score_function_gradient(f, mean, std, eps):
    z = (mean + std * eps).detach().requires_grad_()
    (grad,) = torch.autograd.grad(f(z).sum(), z)
    return grad.mean(dim=0)


# %% wrong: two mistakes: evaluates f at the noise eps instead of at z = mean + sigma eps, and does not divide by sigma
def score_function_gradient(f, mean, std, eps):
    values = f(eps)
    return (values.unsqueeze(1) * eps).mean(dim=0)


# %% wrong: averages f and eps / sigma separately and multiplies the means, where the mean of the product is asked for
def score_function_gradient(f, mean, std, eps):
    z = mean + std * eps
    return f(z).mean() * (eps / std).mean(dim=0)


# %% right: einsum of the values with the score (z - mean) / sigma^2
def score_function_gradient(f, mean, std, eps):
    z = torch.addcmul(mean, std, eps)
    score = (z - mean) / std.square()
    return torch.einsum("s,sd->d", f(z), score) / eps.shape[0]


# %% right: gradient of the average of f(z) log q(z), with f(z) and z held fixed
def score_function_gradient(f, mean, std, eps):
    z = (mean + std * eps).detach()
    values = f(z).detach()
    with torch.enable_grad():
        centre = mean.detach().clone().requires_grad_()
        log_q = torch.distributions.Normal(centre, std.detach()).log_prob(z).sum(dim=-1)
        surrogate = (values * log_q).mean()
        return torch.autograd.grad(surrogate, centre)[0]
