"""What students write for bottleneck.train_step, each with the slug that its check must answer with."""

import torch
from torch import nn, optim
from torch.nn import functional as F


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


def _steps_too_early_and_keeps_the_graph(model, optimizer, x):
    optimizer.zero_grad()
    loss = model.loss(x)["loss"]
    optimizer.step()
    loss.backward()
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


def _summed(model, optimizer, x):
    optimizer.zero_grad()
    loss = model.loss(x)["loss"]
    (len(x) * loss).backward()
    optimizer.step()
    return loss.item()


def _uphill(model, optimizer, x):
    optimizer.zero_grad()
    loss = model.loss(x)["loss"]
    (-loss).backward()
    optimizer.step()
    return loss.item()


def _rate_twice(model, optimizer, x):
    optimizer.zero_grad()
    loss = model.loss(x)["loss"]
    (optimizer.param_groups[0]["lr"] * loss).backward()
    optimizer.step()
    return loss.item()


def _mean_over_features(model, optimizer, x):
    optimizer.zero_grad()
    loss = F.mse_loss(model(x), x)
    loss.backward()
    optimizer.step()
    return loss.item()


def _weight_decay(model, optimizer, x):
    optimizer.zero_grad()
    loss = model.loss(x)["loss"]
    (loss + 0.01 * sum(p.square().sum() for p in model.parameters())).backward()
    optimizer.step()
    return loss.item()


def _clipped(model, optimizer, x):
    optimizer.zero_grad()
    loss = model.loss(x)["loss"]
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    return loss.item()


def _backward_twice(model, optimizer, x):
    optimizer.zero_grad()
    loss = model.loss(x)["loss"]
    loss.backward(retain_graph=True)
    loss.backward()
    optimizer.step()
    return loss.item()


def _times_rows(model, optimizer, x):
    optimizer.zero_grad()
    loss = model.loss(x)["loss"]
    loss.backward()
    optimizer.step()
    return loss.item() * len(x)


def _summed_without_zero_grad(model, optimizer, x):
    loss = model.loss(x)["loss"] * len(x)
    loss.backward()
    optimizer.step()
    return loss.item()


def _two_steps(model, optimizer, x):
    for _ in range(2):
        optimizer.zero_grad()
        loss = model.loss(x)["loss"]
        loss.backward()
        optimizer.step()
    return loss.item()


def _row_by_row(model, optimizer, x):
    total = 0.0
    for row in x:
        optimizer.zero_grad()
        loss = model.loss(row[None])["loss"]
        loss.backward()
        optimizer.step()
        total += loss.item()
    return total / len(x)


def _all_terms(model, optimizer, x):
    optimizer.zero_grad()
    loss = sum(model.loss(x).values())
    loss.backward()
    optimizer.step()
    return loss.item()


def _averaged_twice(model, optimizer, x):
    optimizer.zero_grad()
    loss = model.loss(x)["loss"] / len(x)
    loss.backward()
    optimizer.step()
    return loss.item()


def _optimizer_of_its_own(model, optimizer, x):
    optimizer = optim.Adam(model.parameters(), lr=1e-2)
    optimizer.zero_grad()
    loss = model.loss(x)["loss"]
    loss.backward()
    optimizer.step()
    return loss.item()


def _rounded(model, optimizer, x):
    optimizer.zero_grad()
    loss = model.loss(x)["loss"]
    loss.backward()
    optimizer.step()
    return round(loss.item(), 2)


def _a_hundredfold(model, optimizer, x):
    optimizer.zero_grad()
    loss = 100 * model.loss(x)["loss"]
    loss.backward()
    optimizer.step()
    return loss.item()


def _all_it_knows(model, optimizer, x):
    optimizer.zero_grad()
    terms = model.loss(x)
    terms["loss"].backward()
    optimizer.step()
    return terms


def _by_hand(model, optimizer, x):
    loss = model.loss(x)["loss"]
    optimizer.zero_grad()
    loss.backward()
    with torch.no_grad():
        for group in optimizer.param_groups:
            for weight in group["params"]:
                weight -= group["lr"] * weight.grad
    return loss.item()


WRONG = [
    ("steps-by-hand", _by_hand),
    ("terms.gradient-weight", _a_hundredfold),
    ("returned-a-dict", _all_it_knows),
    ("terms.gradient-divided-by-rows", _averaged_twice),
    ("terms.gradient's-sign-for-gradient-weight", _optimizer_of_its_own),
    ("loss-rounded", _rounded),
    ("terms.gradient-of-all-that-model.loss-returns-added-up-for-gradient", _all_terms),
    ("terms.sum-of-gradients-of-earlier-calls-added", _no_zero_grad),
    ("step-before-backward", _yesterdays_gradient),
    ("no-step", _no_step),
    ("no-backward", _no_backward),
    ("zeroed-before-the-step", _zeroed_too_late),
    ("keeps-the-graph", _keeps_the_graph),
    ("step-before-backward+keeps-the-graph", _steps_too_early_and_keeps_the_graph),
    ("loss-after-the-step", _loss_afterwards),
    ("returned-none", _returns_nothing),
    ("terms.gradient-summed-over-rows", _summed),
    ("terms.gradient-sign", _uphill),
    ("terms.gradient-times-learning-rate-for-gradient", _rate_twice),
    ("terms.gradient-averaged-over-features", _mean_over_features),
    ("terms.weight-decay-added-with-weight", _weight_decay),
    ("terms.gradient-cut-to-a-length-of-1-for-gradient", _clipped),
    ("terms.gradient-twice", _backward_twice),
    ("loss-times-rows", _times_rows),
    (
        "terms.gradient-summed-over-rows+sum-of-gradients-of-earlier-calls-added-with-weight",
        _summed_without_zero_grad,
    ),
    ("terms.sum-of-gradients-of-two-steps-for-gradient", _two_steps),
    ("terms.sum-of-gradients-of-a-step-for-each-row-for-gradient", _row_by_row),
]
