"""The files of the full image sets: fetched once, checked by SHA-256, kept in a cache. Two mirrors each.

The hashes are those of TensorFlow Datasets, torchvision and Keras, which fetch from three of the four mirrors.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from gencourse._validate import CourseError

TIMEOUT = (10, 30)  # seconds to connect, and between two pieces
OFFLINE = "digits() works without a network."


class RemoteSet(NamedTuple):
    """mirrors: addresses that a file's name is added to; sha256: of each file by its name; megabytes: by part."""

    mirrors: tuple[str, ...]
    sha256: dict[str, str]
    megabytes: dict[str, float]


REMOTE_SETS = {
    "mnist": RemoteSet(
        mirrors=(
            "https://storage.googleapis.com/cvdf-datasets/mnist/",
            "https://ossci-datasets.s3.amazonaws.com/mnist/",
        ),
        sha256={
            "train-images-idx3-ubyte.gz": "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
            "train-labels-idx1-ubyte.gz": "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
            "t10k-images-idx3-ubyte.gz": "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
            "t10k-labels-idx1-ubyte.gz": "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
        },
        megabytes={"train": 9.9, "t10k": 1.7},
    ),
    "fashion-mnist": RemoteSet(
        mirrors=(
            "https://storage.googleapis.com/tensorflow/tf-keras-datasets/",
            "https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion/",
        ),
        sha256={
            "train-images-idx3-ubyte.gz": "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
            "train-labels-idx1-ubyte.gz": "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
            "t10k-images-idx3-ubyte.gz": "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
            "t10k-labels-idx1-ubyte.gz": "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
        },
        megabytes={"train": 26.5, "t10k": 4.4},
    ),
}


def fetch(name: str, part: str) -> list[Path]:
    """Return the paths of a set's images and labels, downloading what is missing or damaged in the cache.

    name: "mnist" or "fashion-mnist"; part: "train" or "t10k". The cache is $GENCOURSE_DATA, or the user's own. Prints
    one line if a file is missing. Raises CourseError if no mirror gives the right file or it cannot be kept.
    """
    remote, folder = REMOTE_SETS[name], cache_folder() / name
    files = [file for file in remote.sha256 if file.startswith(part)]
    if not all((folder / file).is_file() for file in files):
        print(f"Downloading {name} to {folder}, once ({remote.megabytes[part]} MB).")
    return [_fetch_file(folder, file, remote) for file in files]


def cache_folder() -> Path:
    """Return $GENCOURSE_DATA if it is set, else this user's cache folder for gencourse."""
    chosen = os.environ.get("GENCOURSE_DATA")
    if chosen:
        return Path(chosen).expanduser().absolute()
    import pooch

    return pooch.os_cache("gencourse")


def _fetch_file(folder: Path, file: str, remote: RemoteSet) -> Path:
    from requests import RequestException

    failures = []
    for mirror in remote.mirrors:
        host = urlsplit(mirror).netloc
        try:
            return _retrieve(mirror, file, remote.sha256[file], folder)
        except RequestException as error:  # an OSError as well: keep it before
            failures.append(f"{host} {_say(error)}")
        except ValueError:  # pooch's, for a wrong hash
            failures.append(f"{host} sent it damaged or altered (wrong SHA-256, not kept)")
        except OSError as error:
            raise CourseError(
                f"Cannot keep {file} in {folder} ({error.strerror or error}). "
                f"Free some space or set GENCOURSE_DATA to another folder; {OFFLINE}"
            ) from None
    raise CourseError(f"Could not download {file}: {', and '.join(failures)}. {OFFLINE}")


def _retrieve(mirror: str, file: str, sha256: str, folder: Path) -> Path:
    "Into a temporary file beside the right one, which takes its place only if the hash is right."
    import pooch

    # As it is stored: where a server packs on its way and requests unpacks, the hash would differ.
    headers = {"Accept-Encoding": "identity"}
    downloader = pooch.HTTPDownloader(timeout=TIMEOUT, headers=headers, chunk_size=1 << 16)
    with _silent(pooch.get_logger()):
        # ignore: pooch's own downloader does not fit the type that pooch states for downloaders
        path = pooch.retrieve(mirror + file, sha256, file, folder, downloader=downloader)  # pyright: ignore
    return Path(path)


@contextmanager
def _silent(logger: logging.Logger) -> Iterator[None]:
    level = logger.level
    logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        logger.setLevel(level)


def _say(error: Exception) -> str:
    response = getattr(error, "response", None)
    return "could not be reached" if response is None else f"answered {response.status_code}"
