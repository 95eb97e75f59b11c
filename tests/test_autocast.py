"""bfloat16 only where the processor or GPU is faster at it."""

import os
import subprocess
import sys

import pytest
import torch

from gencourse.networks import mlp
from gencourse.runtime import autocast


def product_dtype(device="cpu"):
    with autocast(device):
        return (torch.ones(2, 2) @ torch.ones(2, 2)).dtype


@pytest.fixture
def processor(monkeypatch):
    def pretend(capability, bf16):
        monkeypatch.setattr(torch.backends.cpu, "get_cpu_capability", lambda: capability)
        monkeypatch.setattr(torch.cpu, "_is_avx512_bf16_supported", lambda: bf16, raising=False)

    return pretend


@pytest.mark.parametrize(
    ("capability", "bf16", "expected"),
    [
        ("AVX512", True, torch.bfloat16),
        ("AVX512", False, torch.float32),
        ("AVX2", True, torch.float32),
        ("AVX2", False, torch.float32),
        ("DEFAULT", False, torch.float32),
    ],
)
def test_a_processor_gets_bfloat16_only_with_the_instructions_for_it(processor, capability, bf16, expected):
    processor(capability, bf16)
    assert product_dtype() == expected


def test_a_torch_without_that_question_gets_float32(processor, monkeypatch):
    processor("AVX512", True)
    monkeypatch.delattr(torch.cpu, "_is_avx512_bf16_supported")
    assert product_dtype() == torch.float32


def test_a_processor_capped_to_avx2_gets_float32():
    "Capped as the tests of a lesson's time are, since bf16 is five times slower there"
    code = """if True:
        import torch, gencourse.runtime
        with gencourse.runtime.autocast("cpu"):
            print((torch.ones(2, 2) @ torch.ones(2, 2)).dtype)
    """
    environment = os.environ | {"ATEN_CPU_CAPABILITY": "avx2", "ONEDNN_MAX_CPU_ISA": "AVX2"}
    result = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    assert result.stdout.strip() == "torch.float32", result.stderr


@pytest.mark.parametrize("supported", [True, False])
def test_a_gpu_is_asked(monkeypatch, supported):
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda including_emulation=True: supported)
    monkeypatch.setattr(torch, "autocast", lambda kind, dtype, cache_enabled: (kind, dtype))
    assert (autocast("cuda") == ("cuda", torch.bfloat16)) == supported


@pytest.mark.parametrize("device", ["mps", "meta"])
def test_other_devices_change_nothing(device):
    assert product_dtype(device) == torch.float32


def test_a_whole_training_can_stand_inside(processor):
    "torch's own cache of cast weights would keep those from before the first step"
    processor("AVX512", True)
    network, x = mlp(4, 32, 1), torch.randn(64, 4)
    y = x.square().sum(1, keepdim=True)
    optimizer = torch.optim.Adam(network.parameters(), lr=1e-2)
    losses = []
    with autocast("cpu"):
        for _ in range(300):
            optimizer.zero_grad()
            loss = (network(x) - y).float().square().mean()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    assert losses[-1] < 0.05 * losses[0]
