# %% wrong: zero_grad stands between backward and step, so the new gradient is erased before the step
def train_step(model, optimizer, x):
    loss = model.loss(x)["loss"]
    loss.backward()
    optimizer.zero_grad()
    optimizer.step()
    return loss.item()


# %% wrong: evaluates the model again after the step and returns that loss instead of the one the step was taken on
def train_step(model, optimizer, x):
    optimizer.zero_grad()
    model.loss(x)["loss"].backward()
    optimizer.step()
    return model.loss(x)["loss"].item()


# %% wrong: trains on mse_loss (mean over features as well) of its own instead of model.loss(x)["loss"], so loss and gradient are too small by the number of features
def train_step(model, optimizer, x):
    optimizer.zero_grad()
    output = model(x)
    loss = nn.functional.mse_loss(output, x)
    loss.backward()
    optimizer.step()
    return loss.item()


# %% wrong: two mistakes: never calls zero_grad, so gradients add up from step to step, and returns the loss as a tensor with its history
def train_step(model, optimizer, x):
    loss = model.loss(x)["loss"]
    loss.backward()
    optimizer.step()
    return loss


# %% right: gradients by torch.autograd.grad, put into .grad by hand
def train_step(model, optimizer, x):
    weights = [p for group in optimizer.param_groups for p in group["params"]]
    loss = model.loss(x)["loss"]
    gradients = torch.autograd.grad(loss, weights, allow_unused=True)
    for weight, gradient in zip(weights, gradients):
        weight.grad = gradient
    optimizer.step()
    return float(loss.detach())


# %% right: hands the optimizer a closure that forgets, computes and returns the loss
def train_step(model, optimizer, x):
    def closure():
        optimizer.zero_grad(set_to_none=False)
        value = model.loss(x)["loss"]
        value.backward()
        return value

    return optimizer.step(closure).detach().cpu().tolist()
