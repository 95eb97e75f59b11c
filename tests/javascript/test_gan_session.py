import pytest

from gencourse.widgets import GANPlayground

PLAY = """(world, turns) => {
  const traits = { seed: 0, saturating: false, _steps: [0, 0] };
  const view = { model: { get: (name) => traits[name] }, learn: (news) => Object.assign(traits, news) };
  const session = library.makeSession(view, { ...world, key: "ring" });
  return turns.map((frozen) => {
    Object.assign(traits, { freeze_d: frozen.includes("D"), freeze_g: frozen.includes("G") });
    session.advance();
    const { discriminator, generator } = session.now.game.steps;
    return [discriminator, generator];
  });
}"""


@pytest.fixture
def play(javascript):
    "Steps of D and of G after each turn, given who is frozen in it."
    library = javascript("gan/js/session.js")
    world = GANPlayground()._frame["worlds"]["ring"]
    return lambda *turns: library.evaluate(PLAY, world, list(turns))


def test_the_players_take_turns(play):
    "D first, one step of one of them at a time: so that no picture waits for both"
    assert play("", "", "", "") == [[1, 0], [1, 1], [2, 1], [2, 2]]


def test_who_is_frozen_lets_the_other_go(play):
    "At every turn; D begins again, and while both are frozen nobody goes"
    assert play("D", "D", "", "") == [[0, 1], [0, 2], [1, 2], [1, 3]]
    assert play("G", "G", "", "") == [[1, 0], [2, 0], [3, 0], [3, 1]]
    assert play("DG", "", "DG", "") == [[0, 0], [1, 0], [1, 0], [1, 1]]
