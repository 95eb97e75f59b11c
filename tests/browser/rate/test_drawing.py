"""What the page draws is where Python's numbers say."""

import re

import pytest
import torch
from playwright.sync_api import expect

from tests.browser.plain_page import show_widget
from tests.browser.rate.page import BETAS, make_images, make_rates, make_vae

WIDTH, HEIGHT = 440, 400  # of the plane, in drawing units
BARS = 110


@pytest.fixture
def rates():
    return make_rates()


def place(data, rate, distortion):
    "In drawing units."
    low, high = data.distortions
    left = -0.03 * data.most_rate
    return (rate - left) / (data.most_rate - left) * WIDTH, (high - distortion) / (high - low) * HEIGHT


def numbers_in(text):
    return [float(word) for word in text.replace("M", " ").replace("L", " ").replace("H", " ").split()]


def test_points_lie_where_their_numbers_say_and_a_far_one_at_the_edge(page, rates):
    "The curve goes through them all; the arrow names the rate that lies beyond"
    show_widget(page, rates)
    curve = page.locator(".gc-rate-curve")
    expect(curve).to_have_count(1)
    at = torch.tensor(numbers_in(curve.get_attribute("d"))).reshape(-1, 2).tolist()
    for model, found in zip(rates._data.models[1:], at[1:], strict=True):
        assert found == pytest.approx(place(rates._data, model.rate, model.distortion), abs=0.01)
    assert at[0][0] == pytest.approx(WIDTH - 7)
    assert at[0][1] == pytest.approx(place(rates._data, 0, rates._data.models[0].distortion)[1], abs=0.01)
    expect(page.get_by_text("β 0, rate 212.3")).to_be_visible()


@pytest.mark.parametrize("beta", BETAS)
def test_the_line_of_equal_loss_goes_through_the_chosen_point_with_slope_minus_beta(page, rates, beta):
    "In nats: distortion + beta * rate is the same at both of its ends"
    data = rates._data
    show_widget(page, rates, beta=beta)
    line = page.locator(".gc-rate-plane .gc-stage .gc-rate-loss")
    expect(line).to_have_attribute("d", re.compile("^M"))
    path = numbers_in(line.get_attribute("d"))
    ends = [path[:2], path[2:] if len(path) == 4 else [path[2], path[1]]]
    chosen = data.models[BETAS.index(beta)]
    low, high = data.distortions
    for x, y in ends:
        rate = -0.03 * data.most_rate + x / WIDTH * 1.03 * data.most_rate
        distortion = high - y / HEIGHT * (high - low)
        assert distortion + beta * rate == pytest.approx(chosen.cost, abs=0.01 * (1 + beta))
    expect(page.get_by_text(f"distortion + {beta:g} × rate =")).to_be_visible()


def test_the_floor_and_the_mean_image_stand_at_their_costs(page, rates):
    "A line across the frame, and a diamond at rate 0"
    show_widget(page, rates)
    floor, diamond = page.locator(".gc-rate-floor"), page.locator(".gc-rate-mean")
    expect(floor).to_have_count(1)
    assert numbers_in(floor.get_attribute("d"))[1] == pytest.approx(place(rates._data, 0, rates.floor)[1], abs=0.01)
    x, y = place(rates._data, 0, rates.mean_image)
    top = numbers_in(diamond.get_attribute("d").split("l")[0])
    assert top == pytest.approx([x, y - 6], abs=0.01)
    expect(page.get_by_text("floor of grey pixels, 13.4")).to_be_visible()
    expect(page.get_by_text("one mean image for all, 25.7")).to_be_visible()


@pytest.mark.parametrize("beta", BETAS)
def test_bars_are_as_tall_as_the_kl_of_each_unit(page, rates, beta):
    "On one scale for all betas, in the units' own order; an inactive one is grey, a taller one ends in an arrow"
    show_widget(page, rates, beta=beta)
    bars = page.locator(".gc-rate-bars path")
    model, top = rates._data.models[BETAS.index(beta)], 1.1 * rates._data.most_kl
    for i, (kl, active) in enumerate(zip(model.kl, model.active, strict=True)):
        expect(bars.nth(i)).to_have_class("gc-rate-active" if active else "gc-rate-idle")
        height = BARS - float(bars.nth(i).get_attribute("d").split("L0 ")[1].split("L")[0])
        assert height == pytest.approx(max(3, BARS * min(1, kl / top)), abs=0.01)


def test_pictures_are_pythons_bytes(page, rates):
    "Originals, then reconstructions and samples of the chosen model"
    show_widget(page, rates, beta=4.0)
    canvases = page.locator(".gc-rate-pictures canvas")
    expect(page.get_by_role("img", name="reconstructed at beta 4")).to_be_visible()
    seen = canvases.evaluate_all(
        "all => all.map((c) => [...c.getContext('2d').getImageData(0, 0, 8, 8).data].filter((_, i) => i % 4 === 0))"
    )
    model = rates._data.models[-1]
    expected = torch.cat([rates._data.originals, model.reconstructions, model.samples])
    assert torch.tensor(seen, dtype=torch.uint8).reshape(-1, 8, 8).equal(expected)


def test_a_model_far_above_the_mean_image_stands_at_the_top(page):
    "With an arrow and its distortion"
    worse = make_vae(1.0)
    with torch.no_grad():
        worse.decoder[0].bias.mul_(-9)
    rates = type(make_rates())({1.0: make_vae(1.0), 4.0: worse}, make_images())
    errors = show_widget(page, rates)
    distortion = rates.table[4.0]["distortion"]
    assert distortion > rates._data.distortions[1]
    expect(page.get_by_text(f"β 4, distortion {distortion:.1f}")).to_be_visible()
    assert rates.picture()
    assert errors == []
