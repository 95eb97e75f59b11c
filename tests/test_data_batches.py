"""Batches: each row once an epoch, in an order that a generator repeats, always a copy on the data's device."""

import pytest
import torch

from gencourse.data import batches, digits


def rows(loader) -> list[int]:
    return torch.cat(list(loader)).tolist()


def test_each_row_comes_once_an_epoch():
    loader = batches(torch.arange(103), 10)
    for _ in range(3):
        sizes = [len(batch) for batch in loader]
        assert sizes == [10] * 10 + [3]
        assert sorted(rows(loader)) == list(range(103))


def test_the_length_is_the_number_of_batches():
    for n, size, drop_last in [(100, 10, False), (103, 10, False), (103, 10, True), (3, 10, False), (5, 5, True)]:
        loader = batches(torch.arange(n), size, drop_last=drop_last)
        assert len(loader) == len(list(loader))


def test_drop_last_leaves_only_whole_batches():
    "And a different rest is left out each time"
    loader = batches(torch.arange(25), 10, drop_last=True)
    assert [len(batch) for batch in loader] == [10, 10]
    seen = {row for _ in range(20) for row in rows(loader)}
    assert seen == set(range(25))


def test_epochs_come_in_different_orders():
    loader = batches(torch.arange(50), 8)
    first, second = rows(loader), rows(loader)
    assert first != second and first != sorted(first)


def test_without_shuffling_rows_keep_their_order():
    loader = batches(torch.arange(23), 5, shuffle=False)
    assert rows(loader) == rows(loader) == list(range(23))


def test_a_generator_repeats_the_orders():
    def two_epochs(seed: int) -> list[int]:
        loader = batches(torch.arange(40), 7, generator=torch.Generator().manual_seed(seed))
        return rows(loader) + rows(loader)

    assert two_epochs(1) == two_epochs(1) != two_epochs(2)


def test_without_a_generator_the_global_seed_repeats_the_orders():
    loader = batches(torch.arange(40), 7)
    torch.manual_seed(5)
    first = rows(loader)
    torch.manual_seed(5)
    assert rows(loader) == first


def test_a_generator_leaves_the_global_random_state():
    state = torch.get_rng_state()
    rows(batches(torch.arange(40), 7, generator=torch.Generator().manual_seed(0)))
    assert torch.equal(torch.get_rng_state(), state)


def test_orders_are_even():
    "Every row is as likely to come first; 5.5 standard errors"
    loader = batches(torch.arange(5), 1)
    firsts = torch.tensor([int(next(iter(loader))) for _ in range(2000)]).bincount(minlength=5)
    assert (firsts - 400).abs().max() < 5.5 * (2000 * 0.2 * 0.8) ** 0.5


def test_loops_inside_one_another_do_not_disturb_each_other():
    loader = batches(torch.arange(12), 5)
    for _ in loader:
        assert sorted(rows(loader)) == list(range(12))


def test_a_tuple_gives_tuples_whose_rows_belong_together():
    x = torch.rand(30, 4)
    for batch in batches((x, x.sum(1)), 8):
        assert isinstance(batch, tuple)
        images, sums = batch
        assert torch.equal(images.sum(1), sums)


def test_labelled_images_are_a_tuple():
    images, labels = next(iter(batches(digits("test"), 32)))
    assert images.shape == (32, 1, 28, 28) and labels.shape == (32,)


@pytest.mark.parametrize("shuffle", [True, False])
def test_a_batch_is_a_copy(shuffle):
    x = torch.ones(6, 2)
    for batch in batches(x, 3, shuffle=shuffle):
        batch.zero_()
    assert x.min() == 1


def test_batches_stay_on_the_device_of_the_data(device):
    loader = batches(torch.arange(20, device=device), 6, generator=torch.Generator().manual_seed(0))
    for batch in loader:
        assert batch.device.type == device.type
    assert sorted(rows(loader)) == list(range(20))


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device to wait for")
@pytest.mark.parametrize("generator", [None, torch.Generator()])
def test_an_epoch_never_waits_for_the_gpu(generator):
    x = torch.rand(1000, 3, device="cuda")
    loader = batches((x, x[:, 0]), 64, generator=generator)
    list(loader)
    torch.cuda.set_sync_debug_mode("error")
    try:
        list(loader)
    finally:
        torch.cuda.set_sync_debug_mode("default")


def test_batches_work_without_values():
    "On the meta device, where our tests look for hidden synchronisation"
    x = torch.empty(10, 3, device="meta")
    assert [batch.shape[0] for batch in batches(x, 4)] == [4, 4, 2]


@pytest.mark.parametrize(
    ("x", "size", "drop_last", "match"),
    [
        (torch.rand(5), 0, False, "size should be at least 1, got 0"),
        (torch.rand(5), -3, False, "size should be at least 1"),
        (torch.rand(5), 6, True, "size should be at most 5, the rows of x, got 6"),
        (torch.empty(0, 3), 6, False, "at least one row"),
        ((torch.rand(5), torch.rand(4)), 2, False, r"equal lengths, got \[5, 4\]"),
        ((torch.rand(5), torch.empty(5, device="meta")), 2, False, "on one device, got cpu and meta"),
    ],
)
def test_impossible_batches_are_refused(x, size, drop_last, match):
    with pytest.raises(ValueError, match=match):
        batches(x, size, drop_last=drop_last)


@pytest.mark.parametrize("x", [[1, 2, 3], None, (), torch.tensor(3.0), (torch.rand(3), ("a", "b", "c"))])
def test_anything_but_tensors_is_refused(x):
    with pytest.raises(TypeError, match="x should be a tensor"):
        batches(x, 2)


def test_a_size_that_is_no_whole_number_is_refused():
    with pytest.raises(TypeError):
        batches(torch.rand(5), 2.0)  # pyright: ignore
