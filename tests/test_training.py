"""The loop: what it returns, when it ends, what it prints, and that it never waits for the device."""

import pytest
import torch
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook
from torch import nn
from torch.utils._python_dispatch import TorchDispatchMode

from gencourse.models import Autoencoder
from gencourse.training import fit, gradient_step, train_step


def echo(batch):
    return {"loss": batch.mean(), "twice": 2 * batch.mean()}


def numbers(*values):
    return [torch.tensor([float(value)]) for value in values]


def quietly(step, batches, epochs=1, **kwargs):
    return fit(step, batches, epochs=epochs, progress=False, **kwargs)


def an_autoencoder():
    return Autoencoder(nn.Linear(6, 2), nn.Linear(2, 6), latent_dim=2)


# What it returns


def test_the_history_has_each_terms_mean_in_each_epoch():
    assert quietly(echo, numbers(1, 2, 6), epochs=2) == {"loss": [3.0, 3.0], "twice": [6.0, 6.0]}


def test_half_precision_terms_are_averaged_in_float32():
    "In bfloat16 the mean of 256 and 257 would be 256"
    assert quietly(lambda x: {"loss": x}, torch.tensor([256.0, 258.0, 258.0]).bfloat16().unbind()) == {
        "loss": [pytest.approx(772 / 3)]
    }


def test_on_epoch_end_sees_each_epoch_from_1_with_the_history_so_far():
    calls = []
    quietly(
        echo, numbers(4), epochs=3, on_epoch_end=lambda epoch, history: calls.append((epoch, list(history["loss"])))
    )
    assert calls == [(1, [4.0]), (2, [4.0, 4.0]), (3, [4.0, 4.0, 4.0])]


def test_batches_without_a_length_will_do():
    class Endless:
        def __iter__(self):
            yield from numbers(1, 3)

    assert quietly(echo, Endless(), epochs=2)["loss"] == [2.0, 2.0]


def test_a_generator_will_do_for_one_epoch():
    assert quietly(echo, (x for x in numbers(1, 3)))["loss"] == [2.0]


# How it ends early


def interrupted_after(calls):
    seen = []

    def step(batch):
        if len(seen) == calls:
            raise KeyboardInterrupt
        seen.append(batch)
        return echo(batch)

    return step


def test_ctrl_c_returns_the_history_with_what_the_epoch_got_to(capsys):
    history = quietly(interrupted_after(5), numbers(1, 2, 9), epochs=4)
    assert history == {"loss": [4.0, 1.5], "twice": [8.0, 3.0]}
    assert capsys.readouterr().out == "Stopped by hand in epoch 2 of 4. The model keeps what it has learned so far.\n"


@pytest.mark.parametrize("calls", [0, 3])
def test_ctrl_c_between_epochs_adds_nothing(calls):
    assert len(quietly(interrupted_after(calls), numbers(1, 2, 9), epochs=4).get("loss", [])) == calls // 3


def test_ctrl_c_in_on_epoch_end_returns_the_history():
    def stop(epoch, history):
        raise KeyboardInterrupt

    assert quietly(echo, numbers(4), epochs=3, on_epoch_end=stop)["loss"] == [4.0]


@pytest.mark.parametrize("bad", [float("nan"), float("inf")])
def test_a_term_that_is_not_finite_ends_training_with_a_sentence(bad, capsys):
    epochs = []

    def step(batch):
        return {"loss": batch.sum(), "kl": batch.sum() * (bad if len(epochs) == 2 else 1)}

    history = quietly(step, numbers(1, 2), epochs=9, on_epoch_end=lambda epoch, history: epochs.append(epoch))
    assert history["loss"] == [1.5, 1.5, 1.5] and len(history["kl"]) == 3 and epochs == [1, 2]
    assert capsys.readouterr().out == (
        "Training stopped in epoch 3 of 9: kl became NaN or infinite. "
        "The weights are spoilt: make the model anew and try a smaller learning rate.\n"
    )


def test_a_learning_rate_too_large_is_named(capsys):
    model = an_autoencoder()
    quietly(gradient_step(model, torch.optim.SGD(model.parameters(), lr=1e4)), [torch.randn(8, 6)] * 20, epochs=5)
    assert "epoch 1 of 5: loss became NaN or infinite" in (said := capsys.readouterr().out)
    assert "smaller learning rate" in said


def test_a_first_batch_that_is_not_finite_is_no_matter_of_the_learning_rate(capsys):
    quietly(lambda x: {"loss": x.log().sum()}, numbers(0, 1), epochs=3)
    assert "The very first batch gave that" in (said := capsys.readouterr().out)
    assert "learning rate" not in said


# What it prints


def test_the_bar_ends_with_the_last_loss_on_stdout_only(capfd):
    fit(echo, numbers(1, 2, 6), epochs=4)
    out, err = capfd.readouterr()
    assert out.split("\r")[-1].startswith("100% |") and out.endswith("loss 3 in epoch 4\n")
    assert err == ""


def test_without_the_bar_nothing_is_printed(capfd):
    quietly(echo, numbers(1), epochs=4)
    assert capfd.readouterr() == ("", "")


def test_what_on_epoch_end_prints_has_a_line_of_its_own(capsys):
    fit(echo, numbers(1), epochs=2, on_epoch_end=lambda epoch, history: print("after epoch", epoch))
    shown = [line.split("\r")[-1] for line in capsys.readouterr().out.split("\n")]
    assert "after epoch 1" in shown and "after epoch 2" in shown


def test_the_sentence_follows_the_bar_on_a_line_of_its_own(capsys):
    fit(interrupted_after(1), numbers(1, 2), epochs=2)
    assert capsys.readouterr().out.split("\n")[-2].startswith("Stopped by hand")


def test_a_step_that_fails_leaves_its_own_error_and_a_closed_bar(capsys):
    def step(batch):
        raise ZeroDivisionError("its own")

    with pytest.raises(ZeroDivisionError, match="its own"):
        fit(step, numbers(1), epochs=1)
    assert capsys.readouterr().out.endswith("\n")


def test_no_thread_watches_the_bar():
    import threading

    fit(echo, numbers(1), epochs=1)
    assert "TMonitor" not in [type(thread).__name__ for thread in threading.enumerate()]  # of an earlier bar, too


def test_in_a_notebook_nothing_goes_to_stderr():
    "One line there scores zero in nbgrader; a widget would say nothing in an exported page"
    cell = new_code_cell(
        "import torch; from gencourse.training import fit\n"
        "history = fit(lambda x: {'loss': x.mean()}, list(torch.ones(3, 1)), epochs=2)\n"
        "history = fit(lambda x: {'loss': x.mean().log()}, list(torch.zeros(3, 1)), epochs=2)"
    )
    NotebookClient(new_notebook(cells=[cell]), kernel_name="python3", timeout=300, startup_timeout=300).execute()
    assert {(output.output_type, output.get("name")) for output in cell.outputs} == {("stream", "stdout")}
    printed = "".join(output.text for output in cell.outputs)
    assert "loss 1 in epoch 2" in printed and "Training stopped in epoch 1" in printed


# That it never waits for the device


class CountReads(TorchDispatchMode):
    "Counts the values that Python reads from tensors: each read waits for a GPU"

    def __init__(self):
        super().__init__()
        self.reads = 0

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        self.reads += func is torch.ops.aten._local_scalar_dense.default
        return func(*args, **(kwargs or {}))


@pytest.mark.parametrize("batches", [1, 50])
def test_the_device_is_read_once_an_epoch_and_term_however_many_batches(batches):
    model, x = an_autoencoder(), torch.randn(8, 6)
    step = gradient_step(model, torch.optim.Adam(model.parameters(), fused=True))
    with CountReads() as count:
        quietly(lambda batch: step(batch) | {"other": step(batch)["loss"]}, [x] * batches, epochs=3)
    assert count.reads == 3 * 2


def test_a_step_that_forgets_to_detach_keeps_no_graph_alive():
    freed = []

    class Watched(torch.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            ctx.watch = type("Watch", (), {"__del__": lambda self: freed.append(1)})()
            return x.sum()

        @staticmethod
        def backward(ctx, grad):
            return grad

    alive = []

    def step(batch):
        alive.append(len(alive) - len(freed))
        return {"loss": Watched.apply(batch.requires_grad_())}

    quietly(step, [torch.ones(1) for _ in range(10)])
    assert max(alive) <= 1


# gradient_step


def test_a_gradient_step_is_the_four_lines():
    "Same weights as zero_grad, loss, backward, step written out"
    x = torch.randn(3, 8, 6)
    torch.manual_seed(0)
    ours = an_autoencoder()
    torch.manual_seed(0)
    theirs = an_autoencoder()
    step = gradient_step(ours, torch.optim.Adam(ours.parameters(), lr=0.1))
    optimizer = torch.optim.Adam(theirs.parameters(), lr=0.1)
    for batch in x:
        returned = step(batch)["loss"]
        optimizer.zero_grad()
        loss = (theirs(batch) - batch).square().sum(1).mean()
        loss.backward()
        optimizer.step()
        torch.testing.assert_close(returned, loss.detach())
    for a, b in zip(ours.parameters(), theirs.parameters(), strict=True):
        torch.testing.assert_close(a, b)


def test_the_terms_come_back_detached():
    model = an_autoencoder()
    terms = gradient_step(model, torch.optim.Adam(model.parameters()))(torch.randn(4, 6))
    assert not any(term.requires_grad for term in terms.values())


@pytest.mark.parametrize("training", [True, False])
def test_the_models_mode_stays_as_it_was(training):
    model = an_autoencoder().train(training)
    gradient_step(model, torch.optim.Adam(model.parameters()))(torch.randn(4, 6))
    assert model.training == training


def test_the_scheduler_moves_once_a_batch():
    model = an_autoencoder()
    optimizer = torch.optim.SGD(model.parameters(), lr=1.0)
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=1, gamma=0.5)
    quietly(gradient_step(model, optimizer, scheduler=scheduler), [torch.zeros(4, 6)] * 2, epochs=2)
    assert scheduler.get_last_lr() == [0.5**4]


def test_an_optimizer_of_another_model_is_refused():
    "Else nothing is learned and nothing is said: the usual slip when a cell is run again"
    optimizer = torch.optim.Adam(an_autoencoder().parameters())
    with pytest.raises(ValueError, match="but holds none of them"):
        gradient_step(an_autoencoder(), optimizer)


def test_an_optimizer_of_a_part_of_the_model_will_do():
    model = an_autoencoder()
    before = model.encoder.weight.clone()
    gradient_step(model, torch.optim.SGD(model.decoder.parameters(), lr=0.1))(torch.randn(4, 6))
    assert torch.equal(model.encoder.weight, before)


# What it refuses

TERMS = {
    "nothing": (lambda x: None, TypeError, 'by name, got a NoneType: end it with return {"loss": loss}'),
    "a loss alone": (lambda x: x.mean(), TypeError, "by name, got a Tensor"),
    "no loss": (lambda x: {"kl": x.mean()}, ValueError, 'a term named "loss", got kl'),
    "no terms": (lambda x: {}, ValueError, 'a term named "loss", got none'),
    "a float": (
        lambda x: {"loss": x.mean().item()},
        TypeError,
        '"loss" .* scalar tensor, got a float: leave out .item',
    ),
    "a row": (lambda x: {"loss": x.mean(), "kl": x}, ValueError, r'"kl" .* got shape \[1\]: average it'),
}


@pytest.mark.parametrize("name", TERMS)
def test_a_step_that_returns_no_terms_is_told(name):
    step, error, sentence = TERMS[name]
    with pytest.raises(error, match=sentence):
        quietly(step, numbers(1))


def test_a_term_that_comes_and_goes_is_named():
    def step(batch):
        return echo(batch) | ({"penalty": batch.mean()} if batch > 1 else {})

    with pytest.raises(ValueError, match="the same terms each time, got loss, twice, penalty after loss, twice"):
        quietly(step, numbers(1, 2))


@pytest.mark.parametrize("epochs", [0, -1, 2.5, "10", None])
def test_a_number_of_epochs_that_is_none_is_refused(epochs):
    with pytest.raises(ValueError, match=f"whole number of at least 1, got {epochs!r}"):
        quietly(echo, numbers(1), epochs=epochs)


class OnlyOnce:
    def __init__(self):
        self.rest = numbers(1, 2)

    def __iter__(self):
        while self.rest:
            yield self.rest.pop()


BATCHES = {
    "empty": (list, ValueError, "yielded nothing: is the data smaller than one batch"),
    "a generator": (lambda: (x for x in numbers(1)), TypeError, "a generator is used up after one"),
    "used up": (OnlyOnce, ValueError, "yielded nothing in epoch 2"),
    "the data itself": (lambda: torch.zeros(40, 6), TypeError, r"got one tensor \[40, 6\]: hand in batches\(x, 128\)"),
}


@pytest.mark.parametrize("name", BATCHES)
def test_batches_that_are_none_are_refused(name):
    make, error, sentence = BATCHES[name]
    with pytest.raises(error, match=sentence):
        quietly(echo, make(), epochs=2)


# ---- one step at a time ----


class Middle(nn.Module):
    "One point, pulled to the middle of a batch: the gradient is known."

    def __init__(self):
        super().__init__()
        self.point = nn.Parameter(torch.zeros(3))

    def loss(self, x):
        return {"loss": (x - self.point).square().sum(1).mean()}


def test_a_train_step_descends_once_and_tells_the_loss_before_it():
    model, x = Middle(), torch.randn(5, 3, generator=torch.Generator().manual_seed(0))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    point = torch.zeros(3)
    for _ in range(3):  # gradients of earlier steps must not add up
        loss = train_step(model, optimizer, x)
        assert isinstance(loss, float) and loss == pytest.approx(float((x - point).square().sum(1).mean()))
        point = point + 0.1 * 2 * (x.mean(0) - point)
        torch.testing.assert_close(model.point.data, point)
