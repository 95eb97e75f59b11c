import pytest
import torch
from torch import nn
from torch.testing import assert_close

from gencourse.networks import mlp
from gencourse.widgets.latent import LatentExplorer
from tests.browser.latent.page import POINT, Kernel, make_codes, make_decoder, make_explorer, share_seen_at_once
from tests.browser.page_actions import drag_slider, pixels, wait_a_frame, watch_errors

MOST_BYTES = 1_500_000


@pytest.fixture
def offline(new_page):
    "offline(path) opens a file with the network off and gives the page and a list of what went wrong."

    def open_file(path):
        page = new_page(viewport={"width": 900, "height": 950}, offline=True)
        errors = watch_errors(page, files_only=True)
        page.goto(path.as_uri())
        page.locator(".gencourse").wait_for()
        wait_a_frame(page)
        return page, errors

    return open_file


def test_the_exported_page_lives_without_kernel_and_network(offline, tmp_path):
    "From a file: move through the map, pick two images, slide; the pictures are the decoder's"
    explorer = make_explorer()
    explorer.z = [0.5, -0.25]
    page, errors = offline(explorer.save_html(tmp_path / "page.html", title="Digits <2>"))
    assert page.title() == "Digits <2>"
    assert_close(pixels(page, "decoded picture").float(), (255 * explorer.image[0]).round(), rtol=0, atol=2.0)
    before = page.get_by_role("slider", name=POINT).get_attribute("aria-valuetext")
    page.get_by_role("slider", name=POINT).press("ArrowRight")
    wait_a_frame(page)
    assert page.get_by_role("slider", name=POINT).get_attribute("aria-valuetext") != before
    page.get_by_role("tab", name="Between two images").click()
    images = page.get_by_role("group", name="Images").get_by_role("button")
    images.nth(2).click()
    images.nth(6).click()
    drag_slider(page, "Position between A and B", share=1.2)
    at_b = explorer._data.decoders[0].decode(make_codes(60)[6:7])[0, ..., 0]
    assert_close(pixels(page, "decoded picture at").float(), at_b.float(), rtol=0, atol=2.0)
    assert share_seen_at_once(page, "input[type=range]") > 0.9
    assert errors == []


def test_an_exported_comparison_has_both_decoders(offline, tmp_path):
    "Each with its own weights, in both tabs"
    explorer = make_explorer(16, compare=make_decoder(16, seed=4), titles=("AE", "VAE"), rates=[0.5] * 16)
    page, errors = offline(explorer.save_html(tmp_path / "page.html"))
    z = torch.tensor([explorer.z])
    for tab in ("Explore", "Between two images"):  # at A, which is the first code, as z is
        page.get_by_role("tab", name=tab).click()
        wait_a_frame(page)
        for decoder, title in zip(explorer._data.decoders, ("AE", "VAE"), strict=True):
            shown = pixels(page, f"{title} picture").float()
            assert_close(shown, decoder.decode(z)[0, ..., 0].float(), rtol=0, atol=2.0)
    assert errors == []


def test_a_page_of_the_lessons_size_is_small(tmp_path):
    "1,000 images, the 2-D map's decoder and a convolutional one beside it"
    images, codes = torch.rand(1000, 1, 28, 28).round(), make_codes(1000)
    images[:, :, 8:] = 0  # digits are mostly empty
    decoder = nn.Sequential(mlp(2, 64, 128, 256, 784), nn.Unflatten(1, (1, 28, 28)))
    explorer = LatentExplorer(decoder, codes=codes, images=images, labels=[i % 10 for i in range(1000)])
    assert explorer.save_html(tmp_path / "page.html").stat().st_size < MOST_BYTES


def test_a_decoder_for_the_kernel_cannot_be_exported(tmp_path):
    "Said before a dead page is written"
    with pytest.raises(ValueError, match=r"A page has no kernel, .*the forward of Kernel does more than its layers"):
        LatentExplorer(Kernel()).save_html(tmp_path / "page.html")
    assert list(tmp_path.iterdir()) == []


def test_other_widgets_can_be_exported_too(offline, tmp_path, explorer):
    "The density explorer, from the same base"
    page, errors = offline(explorer.save_html(tmp_path / "page.html"))
    page.get_by_role("button", name="Fit to the data").click()
    wait_a_frame(page)
    assert page.get_by_role("slider", name="Mean").get_attribute("aria-valuetext").startswith("x 0.4")
    assert errors == []
