"""The idx format, in which MNIST and its relatives come: a magic number, the shape, then the bytes."""

from __future__ import annotations

import gzip
import math
import struct
import zlib
from pathlib import Path

import torch
from torch import Tensor

UNSIGNED_BYTE = 0x08  # the format knows other types, these data sets don't


def read_idx(path: Path) -> Tensor:
    """Return the uint8 tensor in a gzipped idx file, of the shape that the file states.

    Raises ValueError if the file is cut short, longer than its shape says, or no gzipped idx file of bytes.
    """
    try:
        content = gzip.decompress(path.read_bytes())
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise ValueError(f"{path.name} should be a whole gzip file: {error}.") from None
    if len(content) < 4 or content[:3] != bytes([0, 0, UNSIGNED_BYTE]):
        raise ValueError(f"{path.name} should start with the bytes 0, 0, 8, as idx files do, got {list(content[:3])}.")
    start = 4 + 4 * content[3]
    if len(content) < start:
        raise ValueError(f"{path.name} should state {content[3]} sizes, but ends before them.")
    shape = struct.unpack(f">{content[3]}I", content[4:start])
    if len(content) - start != math.prod(shape):
        raise ValueError(f"{path.name} should hold {math.prod(shape):,} bytes of data, got {len(content) - start:,}.")
    return torch.frombuffer(bytearray(content), dtype=torch.uint8)[start:].reshape(shape)
