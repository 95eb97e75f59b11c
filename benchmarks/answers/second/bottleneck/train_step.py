# %% wrong: steps by hand, weight minus learning rate times gradient, instead of optimizer.step(): plain gradient descent, whatever the optimizer is
def train_step(model, optimizer, x):
    """Take one step down the gradient of model.loss(x)["loss"]; return the loss as a float."""
    optimizer.zero_grad()
    loss = model.loss(x)["loss"]
    loss.backward()
    lr = optimizer.param_groups[0]["lr"]
    with torch.no_grad():
        for weight in model.parameters():
            weight -= lr * weight.grad
    return loss.item()


# %% wrong: clips the gradient to norm 1 before the step, a habit from other code: it is no longer the step down the gradient
def train_step(model, optimizer, x):
    """Take one step down the gradient of model.loss(x)["loss"]; return the loss as a float."""
    optimizer.zero_grad()
    loss = model.loss(x)["loss"]
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), max_norm=1.0)
    optimizer.step()
    return loss.item()


# %% wrong: the step comes first: it uses the gradient of the batch before, then forgets it and computes the new one for the next call
def train_step(model, optimizer, x):
    """Take one step down the gradient of model.loss(x)["loss"]; return the loss as a float."""
    optimizer.step()
    optimizer.zero_grad()
    loss = model.loss(x)["loss"]
    loss.backward()
    return loss.item()


# %% wrong: two mistakes: no zero_grad, so the gradients of all batches pile up, and the loss is returned as a tensor with its history
def train_step(model, optimizer, x):
    """Take one step down the gradient of model.loss(x)["loss"]; return the loss as a float."""
    loss = model.loss(x)["loss"]
    loss.backward()
    optimizer.step()
    return loss


# %% right: sets every weight's gradient to None by hand, and takes the number out before backward
def train_step(model, optimizer, x):
    """Take one step down the gradient of model.loss(x)["loss"]; return the loss as a float."""
    for group in optimizer.param_groups:
        for weight in group["params"]:
            weight.grad = None
    terms = model.loss(x)
    number = terms["loss"].detach().cpu().tolist()
    terms["loss"].backward()
    optimizer.step()
    return number


# %% right: a closure for optimizer.step, run with gradients switched on
def train_step(model, optimizer, x):
    """Take one step down the gradient of model.loss(x)["loss"]; return the loss as a float."""

    @torch.enable_grad()
    def closure():
        optimizer.zero_grad(set_to_none=False)
        loss = model.loss(x)["loss"]
        loss.backward()
        return loss

    return optimizer.step(closure).item()
