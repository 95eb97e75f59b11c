"""Device and seeds."""

import random

import numpy as np
import pytest
import torch

from gencourse._validate import CourseError
from gencourse.runtime import get_device, seed_everything


@pytest.mark.parametrize(
    ("cuda", "mps", "expected"), [(True, True, "cuda"), (False, True, "mps"), (False, False, "cpu")]
)
def test_auto_takes_what_there_is(monkeypatch, cuda, mps, expected):
    monkeypatch.setenv("GENCOURSE_DEVICE", "auto")
    monkeypatch.setattr(torch.cuda, "is_available", lambda: cuda)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: mps)
    assert get_device().type == expected


def test_cpu_is_always_there(monkeypatch):
    monkeypatch.setenv("GENCOURSE_DEVICE", "CPU")
    assert get_device() == torch.device("cpu")


def test_an_unknown_device_names_the_known_ones(monkeypatch):
    monkeypatch.setenv("GENCOURSE_DEVICE", "gpu")
    with pytest.raises(CourseError, match="should be auto, cpu, cuda or mps, got 'gpu'"):
        get_device()


def test_a_missing_device_says_so(monkeypatch):
    monkeypatch.setenv("GENCOURSE_DEVICE", "cuda")
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(CourseError, match="asks for cuda, which torch does not find"):
        get_device()


def test_one_seed_repeats_everything():
    def draw():
        return random.random(), np.random.rand(), torch.rand(1).item()

    seed_everything(5)
    first = draw()
    seed_everything(5)
    assert draw() == first
