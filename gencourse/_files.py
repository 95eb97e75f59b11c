"""Write a file whole or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Write the file, or replace an older one in one step: whatever interrupts it, the old one or the new one is there.

    Raises the OSError that stopped it, in the name of `path`: the old file is as it was and nothing else is left.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")  # in the same folder: only there is a move one step
    try:
        with open(draft, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())  # else a power cut may keep the move and lose the bytes
        os.replace(draft, path)
    except OSError as error:  # the draft's name would tell nobody anything
        raise OSError(error.errno, error.strerror, str(path)) from None
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
