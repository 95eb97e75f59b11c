"""What the widgets' kit computes without a document: numbers as text, numbers from bytes, mixed pixels."""

import numpy as np
import pytest
import torch


@pytest.mark.parametrize("value", [0.0, -0.0, -0.0004])
def test_zero_has_no_sign(javascript, value):
    "Nor has what is rounded to it"
    assert javascript("kit/js/dom.js")("formatNumber", value) == "0.000"
    assert javascript("kit/js/format.js")("formatChance", value) == "0.00"
    assert javascript("kit/js/format.js")("formatPayoff", value) == "0"


def test_numbers_have_a_true_minus_and_the_digits_that_count(javascript):
    number, payoff = javascript("kit/js/dom.js"), javascript("kit/js/format.js")
    assert [number("formatNumber", value) for value in (-2.1284, 27.316, -2732.4)] == ["−2.128", "27.32", "−2732"]
    assert [payoff("formatPayoff", value) for value in (-1.5, 10, 100, 1 / 3)] == ["−1.5", "10", "100", "0.33"]


@pytest.mark.parametrize("start", [0, 4, 3])
def test_numbers_are_read_from_anywhere_in_a_buffer(javascript, start):
    "A message of the kernel may bring several arrays in one; 3 is no place where four bytes may begin"
    numbers = torch.randn(5)
    bytes = np.frombuffer(b"\x01" * start + numbers.numpy().tobytes() + b"\x02" * 6, dtype=np.uint8)
    read = "(bytes, start) => library[%r](new DataView(bytes.buffer, bytes.byteOffset + start, 20))"
    library = javascript("kit/js/buffers.js")
    assert torch.equal(library.evaluate(read % "readFloats", bytes, start), numbers)
    assert torch.equal(library.evaluate(read % "readPoints", bytes, start), numbers.double())
    assert library.evaluate(read % "readBytes", bytes, start).tolist() == bytes[start : start + 20].tolist()


def test_a_cross_fade_is_rounded_to_the_nearest_grey(javascript):
    "A typed array alone would cut the fraction off"
    a, b = (torch.randint(256, (50,), dtype=torch.uint8) for _ in range(2))
    fade = "(a, b, position) => library.crossFade(a, b, position, new Uint8Array(a.length))"
    faded = javascript("latent/js/path.js").evaluate(fade, a, b, 0.3)
    assert (faded.double() - (0.7 * a.double() + 0.3 * b.double())).abs().max() <= 0.5 + 1e-9
