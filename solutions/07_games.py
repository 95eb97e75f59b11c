# %% [markdown]
# # From the prisoner's dilemma to Nash
#
# *Stable is not best; repeating changes the game.*
#
# So far there was one loss, and training went downhill on it. In lesson 08 two networks will train against each other, and what is downhill for one is uphill for the other. When is such a training
# finished? And is it then good? The question is older than networks. Here it is asked with tables of four numbers, where every answer can be checked.
#
# **You will** find the outcomes from which nobody wants to move, see why they need not be good, mix actions, play a game again and again, and let two players learn.
#
# **Time:** about 75 minutes. **You need:** lesson 00; what an average is.

# %% tags=["setup"]
import torch

from gencourse import games
from gencourse.exercises import check, progress, show_fix
from gencourse.plots import show_curves, show_points
from gencourse.runtime import seed_everything
from gencourse.widgets import DilemmaExplorer, GameExplorer

seed_everything(0)

# %% [markdown]
# ## Two players, two tables
#
# Two players choose at the same time and cannot talk. One chooses a row, the other a column. This is the most famous table of all, the **prisoner's dilemma**:

# %%
dilemma = games.prisoners_dilemma()
dilemma

# %% [markdown]
# In each cell stands first what the row player gets, then what the column player gets; more is better. Both cooperate: 3 each. One defects alone: 5, and 0 for the other. Both defect: 1 each.
#
# What would you do in the row player's place? Go through the columns. If the other cooperates, you get 3 or 5. If the other defects, 0 or 1. You cannot choose the column; you can only *reply*
# to it. With $A_{ij}$ the row player's payoff in row $i$ and column $j$, row $i$ is a **best reply** to column $j$ if
#
# $$A_{ij} = \max_k A_{kj}$$

# %% [markdown]
# ### Exercise 1 · Best replies
#
# *7 minutes.* Mark them: `True` where row $i$ is a best reply to column $j$. If two rows are equally good, both are.


# %% exercise="games.best_response"
def best_response(A):
    """Return which rows are best replies to each column, bool [m, n].  A: [m, n]"""
    ### BEGIN SOLUTION
    return A == A.max(dim=0, keepdim=True).values
    ### END SOLUTION


# %% check="games.best_response"
best_response = check("games.best_response", best_response)

# %% [markdown] hint="games.best_response"
# The column is given, the rows are compared. Which `dim` do the rows have?

# %% [markdown] hint="games.best_response"
# `A.max(dim=0)` gives values and indices: take `.values`, and compare the table with them by `==`.

# %%
A, B = dilemma.A, dilemma.B
print("row player:   ", best_response(A).tolist())
print("column player:", best_response(B.T).T.tolist())

# %% [markdown]
# For the column player the table was turned, so that columns are rows, and the answer turned back. We see that *defect* is the best reply to everything, for both. So both defect and get 1 each, with 3 each
# on the table.

# %% [markdown]
# ## Nobody gains by moving alone
#
# A cell is a **Nash equilibrium** if each of the two actions is a best reply to the other:
#
# $$A_{ij} \ge A_{kj} \text{ for each row } k \qquad\text{and}\qquad B_{ij} \ge B_{il} \text{ for each column } l$$
#
# Mind the word *alone*. Each player compares with their own other actions while the other stays. What both could reach together is not asked. And mind the $\ge$: who only breaks even has no reason to
# move.

# %% [markdown]
# ### Exercise 2 · Stable cells
#
# *8 minutes.* Mark the equilibria.


# %% exercise="games.pure_nash"
def pure_nash(A, B):
    """Return the cells from which nobody gains by moving alone, bool [m, n].  A, B: [m, n]"""
    ### BEGIN SOLUTION
    return best_response(A) & best_response(B.T).T
    ### END SOLUTION


# %% check="games.pure_nash"
pure_nash = check("games.pure_nash", pure_nash)

# %% [markdown] hint="games.pure_nash"
# Look at the last code cell: it holds both players' best replies. A cell has to be in both tables.

# %%
for name, game in {
    "prisoner's dilemma": dilemma,
    "stag hunt": games.stag_hunt(),
    "chicken": games.chicken(),
    "matching pennies": games.matching_pennies(),
}.items():
    cells = pure_nash(game.A, game.B).nonzero().tolist()
    print(f"{name:18}", [f"{game.rows[i]}, {game.columns[j]}" for i, j in cells])

# %% [markdown]
# One, two, two, none. In the stag hunt two hunters get 4 each for a stag, which needs both, and 3 for a hare, which needs one. Both cells are stable; the first is better for both. In chicken two drivers
# head for each other: in each equilibrium one gives way, and who that is matters to them.
#
# So an equilibrium can be the best outcome or not. That a better one exists is what makes the first game a *dilemma*; it is no part of what an equilibrium is. How common is it? We draw payoffs at random
# and count.


# %%
def survey(zero_sum, n=2000):
    found, improvable = [0, 0, 0], 0
    for _ in range(n):
        A = torch.randn(2, 2)
        B = -A if zero_sum else torch.randn(2, 2)
        cells = pure_nash(A, B).nonzero().tolist()
        found[len(cells)] += 1
        improvable += any(((A > A[i, j]) & (B > B[i, j])).any() for i, j in cells)
    return "".join(f"{count / n:6.0%}" for count in (*found, improvable))


print("                none   one   two   one is worse for both than another cell")
print("random payoffs", survey(zero_sum=False))
print("zero-sum      ", survey(zero_sum=True))

# %% [markdown]
# An eighth of the random games have no stable cell, three quarters one, an eighth two, give or take two in a hundred. One game in nine has an equilibrium that another cell beats for *both*. Of the 2,000 zero-sum games,
# none.
#
# That is no accident. In a **zero-sum game**, $B = -A$, one player wins what the other loses. An outcome that is better for both would need more than there is: impossible, not rare. Keep that
# in mind for lesson 08.

# %% [markdown]
# ### Play: where the arrows go
#
# Each arrow points to the better reply of the player who moves alone; a cell that no arrow leaves is stable. Start with the dilemma, and change two payoffs so that *cooperate, cooperate* becomes stable.
# Is *defect, defect* stable still? Then make all four arrows run in a circle: now no cell is stable, and a square appears. It shows what is stable instead, and the
# next section says how to read it.

# %%
GameExplorer(
    dilemma.A,
    dilemma.B,
    rows=("cooperate", "defect"),
    columns=("cooperate", "defect"),
)

# %% [markdown]
# ## Where no cell is stable
#
# Matching pennies: two players show a coin each. If the coins match, the row player gets 1 and the column player -1, else the other way round.
#
# In each cell the loser wants to turn their coin; then the other does; and so on in a circle. The way out is to be unpredictable: show heads with chance $p$ (row player) and $q$ (column player). If the row
# player always showed heads, they would lose always. At $p = \frac12$ the column player gets the same from heads and tails, namely 0, and nothing is left to exploit.
#
# In general: the column player expects from their first and from their second action
#
# $$p\,B_{00} + (1-p)\,B_{10} \qquad\text{and}\qquad p\,B_{01} + (1-p)\,B_{11}$$
#
# As long as one is larger they play only that one. They mix only if both are equal, and that is an equation for $p$. The column player's $q$ follows from $A$ in the same way.

# %% [markdown]
# ### Exercise 3 · Make the other indifferent
#
# *12 minutes.* Solve for $p$ and $q$, and return them as two plain numbers; return `None` unless both lie strictly between 0 and 1.


# %% exercise="games.mixed_nash"
def mixed_nash(A, B):
    """Return p, q, the chances of the first row and the first column, or None.  A, B: [2, 2]"""
    ### BEGIN SOLUTION
    p = (B[1, 1] - B[1, 0]) / (B[0, 0] - B[0, 1] - B[1, 0] + B[1, 1])
    q = (A[1, 1] - A[0, 1]) / (A[0, 0] - A[0, 1] - A[1, 0] + A[1, 1])
    return (p.item(), q.item()) if 0 < p < 1 and 0 < q < 1 else None
    ### END SOLUTION


# %% check="games.mixed_nash"
mixed_nash = check("games.mixed_nash", mixed_nash)

# %% [markdown] hint="games.mixed_nash"
# Collect what has a $p$ in it on one side: $p\,(B_{00} - B_{01} - B_{10} + B_{11}) = B_{11} - B_{10}$.

# %% [markdown] hint="games.mixed_nash"
# For $q$ the row player has to be indifferent: $q A_{00} + (1-q) A_{01} = q A_{10} + (1-q) A_{11}$.

# %% [markdown]
# **Predict before you run the next cell.** The row player is promised a bonus: 3 instead of 1 if both show heads. The column player's payoffs stay as they are. Will the row player now show heads more
# often?

# %% [markdown] question="bonus-for-heads"
# No: p comes from B, which did not change, so it stays 1/2. It is the column player who changes, and shows heads less often, until heads and tails are worth the same to the row player again.

# %%
pennies = games.matching_pennies()
bonus = pennies.A.clone()
bonus[0, 0] = 3
for name, one, other in [
    ("matching pennies", pennies.A, pennies.B),
    ("with the bonus", bonus, pennies.B),
    ("chicken", games.chicken().A, games.chicken().B),
    ("prisoner's dilemma", dilemma.A, dilemma.B),
]:
    mix = mixed_nash(one, other)
    print(f"{name:18}", mix and [f"{chance:.2f}" for chance in mix])

# %%
share = torch.linspace(0, 1, 101)
mixes = torch.stack(
    [share, 1 - share]
)  # [2, 101], heads and tails of the column player
show_curves(
    share,
    {
        "heads": (pennies.A @ mixes)[0],
        "tails": (pennies.A @ mixes)[1],
        "heads, with the bonus": (bonus @ mixes)[0],
    },
    xlabel="q, how often the column player shows heads",
    ylabel="row player's payoff",
    alt="Three lines. Heads rises, tails falls, they cross at q 0.5; heads with bonus is steeper and crosses tails at 0.33.",
)

# %% [markdown]
# The bonus leaves $p$ alone and moves $q$ from $\frac12$ to $\frac13$, where the row player's two lines now cross. **Your mix is made of the other's payoffs.** Mixing is no sign of doubt, either: both know
# everything there is to know, and still it is the only way not to be exploited.
#
# Chicken has a mixed equilibrium beside its two pure ones. The dilemma has none: the equation would give $p = -1$, which is no chance. Nash showed in 1950 that every game with finitely many actions has at
# least one equilibrium, if mixes count.

# %% [markdown]
# ## First meaning of "iteration": playing again makes a new game
#
# From here on, a word with two meanings. *Repeating* a game, with the past in view, is a new and larger game. *Learning* by iteration stays with the same game. We take them one after the other.
#
# Play the dilemma for several rounds. A player now needs a **strategy**: a function from the past to the next action, 0 to cooperate and 1 to defect. It gets two lists, its `own` actions so far and those
# of the `other`, oldest first.

# %% [markdown]
# ### Exercise 4 · Play it again *(stretch)*
#
# *8 minutes.* Let two strategies play. In each round both see all earlier rounds, and nothing of this one. Each is handed its own actions first.


# %% exercise="games.play_repeated"
def play_repeated(first, second, rounds):
    """Return what both did, int64 [rounds, 2].  first, second: (own, other) -> 0 or 1"""
    ### BEGIN SOLUTION
    ours, theirs = [], []
    for _ in range(rounds):
        action, reply = first(ours, theirs), second(theirs, ours)
        ours.append(action)
        theirs.append(reply)
    return torch.tensor([ours, theirs]).T
    ### END SOLUTION


# %% check="games.play_repeated"
play_repeated = check("games.play_repeated", play_repeated)

# %% [markdown] hint="games.play_repeated"
# Ask both first, then append both. For the second player the two lists change places.


# %%
def tit_for_tat(own, other):
    return other[-1] if other else 0  # what the other did last; at first cooperate


def grim_trigger(own, other):
    return int(1 in other)  # defect for ever once the other has defected


for name in ("tit for tat", "always defect", "alternator"):
    played = play_repeated(tit_for_tat, games.STRATEGIES[name], 10)
    ours, theirs = ("".join("CD"[a] for a in one) for one in played.T.tolist())
    mean = games.repeated_payoffs(played, dilemma.A, dilemma.B).mean(0)
    print(f"{ours} against {theirs}   {mean[0]:.1f} : {mean[1]:.1f}   {name}")

# %% [markdown]
# Two famous strategies; here the first plays. Against itself tit for tat cooperates (C) throughout. Against *always defect* it is cheated once, then no more. Does that make cooperation stable? It depends on how the game ends.

# %% [markdown]
# ### A known last round
#
# Ten rounds, and both know it. Take eleven strategies: grim trigger, but defecting in any case from round $k$ on, for $k = 1, \dots, 11$ (the last never does). Each plays each, and what they earn is the
# table of a new game with eleven rows and columns. Your functions from above take it as it is.


# %%
def defect_from(k):
    return lambda own, other: int(len(own) + 1 >= k or 1 in other)


def totals(strategies, rounds, delta=1.0):
    table = torch.zeros(len(strategies), len(strategies))
    for i, one in enumerate(strategies):
        for j, other in enumerate(strategies):
            actions = play_repeated(one, other, rounds)
            payoffs = games.repeated_payoffs(actions, dilemma.A, dilemma.B)
            table[i, j] = games.discounted(payoffs, delta)[0]
    return table


ten = totals([defect_from(k) for k in range(1, 12)], rounds=10)
print("best reply to k = 1 ... 11:", (best_response(ten).int().argmax(0) + 1).tolist())
print("equilibria:", (pure_nash(ten, ten.T).nonzero() + 1).tolist())

# %% [markdown]
# Read the first line from its end. Who never defects is best met by defecting in the last round, when no answer can follow. But who defects in round 10 is best met by defecting in round 9, and so on: from the
# end cooperation unravels, down to the first round. The only equilibrium of the eleven is to defect from the start: 10 points each instead of 30.

# %% [markdown]
# ### An unknown end
#
# Now another round follows with chance $\delta$ each time, so nobody knows which one is the last. The round numbered $t = 0, 1, 2, \dots$ takes place with chance $\delta^t$, and a strategy earns on average
#
# $$\sum_t \delta^t \, u_t$$
#
# with $u_t$ its payoff in round $t$. Against grim trigger, cooperating earns $3 + 3\delta + 3\delta^2 + \dots$, and defecting $5 + \delta + \delta^2 + \dots$: two more today, two less in every round to come. Against tit for
# tat one can also defect and cooperate by turns, for $5 + 0 + 5\delta^2 + 0 + \dots$


# %%
def by_turns(own, other):
    return (len(own) + 1) % 2  # defect, cooperate, defect, ...


deltas = torch.linspace(0.3, 0.9, 601)
gain = {}
for name, strategy, rival in [
    ("defecting, against grim trigger", games.always_defect, grim_trigger),
    ("by turns, against tit for tat", by_turns, tit_for_tat),
]:
    actions = play_repeated(strategy, rival, 300)
    extra = games.repeated_payoffs(actions, dilemma.A, dilemma.B)[:, 0] - 3
    gain[name] = torch.stack([games.discounted(extra, float(d)) for d in deltas])
    print(f"{name} pays below delta = {deltas[gain[name] > 0].max():.3f}")

# %%
show_curves(
    deltas,
    gain | {"cooperating": torch.zeros(601)},
    xlabel="delta, the chance of another round",
    ylabel="gain over cooperating",
    ylim=(-5, 2.5),
    alt="Two falling curves against a line at 0: defecting crosses it at delta 0.5, alternating at 0.67.",
)

# %% [markdown]
# The crossings have formulas. With T, R, P, S for 5, 3, 1, 0 (temptation, reward, punishment, sucker), cooperating is a best reply
#
# $$\text{to grim trigger if } \delta \ge \frac{T - R}{T - P} = \frac12 \qquad \text{and to tit for tat if besides } \delta \ge \frac{T - R}{R - S} = \frac23$$
#
# From there on no strategy whatever earns more against these two than cooperating. So *both play grim trigger*, and cooperate for ever, is an equilibrium: not of the dilemma, but of the repeated game. It is not the
# only one. Five strategies, three chances of another round:

# %%
names = ["always cooperate", "always defect", "tit for tat", "grim trigger"]
strategies = [*(games.STRATEGIES[name] for name in names), by_turns]
names.append("by turns")
for delta in (0.4, 0.6, 0.9):
    table = totals(strategies, 300, delta)
    stable = pure_nash(table.round(decimals=3), table.T.round(decimals=3)).nonzero()
    print(delta, sorted({" / ".join(sorted((names[i], names[j]))) for i, j in stable}))

# %% [markdown]
# Of these five, at 0.4 only defecting for ever is stable. At 0.6 grim trigger holds cooperation up; tit for tat does not yet, since going by turns pays. At 0.9 both do, with themselves and with each other. And *always defect*
# against itself is an equilibrium at every $\delta$: where the other never answers, there is nothing to be gained. Repeating makes cooperation possible. It does not choose it.

# %% [markdown]
# ### Play: be one of the two
#
# Play some rounds against tit for tat, then against *a surprise*, and guess who it is before you end the match. Then move $\delta$: where does defecting stop paying against grim trigger, and going by turns
# against tit for tat? Leave the noise at 0 for now.

# %%
DilemmaExplorer()

# %% [markdown]
# ### Who wins a tournament?
#
# Eight strategies, each against each (itself too), 200 rounds a match. The first number is the mean payoff a round, the second how many of the others it *beats*, that is, in how many matches it earns more than its
# opponent.

# %%
earned = games.round_robin(games.STRATEGIES, 200, dilemma.A, dilemma.B)  # [8, 8]
beaten = (earned > earned.T).sum(1)
contestants = list(games.STRATEGIES)
for i in earned.mean(1).argsort(descending=True).tolist():
    print(f"{contestants[i]:24} {earned[i].mean():.2f}   beats {beaten[i]}")

# %% [markdown]
# Tit for tat comes first and beats nobody. It cannot: it defects only after the other has, so it never gets ahead. *Always defect* beats six of seven and shares the last place: against those that answer, and
# against itself, it is left with 1 a round. Winning each match and doing well are different things.
#
# That is this field. Tit for tat also won both of Axelrod's tournaments around 1980, and yet it is no law: with one rival less another strategy may come first, as you can try below.

# %% [markdown]
# ### One slip in a hundred
#
# Now an action comes out as the other one, by accident, once in a hundred times. Each strategy meets itself for 20,000 rounds. Without slips all four would earn 3.0.

# %%
for name in ("tit for tat", "grim trigger", "win-stay, lose-shift", "tit for two tats"):
    player = games.STRATEGIES[name]
    rounds_played = games.play_repeated(player, player, 20_000, noise=0.01)
    payoffs = games.repeated_payoffs(rounds_played, dilemma.A, dilemma.B)
    print(f"{name:20} {payoffs.mean():.2f}")

# %% [markdown]
# Tit for tat falls to about 2.25 (2.21 to 2.27 on three seeds). One slip starts an echo, C against D and D against C by turns, until the next slip ends it or turns it into D against D. In the long run the four
# outcomes are equally frequent, and $(3 + 0 + 5 + 1) / 4 = 2.25$. Rarer slips do not help: it only takes longer to get there. Grim trigger never forgives the first slip. Win-stay, lose-shift, which
# repeats its action if the other cooperated and changes it otherwise, is back after two rounds; tit for two tats lets a single slip pass. Both came behind tit for tat above.

# %% [markdown]
# ## Second meaning: learning the same game
#
# Back to a game that is played once. How do players *find* an equilibrium? A simple rule, **fictitious play**: imagine the game over and over; each time reply to the average of what the other has done so
# far. Nobody plans, threatens or forgives. The tables stay as they are.

# %% [markdown]
# ### Exercise 5 · Reply to the average *(stretch)*
#
# *12 minutes.* Round 1 is given by `first`. After it, both reply at once, each with a best reply to the other's average over the rounds before. Return both averages after every round.


# %% exercise="games.fictitious_play"
def fictitious_play(A, B, rounds, first=(0, 0)):
    """Return both players' averages so far, [rounds, m] and [rounds, n].  A, B: [m, n]"""
    ### BEGIN SOLUTION
    p, q = torch.zeros(rounds, A.shape[0]), torch.zeros(rounds, A.shape[1])
    i, j = first
    for t in range(rounds):
        p[t, i], q[t, j] = 1, 1
        i, j = (A @ q.sum(0)).argmax(), (p.sum(0) @ B).argmax()
    count = torch.arange(1, rounds + 1)[:, None]
    return p.cumsum(0) / count, q.cumsum(0) / count
    ### END SOLUTION


# %% check="games.fictitious_play"
fictitious_play = check("games.fictitious_play", fictitious_play)

# %% [markdown] hint="games.fictitious_play"
# If `q` holds the column player's average, `A @ q` is what each row earns against it, and `p @ B` what each column earns. The sum has its maximum where the average has.

# %% [markdown] hint="games.fictitious_play"
# Note each round's actions as rows of zeros with a single 1. `cumsum(0)` divided by 1, 2, 3, ... are the averages.

# %%
rps = games.rock_paper_scissors()
p, q = fictitious_play(rps.A, rps.B, 2000, first=(0, 1))
rounds = torch.arange(1.0, 2001)
show_curves(
    rounds,
    {name: p[:, k] for k, name in enumerate(rps.rows)},
    xlabel="round",
    ylabel="share so far",
    logx=True,
    alt="Three shares swing around one third, one after the other, in waves that get longer and smaller.",
)

# %% [markdown]
# Much rock is answered with paper, much paper with scissors, and so on. The **play** runs in a circle for ever, in longer and longer runs. The **average** closes in on a third each, the equilibrium. How
# near is it? Count what both players together could still gain by moving alone:
#
# $$\text{NashConv} = \max_i\, (A q)_i - p^\top\! A q \;+\; \max_j\, (p^\top\! B)_j - p^\top\! B q$$
#
# It is 0 at an equilibrium and nowhere else.

# %%
gap = games.nash_conv(rps.A, rps.B, p, q)  # [2000], one for each round
print(f"NashConv after 100 rounds {gap[99]:.3f}, after 2,000 {gap[1999]:.3f}")
print(f"rounds in which it rose: {(gap.diff() > 1e-6).float().mean():.1%}")

# %% [markdown]
# It falls slowly, and not in every round. Robinson proved in 1951 that in zero-sum games the averages always get there. In other games even the average may circle for ever: Shapley's example of 1964 is among
# the things to try below.

# %% [markdown]
# ### Slopes instead of replies
#
# Networks do not compute best replies. They follow a slope. So let both players of matching pennies take small steps up the slope of their own payoff, at the same time, and look at where $(p, q)$ goes.

# %%
path = games.gradient_play(pennies.A, pennies.B, 450, rate=0.02, start=(0.6, 0.5))
row_shares, column_shares = fictitious_play(pennies.A, pennies.B, 450, first=(0, 0))
average = torch.stack([row_shares[:, 0], column_shares[:, 0]], dim=1)[
    9:
]  # from round 10 on
show_points(
    {"slopes": path, "replies, average so far": average},
    apart=True,
    alt="Left: a spiral that runs outwards around (0.5, 0.5). Right: points that close in on (0.5, 0.5).",
)

# %% [markdown]
# Both go round the equilibrium at $(\frac12, \frac12)$. The average of the replies closes in. The slopes lead a little further out with every turn. (The first widget draws both, for any game: turn on *Mixes and learning* and drag
# the start.) Why, and what helps, is the subject of lesson 09; first comes the
# same game with networks.
#
# And the dilemma, with both ways of learning?

# %%
replies, _ = fictitious_play(dilemma.A, dilemma.B, 100, first=(0, 0))
slopes = games.gradient_play(dilemma.A, dilemma.B, 100, rate=0.05, start=(0.95, 0.95))
print(f"replies: both cooperated in {replies[-1, 0]:.0%} of the rounds")
print(
    f"slopes:  chance to cooperate {slopes[0, 0]:.2f} at first, {slopes[-1, 0]:.2f} at last"
)

# %% [markdown]
# In the dilemma both ways of learning work at once: they find *defect, defect*, the equilibrium. One cooperation in a hundred, and that was the given first round. Here the two meanings part. **Learning reaches the
# equilibrium of the game there is. Repeating, with an open end, makes a game that has a better one.** In the dilemma played once, reaching Nash and overcoming the dilemma are opposites, and no further step of
# learning changes that.

# %% [markdown]
# ## A forger and a detective
#
# A forger makes notes. A detective is shown notes, some real, some forged, and has to say which. What one wins the other loses: a zero-sum game. So there is no dilemma in it, and its equilibrium is nothing
# to be overcome: it is where the forged notes are like real ones, and the detective can only toss a coin.
#
# In lesson 08 both are networks. They follow slopes. You have just seen what slopes can do where no cell is stable.

# %% [markdown]
# ## What you take with you
#
# - A Nash equilibrium is an outcome from which nobody gains by moving *alone*. It may be worse for both than another outcome; in a zero-sum game it cannot be.
# - A mix makes the other indifferent, so it is made of the other's payoffs.
# - Repeating makes a new game. With a known last round cooperation unravels; with an unknown end it can be stable, from a chance of another round of 1/2 (grim trigger) or 2/3 (tit for tat) on.
# - Tit for tat never beats its opponent, came first in our field, and with rare slips falls to 2.25 against itself.
# - Learning by replies to the average finds the equilibrium of a zero-sum game on average, while the play goes in circles. Slopes went round, and outwards.

# %%
progress("games")

# %% [markdown]
# ### Three questions to recall, from lessons 04 to 06
#
# <details><summary>1. log p(x) = bound + gap. What is the gap, and when is it 0?</summary>
#
# The KL between q and the posterior of z given x. It is 0 where q is the posterior.
#
# </details>
#
# <details><summary>2. Two additions make an autoencoder variational. What happens to the noise if the loss is left out?</summary>
#
# It is bought off: the network makes sigma so small, against the spread of the codes, that the noise no longer matters.
#
# </details>
#
# <details><summary>3. When does a linear VAE leave a latent unused?</summary>
#
# When the direction's variance in the data, an eigenvalue of the covariance, is not above the decoder's sigma squared: then it does not pay for its nats.
#
# </details>

# %% [markdown]
# ### Notation card
#
# | written | said | in code |
# |---|---|---|
# | $A$, $B$ | payoffs of the row and of the column player | `A`, `B`: `[m, n]` |
# | $p$, $q$ | chances of the first row, of the first column (or one for each) | `p`, `q` |
# | T, R, P, S | temptation, reward, punishment, sucker's payoff | 5, 3, 1, 0 |
# | $\delta$ | chance of another round | `delta` |
# | $u_t$ | payoff in round $t$ | `repeated_payoffs` |
# | NashConv | what both could gain by moving alone | `nash_conv` |

# %% [markdown]
# ### What to try next
#
# - Leave one strategy out of the tournament. Without either of two rivals tit for tat loses the first place: which, and to whom?
# - Raise the temptation: `games.prisoners_dilemma(T=7)`. Two players who defect by turns now earn more than two who cooperate. What does `games.tit_for_tat_threshold(T=7)` say, and what does it mean?
# - Shapley's game: `A = torch.tensor([[0.0, 1, 0], [0, 0, 1], [1, 0, 0]])` and `B = A.T`, 20,000 rounds of `games.fictitious_play` from `first=(0, 1)`. Where does NashConv stay? Then try `first=(0, 0)`.

# %% [markdown]
# ### References
#
# - J. Nash: *Equilibrium points in n-person games*, Proceedings of the National Academy of Sciences, 1950; *Non-cooperative games*, Annals of Mathematics, 1951.
# - R. Axelrod: *Effective choice in the prisoner's dilemma*, Journal of Conflict Resolution, 1980. The first tournament.
# - R. Axelrod: *The emergence of cooperation among egoists*, American Political Science Review, 1981. The threshold of tit for tat.
# - R. Axelrod, W. Hamilton: *The evolution of cooperation*, Science, 1981.
# - A. Rapoport, D. Seale, A. Colman: *Is tit-for-tat the answer? On the conclusions drawn from Axelrod's tournaments*, PLoS ONE, 2015.
# - M. Nowak, K. Sigmund: *A strategy of win-stay, lose-shift that outperforms tit-for-tat in the prisoner's dilemma game*, Nature, 1993.
# - G. Brown: *Iterative solution of games by fictitious play*, in Activity Analysis of Production and Allocation, 1951. J. Robinson: *An iterative method of solving a game*, Annals of Mathematics, 1951.
# - L. Shapley: *Some topics in two-person games*, in Advances in Game Theory, 1964.
# - S. Singh, M. Kearns, Y. Mansour: *Nash convergence of gradient dynamics in general-sum games*, UAI 2000.
# - M. Lanctot and others: *A unified game-theoretic approach to multiagent reinforcement learning*, NeurIPS 2017, arXiv:1711.00832. NashConv.
