# %% wrong: no parentheses around the code's bits: a * b / c * d divides by the width and then multiplies by code_bits
def compression_ratio(length, width, bits, code_bits):
    """Return bits of the input over bits of the code, one number."""
    return length * bits / width * code_bits


# %% wrong: returns the share of bits that is saved, 1 - code / input, instead of how many times fewer they are
def compression_ratio(length, width, bits, code_bits):
    """Return bits of the input over bits of the code, one number."""
    bits_in = length * bits
    bits_out = width * code_bits
    return 1 - bits_out / bits_in


# %% wrong: takes 2**bits, how many values a number can have, for its size, and compares these instead of the bits
def compression_ratio(length, width, bits, code_bits):
    """Return bits of the input over bits of the code, one number."""
    return length * 2**bits / (width * 2**code_bits)


# %% wrong: two mistakes: the bit widths of the two sides are exchanged, and // drops what is behind the point
def compression_ratio(length, width, bits, code_bits):
    """Return bits of the input over bits of the code, one number."""
    bits_in = length * code_bits
    bits_out = width * bits
    return bits_in // bits_out


# %% right: an exact fraction, turned into a float at the end
def compression_ratio(length, width, bits, code_bits):
    """Return bits of the input over bits of the code, one number."""
    from fractions import Fraction

    return float(Fraction(length, width) * Fraction(bits, code_bits))


# %% right: counted in bytes, with a helper
def compression_ratio(length, width, bits, code_bits):
    """Return bits of the input over bits of the code, one number."""

    def size(numbers, each):
        return numbers * each / 8

    return size(length, bits) / size(width, code_bits)
