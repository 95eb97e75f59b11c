"""Runs inside a kernel: keep what a cell starts from, and go back there.

Handed over as text, and never imported by a lesson: it must bind no name that one could see.
"""

import contextlib
import copy
import random

import numpy as np
import torch
from IPython.core.getipython import get_ipython

_draws = {}  # the random numbers' states before each cell of the first run
_end = {}  # the names when that run had ended, and
_put_back = []  # what puts the objects behind them back


def before(cell):
    """Keep the state of the random numbers, from which this cell draws."""
    _draws[cell] = random.getstate(), np.random.get_state(), torch.get_rng_state(), _cuda()


def end():
    """Keep the names and, as far as they tell it, the state of the objects behind them."""
    seen = set()
    for name, value in get_ipython().user_ns.items():
        if not name.startswith("_"):
            _end[name] = value
            _remember(value, seen)


def again(cell):
    """Go back to the end of the whole run, with the random numbers that this cell had."""
    names = get_ipython().user_ns
    for name in [name for name in names if not name.startswith("_") and name not in _end]:
        del names[name]
    names.update(_end)
    for put_back in _put_back:
        put_back()
    python, numpy, cpu, cuda = _draws[cell]
    random.setstate(python)
    np.random.set_state(numpy)
    torch.set_rng_state(cpu)
    if cuda:
        torch.cuda.set_rng_state_all(cuda)


def _cuda():
    return torch.cuda.get_rng_state_all() if torch.cuda.is_available() else []


def _remember(value, seen):
    if id(value) in seen:
        return
    seen.add(id(value))
    if isinstance(value, torch.Tensor):
        _remember_tensor(value)
    elif isinstance(value, torch.nn.Module | torch.optim.Optimizer | torch.optim.lr_scheduler.LRScheduler):
        _remember_state(value)
    elif type(value) in (dict, list):
        kept = value.copy()
        for part in kept.values() if isinstance(kept, dict) else kept:
            _remember(part, seen)
        _put_back.append(lambda: (value.clear(), value.update(kept) if isinstance(kept, dict) else value.extend(kept)))
    elif type(value) is tuple:
        for part in value:
            _remember(part, seen)


def _remember_tensor(value):
    kept = value.detach().clone()

    def put_back():
        if value.shape != kept.shape:
            return
        with torch.no_grad(), contextlib.suppress(RuntimeError):  # an expanded one cannot be written to
            value.copy_(kept)

    _put_back.append(put_back)


def _remember_state(value):
    kept = copy.deepcopy(value.state_dict())
    modes = [(part, part.training) for part in value.modules()] if isinstance(value, torch.nn.Module) else []

    def put_back():
        value.load_state_dict(copy.deepcopy(kept))
        for part, training in modes:
            part.training = training

    _put_back.append(put_back)
