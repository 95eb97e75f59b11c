"""What students write for latent.latent_grid, each with the slug that its check must answer with."""

import torch


def _grid(x, y, indexing="ij"):
    return torch.stack(torch.meshgrid(x, y, indexing=indexing), dim=-1).flatten(0, 1)


def _upside_down(low, high, n):
    axis = torch.linspace(low, high, n)
    return _grid(axis, axis, indexing="xy")


def _falling_x(low, high, n):
    axis = torch.linspace(high, low, n)
    return _grid(axis, axis, indexing="xy")


def _columns_first(low, high, n):
    axis = torch.linspace(low, high, n)
    return _grid(axis, axis.flip(0))


def _columns_upwards(low, high, n):
    axis = torch.linspace(low, high, n)
    return _grid(axis, axis)


def _swapped(low, high, n):
    axis = torch.linspace(low, high, n)
    return _grid(axis, axis.flip(0), indexing="xy").flip(1)


def _square(low, high, n):
    axis = torch.linspace(low, high, n)
    return torch.stack(torch.meshgrid(axis, axis.flip(0), indexing="xy"), dim=-1)


def _short(low, high, n):
    axis = low + (high - low) / n * torch.arange(n)
    return _grid(axis, axis.flip(0), indexing="xy")


def _both_turned(low, high, n):
    axis = torch.linspace(high, low, n)
    return _grid(axis, axis.flip(0), indexing="xy")


def _steps_of_one(low, high, n):
    axis = low + torch.arange(n)
    return _grid(axis, axis.flip(0), indexing="xy")


def _square_upside_down(low, high, n):
    axis = torch.linspace(low, high, n)
    return torch.stack(torch.meshgrid(axis, axis, indexing="xy"), dim=-1)


def _stacked_in_front(low, high, n):
    axis = torch.linspace(low, high, n)
    return torch.stack(torch.meshgrid(axis, axis.flip(0), indexing="xy")).reshape(n * n, 2)


def _two_rows(low, high, n):
    axis = torch.linspace(low, high, n)
    return torch.stack(torch.meshgrid(axis, axis.flip(0), indexing="xy")).flatten(1)


def _one_row(low, high, n):
    axis = torch.linspace(low, high, n)
    return _grid(axis, axis.flip(0), indexing="xy").flatten()


def _by_two_loops(low, high, n):
    step = (high - low) / n
    return torch.tensor([[low + j * step, high - i * step] for i in range(n) for j in range(n)])


def _negated(low, high, n):
    axis = torch.linspace(low, high, n)
    return _grid(axis, -axis, indexing="xy")


def _whole_numbers(low, high, n):
    axis = torch.linspace(int(low), int(high), n)
    return _grid(axis, axis.flip(0), indexing="xy")


def _diagonal(low, high, n):
    return torch.stack([torch.linspace(low, high, n * n), torch.linspace(high, low, n * n)], dim=1)


WRONG = [
    ("negated", _negated),
    ("whole-numbers", _whole_numbers),
    ("diagonal-alone", _diagonal),
    ("upside-down", _upside_down),
    ("mirrored", _falling_x),
    ("columns-first", _columns_first),
    ("upside-down+columns-first", _columns_upwards),
    ("x-and-y-swapped", _swapped),
    ("not-flattened", _square),
    ("upside-down+not-flattened", _square_upside_down),
    ("stacked-in-front", _stacked_in_front),
    ("stacked-in-front", _two_rows),
    ("wrong-shape", _one_row),
    ("steps-too-small", _by_two_loops),
    ("short-of-high", _short),
    ("mirrored+upside-down", _both_turned),
    ("steps-of-1", _steps_of_one),
]
