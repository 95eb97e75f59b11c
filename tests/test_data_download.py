"""The full image sets, from a server on this machine: what is kept, what is refused, and what the error says."""

import gzip
import hashlib
import logging
import re
import socket
import struct
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pooch
import pytest
import torch

from gencourse._validate import CourseError
from gencourse.data import download, fashion_mnist, mnist
from gencourse.data.download import REMOTE_SETS, RemoteSet, cache_folder
from gencourse.data.idx import read_idx

COUNTS = {"train": 24, "t10k": 4}
LABELS = "t10k-labels-idx1-ubyte.gz"


def idx(values: np.ndarray) -> bytes:
    return bytes([0, 0, 8, values.ndim]) + struct.pack(f">{values.ndim}I", *values.shape) + values.tobytes()


def small_set() -> dict[str, bytes]:
    "The four files, with few images: each image's first pixel is its number in the file, its label the last digit."
    files = {}
    for part, count in COUNTS.items():
        images = np.zeros((count, 28, 28), np.uint8)
        images[:, 0, 0], images[:, 27, 27] = np.arange(count), 255
        files[f"{part}-images-idx3-ubyte.gz"] = gzip.compress(idx(images))
        files[f"{part}-labels-idx1-ubyte.gz"] = gzip.compress(idx((np.arange(count) % 10).astype(np.uint8)))
    return files


class Mirror:
    """A server on this machine: what it holds by name, and what it was asked for."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files, self.asked, self.cut, self.status = dict(files), [], False, 200
        mirror = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                name = self.path.removeprefix("/")
                mirror.asked.append(name)
                body = mirror.files.get(name, b"")
                self.send_response(mirror.status if name in mirror.files else 404)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body[: len(body) // 2] if mirror.cut else body)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        self.thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def mirrors(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[tuple[Mirror, Mirror]]:
    "Two mirrors with small sets stand for the real ones, and an empty folder for the cache."
    files = small_set()
    pair = Mirror(files), Mirror(files)
    sha256 = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    remote = RemoteSet(tuple(mirror.url for mirror in pair), sha256, {"train": 0.1, "t10k": 0.1})
    for name in REMOTE_SETS:
        monkeypatch.setitem(REMOTE_SETS, name, remote)
    monkeypatch.setenv("GENCOURSE_DATA", str(tmp_path / "cache"))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    yield pair
    for mirror in pair:
        mirror.close()


def host(mirror: Mirror) -> str:
    return mirror.url.removeprefix("http://").removesuffix("/")


def kept(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in (tmp_path / "cache").rglob("*") if path.is_file())


def without_network(monkeypatch: pytest.MonkeyPatch) -> None:
    "Both mirrors at ports where nobody listens."
    urls = []
    for _ in range(2):
        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            urls.append(f"http://127.0.0.1:{unused.getsockname()[1]}/")
    for name, remote in REMOTE_SETS.items():
        monkeypatch.setitem(REMOTE_SETS, name, remote._replace(mirrors=tuple(urls)))


@pytest.mark.parametrize("load", [mnist, fashion_mnist])
def test_the_splits_together_are_the_official_images(load, mirrors):
    "Training images are shuffled and cut eleven to one, test images keep their order; labels stay with their images"
    splits = {split: load(split) for split in ("train", "valid", "test")}
    numbers = {split: (images[:, 0, 0, 0] * 255).round().long() for split, (images, _) in splits.items()}
    for split, (images, labels) in splits.items():
        assert images.shape == (len(labels), 1, 28, 28)
        assert images.dtype == torch.float32 and labels.dtype == torch.int64
        assert images.min() == 0 and images.max() == 1
        assert torch.equal(numbers[split] % 10, labels)
    assert numbers["test"].tolist() == [0, 1, 2, 3]
    assert {split: len(rows) for split, rows in numbers.items()} == {"train": 22, "valid": 2, "test": 4}
    assert sorted(torch.cat([numbers["train"], numbers["valid"]]).tolist()) == list(range(24))
    assert numbers["train"].tolist() != sorted(numbers["train"].tolist())


def test_a_set_is_downloaded_once_and_says_so_in_one_line(mirrors, capfd, tmp_path):
    for split in ("train", "valid", "train"):
        mnist(split)
    out, err = capfd.readouterr()
    assert out == f"Downloading mnist to {tmp_path / 'cache' / 'mnist'}, once (0.1 MB).\n" and err == ""
    assert mirrors[0].asked == ["train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"]
    assert kept(tmp_path) == sorted(mirrors[0].asked)


def test_the_two_sets_do_not_share_files(mirrors, tmp_path):
    mnist("test")
    fashion_mnist("test")
    assert sorted(path.name for path in (tmp_path / "cache").iterdir()) == ["fashion-mnist", "mnist"]


def test_what_is_in_the_cache_needs_no_network(mirrors, monkeypatch):
    mnist("test")
    without_network(monkeypatch)
    assert len(mnist("test").labels) == 4


def test_the_second_mirror_stands_in_for_the_first(mirrors):
    first, second = mirrors
    first.status = 503
    assert len(mnist("test").labels) == 4
    assert len(second.asked) == 2


def test_a_damaged_file_is_fetched_from_the_second_mirror(mirrors, tmp_path):
    first, second = mirrors
    first.files[LABELS] = b"<html>Please log in</html>"
    assert len(mnist("test").labels) == 4
    assert second.asked == [LABELS]
    assert len(kept(tmp_path)) == 2


def test_a_file_damaged_on_both_mirrors_is_named_and_not_kept(mirrors, tmp_path):
    for mirror in mirrors:
        mirror.files[LABELS] = gzip.compress(idx(np.zeros(4, np.uint8)))
    with pytest.raises(CourseError) as error:
        mnist("test")
    for mirror in mirrors:
        assert f"{host(mirror)} sent it damaged or altered" in str(error.value)
    assert LABELS in str(error.value) and "digits() works without a network" in str(error.value)
    assert "\n" not in str(error.value)
    assert kept(tmp_path) == ["t10k-images-idx3-ubyte.gz"]


def test_a_file_damaged_in_the_cache_is_fetched_again(mirrors, tmp_path):
    mnist("test")
    (tmp_path / "cache" / "mnist" / LABELS).write_bytes(b"\0")
    assert len(mnist("test").labels) == 4
    assert mirrors[0].asked.count(LABELS) == 2


def test_without_a_network_digits_is_named(mirrors, monkeypatch, tmp_path):
    without_network(monkeypatch)
    with pytest.raises(CourseError) as error:
        mnist("train")
    expected = (
        r"Could not download train-images-idx3-ubyte\.gz: 127\.0\.0\.1:\d+ could not be reached, "
        r"and 127\.0\.0\.1:\d+ could not be reached\. digits\(\) works without a network\."
    )
    assert re.fullmatch(expected, str(error.value))
    assert kept(tmp_path) == []


def test_a_refusal_is_told_by_its_number(mirrors):
    del mirrors[0].files[LABELS]
    mirrors[1].status = 403
    with pytest.raises(CourseError, match=rf"{host(mirrors[0])} answered 404, and {host(mirrors[1])} answered 403"):
        mnist("test")


def test_a_broken_transfer_leaves_nothing(mirrors, tmp_path):
    for mirror in mirrors:
        mirror.cut = True
    with pytest.raises(CourseError, match="Could not download"):
        mnist("test")
    assert kept(tmp_path) == []


def test_an_interrupted_download_leaves_nothing(mirrors, tmp_path, monkeypatch):
    "Ctrl-C while a file arrives: it stays Ctrl-C"

    def interrupt(self, url, output_file, pooch, check_only=False) -> None:
        Path(output_file).write_bytes(b"half of ")
        raise KeyboardInterrupt

    monkeypatch.setattr(pooch.HTTPDownloader, "__call__", interrupt)
    with pytest.raises(KeyboardInterrupt):
        mnist("test")
    assert kept(tmp_path) == []


def test_a_cache_that_cannot_be_written_names_the_folder_and_the_variable(mirrors, tmp_path, monkeypatch):
    "Root ignores permissions, so a file stands where the folder should be"
    (tmp_path / "file").touch()
    folder = tmp_path / "file" / "cache"
    monkeypatch.setenv("GENCOURSE_DATA", str(folder))
    with pytest.raises(CourseError) as error:
        mnist("test")
    assert f"in {folder / 'mnist'} (" in str(error.value)
    assert "set GENCOURSE_DATA to another folder" in str(error.value) and "digits()" in str(error.value)


def test_a_full_disk_names_the_folder_and_leaves_nothing(mirrors, tmp_path, monkeypatch):
    def fill(self, url, output_file, pooch, check_only=False) -> None:
        Path(output_file).write_bytes(b"half of ")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pooch.HTTPDownloader, "__call__", fill)
    with pytest.raises(CourseError, match=r"No space left on device.*Free some space or set GENCOURSE_DATA"):
        mnist("test")
    assert kept(tmp_path) == []


def test_the_cache_is_the_users_own_unless_the_variable_says(monkeypatch, tmp_path):
    for unset in ("", None):
        if unset is None:
            monkeypatch.delenv("GENCOURSE_DATA")
        else:
            monkeypatch.setenv("GENCOURSE_DATA", unset)
        assert cache_folder() == pooch.os_cache("gencourse")
    monkeypatch.setenv("GENCOURSE_DATA", "~/here")
    assert cache_folder() == Path.home() / "here"


def test_poochs_log_is_as_loud_as_before(mirrors):
    level = pooch.get_logger().level
    mnist("test")
    assert pooch.get_logger().level == level == logging.getLogger("pooch").level


def test_an_unknown_split_is_refused_before_anything_is_fetched(mirrors):
    with pytest.raises(ValueError, match="split should be one of train, valid, test, got 'validation'"):
        mnist("validation")
    assert mirrors[0].asked == []


def test_the_real_sets_are_complete():
    "Two https mirrors and four hashes each"
    names = set(small_set())
    for remote in download.REMOTE_SETS.values():
        assert len({mirror.split("/")[2] for mirror in remote.mirrors}) == 2
        assert all(re.fullmatch(r"https://\S+/", mirror) for mirror in remote.mirrors)
        assert set(remote.sha256) == names and len(set(remote.sha256.values())) == 4
        assert all(re.fullmatch("[0-9a-f]{64}", value) for value in remote.sha256.values())
        assert set(remote.megabytes) == set(COUNTS)


@pytest.mark.parametrize("shape", [(5,), (2, 3), (4, 28, 28), (0, 3)])
def test_an_idx_file_gives_its_tensor(shape, tmp_path):
    values = np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8)
    (tmp_path / "a.gz").write_bytes(gzip.compress(idx(values)))
    tensor = read_idx(tmp_path / "a.gz")
    assert tensor.dtype == torch.uint8 and np.array_equal(tensor.numpy(), values)


WHOLE = idx(np.ones((2, 3), np.uint8))


@pytest.mark.parametrize(
    ("content", "match"),
    [
        (gzip.compress(WHOLE)[:-12], r"bad\.gz should be a whole gzip file"),
        (gzip.compress(WHOLE)[:9], "should be a whole gzip file"),
        (b"", "should start with the bytes 0, 0, 8"),
        (WHOLE, "should be a whole gzip file"),
        (gzip.compress(WHOLE[:-1]), "should hold 6 bytes of data, got 5"),
        (gzip.compress(WHOLE + b"\0"), "should hold 6 bytes of data, got 7"),
        (gzip.compress(WHOLE[:7]), "should state 2 sizes, but ends before them"),
        (gzip.compress(WHOLE[:3]), "should start with the bytes 0, 0, 8"),
        (gzip.compress(bytes([0, 0, 13]) + WHOLE[3:]), r"0, 0, 8, as idx files do, got \[0, 0, 13\]"),
    ],
    # gzip writes the time into what it makes, and two workers must collect the same names
    ids=["cut", "cut early", "empty", "not zipped", "a byte less", "a byte more", "no sizes", "no kind", "floats"],
)
def test_a_broken_idx_file_is_refused(content, match, tmp_path):
    (tmp_path / "bad.gz").write_bytes(content)
    with pytest.raises(ValueError, match=match):
        read_idx(tmp_path / "bad.gz")
