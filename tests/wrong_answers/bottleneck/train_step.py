"""What students write for bottleneck.train_step, each with the slug that its check must answer with."""


def _no_zero_grad(model, optimizer, x):
    loss = model.loss(x)["loss"]
    loss.backward()
    optimizer.step()
    return loss.item()


def _yesterdays_gradient(model, optimizer, x):
    optimizer.zero_grad()
    optimizer.step()
    loss = model.loss(x)["loss"]
    loss.backward()
    return loss.item()


def _no_step(model, optimizer, x):
    optimizer.zero_grad()
    loss = model.loss(x)["loss"]
    loss.backward()
    return loss.item()


def _no_backward(model, optimizer, x):
    optimizer.zero_grad()
    loss = model.loss(x)["loss"]
    optimizer.step()
    return loss.item()


def _zeroed_too_late(model, optimizer, x):
    loss = model.loss(x)["loss"]
    loss.backward()
    optimizer.zero_grad()
    optimizer.step()
    return loss.item()


def _keeps_the_graph(model, optimizer, x):
    optimizer.zero_grad()
    loss = model.loss(x)["loss"]
    loss.backward()
    optimizer.step()
    return loss


def _loss_afterwards(model, optimizer, x):
    optimizer.zero_grad()
    model.loss(x)["loss"].backward()
    optimizer.step()
    return model.loss(x)["loss"].item()


def _returns_nothing(model, optimizer, x):
    optimizer.zero_grad()
    model.loss(x)["loss"].backward()
    optimizer.step()


WRONG = [
    ("no-zero-grad", _no_zero_grad),
    ("step-before-backward", _yesterdays_gradient),
    ("no-step", _no_step),
    ("no-backward", _no_backward),
    ("zeroed-before-the-step", _zeroed_too_late),
    ("keeps-the-graph", _keeps_the_graph),
    ("loss-after-the-step", _loss_afterwards),
    ("returned-none", _returns_nothing),
]
