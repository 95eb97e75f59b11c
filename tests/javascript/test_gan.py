from itertools import pairwise

import numpy as np
import pytest
import torch
from torch import nn
from torch.distributions import Categorical, Independent, MixtureSameFamily, Normal
from torch.nn import functional as F
from torch.nn.utils import parameters_to_vector
from torch.testing import assert_close

from gencourse.widgets import GANPlayground
from gencourse.widgets.gan.draws import EDGE, Random, draw_real, draw_untrained
from gencourse.widgets.gan.worlds import make_worlds

FILES = [
    "kit/js/mlp/mlp.js",
    "kit/js/mlp/activations.js",
    "kit/js/mlp/adam.js",
    "gan/js/losses.js",
    "gan/js/world.js",
    "gan/js/game.js",
    "gan/js/measure.js",
    "gan/js/by_hand.js",
    "gan/js/budget.js",
    "gan/js/chances.js",
    "gan/js/turns.js",
    "kit/js/random.js",
]
CLOSE = {"rtol": 1e-4, "atol": 1e-7}


def Leaky():
    return nn.LeakyReLU(0.2)


class Bounded(nn.Module):
    def forward(self, x):
        return EDGE * torch.tanh(x / EDGE)


NETWORKS = {
    "discriminator": ("{ hidden: library.tanh }", nn.Tanh, nn.Identity, [2, 32, 32, 1]),
    "generator": ("{ hidden: library.leakyRelu, last: library.bounded(2.9) }", Leaky, Bounded, [2, 32, 32, 2]),
    "deep": ("{ hidden: library.leakyRelu }", Leaky, nn.Identity, [3, 64, 20, 7, 2]),
}


@pytest.fixture
def library(javascript):
    "All that the playground computes with."
    return javascript(*FILES)


def make_network(name):
    _, hidden, last, sizes = NETWORKS[name]
    layers = []
    for inputs, outputs in pairwise(sizes[:-1]):
        layers += [nn.Linear(inputs, outputs), hidden()]
    network = nn.Sequential(*layers, nn.Linear(*sizes[-2:]), last()).double()
    for parameter in network.parameters():
        nn.init.normal_(parameter, 0, 0.4)
    return network


@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize("n", [1, 7])
def test_values_gradients_and_adam_agree_with_torch(library, name, n):
    "Forward, the slopes of weights and of inputs, and three steps of Adam with the playground's betas"
    network = make_network(name)
    options, *_, sizes = NETWORKS[name]
    weights = parameters_to_vector(network.parameters()).tolist()
    x = torch.randn(n, sizes[0], dtype=torch.float64, requires_grad=True)
    outer = torch.randn(n, sizes[-1], dtype=torch.float64)
    got = library.evaluate(
        f"""([sizes, weights, x, outer, n]) => {{
          const network = library.makeMlp(sizes, 9, {options});
          const adam = library.makeAdam(network.weights.length, {{ lr: 5e-3, betas: [0, 0.99] }});
          network.weights.set(weights);
          const found = {{ steps: [] }};
          for (let step = 0; step < 3; step++) {{
            const y = [...network.forward(Float64Array.from(x), n)].slice(0, outer.length);
            const dx = [...network.backward(Float64Array.from(outer), n)].slice(0, x.length);
            if (step === 0) Object.assign(found, {{ y, dx, gradients: [...network.gradients] }});
            adam.step(network.weights, network.gradients);
            found.steps.push([...network.weights]);
          }}
          return found;
        }}""",
        [sizes, weights, x.flatten().tolist(), outer.flatten().tolist(), n],
    )
    optimizer = torch.optim.Adam(network.parameters(), lr=5e-3, betas=(0.0, 0.99))
    for step in range(3):
        optimizer.zero_grad()
        x.grad = None
        y = network(x)
        (y * outer).sum().backward()
        if step == 0:
            assert_close(torch.tensor(got["y"], dtype=torch.float64), y.detach().flatten(), **CLOSE)
            assert_close(torch.tensor(got["dx"], dtype=torch.float64), x.grad.flatten(), **CLOSE)
            gradients = torch.cat([p.grad.flatten() for p in network.parameters()])
            assert_close(torch.tensor(got["gradients"], dtype=torch.float64), gradients, **CLOSE)
        optimizer.step()
        moved = parameters_to_vector(network.parameters()).detach()
        assert_close(torch.tensor(got["steps"][step], dtype=torch.float64), moved, **CLOSE)


LOGITS = [-800.0, -30.0, -8.0, -1.5, 0.0, 0.3, 8.0, 30.0, 800.0]


@pytest.mark.parametrize("case", ["real", "fake", "non-saturating", "saturating"])
def test_losses_and_their_slopes_agree_with_autograd(library, case):
    "From logits that no float could turn into a chance and back"
    logits = torch.tensor(LOGITS, dtype=torch.float64, requires_grad=True)
    losses = {
        "real": F.softplus(-logits),
        "fake": F.softplus(logits),
        "non-saturating": F.softplus(-logits),
        "saturating": -F.softplus(logits),
    }
    losses[case].sum().backward()
    who, flag = ("discriminator", case == "real") if case in ("real", "fake") else ("generator", case == "saturating")
    for kind, expected in (("Term", losses[case].detach()), ("Slope", logits.grad)):
        got = library.evaluate(
            "([f, logits, flag]) => logits.map((l) => library[f](l, flag))", [who + kind, LOGITS, flag]
        )
        assert_close(torch.tensor(got, dtype=torch.float64), expected, **CLOSE)


def test_a_saturated_generator_is_pulled_by_nothing(library):
    "At a logit of -8: 3e-4 of the pull that the other loss has"
    slopes = library.evaluate("[true, false].map((saturating) => library.generatorSlope(-8, saturating))")
    assert slopes == pytest.approx([-3.3535e-4, -0.999665], rel=1e-3)


TWO_STEPS = """([seed, centres, saturating]) => {
  const game = library.makeGame({ centres, blur: 0.15 }, seed);
  const weights = () => [[...game.generator.weights], [...game.discriminator.weights]];
  const before = weights();
  for (let i = 0; i < 2; i++) { game.stepDiscriminator(); game.stepGenerator(saturating); }
  return [before, weights()];
}"""


def torch_players(weights):
    "The two networks of a game in torch, with the browser's weights."
    players = make_network("generator"), make_network("discriminator")
    for player, numbers in zip(players, weights, strict=True):
        nn.utils.vector_to_parameters(torch.tensor(numbers, dtype=torch.float64), player.parameters())
    return players


@pytest.mark.parametrize("saturating", [False, True])
def test_two_steps_of_a_game_are_those_of_torch(library, saturating):
    "D learns from real and generated points but not G, G from D's slopes but not D, each with its own Adam"
    centres = np.array(make_worlds()["ring"].centres).flatten().tolist()
    weights, got = library.evaluate(TWO_STEPS, [3, centres, saturating])
    generator, discriminator = torch_players(weights)
    d_optimizer = torch.optim.Adam(discriminator.parameters(), lr=5e-3, betas=(0.0, 0.99))
    g_optimizer = torch.optim.Adam(generator.parameters(), lr=2e-3, betas=(0.0, 0.99))
    random, ring = Random(3, 2), make_worlds()["ring"]

    def normals():
        return torch.tensor([random.normal() for _ in range(128)], dtype=torch.float64).reshape(64, 2)

    for _ in range(2):
        real = []
        for _ in range(64):
            x, y = ring.centres[random.below(8)]
            real.append([x + 0.15 * random.normal(), y + 0.15 * random.normal()])
        on_real = discriminator(torch.tensor(real, dtype=torch.float64))
        on_fake = discriminator(generator(normals()).detach())
        d_optimizer.zero_grad()
        (F.softplus(-on_real).mean() + F.softplus(on_fake).mean()).backward()
        d_optimizer.step()
        logits = discriminator(generator(normals()))
        g_optimizer.zero_grad()
        (-F.softplus(logits) if saturating else F.softplus(-logits)).mean().backward()
        g_optimizer.step()
    for numbers, player in zip(got, (generator, discriminator), strict=True):
        expected = parameters_to_vector(player.parameters()).detach()
        assert_close(torch.tensor(numbers, dtype=torch.float64), expected, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("saturating", [False, True])
@pytest.mark.parametrize("kind", ["logitOfLine", "logitOfBumps"])
def test_the_slopes_of_a_discriminator_by_hand_are_its_slopes(library, kind, saturating):
    "Against autograd"
    points = torch.randn(6, 2, dtype=torch.float64, requires_grad=True)
    if kind == "logitOfLine":
        shape = {"foot": [-0.6, 0.2], "tip": [0.4, 0.5]}
        foot, tip = (torch.tensor(shape[name], dtype=torch.float64) for name in ("foot", "tip"))
        logits = 2 * ((points - foot) * (tip - foot)).sum(1)
    else:
        shape = [{"centre": [1.0, -1.0], "height": 5}, {"centre": [-0.5, 0.3], "height": -3}]
        centres = torch.tensor([bump["centre"] for bump in shape], dtype=torch.float64)
        heights = torch.tensor([bump["height"] for bump in shape], dtype=torch.float64)
        squares = (points[:, None] - centres).square().sum(-1)
        logits = -2 + (heights * torch.exp(-squares / (2 * 0.9**2))).sum(1)
    (-F.softplus(logits) if saturating else F.softplus(-logits)).sum().backward()
    got = library.evaluate(
        """([kind, shape, points, saturating]) => {
          const player = library.makeByHand((x, y, slope) => library[kind](shape, x, y, slope), 6);
          return [[...player.logitsOf(points, 6)], [...player.slopesAt(points, 6, saturating)]];
        }""",
        [kind, shape, points.flatten().tolist(), saturating],
    )
    assert_close(torch.tensor(got[0], dtype=torch.float64), logits.detach(), **CLOSE)
    assert_close(torch.tensor(got[1], dtype=torch.float64), points.grad.flatten(), **CLOSE)


def test_the_density_on_the_grid_agrees_with_torch(library):
    "A mixture of equal blobs, rows from the top"
    centres = torch.randn(5, 2, dtype=torch.float64)
    got = library.evaluate(
        "(centres) => [...library.densityOn(new Float64Array(36), 6, 3, centres, 5, 0.4)]", centres.flatten().tolist()
    )
    middles = torch.arange(6, dtype=torch.float64) - 2.5
    grid = torch.stack(torch.meshgrid(middles.flip(0), middles, indexing="ij")[::-1], -1).reshape(-1, 2)
    blobs = Independent(Normal(centres, torch.full((5, 2), 0.4, dtype=torch.float64)), 1)
    mixture = MixtureSameFamily(Categorical(torch.ones(5, dtype=torch.float64)), blobs)
    assert_close(torch.tensor(got, dtype=torch.float64), mixture.log_prob(grid).exp(), rtol=1e-4, atol=1e-8)


def test_modes_count_from_one_percent_of_the_points(library):
    "Two of 200 near a centre cover it, one does not; and a heap is all that lies near one point"
    points = torch.zeros(200, 2)
    points[0], points[1:3] = torch.tensor([2.0, 0.0]), torch.tensor([0.0, 2.1])
    count = "([points]) => library.countModes([0, 0, 2, 0, 0, 2], points, 200, 0.3)"
    assert library.evaluate(count, [points.flatten().tolist()]) == 2
    heap = library.evaluate("([points]) => library.largestHeap(points, 200, 0.5)", [points.flatten().tolist()])
    assert heap == pytest.approx(197 / 200)


@pytest.mark.parametrize("seed", [0, 7, 999_999])
@pytest.mark.parametrize("name", ["ring", "moons"])
def test_python_draws_what_the_page_shows(library, name, seed):
    "Real points, and those of the untrained generator, from the seed alone"
    world = GANPlayground(name, seed=seed)._frame["worlds"][name]
    real, fake = library.evaluate(
        """([world, seed]) => {
          const measure = library.makeMeasure(world, seed);
          measure.look(library.makeGame(world, seed), false);
          return [[...measure.real], [...measure.fake].slice(0, 320)];
        }""",
        [world, seed],
    )
    np.testing.assert_allclose(np.reshape(real, (160, 2)), draw_real(make_worlds()[name], seed), atol=1e-9)
    np.testing.assert_allclose(np.reshape(fake, (160, 2)), draw_untrained(seed), atol=1e-9)


def test_random_numbers_are_normal_and_uniform(library):
    "Mean, spread and fourth moment of 20,000; streams of neighbours have nothing in common"
    draws = torch.tensor(
        library.evaluate(
            """() => [0, 1].map((stream) => {
              const random = library.makeRandom(5, stream);
              return Array.from({ length: 20000 }, () => random.normal());
            })"""
        )
    )
    assert draws.mean(1).abs().max() < 5.5 / 20_000**0.5
    assert_close(draws.var(1), torch.ones(2), rtol=0, atol=5.5 * (2 / 20_000) ** 0.5)
    assert_close((draws**4).mean(1), torch.full((2,), 3.0), rtol=0, atol=5.5 * (96 / 20_000) ** 0.5)
    assert abs((draws[0] * draws[1]).mean()) < 5.5 / 20_000**0.5


def test_the_ring_is_covered_by_the_same_game_that_the_widget_plays(library):
    "At least 6 of 8 modes after 1,500 steps of each"
    covered = library.evaluate(
        """(world) => {
          const game = library.makeGame(world, 0);
          const measure = library.makeMeasure(world, 0);
          for (let i = 0; i < 1500; i++) { game.stepDiscriminator(); game.stepGenerator(false); }
          measure.look(game, false);
          return measure.numbers.modes;
        }""",
        GANPlayground()._frame["worlds"]["ring"],
    )
    assert covered >= 6


@pytest.mark.parametrize(
    ("pace", "step", "drawing", "expected"),
    [(2, 1, 2, 2), (2, 4, 3, 1), (2, 40, 3, 1), (8, 1, 3, 5), (2, 0, 0, 2), (0.25, 1, 2, 0.25)],
    ids=["fast", "slow", "slower than the budget", "many", "a clock that stands", "one in four"],
)
def test_a_picture_has_as_many_steps_as_fit(library, pace, step, drawing, expected):
    "Milliseconds of a step and of a drawing, 8 for both: an idle machine keeps the pace, a slow one takes one step"
    taken = library.evaluate(
        """(pace, step, drawing) => {
          let [now, steps] = [0, 0];
          const advance = () => { now += step; steps++; };
          const budget = library.makeBudget({ pace: () => pace, most: () => 8, advance, clock: () => now });
          const pictures = [];
          for (let i = 0; i < 40; i++) {
            const before = steps;
            budget.takeSteps();
            budget.sawDrawing(drawing);
            pictures.push(steps - before);
          }
          return pictures.slice(-20);
        }""",
        pace,
        step,
        drawing,
    )
    assert np.mean(taken) == expected


def test_a_hiccup_is_forgotten(library):
    "One step of half a second, since something else had the processor: some pictures later the pace is back"
    taken = library.evaluate(
        """() => {
          let [now, steps, cost] = [0, 0, 1];
          const advance = () => { now += cost; steps++; };
          const budget = library.makeBudget({ pace: () => 2, most: () => 8, advance, clock: () => now });
          const pictures = [];
          for (let i = 0; i < 30; i++) {
            const before = steps;
            cost = i === 10 ? 500 : 1;
            budget.takeSteps();
            budget.sawDrawing(3);
            pictures.push(steps - before);
          }
          return pictures;
        }"""
    )
    assert taken[9:12] == [2, 1, 2]
    assert taken[11:] == [2] * 19


def test_pictures_of_a_run_change_no_game_and_end_at_the_whole_picture(library):
    "Played with a picture after each step or with none: the same networks; at rest the same numbers, points and slopes"
    watched, unwatched = library.evaluate(
        """(world) => [true, false].map((watched) => {
          const game = library.makeGame(world, 3);
          const measure = library.makeMeasure(world, 3);
          for (let turn = 0; turn < 40; turn++) {
            game.stepDiscriminator();
            game.stepGenerator(false);
            if (watched) measure.look(game, false, turn);
          }
          measure.look(game, false);
          const { fake, slopes, numbers } = measure;
          return [game.generator.weights, game.discriminator.weights, fake, slopes, Object.values(numbers)];
        })""",
        GANPlayground()._frame["worlds"]["ring"],
    )
    for with_pictures, without in zip(watched, unwatched, strict=True):
        assert_close(with_pictures, without, rtol=0, atol=0)


def test_the_heat_of_a_run_is_that_of_one_moment(library):
    "Its pieces are computed while D learns on, and show D as it was at the first; a round cut short shows nothing"
    shown, expected, cut = library.evaluate(
        """(world) => {
          const game = library.makeGame(world, 0);
          const [grid, other] = [library.makeChances(), library.makeChances()];
          const play = (from) => {
            for (let piece = from; piece < library.PIECES; piece++) {
              grid.ofNetwork(game.discriminator, piece);
              game.stepDiscriminator();
            }
          };
          other.ofNetwork(game.discriminator, null);
          play(0);
          const shown = [...grid.chances];
          play(2);
          const cut = grid.version();
          return [shown, [...other.chances], cut];
        }""",
        GANPlayground()._frame["worlds"]["ring"],
    )
    assert shown == expected
    assert cut == 1


def test_each_part_of_a_picture_has_its_turn(library):
    "Within a round: modes, numbers, and every piece of the heat in order; at rest all of it"
    round_, rest = library.evaluate(
        """() => {
          const at = (turn) => [library.isDue(turn, 0), library.isDue(turn, 1), library.pieceOf(turn)];
          return [Array.from({ length: library.TURNS }, (_, i) => at(i + 3 * library.TURNS)), at(null)];
        }"""
    )
    pieces = list(range(len(round_) - 2))
    assert round_ == [[True, False, -1], [False, True, -1], *([False, False, piece] for piece in pieces)]
    assert rest == [True, True, None]


@pytest.mark.parametrize("steps", [240, 241, 5000])
def test_a_long_history_is_thinned_evenly(javascript, steps):
    "At most 240 numbers from the first step to the last, as far apart from each other at its start as at its end"
    play = """(steps) => {
      const history = library.makeHistory(["loss"]);
      for (let step = 0; step < steps; step++) history.add(step, { loss: 2 * step });
      return [history.steps, history.series.loss].map((numbers) => numbers.slice(0, history.count()));
    }"""
    kept, losses = javascript("gan/js/history.js").evaluate(play, steps)
    assert len(kept) <= 240 and kept[0] == 0 and torch.equal(losses, 2 * kept)
    apart = kept.diff().unique().tolist()
    assert len(apart) == 1 and kept[-1] + apart[0] >= steps
