"""What students write for bottleneck.compression_ratio, each with the slug that its check must answer with."""


def _numbers(length, width, bits, code_bits):
    return length / width


def _upside_down(length, width, bits, code_bits):
    return width * code_bits / (length * bits)


def _bits_swapped(length, width, bits, code_bits):
    return length * code_bits / (width * bits)


def _saving(length, width, bits, code_bits):
    return 1 - width * code_bits / (length * bits)


def _rounded(length, width, bits, code_bits):
    return length * bits // (width * code_bits)


WRONG = [
    ("numbers-not-bits", _numbers),
    ("upside-down", _upside_down),
    ("bits-swapped", _bits_swapped),
    ("saving-instead", _saving),
    ("rounded", _rounded),
]
