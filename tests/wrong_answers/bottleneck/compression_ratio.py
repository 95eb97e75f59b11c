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


def _no_brackets(length, width, bits, code_bits):
    return length * bits / width * code_bits


def _no_bits(length, width, bits, code_bits):
    return length / (width * code_bits)


def _no_code_bits(length, width, bits, code_bits):
    return length * bits / width


def _two_digits(length, width, bits, code_bits):
    return round(length * bits / (width * code_bits), 2)


def _numbers_upside_down(length, width, bits, code_bits):
    return width / length


def _percent_saved(length, width, bits, code_bits):
    return 100 * (1 - width * code_bits / (length * bits))


def _code_of_32_bits(length, width, bits, code_bits):
    return length * bits / (width * 32)


def _code_in_bytes(length, width, bits, code_bits):
    return length * bits / (width * code_bits / 8)


def _levels(length, width, bits, code_bits):
    return length * 2**bits / (width * 2**code_bits)


def _text(length, width, bits, code_bits):
    return f"{length * bits / (width * code_bits):.0f} to 1"


def _share_in_percent(length, width, bits, code_bits):
    return round(100 * width * code_bits / (length * bits))


WRONG = [
    ("share", _share_in_percent),
    ("levels-not-bits", _levels),
    ("returned-a-text", _text),
    ("code-bits-written-in", _code_of_32_bits),
    ("bits-and-bytes", _code_in_bytes),
    ("numbers-not-bits", _numbers),
    ("upside-down", _upside_down),
    ("bits-swapped", _bits_swapped),
    ("saving-instead", _saving),
    ("rounded", _rounded),
    ("times-code-bits", _no_brackets),
    ("no-bits", _no_bits),
    ("no-code-bits", _no_code_bits),
    ("rounded", _two_digits),
    ("numbers-swapped+numbers-not-bits", _numbers_upside_down),
    ("saving-instead", _percent_saved),
]
