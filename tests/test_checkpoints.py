"""Checkpoints: what comes back, and that nothing changes when something is wrong."""

import os

import pytest
import torch
from torch import nn
from torch.testing import assert_close

from gencourse.checkpoints import FORMAT, load_checkpoint, save_checkpoint
from gencourse.models import PCA
from gencourse.networks import mlp
from tests.small_models import SMALL_MODELS


def weights(model):
    return {name: weight.clone() for name, weight in model.state_dict().items()}


def same(a, b):
    return a.keys() == b.keys() and all(torch.equal(a[name], b[name]) for name in a)


@pytest.mark.parametrize("name", SMALL_MODELS)
def test_every_model_comes_back(name, tmp_path):
    small = SMALL_MODELS[name]
    model, fresh = small.ready(), small.make()
    save_checkpoint(model, tmp_path / "model.pt")
    assert load_checkpoint(fresh, tmp_path / "model.pt") == {}
    assert same(weights(fresh), weights(model))


def test_what_is_said_about_it_comes_back(tmp_path):
    about = {"epochs": 20, "loss": [110.5, 104.2], "recipe": {"lr": 6e-3, "name": "Conv16"}, "codes": torch.ones(2)}
    save_checkpoint(mlp(3, 2), str(tmp_path / "model.pt"), **about)
    found = load_checkpoint(mlp(3, 2), str(tmp_path / "model.pt"))
    assert_close(found.pop("codes"), about.pop("codes"))
    assert found == about


def test_a_model_in_training_keeps_its_optimizer(tmp_path):
    "The weights are written into the same parameters"
    model, other = mlp(3, 2), mlp(3, 2)
    save_checkpoint(other, tmp_path / "model.pt")
    before = list(model.parameters())
    load_checkpoint(model, tmp_path / "model.pt")
    assert all(a is b for a, b in zip(before, model.parameters(), strict=True))
    assert all(parameter.requires_grad for parameter in model.parameters())


@pytest.fixture
def checkpoint(tmp_path):
    path = tmp_path / "model.pt"
    save_checkpoint(mlp(50, 20, 4), path)
    return path


def assert_refused(model, path, sentence):
    before = weights(model)
    with pytest.raises(ValueError, match=sentence) as caught:
        load_checkpoint(model, path)
    assert "\n" not in str(caught.value)
    assert same(weights(model), before)


def test_a_missing_file_is_named(tmp_path):
    assert_refused(mlp(2, 2), tmp_path / "none.pt", "should name a file .* but there is none at .*none.pt")
    assert_refused(mlp(2, 2), tmp_path, "there is none at")


def forged(**changes):
    "A writer of a file with the right format and one part that is not as save_checkpoint makes it"
    parts = {"format": FORMAT, "weights": mlp(50, 20, 4).state_dict(), "about": {}} | changes
    return lambda path: torch.save({name: part for name, part in parts.items() if part is not None}, path)


class RunsCode:
    def __reduce__(self):
        return (os.mkdir, ("was_run",))


def write_pickle(path):
    torch.save({"format": FORMAT, "weights": RunsCode(), "about": {}}, path)


FOREIGN = {
    "empty": lambda path: path.write_bytes(b""),
    "text": lambda path: path.write_text("epoch,loss\n1,110.5\n"),
    "noise": lambda path: path.write_bytes(bytes(range(256)) * 8),
    "state_dict": lambda path: torch.save(mlp(50, 20, 4).state_dict(), path),
    "tensor": lambda path: torch.save(torch.ones(3), path),
    "no weights": forged(weights=None),
    "nothing said about it": forged(about=None),
    "a number said about it": forged(about=3),
    "numbers for names": forged(weights=mlp(50, 20, 4).state_dict() | {0: torch.ones(4)}),
    "code": write_pickle,
}


@pytest.mark.parametrize("kind", FOREIGN)
def test_another_kind_of_file_is_refused(kind, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    FOREIGN[kind](tmp_path / "model.pt")
    assert_refused(mlp(50, 20, 4), tmp_path / "model.pt", "damaged or of another kind")
    assert not (tmp_path / "was_run").exists()


@pytest.mark.parametrize("share", [0.02, 0.5, 0.99])
def test_a_file_that_was_cut_off_is_refused(share, checkpoint):
    content = checkpoint.read_bytes()
    checkpoint.write_bytes(content[: int(share * len(content))])
    assert_refused(mlp(50, 20, 4), checkpoint, "damaged or of another kind")


def test_a_file_with_a_changed_weight_is_refused(checkpoint):
    content = bytearray(checkpoint.read_bytes())
    content[len(content) // 2] ^= 255
    checkpoint.write_bytes(content)
    assert_refused(mlp(50, 20, 4), checkpoint, "damaged or of another kind")


@pytest.mark.parametrize(
    ("model", "sentence"),
    [
        (mlp(50, 21, 4), r"0.weight is \[20, 50\] in the file and \[21, 50\] in the model"),
        (mlp(50, 20, 4, 4), r"they lack 4.bias, 4.weight. Make the model with"),
        (mlp(50, 20), r"they have 2.bias, 2.weight which the model lacks"),
        (PCA(2), r"they lack components, mean, total_variance and 1 more and have 0.bias, 0.weight, 2.bias and 1 more"),
        (nn.Sequential(mlp(50, 20, 4)), r"they lack 0.0.bias"),
    ],
)
def test_weights_of_another_model_are_refused(model, sentence, checkpoint):
    assert_refused(model, checkpoint, sentence)


@pytest.mark.parametrize("weight", ["abc", [1.0, 2.0, 3.0, 4.0], None], ids=["text", "list", "none"])
def test_a_weight_that_is_no_tensor_is_named(weight, tmp_path):
    forged(weights=mlp(50, 20, 4).state_dict() | {"2.bias": weight})(tmp_path / "model.pt")
    assert_refused(mlp(50, 20, 4), tmp_path / "model.pt", "2.bias is no tensor in the file")


def test_a_failed_write_leaves_the_old_file(checkpoint, monkeypatch):
    before = checkpoint.read_bytes()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space"):
        save_checkpoint(mlp(3, 2), checkpoint)
    assert checkpoint.read_bytes() == before and list(checkpoint.parent.iterdir()) == [checkpoint]


def test_what_could_not_be_read_again_is_not_written(tmp_path):
    with pytest.raises(ValueError, match="best, epochs should be numbers, strings, tensors"):
        save_checkpoint(mlp(3, 2), tmp_path / "model.pt", best=RunsCode(), epochs=3)
    assert not list(tmp_path.iterdir())


def test_the_folder_must_be_there(tmp_path):
    with pytest.raises(OSError, match="none"):
        save_checkpoint(mlp(3, 2), tmp_path / "none" / "model.pt")
