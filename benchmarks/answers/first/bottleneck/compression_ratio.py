# %% wrong: no parentheses around the code's bits, so it divides by width and multiplies by code_bits
def compression_ratio(length, width, bits, code_bits):
    return length * bits / width * code_bits


# %% wrong: integer division, which cuts off the fraction
def compression_ratio(length, width, bits, code_bits):
    return (length * bits) // (width * code_bits)


# %% wrong: returns the share of bits that is saved, 1 - code / input, instead of the ratio input / code
def compression_ratio(length, width, bits, code_bits):
    before = length * bits
    after = width * code_bits
    return 1 - after / before


# %% wrong: two mistakes: counts numbers and ignores the bits of each, and divides code by input
def compression_ratio(length, width, bits, code_bits):
    return width / length


# %% right: exact with fractions, a float at the end
from fractions import Fraction


def compression_ratio(length, width, bits, code_bits):
    ratio = Fraction(length) * Fraction(bits) / Fraction(width) / Fraction(code_bits)
    return float(ratio)


# %% right: the ratio of the numbers over the ratio of their sizes
def compression_ratio(length, width, bits, code_bits):
    fewer_numbers = length / width
    longer_numbers = code_bits / bits
    return fewer_numbers / longer_numbers
