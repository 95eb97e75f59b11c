"""A torch module as the affine function that it should be: one matrix and one bias."""

from __future__ import annotations

import copy
from typing import NamedTuple

import torch
from torch import Tensor, nn

from gencourse._validate import a_type, check_finite

TOLERANCE = 1e-6  # of the largest output; the module is evaluated in float64


class Affine(NamedTuple):
    """x @ columns + bias.  columns: [in, out] float32, what each input adds to the output; bias: [out]"""

    columns: Tensor
    bias: Tensor

    def __call__(self, x: Tensor) -> Tensor:
        """Return the outputs [B, out] for x: [B, in], in float64."""
        return x.double() @ self.columns.double() + self.bias.double()


@torch.no_grad()
def read_affine(name: str, module: nn.Module, probes: Tensor) -> Affine:
    """Find matrix and bias of `module` from its answers, and check on the probes [B, in] that there is nothing else.

    Raises TypeError for what is no module, ValueError for NaN weights, a wrong size or a function that is not affine.
    """
    if not isinstance(module, nn.Module):
        raise TypeError(f"{name} should be a torch module such as nn.Linear, got {a_type(module)}.")
    for parameter in module.parameters():
        check_finite(
            f"every weight of {name}", parameter, "Did its training diverge? A smaller learning rate may help."
        )
    function = copy.deepcopy(module).cpu().double().eval()
    size = probes.shape[1]
    bias = _call(name, function, torch.zeros(1, size, dtype=torch.float64))[0]
    columns = _call(name, function, torch.eye(size, dtype=torch.float64)) - bias
    probes = torch.cat([probes.double(), -3 * probes.double()])
    answers = _call(name, function, probes)
    error = (answers - (probes @ columns + bias)).abs().max()
    if not error <= TOLERANCE * answers.abs().max():
        raise ValueError(
            f"{name} should be affine, a matrix and a bias like nn.Linear, but its outputs differ from that by up to "
            f"{error:.2g}. Is there a ReLU or another activation inside?"
        )
    return Affine(columns.float(), bias.float())


def _call(name: str, function: nn.Module, x: Tensor) -> Tensor:
    try:
        output = function(x)
    except (RuntimeError, ValueError, TypeError) as error:
        reason = str(error).strip().splitlines()[0]
        raise ValueError(f"{name} should take a tensor of shape [B, {x.shape[1]}], but it raised: {reason}.") from error
    if not isinstance(output, Tensor) or output.ndim != 2 or len(output) != len(x):
        got = list(output.shape) if isinstance(output, Tensor) else a_type(output)
        raise ValueError(f"{name} should return a tensor of shape [B, features], got {got} for {list(x.shape)}.")
    return output
